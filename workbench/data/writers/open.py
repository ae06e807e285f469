"""The writer for a file, chosen by the ending of its name."""

import bz2
import gzip
import lzma
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from workbench.core.errors import DataError, Where
from workbench.core.files import written_atomically
from workbench.data.dataset import Dataset
from workbench.data.readers.compression import SUFFIXES, bare_name
from workbench.data.writers.arff import write_arff
from workbench.data.writers.csv import write_csv
from workbench.data.writers.excel import write_excel
from workbench.data.writers.json_lines import write_jsonl
from workbench.data.writers.numpy_file import write_npz
from workbench.data.writers.parquet import write_parquet

Write: TypeAlias = Callable[[Dataset, Path], None]

WRITERS: dict[str, Write] = {
    ".arff": write_arff,
    ".csv": write_csv,
    ".tsv": partial(write_csv, separator="\t"),
    ".jsonl": write_jsonl,
    ".ndjson": write_jsonl,
    ".npz": write_npz,
    ".parquet": write_parquet,
    ".xlsx": write_excel,
}
TEXT = (".arff", ".csv", ".tsv", ".jsonl", ".ndjson")
HOLD_ARRAYS = (".npz", ".jsonl", ".ndjson")
FILTER = " ".join(f"*{ending}" for ending in WRITERS)
"""What a file dialog offers."""

_COMPRESSORS: dict[str, type[gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile]] = {
    ".gz": gzip.GzipFile,
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
}


def write(dataset: Dataset, path: Path) -> None:
    """Write ``dataset`` to ``path`` in the format that its name says, whole or not at all.

    Text formats may be compressed: ``iris.csv.gz``.

    Raises:
        DataError: the ending is unknown, the format cannot hold an attribute, or the file cannot
            be written.
    """
    ending, write_plain = writer_for(path)
    compression = path.suffix.lower() if bare_name(path) != path.name.lower() else ""
    try:
        if compression:
            _compressed(dataset, path, ending, compression)
        else:
            write_plain(dataset, path)
    except DataError as error:
        raise error.at(file=str(path)) from None


def writer_for(path: Path) -> tuple[str, Write]:
    """The ending that says the format, and what writes it.

    Raises:
        DataError: the ending is unknown, or a binary format is to be compressed.
    """
    ending = Path(bare_name(path)).suffix
    is_compressed = bare_name(path) != path.name.lower()
    if ending in WRITERS and not (is_compressed and ending not in TEXT):
        return ending, WRITERS[ending]
    known = ", ".join(WRITERS)
    raise DataError(
        f"The name does not end in a format that can be written; these are: {known}, "
        f"and {', '.join(SUFFIXES)} after those of text.",
        where=Where(file=str(path)),
    )


def holds_arrays(path: Path) -> bool:
    """Whether files of that name can hold pictures and series as they are."""
    return Path(bare_name(path)).suffix in HOLD_ARRAYS


def _compressed(dataset: Dataset, path: Path, ending: str, compression: str) -> None:
    with written_atomically(path) as beside:
        plain = beside.with_name(f"{beside.name}{ending}")
        try:
            WRITERS[ending](dataset, plain)
            with _COMPRESSORS[compression](beside, "wb") as packed, plain.open("rb") as stream:
                while chunk := stream.read(1 << 20):
                    packed.write(chunk)
        finally:
            plain.unlink(missing_ok=True)
