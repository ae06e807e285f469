"""What a script must be told to read a file as the flow has read it."""

from typing import Any

from workbench.data.dataset import Dataset
from workbench.data.readers.arff import ArffReader
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.text_labelled import LabelledLinesReader
from workbench.flow.graph import Node
from workbench.runs.scripting.limits import refused

DELIMITERS = {"tab": "\t", "space": r"\s+"}


def reader_facts(node: Node, rows: Dataset) -> dict[str, Any]:
    """The options of a reader's step beside its path.

    Raises:
        WorkbenchError: the file is written in a way that scripts do not read.
    """
    reader: object = node.component
    if isinstance(reader, CsvReader):
        return _of_table(node, reader.sniffed(), rows)
    if isinstance(reader, ArffReader):
        return _of_arff(node, reader)
    if isinstance(reader, LabelledLinesReader):
        return _of_labelled_lines(reader, rows)
    return {}


def _of_arff(node: Node, reader: ArffReader) -> dict[str, Any]:
    """By which quote texts are enclosed; forms that the script's short function misreads."""
    lines = reader.file.read_text("utf-8", errors="replace").splitlines()
    start = next(i for i, line in enumerate(lines) if line.strip().lower().startswith("@data"))
    rows = [line.strip() for line in lines[start + 1 :]]
    rows = [line for line in rows if line and not line.startswith("%")]
    attributes = [x for x in lines[:start] if x.strip().lower().startswith("@attribute")]
    text = "\n".join([*rows, *attributes])
    for sign, what in (("{", "its rows are sparse"), ("\t", "tabs part its values")):
        if any(row.startswith(sign) or (sign == "\t" and sign in row) for row in rows):
            raise refused(node, what)
    if any("%" in row or "\\" in row for row in rows) or ('"' in text and "'" in text):
        raise refused(node, "its texts are quoted or escaped in several ways")
    return {"QUOTE": '"' if '"' in text else "'"}


def _of_table(node: Node, reader: CsvReader, rows: Dataset) -> dict[str, Any]:
    for name, usual in (("decimal", "."), ("header", "yes"), ("encoding", "utf-8")):
        if getattr(reader, name) != usual:
            raise refused(node, f"'{name}' is {getattr(reader, name)}")
    attributes = rows.schema.attributes
    return {
        "SEPARATOR": DELIMITERS.get(reader.delimiter, reader.delimiter),
        "LABELS_OF": {a.name: a.values for a in attributes if a.kind == "nominal"},
        "DATES": tuple(a.name for a in attributes if a.kind == "date"),
        "MISSING": reader.missing,
    }


def _of_labelled_lines(reader: LabelledLinesReader, rows: Dataset) -> dict[str, Any]:
    """Where the label stands, seen by the first row."""
    text, code = rows.column("text")[0], rows.column("class")[0]
    label = rows.schema.attribute("class").values[code]
    first = next(line for line in reader.file.read_text("utf-8").split("\n") if line.strip())
    separator = "\t" if "\t" in first else " "
    before, _, after = first.strip().partition(separator)
    is_first = before.strip().startswith(label) and after.strip() == text
    return {"SEPARATOR": separator, "LABEL_FIRST": is_first}
