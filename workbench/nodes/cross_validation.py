"""k-fold cross-validation."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.component import Category
from workbench.data.dataset import Dataset
from workbench.data.folds import repeated_k_fold
from workbench.data.split import Splits
from workbench.nodes.splitting import _Shuffled


class CrossValidation(_Shuffled):
    """Split the rows into k folds; each is the test part once, the others train.

    Repeated, the rows are shuffled anew each time, with the next seed, as WEKA's Experimenter does.
    """

    key: ClassVar[str] = "cross_validation"
    title: ClassVar[str] = "Cross-validation"
    category: ClassVar[Category] = "Split"
    icon: ClassVar[str] = "mdi6.view-week-outline"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.CrossValidationFoldMaker",)
    aliases: ClassVar[tuple[str, ...]] = ("k-fold", "repeated cross-validation", "Experimenter")
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "WEKA's folds": {"folds": 10, "stratified": True, "seed": 1, "shuffling": "weka"},
        "WEKA's Experimenter": {
            "folds": 10,
            "repeats": 10,
            "stratified": True,
            "seed": 1,
            "shuffling": "weka",
        },
        "Five folds": {"folds": 5, "stratified": True, "seed": 1},
    }

    folds: int = Field(
        default=10,
        ge=2,
        le=10_000,
        description="Number of folds.",
        json_schema_extra={"slider": "2..20"},
    )
    repeats: int = Field(
        default=1,
        ge=1,
        le=1_000,
        description="How many times, each time shuffled with the next seed.",
        json_schema_extra={"slider": "1..20"},
    )
    stratified: bool = Field(
        default=True, description="Keep each class's share the same in every fold."
    )

    def run(self, data: Dataset) -> Splits:
        """The folds, of all repetitions."""
        return repeated_k_fold(
            data, self.folds, self.repeats, self.seed, self.shuffling, stratified=self.stratified
        )

    @override
    def status(self) -> str:
        times = f"{self.repeats} × " if self.repeats > 1 else ""
        return f"{times}{self.folds} folds, seed {self.seed}"
