"""Regular expressions that users write, compiled or refused in a sentence."""

import re

from workbench.core.errors import ParameterError, Where


def compiled(pattern: str, parameter: str = "pattern") -> re.Pattern[str]:
    """The regular expression that a parameter holds.

    Raises:
        ParameterError: it is none; says what is wrong and at which character.
    """
    try:
        return re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        position = getattr(error, "pos", None)
        place = "" if position is None else f" at character {position + 1}"
        reason = getattr(error, "msg", "it is too large")
        raise ParameterError(
            f"'{pattern}' is no regular expression: {reason}{place}.",
            where=Where(parameter=parameter),
        ) from None


def replaced(pattern: re.Pattern[str], replacement: str, text: str) -> str:
    """``text`` with every match replaced, as ``re.sub`` does it.

    Raises:
        ParameterError: the replacement names a group that the pattern does not have.
    """
    try:
        return pattern.sub(replacement, text)
    except (re.error, IndexError) as error:
        reason = getattr(error, "msg", str(error))
        raise ParameterError(
            f"The replacement '{replacement}' does not fit '{pattern.pattern}': {reason}.",
            where=Where(parameter="replacement"),
        ) from None
