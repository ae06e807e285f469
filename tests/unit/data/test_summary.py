"""Figures of attributes, compared with WEKA's."""

import json
from pathlib import Path

import numpy as np
import pytest

from workbench.data.dataset import Column, Dataset
from workbench.data.readers.open import read
from workbench.data.schema import Attribute, Schema
from workbench.data.summary import summarise, summary_json


def test_that_every_figure_is_wekas(shared_data: Path) -> None:
    text = (shared_data / "weka_reference" / "attribute_stats.json").read_text(encoding="utf-8")
    for name, expected in json.loads(text).items():
        summary = summarise(read(shared_data / "weka" / name))
        assert summary.n_samples == expected["instances"]
        for ours, wekas in zip(summary.attributes, expected["attributes"], strict=False):
            place = f"{name}: {wekas['name']}"
            assert ours.attribute.name == wekas["name"], place
            assert (ours.missing, ours.distinct) == (wekas["missing"], wekas["distinct"]), place
            assert ours.unique == wekas["unique"], place
            if "counts" in wekas:
                counts = dict(zip(ours.attribute.values, ours.counts, strict=True))
                assert counts == wekas["counts"], place
            elif ours.numbers is not None:
                n = ours.numbers
                figures = [wekas[key] for key in ("min", "max", "mean", "stddev")]
                figures = [np.nan if figure is None else figure for figure in figures]
                # WEKA adds up in another order, and its deviation by sums of squares
                assert [n.minimum, n.maximum, n.mean, n.sd] == pytest.approx(
                    figures, rel=1e-6, abs=1e-9, nan_ok=True
                ), place


def test_that_the_json_object_says_what_a_script_needs() -> None:
    schema = Schema(
        (Attribute("x", "numeric"), Attribute("c", "nominal", ("a", "b"), "class")), "t"
    )
    columns = (np.array([1.0, 1.0, np.nan]), np.array([0, -1, 0], dtype=np.int32))
    assert summary_json(Dataset(schema, columns)) == {
        "relation": "t",
        "instances": 3,
        "attributes": [
            {"name": "x", "kind": "numeric", "missing": 1, "distinct": 1, "role": "feature",
             "min": 1.0, "max": 1.0, "mean": 1.0, "sd": 0.0},
            {"name": "c", "kind": "nominal", "values": ["a", "b"], "missing": 1, "distinct": 1,
             "role": "class", "counts": [2, 0]},
        ],
    }  # fmt: skip


def test_that_empty_and_infinite_columns_have_figures_too() -> None:
    schema = Schema(
        (
            Attribute("none", "numeric"),
            Attribute("infinite", "numeric"),
            Attribute("s", "string"),
            Attribute("p", "array", shape=(2,)),
        )
    )
    texts = np.array(["u", None, "u"], dtype=object)
    columns = (np.full(3, np.nan), np.array([np.inf, 1.0, np.nan]), texts, np.ones((3, 2)))
    none, infinite, text, pixels = summarise(Dataset(schema, columns)).attributes
    assert none.numbers is not None
    assert np.isnan(none.numbers.mean)
    assert infinite.numbers is not None
    assert infinite.numbers.maximum == np.inf
    assert (text.missing, text.distinct, text.unique) == (1, 1, 0)
    assert (pixels.distinct, pixels.unique) == (1, 0)


def test_that_every_kind_has_its_facts() -> None:
    series = np.array([[[1.0], [2.0], [np.nan]], [[np.nan], [np.nan], [np.nan]]])
    bag = Dataset(Schema((Attribute("x", "numeric"),)), (np.zeros(3),))
    pairs: list[tuple[Attribute, Column, dict[str, object]]] = [
        (Attribute("s", "string"), np.array(["ab", None], dtype=object), {"longest": 2}),
        (
            Attribute("d", "date"),
            np.array(["2026-01-02", "2025-01-02T03:04:05.5"], dtype="M8[ms]"),
            {"min": "2025-01-02T03:04:05.500", "max": "2026-01-02T00:00:00"},
        ),
        (
            Attribute("p", "array", shape=(1, 2)),
            np.array([[[0, 255]], [[0, 1]]], dtype=np.uint8),
            {"shape": [1, 2], "type": "uint8", "min": 0.0, "max": 255.0, "mean": 64.0},
        ),
        (
            Attribute("t", "array", shape=(3, 1)),
            series,
            {"type": "float64", "shortest": 2, "longest": 2, "mean": 1.5, "missing": 1},
        ),
        (
            Attribute("w", "array", ("a", "b"), shape=(3,)),
            np.array([[0, -1, -1], [1, 1, 0]], dtype=np.int32),
            {"type": "int32", "shortest": 1, "longest": 3, "vocabulary": 2},
        ),
        (
            Attribute("b", "relational", nested=bag.schema),
            np.array([bag, None], dtype=object),
            {"smallest": 3, "largest": 3, "mean_size": 3.0, "distinct": 1, "missing": 1},
        ),
    ]
    dataset = Dataset(Schema(tuple(a for a, _, _ in pairs)), tuple(c for _, c, _ in pairs))
    facts = summary_json(dataset)["attributes"]
    for found, (attribute, _, wanted) in zip(facts, pairs, strict=True):
        assert found == {**found, **wanted}, attribute.name
    nothing = summary_json(dataset.take(slice(0, 0)))["attributes"]
    assert [fact["distinct"] for fact in nothing] == [0] * 6
