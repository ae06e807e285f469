"""The recurrent network: what the course computes, sequences of all kinds, and refusals."""

from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import FitError, ModelError, ParameterError
from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.text_labelled import LabelledLinesReader
from workbench.data.readers.ts import TsReader
from workbench.data.schema import Attribute, Schema
from workbench.models.learner import Fold
from workbench.models.networks.recurrence import Cell
from workbench.models.rnn import RNN
from workbench.models.rnn_model import RNNModel
from workbench.models.rnn_presets import PRESETS
from workbench.preprocess.next_token import NextToken
from workbench.preprocess.windows import Windows

SENTENCE = "Hello World ! It's an apple"
COURSE = PRESETS["Next word of the course (U, W, V)"]


def texts(*lines: str) -> Dataset:
    schema = Schema((Attribute("text", "string"),), "texts")
    return Dataset(schema, (np.array([*lines, None], dtype=object)[:-1],))


def fitted(learner: RNN, train: Dataset, events: list[Event] | None = None) -> RNNModel:
    model = finish(learner.fit(Fold(train)), None if events is None else events.append)
    assert isinstance(model, RNNModel)
    return model


def series(column: Column, labels: Column, *values: str) -> Dataset:
    """Series (n, steps, channels) and a class of these values, or a number."""
    target = Attribute("y", "nominal" if values else "numeric", values, "class")
    attributes = (Attribute("s", "array", shape=column.shape[1:]), target)
    kept = labels.astype(np.int32) if values else labels
    return Dataset(Schema(attributes), (column, kept))


def rising(n: int = 120, seed: int = 0) -> Dataset:
    """Noisy series of 4 to 10 steps that rise or fall, from anywhere."""
    random = np.random.default_rng(seed)
    labels = random.integers(2, size=n)
    steps = np.arange(10)
    column = (2 * labels[:, None] - 1) * steps + random.normal(0, 0.5, (n, 10))
    column += random.normal(0, 5, (n, 1))
    column[steps[None, :] >= random.integers(4, 11, n)[:, None]] = np.nan
    return series(column[:, :, None], labels, "falls", "rises")


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_that_the_next_word_of_the_course_is_learnt(seed: int) -> None:
    """Course.md 004-40: 6 × 6 one-hot, H = 8, SGD with .1, 200 epochs; 8.98 → 0.042, 5 of 5."""
    rows = NextToken().apply(texts(SENTENCE))
    model = fitted(RNN.parse({**COURSE, "seed": seed}), rows)
    assert model.shape.n_weights == 8 * 6 + 8 * 8 + 6 * 8, "U, W and V alone"
    assert model.curve is not None
    assert model.curve.train_loss[0] == pytest.approx(5 * np.log(6), abs=0.6)
    assert model.curve.train_loss[-1] == pytest.approx(0.04, abs=0.015)
    assert model.curve.train_score is not None
    assert model.curve.train_score[-1] == 1
    assert finish(model.continued("Hello", 5, temperature=0)) == SENTENCE


def test_that_hihell_becomes_ihello() -> None:
    rows = NextToken(unit="character").apply(texts("hihello"))
    model = fitted(RNN.parse(dict(PRESETS["hihell → ihello (lab 29)"])), rows)
    assert model.curve is not None
    assert model.curve.train_score is not None
    assert model.curve.train_score[-1] == 1, "each letter of 'ihello' after 'hihell'"
    assert finish(model.continued("h", 6, temperature=0)) == "hihello"


def test_that_every_step_of_a_text_is_what_its_beginnings_are_one_by_one() -> None:
    """The sum over the steps of one text has the gradient of all its beginnings together."""
    values = {**COURSE, "epochs": 3, "learning_rate": 0.1}
    whole = fitted(RNN.parse(values), NextToken().apply(texts(SENTENCE)))
    of_each = {"every_step": False, "batch_size": 5, "learning_rate": 0.5}
    rows = NextToken(samples="steps").apply(texts(SENTENCE))
    apart = fitted(RNN.parse({**values, **of_each}), rows)
    for name, weights in whole.weights.items():
        np.testing.assert_allclose(apart.weights[name], weights, atol=1e-5)


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_that_series_of_different_lengths_are_told_apart(cell: Cell) -> None:
    model = fitted(RNN(cell=cell, hidden=16), rising())
    fresh = rising(seed=1)
    assert np.mean(model.predict(fresh) == fresh.labels) >= 0.95


