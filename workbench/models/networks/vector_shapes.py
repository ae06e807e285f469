"""What autoencoders, VAEs and GANs look like, in plain values: known without importing torch.

Each takes rows of ``n_values`` numbers. A conditional network is also told a row's label, as one
more input for each class: 1 for its own, 0 for the others, 0 throughout where it is not known.
"""

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from workbench.models.networks.architecture import Activation

Width: TypeAlias = Annotated[int, Field(ge=1, le=100_000)]
Noise: TypeAlias = Literal["none", "masking", "gaussian"]


class VectorShape(BaseModel):
    """What the three have in common.

    Args:
        is_unit: whether the numbers lie in [0, 1]: then what comes out is squeezed into it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    n_values: Width
    is_unit: bool = True
    activation: Activation = "relu"

    def values(self) -> dict[str, Any]:
        """As JSON values."""
        return self.model_dump(mode="json")

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Self:
        """The inverse of ``values``.

        Raises:
            ValueError: they are not what ``values`` gives.
        """
        return cls.model_validate(values)


class AutoencoderShape(VectorShape):
    """Widths n – hidden – code – hidden reversed – n.

    Args:
        is_tied: whether the decoder's weights are the encoder's, transposed.
        noise: what is done to the inputs while training (Vincent et al. 2008): a share ``level``
            of the numbers set to 0, or numbers from N(0, level²) added.
    """

    hidden: tuple[Width, ...] = (128,)
    code: Width = 32
    is_tied: bool = False
    noise: Noise = "none"
    level: float = Field(default=0.0, ge=0, le=100)


class VAEShape(VectorShape):
    """Widths n – hidden – (mean, log variance) of the code – hidden reversed – n.

    Args:
        n_labels: of a conditional decoder; 0 = it is not told the label.
    """

    hidden: Annotated[tuple[Width, ...], Field(min_length=1)] = (400,)
    code: Width = 20
    n_labels: int = Field(default=0, ge=0, le=100_000)

    @property
    def n_inputs(self) -> int:
        """How many numbers a row has with its label."""
        return self.n_values + self.n_labels


class GANShape(VectorShape):
    """Generator noise – its hidden – n, and discriminator n – its hidden – 1.

    Args:
        noise: how many numbers from N(0, 1) the generator makes a row of.
        dropout: share of the discriminator's hidden values that are dropped in training.
        disturbance: deviation of the noise that is added, in training, to all that the
            discriminator sees (Sønderby et al. 2017).
        n_labels: that both are told; 0 = not conditional.
    """

    activation: Activation = "leaky_relu"
    noise: Width = 16
    generator_hidden: tuple[Width, ...] = (64, 64)
    discriminator_hidden: Annotated[tuple[Width, ...], Field(min_length=1)] = (64, 64)
    dropout: float = Field(default=0.0, ge=0, lt=1)
    disturbance: float = Field(default=0.0, ge=0, le=100)
    n_labels: int = Field(default=0, ge=0, le=100_000)

    @property
    def n_inputs(self) -> int:
        """How many numbers a row has with its label."""
        return self.n_values + self.n_labels
