"""Keep rows: choose samples by their row numbers (WEKA: RemoveRange)."""

from typing import ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.preprocess.row_range import row_mask
from workbench.preprocess.transform import DatasetTransform


class KeepRows(DatasetTransform):
    """Keep or remove rows by number, such as 1-100,205,300-last.

    Numbers are those of the rows in the file, from 1; they stay with a row when others go.
    """

    key: ClassVar[str] = "keep_rows"
    title: ClassVar[str] = "Keep rows"
    icon: ClassVar[str] = "mdi6.table-row"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.unsupervised.instance.RemoveRange",
        "weka.filters.unsupervised.instance.RemovePercentage",
    )
    aliases: ClassVar[tuple[str, ...]] = ("remove rows", "select rows", "slice")

    action: Literal["keep", "remove"] = Field(
        default="keep", description="What happens to the named rows."
    )
    rows: str = Field(
        default="",
        description="Rows and ranges, such as 1-100,205,300-last; empty leaves the data as they "
        "are.",
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        if not self.rows.strip():
            return dataset
        is_named = row_mask(self.rows, dataset.sample_ids)
        return dataset.take(is_named if self.action == "keep" else ~is_named)

    @override
    def status(self) -> str:
        shown = self.rows if len(self.rows) <= 24 else f"{self.rows[:23]}…"
        return f"{self.action} {shown}" if self.rows else ""
