"""What the variational autoencoder's training gives."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.data.dataset import Dataset, FloatArray
from workbench.models.generative import Codes, Wanted
from workbench.models.networks.vector_shapes import VAEShape, VectorShape
from workbench.models.vector_fold import with_labels
from workbench.models.vector_model import VectorModel, loaded, told
from workbench.models.vector_rows import Vectors

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import vae
    from workbench.training import evidence
else:
    torch = deferred("torch")
    vae = deferred("workbench.models.networks.vae")
    evidence = deferred("workbench.training.evidence")


@dataclass(frozen=True, eq=False, kw_only=True)
class VAEModel(VectorModel):
    """A trained variational autoencoder, perhaps with a conditional decoder.

    The code of a conditional one says what a row is besides its class: its class is read from how
    well each label lets the decoder explain the row, too.
    """

    key: ClassVar[str] = "vae"
    shape_kind: ClassVar[type[VectorShape]] = VAEShape

    shape: VAEShape

    @override
    def network(self) -> "vae.VAE":
        network: vae.VAE = loaded(vae.VAE(self.shape), self.weights)
        return network

    @property
    @override
    def n_features(self) -> int:
        return self.shape.code + self.n_labels

    @property
    @override
    def n_latent(self) -> int:
        """Of the code and, where rows are taken as normal, of each of their numbers."""
        return self.shape.code + (0 if self.shape.is_unit else self.shape.n_values)

    @property
    @override
    def n_labels(self) -> int:
        return self.shape.n_labels

    def reconstruct(self, rows: Dataset) -> Dataset:
        """The rows as they come back from the means of their codes.

        Raises:
            ModelError: they do not fit the model's schema; a step has no way back.
        """
        n = self.shape.n_values
        vectors = self.computed(
            self._labelled(rows),
            lambda network, part: network.decode(network.encode(part), part[:, n:]),
        )
        return self._raw(vectors, rows)

    def bounds(self, rows: Dataset) -> FloatArray:
        """The bound on ln p(x) of each row in nats, from one code of it, shape (n,)."""
        loss = self._loss()
        losses = self.computed(
            self._labelled(rows),
            lambda network, part: loss.per_sample(network(part), part)[:, None],
        )
        return -losses[:, 0].astype(np.float64)

    @override
    def features_of(self, vectors: Vectors) -> Vectors:
        """The means of the codes and, if labels are told, how well each explains the row."""
        codes = self.codes_of(vectors)
        if not self.n_labels:
            return codes
        each = [self._log_likelihood(vectors, code) for code in range(self.n_labels)]
        likelihoods = np.concatenate(each, 1)  # (n, c)
        return np.concatenate([codes, likelihoods - likelihoods.mean(1, keepdims=True)], 1)

    def _log_likelihood(self, vectors: Vectors, code: int) -> Vectors:
        """Ln p(x|z, label) at the mean of each row's code, shape (n, 1)."""
        loss, codes = self._loss(), np.full(len(vectors), code)
        return self.computed(
            with_labels(vectors, codes, self.n_labels),
            lambda network, part: -loss.reconstruction(network.at_mean(part), part)[:, None],
        )

    def _loss(self) -> "evidence.NegativeBound":
        shape = self.shape
        return evidence.NegativeBound(shape.n_values, shape.code, shape.is_unit)

    @override
    def _made(self, noise: Vectors, codes: Codes | None, wanted: Wanted) -> Vectors:
        k = self.shape.code
        inputs = np.concatenate([noise[:, :k], told(codes, len(noise), self.n_labels)], 1)
        vectors = self.computed(inputs, lambda network, x: network.decode(x[:, :k], x[:, k:]))
        if self.shape.is_unit:
            return vectors
        spread = max(float(self.weights["log_spread"][0]), evidence.LEAST_LOG_VARIANCE)
        return vectors + np.float32(np.exp(spread / 2)) * noise[:, k:]
