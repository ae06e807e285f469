"""Texts that a recurrent network goes on with."""

from collections import Counter

import numpy as np
import pytest

from workbench.core.errors import ModelError
from workbench.core.run import Command, Event, Progressed, Stop, finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.models.generative import Generative, Wanted
from workbench.models.learner import Fold
from workbench.models.rnn import RNN
from workbench.models.rnn_model import RNNModel
from workbench.models.rnn_text import codes_of
from workbench.preprocess.next_token import NextToken

RHYME = (
    "the cat sat on the mat and the dog lay on the rug. the cat saw the dog and the dog saw the "
    "cat. the mat was red and the rug was blue, and the sun shone on the cat and on the dog. "
) * 8


def texts(*lines: str) -> Dataset:
    return Dataset(Schema((Attribute("text", "string"),)), (np.array(lines, dtype=object),))


@pytest.fixture(scope="module")
def characters() -> RNNModel:
    """A network that has read a rhyme letter by letter."""
    step = NextToken(samples="windows", unit="character", length=24, stride=24)
    learner = RNN(hidden=64, embedding=16, epochs=40, batch_size=8)
    model = finish(learner.fit(Fold(step.apply(texts(RHYME)))))
    assert isinstance(model, RNNModel)
    return model


def test_that_a_text_is_learnt_letter_by_letter(characters: RNNModel) -> None:
    assert characters.curve is not None
    losses = characters.curve.train_loss
    assert losses[0] > np.log(10)
    assert losses[-1] < 0.5
    written = finish(characters.continued("the ", 120, temperature=0.5))
    assert written.startswith("the ")
    assert len(written) == 124
    known = set(RHYME.replace(".", " ").replace(",", " ").split())
    words = written.replace(".", " ").replace(",", " ").split()[:-1]  # the last may be cut off
    assert sum(word in known for word in words) >= 0.8 * len(words)


def test_that_the_same_seed_writes_the_same(characters: RNNModel) -> None:
    first, again, other = (
        finish(characters.continued("the ", 40, seed=seed)) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_that_temperature_makes_texts_more_varied(characters: RNNModel) -> None:
    cold = {finish(characters.continued("the ", 20, temperature=0, seed=s)) for s in range(5)}
    hot = {finish(characters.continued("the ", 20, temperature=2, seed=s)) for s in range(5)}
    assert len(cold) == 1
    assert len(hot) == 5


def test_that_samples_have_the_training_schema_and_begin_as_it_does(characters: RNNModel) -> None:
    assert isinstance(characters, Generative)
    rows = finish(characters.generate(Wanted(n=200, seed=3)))
    assert rows.schema == characters.schema
    assert rows.n_samples == 200
    firsts = Counter(rows.column("text")[:, 0].tolist())
    assert set(firsts) <= set(np.flatnonzero(characters.starts).tolist())
    assert np.all(rows.labels >= 0)
    assert finish(characters.outputs(rows)).shape == (200, len(characters.classes))


def test_that_samples_begin_with_the_prompt(characters: RNNModel) -> None:
    rows = finish(characters.generate(Wanted(n=3, prompt="the dog", seed=1)))
    values = characters.classes
    for row in rows.column("text"):
        assert "".join(values[code] for code in row[:7]) == "the dog"


def test_that_a_label_cannot_be_wanted(characters: RNNModel) -> None:
    with pytest.raises(ModelError, match="cannot be chosen"):
        finish(characters.generate(Wanted(label="e")))


def test_that_an_unknown_character_is_named(characters: RNNModel) -> None:
    with pytest.raises(ModelError, match="'ß'"):
        finish(characters.continued("straße", 3))
    with pytest.raises(ModelError, match="no token"):
        finish(characters.continued("", 3))


def test_that_writing_can_be_stopped(characters: RNNModel) -> None:
    def stop(event: Event) -> Command | None:
        assert isinstance(event, Progressed)
        return Stop()

    written = finish(characters.continued("the ", 500), stop)
    assert len(written) < 50


def test_that_a_network_that_classifies_does_not_write() -> None:
    attributes = (Attribute("x", "numeric"), Attribute("y", "nominal", ("a", "b"), "class"))
    rows = Dataset(Schema(attributes), (np.arange(4.0), np.array([0, 1, 0, 1], np.int32)))
    model = finish(RNN(epochs=1).fit(Fold(rows)))
    assert isinstance(model, RNNModel)
    with pytest.raises(ModelError, match="predicts 'y'"):
        finish(model.continued("a", 3))


def test_that_a_prompt_is_cut_as_the_vocabulary_was() -> None:
    assert codes_of("ab", ("a", "b")).tolist() == [0, 1]
    assert codes_of("It's new", ("It's", "new")).tolist() == [0, 1]
    assert codes_of("well-known (it)", ("well-known", "(it)")).tolist() == [0, 1]
    assert codes_of("THE Cat", ("the", "cat")).tolist() == [0, 1]
    assert codes_of("a dog", ("<unknown>", "a", "it")).tolist() == [1, 0]
    assert codes_of("가나", ("가", "나")).tolist() == [0, 1]


@pytest.mark.parametrize("starts", [None, np.ones(2, np.float32)], ids=["missing", "too few"])
def test_that_a_model_that_cannot_begin_a_text_is_refused(
    characters: RNNModel, starts: np.ndarray | None
) -> None:
    state = characters.state()
    arrays = {name: array for name, array in state.arrays.items() if name != "starts"}
    if starts is not None:
        arrays["starts"] = starts
    damaged = State(state.values, arrays)
    with pytest.raises(ModelError, match="each token begins a sequence"):
        RNNModel.from_state(damaged, characters.schema, characters.preparation)
