"""Files of the UCR and UEA archives of time series (``.ts``), as aeon and sktime write them."""

import io
import re
import time
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.core.run import Noted, Progressed, Run
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.arff_text.rows import TICK_S, raise_first
from workbench.data.readers.compression import bare_name, opened
from workbench.data.readers.reader import Reader
from workbench.data.readers.ts_text.header import TsHeader, parse_ts_header
from workbench.data.readers.ts_text.rows import TsRows, answers_as, padded
from workbench.data.schema import Attribute, Schema

_SURROGATE = re.compile("[\udc80-\udcff]")


class TsReader(Reader):
    """Read time series from a .ts file, the format of the UCR and UEA archives.

    Each line is one sample: a series of one or several channels, and its class or target. The
    series become one attribute; shorter ones are filled up at their end with missing values, and
    the class labels keep the order of the header. Series with time stamps are not read.
    """

    key: ClassVar[str] = "ts"
    title: ClassVar[str] = "Time series file (.ts)"
    icon: ClassVar[str] = "mdi6.chart-multiline"
    aliases: ClassVar[tuple[str, ...]] = ("UCR", "UEA", "aeon", "sktime", "time series")
    suffixes: ClassVar[tuple[str, ...]] = (".ts",)

    @override
    def read(self) -> Run[Dataset]:
        try:
            dataset = yield from self._read()
        except DataError as error:
            for other in error.others:
                other.at(file=self.path)
            raise error.at(file=self.path) from None
        dataset, notes = self.with_chosen_class(dataset)
        yield from notes
        return dataset

    def _read(self) -> Run[Dataset]:
        with opened(self.file, self.path) as stream:
            lines = _Lines(stream)
            header = parse_ts_header(lines)
            for ignored in header.ignored:
                yield Noted(f"Ignored in {ignored}.")
            rows = TsRows(header)
            yield from self._series(lines, rows)
        raise_first(rows.errors)
        if not rows.series:
            raise DataError("No series follows @data.")
        if rows.first_gap and header.has_no_gaps:
            yield Noted(
                f"The header says that no value is missing; one is in line {rows.first_gap}.",
                is_warning=True,
            )
        return _dataset(header, rows, self.file.stem)

    def _series(self, lines: "_Lines", rows: TsRows) -> Run[None]:
        is_plain = bare_name(self.file) == self.file.name.lower()
        size = self.file.stat().st_size if is_plain else 0
        told = 0.0
        for line, content in lines:
            rows.take(line, content)
            if time.monotonic() - told > TICK_S:
                yield Progressed(lines.n_read, size, f"line {line}")
                told = time.monotonic()


class _Lines:
    """The lines that are neither blank nor comments, each with its number, while they are read.

    Attributes:
        n_read: how many characters have been read.
    """

    def __init__(self, stream: BinaryIO) -> None:
        # Comments may be in any encoding; a byte that is no UTF-8 becomes half of a surrogate.
        self._text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape")
        self._numbered = self._walk()
        self.n_read = 0

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return self._numbered

    def _walk(self) -> Iterator[tuple[int, str]]:
        for line, whole in enumerate(self._text, start=1):
            self.n_read += len(whole)
            content = whole.rstrip()
            if content and not content.lstrip().startswith("#"):
                _check_encoding(line, content)
                yield line, content


def _check_encoding(line: int, content: str) -> None:
    stray = None if content.isascii() else _SURROGATE.search(content)
    if stray:
        raise DataError(
            f"The byte 0x{ord(stray[0]) - 0xDC00:02X} is not UTF-8 text.",
            remedy="Save the file as UTF-8.",
            where=Where(line=line, column=stray.start() + 1),
        )


def _dataset(header: TsHeader, rows: TsRows, stem: str) -> Dataset:
    array = padded(rows.series, rows.series[0].shape[1])  # (n, longest, channels)
    attributes = [Attribute("series", "array", shape=array.shape[1:])]
    columns: list[Column] = [array]
    if header.labels is not None:
        attributes.append(Attribute("class", "nominal", header.labels))
    elif header.has_target:
        attributes.append(Attribute("target", "numeric"))
    if header.has_answer:
        columns.append(answers_as(header, rows.answers))
    return Dataset(Schema(tuple(attributes), header.name or stem), tuple(columns))
