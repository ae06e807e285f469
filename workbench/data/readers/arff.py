"""ARFF files, as WEKA 3.9 reads them."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError
from workbench.core.run import Noted, Progressed, Run
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.arff_block import clean_block, may_be_clean
from workbench.data.readers.arff_header import Header, parse_header
from workbench.data.readers.arff_rows import Block, RowReader, raise_first
from workbench.data.readers.arff_weights import of_one_schema, weight_name, weighted
from workbench.data.readers.reader import Reader
from workbench.data.schema import Schema

BLOCK_BYTES = 1 << 22  # well under 0.1 s through the fast reader


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
    aliases: ClassVar[tuple[str, ...]] = ("ArffLoader",)
    suffixes: ClassVar[tuple[str, ...]] = (".arff",)

    encoding: Literal["utf-8", "utf-16", "cp949", "latin-1", "cp1252"] = Field(
        default="utf-8",
        description="How the file writes letters: UTF-8, UTF-16, Korean Windows, Western European "
        "or Western Windows.",
        json_schema_extra={"advanced": True},
    )

    @override
    def read(self) -> Run[Dataset]:
        data = self.content(self.encoding)
        try:
            header = parse_header(data)
            for ignored in header.ignored:
                yield Noted(f"Ignored in {ignored}.")
            blocks = yield from _blocks(data, header)
        except DataError as error:
            for other in error.others:
                other.at(file=self.path)
            raise error.at(file=self.path) from None
        joined = yield from _joined(header.schema, blocks, len(data))
        dataset, notes = self.with_chosen_class(joined)
        yield from notes
        return dataset


def _blocks(data: bytes, header: Header) -> Run[list[Block]]:
    """The body in blocks of whole lines, each read the fast way if it is clean."""
    rows = RowReader(header)
    is_fast = may_be_clean(header)
    blocks: list[Block] = []
    start, line = header.body, header.line
    while start < len(data):
        end = data.find(b"\n", start + BLOCK_BYTES) + 1 or len(data)
        part = data[start:end]
        block = clean_block(part, header) if is_fast else None
        if block is None:
            block = yield from rows.read(part.removesuffix(b"\n"), line, start, len(data))
        blocks.append(block)
        line += part.count(b"\n")
        start = end
        yield Progressed(start, len(data), f"line {line}")
    raise_first(rows.errors)
    yield from rows.notes()
    if not blocks:
        blocks.append((yield from rows.read(b"", line, start, len(data))))
    return blocks


def _joined(schema: Schema, blocks: list[Block], size: int) -> Run[Dataset]:
    columns: list[Column] = []
    for parts in zip(*(block.columns for block in blocks), strict=True):
        columns.append(np.concatenate(parts))
        yield Progressed(size, size, "joining")
    plain = of_one_schema(Dataset(schema, tuple(columns)))
    dataset = weighted(plain, np.concatenate([block.weights for block in blocks]))
    if dataset is not plain:
        name = weight_name(schema)
        yield Noted(f"Samples have weights, read as '{name}'; scores count every sample once.")
    return dataset
