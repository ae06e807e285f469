import numpy as np
import pytest

from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.evaluation.chosen import Choice, cells_of, chosen_samples, mask_of, unknown_cells
from workbench.evaluation.confusion_chart import confusion_chart
from workbench.evaluation.predictions import Evaluation, Predictions

LABELS = ("no", "yes", "may be")
ACTUAL = np.array([0, 1, 2, 0, -1, 1], dtype=np.int32)
PREDICTED = np.array([0, 2, 2, 1, 1, 2], dtype=np.int32)
PROBABILITIES = np.array(
    [
        *([0.8, 0.1, 0.1], [0.2, 0.3, 0.5], [0.1, 0.2, 0.7]),
        *([0.3, 0.6, 0.1], [0.0, 1.0, 0.0], [0.1, 0.05, 0.85]),
    ]
)


def predictions(name: str = "kNN", *, has_data: bool = True) -> Predictions:
    rows = np.array([5, 3, 1, 0, 2, 4])
    names = (Attribute("x", "numeric"), Attribute("fold", "numeric"))
    target = Attribute("class", "nominal", LABELS, "class")
    truth = np.full(6, -1, dtype=np.int32)
    truth[rows] = ACTUAL
    data = Dataset(Schema((*names, target)), (np.arange(6) * 10.0, np.zeros(6), truth))
    return Predictions(
        learner="knn", name=name, parameters={}, test="cv:2", seed=1, attribute=target,
        sample_ids=rows, fold=np.array([0, 0, 0, 1, 1, 1]), actual=ACTUAL, predicted=PREDICTED,
        probabilities=PROBABILITIES, baseline=None, curves=(), seconds=0.0,
        dataset=data if has_data else None, rows=rows if has_data else None,
    )  # fmt: skip


def test_that_the_rows_of_a_cell_come_with_truth_prediction_and_probabilities() -> None:
    samples = chosen_samples(predictions(), mask_of(LABELS, ["yes > may be"]))
    np.testing.assert_array_equal(samples.sample_ids, [3, 4])
    np.testing.assert_array_equal(samples.column("x"), [30, 40])
    np.testing.assert_array_equal(samples.column("actual"), [1, 1])
    np.testing.assert_array_equal(samples.column("predicted"), [2, 2])
    np.testing.assert_array_equal(samples.column("confidence"), [0.5, 0.85])
    np.testing.assert_array_equal(samples.column("p(yes)"), [0.3, 0.05])
    np.testing.assert_array_equal(samples.column("fold'"), [1, 2])  # there is a column "fold"
    assert samples.schema.attribute("learner").values == ("kNN",)


def test_that_every_cell_has_as_many_samples_as_the_matrix_counts() -> None:
    chart = confusion_chart(Evaluation((predictions(),)))
    counts = chart.matrices[0].counts
    for i, actual in enumerate(LABELS):
        for j, predicted in enumerate(LABELS):
            mask = mask_of(LABELS, [f"{actual}>{predicted}"])
            assert chosen_samples(predictions(), mask).n_samples == counts[i, j]


@pytest.mark.parametrize(
    ("cells", "ids"),
    [
        (("no > *",), [5, 0]),
        (("* > may be",), [3, 1, 4]),
        (("* > *",), [5, 3, 1, 0, 4]),
        (("correct",), [5, 1]),
        (("wrong",), [3, 0, 4]),
        (("no>no", "may be>may be"), [5, 1]),
        ((), []),
    ],
)
def test_that_a_choice_may_name_classes_and_words(cells: tuple[str, ...], ids: list[int]) -> None:
    samples = chosen_samples(predictions(), mask_of(LABELS, cells))
    np.testing.assert_array_equal(samples.sample_ids, ids)


def test_that_cells_written_down_are_the_same_cells() -> None:
    mask = np.random.default_rng(0).random((3, 3)) < 0.5
    labels = ("a > b", "*", "correct")
    np.testing.assert_array_equal(mask_of(LABELS, cells_of(LABELS, mask)), mask)
    assert mask_of(labels, ["* > correct"]).sum() == 3  # the class "*" is among every class


def test_that_what_names_no_cell_is_told() -> None:
    assert unknown_cells(LABELS, ["no > yes", "no > perhaps", "x"]) == ("no > perhaps", "x")


def test_that_without_the_data_there_is_still_what_was_told() -> None:
    samples = chosen_samples(predictions(has_data=False), mask_of(LABELS, ["correct"]))
    assert samples.schema.names[:3] == ("actual", "predicted", "confidence")
    np.testing.assert_array_equal(samples.sample_ids, [5, 1])


def test_that_the_samples_of_the_learner_that_is_named_go_out() -> None:
    evaluation = Evaluation((predictions("A"), predictions("B")))
    for learner, expected in (("", "A"), ("B", "B")):
        chart = confusion_chart(evaluation, Choice(learner, ("correct",)))
        assert chart.samples.schema.attribute("learner").values == (expected,)
        assert [chart.mask(m).any() for m in chart.matrices] == [expected == "A", expected == "B"]
    assert confusion_chart(evaluation, Choice("C", ("correct",))).samples.n_samples == 0
