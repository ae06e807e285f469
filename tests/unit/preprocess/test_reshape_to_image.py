"""Columns to pictures and back."""

from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.data.dataset import Dataset
from workbench.data.readers.open import read
from workbench.data.schema import Attribute, Schema
from workbench.preprocess.flatten_image import FlattenImage
from workbench.preprocess.reshape_to_image import ReshapeToImage


def pictures(*shape: int) -> Dataset:
    image = np.random.default_rng(0).integers(256, size=(5, *shape)).astype(np.uint8)
    attributes = (
        Attribute("before", "string"), Attribute("image", "array", shape=shape),
        Attribute("class", "nominal", ("a", "b"), "class"),
    )  # fmt: skip
    texts = np.full(5, "t", object)
    return Dataset(Schema(attributes, "p"), (texts, image, np.zeros(5, np.int32)))


def test_that_the_way_there_and_back_gives_the_same() -> None:
    for shape, colour in (((3, 3), "grey"), ((4, 4, 3), "pixels")):
        flat = FlattenImage().apply(pictures(*shape))
        assert flat.schema.names[1] == "image[0,0]" if len(shape) == 2 else "image[0,0,0]"
        again = ReshapeToImage.parse({"colour": colour}).apply(flat)
        assert again.equals(pictures(*shape))


def test_that_planes_become_pixels() -> None:
    whole = pictures(2, 4, 3)
    planes = np.moveaxis(whole.column("image"), -1, 1).reshape(5, -1)
    attributes = [Attribute(f"p{i}", "numeric") for i in range(24)]
    flat = whole.with_columns(attributes, [planes[:, i].astype(float) for i in range(24)])
    made = ReshapeToImage(height=2, colour="planes").apply(flat)
    np.testing.assert_array_equal(made.column("image"), whole.column("image"))


def test_that_values_up_to_a_maximum_are_stretched(shared_data: Path) -> None:
    digits = read(shared_data / "digits8x8" / "digits.csv.gz", nominal=["att65"])
    image = ReshapeToImage(maximum=16).apply(digits).column("image")
    assert (image.shape, image.max()) == ((1797, 8, 8), 255)
    first = np.round(digits.feature_matrix[0] * 255 / 16).reshape(8, 8)
    np.testing.assert_array_equal(image[0], first)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [([0.5], "not whole.*'maximum'"), ([-1], "value -1; it must lie from 0 to 255"),
     ([256], "value 256"), ([np.nan], "is missing"), ([np.inf], "value inf")],
)  # fmt: skip
def test_that_what_is_no_pixel_is_refused(values: list[float], sentence: str) -> None:
    rows = Dataset(Schema((Attribute("x", "numeric"),)), (np.array(values, dtype=float),))
    with pytest.raises(DataError, match=f"(?s)Pixel 'x'.*{sentence}"):
        ReshapeToImage().apply(rows)


def test_that_a_size_that_does_not_fit_is_refused() -> None:
    flat = FlattenImage().apply(pictures(3, 4))
    with pytest.raises(DataError, match="12 attributes are no picture of 3 × 3, which has 9"):
        ReshapeToImage().apply(flat)
    assert ReshapeToImage(width=4).apply(flat).equals(pictures(3, 4))
    with pytest.raises(DataError, match="no numeric attribute"):
        ReshapeToImage().apply(pictures(2, 2))
    with pytest.raises(DataError, match="'before' is no array"):
        FlattenImage(attributes=("before",)).apply(pictures(2, 2))


def test_that_gaps_and_fillings_are_missing_when_flattened() -> None:
    attributes = (
        Attribute("s", "array", shape=(2, 1)), Attribute("w", "array", ("a", "b"), shape=(2,))
    )  # fmt: skip
    columns = (np.array([[[1.5], [np.nan]]]), np.array([[1, -1]], np.int32))
    flat = FlattenImage().apply(Dataset(Schema(attributes), columns))
    assert flat.schema.names == ("s[0,0]", "s[1,0]", "w[0]", "w[1]")
    np.testing.assert_array_equal([c[0] for c in flat.columns], [1.5, np.nan, 1, np.nan])