def test_that_filling_up_changes_no_prediction_and_length_is_free() -> None:
    model = fitted(RNN(hidden=8, epochs=3, bidirectional=True, layers=2), rising())
    column = rising(seed=1).column("s")
    longer = np.concatenate([column, np.full((120, 7, 1), np.nan)], 1)
    labels = rising(seed=1).labels
    expected = model.predict_proba(series(column, labels, "falls", "rises"))
    given = model.predict_proba(series(longer, labels, "falls", "rises"))
    np.testing.assert_allclose(given, expected, atol=1e-6)
    long = np.cumsum(np.ones((2, 40, 1)), axis=1)
    assert model.predict(series(long, np.zeros(2), "falls", "rises")).shape == (2,)


def test_that_the_adding_problem_is_solved() -> None:
    """The sum of the two marked numbers (Hochreiter and Schmidhuber 1997, experiment 4)."""

    def adding(n: int, seed: int) -> Dataset:
        random = np.random.default_rng(seed)
        column = np.zeros((n, 8, 2))
        column[:, :, 0] = random.random((n, 8))
        for row in column:
            row[random.choice(8, 2, replace=False), 1] = 1
        return series(column, (column[:, :, 0] * column[:, :, 1]).sum(1))

    model = fitted(RNN(hidden=16, epochs=15), adding(600, 0))
    fresh = adding(300, 1)
    error = np.mean((model.predict(fresh) - fresh.labels) ** 2)
    assert error < np.var(fresh.labels) / 8


def test_that_gaps_are_filled_with_the_last_value_and_it_is_said() -> None:
    whole = rising()
    column = np.array(whole.column("s"))
    column[5, 2] = np.nan
    events: list[Event] = []
    model = fitted(RNN(hidden=4, epochs=1), series(column, whole.labels, "a", "b"), events)
    assert any(isinstance(e, Noted) and "fill gaps" in e.text for e in events)
    carried = np.array(column)
    carried[5, 2] = carried[5, 1]
    ours, theirs = (
        model.predict_proba(series(c, whole.labels, "a", "b")) for c in (column, carried)
    )
    np.testing.assert_array_equal(ours, theirs)


def test_that_texts_are_cut_into_words_and_an_unseen_one_is_no_error() -> None:
    lines = [f"{who} {what} {it}" for who in ("I", "we") for it in ("tea", "rain", "it")
             for what in ("love", "hate")]  # fmt: skip
    attributes = (Attribute("text", "string"), Attribute("y", "nominal", ("bad", "good"), "class"))
    labels = np.array(["love" in line for line in lines], np.int32)
    rows = Dataset(Schema(attributes), (np.array(lines, object), labels))
    model = fitted(RNN(cell="gru", batch_size=4), rows)
    assert np.array_equal(model.predict(rows), labels)
    unseen = Dataset(
        Schema(attributes[:1]), (np.array(["they love coffee", None, ""], dtype=object),)
    )
    assert model.predict_proba(unseen).shape == (3, 2)


def test_that_what_stands_beside_a_sequence_is_left_out_and_named() -> None:
    rows = rising()
    attributes = (Attribute("age", "numeric"), *rows.schema.attributes)
    wide = rows.with_columns(attributes, (np.zeros(120), *rows.columns))
    events: list[Event] = []
    model = fitted(RNN(hidden=4, epochs=1), wide, events)
    assert any(isinstance(e, Noted) and e.is_warning and "'age'" in e.text for e in events)
    np.testing.assert_array_equal(model.predict(rows), model.predict(wide))


def test_that_pictures_are_read_line_by_line() -> None:
    random = np.random.default_rng(0)
    labels = np.arange(60) % 2
    pictures = random.integers(0, 60, (60, 6, 5), dtype=np.uint8)
    for picture, label in zip(pictures, labels, strict=True):
        picture[slice(3) if label else slice(3, 6)] += 180
    attributes = (
        Attribute("p", "array", shape=(6, 5)),
        Attribute("y", "nominal", ("below", "above"), "class"),
    )
    rows = Dataset(Schema(attributes), (pictures, labels.astype(np.int32)))
    model = fitted(RNN(hidden=8, epochs=20), rows)
    assert (model.shape.n_channels, model.reading.length) == (5, 6)
    assert np.array_equal(model.predict(rows), labels)


