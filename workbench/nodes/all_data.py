"""All data, for the final model."""

from typing import ClassVar

from workbench.core.component import Category
from workbench.data.dataset import Dataset
from workbench.data.folds import all_rows
from workbench.data.split import Splits
from workbench.flow.node import NodeComponent


class AllData(NodeComponent):
    """Train on all rows and test on none: for the final model that is saved."""

    key: ClassVar[str] = "all_data"
    title: ClassVar[str] = "All data"
    category: ClassVar[Category] = "Split"
    icon: ClassVar[str] = "mdi6.database-outline"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.TrainingSetMaker",)

    def run(self, data: Dataset) -> Splits:
        """One split without test rows."""
        return all_rows(data)
