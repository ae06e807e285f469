"""The average picture of each class."""

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.core.run import finish
from workbench.data.profile import average_image
from workbench.data.profile.average_image import average_images


@pytest.mark.parametrize("shape", [(5, 4), (5, 4, 3)])
def test_that_averages_are_those_of_numpy(
    shape: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(average_image, "_BLOCK_BYTES", 700)  # several blocks
    rng = np.random.default_rng(1)
    pictures = rng.integers(0, 256, (101, *shape)).astype(np.uint8)
    classes = rng.integers(-1, 3, 101).astype(np.int32)
    means = finish(average_images(pictures, classes, 4))
    for label in range(3):
        expected = pictures[classes == label].mean(axis=0)
        np.testing.assert_allclose(means[label], expected, rtol=1e-12)
    assert np.isnan(means[3]).all()


def test_that_series_are_no_pictures() -> None:
    with pytest.raises(DataError, match="8 bits"):
        finish(average_images(np.zeros((2, 3, 4)), np.zeros(2, dtype=np.int32), 1))
