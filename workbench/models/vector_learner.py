"""What autoencoders, VAEs and GANs have in common: rows as vectors, and a read-out of the code.

They learn from rows without a class as well; where there is one, a softmax or a line on the code
is fitted to it once the network is trained.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal, cast

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.core.errors import FitError, Where
from workbench.core.run import Progressed, Run, Stop
from workbench.data.dataset import Dataset, IntArray, missing_mask
from workbench.data.schema import Attribute
from workbench.models.field_facts import section
from workbench.models.learner import Fold
from workbench.models.mlp_rows import ReadyFold
from workbench.models.model import Model
from workbench.models.network_learner import NetworkLearner
from workbench.models.readout import fit_readout
from workbench.models.vector_fold import VectorFold, vector_fold, vector_parts
from workbench.models.vector_model import ROWS_AT_ONCE, VectorModel
from workbench.models.vector_rows import Range, Vectors, is_unit_by_nature, is_vector_part

if TYPE_CHECKING:
    from workbench.training import grouping
    from workbench.training import job as jobs
else:
    grouping = deferred("workbench.training.grouping")


class VectorLearner(NetworkLearner, ABC):
    """Base of learners whose networks take a row as a vector and need no class."""

    needs_class: ClassVar[bool] = False
    class_weights: ClassVar[Literal["none", "balanced"]] = "none"  # type: ignore[misc] # none here

    values: Literal["auto", "unit", "real"] = Field(
        default="auto",
        description="What the numbers of a row are taken as: unit, in [0, 1] (min–max is then the "
        "scale); real, of any size; auto takes unit for pictures, labels and 0/1.",
        json_schema_extra=section("Network"),
    )

    @property
    def tells_labels(self) -> bool:
        """Whether the network is told a row's label."""
        return False

    @abstractmethod
    def vector_model(self, fold: VectorFold, trained: "jobs.Trained") -> VectorModel:
        """The model that a trained network makes, without a read-out."""

    @override
    def takes(self, attribute: Attribute) -> bool:
        return is_vector_part(attribute)

    @override
    def ready_key(self, fold: Fold) -> Hashable:
        return (super().ready_key(fold), self.values, self.tells_labels)

    @override
    def ready(self, fold: Fold) -> Run[ReadyFold]:
        n_labels = self._n_labels(fold) if self.tells_labels else 0
        parts = vector_parts(fold, self.validation_share, self.seed)
        how = self._range(parts.train)
        scaled = self.model_copy(update={"scale": "min-max"}) if how == "unit" else self
        prepared = yield from scaled.prepared(parts.train)
        return vector_fold(parts, fold, prepared, how, n_labels)

    @override
    def grouping(self, fold: ReadyFold, n_networks: int) -> "grouping.Grouping":
        reason = "each draws random numbers of its own while it trains"
        return grouping.Grouping(n_networks, 1, reason)

    @override
    def model(self, fold: ReadyFold, trained: "jobs.Trained") -> Model:
        return self.vector_model(cast("VectorFold", fold), trained)

    @override
    def finished(self, fold: ReadyFold, trained: "jobs.Trained") -> Run[Model]:
        """The model with its read-out, where training rows have a class."""
        fold = cast("VectorFold", fold)
        model = self.vector_model(fold, trained)
        target = fold.schema.class_attribute
        if target is None or fold.labels is None or target.kind not in {"nominal", "numeric"}:
            return model
        known = np.flatnonzero(~missing_mask(target, fold.labels))
        if not len(known):
            return model
        features = yield from _features(model, fold.train.inputs[:, : fold.n_values], known)
        labels = fold.labels[known[: len(features)]]
        readout = yield from fit_readout(features, labels, target)
        return replace(model, readout=readout)

    def _range(self, train: Dataset) -> Range:
        is_unit = self.values == "unit" or (
            self.values == "auto" and (self.scale == "min-max" or is_unit_by_nature(train))
        )
        if is_unit:
            return "unit"
        return "standard" if self.scale == "standardise" else "as-is"

    def _n_labels(self, fold: Fold) -> int:
        target = fold.train.schema.class_attribute
        if target is None or target.kind != "nominal":
            raise FitError(
                "There are no classes that a conditional network could be told.",
                remedy="Choose a nominal class, or turn 'conditional' off.",
                where=Where(parameter="conditional"),
            )
        return len(target.values)


def _features(model: VectorModel, vectors: Vectors, rows: IntArray) -> Run[Vectors]:
    """What the read-out takes of these rows; of the first of them only after a stop."""
    parts: list[Vectors] = []
    for start in range(0, len(rows), ROWS_AT_ONCE):
        parts.append(model.features_of(vectors[rows[start : start + ROWS_AT_ONCE]]))
        done = min(len(rows), start + ROWS_AT_ONCE)
        if isinstance((yield Progressed(done, len(rows), f"codes of {done} rows")), Stop):
            break
    return np.concatenate(parts)
