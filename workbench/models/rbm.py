"""The restricted Boltzmann machine with label units: a classifier that can also generate."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, cast

from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, when
from workbench.core.deferred import deferred
from workbench.models.field_facts import section
from workbench.models.mlp_rows import ReadyFold
from workbench.models.networks.rbm_shape import RBMShape
from workbench.models.rbm_model import RBMModel
from workbench.models.rbm_presets import PRESETS
from workbench.models.unit_learner import UnitLearner
from workbench.models.unit_rows import GAUSSIAN_SHARE, UnitFold

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import mlp
    from workbench.models.networks import rbm as networks
    from workbench.training import job as jobs
    from workbench.training import losses, reconstruction
    from workbench.training import trainee as trainees
else:
    losses = deferred("workbench.training.losses")
    mlp = deferred("workbench.models.networks.mlp")
    networks = deferred("workbench.models.networks.rbm")
    reconstruction = deferred("workbench.training.reconstruction")


class RBM(UnitLearner):
    """A machine of visible, label and hidden units that learns how rows and classes go together.

    It is trained by contrastive divergence, tells classes apart by the free energy of its label
    units, and can generate rows of a class ("Generate samples"). It learns from rows without a
    class as well.
    """

    key: ClassVar[str] = "rbm"
    title: ClassVar[str] = "Restricted Boltzmann machine"
    icon: ClassVar[str] = "mdi6.set-center"
    aliases: ClassVar[tuple[str, ...]] = ("RBM", "BernoulliRBM", "contrastive divergence", "energy")
    only_if: ClassVar[Mapping[str, Conditions]] = {"momentum": {"optimizer": when("sgd")}}
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = PRESETS
    needs_class: ClassVar[bool] = False

    # Contrastive divergence knows no loss that these would change.
    label_smoothing: ClassVar[float] = 0.0  # type: ignore[misc]
    class_weights: ClassVar[Literal["none", "balanced"]] = "none"  # type: ignore[misc]
    precision: ClassVar[Literal["auto", "float32", "bf16", "fp16"]] = "float32"  # type: ignore[misc]
    compile: ClassVar[bool] = False  # type: ignore[misc]

    hidden: Annotated[int, Field(ge=1, le=100_000)] = Field(
        default=100,
        description="Number of hidden units.",
        json_schema_extra=section("Network", slider="10..1000 log"),
    )
    optimizer: Literal["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"] = (
        Field(
            default="sgd",
            description="The rule by which contrastive divergence changes the weights.",
            json_schema_extra=section("Optimisation"),
        )
    )
    learning_rate: float = Field(
        default=0.05,
        gt=0,
        le=1000,
        allow_inf_nan=False,
        description="Size of a step; a tenth of it is taken for Gaussian units.",
        json_schema_extra=section("Optimisation", slider="0.00001..1 log"),
    )
    epochs: int = Field(
        default=50,
        ge=1,
        le=1_000_000,
        description="How often every training sample is seen.",
        json_schema_extra=section("Optimisation"),
    )
    weight_decay: float = Field(
        default=0.0002,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="L2 penalty: this share of each weight is added to its gradient.",
        json_schema_extra=section("Regularisation", slider="0, 0.000001..0.1 log"),
    )

    @override
    def status(self) -> str:
        way = "PCD" if self.persistent else "CD"
        return f"{self.hidden} hidden · {way}-{self.k}"

    @property
    @override
    def shape_key(self) -> Hashable:
        return (self.hidden, self.machine_key)

    @override
    def n_weights(self, fold: ReadyFold) -> int:
        return self._shape(fold).n_weights

    @override
    def multiplications(self, fold: ReadyFold) -> int:
        # Up with the data, down and up again k times, and their products.
        return (3 + 2 * self.k) * self.n_weights(fold)

    @override
    def network(self, fold: ReadyFold) -> "torch.nn.Module":
        shape, rows = self._shape(fold), fold.train
        codes = rows.targets if shape.n_labels else None
        return networks.initial_rbm(shape, rows.inputs, codes, self.seed)

    @override
    def loss(self, fold: ReadyFold) -> "losses.Loss":
        if self._shape(fold).n_labels:
            return losses.CrossEntropy()
        return reconstruction.SquaredErrors(sums=True)

    @override
    def rule(self, fold: ReadyFold) -> "trainees.Rule":
        return self.contrastive(has_momentum=self.optimizer == "sgd")

    @override
    def job(self, fold: ReadyFold, epochs: int) -> "jobs.Job":
        is_gaussian = cast("UnitFold", fold).visible == "gaussian"
        rate = self.learning_rate * (GAUSSIAN_SHARE if is_gaussian else 1.0)
        slowed = self.model_copy(update={"learning_rate": rate})
        return super(RBM, slowed).job(fold, epochs)

    @override
    def model(self, fold: ReadyFold, trained: "jobs.Trained") -> RBMModel:
        return RBMModel(
            schema=fold.schema,
            preparation=fold.steps,
            curve=trained.curve,
            layout=cast("UnitFold", fold).layout,
            shape=self._shape(fold),
            arrays=mlp.weights_of(trained.network),
        )

    def _shape(self, fold: ReadyFold) -> RBMShape:
        visible = cast("UnitFold", fold).visible
        return RBMShape(fold.n_inputs, self.hidden, fold.n_outputs, visible)
