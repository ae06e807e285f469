"""Every small file that WEKA 3.9.7 was tried on comes out as our policy says.

What WEKA accepts is read to the same relation, attributes, values and weights; what it rejects is
rejected at the true line; where it reads silently what the author did not mean we refuse or warn.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.arff import ArffReader
from workbench.data.readers.open import read
from workbench.data.schema import Attribute

# Traps that are refused, with the line and what is said.
REFUSED = {
    "a27_four_extra_values.arff": (6, "7 values, but 3 attributes"),
    "a54_weight_negative.arff": (6, "is no weight"),
    "a60_date_trailing_text.arff": (4, "is no date"),
}
# Traps that are read as WEKA reads them, with a warning.
WARNED = {
    "a33_number_forms.arff": "NaN stands for a number of 'x', first in line 15",
    "a51_weights_sparse.arff": "leave attributes out, first in line 6",
}
NO_LINE = {"a75_empty_file.arff"}


def cases(shared_data: Path) -> list[dict[str, Any]]:
    text = (shared_data / "arff_cases" / "expected.json").read_text(encoding="utf-8")
    return [case for case in json.loads(text)["cases"] if case["file"].endswith(".arff")]


def value(attribute: Attribute, cell: Any) -> Any:
    """A cell as expected.json writes it."""
    if attribute.kind == "nominal":
        return None if cell < 0 else attribute.values[cell]
    if attribute.kind == "date":
        return None if np.isnat(cell) else int(cell.astype(np.int64))
    if attribute.kind == "numeric":
        if math.isinf(cell):
            return "Infinity" if cell > 0 else "-Infinity"
        return None if math.isnan(cell) else float(cell)
    return cell


def rows_of(dataset: Dataset) -> list[list[Any]]:
    columns: list[tuple[Attribute, Column]] = [
        (attribute, column)
        for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True)
        if attribute.role != "weight"
    ]
    return [[value(a, c[i]) for a, c in columns] for i in range(dataset.n_samples)]


def expected_rows(case: dict[str, Any]) -> list[list[Any]]:
    return [
        [cell["epoch_ms"] if isinstance(cell, dict) else cell for cell in row]
        for row in case["rows"]
    ]


def test_that_every_case_has_one_of_the_outcomes(shared_data: Path) -> None:
    found = {case["file"] for case in cases(shared_data)}
    assert found == {path.name for path in (shared_data / "arff_cases").glob("*.arff")}
    traps = {case["file"] for case in cases(shared_data) if "trap" in case}
    assert traps <= REFUSED.keys() | WARNED.keys()


def test_that_what_weka_accepts_is_read_to_the_same_data_set(shared_data: Path) -> None:
    for case in cases(shared_data):
        name = case["file"]
        if case["status"] != "accepted" or name in REFUSED:
            continue
        events: list[Event] = []
        path = str(shared_data / "arff_cases" / name)
        dataset = finish(ArffReader(path=path).read(), events.append)
        own = [a for a in dataset.schema.attributes if a.role != "weight"]
        assert dataset.schema.relation == case["relation"], name
        assert dataset.n_samples == case["n_instances"], name
        assert [(a.name, a.kind, list(a.values), a.weight) for a in own] == [
            (a["name"], a["type"], a.get("values", []), a.get("weight", 1))
            for a in case["attributes"]
        ], name
        assert rows_of(dataset) == expected_rows(case), name
        weights = dataset.columns[-1].tolist() if len(own) < len(dataset.columns) else None
        assert weights == case.get("weights"), name
        warnings = [e.text for e in events if isinstance(e, Noted) and e.is_warning]
        assert len(warnings) == bool(WARNED.get(name)), name
        assert WARNED.get(name, "") in "".join(warnings), name


def test_that_what_weka_rejects_is_rejected_at_its_true_line(shared_data: Path) -> None:
    for case in cases(shared_data):
        name = case["file"]
        if case["status"] == "accepted" and name not in REFUSED:
            continue
        with pytest.raises(DataError) as caught:
            read(shared_data / "arff_cases" / name)
        line, sentence = REFUSED.get(name, (case.get("true_line"), ""))
        assert caught.value.where.line == (None if name in NO_LINE else line), name
        assert caught.value.where.column is not None or name in NO_LINE, name
        assert caught.value.where.file == str(shared_data / "arff_cases" / name)
        assert sentence in caught.value.message, name
        assert not caught.value.others, name


def test_that_every_sample_file_of_weka_has_wekas_shape(shared_data: Path) -> None:
    text = (shared_data / "weka_reference" / "attribute_stats.json").read_text(encoding="utf-8")
    for name, stats in json.loads(text).items():
        dataset = read(shared_data / "weka" / name)
        assert dataset.n_samples == stats["instances"], name
        assert dataset.schema.relation == stats["relation"], name
        assert len(dataset.columns) == stats["attributes_total"], name
