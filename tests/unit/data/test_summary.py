"""Figures of attributes, compared with WEKA's."""

import json
from pathlib import Path

import numpy as np
import pytest

from workbench.data.dataset import Dataset
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
            {"name": "x", "kind": "numeric", "missing": 1, "distinct": 1, "role": "feature"},
            {"name": "c", "kind": "nominal", "values": ["a", "b"], "missing": 1, "distinct": 1,
             "role": "class"},
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
