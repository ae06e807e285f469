"""The recurrent network."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import IS_ON, Conditions, unless
from workbench.core.deferred import deferred
from workbench.core.errors import ParameterError, Where
from workbench.core.run import Run
from workbench.data.dataset import Dataset
from workbench.data.schema import Schema
from workbench.models import rnn_preparation
from workbench.models.field_facts import section
from workbench.models.learner import Fold
from workbench.models.mlp_rows import ReadyFold, parts_of, ready_fold, targets
from workbench.models.network_learner import NetworkLearner
from workbench.models.networks.recurrence import Cell, Recurrence
from workbench.models.rnn_model import RNNModel
from workbench.models.rnn_presets import PRESETS
from workbench.models.rnn_rows import OwnScale, Reading, asks_for_next_token, starts_of
from workbench.models.stored import prepared_schema
from workbench.preprocess.transform import FittedTransform
from workbench.training.samples import Samples

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import recurrent as networks
    from workbench.training import grouping, losses, sequence_loss
    from workbench.training import job as jobs
else:
    networks = deferred("workbench.models.networks.recurrent")
    grouping = deferred("workbench.training.grouping")
    sequence_loss = deferred("workbench.training.sequence_loss")


class RNN(NetworkLearner):
    """A recurrent network, which reads sequences step by step: texts, series, or a row's numbers.

    A step is a token, the channels of a series, a line of a picture or, where there are only
    numbers and labels, one of these after the other. Sequences may differ in length. The answer
    is a class, a number, or the token that comes next. A gap in a series becomes the last value
    before it.
    """

    key: ClassVar[str] = "rnn"
    title: ClassVar[str] = "Recurrent network"
    icon: ClassVar[str] = "mdi6.sync"
    weka: ClassVar[tuple[str, ...]] = ("weka.classifiers.functions.RnnSequenceClassifier",)
    aliases: ClassVar[tuple[str, ...]] = (
        *("RNN", "LSTM", "GRU", "Elman", "sequence", "next word", "forecasting"),
    )
    trailing: ClassVar[tuple[str, ...]] = (*NetworkLearner.trailing, "own_scale")
    only_if: ClassVar[Mapping[str, Conditions]] = {
        "own_scale": {"prepare": IS_ON},
        "dropout": {"layers": unless(1)},
        "step_losses": {"every_step": IS_ON},
    }
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = PRESETS

    cell: Cell = Field(
        default="lstm",
        description="elman: s = tanh(U x + W s); lstm and gru have gates, and remember for longer.",
        json_schema_extra=section("Network"),
    )
    hidden: int = Field(
        default=32,
        ge=1,
        le=100_000,
        description="Values of a layer's state, in each direction.",
        json_schema_extra=section("Network"),
    )
    layers: int = Field(
        default=1,
        ge=1,
        le=100,
        description="Layers, each reading the states of the one below.",
        json_schema_extra=section("Network"),
    )
    bidirectional: bool = Field(
        default=False,
        description="Read each sequence from its end as well.",
        json_schema_extra=section("Network"),
    )
    embedding: int = Field(
        default=32,
        ge=0,
        le=100_000,
        description="Numbers that a token becomes, which are learnt; 0 = one-hot. Of no effect on "
        "series and numbers.",
        json_schema_extra=section("Network"),
    )
    bias: bool = Field(
        default=True,
        description="Whether units have biases; an Elman network without is U, W and V alone.",
        json_schema_extra=section("Network", advanced=True),
    )
    every_step: bool = Field(
        default=True,
        description="Where the class is the next token: learn what follows every token of a "
        "sample, not only the last.",
        json_schema_extra=section("Learning"),
    )
    step_losses: Literal["mean", "sum"] = Field(
        default="mean",
        description="Of the losses at a sample's steps, what is minimised; the sum is E = Σ E_t.",
        json_schema_extra=section("Learning", advanced=True),
    )
    truncation: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="Truncated back-propagation through time: the state's gradient is cut after "
        "so many steps; 0 = never.",
        json_schema_extra=section("Learning", unit="steps"),
    )
    own_scale: bool = Field(
        default=False,
        description="Scale each series by its own mean and deviation, and forecast in these: for "
        "series whose level wanders, as sales grow.",
        json_schema_extra=section("Preparation"),
    )
    dropout: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="Share of the values between layers set to zero at random while training.",
        json_schema_extra=section("Regularisation", slider="0..0.9 step 0.05"),
    )
    learning_rate: float = Field(
        default=0.01,
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
    clip_norm: float = Field(
        default=1.0,
        ge=0,
        le=1e6,
        allow_inf_nan=False,
        description="Longest gradient: a longer one is shortened to it, as gradients explode in "
        "recurrent networks; 0 = as it is.",
        json_schema_extra=section("Optimisation"),
    )

    @override
    def status(self) -> str:
        layers = f"{self.layers} × {self.hidden}" if self.layers > 1 else f"{self.hidden}"
        ways = " · both ways" if self.bidirectional else ""
        return f"{self.cell} {layers}{ways} · {self.optimizer}"

    @override
    def refuse(self, folds: Sequence[Fold]) -> None:
        super().refuse(folds)
        if not any(self._learns_every_step(fold.train.schema) for fold in folds):
            return
        if self.bidirectional:
            raise ParameterError(
                "A network that reads from the end as well sees the tokens it is to predict.",
                remedy="Turn 'every_step' off, or 'bidirectional'.",
                where=Where(parameter="bidirectional"),
            )
        for name, off in (("label_smoothing", 0.0), ("class_weights", "none")):
            if getattr(self, name) != off:
                raise ParameterError(
                    f"'{name}' is not for networks that answer every step.",
                    remedy=f"Turn 'every_step' off, or set '{name}' to {off}.",
                    where=Where(parameter=name),
                )

    @override
    def ready_key(self, fold: Fold) -> Hashable:
        return (super().ready_key(fold), self.every_step, self.own_scale)

    @override
    def prepared(self, train: Dataset) -> Run[tuple[tuple[FittedTransform, ...], Dataset]]:
        if not rnn_preparation.has_sequence(train):
            return (yield from super().prepared(train))
        scale = "standardise" if self.own_scale else self.scale
        prepared = rnn_preparation.prepared_sequences(train, scale if self.prepare else None)
        return (yield from prepared)

    @override
    def ready(self, fold: Fold) -> Run[ReadyFold]:
        parts = parts_of(fold, self.validation_share, self.seed)
        steps, train = yield from self.prepared(parts.train)
        if not self._scales_each(train.schema):
            return ready_fold(parts, fold, steps, train, self._samples)
        mean, scale = rnn_preparation.unit_of_forecast(train.schema, steps)
        ready = ready_fold(parts, fold, steps, train, partial(self._own_samples, (mean, scale)))
        return replace(ready, target_mean=mean, target_scale=scale)

    def _samples(self, rows: Dataset, mean: float, scale: float) -> Samples:
        reading = Reading.of(rows.schema)
        if self._learns_every_step(rows.schema):
            return Samples(reading.inputs(rows), reading.next_tokens(rows))
        return Samples(reading.inputs(rows), targets(rows, mean, scale))

    def _own_samples(self, unit: tuple[float, float], rows: Dataset, *_: float) -> Samples:
        """Each series, and a number to be forecast from it, in units of its mean and deviation."""
        own = OwnScale.of(Reading.of(rows.schema).inputs(rows))
        if rows.schema.task == "classification":
            return Samples(own.inputs, targets(rows, *unit))
        standard = (rows.labels - unit[0]) / unit[1]
        relative = (standard - own.mean[:, 0]) / own.spread[:, 0]
        return Samples(own.inputs, relative.astype(np.float32))

    def _scales_each(self, schema: Schema) -> bool:
        is_series = Reading.of(schema).steps == "series"
        return self.own_scale and self.prepare and is_series

    def _learns_every_step(self, schema: Schema) -> bool:
        return self.every_step and asks_for_next_token(schema)

    @property
    @override
    def shape_key(self) -> Hashable:
        network = (self.cell, self.hidden, self.layers, self.bidirectional, self.embedding)
        learning = (self.every_step, self.step_losses, self.truncation)
        return (*network, self.bias, self.dropout, *learning)

    @override
    def grouping(self, fold: ReadyFold, n_networks: int) -> "grouping.Grouping":
        return grouping.Grouping(n_networks, 1, "recurrent networks gain nothing from stacking")

    @override
    def network(self, fold: ReadyFold) -> "torch.nn.Module":
        return networks.initial_network(self._shape(fold), self.seed)

    @override
    def n_weights(self, fold: ReadyFold) -> int:
        return self._shape(fold).n_weights

    @override
    def multiplications(self, fold: ReadyFold) -> int:
        return self._shape(fold).n_weights * int(fold.train.inputs.shape[1])

    @override
    def loss(self, fold: ReadyFold) -> "losses.Loss":
        if self._learns_every_step(self._read_schema(fold)):
            return sequence_loss.SequenceCrossEntropy(self.step_losses == "sum")
        return super().loss(fold)

    @override
    def model(self, fold: ReadyFold, trained: "jobs.Trained") -> RNNModel:
        return RNNModel(
            schema=fold.schema,
            preparation=fold.steps,
            curve=trained.curve,
            shape=self._shape(fold),
            weights=networks.weights_of(trained.network),
            target_mean=fold.target_mean,
            target_scale=fold.target_scale,
            own_scale=self._scales_each(self._read_schema(fold)),
            starts=starts_of(self._read_schema(fold), fold.train.inputs),
        )

    def _read_schema(self, fold: ReadyFold) -> Schema:
        """Of the rows as the network reads them."""
        return prepared_schema(fold.schema, fold.steps)

    def _shape(self, fold: ReadyFold) -> Recurrence:
        schema = self._read_schema(fold)
        reading = Reading.of(schema)
        reads_tokens = reading.steps == "tokens"
        return Recurrence(
            n_tokens=reading.width if reads_tokens else 0,
            n_channels=0 if reads_tokens else reading.width,
            n_outputs=fold.n_outputs,
            cell=self.cell,
            hidden=self.hidden,
            layers=self.layers,
            bidirectional=self.bidirectional,
            embedding=self.embedding if reads_tokens else 0,
            dropout=self.dropout if self.layers > 1 else 0.0,
            every_step=self._learns_every_step(schema),
            truncation=self.truncation,
            bias=self.bias,
        )
