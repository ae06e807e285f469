"""Markdown as GitHub reads it: words, code, quotes and tables that nothing in them can break."""

import re
from collections.abc import Iterable, Sequence

_MARKS = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_|_(?!\w)")


def words(text: str) -> str:
    """A text on one line, its characters meaning nothing but themselves."""
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))


def code(text: str) -> str:
    """A text on one line, in the letters of a program; a table may hold it."""
    line = " ".join(text.split()).replace("|", "\\|")
    if not line:
        return ""
    fence = "`" * (1 + max((len(ticks) for ticks in re.findall("`+", line)), default=0))
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"


def quote(text: str) -> str:
    """Markdown of somebody else, set off from the rest."""
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells in Markdown; the columns of headings with ``>`` before them to the right."""
    names = [heading.removeprefix(">") for heading in headings]
    rule = ["---:" if heading.startswith(">") else "---" for heading in headings]
    return "\n".join(f"| {' | '.join(row)} |" for row in (names, rule, *rows))
