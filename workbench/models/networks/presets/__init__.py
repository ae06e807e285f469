"""Networks with a name, by key; nothing here imports torch."""

from collections.abc import Mapping

from workbench.core.errors import ParameterError, Where
from workbench.data.expressions.text import did_you_mean
from workbench.models.networks.presets.alexnet import ALEXNETS
from workbench.models.networks.presets.course import COURSE
from workbench.models.networks.presets.googlenet import GOOGLENETS
from workbench.models.networks.presets.inception_v3 import INCEPTION_V3
from workbench.models.networks.presets.lenet import LENETS
from workbench.models.networks.presets.nin import NINS
from workbench.models.networks.presets.preset import Preset
from workbench.models.networks.presets.resnet import RESNETS
from workbench.models.networks.presets.vgg import VGGS

PRESETS: Mapping[str, Preset] = {
    preset.key: preset
    for preset in (
        *COURSE,
        *LENETS,
        *ALEXNETS,
        *VGGS,
        *NINS,
        *GOOGLENETS,
        INCEPTION_V3,
        *RESNETS,
    )
}


def preset(key: str) -> Preset:
    """The network of that name.

    Raises:
        ParameterError: there is none; the sentence names the nearest.
    """
    if key not in PRESETS:
        raise ParameterError(
            f"There is no network “{key}”; {did_you_mean(key, PRESETS)}",
            where=Where(parameter="preset"),
        )
    return PRESETS[key]


__all__ = ["PRESETS", "Preset", "preset"]
