import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.preprocess.next_token import NextToken

SENTENCE = "Hello World ! It's an apple"


def texts(*lines: str | None) -> Dataset:
    schema = Schema((Attribute("text", "string"),), "texts")
    return Dataset(schema, (np.array([*lines, None], dtype=object)[:-1],))


def said(rows: Dataset, name: str = "text") -> list[tuple[str, str]]:
    """Each sample as the tokens before and the token that follows."""
    values = rows.schema.attribute(name).values
    contexts = [" ".join(values[c] for c in row if c >= 0) for row in rows.column(name)]
    return list(zip(contexts, (values[c] for c in rows.labels), strict=True))


def test_that_a_sentence_becomes_all_but_its_last_word_and_that_word() -> None:
    rows = NextToken().apply(texts(SENTENCE))
    assert said(rows) == [("Hello World ! It's an", "apple")]
    assert rows.schema.target.values == rows.schema.attribute("text").values
    assert sorted(rows.schema.target.values) == sorted(SENTENCE.split())


def test_that_every_step_may_be_a_sample() -> None:
    rows = NextToken(samples="steps").apply(texts("a b c d", "x y"))
    assert said(rows) == [("a", "b"), ("a b", "c"), ("a b c", "d"), ("x", "y")]
    short = NextToken(samples="steps", length=2).apply(texts("a b c d", "x y"))
    assert said(short) == [("a", "b"), ("a b", "c"), ("b c", "d"), ("x", "y")]


def test_that_windows_are_cut_out_of_each_text() -> None:
    step = NextToken(samples="windows", length=2, stride=2, unit="character")
    assert said(step.apply(texts("abcdefg"))) == [("a b", "c"), ("c d", "e"), ("e f", "g")]
    assert said(step.apply(texts("abcdef", "xy", "z"))) == [("a b", "c"), ("c d", "e"), ("x", "y")]


def test_that_no_window_reaches_into_another_text() -> None:
    random = np.random.default_rng(1)
    lines = ["".join(random.choice(list("abc"), size=n)) for n in random.integers(0, 12, 40)]
    rows = NextToken(samples="windows", length=3, stride=2, unit="character").apply(texts(*lines))
    expected = []
    for line in lines:
        starts = range(0, len(line) - 3, 2) if len(line) > 3 else range(len(line) >= 2)
        expected += [(line[s : s + 3], line[s + 3 : s + 4]) for s in starts]
    whole = [(context.replace(" ", ""), answer) for context, answer in said(rows)]
    assert whole == [(c if a else c[:-1], a or c[-1]) for c, a in expected]


def test_that_tokens_are_taken_as_they_are() -> None:
    schema = Schema((Attribute("codes", "array", ("a", "b", "c"), shape=(4,)),))
    column = np.array([[0, 1, 2, -1], [2, 2, 0, 1], [1, -1, -1, -1]], np.int32)
    rows = NextToken().apply(Dataset(schema, (column,), np.array([5, 6, 7])))
    assert said(rows, "codes") == [("a b", "c"), ("c c a", "b")]
    assert rows.sample_ids.tolist() == [5, 6]
    assert rows.column("codes").dtype == np.int32


def test_that_what_describes_a_text_stays_with_it_and_the_old_class_goes() -> None:
    schema = Schema(
        (
            Attribute("author", "string", role="meta"),
            Attribute("text", "string"),
            Attribute("mood", "nominal", ("good", "bad"), role="class"),
        )
    )
    columns = (np.array(["Kim", "Lee"], object), np.array(["a b c", "b a"], object))
    rows = NextToken(samples="steps").apply(Dataset(schema, (*columns, np.array([0, 1], np.int32))))
    assert rows.column("author").tolist() == ["Kim", "Kim", "Lee"]
    assert rows.schema.names == ("author", "text", "next")
    assert rows.schema.target.name == "next"
    assert rows.sample_ids.tolist() == [0, 1, 2]


def test_that_rare_tokens_share_one_number() -> None:
    rows = NextToken(largest_vocabulary=1).apply(texts("a a b", "a c a"))
    assert rows.schema.target.values == ("<unknown>", "a")
    assert said(rows) == [("a a", "<unknown>"), ("a <unknown>", "a")]


def test_that_missing_and_empty_texts_give_no_sample() -> None:
    rows = NextToken().apply(texts(None, "", "one", "two words"))
    assert said(rows) == [("two", "words")]


def test_that_korean_syllables_are_characters() -> None:
    rows = NextToken(unit="character", samples="steps").apply(texts("안녕하세요"))
    assert said(rows)[-1] == ("안 녕 하 세", "요")


def test_that_it_says_what_is_missing() -> None:
    with pytest.raises(DataError, match="two tokens"):
        NextToken().apply(texts("one", "word"))
    numbers = Dataset(Schema((Attribute("x", "numeric"),)), (np.zeros(2),))
    with pytest.raises(DataError, match="no text"):
        NextToken().apply(numbers)
    with pytest.raises(DataError, match="'x' is numeric"):
        NextToken(attribute="x").apply(numbers)
    with pytest.raises(DataError, match="'hat'"):
        NextToken(attribute="hat").apply(texts(SENTENCE))


def test_that_a_text_that_would_not_fit_into_memory_is_refused() -> None:
    with pytest.raises(DataError, match="GB"):
        NextToken(samples="steps", length=100_000, unit="character").apply(texts("ab" * 30_000))
