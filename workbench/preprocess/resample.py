"""Resample: a random sample of the training rows (WEKA: supervised Resample; bootstrap)."""

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.data.dataset import Dataset, IntArray
from workbench.preprocess.resampling import class_rows, drawn, shares
from workbench.preprocess.transform import RowSampler


class Resample(RowSampler):
    """Draw training rows at random, with or without drawing a row twice; test rows stay.

    With a bias the classes are drawn evenly rather than as they come; rows without a class then
    go.
    """

    key: ClassVar[str] = "resample"
    title: ClassVar[str] = "Resample"
    icon: ClassVar[str] = "mdi6.dice-multiple-outline"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.supervised.instance.Resample",
        "weka.filters.unsupervised.instance.Resample",
    )
    aliases: ClassVar[tuple[str, ...]] = ("bootstrap", "bagging", "sample")
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Bootstrap": {"percent": 100.0, "replacement": True, "bias": 0.0},
        "WEKA's Resample, even classes": {"percent": 100.0, "replacement": True, "bias": 1.0},
    }

    percent: float = Field(
        default=100.0,
        gt=0,
        le=10_000,
        description="How many rows to draw, as a part of those there are, rounded.",
        json_schema_extra={"slider": "1..200 step 1", "unit": "%"},
    )
    replacement: bool = Field(
        default=True, description="Whether a row may be drawn more than once."
    )
    bias: float = Field(
        default=0.0,
        ge=0,
        le=1,
        description="From 0, the classes as frequent as they are, to 1, all equally frequent.",
    )
    seed: int = Field(default=1, ge=0, description="Of the random choice.")

    @override
    def rows(self, train: Dataset) -> IntArray:
        random = np.random.default_rng(self.seed)
        groups = class_rows(train) if self.bias > 0 else [np.arange(train.n_samples)]
        n = sum(len(group) for group in groups)
        if n == 0:
            raise DataError("There are no training rows to draw from.")
        total = math.floor(n * self.percent / 100 + 0.5)
        if not total:
            raise DataError(
                f"{self.percent:g} % of {n} rows is none.", where=Where(parameter="percent")
            )
        wanted = self._wanted(np.array([len(group) for group in groups], dtype=float), total)
        chosen = [
            self._drawn(group, int(size), random)
            for group, size in zip(groups, wanted, strict=True)
        ]
        return np.sort(np.concatenate(chosen))

    @override
    def status(self) -> str:
        return f"{self.percent:g} %" + ("" if self.replacement else ", none twice")

    def _wanted(self, sizes: np.ndarray[tuple[int], np.dtype[np.float64]], total: int) -> IntArray:
        wanted = shares(sizes + self.bias * (sizes.mean() - sizes), total)
        short = np.flatnonzero(wanted > sizes)
        if len(short) and not self.replacement:
            raise DataError(
                f"{int(wanted[short[0]])} rows cannot be drawn from {int(sizes[short[0]])} "
                "without drawing one twice.",
                remedy="Turn 'replacement' on, or lower 'percent' or 'bias'.",
                where=Where(parameter="replacement"),
            )
        return wanted

    def _drawn(self, rows: IntArray, n: int, random: np.random.Generator) -> IntArray:
        return random.choice(rows, n) if self.replacement else drawn(rows, n, random)
