"""The convolutional network."""

from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from pydantic import Field, field_validator
from typing_extensions import override

from workbench.core.condition import Conditions, when
from workbench.core.deferred import deferred
from workbench.core.run import Run
from workbench.data.dataset import Dataset
from workbench.models import cnn_preparation
from workbench.models.cnn_model import CNNModel
from workbench.models.cnn_presets import RECIPES
from workbench.models.cnn_rows import (
    PictureFold,
    PictureRows,
    Pixels,
    picture_fold,
    picture_of,
)
from workbench.models.field_facts import section
from workbench.models.learner import Fold
from workbench.models.mlp_rows import ReadyFold, parts_of, ready_fold, targets
from workbench.models.network_learner import NetworkLearner
from workbench.models.networks.design import Design
from workbench.models.networks.layers import Shape
from workbench.models.networks.presets import PRESETS
from workbench.models.networks.scaling import Scaling
from workbench.models.networks.sizes import picture_shape, written_shape
from workbench.preprocess.transform import FittedTransform
from workbench.training.augmentation import Augmentation, augmentation
from workbench.training.samples import Samples

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import build, table
    from workbench.models.networks import cnn as networks
    from workbench.training import device, grouping, stacking
    from workbench.training import job as jobs

    PresetName: TypeAlias = str
else:
    build = deferred("workbench.models.networks.build")
    networks = deferred("workbench.models.networks.cnn")
    table = deferred("workbench.models.networks.table")
    device = deferred("workbench.training.device")
    grouping = deferred("workbench.training.grouping")
    stacking = deferred("workbench.training.stacking")

    PresetName = Literal[("custom", *PRESETS)]

CUSTOM = "custom"
_CUSTOM_ONLY = {"preset": when(CUSTOM)}


