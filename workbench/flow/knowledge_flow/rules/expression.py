"""Expressions of WEKA's filters in the language of ours (``data/expression.py``)."""

import re
from collections.abc import Mapping

from workbench.core.errors import FlowError
from workbench.data.dataset import Dataset

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^'\\]|\\.)*')
      | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<word>[A-Za-z_]\w*)
      | (?P<sign><=|>=|[-+*/^<>=!(),])
    )""",
    re.VERBOSE,
)
_SIGNS = {"^": "**", "=": "==", "!": "not "}
_SAME = (
    *("abs", "sqrt", "exp", "log", "sin", "cos", "tan", "floor", "ceil"),
    *("and", "or", "not", "true", "false"),
)
_OTHER = {"is": "==", "ismissing": "is_missing", "rint": "round", "ifelse": "if"}
_WORDS = {word: word for word in _SAME} | _OTHER


def translated(expression: str, data: Dataset) -> str:
    """The expression with names for numbers: ``a2`` and ``ATT2`` are the second attribute.

    Raises:
        FlowError: it uses what has no counterpart here.
    """
    names = _names(data)
    words, place = [], 0
    while expression[place:].strip():
        match = _TOKEN.match(expression, place)
        if match is None:
            raise FlowError(f"'{expression[place:].strip()[:20]}' has no counterpart here.")
        words.append(_translated(match, names))
        place = match.end()
    return " ".join(words)


def _translated(match: re.Match[str], names: Mapping[str, str]) -> str:
    if match["sign"]:
        return _SIGNS.get(match["sign"], match["sign"])
    word = match["word"]
    if word is None:
        return match[0].strip()
    if word.lower() in names:
        return names[word.lower()]
    if word.lower() not in _WORDS:
        raise FlowError(f"'{word}' has no counterpart here.")
    return _WORDS[word.lower()]


def _names(data: Dataset) -> dict[str, str]:
    """Attributes as expressions name them, by WEKA's words for them."""
    names = {}
    for n, attribute in enumerate(data.schema.attributes, start=1):
        names[f"a{n}"] = names[f"att{n}"] = quoted(attribute.name)
        if attribute.role == "class":
            names["class"] = quoted(attribute.name)
    return names


def quoted(name: str) -> str:
    """An attribute's name as expressions write it.

    Raises:
        FlowError: it has a backtick in it, which they cannot write.
    """
    if "`" in name:
        raise FlowError(f"The attribute {name} has a backtick in its name.")
    return f"`{name}`"


def text(label: str) -> str:
    """A label as expressions write it."""
    return "'" + label.replace("\\", "\\\\").replace("'", "\\'") + "'"
