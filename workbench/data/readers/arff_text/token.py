"""The words of one ARFF line, as WEKA's tokenizer cuts them (weka.core.converters.ArffLoader).

Every character up to the blank, and the comma, separates; ``%`` begins a comment; both quotes
enclose; braces stand alone. What WEKA lets pass although it damages the row is an error here: a
quote that is not closed, and a quote inside a word.
"""

import re
from typing import NamedTuple

from workbench.core.errors import DataError, Where

SEPARATORS = "".join(map(chr, range(33))) + ","

_QUOTED = r"""'[^'\\]*+(?:\\.[^'\\]*+)*+'|"[^"\\]*+(?:\\.[^"\\]*+)*+\""""
_WORD = r"""[^\x00-\x20,%'"{}]++"""
_TOKEN = re.compile(
    rf"""(?P<space>[\x00-\x20,]+)
      | (?P<comment>%.*)
      | (?P<quoted>{_QUOTED})
      | (?P<brace>[{{}}])
      | (?P<word>{_WORD})
      | (?P<open>['"])""",
    re.VERBOSE | re.DOTALL,
)
_CELL = re.compile(f"{_QUOTED}|{_WORD}", re.DOTALL)
_CELLS = re.compile(rf"(?:(?:{_QUOTED}|{_WORD})(?:[\x00-\x20,]++|\Z))++", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-3][0-7]{0,2}|[4-7][0-7]?|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


class Token(NamedTuple):
    """One word, quoted text or brace.

    Args:
        column: where it begins, in characters counted from 1.
        raw: how it stands in the line, with its quotes and escapes.
    """

    text: str
    column: int
    raw: str

    @property
    def is_quoted(self) -> bool:
        """Whether it stands in quotes."""
        return self.raw[0] in "'\""

    def is_sign(self, sign: str) -> bool:
        """Whether this is the bare ``{``, ``}`` or ``?``, not the quoted text."""
        return self.raw == sign

    def shown(self) -> str:
        """The token for a sentence: shortened, and what cannot be seen as an escape."""
        seen = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in self.text[:40])
        return f"'{seen}…'" if len(self.text) > 40 else f"'{seen}'"

    def column_of(self, position: int) -> int:
        """The column in the line of the character ``position`` of the text."""
        if not self.is_quoted:
            return self.column + position
        shift = 1  # the quote
        for escape in _ESCAPE.finditer(self.raw):
            if escape.start() - shift >= position:
                break
            shift += len(escape[0]) - 1
        return self.column + position + shift


def tokens(line: str, number: int) -> list[Token]:
    """The tokens of line ``number``, without its comment.

    Raises:
        DataError: a quote is not closed, or stands inside a word.
    """
    found: list[Token] = []
    previous = "space"
    for match in _TOKEN.finditer(line):
        kind = match.lastgroup or ""
        column = match.start() + 1
        if kind == "open":
            raise DataError(
                f"The quote {match[0]} is not closed on this line.",
                where=Where(line=number, column=column),
            )
        if {previous, kind} == {"word", "quoted"}:
            raise DataError(
                "A quote stands inside a word.",
                remedy='Put the whole word in quotes, as in "don\'t".',
                where=Where(line=number, column=column),
            )
        if kind in {"quoted", "word", "brace"}:
            found.append(Token(unquoted(match[0]), column, match[0]))
        previous = kind
    return found


def cells(line: str) -> list[str] | None:
    """The tokens of a line as they stand, if it is made of words and quoted texts alone.

    None if there is a brace, a comment or a mistake, or no token at all: many times as fast as
    ``tokens``, which then has to look.
    """
    line = line.lstrip(SEPARATORS)
    return _CELL.findall(line) if _CELLS.fullmatch(line) else None


def unquoted(raw: str) -> str:
    """The text that a token means."""
    if raw[0] not in "'\"":
        return raw
    return _ESCAPE.sub(_unescaped, raw[1:-1]) if "\\" in raw else raw[1:-1]


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code, 8)) if code[0] in "01234567" else _ESCAPED.get(code, code)
