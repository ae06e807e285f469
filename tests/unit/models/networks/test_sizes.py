"""Sizes as arrays lie, as networks take them, as users write them."""

import pytest

from workbench.core.errors import ParameterError
from workbench.models.networks.sizes import picture_shape, row_shape, written_shape


@pytest.mark.parametrize(
    ("lying", "taken"),
    [
        ((28, 28), (1, 28, 28)),
        ((32, 24, 3), (3, 32, 24)),
        ((64,), (1, 8, 8)),
        ((8,), (1, 1, 8)),
        ((1,), (1, 1, 1)),
    ],
)
def test_that_channels_come_first_and_squares_are_found(
    lying: tuple[int, ...], taken: tuple[int, ...]
) -> None:
    assert picture_shape(lying) == taken


def test_that_a_row_holds_all_values() -> None:
    assert row_shape((4, 3, 2)) == (24,)


@pytest.mark.parametrize(
    ("text", "shape"), [("3x32x24", (3, 32, 24)), ("1×8×8", (1, 8, 8)), ("9", (9,))]
)
def test_that_sizes_are_read(text: str, shape: tuple[int, ...]) -> None:
    assert written_shape(text) == shape


@pytest.mark.parametrize("text", ["", "28x28", "1x28x-3", "axbxc", "1x28x28x2", "1x2²x3", "9" * 9])
def test_that_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="is no size of an input"):
        written_shape(text)


@pytest.mark.parametrize("text", ["0", "1x0x4", "1x4x100001"])
def test_that_sides_have_bounds(text: str) -> None:
    with pytest.raises(ParameterError, match="must be 1 to 100,000"):
        written_shape(text)
