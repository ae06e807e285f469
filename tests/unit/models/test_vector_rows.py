from typing import get_args

import numpy as np
import pytest

from workbench.core.errors import ModelError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.models.vector_rows import Range, VectorRows, is_unit_by_nature, is_vector_part


def rows(n: int = 6) -> Dataset:
    random = np.random.default_rng(0)
    series = random.normal(size=(n, 3, 1)) * 4
    series[1, 2] = np.nan
    attributes = (
        Attribute("age", "numeric"),
        Attribute("photo", "array", shape=(2, 2)),
        Attribute("pulse", "array", shape=(3, 1)),
        Attribute("class", "nominal", ("a", "b"), "class"),
    )
    pixels = random.integers(0, 256, (n, 2, 2)).astype(np.uint8)
    columns = (random.normal(size=n), pixels, series, np.zeros(n, np.int32))
    return Dataset(Schema(attributes), columns)


def test_that_pixels_and_series_come_to_the_unit_range_and_numbers_stay() -> None:
    vectors = VectorRows.fit(rows(), "unit").vectors(rows().take(slice(1, 2)))[0]
    assert vectors.dtype == np.float32
    assert vectors[0] == pytest.approx(np.clip(rows().column("age")[1], 0, 1))
    np.testing.assert_allclose(vectors[1:5], rows().column("photo")[1].ravel() / 255, rtol=1e-6)
    assert vectors[7] == 0  # a gap


def test_that_pictures_that_are_dark_throughout_are_brightened() -> None:
    dark = rows()
    place = dark.schema.index("photo")
    pixels = (dark.columns[place] % 17).astype(np.uint8)
    pixels[0, 0, 0] = 16
    dark = dark.with_columns(
        dark.schema.attributes, (*dark.columns[:place], pixels, *dark.columns[place + 1 :])
    )
    layout = VectorRows.fit(dark, "unit")
    np.testing.assert_allclose(layout.vectors(dark)[:, 1:5], pixels.reshape(6, 4) / 16)
    np.testing.assert_array_equal(layout.columns(layout.vectors(dark))["photo"], pixels)


def test_that_no_rows_give_no_vectors() -> None:
    assert VectorRows.fit(rows(), "unit").vectors(rows().take(slice(0, 0))).shape == (0, 8)


def test_that_standard_vectors_have_mean_0_and_deviation_1_in_each_place_of_an_array() -> None:
    vectors = VectorRows.fit(rows(40), "standard").vectors(rows(40))[:, 1:7]
    np.testing.assert_allclose(vectors.mean(0), 0, atol=1e-5)
    np.testing.assert_allclose(vectors.std(0), 1, atol=1e-5)


@pytest.mark.parametrize("how", get_args(Range))
def test_that_columns_undo_vectors(how: Range) -> None:
    whole = rows().take(np.array([0, 2, 3, 4, 5]))
    inside = whole.with_columns(whole.schema.attributes, (np.linspace(0, 1, 5), *whole.columns[1:]))
    layout = VectorRows.fit(inside, how)
    columns = layout.columns(layout.vectors(inside))
    assert columns["photo"].dtype == np.uint8
    np.testing.assert_array_equal(columns["photo"], inside.column("photo"))
    np.testing.assert_allclose(columns["age"], inside.column("age"), atol=1e-6)
    np.testing.assert_allclose(columns["pulse"], inside.column("pulse"), atol=1e-5)


def test_that_it_survives_being_written_down_and_refuses_what_does_not_fit() -> None:
    layout = VectorRows.fit(rows(), "unit")
    again = VectorRows.from_state(layout.state(), rows().schema.features)
    np.testing.assert_array_equal(again.vectors(rows()), layout.vectors(rows()))
    assert again.pictures == ("photo",)
    with pytest.raises(ModelError, match=r"shape \(8,\)"):
        VectorRows.from_state(layout.state(), rows().schema.features[:2])
    with pytest.raises(ModelError, match="damaged"):
        VectorRows.from_state(State({}, layout.state().arrays), rows().schema.features)


def test_that_pictures_labels_and_zeros_and_ones_are_unit_by_nature() -> None:
    flags = (Attribute("is_old", "numeric"), Attribute("colour", "nominal", ("red",)))
    columns = (np.array([0.0, 1.0, np.nan]), np.zeros(3, np.int32))
    assert is_unit_by_nature(Dataset(Schema(flags), columns))
    assert not is_unit_by_nature(rows())
    tokens = Attribute("words", "array", ("a", "b"), shape=(4,))
    assert not is_vector_part(tokens)
