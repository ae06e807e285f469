"""The parameters of the convolutional network."""

from abc import ABC
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from pydantic import Field, field_validator

from workbench.core.condition import Conditions, when
from workbench.models.cnn_rows import Pixels
from workbench.models.field_facts import section
from workbench.models.network_learner import NetworkLearner
from workbench.models.networks.design import Design
from workbench.models.networks.layers import Shape
from workbench.models.networks.presets import PRESETS
from workbench.models.networks.sizes import picture_shape, written_shape
from workbench.training.augmentation import augmentation

if TYPE_CHECKING:
    PresetName: TypeAlias = str
else:
    PresetName = Literal[("custom", *PRESETS)]

CUSTOM = "custom"


class CNNFields(NetworkLearner, ABC):
    """What there is to be chosen."""

    only_if: ClassVar[Mapping[str, Conditions]] = {
        "layers": {"preset": when(CUSTOM)},
        "brought_to": {"preset": when(CUSTOM)},
        "initial_std": {"initialisation": when("normal")},
    }

    preset: PresetName = Field(
        default="small",
        description="The network; custom has the layers of the list.",
        json_schema_extra=section("Network"),
    )
    layers: Design = Field(
        default=PRESETS["small"].design,
        description="The layers of a custom network, such as "
        "“conv 16 3x3 same; relu; maxpool 2; flatten; dense classes”.",
        json_schema_extra=section("Network"),
    )
    picture: str = Field(
        default="auto",
        description="What rows of numbers are read as: channels × height × width, such as 1x28x28; "
        "auto = a square or a line, each number scaled by itself.",
        json_schema_extra=section("Network"),
    )
    brought_to: str = Field(
        default="",
        description="The size that pictures are brought to for a custom network: channels × "
        "height × width, such as 1x32x32; empty = as they are.",
        json_schema_extra=section("Network"),
    )
    pixels: Pixels = Field(
        default="auto",
        description="How pixels are scaled: as the network was published, from 0 to 1, or each "
        "channel to mean 0 and deviation 1.",
        json_schema_extra=section("Network"),
    )
    initialisation: Literal["normal", "xavier", "he", "torch"] = Field(
        default="he",
        description="How the weights start: N(0, σ), Xavier uniform, He's N(0, √(2/inputs)), or "
        "uniform in ±√(1/inputs), as torch has it.",
        json_schema_extra=section("Network"),
    )
    initial_std: float = Field(
        default=0.1,
        gt=0,
        le=100,
        allow_inf_nan=False,
        description="The σ of the normal initialisation.",
        json_schema_extra=section("Network", advanced=True),
    )
    learning_rate: float = Field(
        default=0.003,
        gt=0,
        le=1000,
        allow_inf_nan=False,
        description="Size of a step; with a schedule, its largest.",
        json_schema_extra=section("Optimisation", slider="0.00001..1 log"),
    )
    epochs: int = Field(
        default=30,
        ge=1,
        le=1_000_000,
        description="How often every training sample is seen.",
        json_schema_extra=section("Optimisation"),
    )
    augmentation: str = Field(
        default="none",
        description="Random changes of the training pictures, such as “flip, shift 0.1, rotate 15, "
        "zoom 0.1, cutout 8, noise 0.05, crop 4”.",
        json_schema_extra=section("Regularisation"),
    )
    weights_file: str = Field(
        default="",
        description="A file of weights to begin with (.safetensors, or .pth of tensors only), such "
        "as torchvision's; empty = new ones. A last layer of another size stays new.",
        json_schema_extra={**section("Network", advanced=True), "editor": "file"},
    )
    trained_layers: int = Field(
        default=0,
        ge=0,
        le=100_000,
        description="How many of the last layers are trained, while those before stay as they "
        "are; 0 = all.",
        json_schema_extra=section("Network", advanced=True, unit="layers"),
    )
    channels_last: bool = Field(
        default=True,
        description="Let the channels of a pixel lie side by side while computing, which is "
        "faster on most machines.",
        json_schema_extra=section("Run", advanced=True),
    )

    @field_validator("picture", "brought_to")
    @classmethod
    def _is_size(cls, text: str) -> str:
        _ = written(text)
        return text

    @field_validator("augmentation")
    @classmethod
    def _is_augmentation(cls, text: str) -> str:
        return str(augmentation(text))


def written(text: str) -> Shape | None:
    """The shape that rows of numbers are to have; None = as they come."""
    if text.strip().lower() in {"", "auto"}:
        return None
    shape = written_shape(text)
    return shape if len(shape) == 3 else picture_shape(shape)
