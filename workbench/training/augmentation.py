"""Which changes pictures undergo while a network is trained on them: a value and its notation.

``augmenting.py`` computes them; this file knows no torch.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from typing_extensions import override

from workbench.core.errors import ParameterError, Where

_BOUNDS: dict[str, tuple[float, float]] = {
    "shift": (0, 1),
    "rotate": (0, 180),
    "zoom": (0, 0.99),
    "cutout": (0, 10_000),
    "noise": (0, 10),
    "crop": (0, 10_000),
}
_LONGEST = 60  # characters that are said again
_WHOLE = ("cutout", "crop")
_EXAMPLE = "flip, shift 0.1, rotate 15, zoom 0.1, cutout 8, noise 0.05, crop 4"


@dataclass(frozen=True)
class Augmentation:
    """Random changes of pictures, drawn anew for each picture of each batch.

    Args:
        flip: mirrored left to right, one time in two.
        flip_vertical: mirrored top to bottom, one time in two.
        shift: moved by up to this share of height and width.
        rotate: turned by up to so many degrees either way.
        zoom: enlarged or reduced by up to this share.
        crop: the border of zeros, in pixels, from which a piece of the old size is cut.
        cutout: side, in pixels, of a square that is set to zero (DeVries and Taylor 2017).
        noise: standard deviation of the noise added, as a share of the range of values.
    """

    flip: bool = False
    flip_vertical: bool = False
    shift: float = 0.0
    rotate: float = 0.0
    zoom: float = 0.0
    crop: int = 0
    cutout: int = 0
    noise: float = 0.0

    @property
    def changes(self) -> bool:
        """Whether it does anything."""
        return self != Augmentation()

    @override
    def __str__(self) -> str:
        """Its notation, which ``augmentation`` reads; "none" if it does nothing."""
        return ", ".join(self._words()) or "none"

    def _words(self) -> Iterator[str]:
        for field in fields(self):
            value = getattr(self, field.name)
            if value:
                name = field.name.replace("_", "-")
                yield name if value is True else f"{name} {value:g}"


def augmentation(text: str) -> Augmentation:
    """The augmentation that a text such as "flip, shift 0.1, rotate 15" stands for.

    Raises:
        ParameterError: there is a word that it does not know, or a number out of its bounds.
    """
    found: dict[str, float] = {}
    for part in text.replace("\n", ",").split(","):
        words = part.split()
        if words and words != ["none"]:
            name, value = _read(part.strip(), words)
            if name in found:
                raise _refused(f"'{words[0]}' stands twice in '{text}'")
            found[name] = value
    return Augmentation(**found)  # type: ignore[arg-type]  # the names are those of the fields


def _read(part: str, words: list[str]) -> tuple[str, float]:
    name, numbers = words[0].lower().replace("-", "_"), words[1:]
    names = [field.name for field in fields(Augmentation)]
    if name not in names:
        known = ", ".join(n.replace("_", "-") for n in names)
        raise _refused(f"{_said(words[0])} is no augmentation; there are: {known}")
    if name not in _BOUNDS:
        if numbers:
            raise _refused(f"{_said(words[0])} takes no number, but {_said(part)} has one")
        return name, True
    if len(numbers) != 1:
        raise _refused(f"{_said(words[0])} takes one number, but there is {_said(part)}")
    return name, _number(name, part, numbers[0])


def _number(name: str, part: str, text: str) -> float:
    low, high = _BOUNDS[name]
    try:
        value = int(text) if name in _WHOLE else float(text)
    except ValueError:
        kind = "a whole number" if name in _WHOLE else "a number"
        raise _refused(f"'{name}' takes {kind}, but there is {_said(part)}") from None
    if not low <= value <= high:
        raise _refused(f"'{name}' must be from {low:g} to {high:g}, but there is {_said(part)}")
    return value


def _said(text: str) -> str:
    """As much of what was written as a sentence shows."""
    return f"'{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}'"


def _refused(what: str) -> ParameterError:
    return ParameterError(
        f"{what}.",
        remedy=f"Write, for example, '{_EXAMPLE}'.",
        where=Where(parameter="augmentation"),
    )
