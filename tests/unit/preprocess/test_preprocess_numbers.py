"""Transforms of numbers beside scikit-learn's; what they learn comes from training rows only."""

import warnings

import numpy as np
import pytest
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from workbench.core.errors import DataError, ParameterError
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.schema import Attribute, Schema
from workbench.preprocess.impute import Impute
from workbench.preprocess.min_max import MinMax
from workbench.preprocess.standardise import Standardise
from workbench.preprocess.transform import Transform
from workbench.preprocess.zero_as_missing import ZeroAsMissing

COLOUR = Attribute("colour", "nominal", ("red", "green", "blue"))
TARGET = Attribute("c", "numeric", role="class")
TRANSFORMS = [
    Standardise(),
    MinMax(low=-1, high=3),
    Impute(),
    ZeroAsMissing(attributes=("x0",)),
]


def _features(n: int, seed: int, gaps: float = 0.2) -> FloatArray:
    rng = np.random.default_rng(seed)
    features = rng.normal(3, 5, size=(n, 3))
    features[rng.random(features.shape) < gaps] = np.nan
    return features


def _dataset(features: FloatArray, colours: list[int] | None = None) -> Dataset:
    n, d = features.shape
    names = tuple(Attribute(f"x{i}", "numeric") for i in range(d))
    meta = Attribute("id", "numeric", role="meta")
    codes = np.array([0] * n if colours is None else colours, np.int32)
    columns = (*features.T.copy(), codes, np.arange(n) + 7.0, np.arange(n) - 4.0)
    return Dataset(Schema((*names, COLOUR, meta, TARGET)), columns)


def _numbers(dataset: Dataset) -> FloatArray:
    return np.column_stack([dataset.column(f"x{i}") for i in range(3)])


def test_that_standardise_is_scikit_learns() -> None:
    train, test = _features(50, 0), _features(20, 1)
    fitted = Standardise().fit(_dataset(train))
    expected = StandardScaler().fit(train).transform(test)
    assert _numbers(fitted.apply(_dataset(test))) == pytest.approx(expected, nan_ok=True, rel=1e-12)


def test_that_min_max_is_scikit_learns() -> None:
    train, test = _features(50, 0), _features(20, 1)
    fitted = MinMax(low=-1, high=3).fit(_dataset(train))
    expected = MinMaxScaler((-1, 3)).fit(train).transform(test)
    assert _numbers(fitted.apply(_dataset(test))) == pytest.approx(expected, nan_ok=True, rel=1e-12)


@pytest.mark.parametrize(("way", "theirs"), [("mean", "mean"), ("median", "median")])
def test_that_imputed_numbers_are_scikit_learns(way: str, theirs: str) -> None:
    train, test = _features(50, 0), _features(20, 1)
    fitted = Impute.parse({"numeric": way}).fit(_dataset(train))
    expected = SimpleImputer(strategy=theirs).fit(train).transform(test)
    assert _numbers(fitted.apply(_dataset(test))) == pytest.approx(expected, rel=1e-12)


def test_that_a_constant_fills_even_what_is_missing_throughout() -> None:
    features = np.full((4, 3), np.nan)
    filled = Impute(numeric="constant", number=2.5).fit(_dataset(features))
    assert np.all(_numbers(filled.apply(_dataset(features))) == 2.5)
    left = Impute().fit(_dataset(features))
    assert np.all(np.isnan(_numbers(left.apply(_dataset(features)))))


def test_that_the_most_frequent_label_fills_gaps_and_the_first_of_equals_wins() -> None:
    features = _features(5, 0)
    fitted = Impute().fit(_dataset(features, [2, 1, -1, 1, 2]))
    assert fitted.apply(_dataset(features, [-1, 0, -1, 2, 1])).column("colour").tolist() == [
        *[1, 0, 1, 2, 1]
    ]


def test_that_a_constant_label_fills_gaps_and_must_be_one_of_the_labels() -> None:
    dataset = _dataset(_features(2, 0), [-1, 0])
    fitted = Impute(nominal="constant", label="blue").fit(dataset)
    assert fitted.apply(dataset).column("colour").tolist() == [2, 0]
    with pytest.raises(DataError, match="no value 'pink' to fill gaps with; it has: red"):
        Impute(nominal="constant", label="pink").fit(dataset)


