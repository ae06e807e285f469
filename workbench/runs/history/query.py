"""What is typed to find runs: words, ``name:value``, and ``score>number``.

``learner:mlp data:pima accuracy>0.75 tag:final`` finds the lines for which all of it is true; what
is in quotes is one word.
"""

import operator
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from workbench.runs.history.columns import PARAMETER, SCORE, Column, shown
from workbench.runs.history.listing import text_of
from workbench.runs.history.records import Row

Test: TypeAlias = Callable[[Row, str], bool]

FIELDS = ("learner", "data", "tag", "state", "flow", "test", "device", "note", "origin")
_PART = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_COMPARED = re.compile(r"([\w.]+)(<=|>=|<|>|=)(-?[\d.]+(?:[eE][-+]?\d+)?)")
_SIGNS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
}


def found(rows: Sequence[Row], texts: Sequence[str], query: str) -> list[int]:
    """Places of the lines that a query finds; all for an empty one.

    Args:
        texts: ``text_of`` each line.
    """
    tests = [_test(part) for part in parts_of(query)]
    if not tests:
        return list(range(len(rows)))
    return [
        i
        for i, (row, text) in enumerate(zip(rows, texts, strict=True))
        if all(test(row, text) for test in tests)
    ]


def parts_of(query: str) -> list[str]:
    """What a query is put together from; what is in quotes is not parted."""
    return _PART.findall(query)


def texts_of(rows: Sequence[Row]) -> list[str]:
    """What words are looked for in, of each line."""
    return [text_of(row) for row in rows]


def term(field: str, value: str) -> str:
    """What is typed for lines that have a value in a field."""
    return f'{field}:"{value}"' if re.search(r"\s", value) or not value else f"{field}:{value}"


def _test(part: str) -> Test:
    name, colon, value = part.partition(":")
    if colon and name in FIELDS:
        return _field_test(name, value.replace('"', "").casefold())
    compared = _COMPARED.fullmatch(part)
    number = _number(compared[3]) if compared else None
    if compared and number is not None:
        return _number_test(compared[1], _SIGNS[compared[2]], number, part.casefold())
    word = part.replace('"', "").casefold()
    return lambda _row, text: word in text


def _field_test(name: str, value: str) -> Test:
    if name == "tag":
        return lambda row, _text: (
            value in {tag.casefold() for tag in row.tags} or (not value and not row.tags)
        )
    if name == "learner":
        return lambda row, _text: value in {row.learner.casefold(), row.name.casefold()}
    if name == "note":
        return lambda row, _text: value in row.note.casefold()
    read = Column(name).value
    return lambda row, _text: str(read(row) or "").casefold() == value


def _number_test(
    name: str, compare: Callable[[float, float], bool], number: float, word: str
) -> Test:
    if name in {"run", "seconds", "n_rows", "seed"}:
        read = Column(name).value
    else:
        score, parameter = Column(f"{SCORE}{name}").value, Column(f"{PARAMETER}{name}").value

        def read(row: Row) -> float | str | None:
            value = score(row)
            return parameter(row) if value is None else value

    def test(row: Row, text: str) -> bool:
        value = read(row)
        if isinstance(value, float | int):
            return compare(value, number)
        return word in text and shown(value) is not None

    return test


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
