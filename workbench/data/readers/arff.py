"""ARFF files, as WEKA 3.9 reads them."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError
from workbench.core.run import Noted, Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.arff_text.block import clean_block, may_be_clean
from workbench.data.readers.arff_text.header import Header, parse_header
from workbench.data.readers.arff_text.rows import Block, RowReader, raise_first
from workbench.data.readers.arff_text.weights import of_one_schema, weight_name, weighted
from workbench.data.readers.blocks.ahead import Ahead
from workbench.data.readers.blocks.growing_table import GrowingTable
from workbench.data.readers.blocks.line_blocks import BLOCK_BYTES, line_blocks, size_of
from workbench.data.readers.compression import opened
from workbench.data.readers.reader import Reader
from workbench.data.schema import Schema

_DATA_LINE = re.compile(rb"^[ \t]*['\"]?@data", re.IGNORECASE | re.MULTILINE)


class ArffReader(Reader):
    """Read an ARFF file, WEKA's format.

    Dense and sparse rows, weights, dates and relational attributes (bags of samples) are read.
    Sample weights become a last attribute with the role ``weight``. Where WEKA silently bends a
    wrong row (surplus values, negative weights, quotes inside words) the row is refused; labels
    that sparse rows leave out, and NaN, are read as WEKA reads them and told.
    """

    key: ClassVar[str] = "arff"
    title: ClassVar[str] = "ARFF file"
    icon: ClassVar[str] = "mdi6.file-table-outline"
    weka: ClassVar[tuple[str, ...]] = ("weka.core.converters.ArffLoader",)
    suffixes: ClassVar[tuple[str, ...]] = (".arff",)

    encoding: Literal["utf-8", "utf-16", "cp949", "latin-1", "cp1252"] = Field(
        default="utf-8",
        description="How the file writes letters: UTF-8, UTF-16, Korean Windows, Western European "
        "or Western Windows.",
        json_schema_extra={"advanced": True},
    )

    @override
    def read(self) -> Run[Dataset]:
        try:
            with opened(self.file, self.path) as stream:
                source = _Source(stream, self.encoding)
                header = source.header()
                for ignored in header.ignored:
                    yield Noted(f"Ignored in {ignored}.")
                for doubt in header.doubts:
                    yield Noted(doubt, is_warning=True)
                table = yield from _rows(source, header)
        except DataError as error:
            for other in error.others:
                other.at(file=self.path)
            raise error.at(file=self.path) from None
        joined = yield from _dataset(header.schema, table)
        dataset, notes = self.with_chosen_class(joined)
        yield from notes
        return dataset


class _Source:
    """The file in blocks, the header first."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self.size = size_of(stream)
        self._blocks = line_blocks(stream, encoding, BLOCK_BYTES)
        self._rest = b""

    def header(self) -> Header:
        head = b""
        for block in self._blocks:
            head += block
            if _DATA_LINE.search(head):
                try:
                    return self._header(head)
                except DataError as error:
                    # A line that begins with @data and is none: the header goes on.
                    if not error.message.startswith("The file ends"):
                        raise
        if not head or head.isspace():
            raise DataError("The file is empty.")
        return self._header(head)

    def _header(self, head: bytes) -> Header:
        header = parse_header(head)
        self._rest = head[header.body :]
        if self._rest and not self._rest.startswith(b"\n"):
            # Rows that begin on the @data line keep their columns.
            line = head[head.rfind(b"\n", 0, header.body) + 1 : header.body].decode()
            self._rest = b" " * len(line) + self._rest
        return header

    def body(self) -> Iterator[bytes]:
        """Blocks of whole lines from behind @data on."""
        rest, self._rest = self._rest, b""
        return chain([rest], self._blocks) if rest else self._blocks


def _rows(source: _Source, header: Header) -> Run[GrowingTable]:
    """The body, each block read the fast way if it is clean; the weights are the last column."""
    rows = RowReader(header)
    is_fast = may_be_clean(header)
    table = GrowingTable()
    line, done, total = header.line, header.body, source.size

    yield Progressed(done, total, "reading")

    def clean(part: bytes) -> Block | None:
        return clean_block(part, header) if is_fast else None

    with Ahead(source.body(), clean) as ahead:
        for part, found in ahead:
            block = found or (yield from rows.read(part.removesuffix(b"\n"), line, done, total))
            done += len(part)
            table.add([*block.columns, block.weights], min(1.0, done / total) if total else 0.0)
            line += part.count(b"\n")
            yield Progressed(min(done, total) if total else done, total, f"line {line}")
    raise_first(rows.errors)
    yield from rows.notes()
    if not table.n_rows:
        nothing = yield from rows.read(b"", line, total, total)
        table.add([*nothing.columns, nothing.weights])
    return table


def _dataset(schema: Schema, table: GrowingTable) -> Run[Dataset]:
    *columns, weights = table.finished()
    plain = of_one_schema(Dataset(schema, tuple(columns)))
    dataset = weighted(plain, weights)
    if dataset is not plain:
        name = weight_name(schema)
        yield Noted(f"Samples have weights, read as '{name}'; scores count every sample once.")
    return dataset
