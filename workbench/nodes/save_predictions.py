"""The predictions of an evaluation into a file."""

from typing import ClassVar

from pydantic import Field

from workbench.core.component import Category
from workbench.core.files import write_text
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.table import predictions_csv
from workbench.flow.node import NodeComponent
from workbench.nodes.save_model import named
from workbench.nodes.saved import Saved


class SavePredictions(NodeComponent):
    """Save what was predicted for every test row as CSV, with the truth and the probabilities."""

    key: ClassVar[str] = "save_predictions"
    title: ClassVar[str] = "Save predictions"
    category: ClassVar[Category] = "Save"
    icon: ClassVar[str] = "mdi6.file-delimited-outline"
    is_remembered: ClassVar[bool] = False

    path: str = Field(
        default="", description="The CSV file to write.",
        json_schema_extra={"editor": "save-file", "filter": "*.csv"},
    )  # fmt: skip

    def run(self, evaluation: Evaluation) -> Saved:
        """The file that was written."""
        path = named(self.path)
        write_text(path, predictions_csv(evaluation.results))
        return Saved(path)
