"""Change kind: read numbers as labels, labels as texts, texts as numbers or dates.

WEKA: NumericToNominal, StringToNominal, NominalToString.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar, Literal, TypeAlias

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, when
from workbench.data.cell import EPOCH, as_date, as_number
from workbench.data.dataset import Column, Dataset, IntArray
from workbench.data.schema import Attribute
from workbench.preprocess.cells import Refusal, labelled, no_text, parsed, texts_of
from workbench.preprocess.numeric_to_nominal import as_labels
from workbench.preprocess.transform import DatasetTransform

PlainKind: TypeAlias = Literal["numeric", "nominal", "string", "date"]


class ChangeKind(DatasetTransform):
    """Read attributes as another kind: numeric, nominal, string or date.

    Numbers become labels in ascending order, texts in order of appearance. A date is read and
    written as a number of milliseconds since 1970, as in WEKA. Empty texts and "?" become missing
    numbers or dates; any other text that is none is refused.
    """

    key: ClassVar[str] = "change_kind"
    title: ClassVar[str] = "Change kind"
    icon: ClassVar[str] = "mdi6.swap-horizontal"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.unsupervised.attribute.StringToNominal",
        "weka.filters.unsupervised.attribute.NominalToString",
        "weka.filters.unsupervised.attribute.OrdinalToNumeric",
        "weka.filters.unsupervised.attribute.NumericToDate",
        "weka.filters.unsupervised.attribute.DateToNumeric",
    )
    aliases: ClassVar[tuple[str, ...]] = ("astype", "to_numeric", "to_datetime")
    only_if: ClassVar[Mapping[str, Conditions]] = {"pattern": {"kind": when("date")}}

    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none leaves the data as they are.",
        json_schema_extra={"editor": "attributes"},
    )
    kind: PlainKind = Field(default="nominal", description="What they become.")
    pattern: str = Field(
        default="",
        description="How texts write a date, such as dd.MM.yyyy HH:mm; empty: ISO 8601.",
        json_schema_extra={"advanced": True},
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        attributes, columns = list(dataset.schema.attributes), list(dataset.columns)
        for name in self.attributes:
            position = dataset.schema.index(name)
            attribute, column = attributes[position], columns[position]
            if attribute.kind not in {"numeric", "nominal", "string", "date"}:
                raise no_text(attribute)
            if attribute.kind != self.kind:
                changed = self._changed(attribute, column, dataset.sample_ids)
                attributes[position], columns[position] = changed
        return dataset.with_columns(attributes, columns)

    @override
    def status(self) -> str:
        return f"{', '.join(self.attributes)}: {self.kind}" if self.attributes else ""

    def _changed(
        self, attribute: Attribute, column: Column, sample_ids: IntArray
    ) -> tuple[Attribute, Column]:
        if self.kind == "nominal":
            if attribute.kind == "numeric":
                return as_labels(attribute, column)
            labels, codes = labelled(texts_of(attribute, column))
            return replace(attribute, kind="nominal", values=labels), codes
        plain = replace(attribute, kind=self.kind, values=())
        if self.kind == "string":
            return plain, texts_of(attribute, column)
        return plain, self._moved(attribute, column, sample_ids)

    def _moved(self, attribute: Attribute, column: Column, sample_ids: IntArray) -> Column:
        """The column as numbers or dates."""
        if attribute.kind == "numeric":
            return _dates(column)
        if attribute.kind == "date":
            milliseconds = (column - EPOCH).astype(np.float64)
            return np.where(np.isnat(column), np.nan, milliseconds)
        texts = texts_of(attribute, column)
        if self.kind == "numeric":
            return parsed(texts, as_number, np.nan, Refusal(attribute, sample_ids, "number"))
        refusal = Refusal(attribute, sample_ids, "date")
        nat = np.datetime64("NaT", "ms")
        return parsed(texts, lambda text: as_date(text, self.pattern), nat, refusal)


def _dates(milliseconds: Column) -> Column:
    """Milliseconds since 1970 as dates; what is no number, or too far away for one, is missing."""
    is_date = np.abs(milliseconds) < 2.0**62  # False for NaN
    whole = np.where(is_date, milliseconds, 0).astype(np.int64)
    return np.where(is_date, EPOCH + whole.astype("timedelta64[ms]"), np.datetime64("NaT", "ms"))