def test_that_a_growing_series_is_forecast_in_its_own_units() -> None:
    """Trained on the lower part of a slope, it goes on above it; in the raw numbers it cannot."""
    steps = np.arange(160)
    values = 10 + steps + 5 * np.sin(steps * np.pi / 6)
    table = Dataset(Schema((Attribute("v", "numeric", role="class"),)), (values,))
    windows = Windows(length=12).apply(table)
    train, test = windows.take(slice(0, 100)), windows.take(slice(100, None))
    preset = {**PRESETS["Forecast of a series"], "hidden": 16, "epochs": 60}
    errors = {}
    for own in (True, False):
        model = fitted(RNN.parse({**preset, "own_scale": own}), train)
        errors[own] = np.sqrt(np.mean((model.predict(test) - test.labels) ** 2))
    naive = np.sqrt(np.mean((test.column("window")[:, -1, 0] - test.labels) ** 2))
    assert errors[True] < naive / 2 < errors[False]


def test_that_a_series_of_several_channels_has_no_own_unit() -> None:
    column = np.random.default_rng(0).normal(size=(20, 5, 2))
    with pytest.raises(FitError, match="2 channels"):
        fitted(RNN(own_scale=True, epochs=1), series(column, column[:, 0, 0]))


def test_that_looking_ahead_is_refused_where_every_step_is_learnt() -> None:
    rows = NextToken().apply(texts(SENTENCE))
    with pytest.raises(ParameterError, match="sees the tokens") as caught:
        fitted(RNN(bidirectional=True), rows)
    assert caught.value.where.parameter == "bidirectional"
    fitted(RNN(bidirectional=True, every_step=False, epochs=1), rows)
    with pytest.raises(ParameterError, match="label_smoothing"):
        fitted(RNN(label_smoothing=0.1), rows)


def test_that_odd_sequences_are_refused_politely() -> None:
    rows = rising()
    infinite = np.array(rows.column("s"))
    infinite[0, 0] = np.inf
    odd = {
        "empty": np.full((120, 10, 1), np.nan),
        "beyond": infinite,
    }
    for words, column in odd.items():
        with pytest.raises(FitError, match=words):
            fitted(RNN(epochs=1), series(column, rows.labels, "a", "b"))
    gap = np.array(rows.column("s"))
    gap[0, 1] = np.nan
    with pytest.raises(FitError, match="has gaps"):
        fitted(RNN(epochs=1, prepare=False), series(gap, rows.labels, "a", "b"))


def test_that_truncation_changes_what_is_learnt() -> None:
    whole, cut = (fitted(RNN(epochs=2, truncation=n), rising()) for n in (0, 3))
    assert not np.array_equal(whole.weights["forth.0.W"], cut.weights["forth.0.W"])


def test_that_dropped_values_come_from_the_seed_alone() -> None:
    learner = RNN(layers=2, dropout=0.5, epochs=2, hidden=8)
    first, again = (fitted(learner, rising()) for _ in range(2))
    for name, weights in first.weights.items():
        np.testing.assert_array_equal(again.weights[name], weights)


def test_that_the_terms_of_back_propagation_are_those_of_training() -> None:
    """Their sum is the step that plain gradient descent takes."""
    rows = NextToken().apply(texts(SENTENCE))
    learner = RNN.parse({**COURSE, "epochs": 1, "truncation": 2})
    after = fitted(learner, rows)
    start = fitted(learner.with_parameters({"learning_rate": 1e-30}), rows)
    terms = start.bptt_terms(rows)
    assert terms.labels == tuple(SENTENCE.split()[:-1])
    assert terms.truncation == 2
    gradient = terms.gradient()
    for name, ours in (
        ("forth.0.U", gradient.U),
        ("forth.0.W", gradient.W),
        ("V.weight", gradient.V),
    ):
        moved = (start.weights[name] - after.weights[name]) / 0.1
        np.testing.assert_allclose(moved, ours, atol=1e-5)


