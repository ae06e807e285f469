"""The variational autoencoder, also conditional."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, cast

from pydantic import Field
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.models.field_facts import section
from workbench.models.mlp_rows import ReadyFold
from workbench.models.networks.architecture import Activation
from workbench.models.networks.vector_shapes import VAEShape, Width
from workbench.models.vae_model import VAEModel
from workbench.models.vector_fold import VectorFold
from workbench.models.vector_learner import VectorLearner
from workbench.models.vector_presets import VAES

if TYPE_CHECKING:
    from workbench.models.networks import mlp, vae
    from workbench.training import evidence, losses
    from workbench.training import job as jobs
else:
    evidence = deferred("workbench.training.evidence")
    mlp = deferred("workbench.models.networks.mlp")
    vae = deferred("workbench.models.networks.vae")


class VAE(VectorLearner):
    """A variational autoencoder: codes are normal numbers, so new rows are drawn by drawing codes.

    It raises a bound on the likelihood of the rows. It learns from rows without a class, too;
    predictions come from a softmax, or a line, on the mean of the code.
    """

    key: ClassVar[str] = "vae"
    title: ClassVar[str] = "Variational autoencoder"
    icon: ClassVar[str] = "mdi6.chart-bell-curve"
    aliases: ClassVar[tuple[str, ...]] = ("VAE", "generative", "ELBO", "Kingma", "CVAE")
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = VAES
    label_smoothing: ClassVar[float] = 0.0  # type: ignore[misc] # there is nothing to smooth

    hidden: Annotated[tuple[Width, ...], Field(min_length=1)] = Field(
        default=(128,),
        description="Width of each layer between rows and code, such as 400 or 256,64; the way "
        "back has the same.",
        json_schema_extra=section("Network"),
    )
    code: int = Field(
        default=20,
        ge=1,
        le=100_000,
        description="How many numbers a row is told in.",
        json_schema_extra=section("Network"),
    )
    activation: Activation = Field(
        default="relu",
        description="Function behind each layer between rows and code.",
        json_schema_extra=section("Network"),
    )
    conditional: bool = Field(
        default=False,
        description="Tell the decoder the label: rows of a class can then be asked for.",
        json_schema_extra=section("Network"),
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
        widths = "-".join(str(width) for width in (*self.hidden, self.code))
        return f"{widths} · conditional" if self.conditional else widths

    @property
    @override
    def tells_labels(self) -> bool:
        return self.conditional

    @property
    @override
    def shape_key(self) -> Hashable:
        return (self.hidden, self.code, self.activation, self.conditional, self.values)

    @override
    def network(self, fold: ReadyFold) -> "vae.VAE":
        return vae.initial_vae(self._shape(cast("VectorFold", fold)), self.seed)

    @override
    def loss(self, fold: ReadyFold) -> "losses.Loss":
        shape = self._shape(cast("VectorFold", fold))
        return evidence.NegativeBound(shape.n_values, shape.code, shape.is_unit)

    @override
    def vector_model(self, fold: VectorFold, trained: "jobs.Trained") -> VAEModel:
        return VAEModel(
            schema=fold.schema,
            preparation=fold.steps,
            curve=trained.curve,
            layout=fold.layout,
            shape=self._shape(fold),
            weights=mlp.weights_of(trained.network),
        )

    def _shape(self, fold: VectorFold) -> VAEShape:
        return VAEShape(
            n_values=fold.n_values,
            is_unit=fold.layout.is_unit,
            activation=self.activation,
            hidden=self.hidden,
            code=self.code,
            n_labels=fold.n_labels,
        )
