"""The layers of a design as rows: what each is, gives and costs, in words; the same for a file."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.core.errors import WorkbenchError
from workbench.data.schema import Schema
from workbench.models.networks.design import Design, KeepsLayers
from workbench.models.networks.layers import Layer, Shape
from workbench.models.networks.layers.layer import told as shape_words
from workbench.models.networks.presets import PRESETS
from workbench.models.networks.sizes import picture_shape, written_shape
from workbench.runs.design_edits import NOTHING
from workbench.runs.layer_kinds import told
from workbench.runs.markdown import table as markdown_table
from workbench.runs.markdown import words

if TYPE_CHECKING:
    from workbench.models.networks.table import Fault, LayerTable

HEADINGS = ("Layer", "Kind", "Parameters", "Output", "Weights", "Biases", "Multiply–adds")
_LARGE = ((10**12, "T"), (10**9, "G"), (10**6, "M"))


@dataclass(frozen=True)
class LayerRow:
    """One layer.

    Args:
        words: its parameters, in short.
        output: empty where it is not known (yet).
        weights, biases, multiply_adds: None where they are not known (yet).
        error, remedy: what is wrong here, and what to do; empty where nothing is.
    """

    number: int
    name: str
    layer: Layer
    words: str
    output: str = ""
    weights: int | None = None
    biases: int | None = None
    multiply_adds: int | None = None
    error: str = ""
    remedy: str = ""

    @property
    def has_parameters(self) -> bool:
        """Whether training changes anything in it."""
        return bool(self.weights or self.biases)

    def cells(self) -> tuple[str, ...]:
        """One cell for each of ``HEADINGS``."""
        counts = (self.weights, self.biases, self.multiply_adds)
        told_counts = ("" if n is None else str(n) for n in counts)
        return (self.name, self.layer.title, self.words, self.output, *told_counts)


@dataclass(frozen=True)
class Sizes:
    """What a network takes for one sample, and how many outputs it has.

    Args:
        is_from_data: whether the data that arrive say so.
        n_trained: how many of the last layers with weights are trained; 0 for all.
    """

    input_shape: Shape = (1, 28, 28)
    n_outputs: int = 10
    is_from_data: bool = False
    n_trained: int = 0

    def or_typed(self, typed: "Sizes | None") -> "Sizes":
        """These, or those that somebody has typed where no data say them."""
        if typed is None or self.is_from_data:
            return self
        return replace(self, input_shape=typed.input_shape, n_outputs=typed.n_outputs)


def layer_rows(design: Design, table: "LayerTable | None") -> tuple[LayerRow, ...]:
    """A row for each layer; what it gives and costs where a table of the design is there."""
    found = {row.number: row for row in table.rows} if table is not None else {}
    error = None if table is None else plain_fault(design, table.error)
    rows = []
    for number, (layer, name) in enumerate(zip(design.layers, design.names, strict=True), start=1):
        is_wrong = error is not None and error.number == number
        sentence, remedy = (error.sentence, error.remedy) if error and is_wrong else ("", "")
        row = found.get(number)
        if row is None:
            rows.append(LayerRow(number, name, layer, _words(layer), error=sentence, remedy=remedy))
            continue
        costs = (row.weights, row.biases, row.multiply_adds)
        output = shape_words(row.output)
        rows.append(LayerRow(number, name, layer, _words(layer), output, *costs, sentence, remedy))
    return tuple(rows)


def _words(layer: Layer) -> str:
    """A layer's values, and what it takes where that is not the one before it."""
    if not layer.inputs:
        return told(layer)
    return f"{told(layer)} ← {', '.join(layer.inputs)}".strip()


def plain_fault(design: Design, fault: "Fault | None") -> "Fault | None":
    """What is wrong, in other words where a layer takes nothing yet."""
    if fault is None or not fault.number:
        return fault
    if design.layers[fault.number - 1].inputs != (NOTHING,):
        return fault
    return fault._replace(
        sentence="It takes nothing yet.", remedy="Link it, or name a layer as its input."
    )


def sizes_of(schema: Schema | None, learner: object = None) -> Sizes:
    """The sizes that go with data; of a preset that takes pictures of one size only, those.

    Args:
        schema: of the data that arrive, where they are known.
        learner: may have a ``preset``, and say what rows are read as (``picture``).
    """
    own = PRESETS.get(str(getattr(learner, "preset", "")))
    shape = _said(learner) or (None if schema is None else _shape(schema))
    if own is not None and (shape is None or not own.takes_any_size):
        shape = own.input_shape
    n_outputs = None if schema is None else _n_outputs(schema)
    usual = own.n_outputs if own is not None else Sizes.n_outputs
    is_known = schema is not None and shape is not None
    n_trained = learner.trained_layers if isinstance(learner, KeepsLayers) else 0
    return Sizes(shape or Sizes.input_shape, n_outputs or usual, is_known, n_trained)


def _said(learner: object) -> Shape | None:
    """What a learner's ``picture`` says, unless that is left to the data."""
    try:
        shape = written_shape(str(getattr(learner, "picture", "auto")))
    except WorkbenchError:
        return None
    return shape if len(shape) == 3 else None


def _shape(schema: Schema) -> Shape | None:
    features = [a for a in schema.attributes if a.role == "feature"]
    pictures = [a for a in features if a.kind == "array" and not a.values]
    if len(pictures) == 1:
        return picture_shape(pictures[0].shape)
    width = sum(len(a.values) if a.kind == "nominal" else a.kind == "numeric" for a in features)
    if not width or pictures:
        return None
    return picture_shape((width,))


def _n_outputs(schema: Schema) -> int | None:
    target = next((a for a in schema.attributes if a.role == "class"), None)
    if target is None:
        return None
    return len(target.values) if target.kind == "nominal" else 1


def compact(number: int) -> str:
    """A number in few letters: "61,706", "1.82 G"."""
    for size, letter in _LARGE:
        if number >= size:
            return f"{number / size:.3g} {letter}"
    return f"{number:,}"


def as_csv(rows: Iterable[LayerRow]) -> str:
    """The rows as CSV with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(row.cells() for row in rows)
    return text.getvalue()


def as_markdown(rows: Iterable[LayerRow]) -> str:
    """The rows as a table in Markdown."""
    headings = [*HEADINGS[:4], *(f">{heading}" for heading in HEADINGS[4:])]
    return markdown_table(headings, ([words(cell) for cell in row.cells()] for row in rows)) + "\n"
