"""k-fold cross-validation."""

from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.component import Category
from workbench.data.dataset import Dataset
from workbench.data.folds import k_fold
from workbench.data.split import Splits
from workbench.nodes.splitting import _Shuffled


class CrossValidation(_Shuffled):
    """Split the rows into k folds; each is the test part once, the others train."""

    key: ClassVar[str] = "cross_validation"
    title: ClassVar[str] = "Cross-validation"
    category: ClassVar[Category] = "Split"
    icon: ClassVar[str] = "mdi6.view-week-outline"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.CrossValidationFoldMaker",)
    aliases: ClassVar[tuple[str, ...]] = ("k-fold",)

    folds: int = Field(default=10, ge=2, le=10_000, description="Number of folds.")
    stratified: bool = Field(
        default=True, description="Keep each class's share the same in every fold."
    )

    def run(self, data: Dataset) -> Splits:
        """The folds."""
        return k_fold(data, self.folds, self.seed, self.shuffling, stratified=self.stratified)

    @override
    def status(self) -> str:
        return f"{self.folds} folds, seed {self.seed}"
