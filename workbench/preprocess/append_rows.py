"""Append rows: those of another file after these (WEKA: Instances append; pandas: concat)."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.data.combine import concatenated
from workbench.data.dataset import Column, Dataset, missing_mask
from workbench.data.schema import Attribute
from workbench.preprocess.cells import labelled, texts_of
from workbench.preprocess.second_file import SecondFile


class AppendRows(SecondFile):
    """Add the rows of another file after these.

    Attributes are matched by name; what only the other file has is left out. Labels that are new
    are added. The new rows' numbers go on where these end.
    """

    key: ClassVar[str] = "append_rows"
    title: ClassVar[str] = "Append rows"
    icon: ClassVar[str] = "mdi6.table-row-plus-after"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.Appender",)
    aliases: ClassVar[tuple[str, ...]] = ("append", "concat", "union", "merge files")

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        if not self.path.strip():
            return dataset
        other = self._read()
        try:
            return _appended(dataset, other)
        except DataError as error:
            raise error.at(file=self.path) from None

    @override
    def status(self) -> str:
        return Path(self.path).name


def _appended(dataset: Dataset, other: Dataset) -> Dataset:
    attributes: list[Attribute] = []
    columns: list[Column] = []
    for attribute in dataset.schema.attributes:
        if attribute.name not in other.schema and attribute.role == "weight":
            continue  # each further sample weighs 1
        theirs = other.schema.attribute(attribute.name)
        fitted, column = _fitted(attribute, theirs, other.column(attribute.name))
        attributes.append(fitted)
        columns.append(column)
    further = other.with_columns(attributes, columns)
    return concatenated(_with_labels(dataset, further), further)


def _fitted(attribute: Attribute, theirs: Attribute, column: Column) -> tuple[Attribute, Column]:
    """The other file's column as one of our attribute's kind."""
    is_same = (attribute.kind, attribute.shape) == (theirs.kind, theirs.shape)
    if is_same and (attribute.kind != "array" or attribute.values == theirs.values):
        return theirs, column
    if attribute.kind in {"nominal", "string"} and theirs.kind in {"nominal", "string", "numeric"}:
        texts = texts_of(theirs, column)
        if attribute.kind == "string":
            return replace(theirs, kind="string", values=()), texts
        labels, codes = labelled(texts)
        return replace(theirs, kind="nominal", values=labels), codes
    if missing_mask(theirs, column).all():
        return theirs, column  # a kind cannot be told from an empty column
    raise DataError(
        f"Attribute '{attribute.name}' is {theirs.kind} in the file to append "
        f"and {attribute.kind} here.",
        remedy="Change its kind here or there.",
        where=Where(parameter="path"),
    )


def _with_labels(dataset: Dataset, further: Dataset) -> Dataset:
    """The data set with the labels added that only the further rows have."""

    def extended(attribute: Attribute) -> Attribute:
        if attribute.kind != "nominal" or attribute.name not in further.schema:
            return attribute
        theirs = further.schema.attribute(attribute.name)
        if theirs.kind != "nominal":
            return attribute
        used = np.unique(further.column(attribute.name))
        new = [theirs.values[code] for code in used if code >= 0]
        known = set(attribute.values)
        return replace(
            attribute,
            values=(*attribute.values, *(label for label in new if label not in known)),
        )

    attributes = [extended(attribute) for attribute in dataset.schema.attributes]
    return dataset.with_columns(attributes, dataset.columns)
