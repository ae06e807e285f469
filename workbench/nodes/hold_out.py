"""Percentage split."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.component import Category
from workbench.data.dataset import Dataset
from workbench.data.folds import hold_out
from workbench.data.split import Splits
from workbench.nodes.splitting import _Shuffled


class HoldOut(_Shuffled):
    """Train on a percentage of the shuffled rows and test on the rest."""

    key: ClassVar[str] = "hold_out"
    title: ClassVar[str] = "Percentage split"
    category: ClassVar[Category] = "Split"
    icon: ClassVar[str] = "mdi6.call-split"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.TrainTestSplitMaker",)
    aliases: ClassVar[tuple[str, ...]] = ("hold-out",)
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "WEKA's percentage split": {
            "percent": 66.0,
            "stratified": False,
            "seed": 1,
            "shuffling": "weka",
        },
    }

    percent: float = Field(
        default=66.0, gt=0, lt=100, description="Share of rows that train.",
        json_schema_extra={"unit": "%"},
    )  # fmt: skip
    stratified: bool = Field(
        default=False, description="Keep each class's share the same in both parts."
    )

    def run(self, data: Dataset) -> Splits:
        """One split."""
        return hold_out(data, self.percent, self.seed, self.shuffling, stratified=self.stratified)

    @override
    def status(self) -> str:
        return f"{self.percent:g} % train"
