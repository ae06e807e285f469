"""The multilayer perceptron."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, unless, when
from workbench.core.deferred import deferred
from workbench.core.run import Run
from workbench.data.schema import Attribute
from workbench.models.field_facts import section
from workbench.models.laid_out_fold import LaidOutFold, laid_out_fold
from workbench.models.learner import Fold
from workbench.models.mlp_model import MLPModel
from workbench.models.mlp_presets import PRESETS
from workbench.models.mlp_rows import ReadyFold, parts_of
from workbench.models.network_learner import NetworkLearner
from workbench.models.networks.architecture import Activation, Architecture
from workbench.models.vector_rows import Range, is_vector_part

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import mlp as networks
    from workbench.training import job as jobs
else:
    networks = deferred("workbench.models.networks.mlp")

# What pixels and steps of series are brought to by the scale that numbers are given.
_RANGES: Mapping[str, Range] = {"standardise": "standard", "min-max": "unit", "none": "as-is"}

Width = Annotated[int, Field(ge=1, le=100_000)]


class MLP(NetworkLearner):
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
        json_schema_extra=section("Network"),
    )
    activation: Activation = Field(
        default="relu",
        description="Function behind each hidden layer.",
        json_schema_extra=section("Network"),
    )
    initialisation: Literal["normal", "xavier", "he"] = Field(
        default="he",
        description="How the weights start: N(0, σ), Xavier uniform, or He's N(0, √(2/inputs)).",
        json_schema_extra=section("Network"),
    )
    initial_std: float = Field(
        default=1.0,
        gt=0,
        le=100,
        allow_inf_nan=False,
        description="The σ of the normal initialisation.",
        json_schema_extra=section("Network", advanced=True),
    )
    batch_norm: bool = Field(
        default=False,
        description="Normalise each hidden layer's values over the batch.",
        json_schema_extra=section("Network"),
    )
    dropout: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="Share of hidden values set to zero at random while training.",
        json_schema_extra=section("Regularisation", slider="0..0.9 step 0.05"),
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
        default=50,
        ge=1,
        le=1_000_000,
        description="How often every training sample is seen.",
        json_schema_extra=section("Optimisation"),
    )

    @override
    def status(self) -> str:
        layers = "-".join(str(width) for width in self.hidden) or "no hidden layer"
        return f"{layers} · {self.activation} · {self.optimizer}"

    @override
    def takes(self, attribute: Attribute) -> bool:
        return is_vector_part(attribute)

    @override
    def ready(self, fold: Fold) -> Run[ReadyFold]:
        parts = parts_of(fold, self.validation_share, self.seed)
        steps, train = yield from self.prepared(parts.train)
        return laid_out_fold(parts, fold, (steps, train), _RANGES[self.scale])

    @property
    @override
    def shape_key(self) -> Hashable:
        return (self.hidden, self.activation, self.batch_norm, self.dropout > 0)

    @override
    def n_weights(self, fold: ReadyFold) -> int:
        return self._architecture(fold).n_weights

    @override
    def network(self, fold: ReadyFold) -> "torch.nn.Module":
        return networks.initial_network(
            self._architecture(fold), self.initialisation, self.initial_std, self.seed
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
            layout=fold.layout if isinstance(fold, LaidOutFold) else None,
        )

    def _architecture(self, fold: ReadyFold) -> Architecture:
        widths = (fold.n_inputs, *self.hidden, fold.n_outputs)
        return Architecture(widths, self.activation, self.batch_norm, self.dropout)
