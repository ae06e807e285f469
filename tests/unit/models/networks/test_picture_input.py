"""Pictures arrive as they lie in memory and leave as floats of the network's size."""

import numpy as np
import pytest
import torch
from torch import Tensor

from workbench.models.networks.picture_input import PictureInput
from workbench.models.networks.scaling import IMAGENET, LENET, Scaling


def bytes_of(*shape: int) -> Tensor:
    drawn = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    return torch.from_numpy(drawn)


def test_that_grey_bytes_become_fractions_with_one_channel() -> None:
    pictures = bytes_of(3, 8, 9)
    given = PictureInput((1, 8, 9), (1, 8, 9), Scaling())(pictures)
    torch.testing.assert_close(given, pictures[:, None].float() / 255)


def test_that_the_channels_of_coloured_bytes_come_first_and_are_standardised() -> None:
    pictures = bytes_of(2, 5, 6, 3)
    given = PictureInput((3, 5, 6), (3, 5, 6), IMAGENET)(pictures)
    mean, std = torch.tensor(IMAGENET.mean), torch.tensor(IMAGENET.std)
    by_hand = (pictures.float() / 255 - mean) / std  # (n, h, w, c)
    torch.testing.assert_close(given, by_hand.permute(0, 3, 1, 2))


def test_that_rows_of_floats_are_taken_as_they_are() -> None:
    rows = torch.randn(4, 12, generator=torch.Generator().manual_seed(0))
    given = PictureInput((1, 3, 4), (1, 3, 4), Scaling())(rows)
    assert torch.equal(given, rows.view(4, 1, 3, 4))


def test_that_lenet_5_gets_its_margins_background_and_foreground() -> None:
    pictures = torch.full((1, 28, 28), 255, dtype=torch.uint8)
    given = PictureInput((1, 28, 28), (1, 32, 32), LENET)(pictures)
    assert given.shape == (1, 1, 32, 32)
    assert float(given[0, 0, 0, 0]) == pytest.approx(-0.1)
    assert float(given[0, 0, 2, 2]) == pytest.approx(1.175)
    assert int((given > 1).sum()) == 28 * 28


def test_that_what_is_far_too_small_for_margins_is_enlarged() -> None:
    pictures = torch.full((1, 8, 8), 255, dtype=torch.uint8)
    given = PictureInput((1, 8, 8), (1, 32, 32), LENET)(pictures)
    torch.testing.assert_close(given, torch.full((1, 1, 32, 32), 1.175))


@pytest.mark.parametrize(
    ("source", "shape"), [((1, 4, 4), (3, 7, 5)), ((3, 9, 9), (1, 4, 6)), ((3, 2, 9), (3, 3, 3))]
)
def test_that_other_sizes_and_channels_are_brought_to_the_networks(
    source: tuple[int, int, int], shape: tuple[int, int, int]
) -> None:
    channels, *sides = source
    pictures = torch.full((2, *sides, channels), 51, dtype=torch.uint8)
    given = PictureInput(source, shape, Scaling())(pictures)
    torch.testing.assert_close(given, torch.full((2, *shape), 0.2))


def test_that_two_channels_do_not_become_three() -> None:
    with pytest.raises(ValueError, match="2 channels cannot become 3"):
        PictureInput((2, 4, 4), (3, 4, 4), Scaling())


def test_that_a_scaling_comes_back_from_its_values() -> None:
    assert Scaling.from_values(LENET.values()) == LENET
    with pytest.raises(ValueError, match="scaling"):
        Scaling.from_values({**LENET.values(), "std": [0.0]})
