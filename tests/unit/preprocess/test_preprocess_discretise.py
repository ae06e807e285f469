"""Intervals and rankings against WEKA 3.6.14 and scikit-learn; principal components."""

import json
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.feature_selection import f_classif, f_regression, r_regression
from sklearn.preprocessing import Normalizer, StandardScaler

from tests.contracts.rows import blobs, line, mixed
from workbench.core.errors import DataError
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.readers.open import read
from workbench.data.schema import Attribute, Schema
from workbench.preprocess.cut_points import (
    equal_frequency,
    equal_width,
    fayyad_irani,
    interval_labels,
)
from workbench.preprocess.discretise import Discretise
from workbench.preprocess.normalise_rows import NormaliseRows
from workbench.preprocess.pca import FittedPca, Pca
from workbench.preprocess.relevance import Measure, ranking
from workbench.preprocess.remove_useless import RemoveUseless
from workbench.preprocess.select_best import SelectBest

WEKA: dict[str, Any] = json.loads(Path(__file__).with_name("weka_filters.json").read_text("utf-8"))
CUTS = [(name, method) for name, methods in WEKA["cuts"].items() for method in methods]
SCORES = [(name, method) for name, methods in WEKA["scores"].items() for method in methods]
GAP = np.nan


@pytest.mark.parametrize(("name", "method"), CUTS)
def test_that_intervals_are_wekas(shared_data: Path, name: str, method: str) -> None:
    dataset = read(shared_data / "weka" / f"{name}.arff")
    step = Discretise.parse(
        {"method": method.split(",", 1)[0], "better_encoding": method.endswith("better encoding")}
    )
    changed = step.fit(dataset).apply(dataset)
    for attribute, labels in WEKA["cuts"][name][method].items():
        assert list(changed.schema.attribute(attribute).values) == labels, attribute


@pytest.mark.parametrize(("name", "method"), SCORES)
def test_that_scores_are_wekas(shared_data: Path, name: str, method: Measure) -> None:
    scores = dict(ranking(read(shared_data / "weka" / f"{name}.arff"), method))
    expected = WEKA["scores"][name][method]  # rounded as WEKA prints them
    assert scores == {n: pytest.approx(s, rel=6e-4, abs=6e-4) for n, s in expected.items()}


def test_that_a_value_on_a_cut_lies_below_it_and_a_gap_stays() -> None:
    rows = blobs(9).with_columns(
        blobs(9).schema.attributes,
        (np.array([0.0, 1, 2, 3, 4, GAP, np.inf, -np.inf, 10]), *blobs(9).columns[1:]),
    )
    changed = Discretise(bins=2, attributes=("x",)).fit(rows).apply(rows)
    assert changed.schema.attribute("x").values == ("(-inf-5]", "(5-inf)")
    assert changed.column("x").tolist() == [0, 0, 0, 0, 0, -1, 1, 0, 1]


def test_that_too_few_values_give_one_interval() -> None:
    for values in (np.empty(0), np.array([3.0]), np.array([3.0, 3, 3])):
        classes = np.arange(len(values)) % 2
        for cuts in (
            equal_width(values, 5),
            equal_frequency(values, 5),
            fayyad_irani(values, classes, 2),
        ):
            assert interval_labels(cuts) == ("All",)


def test_that_intervals_have_different_names_however_near_the_cuts_are() -> None:
    labels = interval_labels(np.array([1e-9, 2e-9, 3e300]))
    assert len(set(labels)) == 4
    assert equal_width(np.array([-1.7e308, 1.7e308]), 4) == pytest.approx([-8.5e307, 0, 8.5e307])


def test_that_the_supervised_method_needs_a_nominal_class() -> None:
    with pytest.raises(DataError, match="class 'z' is numeric; Fayyad–Irani needs a nominal one"):
        Discretise(method="Fayyad–Irani").fit(line())
    with pytest.raises(DataError, match="No attribute is the class"):
        Discretise(method="Fayyad–Irani").fit(blobs().with_class(None))


def _numbers(dataset: Dataset, names: tuple[str, ...]) -> FloatArray:
    return np.column_stack([dataset.column(name) for name in names])


def test_that_the_analysis_of_variance_and_the_regressions_are_scikit_learns() -> None:
    rows, numbers = blobs(), line()
    features = _numbers(rows, ("x", "y"))
    expected = dict(zip(("x", "y"), f_classif(features, rows.labels)[0], strict=True))
    assert dict(ranking(rows, "F")) == pytest.approx(expected, rel=1e-9)
    features = _numbers(numbers, ("x", "y"))
    expected = dict(zip(("x", "y"), f_regression(features, numbers.labels)[0], strict=True))
    assert dict(ranking(numbers, "F")) == pytest.approx(expected, rel=1e-9)
    expected = dict(zip(("x", "y"), abs(r_regression(features, numbers.labels)), strict=True))
    assert dict(ranking(numbers, "correlation")) == pytest.approx(expected, rel=1e-9)


def test_that_the_correlation_with_a_class_of_two_is_that_with_its_code() -> None:
    rows = mixed()
    known = ~np.isnan(rows.column("number")) & (rows.labels >= 0)
    expected = abs(np.corrcoef(rows.column("number")[known], rows.labels[known])[0, 1])
    scores = dict(ranking(rows, "correlation"))
    assert scores["number"] == pytest.approx(expected, rel=1e-9)
    assert scores["constant"] == 0
    assert 0 < scores["colour"] < 1


