"""Supplied test set."""

from typing import ClassVar

from workbench.core.component import Category
from workbench.data.dataset import Dataset
from workbench.data.folds import supplied
from workbench.data.split import Splits
from workbench.flow.node import NodeComponent


class SuppliedTestSet(NodeComponent):
    """Train on one data set and test on another with the same attributes."""

    key: ClassVar[str] = "supplied_test_set"
    title: ClassVar[str] = "Supplied test set"
    category: ClassVar[Category] = "Split"
    icon: ClassVar[str] = "mdi6.set-split"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.TestSetMaker",)

    def run(self, data: Dataset, test: Dataset) -> Splits:
        """One split."""
        return supplied(data, test)
