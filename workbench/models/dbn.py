"""The deep belief network: machines one upon the other, then a classifier or a dreamer."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, cast

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, unless, when
from workbench.core.deferred import deferred
from workbench.core.run import Noted, Run
from workbench.models.dbn_model import DBNModel
from workbench.models.dbn_presets import PRESETS
from workbench.models.dbn_pretraining import (
    PretrainedFold,
    Pretraining,
    as_seen_from_the_top,
    pretrained,
)
from workbench.models.field_facts import section
from workbench.models.learner import Fold
from workbench.models.mlp_rows import ReadyFold
from workbench.models.networks.dbn_shape import DBNShape, Ending
from workbench.models.networks.design import Design, sigmoid_design
from workbench.models.stackable import StackableLearner
from workbench.models.unit_learner import UnitLearner
from workbench.models.unit_rows import UnitFold

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import dbn as networks
    from workbench.models.networks import mlp, rbm, up_down
    from workbench.training import device, losses
    from workbench.training import job as jobs
    from workbench.training import trainee as trainees
else:
    device = deferred("workbench.training.device")
    losses = deferred("workbench.training.losses")
    mlp = deferred("workbench.models.networks.mlp")
    networks = deferred("workbench.models.networks.dbn")
    rbm = deferred("workbench.models.networks.rbm")
    up_down = deferred("workbench.models.networks.up_down")

Width = Annotated[int, Field(ge=1, le=100_000)]
# Parameters that change the loss of back-propagation, or how it is computed.
_OF_LOSS = ("label_smoothing", "class_weights", "precision", "compile")


class DBN(UnitLearner):
    """A deep network whose layers are pre-trained, one after the other, as Boltzmann machines.

    Then a softmax layer is put on top and all is trained by back-propagation; or the top machine
    learns rows and labels together, and the network can dream rows of a class ("Generate
    samples"). Rows without a class are pre-trained on as well.
    """

    key: ClassVar[str] = "dbn"
    title: ClassVar[str] = "Deep belief network"
    icon: ClassVar[str] = "mdi6.layers-triple-outline"
    aliases: ClassVar[tuple[str, ...]] = ("DBN", "pre-training", "wake-sleep", "up-down")
    trailing: ClassVar[tuple[str, ...]] = (
        *("visible", "pretraining_epochs", "pretraining_rate"),
        *(name for name in UnitLearner.trailing if name != "visible"),
    )
    only_if: ClassVar[Mapping[str, Conditions]] = {
        "pretraining_rate": {"pretraining_epochs": unless(0)},
        **{name: {"ending": when("softmax")} for name in _OF_LOSS},
    }
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = PRESETS

    hidden: Annotated[tuple[Width, ...], Field(min_length=1)] = Field(
        default=(100, 100),
        description="Width of each hidden layer, such as 500,500,2000.",
        json_schema_extra=section("Network"),
    )
    ending: Literal["softmax", "labels", "up-down"] = Field(
        default="softmax",
        description="What follows pre-training: softmax: a softmax layer, and back-propagation; "
        "labels: the top machine learns rows and labels together, so that the network can "
        "generate; up-down: that, and then all weights by wake–sleep.",
        json_schema_extra=section("Network"),
    )
    pretraining_epochs: int = Field(
        default=50,
        ge=0,
        le=1_000_000,
        description="Epochs of contrastive divergence for each layer; 0 = no pre-training.",
        json_schema_extra=section("Contrastive divergence"),
    )
    pretraining_rate: float = Field(
        default=0.1,
        gt=0,
        le=1000,
        allow_inf_nan=False,
        description="Size of a step in pre-training; a tenth of it for Gaussian units.",
        json_schema_extra=section("Contrastive divergence", slider="0.00001..1 log"),
    )
    optimizer: Literal["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"] = (
        Field(
            default="adam",
            description="The rule by which gradients change the weights, after pre-training.",
            json_schema_extra=section("Optimisation"),
        )
    )
    learning_rate: float = Field(
        default=0.01,
        gt=0,
        le=1000,
        allow_inf_nan=False,
        description="Size of a step after pre-training; with a schedule, its largest.",
        json_schema_extra=section("Optimisation", slider="0.00001..1 log"),
    )
    epochs: int = Field(
        default=40,
        ge=1,
        le=1_000_000,
        description="How often every training sample is seen after pre-training.",
        json_schema_extra=section("Optimisation"),
    )

    @override
    def status(self) -> str:
        layers = "-".join(map(str, self.hidden))
        without = "" if self.pretraining_epochs else " · not pre-trained"
        return f"{layers} · {self.ending}{without}"

    @property
    def design(self) -> Design | None:
        """The layers of the classifier that it becomes; None where it dreams."""
        return sigmoid_design(self.hidden) if self.ending == "softmax" else None

    @property
    @override
    def shape_key(self) -> Hashable:
        pretraining = (self.pretraining_epochs, self.pretraining_rate, self.machine_key)
        return (self.hidden, self.ending, pretraining)

    @override
    def n_weights(self, fold: ReadyFold) -> int:
        return self._shape(fold).n_weights

    @override
    def ready(self, fold: Fold) -> Run[ReadyFold]:
        target = fold.train.schema.class_attribute
        unknown = np.zeros(0, bool) if target is None else fold.train.missing(target.name)
        if not self.pretraining_epochs or not unknown.any() or unknown.all():
            return (yield from super().ready(fold))
        known = replace(fold, train=fold.train.take(~unknown))
        ready = cast("UnitFold", (yield from super().ready(known)))
        rest = fold.train.take(unknown)
        for step in ready.steps:
            rest = step.apply(rest)
        text = f"Training rows without a class, used for pre-training only: {rest.n_samples}."
        yield Noted(text)
        return replace(ready, unlabelled=ready.layout.vectors(rest))

    @classmethod
    @override
    def pretrained(
        cls, stack: Sequence[tuple[StackableLearner, ReadyFold]]
    ) -> Run[list[ReadyFold]]:
        pairs = [(cast("DBN", learner), cast("UnitFold", fold)) for learner, fold in stack]
        plans = [(learner.pretraining(fold), fold) for learner, fold in pairs]
        folds = yield from pretrained(plans)
        if pairs[0][0].ending == "labels":
            folds = [as_seen_from_the_top(fold) for fold in folds]
        return list[ReadyFold](folds)

    @override
    def network(self, fold: ReadyFold) -> "torch.nn.Module":
        shape, machines = self._shape(fold), cast("PretrainedFold", fold).machines
        if self.ending == "softmax":
            return networks.initial_classifier(shape, machines, self.seed)
        if self.ending == "up-down":
            return networks.deep_belief(shape, machines)
        rows = fold.train
        return rbm.initial_rbm(shape.machines[-1], rows.inputs, rows.targets, self.seed)

    @override
    def loss(self, fold: ReadyFold) -> "losses.Loss":
        return super().loss(fold) if self.ending == "softmax" else losses.CrossEntropy()

    @override
    def rule(self, fold: ReadyFold) -> "trainees.Rule":
        if self.ending == "labels":
            return self.contrastive(has_momentum=self.optimizer == "sgd")
        return up_down.UpDown(self.k) if self.ending == "up-down" else super().rule(fold)

    @override
    def multiplications(self, fold: ReadyFold) -> int:
        # Of the endings that compare what is with what the model gives: up, down and up again.
        return 0 if self.ending == "softmax" else 5 * self.n_weights(fold)

    @override
    def model(self, fold: ReadyFold, trained: "jobs.Trained") -> DBNModel:
        shape, network = self._shape(fold), trained.network
        if self.ending == "labels":
            below = cast("PretrainedFold", fold).machines
            network = networks.deep_belief(shape, [*below, cast("rbm.RBM", network)])
        return DBNModel(
            schema=fold.schema,
            preparation=fold.steps,
            curve=trained.curve,
            layout=cast("UnitFold", fold).layout,
            shape=shape,
            weights=mlp.weights_of(network),
        )

    def _shape(self, fold: ReadyFold) -> DBNShape:
        fold = cast("UnitFold", fold)
        ending: Ending = "softmax" if self.ending == "softmax" else "labels"
        return DBNShape(fold.layout.width, self.hidden, fold.n_outputs, fold.visible, ending)

    def pretraining(self, fold: UnitFold) -> Pretraining:
        """How the layers of such a fold are pre-trained."""
        return Pretraining(
            shape=self._shape(fold),
            n_layers=len(self.hidden) - (self.ending == "labels"),
            epochs=self.pretraining_epochs,
            learning_rate=self.pretraining_rate,
            weight_decay=self.weight_decay,
            batch_size=self.batch_size,
            seed=self.seed,
            rule=self.contrastive(),
            device=device.device(self.device),
        )
