"""A test set whose sequences are longer, shorter or of other tokens, after its training set."""

from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.core.run import finish
from workbench.data.combine import concatenated
from workbench.data.dataset import Dataset
from workbench.data.readers.ts import TsReader
from workbench.data.schema import Attribute, Schema


def tokens(values: tuple[str, ...], rows: list[list[int]]) -> Dataset:
    column = np.array(rows, dtype=np.int32)
    return Dataset(Schema((Attribute("t", "array", values, shape=column.shape[1:]),)), (column,))


def test_that_series_of_both_parts_get_one_length(shared_data: Path) -> None:
    folder = shared_data / "ucr" / "JapaneseVowels"
    train, test = (
        finish(TsReader(path=str(folder / f"JapaneseVowels_{part}.ts")).read())
        for part in ("TRAIN", "TEST")
    )
    both = concatenated(train, test)
    assert both.column("series").shape == (640, 29, 12)
    assert both.schema.attribute("series").shape == (29, 12)
    np.testing.assert_array_equal(both.column("series")[270:], test.column("series"))
    np.testing.assert_array_equal(both.column("series")[:270, :26], train.column("series"))
    assert np.isnan(both.column("series")[:270, 26:]).all()


def test_that_tokens_are_matched_by_their_text() -> None:
    train = tokens(("<unknown>", "a", "b"), [[1, 2, 1], [2, -1, -1]])
    test = tokens(("<unknown>", "b", "c"), [[1, 2], [0, -1]])
    both = concatenated(train, test)
    assert both.schema == train.schema
    assert both.column("t")[2:].tolist() == [[2, 0, -1], [0, -1, -1]]
    longer = concatenated(test, train)
    assert longer.schema.attribute("t").shape == (3,)
    assert longer.column("t").tolist() == [[1, 2, -1], [0, -1, -1], [0, 1, 0], [1, -1, -1]]


def test_that_an_unknown_token_is_named_where_there_is_no_number_for_it() -> None:
    train, test = tokens(("a", "b"), [[0, 1]]), tokens(("b", "c", "d"), [[0, 1]])
    with pytest.raises(DataError, match="'t' has the token 'c' in the test set"):
        concatenated(train, test)
    unused = tokens(("b", "c"), [[0, -1]])
    assert concatenated(train, unused).column("t").tolist() == [[0, 1], [1, -1]]


def test_that_pictures_of_another_size_are_still_refused() -> None:
    small, large = (
        Dataset(
            Schema((Attribute("image", "array", shape=(n, n)),)), (np.zeros((1, n, n), np.uint8),)
        )
        for n in (2, 3)
    )
    with pytest.raises(DataError, match="'image'"):
        concatenated(small, large)