def test_that_imputing_can_be_left_out_by_kind_or_by_name() -> None:
    dataset = _dataset(np.array([[1.0, np.nan, 3], [np.nan, 2, 4]]), [-1, 1])
    numbers_only = Impute(nominal="none").fit(dataset).apply(dataset)
    assert numbers_only.column("colour").tolist() == [-1, 1]
    named = Impute(attributes=("x1", "colour")).fit(dataset).apply(dataset)
    assert np.isnan(named.column("x0")[1])
    assert named.column("x1").tolist() == [2, 2]
    assert named.column("colour").tolist() == [1, 1]


@pytest.mark.parametrize("constant", [0.0, 0.1, 1e9 + 0.1])
def test_that_a_constant_column_becomes_zero_and_not_nan(constant: float) -> None:
    dataset = _dataset(np.full((7, 3), constant))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.all(_numbers(Standardise().fit(dataset).apply(dataset)) == 0)
        assert np.all(_numbers(MinMax().fit(dataset).apply(dataset)) == 0)


def test_that_a_column_that_is_missing_throughout_stays_missing_without_a_warning() -> None:
    dataset = _dataset(np.full((4, 3), np.nan))
    for transform in (Standardise(), MinMax()):
        assert np.all(np.isnan(_numbers(transform.fit(dataset).apply(dataset))))


def test_that_zero_is_missing_only_in_the_named_attributes() -> None:
    dataset = _dataset(np.array([[0.0, 0, 1], [2, 3, 0]]))
    changed = ZeroAsMissing(attributes=("x0", "x2")).fit(dataset).apply(dataset)
    expected = np.array([[np.nan, 0, 1], [2, 3, np.nan]])
    assert np.array_equal(_numbers(changed), expected, equal_nan=True)
    assert ZeroAsMissing().fit(dataset).apply(dataset).equals(dataset)


def test_that_a_range_upside_down_is_refused() -> None:
    with pytest.raises(ParameterError, match="'high' must be greater than 'low'"):
        MinMax(low=1, high=1).fit(_dataset(_features(3, 0)))


@pytest.mark.parametrize("transform", TRANSFORMS, ids=lambda t: t.key)
def test_that_class_and_meta_and_unknown_attributes_are_left_alone(transform: Transform) -> None:
    train, rows = _dataset(_features(30, 0)), _dataset(_features(9, 1))
    more = rows.with_columns(
        (Attribute("new", "numeric"), *rows.schema.attributes), (np.arange(9.0), *rows.columns)
    )
    applied = transform.fit(train).apply(more)
    assert applied.schema == more.schema
    for name in ("new", "id", "c"):
        assert np.array_equal(applied.column(name), more.column(name))


@pytest.mark.parametrize("transform", TRANSFORMS, ids=lambda t: t.key)
def test_that_what_was_fitted_comes_back_from_its_state(transform: Transform) -> None:
    fitted = transform.fit(_dataset(_features(30, 0)))
    again = type(fitted).from_state(fitted.state())
    rows = _dataset(_features(9, 1))
    assert again.apply(rows).equals(fitted.apply(rows))


@pytest.mark.parametrize("transform", TRANSFORMS, ids=lambda t: t.key)
def test_that_an_attribute_that_is_absent_or_of_another_kind_is_refused(
    transform: Transform,
) -> None:
    train = _dataset(_features(30, 0))
    fitted = transform.fit(train)
    without = train.with_columns(train.schema.attributes[1:], train.columns[1:])
    with pytest.raises(DataError, match="no attribute 'x0'"):
        fitted.apply(without)
    text = Attribute("x0", "string")
    columns = (np.full(30, "a", object), *train.columns[1:])
    with pytest.raises(DataError, match="'x0' is string; it must be numeric"):
        fitted.apply(train.with_columns((text, *train.schema.attributes[1:]), columns))


def test_that_the_class_and_wrong_names_and_kinds_are_refused() -> None:
    dataset = _dataset(_features(3, 0))
    with pytest.raises(DataError, match="'c' is the class"):
        Standardise(attributes=("c",)).fit(dataset)
    with pytest.raises(DataError, match="no attribute 'x9'"):
        MinMax(attributes=("x9",)).fit(dataset)
    with pytest.raises(DataError, match="'colour' is nominal; it must be numeric"):
        Standardise(attributes=("colour",)).fit(dataset)
