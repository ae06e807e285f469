"""Predictions for new rows."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from workbench.core.component import Category
from workbench.core.run import Noted, Run
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema
from workbench.flow.node import NodeComponent
from workbench.models.conform import unseen_labels
from workbench.models.drift_report import DriftReport, findings
from workbench.models.model import Model
from workbench.nodes.predicted import Predicted

MOST_TOLD = 8  # attributes, one by one


@dataclass(frozen=True)
class DriftNoted(Noted):
    """Something that ``Predicted.drift`` tells as well."""


class Predict(NodeComponent):
    """Predict new rows: every input column, then the prediction and the class probabilities."""

    key: ClassVar[str] = "predict"
    title: ClassVar[str] = "Prediction"
    category: ClassVar[Category] = "Evaluate"
    icon: ClassVar[str] = "mdi6.crystal-ball"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.PredictionAppender",)

    def run(self, model: Model, data: Dataset) -> Run[Dataset]:
        """The rows with ``predicted`` and one ``p(CLASS)`` per class."""
        outputs = yield from model.outputs(data)
        report = DriftReport.of(model, data)
        yield from _told(report, model, data)
        target = model.schema.target
        attributes = [
            replace(target, name=data.schema.free_name("predicted"), role="meta"),
        ]
        columns: list[Column] = [model.decided(outputs)]
        if target.kind == "nominal":
            for code, label in enumerate(target.values):
                name = data.schema.free_name(f"p({label})")
                attributes.append(Attribute(name, "numeric", role="meta"))
                columns.append(np.ascontiguousarray(outputs[:, code]))
        schema = Schema((*data.schema.attributes, *attributes), data.schema.relation)
        return Predicted(schema, (*data.columns, *columns), data.sample_ids, report)


def _told(report: DriftReport | None, model: Model, data: Dataset) -> Run[None]:
    """Say what is odd about the rows: nothing of it is swallowed."""
    for name, labels in unseen_labels(data, model.schema).items():
        yield Noted(
            f"Attribute '{name}' has labels the model never saw: {', '.join(labels[:5])}; "
            "they count as missing.",
            is_warning=True,
        )
    if report is None:
        yield Noted("The model's file does not tell what its training rows were like.")
        return
    for drift in report.notable[:MOST_TOLD]:
        yield DriftNoted(f"Attribute '{drift.name}': {findings(drift)}.", is_warning=True)
    if len(report.notable) > MOST_TOLD:
        rest = len(report.notable) - MOST_TOLD
        yield DriftNoted(f"{rest} attributes more differ from the training rows.", is_warning=True)
