"""What learners that need numbers do with data that are not: fill, scale, encode, leave out."""

from abc import ABC
from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from workbench.core.condition import IS_ON, Conditions
from workbench.core.errors import FitError
from workbench.core.run import Noted, Run
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute
from workbench.models.learner import Learner
from workbench.preprocess.impute import Impute
from workbench.preprocess.min_max import MinMax
from workbench.preprocess.one_hot import OneHot
from workbench.preprocess.scaling import FittedScaling
from workbench.preprocess.select_attributes import FittedSelection
from workbench.preprocess.standardise import Standardise
from workbench.preprocess.transform import FittedTransform

HINTS = {
    "array": "To learn from pictures or series, put 'Flatten image' before the split.",
    "string": "To learn from texts, put 'String to words' behind the split.",
    "date": "To learn from dates, put 'Date parts' before the split.",
}
LARGEST = 1e100  # of a number to compute with


class NumericLearner(Learner, ABC):
    """Base of learners that need numbers in every cell.

    Attributes:
        needs_two_classes: whether training rows of one class only are refused.
        needs_class: whether rows without a class are of no use to it.
    """

    trailing: ClassVar[tuple[str, ...]] = ("prepare", "scale")
    needs_two_classes: ClassVar[bool] = False
    needs_class: ClassVar[bool] = True
    only_if: ClassVar[Mapping[str, Conditions]] = {"scale": {"prepare": IS_ON}}

    prepare: bool = Field(
        default=True,
        description="Impute, one-hot encode and scale what the learner cannot take as it is.",
        json_schema_extra={"section": "Preparation"},
    )
    scale: Literal["standardise", "min-max", "none"] = Field(
        default="standardise",
        description="How numeric attributes are scaled, where they are not scaled already.",
        json_schema_extra={"section": "Preparation"},
    )

    def prepared(self, train: Dataset) -> Run[tuple[tuple[FittedTransform, ...], Dataset]]:
        """The steps this learner adds, fitted on ``train``, and the rows after them.

        Rows without a class are left out where one is needed; so are attributes that are no
        numbers and cannot become any, and those that are missing throughout. Each is noted.
        Numeric gaps are always provided for (mean of the training rows): the rows to be predicted
        may have some even where the training rows have none. A missing label is 0 in each of its
        one-hot columns. One-hot columns are not scaled.

        Raises:
            FitError: there are no rows, no class or no attribute to learn from; all rows are of
                one class and ``needs_two_classes``; an attribute holds an infinite or
                enormous number; or ``prepare`` is off and an attribute is not numeric or has
                missing values.
        """
        known = known_class(train) if self.needs_class else with_or_without_class(train)
        if dropped := train.n_samples - known.n_samples:
            yield Noted(f"Training rows without a class, left out: {dropped}.")
        if self.needs_two_classes:
            _refuse_one_class(known)
        if not self.prepare:
            self._refuse_unprepared(known)
            return (), known
        unusable = [a for a in known.schema.features if not self.takes(a)]
        empty = self._empty(known)
        if unusable:
            text = f"Left out, as they are no numbers: {_listed(unusable)}.{_hints(unusable)}"
            yield Noted(text, is_warning=True)
        if empty:
            yield Noted(f"Left out, as they have no value: {_listed(empty)}.", is_warning=True)
        if unusable and len(unusable) + len(empty) == len(known.schema.features):
            _refuse_unusable(unusable)
        removed = FittedSelection(tuple(a.name for a in (*unusable, *empty)))
        return (yield from self._steps(removed, known))

    def takes(self, attribute: Attribute) -> bool:
        """Whether it learns from such an attribute; arrays that it takes come through as they are.

        A subclass that takes more than numbers and labels says so here.
        """
        return attribute.kind in {"numeric", "nominal"}

    def _empty(self, train: Dataset) -> list[Attribute]:
        usable = (a for a in train.schema.features if self.takes(a))
        return [a for a in usable if np.all(train.missing(a.name))]

    def _refuse_unprepared(self, train: Dataset) -> None:
        for attribute in train.schema.features:
            is_array = attribute.kind == "array" and self.takes(attribute)
            if attribute.kind != "numeric" and not is_array:
                raise FitError(
                    f"Attribute '{attribute.name}' is {attribute.kind}; numbers are needed here.",
                    remedy="Turn 'prepare' on in the learner, or put a one-hot before it.",
                )
            if np.any(train.missing(attribute.name)):
                raise FitError(
                    f"Attribute '{attribute.name}' has missing values.",
                    remedy="Turn 'prepare' on in the learner, or put an impute before it.",
                )
        _refuse_useless(train)

    def _steps(
        self, removed: FittedSelection, train: Dataset
    ) -> Run[tuple[tuple[FittedTransform, ...], Dataset]]:
        steps: list[FittedTransform] = [removed] if removed.removed else []
        rows = removed.apply(train)
        _refuse_useless(rows)
        added: list[str] = []
        if any(a.kind == "numeric" for a in rows.schema.features):
            impute = Impute(numeric="mean", nominal="none").fit(rows)
            steps, rows, added = [*steps, impute], impute.apply(rows), ["impute (mean)"]
            scaling = self._scaling(rows)
            if scaling and not scaling.changes_nothing:
                steps, rows, added = [*steps, scaling], scaling.apply(rows), [*added, self.scale]
        if any(a.kind == "nominal" for a in rows.schema.features):
            one_hot = OneHot().fit(rows)
            steps, rows, added = [*steps, one_hot], one_hot.apply(rows), [*added, "one-hot"]
        if added:
            yield Noted(f"Added: {', '.join(added)}.")
        return tuple(steps), rows

    def _scaling(self, train: Dataset) -> FittedScaling | None:
        if self.scale == "standardise":
            return Standardise().fit(train)
        return MinMax().fit(train) if self.scale == "min-max" else None


