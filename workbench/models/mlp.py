"""The multilayer perceptron."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, unless, when
from workbench.core.deferred import deferred
from workbench.core.errors import ParameterError, Where
from workbench.core.run import Run
from workbench.models import stacks
from workbench.models.learner import Fold, Outcome, Variant
from workbench.models.mlp_model import MLPModel
from workbench.models.mlp_presets import PRESETS
from workbench.models.mlp_rows import ReadyFold, parts_of, ready_fold
from workbench.models.model import Model
from workbench.models.networks.architecture import Activation, Architecture
from workbench.models.stackable import StackableLearner
from workbench.training.schedule import Schedule

if TYPE_CHECKING:
    from workbench.models.networks import mlp as networks
    from workbench.training import device, grouping, losses
    from workbench.training import job as jobs
else:
    networks = deferred("workbench.models.networks.mlp")
    device = deferred("workbench.training.device")
    grouping = deferred("workbench.training.grouping")
    jobs = deferred("workbench.training.job")
    losses = deferred("workbench.training.losses")

Width = Annotated[int, Field(ge=1, le=100_000)]


def _section(
    name: str, *, advanced: bool = False, unit: str = "", slider: str = ""
) -> dict[str, Any]:
    """What the inspector needs beside type, bounds and description."""
    facts: dict[str, Any] = {"section": name}
    if advanced:
        facts["advanced"] = True
    if unit:
        facts["unit"] = unit
    if slider:
        facts["slider"] = slider
    return facts


class MLP(StackableLearner):
    """A neural network of fully connected layers, trained by gradient descent.

    Trains all folds of a cross-validation together where that is faster, and with them those of
    other values of a parameter, if the shape of the network and the optimizer stay the same.
    """

    key: ClassVar[str] = "mlp"
    title: ClassVar[str] = "Multilayer perceptron"
    icon: ClassVar[str] = "mdi6.graph"
    weka: ClassVar[tuple[str, ...]] = ("weka.classifiers.functions.MultilayerPerceptron",)
    aliases: ClassVar[tuple[str, ...]] = ("neural network", "MLPClassifier")
    only_if: ClassVar[Mapping[str, Conditions]] = {
        "activation": {"hidden": unless(())},
        "initial_std": {"initialisation": when("normal")},
        "batch_norm": {"hidden": unless(())},
        "dropout": {"hidden": unless(())},
    }
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = PRESETS

    hidden: tuple[Width, ...] = Field(
        default=(16,),
        description="Width of each hidden layer, such as 64 or 128,64; none is a linear model.",
        json_schema_extra=_section("Network"),
    )
    activation: Activation = Field(
        default="relu",
        description="Function behind each hidden layer.",
        json_schema_extra=_section("Network"),
    )
    initialisation: Literal["normal", "xavier", "he"] = Field(
        default="he",
        description="How the weights start: N(0, σ), Xavier uniform, or He's N(0, √(2/inputs)).",
        json_schema_extra=_section("Network"),
    )
    initial_std: float = Field(
        default=1.0,
        gt=0,
        le=100,
        allow_inf_nan=False,
        description="The σ of the normal initialisation.",
        json_schema_extra=_section("Network", advanced=True),
    )
    batch_norm: bool = Field(
        default=False,
        description="Normalise each hidden layer's values over the batch.",
        json_schema_extra=_section("Network"),
    )
    optimizer: Literal["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"] = (
        Field(
            default="adam",
            description="The rule by which gradients change the weights.",
            json_schema_extra=_section("Optimisation"),
        )
    )
    learning_rate: float = Field(
        default=0.003,
        gt=0,
        le=1000,
        allow_inf_nan=False,
        description="Size of a step; with a schedule, its largest.",
        json_schema_extra=_section("Optimisation", slider="0.00001..1 log"),
    )
    schedule: Schedule = Field(
        default="constant",
        description="How the learning rate changes during training.",
        json_schema_extra=_section("Optimisation", advanced=True),
    )
    batch_size: int = Field(
        default=32,
        ge=1,
        le=1_000_000,
        description="Training samples per step.",
        json_schema_extra=_section("Optimisation", unit="samples"),
    )
    epochs: int = Field(
        default=50,
        ge=1,
        le=1_000_000,
        description="How often every training sample is seen.",
        json_schema_extra=_section("Optimisation"),
    )
    weight_decay: float = Field(
        default=0.0,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="L2 penalty: this share of each weight is added to its gradient.",
        json_schema_extra=_section("Regularisation", slider="0, 0.000001..0.1 log"),
    )
    dropout: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="Share of hidden values set to zero at random while training.",
        json_schema_extra=_section("Regularisation", slider="0..0.9 step 0.05"),
    )
    validation_share: float = Field(
        default=0.0,
        ge=0,
        le=0.9,
        allow_inf_nan=False,
        description="Share of the training samples set apart for early stopping; 0 = none. "
        "A validation part of the split goes before it.",
        json_schema_extra=_section("Regularisation", slider="0..0.5 step 0.05"),
    )
    early_stopping: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="Stop after so many epochs without a lower validation loss and keep the best "
        "weights; 0 = off.",
        json_schema_extra=_section("Regularisation", unit="epochs"),
    )
    seed: int = Field(
        default=1,
        ge=0,
        le=2**32 - 1,
        description="Start of the random numbers: weights, order of samples, dropout.",
        json_schema_extra=_section("Run"),
    )
    device: Literal["auto", "cpu", "cuda", "mps"] = Field(
        default="auto",
        description="Where to compute; auto takes a graphics card where there is one.",
        json_schema_extra=_section("Run"),
    )

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

    @override
    def status(self) -> str:
        layers = "-".join(str(width) for width in self.hidden) or "no hidden layer"
        return f"{layers} · {self.activation} · {self.optimizer}"

    @property
    @override
    def stack_key(self) -> Hashable:
        shape = (self.hidden, self.activation, self.batch_norm, self.dropout > 0)
        return (*shape, self.optimizer, self.schedule, self.batch_size, self.device)

    @property
    @override
    def n_epochs(self) -> int:
        return self.epochs

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

    @override
    def grouping(self, fold: ReadyFold, n_networks: int) -> "grouping.Grouping":
        n_weights = self._architecture(fold).n_weights
        n_values = fold.train.inputs.size + (fold.watched.inputs.size if fold.watched else 0)
        where = device.device(self.device)
        return grouping.grouping(n_networks, n_weights, self.batch_size, n_values, where)

    @override
    def job(self, fold: ReadyFold, epochs: int) -> "jobs.Job":
        network = networks.initial_network(
            self._architecture(fold), self.initialisation, self.initial_std, self.seed
        )
        return jobs.Job(
            network,
            fold.train,
            fold.watched,
            seed=self.seed,
            fold=fold.number,
            learning_rate=self.learning_rate,
            weight_decay=self.weight_decay,
            epochs=epochs,
            patience=self.early_stopping,
        )

    @override
    def settings(self, fold: ReadyFold) -> "jobs.Settings":
        is_nominal = fold.schema.task == "classification"
        return jobs.Settings(
            loss=losses.CrossEntropy() if is_nominal else losses.SquaredError(),
            device=device.device(self.device),
            optimiser=self.optimizer,
            schedule=self.schedule,
            batch_size=self.batch_size,
            decides=fold.decides,
        )

    @override
    def model(self, fold: ReadyFold, trained: "jobs.Trained") -> MLPModel:
        return MLPModel(
            schema=fold.schema,
            preparation=fold.steps,
            curve=trained.curve,
            architecture=self._architecture(fold),
            weights=networks.weights_of(trained.network),
            target_mean=fold.target_mean,
            target_scale=fold.target_scale,
        )

    def _architecture(self, fold: ReadyFold) -> Architecture:
        widths = (fold.n_inputs, *self.hidden, fold.n_outputs)
        return Architecture(widths, self.activation, self.batch_norm, self.dropout)
