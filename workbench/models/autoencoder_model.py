"""What the autoencoder's training gives."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.schema import Schema
from workbench.data.state import State
from workbench.models.generative import Codes, Wanted
from workbench.models.networks.vector_shapes import AutoencoderShape, VectorShape
from workbench.models.stored import stored_floats
from workbench.models.vector_model import VectorModel, loaded
from workbench.models.vector_rows import Vectors

if TYPE_CHECKING:
    from workbench.models.networks import autoencoder
else:
    autoencoder = deferred("workbench.models.networks.autoencoder")


@dataclass(frozen=True, eq=False, kw_only=True)
class AutoencoderModel(VectorModel):
    """A trained autoencoder.

    It makes rows from codes drawn from normal distributions like those of the training rows' codes.

    Args:
        centres, factors: of the codes' distributions, shapes (g, k) and (g, k, k): one for each
            class, or a single one.
    """

    key: ClassVar[str] = "autoencoder"
    shape_kind: ClassVar[type[VectorShape]] = AutoencoderShape

    label_remedy: ClassVar[str] = "Train it on rows with a nominal class."

    shape: AutoencoderShape
    centres: FloatArray
    factors: FloatArray

    def drawing(self, centres: FloatArray, factors: FloatArray) -> Self:
        """The same model with other distributions of codes."""
        return replace(self, centres=centres, factors=factors)

    @override
    def network(self) -> "autoencoder.Autoencoder":
        network: autoencoder.Autoencoder = loaded(autoencoder.Autoencoder(self.shape), self.weights)
        return network

    @property
    @override
    def n_features(self) -> int:
        return self.shape.code

    @property
    @override
    def n_latent(self) -> int:
        return self.shape.code

    def reconstruct(self, rows: Dataset) -> Dataset:
        """The rows as they come back from their codes.

        Raises:
            ModelError: they do not fit the model's schema; a step has no way back.
        """
        return self._raw(self.reconstructed(self._vectors(rows)), rows)

    def reconstructed(self, vectors: Vectors) -> Vectors:
        """Vectors (n, d) as they come back from their codes."""
        return self.computed(vectors, lambda network, part: network.decode(network.encode(part)))

    def errors(self, rows: Dataset) -> FloatArray:
        """The mean squared error of each row's vector, shape (n,): large for rows of a new kind."""
        vectors = self._vectors(rows)
        errors = (self.reconstructed(vectors) - vectors).astype(np.float64) ** 2
        return np.asarray(errors.mean(1))

    @property
    @override
    def can_be_told_a_label(self) -> bool:
        return len(self.centres) > 1

    @override
    def _made(self, noise: Vectors, codes: Codes | None, wanted: Wanted) -> Vectors:
        group = np.zeros(len(noise), np.int64) if codes is None else codes
        drawn = self.centres[group] + np.einsum("nij,nj->ni", self.factors[group], noise)
        return self.computed(drawn.astype(np.float32), lambda network, part: network.decode(part))

    @override
    def state(self) -> State:
        state = super().state()
        arrays = {"codes.centres": self.centres, "codes.factors": self.factors}
        return State({**state.values, "groups": len(self.centres)}, {**state.arrays, **arrays})

    @classmethod
    @override
    def parts(cls, state: State, shape: VectorShape, schema: Schema) -> dict[str, Any]:
        k = shape.code if isinstance(shape, AutoencoderShape) else 0
        target = schema.class_attribute
        n_classes = 0 if target is None else len(target.values)
        groups = n_classes if state.values.get("groups") == n_classes else 1
        return {
            "centres": stored_floats(state, "codes.centres", (groups, k)),
            "factors": stored_floats(state, "codes.factors", (groups, k, k)),
        }


def distributions(
    codes: NDArray[np.floating], labels: Column | None, n_classes: int
) -> tuple[FloatArray, FloatArray]:
    """Normal distributions of codes (n, k): centres (g, k) and factors (g, k, k) with C = F Fᵀ.

    One for each class, where there are classes; a class with fewer than two rows gets that of all.
    """
    values = codes.astype(np.float64)
    of_all = _distribution(values)
    if labels is None or not n_classes:
        return of_all[0][None], of_all[1][None]
    groups = [values[labels == code] for code in range(n_classes)]
    each = [_distribution(group) if len(group) > 1 else of_all for group in groups]
    return np.stack([centre for centre, _ in each]), np.stack([factor for _, factor in each])


def _distribution(codes: FloatArray) -> tuple[FloatArray, FloatArray]:
    covariance = np.cov(codes, rowvar=False, bias=True).reshape(codes.shape[1], -1)
    variances, axes = np.linalg.eigh(covariance)
    return codes.mean(0), axes * np.sqrt(np.maximum(variances, 0))
