"""Select best: the features that tell most of the class (WEKA: AttributeSelection with Ranker)."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, when
from workbench.data.dataset import Dataset
from workbench.preprocess.relevance import Measure, ranking
from workbench.preprocess.select_attributes import FittedSelection
from workbench.preprocess.transform import Transform


class SelectBest(Transform):
    """Keep the features that tell most of the class, measured one by one on the training part.

    Texts, pictures and what else the measure does not apply to stays. For entropy and chi squared
    numbers are cut into intervals by Fayyad–Irani, as in WEKA.
    """

    key: ClassVar[str] = "select_best"
    title: ClassVar[str] = "Select best"
    icon: ClassVar[str] = "mdi6.trophy-outline"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.supervised.attribute.AttributeSelection",
        "weka.attributeSelection.InfoGainAttributeEval",
        "weka.attributeSelection.GainRatioAttributeEval",
        "weka.attributeSelection.ChiSquaredAttributeEval",
        "weka.attributeSelection.CorrelationAttributeEval",
        "weka.attributeSelection.Ranker",
    )
    aliases: ClassVar[tuple[str, ...]] = ("SelectKBest", "f_classif", "feature selection")
    only_if: ClassVar[Mapping[str, Conditions]] = {"number": {"threshold": when(None)}}

    method: Measure = Field(
        default="information gain",
        description="How a feature is measured; F is the analysis of variance.",
    )
    number: int = Field(
        default=10,
        ge=1,
        description="How many features to keep.",
        json_schema_extra={"slider": "1..50"},
    )
    threshold: float | None = Field(
        default=None,
        allow_inf_nan=False,
        description="Keep every feature with a greater score instead; 'number' does not count.",
    )

    @override
    def fit(self, train: Dataset) -> FittedSelection:
        ranked = ranking(train, self.method)
        if self.threshold is None:
            return FittedSelection(tuple(name for name, _ in ranked[self.number :]))
        return FittedSelection(tuple(name for name, score in ranked if score <= self.threshold))

    @override
    def status(self) -> str:
        if self.threshold is None:
            return f"{self.number} by {self.method}"
        return f"{self.method} > {self.threshold:g}"
