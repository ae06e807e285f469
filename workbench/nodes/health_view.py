"""How the training of networks is doing, in words."""

import warnings
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from workbench.core.component import Category
from workbench.core.deferred import deferred
from workbench.core.run import Progressed, Run
from workbench.data.dataset import FloatArray
from workbench.evaluation.health import Course, Health, LayerLook, layer_words
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits

if TYPE_CHECKING:
    from workbench.models.inside import health as inside
else:
    inside = deferred("workbench.models.inside.health")

_FIGURES = ("gradient_norm", "dead_share", "saturated_share", "activation_std")


class HealthView(NodeComponent):
    """Tell in words whether a network's training is healthy: vanishing gradients, dead units.

    Live while it trains: each layer's gradient, units that never fire, saturated outputs and the
    size of steps. At the end the fitted network is looked at once more with its training rows.
    """

    key: ClassVar[str] = "network_health"
    title: ClassVar[str] = "Training health"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.heart-pulse"
    aliases: ClassVar[tuple[str, ...]] = (
        *("gradient norm", "vanishing gradient", "exploding gradient", "dead ReLU"),
        *("saturation", "diagnostics"),
    )

    def run(self, fits: tuple[Fits, ...]) -> Run[Health]:
        """A look at every learner's networks; of several folds the middle of what each shows."""
        courses = []
        for done, one in enumerate(fits):
            yield Progressed(done, len(fits), one.name)
            courses.append(_course(one))
        return Health(tuple(courses))


def _course(fits: Fits) -> Course:
    probes: list[inside.Probe] = []
    for model, split in zip(fits.models, fits.splits.folds, strict=True):
        found = inside.probe(model, split.dataset.take(split.train_rows))
        if found is not None and (not probes or found.layers == probes[0].layers):
            probes.append(found)
    if not probes:
        return Course(fits.name, is_final=True)
    middle = {name: _middle([getattr(p, name) for p in probes]) for name in _FIGURES}
    unknown = np.full(len(probes[0].layers), np.nan)
    look = LayerLook(0, **middle, update_ratio=unknown)
    words = layer_words(probes[0].layers, np.isfinite(look.gradient_norm))
    return Course(fits.name, words, (look,), is_final=True)


def _middle(figures: list[FloatArray]) -> FloatArray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a layer that has no such figure
        middle: FloatArray = np.nanmedian(np.stack(figures), axis=0)
    return middle
