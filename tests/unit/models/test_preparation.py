"""What learners that need numbers add by themselves, and what they refuse."""

from typing import ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray
from typing_extensions import override

from workbench.core.errors import FitError
from workbench.core.run import Event, Noted, Run, finish
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models.learner import Fold
from workbench.models.model import Model
from workbench.models.preparation import NumericLearner, known_class
from workbench.preprocess.min_max import MinMax
from workbench.preprocess.standardise import Standardise
from workbench.preprocess.transform import FittedTransform

TARGET = Attribute("c", "nominal", ("no", "yes"), "class")
X, B = Attribute("x", "numeric"), Attribute("b", "nominal", ("u", "v"))
LABELS = np.array([0, 1, 0, 1], np.int32)
NUMBERS, CODES = np.array([1.0, 2, 4, 5]), np.array([0, 1, -1, 1], np.int32)


class _Learner(NumericLearner):
    key: ClassVar[str] = "probe"
    title: ClassVar[str] = "Probe"

    @override
    def fit(self, fold: Fold) -> Run[Model]:
        raise NotImplementedError


class _TwoClasses(_Learner):
    needs_two_classes: ClassVar[bool] = True


def _dataset(*columns: tuple[Attribute, Column], labels: NDArray[np.int32] = LABELS) -> Dataset:
    attributes = (*(a for a, _ in columns), TARGET)
    return Dataset(Schema(attributes), (*(c for _, c in columns), labels))


def _prepared(
    train: Dataset, learner: NumericLearner | None = None
) -> tuple[tuple[FittedTransform, ...], Dataset, list[Event]]:
    events: list[Event] = []
    steps, rows = finish((learner or _Learner()).prepared(train), events.append)
    return steps, rows, events


def test_that_what_is_missing_is_added_and_said() -> None:
    steps, rows, events = _prepared(_dataset((X, NUMBERS), (B, CODES)))
    assert events == [Noted("Added: impute (mean), standardise, one-hot.")]
    assert [type(step).key for step in steps] == ["impute", "scaling", "one_hot"]
    z = (NUMBERS - 3) / np.sqrt(2.5)
    expected = np.column_stack([z, [1, 0, 0, 0], [0, 1, 0, 1]])
    assert rows.feature_matrix == pytest.approx(expected)


def test_that_the_steps_do_to_new_rows_what_they_did_to_training_rows() -> None:
    train = _dataset((X, NUMBERS), (B, CODES))
    steps, rows, _ = _prepared(train)
    again = train
    for step in steps:
        again = step.apply(again)
    assert again.equals(rows)
    gaps = _dataset((X, np.full(4, np.nan)), (B, np.full(4, -1, np.int32)))
    for step in steps:
        gaps = step.apply(gaps)
    assert np.all(gaps.feature_matrix == 0)  # the mean, standardised; no label


@pytest.mark.parametrize(
    ("scale", "upstream"), [("standardise", Standardise()), ("min-max", MinMax())]
)
def test_that_what_is_scaled_already_is_not_scaled_again(
    scale: str, upstream: Standardise | MinMax
) -> None:
    train = _dataset((X, NUMBERS))
    scaled = upstream.fit(train).apply(train)
    _, rows, events = _prepared(scaled, _Learner.parse({"scale": scale}))
    assert events == [Noted("Added: impute (mean).")]
    assert rows.equals(scaled)


def test_that_scaling_can_be_left_out() -> None:
    _, rows, _ = _prepared(_dataset((X, NUMBERS)), _Learner(scale="none"))
    assert rows.column("x").tolist() == NUMBERS.tolist()


def test_that_rows_without_a_class_are_left_out_and_counted() -> None:
    train = _dataset((X, NUMBERS), labels=np.array([0, -1, 1, -1], np.int32))
    _, rows, events = _prepared(train)
    assert rows.n_samples == 2
    assert events[0] == Noted("Training rows without a class, left out: 2.")
    assert known_class(train).column("x").tolist() == [1, 4]


