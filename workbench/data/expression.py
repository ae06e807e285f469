"""A small language for conditions and derived columns: ``age > 30 and colour in ['red', 'blue']``.

It is written as in Python or in pandas' ``query``:

* attributes by name, in backticks where the name has blanks or signs (`` `sepal length` ``);
  numbers; texts in quotes; ``true``, ``false``, ``missing``;
* ``+ - * / // % **``; on texts ``+`` joins, date − date is a number of days, date ± days a date;
* ``== != < <= > >=``, also chained; ``in [...]``, ``not in [...]``; ``and``, ``or``, ``not`` or
  ``&``, ``|``, ``~``, which bind like the words;
* the functions in ``expressions/functions.py``, ``row()`` for the row's number in its file, from 1,
  and ``if(condition, a, b)``.

Every part looks at one row at a time. Arithmetic with a missing value is missing; a comparison
with one is false, ``!=`` too (``not`` turns that into true); ``is_missing(x)`` tells. Numbers are
floats: what is too large is infinite, 0/0 is missing. Labels of nominal attributes are texts.

Python's parser reads the expression, and the tree is worked out here: nothing is ever executed.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from workbench.core.errors import DataError, Where
from workbench.data.dataset import BoolArray, Column, Dataset
from workbench.data.expressions.check import check
from workbench.data.expressions.functions import FUNCTIONS, KIND_WORDS, ROW, as_kind
from workbench.data.expressions.text import Parsed, parsed_text
from workbench.data.expressions.value import (
    DAY,
    MISSING,
    Value,
    alike,
    as_dates,
    attribute_value,
    joined,
    number,
    refuse_unknown_label,
    text,
    truth,
)

_ARITHMETIC: dict[type[ast.operator], np.ufunc] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.true_divide,
    ast.FloorDiv: np.floor_divide,
    ast.Mod: np.mod,
    ast.Pow: np.power,
}
_COMPARISONS: dict[type[ast.cmpop], np.ufunc] = {
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
}


@dataclass(frozen=True)
class Expression:
    """An expression that has been read and can be worked out for any data set.

    Args:
        text: as the user wrote it.
    """

    text: str
    parsed: Parsed = field(compare=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The attributes it uses, each once, in order."""
        words = (word.text for word in self.parsed.words if word.kind == "attribute")
        return tuple(dict.fromkeys(words))

    def values(self, dataset: Dataset) -> Column:
        """What it gives for each row: float64, bool, datetime64[ms] or object (texts), shape (n,).

        Raises:
            DataError: an attribute or label is unknown, or kinds do not go together; says where.
        """
        return self._value(dataset).broadcast(dataset.n_samples)

    def mask(self, dataset: Dataset) -> BoolArray:
        """Where it holds, shape (n,).

        Raises:
            DataError: as ``values``; or it gives something else than true and false.
        """
        value = self._value(dataset)
        if value.kind != "truth":
            raise DataError(
                f"'{self.text}' gives {KIND_WORDS[value.kind]}; "
                "a condition such as age > 30 is needed.",
                where=Where(parameter="expression"),
            )
        return np.asarray(value.broadcast(dataset.n_samples), dtype=bool)

    def _value(self, dataset: Dataset) -> Value:
        with np.errstate(all="ignore"):
            return _Evaluation(self.parsed, dataset).value(self.parsed.tree)


def parse(text: str) -> Expression:
    """The expression that ``text`` is.

    Raises:
        ParameterError: it is none; says at which character and what is wrong there.
    """
    parsed = parsed_text(text)
    check(parsed)
    return Expression(text, parsed)


