"""What is seen inside a model, as values: pictures, heat maps, lines, texts. No torch here."""

import csv
import io
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

# "signed": zero is the ground, one common scale; "light": each picture from its least to its
# greatest value; "unit": 0 … 1 as it is, the only one for colours.
Scale: TypeAlias = Literal["signed", "light", "unit"]

Floats: TypeAlias = NDArray[np.floating[Any]]
Cells: TypeAlias = list[list[str]]


@dataclass(frozen=True, eq=False)
class Tiles:
    """Small pictures side by side.

    Args:
        images: shape (n, h, w), or (n, h, w, 3) in [0, 1].
        captions: of each picture; may be empty.
        columns: how many stand in a row; 0 = as many as there is room for.
        together: so many are never parted by the end of a row.
        over: heat in [0, 1] that is drawn over each picture, shape (n, h, w).
    """

    images: Floats
    captions: tuple[str, ...] = ()
    scale: Scale = "signed"
    columns: int = 0
    together: int = 1
    over: Floats | None = None
    title: str = ""

    def cells(self) -> Cells:
        """A row for each value: picture, row, column, (colour,) value."""
        names = self.captions or tuple(str(i + 1) for i in range(len(self.images)))
        values = self.images if self.over is None else self.over
        axes = ["picture", "row", "column", "colour"][: values.ndim]
        rows = [[*axes, "value"]]
        for place, value in np.ndenumerate(values):
            rows.append([names[place[0]], *(str(i + 1) for i in place[1:]), f"{value:.7g}"])
        return rows


@dataclass(frozen=True, eq=False)
class HeatMap:
    """Numbers as colours, rows by columns.

    Args:
        values: shape (r, c); NaN where there is none.
        rows, columns: their names; empty = numbers from 1.
        is_signed: whether zero is the ground, blue above and orange below it.
        row_title, column_title: what the rows and columns are.
    """

    values: Floats
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    is_signed: bool = True
    row_title: str = ""
    column_title: str = ""
    title: str = ""

    @property
    def row_names(self) -> tuple[str, ...]:
        """A name for each row."""
        return self.rows or tuple(str(i + 1) for i in range(self.values.shape[0]))

    @property
    def column_names(self) -> tuple[str, ...]:
        """A name for each column."""
        return self.columns or tuple(str(i + 1) for i in range(self.values.shape[1]))

    def cells(self) -> Cells:
        """The table itself."""
        corner = " × ".join(t for t in (self.row_title, self.column_title) if t)
        body = zip(self.row_names, self.values, strict=True)
        return [
            [corner, *self.column_names],
            *([name, *(f"{value:.7g}" for value in row)] for name, row in body),
        ]


@dataclass(frozen=True, eq=False)
class Lines:
    """Curves over one axis.

    Args:
        x: shape (n,).
        y: shape (k, n); NaN where there is none.
        names: of the k curves.
        is_log: whether the upright axis is logarithmic.
        is_ordered: whether the curves are in an order, which their colours then tell.
        is_stepped: whether each y holds from its x to the next, as in a histogram.
    """

    x: Floats
    y: Floats
    names: tuple[str, ...]
    x_title: str
    y_title: str
    is_log: bool = False
    is_ordered: bool = False
    title: str = ""
    is_stepped: bool = False

    def cells(self) -> Cells:
        """A row for each x."""
        body = zip(self.x, self.y.T, strict=True)
        return [
            [self.x_title, *self.names],
            *([f"{x:.7g}", *(f"{value:.7g}" for value in row)] for x, row in body),
        ]


@dataclass(frozen=True, eq=False)
class Points:
    """Rows as points over two attributes.

    Args:
        groups: for each group of rows their two numbers, shape (n, 2), without NaN.
        names: of the groups.
    """

    groups: tuple[Floats, ...]
    names: tuple[str, ...]
    x_title: str
    y_title: str
    title: str = ""

    def cells(self) -> Cells:
        """A row for each point."""
        rows = [["rows", self.x_title, self.y_title]]
        for name, group in zip(self.names, self.groups, strict=True):
            rows += [[name, f"{x:.7g}", f"{y:.7g}"] for x, y in group]
        return rows


@dataclass(frozen=True)
class Texts:
    """Lines of text."""

    lines: tuple[str, ...]
    title: str = ""

    def cells(self) -> Cells:
        """A row for each line."""
        return [["text"], *([line] for line in self.lines)]


Part: TypeAlias = Tiles | HeatMap | Lines | Points | Texts


@dataclass(frozen=True, eq=False)
class Page:
    """One view inside a model.

    Args:
        sentence: what is shown, in plain words.
        parts: from top to bottom.
    """

    sentence: str
    parts: tuple[Part, ...]

    def cells(self) -> Cells:
        """The numbers of all parts, one below the other."""
        rows: Cells = []
        for part in self.parts:
            if rows:
                rows.append([])
            rows += ([[part.title]] if part.title and len(self.parts) > 1 else []) + part.cells()
        return rows


@dataclass(frozen=True)
class Offer:
    """A page that a model has.

    Args:
        layers: those that it can be of, in order; empty = it is of the whole model.
        layer: the place of the one that is shown first.
        n_units: of each of the layers, where one unit can be chosen; else empty.
        asks: what else is chosen: a "sample", a "label", a "seed".
    """

    key: str
    layers: tuple[str, ...] = ()
    layer: int = 0
    n_units: tuple[int, ...] = ()
    asks: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Look:
    """What is to be looked at.

    Args:
        page: an offer's key.
        layer: the place of one of the offer's layers.
        sample: the place of a row among those that can be looked at.
        unit: of the layer, from 0; None = all.
        label: code of the class that is asked about; None = the one that is predicted.
    """

    page: str
    layer: int = 0
    sample: int = 0
    unit: int | None = None
    label: int | None = None
    seed: int = 1


def as_csv(cells: Cells) -> str:
    """Cells as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(cells)
    return text.getvalue()
