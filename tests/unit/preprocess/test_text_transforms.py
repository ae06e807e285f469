"""Texts as sequences of tokens and as word counts, compared with scikit-learn's."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from workbench.core.errors import DataError
from workbench.core.run import finish
from workbench.data.dataset import Column, Dataset, is_filled
from workbench.data.readers.text_labelled import LabelledLinesReader
from workbench.data.schema import Attribute, Schema
from workbench.data.text.tokens import words
from workbench.preprocess import tokenise
from workbench.preprocess.string_to_words import FittedStringToWords, StringToWords
from workbench.preprocess.tokenise import FittedTokenise, Tokenise


def texts(*values: str | None) -> Dataset:
    labels = (np.arange(len(values)) % 2).astype(np.int32)
    attributes = (Attribute("text", "string"), Attribute("c", "nominal", ("n", "y"), "class"))
    return Dataset(Schema(attributes, "texts"), (np.array(values, dtype=object), labels))


def shown(dataset: Dataset) -> list[list[str]]:
    values = dataset.schema.attribute("text").values
    return [[values[c] for c in row if c >= 0] for row in dataset.column("text")]


@pytest.fixture(scope="module")
def sentences(shared_data: Path) -> Dataset:
    path = shared_data / "sentiment-sentences" / "yelp_labelled.txt"
    return finish(LabelledLinesReader(path=str(path)).read())


@pytest.fixture(scope="module")
def theirs() -> dict[str, object]:
    """What scikit-learn's vectorisers must be told to cut texts into the same words."""
    return {"analyzer": lambda text: words(text, lower_case=True)}


def _like(vectoriser: CountVectorizer, train: Column, test: Column) -> Dataset:
    """Their matrix as a data set, under their words' names."""
    vectoriser.fit(train)
    found = vectoriser.transform(test).toarray().astype(float)
    names = vectoriser.get_feature_names_out()
    attributes = tuple(Attribute(str(name), "numeric") for name in names)
    return Dataset(Schema(attributes), tuple(found.T.copy()))


@pytest.mark.parametrize(
    ("ours", "kind", "options"),
    [
        ({"values": "count"}, CountVectorizer, {}),
        ({"values": "presence"}, CountVectorizer, {"binary": True}),
        ({"values": "tf-idf"}, TfidfVectorizer, {"norm": None}),
        ({"values": "tf-idf", "unit_length": True}, TfidfVectorizer, {}),
    ],
)
def test_that_numbers_are_scikit_learns(
    sentences: Dataset,
    theirs: dict[str, object],
    ours: dict[str, object],
    kind: type[CountVectorizer],
    options: dict[str, object],
) -> None:
    train, test = sentences.take(slice(0, 700)), sentences.take(slice(700, None))
    fitted = StringToWords.parse({"words_to_keep": 100_000, **ours}).fit(train)
    applied = fitted.apply(test)
    expected = _like(kind(**options, **theirs), train.column("text"), test.column("text"))
    assert {a.name for a in applied.schema.features} == {
        name if name != "class" else "text.class" for name in expected.schema.names
    }
    for name in expected.schema.names:
        if name != "class":
            np.testing.assert_allclose(applied.column(name), expected.column(name), rtol=1e-12)


def test_that_the_most_frequent_words_are_those_of_scikit_learn(
    sentences: Dataset, theirs: dict[str, object]
) -> None:
    applied = StringToWords(words_to_keep=10).fit(sentences).apply(sentences)
    expected = CountVectorizer(max_features=10, **theirs).fit(sentences.column("text"))
    names = [a.name for a in applied.schema.features]
    assert sorted(names) == sorted(expected.get_feature_names_out())
    assert names[:2] == ["the", "and"]


def test_that_only_training_rows_are_looked_at() -> None:
    fitted = StringToWords(values="count", minimum_count=2).fit(texts("a b a", "b c"))
    applied = fitted.apply(texts("c c z a a a", None, ""))
    assert applied.schema.names == ("a", "b", "c"), "two words and the class"
    assert applied.feature_matrix.tolist() == [[3, 0], [0, 0], [0, 0]]


def test_that_a_column_gets_another_name_than_an_attribute_has() -> None:
    train = texts("c d", "c text")
    names = StringToWords().fit(train).apply(train).schema.names
    assert names == ("text.c", "d", "text", "c")


def test_that_pairs_of_characters_count_in_korean() -> None:
    fitted = StringToWords(unit="character", longest=2, words_to_keep=50).fit(texts("좋아", "좋다"))
    assert set(fitted.words["text"].names) == {"좋", "아", "다", "좋아", "좋다"}


def test_that_word_columns_come_back_from_their_state(sentences: Dataset) -> None:
    fitted = StringToWords(values="tf-idf", unit_length=True, longest=2).fit(sentences)
    again = FittedStringToWords.from_state(fitted.state())
    assert again.apply(sentences).equals(fitted.apply(sentences))


def test_that_tokens_are_numbered_by_training_rows_and_others_unknown() -> None:
    fitted = Tokenise().fit(texts("A cat sat.", "a dog"))
    applied = fitted.apply(texts("A bird sat down there.", None, "dog"))
    assert applied.schema.attribute("text") == Attribute(
        "text", "array", ("<unknown>", "a", ".", "cat", "dog", "sat"), shape=(4,)
    )
    assert shown(applied) == [["a", "<unknown>", "sat", "<unknown>"], [], ["dog"]]
    assert applied.column("text").dtype == np.int32
    assert applied.missing("text").tolist() == [False, True, False]
    assert is_filled(applied.column("text"))[2].tolist() == [True, False, False, False]


def test_that_the_start_can_be_cut_off_and_capitals_kept() -> None:
    train = texts("One two Three", "one")
    fitted = Tokenise(length=2, cut="start", lower_case=False).fit(train)
    assert shown(fitted.apply(train)) == [["two", "Three"], ["one"]]


def test_that_the_length_covers_a_share_of_the_training_texts() -> None:
    train = texts(*(["a b"] * 95), *(["a " * 50] * 5))
    for coverage, length in ((95, 2), (96, 50), (100, 50)):
        assert Tokenise(coverage=coverage).fit(train).lengths == {"text": length}


def test_that_rare_tokens_are_left_out() -> None:
    train = texts("a a a b b c", "a b")
    values = Tokenise(minimum_count=2).fit(train).vocabularies["text"].values
    assert values == ("<unknown>", "a", "b")
    assert len(Tokenise(largest_vocabulary=1).fit(train).vocabularies["text"]) == 2


def test_that_empty_texts_make_rows_of_one_place() -> None:
    train = texts("", None)
    applied = Tokenise().fit(train).apply(train)
    assert applied.column("text").tolist() == [[-1], [-1]]


def test_that_too_much_memory_is_refused_before_it_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tokenise, "MAX_BYTES", 100)
    with pytest.raises(DataError, match="With 30 tokens in each of 2 rows, 'text' would take"):
        Tokenise().fit(texts("a " * 30, "b"))


def test_that_a_fitted_vocabulary_comes_back_from_its_state(sentences: Dataset) -> None:
    fitted = Tokenise(unit="character", coverage=90, cut="start").fit(sentences)
    again = FittedTokenise.from_state(fitted.state())
    assert again.apply(sentences).equals(fitted.apply(sentences))
