"""What is said of what a format cannot keep, and what it refuses."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.data.writers.losses import losses
from workbench.data.writers.open import WRITERS, write

BAG = Dataset(Schema((Attribute("x", "numeric"),)), (np.array([1.0, 2.0]),))


def dataset() -> Dataset:
    attributes = (
        Attribute("grade", "nominal", ("1", "2.5"), role="class"),
        Attribute("day", "date"),
        Attribute("id", "numeric", role="meta"),
        Attribute("w", "numeric", role="weight"),
    )
    columns = (
        np.array([1, 0], np.int32),
        np.array(["2020-01-01", "NaT"], "datetime64[ms]"),
        np.array([1.0, 2.0]),
        np.array([1.0, 1.0]),
    )
    return Dataset(Schema(attributes, "r"), columns)


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        (".npz", []),
        (".arff", ["The class is not kept", "The role of these attributes is not kept: 'id'."]),
        (".csv", ["The class", "The role", "Labels that are numbers", "The order of labels"]),
        (".parquet", ["The class", "The role"]),
        (".jsonl", ["The class", "The role", "The order", "Dates come back as texts: 'day'."]),
    ],
)  # fmt: skip
def test_that_what_a_format_loses_is_said(ending: str, said: list[str]) -> None:
    sentences = list(losses(dataset(), ending))
    assert len(sentences) == len(said)
    assert all(s.startswith(start) for s, start in zip(sentences, said, strict=True))


def test_that_a_class_in_the_last_place_is_not_lost() -> None:
    plain = dataset().with_class(None)
    attributes = [replace(a, role="feature") for a in plain.schema.attributes]
    plain = plain.with_columns(attributes, plain.columns).with_class("w")
    assert list(losses(plain, ".arff")) == []


@pytest.mark.parametrize("ending", [e for e in WRITERS if e not in {".arff", ".jsonl", ".ndjson"}])
def test_that_bags_are_refused_where_they_cannot_be_kept(tmp_path: Path, ending: str) -> None:
    column = np.empty(1, dtype=object)
    column[0] = BAG
    bags = Dataset(Schema((Attribute("bag", "relational", nested=BAG.schema),)), (column,))
    with pytest.raises(DataError, match=r"'bag' is relational.* Save as \.arff, or as \.jsonl\."):
        write(bags, tmp_path / f"t{ending}")
    assert list(tmp_path.iterdir()) == []
