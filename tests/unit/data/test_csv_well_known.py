"""Real tables and WEKA's own cases: what comes of each."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.csv import CsvReader

_ROW = re.compile(
    r"\| (?P<name>\S+\.csv(?:\.gz)?) \|[^|]*\| "
    r"(?P<rows>\d+) x (?P<columns>\d+)(?P<bare> no header)?, missing cells (?P<missing>\d+)"
)
# ORIGIN.md counts what pandas finds missing: not the ? in stalk-root, which UCI and we do.
_MISSING = {"mushrooms.csv": 2480}


def loaded(path: Path, **parameters: Any) -> Dataset:
    return finish(CsvReader(path=str(path), **parameters).read())


def n_missing(dataset: Dataset) -> int:
    return sum(int(dataset.missing(name).sum()) for name in dataset.schema.names)


def test_that_every_table_has_the_shape_and_the_gaps_that_its_origin_tells(
    shared_data: Path,
) -> None:
    folder, n_tables = shared_data, 0
    for line in (shared_data / "ORIGIN.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            folder = shared_data / line.split()[1]
        told = _ROW.match(line)
        if told is None:
            continue
        n_tables += 1
        dataset = loaded(folder / told["name"])
        found = (dataset.n_samples, len(dataset.columns), n_missing(dataset))
        missing = _MISSING.get(told["name"], int(told["missing"]))
        assert found == (int(told["rows"]), int(told["columns"]), missing), told["name"]
        # Haberman's and the like: names are made up where there is no header.
        assert (dataset.schema.names[-1].startswith("att")) == bool(told["bare"]), told["name"]
    assert n_tables > 30


def test_that_the_dots_behind_the_labels_of_adult_stay(shared_data: Path) -> None:
    dataset = loaded(shared_data / "tabular" / "adult-test.csv")
    assert set(dataset.schema.target.values) == {"<=50K.", ">50K."}
    assert dataset.schema.attribute("att2").values[0] == "Private"


def test_that_nsmc_keeps_every_review(shared_data: Path) -> None:
    dataset = loaded(shared_data / "nsmc" / "ratings_test.txt", nominal=("label",))
    assert dataset.n_samples == 50_000
    labels = dataset.schema.target.values
    counts = dict(zip(labels, np.bincount(dataset.labels).tolist(), strict=True))
    # Three reviews are empty, and five are a mere question mark.
    assert dataset.missing("document").sum() == 8
    assert counts == {"1": 25_173, "0": 24_827}


# Where WEKA's loader and we differ on purpose: what we do, and why.
_OURS: dict[str, tuple[object, str]] = {
    "c09_no_header.csv": ([[1, 2, "a"], [3, 4, "b"]], "numbers in the first row are no names"),
    "c12_apostrophe.csv": ([["O'Brien", 1], ["Smith", 2]], "an apostrophe inside a word is text"),
    "c15_number_forms.csv": (
        [["1e3", "007"], ["-.5", "5."], ["1d", "0x1p3"], [None, "Infinity"]],
        "1d and 0x1p3 are numbers for Java alone, so these columns are texts",
    ),
    "c36_quoted_qm.csv": ([[None, "a"], [1, "?"]], "in quotes, ? is a label"),
    "c42_trailing_blanks.csv": ([[1, "a"], [2, "b"]], "blanks around a cell do not count"),
}


def weka_cases(shared_data: Path) -> list[dict[str, Any]]:
    text = (shared_data / "arff_cases" / "expected.json").read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = json.loads(text)["cases"]
    return [case for case in cases if case["file"].endswith(".csv")]


def test_that_the_cases_of_weka_come_out_as_there_or_as_said_here(shared_data: Path) -> None:
    cases = weka_cases(shared_data)
    assert len(cases) >= 14
    for case in cases:
        path = shared_data / "arff_cases" / case["file"]
        ours = _OURS.get(case["file"], (None, ""))[0]
        if isinstance(ours, str) or case["status"] == "rejected":
            with pytest.raises(DataError, match=str(ours or ".")) as caught:
                loaded(path)
            assert caught.value.where.line == case.get("true_line", 3)
        else:
            assert rows(loaded(path)) == (ours or case["rows"]), case["file"]


def test_that_a_table_without_rows_or_values_is_numeric_where_weka_says_string(
    shared_data: Path,
) -> None:
    for name in ("c18_header_only.csv", "c27_all_missing_column.csv"):
        dataset = loaded(shared_data / "arff_cases" / name)
        assert {a.kind for a in dataset.schema.attributes} == {"numeric"}


def rows(dataset: Dataset) -> list[list[object]]:
    columns: list[list[object]] = []
    for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True):
        if attribute.kind == "nominal":
            columns.append([None if c < 0 else attribute.values[c] for c in column])
        else:
            columns.append([None if v is None or v != v else v for v in column])  # noqa: PLR0124
    return [list(row) for row in zip(*columns, strict=True)]
