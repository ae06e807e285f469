"""Several values of a parameter, written as one line of text.

======================  ============================  =====================================
a parameter that is     is given several values by    which are
======================  ============================  =====================================
a whole number          ``1, 3, 5, 9``                those
a whole number          ``1..5`` or ``1..9 step 2``   1 2 3 4 5; 1 3 5 7 9
a number                ``0.1..0.5 step 0.1``         0.1 0.2 0.3 0.4 0.5
a number                ``0..1 even 5``               0 0.25 0.5 0.75 1
a number                ``0.001..1 log 4``            0.001 0.01 0.1 1
one of some choices     ``relu, tanh``                those
yes or no               ``true, false``               both
a list                  ``16; 32, 16; ()``            (16), (32, 16) and the empty list
======================  ============================  =====================================

Numbers and ranges may be mixed. A text that holds a comma or a semicolon is put into double
quotes. "none" is the value of a parameter that may be left open.
"""

import typing
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from workbench.core.component import Component, is_optional, unwrapped
from workbench.core.errors import ParameterError, Where
from workbench.flow.number_range import MOST_VALUES, is_range, numbers_in

EMPTY = "()"
_QUOTE = '"'
_SHORTEST_RANGE = 4  # values; fewer are easier read one by one


def is_sweepable(kind: type[Component], parameter: str) -> bool:
    """Whether a parameter's values can be written in one line: a list of lists cannot."""
    inner = unwrapped(kind.model_fields[parameter].annotation)
    return not _is_tuple(inner) or not _is_tuple(_item_of(inner))


def sweep_values(kind: type[Component], parameter: str, text: str) -> tuple[Any, ...]:
    """The values that a text names, each of the parameter's type and within its bounds.

    Raises:
        ParameterError: there is no such parameter, or no value; a value does not fit, comes
            twice, or cannot be read; there are more than ``MOST_VALUES``.
    """
    if parameter not in kind.model_fields:
        kind.parse({parameter: text})  # raises, and says which parameters there are
    if not is_sweepable(kind, parameter):
        raise _error(kind, parameter, "cannot be given several values in one line.")
    field = kind.model_fields[parameter]
    bounded: Any = Annotated[field.annotation, field]
    adapter: TypeAdapter[Any] = TypeAdapter(bounded)
    raw = _raw_values(kind, parameter, text)
    if not raw:
        raise _error(kind, parameter, "needs at least one value.")
    if len(raw) > MOST_VALUES:
        told = f"would take {len(raw):,} values; at most {MOST_VALUES} are run at once."
        raise _error(kind, parameter, told)
    values = tuple(_checked(kind, parameter, adapter, value) for value in raw)
    for place, value in enumerate(values):
        if value in values[:place]:
            raise _error(kind, parameter, f"is given the value {_one(value)} twice.")
    return values


def sweep_text(values: Sequence[Any]) -> str:
    """The text that ``sweep_values`` reads as these values, lists among them as tuples or lists."""
    if any(isinstance(value, tuple | list) for value in values):
        return "; ".join(map(_one, values))
    if len(values) >= _SHORTEST_RANGE and all(type(value) is int for value in values):
        steps = {after - before for before, after in pairwise(values)}
        if len(steps) == 1 and 0 not in steps:
            step = abs(steps.pop())
            return f"{values[0]}..{values[-1]}" + ("" if step == 1 else f" step {step}")
    return ", ".join(map(_one, values))


def _raw_values(kind: type[Component], parameter: str, text: str) -> list[Any]:
    """The parts of a text, none of them checked."""
    field = kind.model_fields[parameter]
    inner = unwrapped(field.annotation)
    if _is_tuple(inner):
        return [_list(field, part) for part in _split(text, ";") if part]
    separator = ";" if len(_split(text, ";")) > 1 else ","
    raw: list[Any] = []
    for part in _split(text, separator):
        if inner in {int, float} and is_range(part):
            raw += _range(kind, parameter, part)
        elif part:
            raw.append(_single(field, part))
    return raw


def _range(kind: type[Component], parameter: str, text: str) -> list[int | float]:
    is_whole = unwrapped(kind.model_fields[parameter].annotation) is int
    try:
        return numbers_in(text, is_whole=is_whole)
    except ValueError as error:
        raise _error(kind, parameter, str(error)) from None


def _single(field: FieldInfo, part: str) -> Any:
    if is_optional(field) and part.lower() == "none":
        return None
    return _unquoted(part)


def _list(field: FieldInfo, part: str) -> list[str] | None:
    is_text = _item_of(unwrapped(field.annotation)) is str
    if part == EMPTY or (part.lower() == "none" and not is_text):
        return None if is_optional(field) else []
    return [_unquoted(name) for name in _split(part, ",") if name]


def _checked(kind: type[Component], parameter: str, adapter: TypeAdapter[Any], value: Any) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        kind.parse({parameter: value})  # raises with the component's own sentence
        raise _error(kind, parameter, f"cannot be {value!r}.") from error


def _error(kind: type[Component], parameter: str, told: str) -> ParameterError:
    return ParameterError(f"{kind.title}: '{parameter}' {told}", where=Where(parameter=parameter))


def _is_tuple(kind: Any) -> bool:
    return kind is tuple or typing.get_origin(kind) is tuple


def _item_of(kind: Any) -> Any:
    arguments = typing.get_args(kind)
    return unwrapped(arguments[0]) if arguments else str


# ------------------------------------------------------------------ text


def _split(text: str, separator: str) -> list[str]:
    """The parts between separators that stand outside double quotes, without blanks around."""
    parts, is_quoted, start = [], False, 0
    for at, character in enumerate(text):
        is_quoted ^= character == _QUOTE
        if character == separator and not is_quoted:
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()]


def _unquoted(part: str) -> str:
    if len(part) > 1 and part[0] == part[-1] == _QUOTE:
        return part[1:-1].replace(_QUOTE * 2, _QUOTE)
    return part


def _one(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, tuple | list):
        return ", ".join(map(_one, value)) if value else EMPTY
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():g}" if value else "0"
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _quoted(text: str) -> str:
    is_plain = bool(text) and text == text.strip() and text not in {EMPTY, "none"}
    if is_plain and not any(sign in text for sign in f",;{_QUOTE}"):
        return text
    return _QUOTE + text.replace(_QUOTE, _QUOTE * 2) + _QUOTE
