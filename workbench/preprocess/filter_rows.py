"""Filter rows: keep the samples for which a condition holds (WEKA: SubsetByExpression)."""

from typing import ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.expression import parse
from workbench.preprocess.transform import DatasetTransform


class FilterRows(DatasetTransform):
    """Keep or remove the rows for which a condition holds, such as age > 30 and class == 'yes'.

    A comparison with a missing value does not hold; is_missing(age) finds them. Names with blanks
    or signs stand in backticks.
    """

    key: ClassVar[str] = "filter_rows"
    title: ClassVar[str] = "Filter rows"
    icon: ClassVar[str] = "mdi6.filter-outline"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.unsupervised.instance.SubsetByExpression",
        "weka.filters.unsupervised.instance.RemoveWithValues",
    )
    aliases: ClassVar[tuple[str, ...]] = ("query", "where", "condition")

    action: Literal["keep", "remove"] = Field(
        default="keep", description="What happens to the rows for which the expression holds."
    )
    expression: str = Field(
        default="",
        description="A condition, such as age > 30 and colour in ['red', 'blue']; empty leaves "
        "the data as they are.",
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        if not self.expression.strip():
            return dataset
        holds = parse(self.expression).mask(dataset)
        return dataset.take(holds if self.action == "keep" else ~holds)

    @override
    def status(self) -> str:
        return f"{self.action} {self.expression}" if self.expression else ""
