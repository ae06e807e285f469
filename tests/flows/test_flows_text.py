"""A whole flow from sentences to an evaluation, compared with scikit-learn's pipeline."""

from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from workbench.core.component import Component
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.text_labelled import LabelledLinesReader
from workbench.data.split import Split
from workbench.data.text.tokens import words
from workbench.evaluation.predictions import Predictions
from workbench.flow.execute import execute
from workbench.flow.graph import Graph, Link, Node
from workbench.models.logistic import Logistic
from workbench.nodes.cross_validation import CrossValidation
from workbench.nodes.evaluate import Evaluate
from workbench.nodes.hold_out import HoldOut
from workbench.preprocess.string_to_words import StringToWords

RIDGE = 0.5  # scikit-learn's C is 1 / (2 · ridge)
LEARNER = Logistic(ridge=RIDGE, scale="none")


def chain(*components: Component) -> Graph:
    """Each component linked to the next by the one kind of thing that flows between them."""
    graph = Graph()
    for i, component in enumerate(components):
        node = Node(str(i), component)
        graph = graph.with_node(node)
        if i:
            source = graph.node(str(i - 1)).operation.outputs[0].name
            target = node.operation.inputs[0].name
            graph = graph.with_link(Link(str(i - 1), source, str(i), target))
    return graph


def ran(*components: Component) -> tuple[Predictions, tuple[Split, ...]]:
    """The predictions, and the splits as they left the second node."""
    results = finish(execute(chain(*components)))
    assert not results.errors
    last = results.values[str(len(components) - 1)]
    return last.results[0], results.values["1"].folds


def theirs(split: Split, n_words: int) -> list[int]:
    """What scikit-learn predicts for the test rows of a split."""
    pipeline = make_pipeline(
        TfidfVectorizer(
            analyzer=lambda t: words(t, lower_case=True), vocabulary=_frequent(split.train, n_words)
        ),
        LogisticRegression(C=1 / (2 * RIDGE), tol=1e-8, max_iter=1000),
    )
    pipeline.fit(split.train.column("text"), split.train.labels)
    predicted: list[int] = pipeline.predict(split.test.column("text")).tolist()
    return predicted


def _frequent(train: Dataset, n_words: int) -> tuple[str, ...]:
    fitted = StringToWords(words_to_keep=n_words).fit(train)
    return fitted.words["text"].vocabulary.values[1:]


def test_that_text_messages_are_told_apart_as_scikit_learn_does(shared_data: Path) -> None:
    predictions, (split,) = ran(
        LabelledLinesReader(path=str(shared_data / "sms-spam" / "sms.tsv")),
        HoldOut(percent=66),
        StringToWords(values="tf-idf", unit_length=True, words_to_keep=300),
        LEARNER,
        Evaluate(),
    )
    assert len(predictions.actual) == 1895
    agreement = np.mean(predictions.predicted == theirs(split, 300))
    assert agreement > 0.999
    assert np.mean(predictions.predicted == predictions.actual) > 0.95


def test_that_sentences_are_judged_as_scikit_learn_does(shared_data: Path) -> None:
    path = shared_data / "sentiment-sentences" / "yelp_labelled.txt"
    predictions, splits = ran(
        LabelledLinesReader(path=str(path)),
        CrossValidation(folds=5),
        StringToWords(values="tf-idf", unit_length=True, words_to_keep=400),
        LEARNER,
        Evaluate(),
    )
    expected = [code for split in splits for code in theirs(split, 400)]
    assert np.mean(predictions.predicted == expected) > 0.995
    assert 0.74 < np.mean(predictions.predicted == predictions.actual) < 0.84
