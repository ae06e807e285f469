"""Use training set."""

from typing import ClassVar

from workbench.core.component import Category
from workbench.data.dataset import Dataset
from workbench.data.folds import training_set
from workbench.data.split import Splits
from workbench.flow.node import NodeComponent


class TrainingSet(NodeComponent):
    """Train on all rows and test on the same rows: how well the data is remembered, no more."""

    key: ClassVar[str] = "training_set"
    title: ClassVar[str] = "Use training set"
    category: ClassVar[Category] = "Split"
    icon: ClassVar[str] = "mdi6.repeat-variant"
    aliases: ClassVar[tuple[str, ...]] = ("resubstitution",)

    def run(self, data: Dataset) -> Splits:
        """One split whose two parts are the same rows."""
        return training_set(data)
