"""The series of a ``.ts`` file, line by line: ``1,2,?:4,5,6:label``, every error named."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import DataError, Where
from workbench.data.dataset import MISSING_CODE, FloatArray
from workbench.data.readers.arff_text.java_number import plain_number
from workbench.data.readers.arff_text.rows import MAX_ERRORS, raise_first
from workbench.data.readers.ts_text.header import TsHeader

MAX_WASTE_BYTES = 2 << 30
_NAN = frozenset({"nan", "?"})

Series: TypeAlias = FloatArray  # (length, channels)


@dataclass
class TsRows:
    """Takes the lines after ``@data``; collects the series, their answers and what is wrong.

    Attributes:
        series: one array per line, shape (its length, channels).
        answers: the code of the label, or the number to be predicted, of each line.
        first_gap: the line of the first missing value; 0 if there is none.
    """

    header: TsHeader
    series: list[Series] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    errors: list[DataError] = field(default_factory=list)
    first_gap: int = 0

    def __post_init__(self) -> None:
        self._codes = {label: code for code, label in enumerate(self.header.labels or ())}
        self._n_channels = self.header.n_channels
        self._length = self.header.length

    def take(self, line: int, content: str) -> None:
        """Read one line.

        Raises:
            DataError: 20 errors have come together.
        """
        try:
            channels, answer = self._read(line, content)
        except DataError as error:
            self.errors.append(error)
            if len(self.errors) == MAX_ERRORS:
                raise_first(self.errors)
            return
        self.series.append(channels)
        self.answers.append(answer)

    def _read(self, line: int, content: str) -> tuple[Series, float]:
        parts = content.split(":")
        column = len(content) - len(parts[-1]) + 1
        answer = math.nan
        if self.header.has_answer:
            if len(parts) == 1:
                what = "label" if self.header.labels else "target"
                raise _wrong(f"No {what} follows the series after a colon.", line, len(content) + 1)
            answer = self._answer(parts.pop().strip(), line, column)
        self._check_channels(len(parts), line)
        column, channels = 1, []
        for part in parts:
            channels.append(_numbers(part, line, column))
            self._check_length(channels, line, column)
            column += len(part) + 1
        array = np.column_stack(channels)
        if not self.first_gap and np.isnan(array).any():
            self.first_gap = line
        self._n_channels = len(channels)
        if self.header.is_equal_length:
            self._length = len(array)
        return array, answer

    def _answer(self, text: str, line: int, column: int) -> float:
        if self.header.labels is None:
            return _number(text, line, column)
        if text == "?":
            return MISSING_CODE
        if text not in self._codes:
            labels = self.header.labels
            known = ", ".join(labels[:10]) + (", …" if len(labels) > 10 else "")
            raise _wrong(f"'{text[:40]}' is no class label; the labels are: {known}.", line, column)
        return self._codes[text]

    def _check_channels(self, n: int, line: int) -> None:
        if self._n_channels is not None and n != self._n_channels:
            counted = "1 dimension" if n == 1 else f"{n} dimensions"
            where = "the header says" if self.header.n_channels else "the first series has"
            raise _wrong(f"{counted}, but {where} {self._n_channels}.", line, 1)

    def _check_length(self, channels: Sequence[FloatArray], line: int, column: int) -> None:
        n, first = len(channels[-1]), len(channels[0])
        counted = "1 value" if n == 1 else f"{n} values"
        if n != first:
            number = len(channels)
            raise _wrong(f"Dimension {number} has {counted}, the first has {first}.", line, column)
        if self._length is not None and n != self._length:
            where = "the header says" if self.header.length else "the first series has"
            raise _wrong(f"{counted}, but {where} {self._length}.", line, column)


def padded(series: Sequence[Series], n_channels: int) -> FloatArray:
    """The series in one array, shape (n, longest, channels); NaN fills shorter ones up.

    Raises:
        DataError: a few very long series would make the array gigantic.
    """
    lengths = np.array([len(one) for one in series], dtype=np.int64)
    longest = int(lengths.max(initial=0))
    size = len(series) * longest * n_channels * 8
    if size - int(lengths.sum()) * n_channels * 8 > MAX_WASTE_BYTES:
        at = int(lengths.argmax()) + 1
        raise DataError(
            f"Series {at} has {longest} steps, the median has {int(np.median(lengths))}; filled "
            f"up to one length, the series would take {size / 1e9:.0f} GB.",
            remedy="Cut the long series, or leave them out.",
        )
    array = np.full((len(series), longest, n_channels), np.nan)
    for row, one in zip(array, series, strict=True):
        row[: len(one)] = one
    return array


def answers_as(header: TsHeader, answers: Sequence[float]) -> NDArray[Any]:
    """The column of the class: int32 codes, or float64 targets."""
    return np.array(answers, dtype=np.float64 if header.labels is None else np.int32)


def _numbers(text: str, line: int, column: int) -> FloatArray:
    """The values between commas; the fast way for what Python's float takes and we take."""
    parts = text.split(",")
    if text.isascii() and "_" not in text:
        try:
            array = np.array([*map(float, parts)])
        except ValueError:
            array = np.array([np.inf])
        if not np.isinf(array).any():
            return array
    values = []
    for part in parts:
        values.append(_number(part, line, column))
        column += len(part) + 1
    return np.array(values)


def _number(text: str, line: int, column: int) -> float:
    bare = text.strip()
    if bare.lower() in _NAN:
        return math.nan
    number = plain_number(bare)
    if number is None:
        column += len(text) - len(text.lstrip())
        what = f"'{bare[:40]}' is no number" if bare else "A value is missing between two commas"
        remedy = None if bare else "A missing value is written ? or NaN."
        raise DataError(f"{what}.", remedy=remedy, where=Where(line=line, column=column))
    if math.isinf(number):
        raise _wrong(f"'{bare[:40]}' is no finite number.", line, column)
    return number


def _wrong(message: str, line: int, column: int) -> DataError:
    return DataError(message, where=Where(line=line, column=column))
