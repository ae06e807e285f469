"""Sample: a random part of the rows, none twice (pandas: sample; WEKA: Resample without …)."""

import math
from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, when
from workbench.core.errors import DataError, Where
from workbench.data.dataset import Dataset, IntArray
from workbench.preprocess.transform import DatasetTransform


class Sample(DatasetTransform):
    """Keep a random part of the rows, in their order; no row comes twice."""

    key: ClassVar[str] = "sample"
    title: ClassVar[str] = "Sample rows"
    icon: ClassVar[str] = "mdi6.percent-outline"
    weka: ClassVar[tuple[str, ...]] = ("weka.filters.unsupervised.instance.ReservoirSample",)
    aliases: ClassVar[tuple[str, ...]] = ("subsample", "subset")
    only_if: ClassVar[Mapping[str, Conditions]] = {"percent": {"count": when(None)}}

    percent: float = Field(
        default=10.0,
        gt=0,
        le=100,
        description="How much of the rows to keep, rounded.",
        json_schema_extra={"unit": "%"},
    )
    count: int | None = Field(
        default=None, ge=1, description="How many rows to keep; if given, 'percent' does not count."
    )
    stratified: bool = Field(
        default=True, description="Whether each label of a nominal class keeps its share."
    )
    seed: int = Field(default=1, ge=0, description="Of the random choice.")

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        n = dataset.n_samples
        wanted = self.count if self.count is not None else math.floor(n * self.percent / 100 + 0.5)
        if wanted > n:
            raise DataError(
                f"{wanted} rows cannot be drawn from {n} without drawing one twice.",
                where=Where(parameter="count"),
            )
        return dataset.take(np.sort(self._drawn(dataset, wanted)))

    @override
    def status(self) -> str:
        return f"{self.percent:g} %" if self.count is None else f"{self.count} rows"

    def _drawn(self, dataset: Dataset, wanted: int) -> IntArray:
        order = np.random.default_rng(self.seed).permutation(dataset.n_samples)
        target = dataset.schema.class_attribute
        if not self.stratified or target is None or target.kind != "nominal":
            return order[:wanted]
        grouped = order[np.argsort(dataset.labels[order], kind="stable")]
        # Evenly spread over the rows in the order of their classes: each gets its share.
        steps = np.arange(dataset.n_samples + 1) * wanted // max(dataset.n_samples, 1)
        return grouped[np.diff(steps) > 0]
