"""Tokens put together as a text again, as far as that can be told from the tokens."""

from collections.abc import Collection

from workbench.data.text.tokens import Unit, normalised, tokens
from workbench.data.text.vocabulary import UNKNOWN


def units(values: Collection[str]) -> tuple[Unit, ...]:
    """In which ways a text may have been cut into such tokens, the likelier first."""
    known = [normalised(value) for value in values if value != UNKNOWN]
    if all(len(tokens(value, "character")) == 1 for value in known):
        return ("character",)
    return ("word", "whitespace")


def glue(values: Collection[str]) -> str:
    """What stands between such tokens in a text: nothing between characters, else a blank."""
    return "" if units(values) == ("character",) else " "
