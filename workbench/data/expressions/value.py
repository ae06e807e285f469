"""What the parts of an expression are worth: columns of numbers, texts, dates or truths."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from workbench.core.errors import DataError
from workbench.data.cell import as_date
from workbench.data.dataset import MISSING_CODE, BoolArray, Column, Dataset
from workbench.data.expressions.text import did_you_mean
from workbench.data.schema import Attribute

ValueKind: TypeAlias = Literal["number", "text", "date", "truth", "missing"]

DAY = np.timedelta64(86_400_000, "ms")


@dataclass(frozen=True, eq=False)
class Value:
    """One value per row, shape (n,), or a constant, shape ().

    Args:
        array: float64 (NaN is missing), bool, datetime64[ms], or int32 codes into ``labels``
            (−1 is missing) of a text.
        source: the nominal attribute whose labels these are, if they are just as it has them.
    """

    kind: ValueKind
    array: Column
    labels: tuple[str, ...] = ()
    source: Attribute | None = None

    @property
    def is_missing(self) -> BoolArray:
        """Where there is no value, shape as the array's."""
        if self.kind == "text":
            return np.asarray(self.array < 0)
        if self.kind == "date":
            return np.asarray(np.isnat(self.array))
        if self.kind == "truth":
            return np.zeros(self.array.shape, dtype=bool)
        return np.asarray(np.isnan(self.array))

    def broadcast(self, n: int) -> Column:
        """As a new column of n rows: float64, bool, datetime64[ms] or object."""
        array = np.broadcast_to(self.array, (n,))
        if self.kind != "text":
            return array.copy()
        lookup = np.array([*self.labels, None], dtype=object)  # the last is for missing: −1
        return np.asarray(lookup[array])


def number(array: Any) -> Value:
    """Numbers."""
    return Value("number", np.asarray(array, dtype=np.float64))


def truth(array: Any) -> Value:
    """Truths."""
    return Value("truth", np.asarray(array, dtype=bool))


def text(constant: str) -> Value:
    """One text."""
    return Value("text", np.array(0, dtype=np.int32), (constant,))


MISSING = Value("missing", np.array(np.nan))


def attribute_value(dataset: Dataset, name: str) -> Value:
    """The values of an attribute.

    Raises:
        DataError: there is none of that name, or it holds arrays or data sets.
    """
    if name not in dataset.schema:
        hint = did_you_mean(name, dataset.schema.names, "`")
        raise DataError(f"There is no attribute '{name}'; {hint}")
    attribute, column = dataset.schema.attribute(name), dataset.column(name)
    if attribute.kind == "numeric":
        return Value("number", column)
    if attribute.kind == "date":
        return Value("date", column)
    if attribute.kind == "nominal":
        return Value("text", column, attribute.values, attribute)
    if attribute.kind == "string":
        return coded(column)
    raise DataError(f"Attribute '{name}' is {attribute.kind}; expressions cannot look into it.")


def coded(texts: Column) -> Value:
    """A column of texts, None for missing, as codes into the different ones."""
    codes: dict[str, int] = {}
    found = [MISSING_CODE if t is None else codes.setdefault(t, len(codes)) for t in texts.tolist()]
    return Value("text", np.array(found, dtype=np.int32), tuple(codes))


def mapped(value: Value, work: Callable[[str], Any], missing: Any) -> Column:
    """What ``work`` gives for each text, each different one worked on once; else ``missing``."""
    table = np.array([*(work(label) for label in value.labels), missing])
    return np.asarray(table[value.array])


def relabelled(value: Value, work: Callable[[str], str]) -> Value:
    """The texts changed one by one; those that become equal become one."""
    codes: dict[str, int] = {}
    table = [codes.setdefault(work(label), len(codes)) for label in value.labels]
    lookup = np.array([*table, MISSING_CODE], dtype=np.int32)
    return Value("text", np.asarray(lookup[value.array]), tuple(codes))


def joined(a: Value, b: Value) -> Value:
    """The texts of ``a`` each followed by that of ``b``."""
    n_labels = max(len(b.labels), 1)
    pairs, codes = np.unique(a.array.astype(np.int64) * n_labels + b.array, return_inverse=True)
    parts = [divmod(pair, n_labels) for pair in pairs.tolist()]
    either = a.is_missing | b.is_missing
    labels = [a.labels[i] + b.labels[j] if i >= 0 and b.labels else "" for i, j in parts]
    shaped = codes.reshape(np.broadcast(a.array, b.array).shape)
    return Value("text", np.where(either, MISSING_CODE, shaped).astype(np.int32), tuple(labels))


def alike(a: Value, b: Value) -> tuple[Value, Value] | None:
    """Both as values of one kind, texts under the same labels in order; None if that cannot be."""
    if a.kind == b.kind == "text":
        return _same_labels(a, b)
    kinds = {a.kind, b.kind}
    if "missing" in kinds:
        return _as_missing(a, b), _as_missing(b, a)
    if kinds in ({"number", "truth"}, {"truth"}):
        return number(a.array), number(b.array)
    if kinds == {"date", "text"}:
        first, second = as_dates(a), as_dates(b)
        return (first, second) if first and second else None
    return (a, b) if a.kind == b.kind else None


def as_dates(value: Value) -> Value | None:
    """A text constant as a date; dates as they are; None for anything else."""
    if value.kind == "date":
        return value
    if value.kind != "text" or value.array.shape:
        return None
    date = as_date(value.labels[0])
    if date is None:
        raise DataError(
            f"'{value.labels[0]}' is no date; write it as '2024-12-31' or with 'T12:00'."
        )
    return Value("date", np.array(date))


def refuse_unknown_label(value: Value, other: Value) -> None:
    """See that a constant text is a label of the nominal attribute it is compared with.

    Raises:
        DataError: it is none; tells the nearest.
    """
    if value.source is None or other.array.shape or other.kind != "text":
        return
    label = other.labels[0]
    if label not in value.labels:
        hint = did_you_mean(label, value.labels)
        raise DataError(f"Attribute '{value.source.name}' has no label '{label}'; {hint}")


def _same_labels(a: Value, b: Value) -> tuple[Value, Value]:
    labels = tuple(sorted({*a.labels, *b.labels}))
    places = {label: code for code, label in enumerate(labels)}

    def moved(value: Value) -> Value:
        table = np.array([*(places[label] for label in value.labels), MISSING_CODE], np.int32)
        return Value("text", np.asarray(table[value.array]), labels)

    return moved(a), moved(b)


def _as_missing(value: Value, other: Value) -> Value:
    """A ``missing`` of the other's kind; any other value as it is."""
    if value.kind != "missing":
        return number(value.array) if value.kind == "truth" else value
    if other.kind == "text":
        return Value("text", np.array(MISSING_CODE, dtype=np.int32), other.labels)
    if other.kind == "date":
        return Value("date", np.array(np.datetime64("NaT", "ms")))
    return number(np.nan)
