"""Steps and samplers that choose rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.rows import classes, line
from workbench.core.errors import DataError, ParameterError
from workbench.data.dataset import Dataset, IntArray
from workbench.data.schema import Attribute, Schema
from workbench.data.shuffle import weka_permutation
from workbench.preprocess.balance import Balance
from workbench.preprocess.filter_rows import FilterRows
from workbench.preprocess.resample import Resample
from workbench.preprocess.sample import Sample
from workbench.preprocess.shuffle import Shuffle

SIZES = (60, 30, 10)


def _skewed(n_missing: int = 5) -> Dataset:
    """Sixty a, thirty b, ten c and some without a class, mixed."""
    labels = np.concatenate([np.repeat([0, 1, 2], SIZES), np.full(n_missing, -1)]).astype(np.int32)
    labels = np.random.default_rng(0).permutation(labels)
    attributes = (Attribute("x", "numeric"), classes("a", "b", "c", "never"))
    return Dataset(Schema(attributes), (np.arange(float(len(labels))), labels))


def _counts(labels: IntArray) -> list[int]:
    counts = np.bincount(labels + 1, minlength=5)  # the first: without a class
    return [int(count) for count in counts]


def test_that_rows_are_kept_or_removed_by_a_condition() -> None:
    rows = _skewed()
    kept = FilterRows(expression="x >= 10 and class == 'b'").apply(rows)
    removed = FilterRows(action="remove", expression="x >= 10 and class == 'b'").apply(rows)
    assert set(kept.labels.tolist()) == {1}
    assert kept.sample_ids.min() >= 10
    assert sorted([*kept.sample_ids, *removed.sample_ids]) == list(range(105))
    assert FilterRows().apply(rows) is rows
    with pytest.raises(ParameterError, match="breaks off"):
        FilterRows(expression="x >").apply(rows)


@given(st.floats(0.5, 100), st.integers(0, 5))
def test_that_a_stratified_sample_keeps_each_classs_share(percent: float, seed: int) -> None:
    rows = _skewed()
    part = Sample(percent=percent, seed=seed).apply(rows)
    assert part.n_samples == int(105 * percent / 100 + 0.5)
    assert np.all(np.diff(part.sample_ids) > 0)
    for drawn, n in zip(_counts(part.labels), (5, *SIZES, 0), strict=True):
        assert abs(drawn - n * part.n_samples / 105) <= 1


def test_that_a_sample_depends_on_its_seed_and_may_be_counted() -> None:
    rows = _skewed()
    step = Sample(count=20, stratified=False)
    assert step.apply(rows).n_samples == 20
    assert step.apply(rows).equals(step.apply(rows))
    other = step.with_parameters({"seed": 2}).apply(rows)
    assert other.sample_ids.tolist() != step.apply(rows).sample_ids.tolist()
    with pytest.raises(DataError, match="106 rows cannot be drawn from 105"):
        Sample(count=106).apply(rows)
    assert Sample().apply(rows.take(slice(0, 0))).n_samples == 0


def test_that_a_shuffle_is_an_order_of_the_same_rows() -> None:
    rows = _skewed()
    shuffled = Shuffle().apply(rows)
    assert shuffled.sample_ids.tolist() != list(range(105))
    assert sorted(shuffled.sample_ids) == list(range(105))
    assert Shuffle(shuffling="weka", seed=3).apply(rows).sample_ids.tolist() == weka_permutation(
        105, 3
    )


@pytest.mark.parametrize(
    ("method", "bias", "counts"),
    [
        ("oversample", 1, [0, 60, 60, 60, 0]),
        ("undersample", 1, [0, 10, 10, 10, 0]),
        ("same size", 1, [0, 34, 33, 33, 0]),
        ("oversample", 0, [0, 60, 30, 10, 0]),
        ("undersample", 0.5, [0, 35, 20, 10, 0]),
        ("same size", 0, [0, 60, 30, 10, 0]),
    ],
)
def test_that_classes_are_balanced(method: str, bias: float, counts: list[int]) -> None:
    train = _skewed()
    sampler = Balance.parse({"method": method, "bias": bias})
    rows = sampler.rows(train)
    assert _counts(train.labels[rows]) == counts
    assert np.array_equal(rows, sampler.rows(train))


def test_that_oversampling_repeats_each_row_as_often_as_the_others_but_for_one() -> None:
    train = _skewed()
    times = np.bincount(Balance().rows(train), minlength=105)
    for label in range(3):
        of_class = times[train.labels == label]
        assert of_class.max() - of_class.min() <= 1


def test_that_a_resample_has_the_size_and_classes_that_are_asked_for() -> None:
    train = _skewed()
    assert len(Resample(percent=250).rows(train)) == 263  # 262.5, rounded as Java does
    once = Resample(percent=50, replacement=False).rows(train)
    assert len(set(once.tolist())) == len(once) == 53
    even = Resample(percent=90, bias=1).rows(train)
    assert _counts(train.labels[even]) == [0, 30, 30, 30, 0]
    assert np.array_equal(even, Resample(percent=90, bias=1).rows(train))
    assert not np.array_equal(even, Resample(percent=90, bias=1, seed=2).rows(train))


def test_that_what_cannot_be_drawn_is_told() -> None:
    train = _skewed()
    with pytest.raises(
        DataError, match="33 rows cannot be drawn from 30 without drawing one twice"
    ):
        Resample(bias=1, replacement=False).rows(train)
    with pytest.raises(DataError, match=r"0\.1 % of 105 rows is none"):
        Resample(percent=0.1).rows(train)
    with pytest.raises(DataError, match="no training rows to draw from"):
        Resample().rows(train.take(slice(0, 0)))
    with pytest.raises(DataError, match="class 'z' is numeric"):
        Balance().rows(line())
    with pytest.raises(DataError, match="No row has a value of the class 'class'"):
        Balance().rows(train.take(train.labels < 0))
    assert len(Resample().rows(line())) == 120
