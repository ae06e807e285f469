"""How pictures become the numbers that a network takes, in plain values."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

Fit: TypeAlias = Literal["pad", "resize"]
WIDEST = 8  # pixels, by which a picture is padded at most; smaller ones are enlarged


@dataclass(frozen=True)
class Scaling:
    """Values from 0 to 1, less a mean, over a spread, for each channel (or one for all).

    Args:
        mean, std: on the scale from 0 to 1.
        fit: how pictures that are a little too small come to the network's size: margins of
            background, or larger pixels. What is far too small, or too large, is resized.
    """

    mean: tuple[float, ...] = (0.0,)
    std: tuple[float, ...] = (1.0,)
    fit: Fit = "resize"

    def values(self) -> dict[str, Any]:
        """As JSON values."""
        return {**asdict(self), "mean": list(self.mean), "std": list(self.std)}

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "Scaling":
        """The inverse of ``values``.

        Raises:
            KeyError, TypeError, ValueError: they are not what ``values`` gives.
        """
        mean, std = (tuple(float(x) for x in values[name]) for name in ("mean", "std"))
        if not mean or not std or min(std) <= 0 or values["fit"] not in {"pad", "resize"}:
            raise ValueError("scaling")
        return cls(mean, std, values["fit"])


# Background −0.1 and foreground 1.175, so that the mean is near 0 and the variance near 1.
LENET = Scaling((0.1 / 1.275,), (1 / 1.275,), "pad")
STANDARD = Scaling((0.5,), (0.25,))
# Channel means and deviations of ImageNet's training pictures, as torchvision's weights expect.
IMAGENET = Scaling((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
# From −1 to 1, as Inception-v3's weights expect.
SIGNED = Scaling((0.5,), (0.5,))
