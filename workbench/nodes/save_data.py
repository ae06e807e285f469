"""A data set into a file."""

from typing import ClassVar

from pydantic import Field

from workbench.core.component import Category
from workbench.data.dataset import Dataset
from workbench.data.writers.open import FILTER, write
from workbench.flow.node import NodeComponent
from workbench.nodes.save_model import named
from workbench.nodes.saved import Saved


class SaveData(NodeComponent):
    """Save a data set in the format that the file's name says.

    These are .arff, .csv, .tsv, .jsonl, .npz, .parquet and .xlsx, those of text also compressed
    (.csv.gz). Pictures and series go into .npz and .jsonl files as they are; flatten them first
    for the others.
    """

    key: ClassVar[str] = "save_data"
    title: ClassVar[str] = "Save data"
    category: ClassVar[Category] = "Save"
    icon: ClassVar[str] = "mdi6.table-arrow-down"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.core.converters.ArffSaver",
        "weka.core.converters.CSVSaver",
    )
    aliases: ClassVar[tuple[str, ...]] = ("export",)
    is_remembered: ClassVar[bool] = False

    path: str = Field(
        default="", description="The file to write.",
        json_schema_extra={"editor": "save-file", "filter": FILTER},
    )  # fmt: skip

    def run(self, data: Dataset) -> Saved:
        """The file that was written."""
        path = named(self.path)
        write(data, path)
        return Saved(path)
