"""A WEKA class with its options, as WEKA writes them on a command line."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.errors import FlowError

# What WEKA writes for characters inside quotes.
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "u001E": "\x1e"}
_ESCAPE = re.compile(r"\\(u001E|.)", re.DOTALL)
_WORD = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(\S+))', re.DOTALL)

# They change how WEKA checks, prints or stores, never what it computes.
_SWITCHES = ("-output-debug-info", "-do-not-check-capabilities")
_PRINTING = ("-num-decimal-places", "-batch-size")


@dataclass(frozen=True)
class Scheme:
    """A classifier, filter, loader or the like.

    Args:
        name: of the class, in full.
        options: the words of its command line.
    """

    name: str
    options: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The class without its package, as WEKA's users call it."""
        return self.name.rpartition(".")[2]

    @property
    def text(self) -> str:
        """The options as one text."""
        return " ".join(map(_quoted, self.options))


def scheme_of(text: str) -> Scheme:
    """The scheme in a text such as ``weka.filters.MultiFilter -F "..."``.

    Raises:
        FlowError: there is no class in it, or its quotes do not match.
    """
    words = split_options(text)
    if not words:
        raise FlowError("A WEKA class is missing where one is needed.")
    return Scheme(words[0], words[1:])


def split_options(text: str) -> tuple[str, ...]:
    """The words of a command line: parted by blanks, or in double quotes with backslashes.

    Raises:
        FlowError: a quote is not closed.
    """
    words, place = [], 0
    while text[place:].strip():
        match = _WORD.match(text, place)
        if match is None or (match[2] or "").startswith('"'):
            raise FlowError(f"The options {text[:80]!r} have a quote that is not closed.")
        words.append(match[2] if match[1] is None else _ESCAPE.sub(_unescaped, match[1]))
        place = match.end()
    return tuple(words)


def _unescaped(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[1], match[1])


def _quoted(word: str) -> str:
    if word and not re.search(r'[\s"]', word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Options:
    """The options of a scheme, each taken once; what is left has no counterpart here.

    Attributes:
        inner: what stands behind ``--``: the options of a scheme inside.
    """

    def __init__(self, words: Sequence[str]) -> None:
        words = [word for word in words if word.strip()]  # WEKA fills option arrays up with ""
        cut = words.index("--") if "--" in words else len(words)
        self._words = words[:cut]
        self.inner = tuple(words[cut + 1 :])
        self._lost: list[str] = []
        for flag in _SWITCHES:
            self.has(flag)
        for flag in _PRINTING:
            self.take(flag)

    @property
    def lost(self) -> str:
        """What has no counterpart, as WEKA writes it."""
        return " ".join(map(_quoted, [*self._lost, *self._words]))

    def has(self, flag: str) -> bool:
        """Whether a switch is set."""
        if flag not in self._words:
            return False
        self._words.remove(flag)
        return True

    def take(self, flag: str, default: str = "") -> str:
        """The value behind a flag.

        Raises:
            FlowError: the flag is there without a value.
        """
        if flag not in self._words:
            return default
        place = self._words.index(flag)
        if place + 1 == len(self._words):
            raise FlowError(f"WEKA's option {flag} has no value.")
        value = self._words[place + 1]
        del self._words[place : place + 2]
        return value

    def each(self, flag: str) -> tuple[str, ...]:
        """The values of a flag that may come several times."""
        values = []
        while flag in self._words:
            values.append(self.take(flag))
        return tuple(values)

    def number(self, flag: str, default: float) -> float:
        """The number behind a flag.

        Raises:
            FlowError: it is none.
        """
        text = self.take(flag, str(default))
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise FlowError(f"WEKA's option {flag} must be a number; it was {text!r}.")
        return value

    def whole(self, flag: str, default: int) -> int:
        """The whole number behind a flag.

        Raises:
            FlowError: it is none.
        """
        value = self.number(flag, default)
        if value != int(value):
            raise FlowError(f"WEKA's option {flag} must be a whole number; it was {value:g}.")
        return int(value)

    def lose(self, flag: str, default: str = "") -> None:
        """Take an option that has no counterpart; it is lost unless it has WEKA's default."""
        value = self.take(flag, default)
        if value != default and not _are_equal(value, default):
            self._lost += [flag, value]


def _are_equal(one: str, other: str) -> bool:
    try:
        return float(one) == float(other)
    except ValueError:
        return False
