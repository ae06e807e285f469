"""Balance: as many training rows of each class (imbalanced-learn; WEKA: SpreadSubsample)."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Dataset, IntArray
from workbench.preprocess.resampling import class_rows, drawn, shares
from workbench.preprocess.transform import RowSampler


class Balance(RowSampler):
    """Even out how often each class occurs among the training rows; test rows stay as they are.

    Oversampling repeats rows of the rarer classes, undersampling leaves out rows of the frequent
    ones, and "same size" does both and keeps the number of rows. Rows without a class go.
    """

    key: ClassVar[str] = "balance"
    title: ClassVar[str] = "Balance classes"
    icon: ClassVar[str] = "mdi6.scale-balance"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.supervised.instance.SpreadSubsample",
        "weka.filters.supervised.instance.ClassBalancer",
    )
    aliases: ClassVar[tuple[str, ...]] = (
        *("RandomOverSampler", "RandomUnderSampler", "imbalance", "oversampling", "undersampling"),
    )

    method: Literal["oversample", "undersample", "same size"] = Field(
        default="oversample", description="Repeat rare rows, leave out frequent ones, or both."
    )
    bias: float = Field(
        default=1.0,
        ge=0,
        le=1,
        description="From 0, the classes as frequent as they are, to 1, all equally frequent.",
    )
    seed: int = Field(default=1, ge=0, description="Of the random choice.")

    @override
    def rows(self, train: Dataset) -> IntArray:
        groups = class_rows(train)
        random = np.random.default_rng(self.seed)
        wanted = self._wanted(np.array([len(group) for group in groups]))
        chosen = [drawn(group, int(n), random) for group, n in zip(groups, wanted, strict=True)]
        return np.sort(np.concatenate(chosen))

    @override
    def status(self) -> str:
        return self.method

    def _wanted(self, sizes: IntArray) -> IntArray:
        """How many rows of each class there shall be."""
        if self.method == "same size":
            even = np.full(len(sizes), sizes.mean())
            return shares(sizes + self.bias * (even - sizes), int(sizes.sum()))
        limit = sizes.max() if self.method == "oversample" else sizes.min()
        return np.asarray(np.rint(sizes + self.bias * (limit - sizes)), dtype=np.int64)
