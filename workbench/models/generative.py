"""Models that make new samples, and the way back from a network's numbers to rows.

``generate`` gives rows in the schema the model was trained on: pictures as bytes, numbers in
their own units, labels as labels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import ModelError
from workbench.core.run import Run
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models.conform import conform
from workbench.models.stored import prepared_schema
from workbench.preprocess.impute import FittedImpute
from workbench.preprocess.one_hot import FittedOneHot
from workbench.preprocess.scaling import FittedScaling
from workbench.preprocess.select_attributes import FittedSelection
from workbench.preprocess.transform import FittedTransform

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Wanted:
    """What is to be generated.

    Args:
        n: how many samples.
        label: the class they are to be of; None = each class in turn, where a model knows classes.
        steps: alternating Gibbs steps before a sample is taken, where a model samples so.
        temperature: above 1 more varied, below 1 nearer to the likeliest, at 0 that itself.
        prompt: how each sample begins, where a model goes on with texts.
    """

    n: int = 10
    label: str | None = None
    steps: int = 200
    temperature: float = 1.0
    seed: int = 1
    prompt: str = ""


@runtime_checkable
class Generative(Protocol):
    """A model that makes new samples."""

    def generate(self, wanted: Wanted) -> Run[Dataset]:
        """New rows in the training schema. Same seed, same rows.

        Raises:
            ModelError: there is no such class, or the model cannot be told a class; a step of its
                preparation has no way back.
        """
        ...


def wanted_codes(schema: Schema, wanted: Wanted) -> Codes:
    """The class code of each sample, shape (n,): the wanted label, or each class in turn.

    Raises:
        ModelError: there is no such class.
    """
    labels = schema.target.values
    if not wanted.label:
        return np.arange(wanted.n) % max(1, len(labels))
    if wanted.label not in labels:
        known = ", ".join(labels[:20])
        raise ModelError(f"There is no class '{wanted.label}'; the model knows: {known}.")
    return np.full(wanted.n, labels.index(wanted.label))


def raw_rows(
    schema: Schema,
    preparation: Sequence[FittedTransform],
    columns: Mapping[str, Column],
    codes: Codes | None = None,
) -> Dataset:
    """Rows of ``schema`` that the preparation would turn into these columns.

    What the preparation leaves out is missing. Of one-hot columns the largest is the label.

    Args:
        columns: of prepared rows, by attribute.
        codes: of the class, shape (n,); None = missing throughout.

    Raises:
        ModelError: a step has no way back.
    """
    schemas = [prepared_schema(schema, preparation[:i]) for i in range(len(preparation) + 1)]
    steps = list(zip(preparation, pairwise(schemas), strict=True))
    undone = dict(columns)
    for step, (before, after) in reversed(steps):
        undone = _undone(step, before, after, undone)
    if codes is not None:
        undone[schema.target.name] = codes.astype(np.int32)
    present = [a for a in schema.attributes if a.name in undone]
    rows = Dataset(Schema(tuple(present), schema.relation), tuple(undone[a.name] for a in present))
    return conform(rows, schema, unneeded=[n for n in schema.names if n not in undone])


def _undone(
    step: FittedTransform, before: Schema, after: Schema, columns: Mapping[str, Column]
) -> dict[str, Column]:
    """The columns before a step."""
    if isinstance(step, FittedScaling):
        return {**columns, **_unscaled(step, columns)}
    if isinstance(step, FittedOneHot):
        return _unencoded(step, before, after, columns)
    if isinstance(step, FittedImpute | FittedSelection):
        return dict(columns)
    raise ModelError(
        f"What is generated cannot be brought back through the step '{step.key}'.",
        remedy="Train without it; scaling, one-hot and impute can be undone.",
    )


def _unscaled(step: FittedScaling, columns: Mapping[str, Column]) -> dict[str, Column]:
    steps = zip(step.names, step.offsets, step.divisors, strict=True)
    return {name: columns[name] * by + offset for name, offset, by in steps if name in columns}


def _unencoded(
    step: FittedOneHot, before: Schema, after: Schema, columns: Mapping[str, Column]
) -> dict[str, Column]:
    """Labels for their 0/1 columns, which stand in ``after`` where they stood."""
    names = iter(after.names)
    undone: dict[str, Column] = {}
    for attribute in before.attributes:
        if attribute.name in step.labels:
            places = [next(names) for _ in step.labels[attribute.name]]
            if places and all(place in columns for place in places):
                chosen = np.argmax([columns[place] for place in places], axis=0)
                undone[attribute.name] = _codes(attribute, step.labels[attribute.name])[chosen]
        elif (name := next(names)) in columns:
            undone[name] = columns[name]
    return undone


def _codes(attribute: Attribute, labels: Sequence[str]) -> NDArray[np.int32]:
    return np.array([attribute.values.index(label) for label in labels], np.int32)
