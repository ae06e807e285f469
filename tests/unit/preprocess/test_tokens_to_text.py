import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.preprocess.next_token import NextToken
from workbench.preprocess.tokens_to_text import TokensToText


def texts(*lines: str) -> Dataset:
    return Dataset(Schema((Attribute("text", "string"),)), (np.array(lines, dtype=object),))


def test_that_characters_stand_side_by_side_and_words_apart() -> None:
    for unit, shown in (("character", "안녕 hal"), ("word", "안녕 hallo , you")):
        step = NextToken.parse({"unit": unit, "samples": "texts"})
        line = "안녕 hall" if unit == "character" else "안녕 hallo, you too"
        rows = TokensToText().apply(step.apply(texts(line)))
        assert rows.column("text").tolist() == [shown]
        assert rows.schema.attribute("text").kind == "string"


def test_that_filling_is_left_out_and_an_empty_sequence_is_missing() -> None:
    attributes = (Attribute("t", "array", ("a", "b"), shape=(3,)), Attribute("x", "numeric"))
    column = np.array([[0, 1, -1], [-1, -1, -1]], np.int32)
    rows = TokensToText().apply(Dataset(Schema(attributes), (column, np.zeros(2))))
    assert rows.column("t").tolist() == ["ab", None]
    assert rows.schema.names == ("t", "x")


def test_that_what_holds_no_tokens_is_left_or_refused_by_name() -> None:
    rows = Dataset(Schema((Attribute("s", "array", shape=(2, 1)),)), (np.zeros((1, 2, 1)),))
    assert TokensToText().apply(rows).equals(rows)
    with pytest.raises(DataError, match="'s' holds no tokens"):
        TokensToText(attributes=("s",)).apply(rows)
