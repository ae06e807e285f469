"""What is wrong with the values of a layer, in a sentence."""

import reprlib
from collections.abc import Iterable

from pydantic import ValidationError

from workbench.core.errors import ParameterError, Where
from workbench.models.networks.layers.layer import Layer

_OURS = {
    "be a valid integer": "be a whole number",
    "be a valid tuple": "be a pair",
    "be a valid number": "be a number",
    "greater than or equal to": "at least",
    "less than or equal to": "at most",
}
_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 60


LONGEST_WORD = 60  # that is said again


def layer_error(number: int, kind: type[Layer], error: ValidationError) -> ParameterError:
    """The first thing that is wrong with a layer's fields; its description says what may be."""
    faults = error.errors()
    first = faults[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    same = [fault for fault in faults if fault["loc"][:1] == first["loc"][:1]]
    where = Where(parameter="layers")
    if first["type"] == "extra_forbidden":
        known = ", ".join(one for one in kind.model_fields if one not in {"name", "inputs"})
        return ParameterError(
            f"Layer {number} ({kind.word}) has no '{shortened(name)}'.",
            remedy=f"It has {known}.",
            where=where,
        )
    given = _SHORT.repr(first["input"])
    must = " or ".join(dict.fromkeys(_plain(fault["msg"]) for fault in same)).replace(
        " or be", " or"
    )
    field = kind.model_fields.get(name)
    return ParameterError(
        f"Layer {number} ({kind.word}): '{name}' must {must}; it was {given}.",
        remedy=field.description if field else None,
        where=where,
    )


def unknown_kind(number: int, kind: object, kinds: Iterable[str]) -> ParameterError:
    """There is no layer of this kind."""
    return ParameterError(
        f"Layer {number}: there is no kind {_SHORT.repr(kind)}.",
        remedy=f"There are {', '.join(kinds)}.",
        where=Where(parameter="layers"),
    )


def _plain(message: str) -> str:
    """Pydantic's words as they follow "must"."""
    plain = message.removeprefix("Input should ").removeprefix("Value error, ")
    for theirs, ours in _OURS.items():
        plain = plain.replace(theirs, ours)
    return plain.split(", unable")[0]


def shortened(word: str) -> str:
    """As much of a word as a sentence shows."""
    return word if len(word) <= LONGEST_WORD else f"{word[: LONGEST_WORD - 1]}…"
