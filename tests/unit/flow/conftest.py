"""A small catalog of components, so that the flow machine is tested by itself."""

from typing import ClassVar

import numpy as np
import pytest
from pydantic import Field
from typing_extensions import override

from workbench.core.component import Category, Component
from workbench.core.errors import DataError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.folds import k_fold
from workbench.data.readers.reader import Reader
from workbench.data.schema import Attribute, Schema
from workbench.data.split import Splits
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.node import NodeComponent


class Numbers(Reader):
    """Give rows of numbers, counting how often it was asked."""

    key: ClassVar[str] = "numbers"
    title: ClassVar[str] = "Numbers"
    suffixes: ClassVar[tuple[str, ...]] = ()
    asked: ClassVar[list[int]] = []

    rows: int = Field(default=20, ge=1, description="Rows.")

    @override
    def fingerprint(self) -> str:
        return str(self.rows)

    @override
    def read(self) -> Run[Dataset]:
        yield Progressed(0, self.rows)
        self.asked.append(self.rows)
        schema = Schema(
            (Attribute("x", "numeric"), Attribute("y", "nominal", ("a", "b"), role="class"))
        )
        labels = (np.arange(self.rows) % 2).astype(np.int32)
        return Dataset(schema, (np.arange(self.rows, dtype=float), labels))


class Folds(NodeComponent):
    """Split."""

    key: ClassVar[str] = "folds"
    title: ClassVar[str] = "Folds"
    category: ClassVar[Category] = "Split"

    k: int = Field(default=2, ge=2, description="Folds.")

    def run(self, data: Dataset) -> Splits:
        return k_fold(data, self.k, 1)


class Failing(NodeComponent):
    """Fail."""

    key: ClassVar[str] = "failing"
    title: ClassVar[str] = "Failing"
    category: ClassVar[Category] = "Prepare"

    is_defect: bool = Field(default=False, description="Whether it is our mistake.")

    def run(self, data: Dataset) -> Dataset:
        if self.is_defect:
            raise ValueError(data.n_samples)
        raise DataError("It cannot be.")


class Count(NodeComponent):
    """Count rows."""

    key: ClassVar[str] = "count"
    title: ClassVar[str] = "Count"
    category: ClassVar[Category] = "See"

    def run(self, data: tuple[Dataset, ...], other: Splits | None) -> int:
        return sum(d.n_samples for d in data) + (len(other.folds) if other else 0)


@pytest.fixture
def catalog() -> dict[str, type[Component]]:
    Numbers.asked.clear()
    kinds: list[type[Component]] = [Numbers, Folds, Failing, Count]
    return {kind.key: kind for kind in kinds}


@pytest.fixture
def graph(catalog: dict[str, type[Component]]) -> Graph:
    """numbers → folds, numbers → count."""
    assert catalog
    made = Graph()
    for key, x in (("numbers", 0.0), ("folds", 240.0), ("count", 480.0)):
        made = made.with_node(Node(key, catalog[key](), x=x))
    made = made.with_link(Link("numbers", "data", "folds", "data"))
    return made.with_link(Link("numbers", "data", "count", "data"))
