"""A data set into a file."""

from typing import ClassVar

from pydantic import Field

from workbench.core.component import Category
from workbench.data.dataset import Dataset
from workbench.data.writers.arff import write_arff
from workbench.data.writers.csv import write_csv
from workbench.flow.node import NodeComponent
from workbench.nodes.save_model import named
from workbench.nodes.saved import Saved


class SaveData(NodeComponent):
    """Save a data set as ARFF, or as CSV if the file's name ends in .csv."""

    key: ClassVar[str] = "save_data"
    title: ClassVar[str] = "Save data"
    category: ClassVar[Category] = "Save"
    icon: ClassVar[str] = "mdi6.table-arrow-down"
    aliases: ClassVar[tuple[str, ...]] = ("ArffSaver", "CSVSaver")
    is_remembered: ClassVar[bool] = False

    path: str = Field(
        default="", description="The file to write.",
        json_schema_extra={"editor": "save-file", "filter": "*.arff *.csv"},
    )  # fmt: skip

    def run(self, data: Dataset) -> Saved:
        """The file that was written."""
        path = named(self.path)
        write = write_csv if path.suffix.lower() == ".csv" else write_arff
        write(data, path)
        return Saved(path)
