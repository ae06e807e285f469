"""The words of an expression: names, numbers, texts and operators, each with its place."""

import ast
import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias

from workbench.core.errors import ParameterError, Where

MAX_LENGTH = 20_000
MAX_WORDS = 2_000
MAX_DEPTH = 150

WordKind: TypeAlias = Literal["attribute", "function", "number", "text", "constant"]

_CONSTANTS = {"true", "false", "missing"}
_OPERATORS = {"and": "and", "or": "or", "not": "not", "in": "in"}
# "&" binds as "and" does, not more tightly than "<" as in Python: pandas' query reads it so.
_SYMBOLS = {"&": "and", "&&": "and", "|": "or", "||": "or", "~": "not", "!": "not"}

_WORD = re.compile(
    r"""
    (?P<blank>\s+)
  | (?P<quoted>`[^`]*`)
  | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<name>[^\W\d][\w.]*)
  | (?P<symbol>\*\*|//|<=|>=|==|!=|&&|\|\||[-+*/%<>()\[\],&|~!])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Word:
    """A name or constant of the expression; in the tree it stands under an invented name.

    Args:
        column: of its first character, from 1.
    """

    kind: WordKind
    text: str
    column: int


@dataclass(frozen=True)
class Parsed:
    """The tree of an expression, in which each word is called ``_`` and its index.

    Args:
        columns: for each character of the text the tree was made from, the column it came from.
    """

    tree: ast.expr
    words: tuple[Word, ...]
    columns: tuple[int, ...]

    def word(self, name: str) -> Word:
        """The word behind a name of the tree."""
        return self.words[int(name[1:])]

    def column(self, node: ast.expr) -> int:
        """Where a part of the tree begins in the text that the user wrote, from 1."""
        return self.columns[node.col_offset]


def parsed_text(text: str) -> Parsed:
    """The tree of an expression.

    Raises:
        ParameterError: it is empty, too long, or its words stand in no order that makes sense.
    """
    if not text.strip():
        raise ParameterError("The expression is empty.", where=Where(parameter="expression"))
    if len(text) > MAX_LENGTH:
        raise bad(f"The expression has {len(text)} characters; {MAX_LENGTH} are allowed.", 1)
    words, python, columns = _rewritten(text)
    try:
        tree = ast.parse(python, mode="eval").body
    except SyntaxError as error:
        # Python's offset counts from 1; 0 says that the text ended too early.
        place = min(error.offset - 1, len(columns) - 1) if error.offset else len(columns) - 1
        if "never closed" in error.msg:
            raise bad(f"The {text[columns[place] - 1]} is not closed.", columns[place]) from None
        raise _out_of_place(text, columns[place]) from None
    except (RecursionError, MemoryError):
        raise bad("The expression is nested too deeply.", 1) from None
    return Parsed(tree, tuple(words), tuple(columns))


def bad(message: str, column: int) -> ParameterError:
    """An error at a place of the expression, which the sentence names."""
    return ParameterError(
        f"{message} (Character {column} of the expression.)",
        where=Where(parameter="expression", column=column),
    )


def did_you_mean(word: str, known: Collection[str], mark: str = "'") -> str:
    """What to put after "There is no such …": the nearest known words, or the first ones."""
    near = difflib.get_close_matches(word, known, n=2, cutoff=0.6)
    if not near:  # a name that was cut off at a blank or a hyphen, and capital letters
        lower = word.lower()
        near = [name for name in known if name.lower().startswith(lower) or lower == name.lower()]
    if near:
        return f"did you mean {' or '.join(f'{mark}{name}{mark}' for name in near[:2])}?"
    shown = ", ".join(list(known)[:8]) + (", …" if len(known) > 8 else "")
    return f"there are: {shown}." if known else "there is none."


def _rewritten(text: str) -> tuple[list[Word], str, list[int]]:
    """The words, the expression as Python reads it, and the column of each of its characters."""
    words: list[Word] = []
    parts: list[str] = []
    columns: list[int] = []
    position = 0
    while position < len(text):
        match = _WORD.match(text, position)
        if match is None:
            raise _unreadable(text, position)
        part = _python(match, words, text)
        parts.append(part)
        columns += [position + 1] * len(part)
        position = match.end()
        if len(parts) > 2 * MAX_WORDS:
            raise bad(f"The expression has more than {MAX_WORDS} words.", position)
    python = "".join(parts)
    indent = len(python) - len(python.lstrip())
    return words, python[indent:], [*columns[indent:], len(text) + 1]


def _python(match: re.Match[str], words: list[Word], text: str) -> str:
    """The piece of Python for one match; names and constants are kept in ``words``."""
    kind, found = match.lastgroup, match[0]
    if kind == "blank":
        return " "
    if kind == "symbol":
        return f" {_SYMBOLS.get(found, found)} "  # the blanks keep "<" "<" from becoming a shift
    if kind == "name" and found.lower() in _OPERATORS:
        return f" {found.lower()} "
    words.append(_word(match, followed_by=text[match.end() :].lstrip()[:1]))
    return f" _{len(words) - 1} "


def _word(match: re.Match[str], followed_by: str) -> Word:
    kind, found, column = match.lastgroup, match[0], match.start() + 1
    if kind == "quoted":
        return Word("attribute", found[1:-1], column)
    if kind == "text":
        return Word("text", re.sub(r"\\(['\"\\])", r"\1", found[1:-1]), column)
    if kind == "number":
        return Word("number", found, column)
    if followed_by == "(":
        return Word("function", found.lower(), column)
    if found.lower() in _CONSTANTS:
        return Word("constant", found.lower(), column)
    return Word("attribute", found, column)


def _unreadable(text: str, position: int) -> ParameterError:
    character = text[position]
    if character in "'\"`":
        return bad(f"The {character} is not closed.", position + 1)
    if character == "=":
        return bad("A single '=' means nothing here; write == to compare.", position + 1)
    return bad(f"'{character}' means nothing in an expression.", position + 1)


def _out_of_place(text: str, column: int) -> ParameterError:
    if column > len(text):
        return bad("The expression breaks off; something is missing at its end.", column)
    match = _WORD.match(text, column - 1)
    shown = match[0] if match else text[column - 1]
    return bad(f"'{shown}' cannot stand here; something before it is missing or wrong.", column)