def known_class(train: Dataset) -> Dataset:
    """The training rows that have a class.

    Raises:
        FitError: there is no class, no row, or no row with a class; a number to be predicted is
            infinite or enormous.
    """
    target = train.schema.class_attribute
    if target is None:
        raise FitError(
            "No attribute is the class, so there is nothing to learn.",
            remedy="Choose one in the reader, or with --class NAME.",
        )
    if target.kind not in {"nominal", "numeric"}:
        raise FitError(
            f"The class '{target.name}' is a {target.kind} attribute; "
            "it must be nominal (classification) or numeric (regression)."
        )
    if train.n_samples == 0:
        raise FitError("There are no training rows.")
    missing = train.missing(target.name)
    if np.all(missing):
        raise FitError(f"The class '{target.name}' is missing in every training row.")
    refuse_enormous(train, [target])
    return train.take(~missing) if np.any(missing) else train


def with_or_without_class(train: Dataset) -> Dataset:
    """The training rows, for learners that learn from rows without a class, too.

    Raises:
        FitError: there is no row; a number to be predicted is infinite or enormous.
    """
    if train.n_samples == 0:
        raise FitError("There are no training rows.")
    refuse_enormous(train, [a for a in train.schema.attributes if a.role == "class"])
    return train


def refuse_enormous(train: Dataset, attributes: Iterable[Attribute]) -> None:
    """See that numbers, their squares and sums of these stay finite.

    Raises:
        FitError: a number is infinite or beyond ±``LARGEST``.
    """
    for attribute in attributes:
        if attribute.kind != "numeric":
            continue
        column = np.abs(train.column(attribute.name))
        if np.any(np.isinf(column)):
            raise FitError(f"Attribute '{attribute.name}' holds an infinite number.")
        if np.any(column > LARGEST):
            raise FitError(
                f"Attribute '{attribute.name}' holds numbers beyond ±{LARGEST:g}, which are too "
                "large to compute with."
            )


def _refuse_one_class(train: Dataset) -> None:
    target = train.schema.target
    if target.kind == "nominal" and len(present := np.unique(train.labels)) == 1:
        raise FitError(
            f"All {train.n_samples} training rows are of the class "
            f"'{target.values[int(present[0])]}'; at least two classes are needed."
        )


def _refuse_useless(train: Dataset) -> None:
    if not train.schema.features:
        raise FitError("There is no attribute to learn from besides the class.")
    refuse_enormous(train, train.schema.features)


def _refuse_unusable(unusable: list[Attribute]) -> None:
    raise FitError(
        f"There is no number or label to learn from, only {_listed(unusable)}.",
        remedy=_hints(unusable).strip() or None,
    )


def _hints(unusable: list[Attribute]) -> str:
    """Which nodes would make numbers of the attributes, a sentence for each kind."""
    kinds = dict.fromkeys("tokens" if a.values else a.kind for a in unusable)
    return "".join(f" {HINTS[kind]}" for kind in kinds if kind in HINTS)


def _listed(attributes: list[Attribute]) -> str:
    shown = ", ".join(f"'{a.name}' ({a.kind})" for a in attributes[:6])
    return f"{shown} and {len(attributes) - 6} more" if len(attributes) > 6 else shown