def test_that_texts_and_empty_columns_are_left_out_by_name() -> None:
    text = (Attribute("note", "string"), np.array(["a", None, "b", "c"], object))
    empty = (Attribute("gone", "numeric"), np.full(4, np.nan))
    none = (Attribute("void", "nominal", ("p",)), np.full(4, -1, np.int32))
    train = _dataset(text, empty, (X, NUMBERS), none)
    _, rows, events = _prepared(train)
    assert rows.schema.names == ("x", "c")
    assert events[:2] == [
        Noted(
            "Left out, as they are no numbers: 'note' (string). To learn from texts, put "
            "'String to words' behind the split.",
            is_warning=True,
        ),
        Noted(
            "Left out, as they have no value: 'gone' (numeric), 'void' (nominal).", is_warning=True
        ),
    ]
    with pytest.raises(FitError, match="no attribute to learn from besides the class"):
        _prepared(_dataset(empty))


def test_that_what_makes_numbers_of_the_attributes_is_named() -> None:
    text = (Attribute("note", "string"), np.array(["a", None, "b", "c"], object))
    picture = (Attribute("image", "array", shape=(2, 2)), np.zeros((4, 2, 2), np.uint8))
    with pytest.raises(FitError) as caught:
        _prepared(_dataset(picture, text))
    assert caught.value.message == (
        "There is no number or label to learn from, only 'image' (array), 'note' (string)."
    )
    assert caught.value.remedy == (
        "To learn from pictures or series, put 'Flatten image' before the split. "
        "To learn from texts, put 'String to words' behind the split."
    )


def test_that_without_preparation_the_first_unfit_attribute_is_named() -> None:
    bare = _Learner(prepare=False)
    steps, rows, events = _prepared(_dataset((X, NUMBERS)), bare)
    assert (steps, events) == ((), [])
    assert rows.column("x").tolist() == NUMBERS.tolist()
    with pytest.raises(FitError, match="'b' is nominal; numbers are needed here"):
        _prepared(_dataset((X, NUMBERS), (B, CODES)), bare)
    gap = np.array([1.0, np.nan, 2, 3])
    with pytest.raises(FitError, match="'x' has missing values"):
        _prepared(_dataset((X, gap)), bare)


def test_that_one_class_is_refused_by_name_where_two_are_needed() -> None:
    train = _dataset((X, NUMBERS), labels=np.array([1, 1, -1, 1], np.int32))
    _prepared(train)
    with pytest.raises(FitError, match="All 3 training rows are of the class 'yes'"):
        _prepared(train, _TwoClasses())


def test_that_no_rows_no_class_and_a_missing_class_are_refused() -> None:
    train = _dataset((X, NUMBERS))
    with pytest.raises(FitError, match="There are no training rows"):
        _prepared(train.take(slice(0, 0)))
    with pytest.raises(FitError, match="No attribute is the class"):
        _prepared(train.with_class(None))
    with pytest.raises(FitError, match="'c' is missing in every training row"):
        _prepared(_dataset((X, NUMBERS), labels=np.full(4, -1, np.int32)))


def test_that_an_infinite_number_is_refused_by_name() -> None:
    with pytest.raises(FitError, match="'x' holds an infinite number"):
        _prepared(_dataset((X, np.array([1.0, np.inf, 2, 3]))))


def test_that_an_enormous_target_is_refused() -> None:
    schema = Schema((Attribute("x", "numeric"), Attribute("y", "numeric", role="class")))
    for value, sentence in ((1e200, "beyond"), (-np.inf, "infinite")):
        rows = Dataset(schema, (np.array([1.0, 2]), np.array([0, value])))
        with pytest.raises(FitError, match=sentence):
            known_class(rows)


class _NoClass(_Learner):
    needs_class: ClassVar[bool] = False


def test_that_a_learner_that_needs_no_class_keeps_rows_without_one() -> None:
    rows = _dataset((X, NUMBERS), labels=np.array([0, -1, -1, 1], np.int32))
    for train in (rows, rows.with_class(None)):
        _, prepared = finish(_NoClass().prepared(train))
        assert prepared.n_samples == 4
        with pytest.raises(FitError, match="no training rows"):
            finish(_NoClass().prepared(train.take(slice(0, 0))))
