"""Predictions for new rows."""

from dataclasses import replace
from typing import ClassVar

import numpy as np

from workbench.core.component import Category
from workbench.core.run import Noted, Run
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute
from workbench.flow.node import NodeComponent
from workbench.models.conform import unseen_labels
from workbench.models.model import Model


class Predict(NodeComponent):
    """Predict new rows: every input column, then the prediction and the class probabilities."""

    key: ClassVar[str] = "predict"
    title: ClassVar[str] = "Prediction"
    category: ClassVar[Category] = "Evaluate"
    icon: ClassVar[str] = "mdi6.crystal-ball"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.PredictionAppender",)

    def run(self, model: Model, data: Dataset) -> Run[Dataset]:
        """The rows with ``predicted`` and one ``p(CLASS)`` per class."""
        for name, labels in unseen_labels(data, model.schema).items():
            yield Noted(
                f"Attribute '{name}' has labels the model never saw: {', '.join(labels[:5])}; "
                "they count as missing.",
                is_warning=True,
            )
        outputs = yield from model.outputs(data)
        target = model.schema.target
        attributes = [replace(target, name=data.schema.free_name("predicted"), role="meta")]
        columns: list[Column] = [model.decided(outputs)]
        if target.kind == "nominal":
            for code, label in enumerate(target.values):
                name = data.schema.free_name(f"p({label})")
                attributes.append(Attribute(name, "numeric", role="meta"))
                columns.append(np.ascontiguousarray(outputs[:, code]))
        return data.with_columns((*data.schema.attributes, *attributes), (*data.columns, *columns))
