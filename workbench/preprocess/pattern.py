"""Regular expressions that users write, compiled or refused in a sentence, and stopped in time.

The ``regex`` package reads what Python's ``re`` reads, and can give up: (a+)+$ would look at forty
letters for years.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from workbench.core.deferred import deferred
from workbench.core.errors import DataError, ParameterError, Where

if TYPE_CHECKING:
    import regex
else:
    regex = deferred("regex")

LONGEST = 1.0  # seconds for one text
T = TypeVar("T")


def compiled(pattern: str, parameter: str = "pattern") -> "regex.Pattern[str]":
    """The regular expression that a parameter holds.

    Raises:
        ParameterError: it is none; says what is wrong and at which character.
    """
    try:
        return regex.compile(pattern)
    except (regex.error, OverflowError, RecursionError) as error:
        position = getattr(error, "pos", None)
        place = "" if position is None else f" at character {position + 1}"
        reason = getattr(error, "msg", "it is too large")
        raise ParameterError(
            f"'{pattern}' is no regular expression: {reason}{place}.",
            where=Where(parameter=parameter),
        ) from None


def occurs(pattern: "regex.Pattern[str]", text: str) -> bool:
    """Whether the pattern is found anywhere in ``text``.

    Raises:
        DataError: looking takes longer than ``LONGEST``.
    """
    return _in_time(pattern, text, lambda: pattern.search(text, timeout=LONGEST) is not None)


def replaced(pattern: "regex.Pattern[str]", replacement: str, text: str) -> str:
    """``text`` with every match replaced, as ``re.sub`` does it.

    Raises:
        ParameterError: the replacement names a group that the pattern does not have.
        DataError: looking takes longer than ``LONGEST``.
    """
    try:
        return _in_time(pattern, text, lambda: pattern.sub(replacement, text, timeout=LONGEST))
    except (regex.error, IndexError) as error:
        reason = getattr(error, "msg", str(error))
        raise ParameterError(
            f"The replacement '{replacement}' does not fit '{pattern.pattern}': {reason}.",
            where=Where(parameter="replacement"),
        ) from None


def _in_time(pattern: "regex.Pattern[str]", text: str, search: Callable[[], T]) -> T:
    try:
        return search()
    except TimeoutError:
        raise DataError(
            f"The pattern '{pattern.pattern}' takes too long with the text {text[:40]!r}.",
            remedy="Write it without a repetition inside a repetition, such as (a+)+.",
        ) from None