class CNN(NetworkLearner):
    """A convolutional network, which looks for patterns wherever they are in a picture.

    Takes pictures, grey or coloured, as they are. A row of numbers is read as a picture, too: a
    square where their count is one, else a line. The network is one of the published ones, one
    of the course's, or put together layer by layer.
    """

    key: ClassVar[str] = "cnn"
    title: ClassVar[str] = "Convolutional network"
    icon: ClassVar[str] = "mdi6.grid"
    weka: ClassVar[tuple[str, ...]] = ("weka.classifiers.functions.Dl4jMlpClassifier",)
    aliases: ClassVar[tuple[str, ...]] = (
        *("CNN", "ConvNet", "LeNet", "AlexNet", "VGG", "GoogLeNet", "Inception", "ResNet", "NIN"),
        "picture",
    )
    only_if: ClassVar[Mapping[str, Conditions]] = {
        "layers": _CUSTOM_ONLY,
        "initial_std": {"initialisation": when("normal")},
    }
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = RECIPES

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
    augmentation: str = Field(
        default="none",
        description="Random changes of the training pictures, such as “flip, shift 0.1, rotate 15, "
        "zoom 0.1, cutout 8, noise 0.05, crop 4”.",
        json_schema_extra=section("Regularisation"),
    )
    channels_last: bool = Field(
        default=True,
        description="Let the channels of a pixel lie side by side while computing, which is "
        "faster on most machines.",
        json_schema_extra=section("Run", advanced=True),
    )

    @field_validator("picture")
    @classmethod
    def _is_size(cls, text: str) -> str:
        _ = _written(text)
        return text

    @field_validator("augmentation")
    @classmethod
    def _is_augmentation(cls, text: str) -> str:
        return str(augmentation(text))

    @override
    def status(self) -> str:
        return f"{self.preset} · {self.optimizer}"

    @property
    def design(self) -> Design:
        """The network's layers, whatever the data."""
        return self.layers if self.preset == CUSTOM else PRESETS[self.preset].design

    @property
    @override
    def shape_key(self) -> Hashable:
        own = (self.design, self.picture, self.pixels)
        return (*own, self.augmentation, self.channels_last)

    @property
    @override
    def augments(self) -> Augmentation:
        return augmentation(self.augmentation)

    @property
    @override
    def is_channels_last(self) -> bool:
        return self.channels_last

    @override
    def refuse(self, folds: Sequence[Fold]) -> None:
        super().refuse(folds)
        for fold in folds[:1]:
            attribute = picture_of(fold.train.schema)
            shape = _written(self.picture)
            if attribute is not None:
                shape = picture_shape(attribute.shape)
            if shape is not None:
                self._check(shape, fold)

    def _check(self, source: Shape, fold: Fold) -> None:
        """See whether a network can be made for such pictures."""
        shape = cnn_preparation.shape_taken(source, self.preset)
        target = fold.train.schema.class_attribute
        if target is not None:
            n_outputs = len(target.values) if target.kind == "nominal" else 1
            build.check(self.design, shape, max(1, n_outputs))

    @override
    def ready_key(self, fold: Fold) -> Hashable:
        return (super().ready_key(fold), self.picture, self.pixels, self._own_scaling)

    @override
    def prepared(self, train: Dataset) -> Run[tuple[tuple[FittedTransform, ...], Dataset]]:
        if picture_of(train.schema) is not None:
            return (yield from cnn_preparation.prepared_pictures(train))
        if _written(self.picture) is not None and self.prepare:
            return (yield from cnn_preparation.prepared_numbers(train))
        return (yield from super().prepared(train))

    @override
    def ready(self, fold: Fold) -> Run[ReadyFold]:
        parts = parts_of(fold, self.validation_share, self.seed)
        steps, train = yield from self.prepared(parts.train)
        shape = _written(self.picture)
        rows = PictureRows.of(train.schema, shape)
        if rows.name or shape is not None:
            rows = rows.scaled_by(train, self.pixels, self._own_scaling)
        else:
            yield cnn_preparation.noted(rows)
        return picture_fold(ready_fold(parts, fold, steps, train, partial(_samples, rows)), rows)

    def input_shape(self, fold: ReadyFold) -> Shape:
        """Channels, height and width of what the design takes."""
        return self._plan(fold).shape

    @override
    def n_weights(self, fold: ReadyFold) -> int:
        return self._table(fold).parameters

    @override
    def multiplications(self, fold: ReadyFold) -> int:
        return self._table(fold).multiply_adds

    @override
    def grouping(self, fold: ReadyFold, n_networks: int) -> "grouping.Grouping":
        if n_networks == 1:
            return grouping.Grouping(1, 1)
        if self.compile:
            return grouping.Grouping(n_networks, 1, "networks are compiled each by itself")
        if not stacking.is_stackable(self.network(fold)):
            return grouping.Grouping(n_networks, 1, "such a network cannot be stacked")
        parts = [fold.train, *([fold.watched] if fold.watched else [])]
        n_bytes = sum(part.inputs.nbytes for part in parts)
        step = self.multiplications(fold) * min(self.batch_size, len(fold.train))
        where = device.device(self.device)
        return grouping.convolutional_grouping(
            n_networks, self.n_weights(fold), step, n_bytes, where
        )

    @override
    def network(self, fold: ReadyFold) -> "torch.nn.Module":
        plan = self._plan(fold)
        return networks.initial_network(plan, self.initialisation, self.initial_std, self.seed)

    @override
    def model(self, fold: ReadyFold, trained: "jobs.Trained") -> CNNModel:
        plan = self._plan(fold)
        return CNNModel(
            schema=fold.schema,
            preparation=fold.steps,
            curve=trained.curve,
            design=plan.design,
            rows=_rows(fold),
            shape=plan.shape,
            weights=networks.weights_of(trained.network),
            target_mean=fold.target_mean,
            target_scale=fold.target_scale,
        )

    @property
    def _own_scaling(self) -> Scaling:
        return Scaling() if self.preset == CUSTOM else PRESETS[self.preset].scaling

    def _plan(self, fold: ReadyFold) -> "networks.Plan":
        rows = _rows(fold)
        shape = cnn_preparation.shape_taken(rows.source, self.preset)
        return networks.Plan(self.design, rows.source, shape, rows.scaling, fold.n_outputs)

    def _table(self, fold: ReadyFold) -> "table.LayerTable":
        plan = self._plan(fold)
        return table.layer_table(plan.design, plan.shape, plan.n_outputs)


def _written(text: str) -> Shape | None:
    """The shape that rows of numbers are to have; None = as it comes."""
    return None if text.strip().lower() in {"", "auto"} else _full(written_shape(text))


def _full(shape: Shape) -> Shape:
    return shape if len(shape) == 3 else picture_shape(shape)


def _rows(fold: ReadyFold) -> PictureRows:
    assert isinstance(fold, PictureFold)  # noqa: S101 -- ``ready`` makes no other
    return fold.rows


def _samples(rows: PictureRows, data: Dataset, mean: float, scale: float) -> Samples:
    return Samples(rows.inputs(data), targets(data, mean, scale))
