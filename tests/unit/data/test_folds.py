"""Which rows train and which test."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.errors import DataError
from workbench.data.combine import concatenated
from workbench.data.dataset import Dataset
from workbench.data.folds import (
    all_rows,
    hold_out,
    k_fold,
    repeated_k_fold,
    supplied,
    training_set,
)
from workbench.data.readers.open import read
from workbench.data.schema import Attribute, Schema
from workbench.data.shuffle import JavaRandom, Shuffling, weka_permutation
from workbench.data.split import Splits

SHUFFLINGS: tuple[Shuffling, ...] = ("plain", "weka")


def classes(codes: list[int], values: tuple[str, ...] = ("a", "b", "c")) -> Dataset:
    attributes = (Attribute("x", "numeric"), Attribute("c", "nominal", values, "class"))
    return Dataset(
        Schema(attributes, "t"), (np.arange(len(codes), dtype=float), np.array(codes, np.int32))
    )


def numbers(n: int) -> Dataset:
    attributes = (Attribute("x", "numeric"), Attribute("y", "numeric", role="class"))
    return Dataset(Schema(attributes, "t"), (np.arange(n, dtype=float), np.arange(n, dtype=float)))


def test_that_java_random_gives_javas_numbers() -> None:
    # printed by java.util.Random of OpenJDK
    random = JavaRandom(42)
    assert [random.next_int(100) for _ in range(10)] == [30, 63, 48, 84, 70, 25, 5, 18, 19, 93]
    random = JavaRandom(-7)  # a power of two
    assert [random.next_int(64) for _ in range(5)] == [17, 57, 43, 60, 33]
    random = JavaRandom(1)  # a bound at which Java draws again
    assert [random.next_int(1_500_000_000) for _ in range(6)] == [
        215764588, 880641847, 874970313, 446064254, 77814904, 714504434,
    ]  # fmt: skip


@pytest.mark.parametrize(("line", "name"), [(0, "diabetes"), (1, "iris")])
def test_that_wekas_folds_come_out_to_the_row(
    shared_data: Path, resources: Path, line: int, name: str
) -> None:
    text = (shared_data / "weka_reference" / "folds.jsonl").read_text(encoding="utf-8")
    expected = json.loads(text.splitlines()[line])["folds"]
    splits = k_fold(read(resources / "data" / f"{name}.arff"), 10, 1, "weka")
    assert [split.test_rows.tolist() for split in splits.folds] == expected
    assert splits.test == "cv:10"


def test_that_missing_classes_take_part_as_a_group_in_wekas_folds() -> None:
    # printed by weka.filters.supervised.instance.StratifiedRemoveFolds -S 3 -N 3 (WEKA 3.6)
    dataset = classes([0, 1, -1, 0, 1, -1, 0, 2, 1, 0, -1])
    splits = k_fold(dataset, 3, 3, "weka")
    assert [split.test_rows.tolist() for split in splits.folds] == [
        [5, 3, 6, 4],
        [2, 9, 8, 7],
        [10, 0, 1],
    ]


def test_that_a_numeric_class_is_not_stratified_by_weka() -> None:
    splits = k_fold(numbers(7), 3, 1, "weka")
    together = np.concatenate([split.test_rows for split in splits.folds])
    assert together.tolist() == weka_permutation(7, 1)
    assert [len(split.test_rows) for split in splits.folds] == [3, 2, 2]


@settings(deadline=None, max_examples=80)
@given(
    codes=st.lists(st.integers(-1, 2), min_size=4, max_size=60).filter(
        lambda codes: len(set(codes) - {-1}) > 1
    ),
    k=st.integers(2, 12),
    seed=st.integers(0, 5),
    shuffling=st.sampled_from(SHUFFLINGS),
)
def test_that_each_sample_is_tested_once_and_never_by_its_own_training(
    codes: list[int], k: int, seed: int, shuffling: Shuffling
) -> None:
    k = min(k, len(codes))
    splits = k_fold(classes(codes), k, seed, shuffling)
    everything = set(range(len(codes)))
    assert sorted(np.concatenate([s.test_rows for s in splits.folds])) == sorted(everything)
    for i, split in enumerate(splits.folds):
        assert split.fold == i
        assert set(split.train_rows.tolist()) == everything - set(split.test_rows.tolist())
    sizes = [len(s.test_rows) for s in splits.folds]
    assert max(sizes) - min(sizes) <= 1
    if shuffling == "plain":
        for code in set(codes):
            counts = [int(np.sum(s.test.labels == code)) for s in splits.folds]
            assert max(counts) - min(counts) <= 1


def rows(splits: Splits) -> list[list[int]]:
    return [split.test_rows.tolist() for split in splits.folds]


@pytest.mark.parametrize("shuffling", SHUFFLINGS)
def test_that_the_seed_decides_the_folds(shuffling: Shuffling) -> None:
    dataset = classes([0, 1, 2] * 20)
    assert rows(k_fold(dataset, 5, 1, shuffling)) == rows(k_fold(dataset, 5, 1, shuffling))
    assert rows(k_fold(dataset, 5, 1, shuffling)) != rows(k_fold(dataset, 5, 2, shuffling))
    assert rows(hold_out(dataset, 60, 1, shuffling)) != rows(hold_out(dataset, 60, 2, shuffling))


def test_that_wekas_percentage_split_takes_the_first_rows_of_the_shuffle(resources: Path) -> None:
    dataset = read(resources / "data" / "iris.arff")
    split = hold_out(dataset, 66, 1, "weka").folds[0]
    order = weka_permutation(150, 1)
    assert split.train_rows.tolist() == order[:99]
    assert split.test_rows.tolist() == order[99:]
    # printed by weka.classifiers.rules.ZeroR -split-percentage 66 -s 3 -p 1 (WEKA 3.6)
    test_rows = hold_out(dataset, 66, 3, "weka").folds[0].test_rows
    assert (len(test_rows), test_rows[:6].tolist()) == (51, [141, 78, 125, 71, 96, 67])


def test_that_a_stratified_hold_out_keeps_the_shares_of_the_classes() -> None:
    splits = hold_out(classes([0] * 60 + [1] * 30 + [2] * 10), 66, 1)
    split = splits.folds[0]
    assert splits.test == "split:66"
    assert len(split.train_rows) == 66
    for code, share in enumerate([39.6, 19.8, 6.6]):
        assert abs(np.sum(split.train.labels == code) - share) < 1


@pytest.mark.parametrize("shuffling", SHUFFLINGS)
def test_that_what_cannot_be_split_is_told(shuffling: Shuffling) -> None:
    dataset = classes([0, 1, 0, 1])
    with pytest.raises(DataError, match="at least 2 folds, not 1"):
        k_fold(dataset, 1, 1, shuffling)
    with pytest.raises(DataError, match=r"5 folds are more than there are samples \(4\)"):
        k_fold(dataset, 5, 1, shuffling)
    with pytest.raises(DataError, match="Every sample is of the class 'b'"):
        k_fold(classes([1, 1, -1, 1]), 2, 1, shuffling)
    with pytest.raises(DataError, match="No sample has a value"):
        hold_out(classes([-1, -1]), 50, 1, shuffling)
    for percent, side in [(1, "train"), (99, "test")]:
        with pytest.raises(DataError, match=f"none is left to {side} on"):
            hold_out(dataset, percent, 1, shuffling)


def test_that_all_rows_train_and_none_or_all_are_tested() -> None:
    dataset = numbers(3)
    assert (rows(all_rows(dataset)), all_rows(dataset).test) == ([[]], "all")
    assert (rows(training_set(dataset)), training_set(dataset).test) == ([[0, 1, 2]], "train")
    for split in (all_rows, training_set):
        with pytest.raises(DataError, match="no samples"):
            split(numbers(0))


def test_that_a_supplied_test_set_stands_behind_the_training_set() -> None:
    splits = supplied(classes([0, 1]), classes([1, 0, 2]), "other.arff")
    assert splits.test == "other.arff"
    assert rows(splits) == [[2, 3, 4]]
    assert splits.folds[0].train.labels.tolist() == [0, 1]
    assert splits.dataset.sample_ids.tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(DataError, match="test set has no samples"):
        supplied(classes([0, 1]), classes([]))


def test_that_labels_are_matched_by_their_text() -> None:
    both = concatenated(classes([0, 1]), classes([0, 1, -1], ("b", "a", "z")))
    assert both.labels.tolist() == [0, 1, 1, 0, -1]
    with pytest.raises(DataError, match="label 'z' in the test set"):
        concatenated(classes([0, 1]), classes([2], ("b", "a", "z")))


def test_that_attributes_are_matched_by_their_name() -> None:
    train = classes([0, 1])
    swapped = train.with_columns(train.schema.attributes[::-1], train.columns[::-1])
    assert concatenated(train, swapped).column("x").tolist() == [0, 1, 0, 1]
    with pytest.raises(DataError, match="no attribute 'c'"):
        concatenated(train, numbers(2))
    text = train.with_columns(
        (Attribute("x", "string"), train.schema.attributes[1]),
        (np.array(["u", "v"], dtype=object), train.columns[1]),
    )
    with pytest.raises(DataError, match="numeric in the training set and string in the test set"):
        concatenated(train, text)


def test_that_an_empty_column_fits_any_kind() -> None:
    kinds = [
        (Attribute("a", "numeric"), np.array([1.0])),
        (Attribute("a", "nominal", ("u",)), np.array([0], dtype=np.int32)),
        (Attribute("a", "string"), np.array(["u"], dtype=object)),
        (Attribute("a", "date"), np.array(["2020-01-01"], dtype="datetime64[ms]")),
    ]
    empty = Dataset(Schema((Attribute("a", "string"),)), (np.array([None], dtype=object),))
    numeric = Dataset(Schema((Attribute("a", "numeric"),)), (np.array([np.nan]),))
    for attribute, column in kinds:
        train = Dataset(Schema((attribute,)), (column,))
        for test in (empty, numeric):
            assert concatenated(train, test).missing("a").tolist() == [False, True]


def test_that_test_samples_weigh_one_where_only_the_training_set_has_weights() -> None:
    x, weight = Attribute("x", "numeric"), Attribute("weight", "numeric", role="weight")
    train = Dataset(Schema((x, weight)), (np.array([1.0, 2.0]), np.array([3.0, 1.0])))
    test = Dataset(Schema((x,)), (np.array([5.0]),))
    assert concatenated(train, test).column("weight").tolist() == [3, 1, 1]
    assert concatenated(test, train).schema.names == ("x",)


def test_that_numbers_of_a_test_set_are_matched_to_labels_that_are_numbers() -> None:
    train = Dataset(
        Schema((Attribute("c", "nominal", ("1", "0", "x")),)), (np.array([0, 1, 2], np.int32),)
    )

    def numbers(*values: float) -> Dataset:
        return Dataset(Schema((Attribute("c", "numeric"),)), (np.array(values),))

    both = concatenated(train, numbers(0, 1, np.nan))
    assert both.column("c").tolist() == [0, 1, 2, 1, 0, -1]
    with pytest.raises(DataError, match="'c' is 7 somewhere in the test set"):
        concatenated(train, numbers(0, 7))


def test_that_rows_may_stay_in_order() -> None:
    dataset = classes([0, 1] * 10)
    (split,) = hold_out(dataset, 70, shuffling="none").folds
    assert split.train_rows.tolist() == list(range(14))
    assert split.test_rows.tolist() == list(range(14, 20))
    folds = k_fold(dataset, 4, shuffling="none").folds
    assert [fold.test_rows.tolist() for fold in folds] == [
        list(range(start, start + 5)) for start in range(0, 20, 5)
    ]


@given(st.integers(2, 5), st.integers(2, 4), st.integers(1, 50))
def test_that_each_repetition_is_a_cross_validation_with_the_next_seed(
    k: int, repeats: int, seed: int
) -> None:
    data = classes([0, 1, 2] * 4)
    repeated = repeated_k_fold(data, k, repeats, seed, "weka")
    assert repeated.n_repetitions == repeats
    n_tested = sum(len(split.test_rows) for split in repeated.folds)
    n_trained = sum(len(split.train_rows) for split in repeated.folds)
    assert repeated.overlap == pytest.approx(n_tested / n_trained)
    assert k_fold(data, k, seed).overlap == 0
    assert [split.fold for split in repeated.folds] == list(range(k * repeats))
    for repetition in range(repeats):
        once = k_fold(data, k, seed + repetition, "weka").folds
        mine = [split for split in repeated.folds if split.repetition == repetition]
        assert [s.test_rows.tolist() for s in mine] == [s.test_rows.tolist() for s in once]


def test_that_rows_in_order_are_not_repeated() -> None:
    with pytest.raises(DataError, match="same folds each time"):
        repeated_k_fold(classes([0, 1, 2] * 4), 3, 2, 1, "none")