@pytest.mark.parametrize("method", get_args(Measure))
def test_that_odd_rows_have_scores_without_a_warning(method: Measure) -> None:
    rows = mixed()
    infinite = (np.full(60, np.inf), *rows.columns[1:])
    for odd in (
        rows.take(slice(0, 0)),
        rows.take(slice(0, 1)),
        rows.with_columns(rows.schema.attributes, (np.full(60, GAP), *rows.columns[1:])),
        rows.with_columns(rows.schema.attributes, infinite),
        rows.with_columns(rows.schema.attributes, (*rows.columns[:4], np.full(60, -1, np.int32))),
    ):
        scores = dict(ranking(odd, method))
        assert "number" in scores
        assert all(np.isfinite(score) for score in scores.values())


def test_that_the_best_are_kept_by_number_or_by_threshold() -> None:
    rows = mixed()
    order = [name for name, _ in ranking(rows, "information gain")]
    kept = SelectBest(number=1).fit(rows).apply(rows).schema
    assert [a.name for a in kept.features] == order[:1]
    kept = SelectBest(threshold=0.0).fit(rows).apply(rows).schema
    assert "constant" not in kept
    assert "note" in kept
    with pytest.raises(DataError, match="for chi squared it must be nominal"):
        SelectBest(method="chi squared").fit(line())


def test_that_useless_attributes_go_and_others_stay() -> None:
    rows = mixed()
    names = tuple(f"id {i}" for i in range(60))
    attributes = (Attribute("id", "nominal", names), *rows.schema.attributes)
    columns = (np.arange(60, dtype=np.int32), *rows.columns)
    whole = rows.with_columns(attributes, columns)
    assert RemoveUseless().fit(whole).apply(whole).schema.names == (
        *("number", "colour", "note", "class"),
    )
    assert "id" in RemoveUseless(most_distinct=100).fit(whole).apply(whole).schema
    assert RemoveUseless().fit(whole.take(slice(0, 0))).apply(whole).equals(whole)


def _random(n: int, d: int) -> Dataset:
    random = np.random.default_rng(2)
    matrix = random.normal(size=(n, d)) @ random.normal(size=(d, d)) + 5
    attributes = tuple(Attribute(f"x{i}", "numeric") for i in range(d))
    return Dataset(Schema(attributes), tuple(matrix.T.copy()))


@pytest.mark.parametrize(("n", "d"), [(60, 5), (8, 30)])
@pytest.mark.parametrize("standardise", [True, False])
def test_that_principal_components_are_scikit_learns(n: int, d: int, standardise: bool) -> None:
    train, rows = _random(n, d), _random(2 * n, d)
    fitted = Pca(count=4, standardise=standardise).fit(train)
    scaler = StandardScaler(with_std=standardise).fit(_numbers(train, train.schema.names))
    reference = PCA(4).fit(scaler.transform(_numbers(train, train.schema.names)))
    expected = reference.transform(scaler.transform(_numbers(rows, rows.schema.names)))
    if standardise:
        expected *= np.sqrt((n - 1) / n)  # ours divides by the deviation with n − 1
    ours = _numbers(fitted.apply(rows), ("pc1", "pc2", "pc3", "pc4"))
    signs = np.sign(np.sum(ours * expected, axis=0))
    np.testing.assert_allclose(ours, expected * signs, atol=1e-8)
    np.testing.assert_allclose(fitted.shares, reference.explained_variance_ratio_, rtol=1e-9)
    largest = np.abs(fitted.directions).argmax(axis=0)
    assert np.all(fitted.directions[largest, np.arange(4)] > 0)


def test_that_as_many_components_are_kept_as_explain_the_variance() -> None:
    rows = _random(60, 5)
    whole = Pca(variance=1).fit(rows)
    assert isinstance(whole, FittedPca)
    assert len(whole.new_names) == 5
    for k in range(1, 5):
        share = float(whole.shares[:k].sum())
        assert len(Pca(variance=share - 1e-9).fit(rows).new_names) == k
    assert Pca(count=99).fit(rows).apply(rows).schema.names == ("pc1", "pc2", "pc3", "pc4", "pc5")


def test_that_components_take_no_name_that_is_there_and_an_infinity_is_told() -> None:
    rows = _random(20, 3)
    renamed = (rows.schema.attributes[0], rows.schema.attributes[1], Attribute("pc1", "numeric"))
    other = rows.with_columns(renamed, rows.columns)
    fitted = Pca(attributes=("x0", "x1"), count=1).fit(other)
    assert fitted.apply(other).schema.names == ("pc1'", "pc1")
    infinite = rows.with_columns(rows.schema.attributes, (np.full(20, np.inf), *rows.columns[1:]))
    with pytest.raises(DataError, match="'x0' holds an infinite"):
        Pca().fit(infinite)


@pytest.mark.parametrize(("norm", "theirs"), [("euclidean", "l2"), ("manhattan", "l1")])
def test_that_rows_of_length_one_are_scikit_learns(norm: str, theirs: str) -> None:
    rows = _random(20, 3)
    step = NormaliseRows.parse({"norm": norm})
    ours = _numbers(step.fit(rows).apply(rows), rows.schema.names)
    expected = Normalizer(theirs).transform(_numbers(rows, rows.schema.names))
    np.testing.assert_allclose(ours, expected, rtol=1e-12)


def test_that_rows_of_zeros_gaps_and_enormous_numbers_are_normalised() -> None:
    columns = (np.array([0.0, 3, GAP, 3e200, np.inf]), np.array([0.0, GAP, GAP, 4e200, 1]))
    rows = Dataset(Schema((Attribute("a", "numeric"), Attribute("b", "numeric"))), columns)
    ours = _numbers(NormaliseRows().fit(rows).apply(rows), ("a", "b"))
    expected = np.array([[0, 0], [1, GAP], [GAP, GAP], [0.6, 0.8], [np.inf, 1]])
    np.testing.assert_allclose(ours, expected)
