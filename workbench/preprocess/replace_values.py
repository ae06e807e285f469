"""Replace values: one value by another, wherever it stands (WEKA: RenameNominalValues, …)."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Literal, TypeAlias

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, ParameterError, Where
from workbench.data.cell import as_date, as_number
from workbench.data.dataset import MISSING_CODE, BoolArray, Column, Dataset, IntArray, missing_mask
from workbench.data.schema import Attribute
from workbench.preprocess.cells import Refusal, labelled, no_text, parsed, texts_of
from workbench.preprocess.pattern import compiled, replaced
from workbench.preprocess.transform import DatasetTransform

MISSING_SIGN = "?"

# What becomes of a cell's text; None is missing.
Change: TypeAlias = Callable[[str | None], str | None]


class ReplaceValues(DatasetTransform):
    """Replace a value by another: a whole cell, a part of it, or what a pattern matches.

    A whole cell that is ? is a missing one, on either side. Whole numbers and dates are compared
    as such: 1 finds 1.0. Labels that become equal become one; new ones are added.
    """

    key: ClassVar[str] = "replace_values"
    title: ClassVar[str] = "Replace values"
    icon: ClassVar[str] = "mdi6.find-replace"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.unsupervised.attribute.RenameNominalValues",
        "weka.filters.unsupervised.attribute.MergeTwoValues",
    )
    aliases: ClassVar[tuple[str, ...]] = ("find", "map")

    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none leaves the data as they are.",
        json_schema_extra={"editor": "attributes"},
    )
    find: str = Field(default=MISSING_SIGN, description="What to look for; ? is a missing value.")
    replacement: str = Field(
        default="", description="What to put there; ? is a missing value, for whole cells."
    )
    match: Literal["whole cell", "part", "pattern"] = Field(
        default="whole cell",
        description="What 'find' is: all of a cell, a part of it, or a regular expression.",
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        attributes, columns = list(dataset.schema.attributes), list(dataset.columns)
        change = self._change()
        for name in self.attributes:
            i = dataset.schema.index(name)
            attributes[i], columns[i] = self._changed(
                attributes[i], columns[i], dataset.sample_ids, change
            )
        return dataset.with_columns(attributes, columns)

    @override
    def status(self) -> str:
        return f"{self.find} → {self.replacement}" if self.attributes else ""

    def _change(self) -> Change:
        if self.match == "whole cell":
            old = None if self.find == MISSING_SIGN else self.find
            new = None if self.replacement == MISSING_SIGN else self.replacement
            return lambda text: new if text == old else text
        if not self.find:
            raise ParameterError("There is nothing to look for.", where=Where(parameter="find"))
        if self.match == "part":
            return lambda text: text and text.replace(self.find, self.replacement)
        pattern = compiled(self.find, "find")
        return lambda text: None if text is None else replaced(pattern, self.replacement, text)

    def _changed(
        self, attribute: Attribute, column: Column, sample_ids: IntArray, change: Change
    ) -> tuple[Attribute, Column]:
        if attribute.kind == "nominal":
            return _relabelled(attribute, column, change)
        if attribute.kind == "string":
            known = {text: change(text) for text in dict.fromkeys(column.tolist())}
            return attribute, _objects(known, column)
        if attribute.kind not in {"numeric", "date"}:
            raise no_text(attribute)
        if self.match == "whole cell":
            return attribute, self._exchanged(attribute, column)
        texts = texts_of(attribute, column)
        changed = _objects({text: change(text) for text in dict.fromkeys(texts.tolist())}, texts)
        return attribute, _read(attribute, changed, sample_ids)

    def _exchanged(self, attribute: Attribute, column: Column) -> Column:
        """Numbers or dates with those that are looked for exchanged."""
        is_hit = self._hits(attribute, column)
        if not is_hit.any():
            return column
        new = _value(attribute, self.replacement)
        if new is None:
            raise DataError(
                f"'{self.replacement}' cannot stand in '{attribute.name}', "
                f"which is {attribute.kind}.",
                where=Where(parameter="replacement"),
            )
        return np.where(is_hit, new, column).astype(column.dtype)

    def _hits(self, attribute: Attribute, column: Column) -> BoolArray:
        if self.find == MISSING_SIGN:
            return missing_mask(attribute, column)
        old = _value(attribute, self.find)
        return np.zeros(len(column), dtype=bool) if old is None else np.asarray(column == old)


def _value(attribute: Attribute, text: str) -> float | np.datetime64 | None:
    """A text as a number or date; None if it is none."""
    if attribute.kind == "numeric":
        return np.nan if text == MISSING_SIGN else as_number(text)
    return np.datetime64("NaT", "ms") if text == MISSING_SIGN else as_date(text)


def _read(attribute: Attribute, texts: Column, sample_ids: IntArray) -> Column:
    refusal = Refusal(attribute, sample_ids, "number" if attribute.kind == "numeric" else "date")
    if attribute.kind == "numeric":
        return parsed(texts, as_number, np.nan, refusal)
    return parsed(texts, as_date, np.datetime64("NaT", "ms"), refusal)


def _relabelled(attribute: Attribute, column: Column, change: Change) -> tuple[Attribute, Column]:
    """A nominal attribute with its labels changed; what no sample has but was declared stays."""
    gap = change(None)
    has_gap = bool(np.any(column == MISSING_CODE))
    outcomes = [*(change(label) for label in attribute.values), gap if has_gap else None]
    outcome_column = np.empty(len(outcomes), dtype=object)
    outcome_column[:] = outcomes
    labels, codes = labelled(outcome_column)
    return replace(attribute, values=labels), np.asarray(codes[column])


def _objects(changed: dict[str | None, str | None], column: Column) -> Column:
    result = np.empty(len(column), dtype=object)
    result[:] = [changed[text] for text in column.tolist()]
    return result
