"""The generative adversarial pair, also conditional."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeAlias, cast

from pydantic import Field
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.models.field_facts import section
from workbench.models.gan_model import GANModel
from workbench.models.mlp_rows import ReadyFold
from workbench.models.networks.architecture import Activation
from workbench.models.networks.vector_shapes import GANShape, Width
from workbench.models.vector_fold import VectorFold
from workbench.models.vector_learner import VectorLearner
from workbench.models.vector_presets import GANS

if TYPE_CHECKING:
    from workbench.models.networks import gan, mlp
    from workbench.training import adversarial, losses
    from workbench.training import job as jobs
    from workbench.training import trainee as trainees
else:
    adversarial = deferred("workbench.training.adversarial")
    gan = deferred("workbench.models.networks.gan")
    mlp = deferred("workbench.models.networks.mlp")


PrecisionChoice: TypeAlias = Literal["auto", "float32", "bf16", "fp16"]


class GAN(VectorLearner):
    """A generator of rows and a discriminator that tells them from real ones, learning in turn.

    At the optimum the discriminator's loss is 2 ln 2 = 1.386: it can no longer tell. The pair
    learns from rows without a class, too; predictions come from a softmax, or a line, on the
    discriminator's last hidden layer.
    """

    key: ClassVar[str] = "gan"
    title: ClassVar[str] = "Generative adversarial network"
    icon: ClassVar[str] = "mdi6.fencing"
    aliases: ClassVar[tuple[str, ...]] = ("GAN", "generative", "counterfeiter", "Goodfellow")
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = GANS
    # The loss says how the two stand, not how good the rows are: nothing to stop by.
    early_stopping: ClassVar[int] = 0  # type: ignore[misc]
    # The rule of two networks computes in float32 and as it is written.
    precision: ClassVar[PrecisionChoice] = "float32"  # type: ignore[misc]
    compile: ClassVar[bool] = False  # type: ignore[misc]

    noise: int = Field(
        default=16,
        ge=1,
        le=100_000,
        description="How many random numbers the generator makes a row of.",
        json_schema_extra=section("Network"),
    )
    generator_hidden: tuple[Width, ...] = Field(
        default=(64, 64),
        description="Width of each hidden layer of the generator, such as 64 or 256,256.",
        json_schema_extra=section("Network"),
    )
    discriminator_hidden: Annotated[tuple[Width, ...], Field(min_length=1)] = Field(
        default=(64, 64),
        description="Width of each hidden layer of the discriminator.",
        json_schema_extra=section("Network"),
    )
    activation: Activation = Field(
        default="leaky_relu",
        description="Function behind each hidden layer.",
        json_schema_extra=section("Network"),
    )
    dropout: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="Share of the discriminator's hidden values set to zero at random while "
        "training: it then learns the rows by heart less easily.",
        json_schema_extra=section("Network", slider="0..0.9 step 0.05"),
    )
    disturbance: float = Field(
        default=0.0,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="Deviation of noise that is added, while training, to all that the "
        "discriminator sees: it then cannot tell rows by what is too fine to matter.",
        json_schema_extra=section("Network", slider="0..1 step 0.05"),
    )
    conditional: bool = Field(
        default=False,
        description="Tell both the label: rows of a class can then be asked for.",
        json_schema_extra=section("Network"),
    )
    optimizer: Literal["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"] = (
        Field(
            default="rmsprop",
            description="The rule by which gradients change the weights. Those with momentum, "
            "adam too, let the pair circle around its optimum.",
            json_schema_extra=section("Optimisation"),
        )
    )
    epochs: int = Field(
        default=100,
        ge=1,
        le=1_000_000,
        description="How often every training sample is seen.",
        json_schema_extra=section("Optimisation"),
    )
    label_smoothing: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="The discriminator is told that real rows are real with 1 less this only.",
        json_schema_extra=section("Regularisation", advanced=True, slider="0..0.5 step 0.01"),
    )
    average: float = Field(
        default=0.995,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="Keep a moving average of the weights, of which this share stays at each "
        "step: the pair circles around its optimum, the average less; 0 = the weights themselves.",
        json_schema_extra=section("Regularisation", advanced=True),
    )

    @override
    def status(self) -> str:
        made = "-".join(str(width) for width in (self.noise, *self.generator_hidden))
        told = "-".join(str(width) for width in self.discriminator_hidden)
        return f"{made} / {told}" + (" · conditional" if self.conditional else "")

    @property
    @override
    def tells_labels(self) -> bool:
        return self.conditional

    @property
    @override
    def shape_key(self) -> Hashable:
        widths = (self.noise, self.generator_hidden, self.discriminator_hidden)
        return (
            *widths,
            self.dropout,
            self.disturbance,
            self.activation,
            self.conditional,
            self.values,
        )

    @override
    def network(self, fold: ReadyFold) -> "gan.GAN":
        return gan.initial_gan(self._shape(cast("VectorFold", fold)), self.seed)

    @override
    def loss(self, fold: ReadyFold) -> "losses.Loss":
        return adversarial.DiscriminatorLoss()

    @override
    def rule(self, fold: ReadyFold) -> "trainees.Rule":
        return adversarial.Adversarial(self.label_smoothing)

    @override
    def vector_model(self, fold: VectorFold, trained: "jobs.Trained") -> GANModel:
        return GANModel(
            schema=fold.schema,
            preparation=fold.steps,
            curve=trained.curve,
            layout=fold.layout,
            shape=self._shape(fold),
            weights=mlp.weights_of(trained.network),
        )

    def _shape(self, fold: VectorFold) -> GANShape:
        return GANShape(
            n_values=fold.n_values,
            is_unit=fold.layout.is_unit,
            activation=self.activation,
            noise=self.noise,
            generator_hidden=self.generator_hidden,
            discriminator_hidden=self.discriminator_hidden,
            dropout=self.dropout,
            disturbance=self.disturbance,
            n_labels=fold.n_labels,
        )