@dataclass(frozen=True)
class _Evaluation:
    """One working out of an expression for one data set."""

    parsed: Parsed
    dataset: Dataset

    def value(self, node: ast.expr) -> Value:
        """What a part of the tree is worth; an error in it says where it stands."""
        try:
            return _PARTS[type(node)](self, node)
        except DataError as error:
            if error.where.column is not None:
                raise
            column = self.parsed.column(node)
            raise DataError(
                f"{error.message} (Character {column} of the expression.)",
                where=Where(parameter="expression", column=column),
            ) from None

    def name(self, node: ast.Name) -> Value:
        word = self.parsed.word(node.id)
        if word.kind == "attribute":
            return attribute_value(self.dataset, word.text)
        if word.kind == "constant":
            return MISSING if word.text == "missing" else truth(word.text == "true")
        return number(float(word.text)) if word.kind == "number" else text(word.text)

    def unary(self, node: ast.UnaryOp) -> Value:
        if isinstance(node.op, ast.Not):
            return truth(~self._condition(node.operand))
        array = _as_number(self.value(node.operand)).array
        return number(-array if isinstance(node.op, ast.USub) else array)

    def binary(self, node: ast.BinOp) -> Value:
        a, b = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.Add) and a.kind == b.kind == "text":
            return joined(a, b)
        if "date" in {a.kind, b.kind}:
            return _moved(node.op, a, b)
        return number(_ARITHMETIC[type(node.op)](_as_number(a).array, _as_number(b).array))

    def boolean(self, node: ast.BoolOp) -> Value:
        work = np.logical_and if isinstance(node.op, ast.And) else np.logical_or
        result = self._condition(node.values[0])
        for part in node.values[1:]:
            result = work(result, self._condition(part))
        return truth(result)

    def compare(self, node: ast.Compare) -> Value:
        holds: Any = np.array(True)  # noqa: FBT003
        left = self.value(node.left)
        for operator, operand in zip(node.ops, node.comparators, strict=True):
            if isinstance(operand, ast.List | ast.Tuple):
                is_in = self._is_in(left, operand)
                holds = holds & (is_in if isinstance(operator, ast.In) else ~is_in)
                if isinstance(operator, ast.NotIn):
                    holds = holds & ~left.is_missing
                continue
            right = self.value(operand)
            holds = holds & _compared(_COMPARISONS[type(operator)], left, right)
            left = right
        return truth(holds)

    def call(self, node: ast.Call) -> Value:
        name = self.parsed.word(node.func.id).text if isinstance(node.func, ast.Name) else ""
        if name == ROW:
            return number(self.dataset.sample_ids + 1)
        return FUNCTIONS[name].call([self.value(argument) for argument in node.args])

    def _is_in(self, left: Value, node: ast.List | ast.Tuple) -> BoolArray:
        is_in = np.zeros(left.array.shape, dtype=bool)
        for element in node.elts:
            is_in = is_in | _compared(np.equal, left, self.value(element))
        return is_in

    def _condition(self, node: ast.expr) -> BoolArray:
        value = self.value(node)
        if value.kind != "truth":
            raise DataError(
                f"A condition is needed here, such as age > 30, and not {KIND_WORDS[value.kind]}.",
                where=Where(parameter="expression", column=self.parsed.column(node)),
            )
        return value.array


def _compared(work: np.ufunc, a: Value, b: Value) -> BoolArray:
    refuse_unknown_label(a, b)
    refuse_unknown_label(b, a)
    pair = alike(a, b)
    if pair is None:
        raise DataError(
            f"{KIND_WORDS[a.kind].capitalize()} cannot be compared with {KIND_WORDS[b.kind]}; "
            "texts and labels are written in quotes."
        )
    first, second = pair
    known = ~(first.is_missing | second.is_missing)
    return np.asarray(work(first.array, second.array) & known)


def _as_number(value: Value) -> Value:
    taken = as_kind(value, "number")
    if taken is None:
        raise DataError(f"A number is needed here, and not {KIND_WORDS[value.kind]}.")
    return taken


def _moved(operator: ast.operator, a: Value, b: Value) -> Value:
    """Date − date in days; date ± days as a date."""
    first, second = as_dates(a), as_dates(b)
    if isinstance(operator, ast.Sub) and first and second:
        days = (first.array - second.array) / DAY
        return number(days)
    if a.kind == "date" and isinstance(operator, ast.Add | ast.Sub) and b.kind == "number":
        days = np.where(np.abs(b.array) < 1e8, b.array, np.nan)
        known = np.where(np.isnan(days), 0, days)
        steps = np.rint(known * 86_400_000).astype("timedelta64[ms]")
        moved = a.array + steps if isinstance(operator, ast.Add) else a.array - steps
        nat = np.datetime64("NaT", "ms")
        return Value("date", np.where(np.isnan(days), nat, moved))
    raise DataError("With a date one can only take a date away, or add or take away days.")


_PARTS: dict[type[ast.expr], Callable[[_Evaluation, Any], Value]] = {
    ast.Name: _Evaluation.name,
    ast.UnaryOp: _Evaluation.unary,
    ast.BinOp: _Evaluation.binary,
    ast.BoolOp: _Evaluation.boolean,
    ast.Compare: _Evaluation.compare,
    ast.Call: _Evaluation.call,
}
