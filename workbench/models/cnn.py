"""The convolutional network."""

from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from workbench.core.content import content_hash
from workbench.core.deferred import deferred
from workbench.core.run import Noted, Run
from workbench.data.dataset import Dataset
from workbench.models import cnn_preparation
from workbench.models.cnn_fields import CUSTOM, CNNFields, written
from workbench.models.cnn_model import CNNModel
from workbench.models.cnn_presets import RECIPES
from workbench.models.cnn_rows import PictureFold, PictureRows, picture_fold, picture_of
from workbench.models.learner import Fold
from workbench.models.mlp_rows import ReadyFold, parts_of, ready_fold, targets
from workbench.models.networks.design import Design
from workbench.models.networks.layers import Shape
from workbench.models.networks.presets import PRESETS
from workbench.models.networks.scaling import Scaling
from workbench.models.networks.sizes import picture_shape
from workbench.preprocess.transform import FittedTransform
from workbench.training.augmentation import Augmentation, augmentation
from workbench.training.samples import Samples

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import build, pretrained, table
    from workbench.models.networks import cnn as networks
    from workbench.training import device, grouping, stacking
    from workbench.training import job as jobs
else:
    build = deferred("workbench.models.networks.build")
    networks = deferred("workbench.models.networks.cnn")
    pretrained = deferred("workbench.models.networks.pretrained")
    table = deferred("workbench.models.networks.table")
    device = deferred("workbench.training.device")
    grouping = deferred("workbench.training.grouping")
    stacking = deferred("workbench.training.stacking")


class CNN(CNNFields):
    """A convolutional network, which looks for patterns wherever they are in a picture.

    Takes pictures, grey or coloured, as they are. A row of numbers is read as a picture, too: a
    square where their count is one, else a line. The network is one of the published ones, one
    of the course's, or put together layer by layer.
    """

    key: ClassVar[str] = "cnn"
    title: ClassVar[str] = "Convolutional network"
    icon: ClassVar[str] = "mdi6.image-filter-center-focus"
    weka: ClassVar[tuple[str, ...]] = ("weka.classifiers.functions.Dl4jMlpClassifier",)
    aliases: ClassVar[tuple[str, ...]] = (
        *("CNN", "ConvNet", "LeNet", "AlexNet", "VGG", "GoogLeNet", "Inception", "ResNet", "NIN"),
        "picture",
    )
    places: ClassVar[tuple[str, ...]] = ("weights_file",)
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = RECIPES

    def fingerprint(self) -> str:
        """What the file of weights holds; empty where there is none to be read."""
        try:
            return content_hash(Path(self.weights_file)) if self.weights_file else ""
        except (OSError, ValueError):
            return ""  # ``ready`` says what is wrong

    @override
    def status(self) -> str:
        own = f"{len(self.layers.layers)} layers" if self.preset == CUSTOM else self.preset
        return f"{own} · {self.optimizer}"

    @property
    def design(self) -> Design:
        """The network's layers, whatever the data."""
        return self.layers if self.preset == CUSTOM else PRESETS[self.preset].design

    def made_own(self) -> dict[str, Any]:
        """What a custom network must have to see the pictures as the preset does now."""
        own = PRESETS.get(self.preset)
        if own is None or own.takes_any_size:
            return {}
        return {"brought_to": "x".join(map(str, own.input_shape))}

    @property
    @override
    def shape_key(self) -> Hashable:
        own = (self.design, self.picture, self.brought_to, self.pixels)
        return (*own, self.weights_file, self.trained_layers, self.augmentation, self.channels_last)

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
            shape = written(self.picture)
            if attribute is not None:
                shape = picture_shape(attribute.shape)
            if shape is not None:
                self._check(shape, fold)

    def _check(self, source: Shape, fold: Fold) -> None:
        """See whether a network can be made for such pictures."""
        shape = cnn_preparation.shape_taken(source, self.preset, self.brought_to)
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
        if written(self.picture) is not None and self.prepare:
            return (yield from cnn_preparation.prepared_numbers(train))
        return (yield from super().prepared(train))

    @override
    def ready(self, fold: Fold) -> Run[ReadyFold]:
        parts = parts_of(fold, self.validation_share, self.seed)
        steps, train = yield from self.prepared(parts.train)
        shape = written(self.picture)
        rows = PictureRows.of(train.schema, shape)
        if rows.name or shape is not None:
            rows = rows.scaled_by(train, self.pixels, self._own_scaling)
        else:
            yield cnn_preparation.noted(rows)
        ready = ready_fold(parts, fold, steps, train, partial(_samples, rows))
        made = picture_fold(ready, rows)
        if self.weights_file:
            yield Noted(self._said_of_weights(made))
        return made

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
        if self.precision == "fp16":
            return grouping.Grouping(n_networks, 1, grouping.EACH_SKIPS)
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
        return self._network(fold)[0]

    def _network(self, fold: ReadyFold) -> "tuple[torch.nn.Module, pretrained.Loaded | None]":
        """The network, and what was taken from a file."""
        plan, loaded = self._plan(fold), None
        made = networks.initial_network(plan, self.initialisation, self.initial_std, self.seed)
        if self.weights_file:
            path = Path(self.weights_file)
            loaded = pretrained.load_weights(made, path, replaces_head=True)
        if self.trained_layers:
            pretrained.freeze(made, self.trained_layers)
        return made, loaded

    def _said_of_weights(self, fold: ReadyFold) -> str:
        _, loaded = self._network(fold)
        if loaded is None:
            return ""
        head = "; the last layer is new" if loaded.has_new_head else ""
        return f"{loaded.n_layers} layers begin with the weights of the file{head}."

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
        shape = cnn_preparation.shape_taken(rows.source, self.preset, self.brought_to)
        return networks.Plan(self.design, rows.source, shape, rows.scaling, fold.n_outputs)

    def _table(self, fold: ReadyFold) -> "table.LayerTable":
        plan = self._plan(fold)
        return table.layer_table(plan.design, plan.shape, plan.n_outputs)


def _rows(fold: ReadyFold) -> PictureRows:
    assert isinstance(fold, PictureFold)  # noqa: S101 -- ``ready`` makes no other
    return fold.rows


def _samples(rows: PictureRows, data: Dataset, mean: float, scale: float) -> Samples:
    return Samples(rows.inputs(data), targets(data, mean, scale))
