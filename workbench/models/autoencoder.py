"""The autoencoder, plain and denoising."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, unless
from workbench.core.deferred import deferred
from workbench.models.autoencoder_model import AutoencoderModel, distributions
from workbench.models.field_facts import section
from workbench.models.mlp_rows import ReadyFold
from workbench.models.networks.architecture import Activation
from workbench.models.networks.vector_shapes import AutoencoderShape, Noise, Width
from workbench.models.vector_fold import VectorFold
from workbench.models.vector_learner import VectorLearner
from workbench.models.vector_presets import AUTOENCODERS

if TYPE_CHECKING:
    from workbench.models.networks import autoencoder, mlp
    from workbench.training import job as jobs
    from workbench.training import losses, reconstruction
else:
    autoencoder = deferred("workbench.models.networks.autoencoder")
    mlp = deferred("workbench.models.networks.mlp")
    reconstruction = deferred("workbench.training.reconstruction")


class Autoencoder(VectorLearner):
    """A network that gives its rows back through a narrow code, from which the class is read.

    With noise, it is shown disturbed rows and learns to give back the clean ones. It learns from
    rows without a class, too; predictions come from a softmax, or a line, on the code.
    """

    key: ClassVar[str] = "autoencoder"
    title: ClassVar[str] = "Autoencoder"
    icon: ClassVar[str] = "mdi6.timer-sand"
    aliases: ClassVar[tuple[str, ...]] = ("denoising", "auto-encoder", "MLPAutoencoder", "code")
    only_if: ClassVar[Mapping[str, Conditions]] = {
        "activation": {"hidden": unless(())},
        "noise_level": {"noise": unless("none")},
    }
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = AUTOENCODERS
    label_smoothing: ClassVar[float] = 0.0  # type: ignore[misc] # there is nothing to smooth

    hidden: tuple[Width, ...] = Field(
        default=(128,),
        description="Width of each layer between rows and code, such as 128 or 256,64; the way "
        "back has the same. None is a linear autoencoder, which finds what PCA finds.",
        json_schema_extra=section("Network"),
    )
    code: int = Field(
        default=32,
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
    tied: bool = Field(
        default=False,
        description="The way back has the weights of the way there, transposed.",
        json_schema_extra=section("Network", advanced=True),
    )
    noise: Noise = Field(
        default="none",
        description="What is done to rows in training: masking sets a share of their numbers to "
        "0, gaussian adds noise to each.",
        json_schema_extra=section("Network"),
    )
    noise_level: float = Field(
        default=0.3,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="The share that masking sets to 0, or the deviation of the noise.",
        json_schema_extra=section("Network", slider="0..1 step 0.05"),
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
        return widths if self.noise == "none" else f"{widths} · {self.noise} {self.noise_level:g}"

    @property
    @override
    def shape_key(self) -> Hashable:
        noise = (self.noise, self.noise_level)
        return (self.hidden, self.code, self.activation, self.tied, self.values, noise)

    @override
    def network(self, fold: ReadyFold) -> "autoencoder.Autoencoder":
        return autoencoder.initial_autoencoder(self._shape(cast("VectorFold", fold)), self.seed)

    @override
    def loss(self, fold: ReadyFold) -> "losses.Loss":
        if cast("VectorFold", fold).layout.is_unit:
            return reconstruction.BinaryCrossEntropy()
        return reconstruction.SquaredErrors()

    @override
    def vector_model(self, fold: VectorFold, trained: "jobs.Trained") -> AutoencoderModel:
        shape, k = self._shape(fold), self.code
        model = AutoencoderModel(
            schema=fold.schema,
            preparation=fold.steps,
            curve=trained.curve,
            layout=fold.layout,
            shape=shape,
            weights=mlp.weights_of(trained.network),
            centres=np.zeros((1, k)),
            factors=np.zeros((1, k, k)),
        )
        codes = model.codes_of(fold.train.inputs)
        target = fold.schema.class_attribute
        n_classes = 0 if target is None else len(target.values)
        return model.drawing(*distributions(codes, fold.labels, n_classes))

    def _shape(self, fold: VectorFold) -> AutoencoderShape:
        return AutoencoderShape(
            n_values=fold.n_values,
            is_unit=fold.layout.is_unit,
            activation=self.activation,
            hidden=self.hidden,
            code=self.code,
            is_tied=self.tied,
            noise=self.noise,
            level=self.noise_level,
        )
