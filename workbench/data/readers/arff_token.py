"""The words of one ARFF line, as WEKA's tokenizer cuts them (weka.core.converters.ArffLoader).

Every character up to the blank, and the comma, separates; ``%`` begins a comment; both quotes
enclose; braces stand alone. What WEKA lets pass although it damages the row is an error here: a
quote that is not closed, and a quote inside a word.
"""

import re
from typing import NamedTuple

from workbench.core.errors import DataError, Where

_TOKEN = re.compile(
    r"""(?P<space>[\x00-\x20,]+)
      | (?P<comment>%.*)
      | '(?P<single>(?:[^'\\]|\\.)*)'
      | "(?P<double>(?:[^"\\]|\\.)*)"
      | (?P<brace>[{}])
      | (?P<word>[^\x00-\x20,%'"{}]+)
      | (?P<open>['"])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\([0-3][0-7]{0,2}|[4-7][0-7]?|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


class Token(NamedTuple):
    """One word, quoted text or brace; ``column`` counts characters from 1."""

    text: str
    column: int
    is_quoted: bool = False

    def is_sign(self, sign: str) -> bool:
        """Whether this is the bare ``{``, ``}`` or ``?``, not the quoted text."""
        return self.text == sign and not self.is_quoted

    def shown(self) -> str:
        """The token for a sentence, shortened."""
        return f"'{self.text[:40]}…'" if len(self.text) > 40 else f"'{self.text}'"


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
        if kind in {"single", "double"}:
            _stands_alone(previous, "word", number, column)
            text = match[kind]
            text = _ESCAPE.sub(_unescaped, text) if "\\" in text else text
            found.append(Token(text, column, is_quoted=True))
        elif kind in {"word", "brace"}:
            if kind == "word":
                _stands_alone(previous, "quoted", number, column)
            found.append(Token(match[0], column))
        previous = "quoted" if kind in {"single", "double"} else kind
    return found


def _stands_alone(previous: str, neighbour: str, line: int, column: int) -> None:
    if previous == neighbour:
        raise DataError(
            "A quote stands inside a word.",
            remedy='Put the whole word in quotes, as in "don\'t".',
            where=Where(line=line, column=column),
        )


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code, 8)) if code[0] in "01234567" else _ESCAPED.get(code, code)
