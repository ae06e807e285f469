"""A model: what ``fit`` gives. It carries its schema and preparation and never changes."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Self

import numpy as np

from workbench.core.errors import ModelError
from workbench.core.run import Run, finish
from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.models.conform import conform
from workbench.models.threshold import DecisionThreshold
from workbench.models.training_statistics import TrainingStatistics
from workbench.preprocess.select_attributes import FittedSelection
from workbench.preprocess.transform import FittedTransform
from workbench.training.curve import Curve


@dataclass(frozen=True, eq=False, kw_only=True)
class Model(ABC):
    """Predicts for raw rows: checks them against its schema, prepares them, answers.

    Args:
        schema: of the rows it takes, class attribute included.
        preparation: fitted transforms applied in order before the model proper.
        curve: how its training went, for models trained by epochs.
        threshold: from which probability on a class is predicted; None: the most probable class.
        statistics: what the raw rows were like that it was trained on, where that is known.

    Attributes:
        key: the key of the learner that made it; names it in model files.
    """

    key: ClassVar[str]

    schema: Schema
    preparation: tuple[FittedTransform, ...] = ()
    curve: Curve | None = None
    threshold: DecisionThreshold | None = None
    statistics: TrainingStatistics | None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """The class labels in declared order; empty for regression."""
        return self.schema.target.values

    def outputs(self, rows: Dataset) -> Run[FloatArray]:
        """Class probabilities, shape (n, c), or predicted values, shape (n, 1), with progress.

        Raises:
            ModelError: an attribute is missing or of another kind, by name; or what comes out is
                no number, as training has diverged or a row holds an enormous one.
        """
        prepared = self.prepared(rows)
        with np.errstate(over="ignore", invalid="ignore"):  # looked at below
            outputs = yield from self._outputs(prepared)
        if not np.all(np.isfinite(outputs)):
            raise ModelError(
                "The model's predictions are no longer numbers: its training has diverged, or "
                "an attribute's numbers are too large for it.",
                remedy="Lower the learning rate, or scale the attributes.",
            )
        return outputs

    def prepared(self, rows: Dataset) -> Dataset:
        """Raw rows as the model proper takes them.

        Raises:
            ModelError: they do not fit its schema.
        """
        prepared = conform(rows, self.schema, self._unneeded)
        for transform in self.preparation:
            prepared = transform.apply(prepared)
        return prepared

    def tried_out(self, rows: Dataset) -> Run[None]:
        """Compute what the model is for, so that parts that do not fit each other show.

        Raises:
            ModelError: as ``outputs``.
        """
        yield from self.outputs(rows)

    def predict_proba(self, rows: Dataset) -> FloatArray:
        """Class probabilities, shape (n, c), each row adding up to 1.

        Raises:
            ModelError: the model predicts numbers, or the rows do not fit its schema.
        """
        if self.schema.task != "classification":
            raise ModelError(f"This model predicts the number '{self.schema.target.name}'.")
        return finish(self.outputs(rows))

    def predict(self, rows: Dataset) -> Column:
        """Class codes, shape (n,), as the threshold has it; or predicted values, shape (n,).

        Raises:
            ModelError: the rows do not fit the schema.
        """
        return self.decided(finish(self.outputs(rows)))

    def decided(self, outputs: FloatArray) -> Column:
        """What is predicted, shape (n,), where ``outputs`` came out: class codes or values.

        Raises:
            ModelError: the threshold's class is none of the model's.
        """
        if self.threshold is None or self.schema.task != "classification":
            return decided(self.schema, outputs)
        return self.threshold.decided(self.classes, outputs)

    def behind(self, schema: Schema, transforms: Sequence[FittedTransform]) -> Self:
        """The same model taking rows of ``schema``, which it puts through ``transforms`` first."""
        return replace(self, schema=schema, preparation=(*transforms, *self.preparation))

    @cached_property
    def _unneeded(self) -> frozenset[str]:
        """Raw attributes that the preparation leaves out before anything has been made of them.

        Only texts, dates, arrays and bags count once another step came first: that may have
        mixed numbers and labels into others, as the length of a row is made of all its numbers.
        """
        raw = Dataset(self.schema, tuple(_no_values(a) for a in self.schema.attributes))
        rows, found = raw, set[str]()
        for i, transform in enumerate(self.preparation):
            if isinstance(transform, FittedSelection):
                left_out = [a for a in self.schema.features if a.name in transform.removed]
                same = [a for a in left_out if a in rows.schema.attributes]
                found |= {a.name for a in same if i == 0 or a.kind not in {"numeric", "nominal"}}
            rows = transform.apply(rows)
        return frozenset(found)

    @abstractmethod
    def _outputs(self, prepared: Dataset) -> Run[FloatArray]:
        """What ``outputs`` gives, for rows that are already prepared."""

    @abstractmethod
    def state(self) -> State:
        """What this class adds to schema, preparation and curve, fit for a file."""

    @classmethod
    @abstractmethod
    def from_state(
        cls, state: State, schema: Schema, preparation: tuple[FittedTransform, ...]
    ) -> Self:
        """The inverse of ``state``.

        Raises:
            ModelError: an array is missing or of the wrong shape.
        """

    @classmethod
    def outputs_of_all(
        cls, models: Sequence["Model"], parts: Sequence[Dataset]
    ) -> Run[list[FloatArray]]:
        """``outputs`` of each model on its own part; overridden where one pass can serve all."""
        outputs: list[FloatArray] = []
        for model, part in zip(models, parts, strict=True):
            outputs.append((yield from model.outputs(part)))
        return outputs


def _no_values(attribute: Attribute) -> Column:
    types = {"numeric": "f8", "nominal": "i4", "date": "M8[ms]", "string": "O", "relational": "O"}
    kind = "i4" if attribute.values else "f8"
    return np.empty((0, *attribute.shape), dtype=types.get(attribute.kind, kind))


def decided(schema: Schema, outputs: FloatArray) -> Column:
    """The code of the most probable class (the first of equals), or the predicted value.

    A model may have been given a threshold; so ask ``Model.decided`` where there is a model.
    """
    if schema.task == "classification":
        codes: Column = np.argmax(outputs, axis=1).astype(np.int32)
        return codes
    values: Column = outputs[:, 0]
    return values
