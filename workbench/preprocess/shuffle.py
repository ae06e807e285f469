"""Shuffle: the rows in random order (WEKA: Randomize)."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.shuffle import permutation
from workbench.preprocess.transform import DatasetTransform


class Shuffle(DatasetTransform):
    """Put the rows into random order.

    Each row keeps its number. Splits shuffle by themselves; this is for learners that train sample
    by sample, and for files.
    """

    key: ClassVar[str] = "shuffle"
    title: ClassVar[str] = "Shuffle rows"
    icon: ClassVar[str] = "mdi6.shuffle-variant"
    weka: ClassVar[tuple[str, ...]] = ("weka.filters.unsupervised.instance.Randomize",)
    aliases: ClassVar[tuple[str, ...]] = ("randomise", "permutation")
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "WEKA's Randomize": {"seed": 42, "shuffling": "weka"}
    }

    seed: int = Field(default=1, ge=0, description="Of the random order.")
    shuffling: Literal["plain", "weka"] = Field(
        default="plain",
        description="Whose order: weka gives that of WEKA's Instances.randomize, to the row.",
        json_schema_extra={"advanced": True},
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        return dataset.take(permutation(dataset.n_samples, self.seed, self.shuffling))

    @override
    def status(self) -> str:
        return f"seed {self.seed}"
