"""What all learners of networks have in common: how they are trained, and that folds go together.

A learner adds the parameters of its network, ``network`` and ``model``.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.core.errors import ParameterError, Where
from workbench.core.run import Run
from workbench.models import stacks
from workbench.models.field_facts import section
from workbench.models.learner import Fold, Outcome, Variant
from workbench.models.mlp_rows import ReadyFold, parts_of, ready_fold
from workbench.models.model import Model
from workbench.models.stackable import StackableLearner
from workbench.training.augmentation import Augmentation
from workbench.training.schedule import Schedule

if TYPE_CHECKING:
    import torch

    from workbench.training import clipping, device, grouping, losses, supervised
    from workbench.training import job as jobs
    from workbench.training import trainee as trainees
else:
    clipping = deferred("workbench.training.clipping")
    device = deferred("workbench.training.device")
    grouping = deferred("workbench.training.grouping")
    jobs = deferred("workbench.training.job")
    losses = deferred("workbench.training.losses")
    supervised = deferred("workbench.training.supervised")


class NetworkLearner(StackableLearner, ABC):
    """Base of learners that train a network epoch by epoch with the one loop of ``training``."""

    trailing: ClassVar[tuple[str, ...]] = (
        *("optimizer", "learning_rate", "schedule", "batch_size", "epochs", "further_epochs"),
        *("clip_norm", "precision", "compile"),
        *("weight_decay", "l1", "label_smoothing", "class_weights", "average"),
        *("validation_share", "early_stopping", "seed", "device", "prepare", "scale"),
    )
    optimizer: Literal["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"] = (
        Field(
            default="adam",
            description="The rule by which gradients change the weights.",
            json_schema_extra=section("Optimisation"),
        )
    )
    learning_rate: float = Field(
        default=0.001,
        gt=0,
        le=1000,
        allow_inf_nan=False,
        description="Size of a step; with a schedule, its largest.",
        json_schema_extra=section("Optimisation", slider="0.00001..1 log"),
    )
    schedule: Schedule = Field(
        default="constant",
        description="How the learning rate changes during training.",
        json_schema_extra=section("Optimisation", advanced=True),
    )
    batch_size: int = Field(
        default=32,
        ge=1,
        le=1_000_000,
        description="Training samples per step.",
        json_schema_extra=section("Optimisation", unit="samples"),
    )
    epochs: int = Field(
        default=20,
        ge=1,
        le=1_000_000,
        description="How often every training sample is seen.",
        json_schema_extra=section("Optimisation"),
    )
    further_epochs: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="Epochs to train on after those, at the last learning rate of the schedule. A "
        "finished training whose checkpoint is kept goes on instead of beginning again.",
        json_schema_extra=section("Optimisation", advanced=True, unit="epochs"),
    )
    clip_norm: float = Field(
        default=0.0,
        ge=0,
        le=1e6,
        allow_inf_nan=False,
        description="Longest gradient: a longer one is shortened to it; 0 = as it is.",
        json_schema_extra=section("Optimisation", advanced=True),
    )
    precision: Literal["auto", "float32", "bf16", "fp16"] = Field(
        default="float32",
        description="Numbers that the network computes with; auto takes bf16 where the device "
        "gains by it.",
        json_schema_extra=section("Optimisation", advanced=True),
    )
    compile: bool = Field(
        default=False,
        description="Let torch compile the network first, where this machine can: a minute for "
        "faster steps.",
        json_schema_extra=section("Optimisation", advanced=True),
    )
    weight_decay: float = Field(
        default=0.0,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="L2 penalty: this share of each weight is added to its gradient.",
        json_schema_extra=section("Regularisation", slider="0, 0.000001..0.1 log"),
    )
    l1: float = Field(
        default=0.0,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="L1 penalty: this is added to each weight's gradient, with the weight's sign.",
        json_schema_extra=section("Regularisation", advanced=True, slider="0, 0.000001..0.1 log"),
    )
    label_smoothing: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="Share of each target that is spread over all classes.",
        json_schema_extra=section("Regularisation", advanced=True, slider="0..0.5 step 0.01"),
    )
    class_weights: Literal["none", "balanced"] = Field(
        default="none",
        description="balanced: rows of rare classes count more, so that all classes count alike.",
        json_schema_extra=section("Regularisation", advanced=True),
    )
    average: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="Keep a moving average of the weights, of which this share stays at each "
        "step (0.999, say); 0 = the weights themselves.",
        json_schema_extra=section("Regularisation", advanced=True),
    )
    validation_share: float = Field(
        default=0.0,
        ge=0,
        le=0.9,
        allow_inf_nan=False,
        description="Share of the training samples set apart for early stopping; 0 = none. "
        "A validation part of the split goes before it.",
        json_schema_extra=section("Regularisation", slider="0..0.5 step 0.05"),
    )
    early_stopping: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="Stop after so many epochs without a lower validation loss and keep the best "
        "weights; 0 = off.",
        json_schema_extra=section("Regularisation", unit="epochs"),
    )
    seed: int = Field(
        default=1,
        ge=0,
        le=2**32 - 1,
        description="Start of the random numbers: weights, order of samples, dropout.",
        json_schema_extra=section("Run"),
    )
    device: Literal["auto", "cpu", "cuda", "mps"] = Field(
        default="auto",
        description="Where to compute; auto takes a graphics card where there is one.",
        json_schema_extra=section("Run"),
    )

    @property
    @abstractmethod
    def shape_key(self) -> Hashable:
        """Equal for learners of this class whose networks are of one shape and learn alike."""

    @abstractmethod
    def network(self, fold: ReadyFold) -> "torch.nn.Module":
        """A network with its initial weights, the same for the same seed."""

    def loss(self, fold: ReadyFold) -> "losses.Loss":
        """What is minimised: by default what the class attribute asks for."""
        if fold.schema.task == "regression":
            return losses.SquaredError()
        counts: tuple[float, ...] = ()
        if self.class_weights == "balanced":
            counts = losses.balanced(fold.train.targets, fold.n_outputs)
        return losses.CrossEntropy(self.label_smoothing, counts)

    def rule(self, fold: ReadyFold) -> "trainees.Rule":
        """How the network learns from a batch: by default from its targets."""
        return supervised.Supervised()

    @property
    def augments(self) -> Augmentation:
        """How pictures are changed in training."""
        return Augmentation()

    @property
    def is_channels_last(self) -> bool:
        """Whether the channels of pictures lie side by side in memory while computing."""
        return False

    def multiplications(self, fold: ReadyFold) -> int:
        """Of one row's forward pass, for the number of threads; 0 = one per weight."""
        return 0

    @override
    def fit(self, fold: Fold) -> Run[Model]:
        return (yield from self.fit_all([fold]))[0]

    @override
    def fit_all(self, folds: Sequence[Fold]) -> Run[list[Model]]:
        return (yield from stacks.fit_folds(self, folds))

    @classmethod
    @override
    def fit_variants(cls, variants: Sequence[Variant]) -> Run[list[Outcome]]:
        return (yield from stacks.fit_stacked(variants))

    @property
    @override
    def stack_key(self) -> Hashable:
        return (self.shape_key, *(getattr(self, name) for name in _SHARED))

    @property
    @override
    def n_epochs(self) -> int:
        return self.epochs + self.further_epochs

    @override
    def refuse(self, folds: Sequence[Fold]) -> None:
        device.device(self.device)
        if not self.early_stopping or self.validation_share:
            return
        if any(fold.validation is None for fold in folds):
            raise ParameterError(
                "Early stopping needs samples to decide on, which are not trained on.",
                remedy="Set validation_share, to 0.1 say, or use a split with a validation part.",
                where=Where(parameter="early_stopping"),
            )

    @override
    def ready_key(self, fold: Fold) -> Hashable:
        cuts = fold.validation is None and self.validation_share > 0
        cut = (self.validation_share, self.seed) if cuts else None
        return (id(fold), self.prepare, self.scale, cut)

    @override
    def ready(self, fold: Fold) -> Run[ReadyFold]:
        parts = parts_of(fold, self.validation_share, self.seed)
        steps, train = yield from self.prepared(parts.train)
        return ready_fold(parts, fold, steps, train)

    def n_weights(self, fold: ReadyFold) -> int:
        """Trained parameters of a network such as this fold's."""
        return sum(p.numel() for p in self.network(fold).parameters())

    @override
    def grouping(self, fold: ReadyFold, n_networks: int) -> "grouping.Grouping":
        n_values = fold.train.inputs.size + (fold.watched.inputs.size if fold.watched else 0)
        where = device.device(self.device)
        n_weights = self.n_weights(fold)
        return grouping.grouping(n_networks, n_weights, self.batch_size, n_values, where)

    @override
    def job(self, fold: ReadyFold, epochs: int) -> "jobs.Job":
        # After a stop there may be fewer epochs than the parameters say.
        scheduled = min(self.epochs, epochs)
        return jobs.Job(
            self.network(fold),
            fold.train,
            fold.watched,
            seed=self.seed,
            fold=fold.number,
            learning_rate=self.learning_rate,
            weight_decay=self.weight_decay,
            l1=self.l1,
            epochs=scheduled,
            further_epochs=epochs - scheduled,
            patience=self.early_stopping,
            multiplications=self.multiplications(fold),
        )

    @override
    def settings(self, fold: ReadyFold) -> "jobs.Settings":
        return jobs.Settings(
            loss=self.loss(fold),
            device=device.device(self.device),
            optimiser=self.optimizer,
            schedule=self.schedule,
            batch_size=self.batch_size,
            decides=fold.decides,
            rule=self.rule(fold),
            clipping=clipping.Clipping(norm=self.clip_norm),
            average=self.average,
            precision=self.precision,
            compiles=self.compile,
            channels_last=self.is_channels_last,
            augmentation=self.augments,
        )


# Parameters that all networks of one stack have in common.
_SHARED = (
    *("optimizer", "schedule", "batch_size", "device", "clip_norm", "precision", "compile"),
    *("average", "label_smoothing", "class_weights"),
)