def test_that_terms_are_given_of_classes_and_numbers_and_refused_of_gates() -> None:
    model = fitted(RNN(cell="elman", epochs=1), rising())
    row = rising().take(slice(3, 4))
    terms = model.bptt_terms(row)
    assert len(terms.losses) == int((~np.isnan(row.column("s"))).sum())
    assert terms.losses[-1] == pytest.approx(-np.log(model.predict_proba(row)[0, row.labels[0]]))
    numbers = series(np.nan_to_num(rising().column("s")), np.linspace(0, 9, 120))
    forecast = fitted(RNN(cell="elman", epochs=1), numbers)
    error = forecast.predict(numbers)[0] - numbers.labels[0]
    terms = forecast.bptt_terms(numbers)
    assert terms.losses.sum() == pytest.approx((error / forecast.target_scale) ** 2, rel=1e-4)
    with pytest.raises(ModelError, match="Elman"):
        fitted(RNN(epochs=1), rising()).bptt_terms(row)


def test_that_vowels_are_told_apart(shared_data: Path) -> None:
    """Nine speakers, 12 channels, 7 to 29 steps (JapaneseVowels of the UEA archive)."""
    folder = shared_data / "ucr" / "JapaneseVowels"
    train, test = (
        finish(TsReader(path=str(folder / f"JapaneseVowels_{part}.ts")).read())
        for part in ("TRAIN", "TEST")
    )
    model = fitted(RNN(cell="elman"), train)
    assert np.mean(model.predict(test) == test.labels) >= 0.9


def test_that_airline_passengers_are_forecast_better_than_by_the_last_value(
    shared_data: Path,
) -> None:
    path = str(shared_data / "series" / "airline-passengers.csv")
    table = finish(CsvReader(path=path, class_attribute="Passengers").read())
    windows = Windows(length=12).apply(table)
    train, test = windows.take(slice(0, 88)), windows.take(slice(88, None))
    model = fitted(RNN.parse(dict(PRESETS["Forecast of a series"])), train)
    past = test.column("window")[:, :, 0]

    def error(predicted: Column) -> float:
        return float(np.sqrt(np.mean((predicted - test.labels) ** 2)))

    assert error(model.predict(test)) < 0.75 * error(past[:, 0]) < error(past[:, -1])


@pytest.mark.slow
def test_that_feelings_in_sentences_are_found_above_chance(shared_data: Path) -> None:
    path = str(shared_data / "sentiment-sentences" / "amazon_cells_labelled.txt")
    rows = finish(LabelledLinesReader(path=path).read())
    order = np.random.default_rng(1).permutation(rows.n_samples)
    train, test = rows.take(order[:800]), rows.take(order[800:])
    model = fitted(RNN.parse({**PRESETS["Sentences"], "epochs": 5}), train)
    assert np.mean(model.predict(test) == test.labels) >= 0.7


def test_that_tokens_with_filling_between_them_are_read_side_by_side() -> None:
    rows = NextToken().apply(texts(SENTENCE))
    model = fitted(RNN.parse({**COURSE, "epochs": 1}), rows)
    [codes] = rows.column("text").tolist()
    gappy = np.array([[*codes[:2], -1, *codes[2:]]], np.int32)
    attributes = (Attribute("text", "array", rows.schema.target.values, shape=(6,)),)
    given = model.predict_proba(Dataset(Schema(attributes), (gappy,)))
    np.testing.assert_allclose(given, model.predict_proba(rows), atol=1e-6)


def test_that_numbers_are_in_their_own_units_without_biases_too() -> None:
    values = np.random.default_rng(0).normal(size=(60, 3))
    names = [Attribute(f"x{i}", "numeric") for i in range(3)]
    schema = Schema((*names, Attribute("y", "numeric", role="class")))
    rows = Dataset(schema, (*values.T.copy(), 100 + values[:, 0]))
    learner = RNN(cell="elman", hidden=4, bias=False, epochs=5, seed=1)
    model = fitted(learner, rows)
    outputs = finish(model.outputs(rows))[:, 0]
    assert abs(outputs.mean() - 100) < 1
    assert "V.bias" not in model.weights
