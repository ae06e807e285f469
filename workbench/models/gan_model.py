"""What the training of a generative adversarial pair gives."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.data.dataset import Dataset, FloatArray
from workbench.models.generative import Codes, Wanted
from workbench.models.networks.vector_shapes import GANShape, VectorShape
from workbench.models.vector_model import VectorModel, loaded, told
from workbench.models.vector_rows import Vectors

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import gan
else:
    torch = deferred("torch")
    gan = deferred("workbench.models.networks.gan")


@dataclass(frozen=True, eq=False, kw_only=True)
class GANModel(VectorModel):
    """A trained generator with its discriminator, perhaps conditional.

    Its code is what the discriminator's last hidden layer makes of a row.
    """

    key: ClassVar[str] = "gan"
    shape_kind: ClassVar[type[VectorShape]] = GANShape

    shape: GANShape

    @override
    def network(self) -> "gan.GAN":
        network: gan.GAN = loaded(gan.GAN(self.shape), self.weights)
        return network

    @property
    @override
    def n_features(self) -> int:
        return self.shape.discriminator_hidden[-1]

    @property
    @override
    def n_latent(self) -> int:
        return self.shape.noise

    @property
    @override
    def n_labels(self) -> int:
        return self.shape.n_labels

    def beliefs(self, rows: Dataset) -> FloatArray:
        """D(x): how far the discriminator takes each row for one of the data, shape (n,)."""
        beliefs = self.computed(
            self._labelled(rows), lambda network, part: torch.sigmoid(network(part))
        )
        return beliefs[:, 0].astype(np.float64)

    @override
    def _made(self, noise: Vectors, codes: Codes | None, wanted: Wanted) -> Vectors:
        k = self.shape.noise
        inputs = np.concatenate([noise, told(codes, len(noise), self.n_labels)], 1)
        return self.computed(inputs, lambda network, x: network.decode(x[:, :k], x[:, k:]))
