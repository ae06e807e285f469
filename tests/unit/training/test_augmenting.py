import math

import numpy as np
import pytest
import torch

from workbench.core.errors import ParameterError
from workbench.training.augmentation import Augmentation, augmentation
from workbench.training.augmenting import Augmenter, augmenter, warped
from workbench.training.samples import Samples

CPU = torch.device("cpu")
EACH = [
    "flip",
    "flip-vertical",
    "shift 0.2",
    "rotate 30",
    "zoom 0.3",
    "crop 2",
    "cutout 3",
    "noise 0.1",
]


def pictures(*shape: int) -> torch.Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(1))


def dot(row: int, column: int, side: int = 5) -> torch.Tensor:
    picture = torch.zeros(1, 1, side, side)
    picture[..., row, column] = 1.0
    return picture


def moved(
    planes: torch.Tensor, angle: float = 0, factor: float = 1, shift: tuple[float, float] = (0, 0)
) -> torch.Tensor:
    return warped(planes, torch.tensor([angle]), torch.tensor([factor]), torch.tensor([shift]))


def augmented(text: str, *shape: int, seed: int = 1) -> torch.Tensor:
    return Augmenter(augmentation(text), [seed], CPU)(pictures(*shape))


def test_that_no_augmentation_gives_the_very_pictures() -> None:
    given = pictures(1, 4, 2, 6, 6)
    assert Augmenter(Augmentation(), [1], CPU)(given) is given


def test_that_nothing_moved_stays_where_it_is() -> None:
    given = pictures(1, 3, 5, 7)
    torch.testing.assert_close(moved(given), given)


@pytest.mark.parametrize("text", EACH)
def test_that_each_change_is_seeded_and_changes_something(text: str) -> None:
    once, again = augmented(text, 1, 8, 2, 9, 9), augmented(text, 1, 8, 2, 9, 9)
    assert torch.equal(once, again)
    assert not torch.equal(once, augmented(text, 1, 8, 2, 9, 9, seed=2))
    assert not torch.equal(once, pictures(1, 8, 2, 9, 9))


@pytest.mark.parametrize("text", EACH)
def test_that_the_global_random_state_is_left_alone(text: str) -> None:
    before = torch.get_rng_state()
    augmented(text, 1, 4, 1, 6, 6)
    assert torch.equal(torch.get_rng_state(), before)


def test_that_a_flip_mirrors_about_half_of_the_pictures() -> None:
    given, flipped = pictures(1, 200, 1, 3, 4)[0], augmented("flip", 1, 200, 1, 3, 4)[0]
    mirrored = [torch.equal(new, old.flip(-1)) for new, old in zip(flipped, given, strict=True)]
    same = [torch.equal(new, old) for new, old in zip(flipped, given, strict=True)]
    assert all(a != b for a, b in zip(mirrored, same, strict=True))
    assert 70 < sum(mirrored) < 130


def test_that_a_vertical_flip_turns_top_to_bottom() -> None:
    given = pictures(1, 50, 1, 3, 4)[0]
    flipped = augmented("flip-vertical", 1, 50, 1, 3, 4)[0]
    for new, old in zip(flipped, given, strict=True):
        assert torch.equal(new, old) or torch.equal(new, old.flip(-2))


def test_that_a_quarter_turn_is_counter_clockwise() -> None:
    given = pictures(1, 1, 5, 5)
    torch.testing.assert_close(
        moved(given, math.pi / 2), torch.rot90(given, 1, (-2, -1)), atol=1e-5, rtol=0
    )


def test_that_a_quarter_turn_of_an_oblong_keeps_its_pixels_square() -> None:
    given = torch.zeros(1, 1, 4, 8)
    given[..., 1, 5] = 1.0  # half a pixel above and one and a half to the right of the middle
    turned = moved(given, math.pi / 2)
    # then one and a half above and half a pixel to the left of it
    assert float(turned[0, 0, 0, 3]) == pytest.approx(1.0, abs=1e-5)


def test_that_a_shift_is_to_the_right_and_downwards() -> None:
    torch.testing.assert_close(moved(dot(1, 2), shift=(0.2, 0.4)), dot(3, 3), atol=1e-5, rtol=0)


def test_that_what_is_zoomed_in_on_moves_away_from_the_middle() -> None:
    enlarged = moved(dot(2, 3), factor=2.0)
    assert float(enlarged[..., 2, 4]) == pytest.approx(1.0, abs=1e-5)


def test_that_a_turned_picture_is_shifted_across_and_down_all_the_same() -> None:
    turned = moved(dot(2, 3), angle=math.pi / 2, shift=(0.2, 0.0))
    # to the top of the middle by turning, then one to the right
    torch.testing.assert_close(turned, dot(1, 3), atol=1e-5, rtol=0)


def test_that_a_crop_is_the_picture_moved_by_whole_pixels() -> None:
    given, cropped = pictures(1, 60, 2, 4, 5)[0], augmented("crop 2", 1, 60, 2, 4, 5)[0]
    padded = torch.nn.functional.pad(given, (2, 2, 2, 2))
    corners = set()
    for new, old in zip(cropped, padded, strict=True):
        fits = [
            (i, j)
            for i in range(5)
            for j in range(5)
            if torch.equal(new, old[:, i : i + 4, j : j + 5])
        ]
        assert len(fits) == 1
        corners.add(fits[0])
    assert {i for i, _ in corners} == {j for _, j in corners} == set(range(5))


def test_that_a_cutout_is_one_square_of_zeros_in_all_channels() -> None:
    given, cut = pictures(1, 40, 2, 9, 9)[0] + 1, None
    cut = Augmenter(augmentation("cutout 3"), [1], CPU)(given[None])[0]
    for new, old in zip(cut, given, strict=True):
        hidden = new == 0
        assert torch.equal(hidden[0], hidden[1])
        rows, columns = hidden[0].any(1).sum(), hidden[0].any(0).sum()
        assert int(hidden[0].sum()) == int(rows * columns)
        assert 2 <= int(rows) <= 3
        assert torch.equal(new[~hidden], old[~hidden])


def test_that_noise_has_its_share_of_the_range() -> None:
    grey = torch.full((1, 20, 1, 30, 30), 0.5)
    noisy = Augmenter(augmentation("noise 0.1"), [1], CPU)(grey)
    assert float(noisy.std()) == pytest.approx(0.1, rel=0.03)
    noisy = Augmenter(augmentation("noise 0.1"), [1], CPU)((grey * 256).to(torch.uint8))
    assert noisy.dtype == torch.uint8
    assert float(noisy.float().std()) == pytest.approx(25.5, rel=0.03)


def test_that_noise_is_a_share_of_the_range_of_each_networks_numbers() -> None:
    grey = torch.full((2, 20, 1, 30, 30), 0.5)
    rows = [Samples(np.array([[[0.0, top]]] * 2), np.zeros(2)) for top in (1.0, 16.0)]
    made = augmenter(augmentation("noise 0.1"), rows, [1, 2], CPU)
    assert made is not None
    assert made(grey).std((1, 2, 3, 4)).tolist() == pytest.approx([0.1, 1.6], rel=0.03)
    made.keep(np.array([1]))
    assert float(made(grey[:1]).std()) == pytest.approx(1.6, rel=0.03)


def test_that_bytes_stay_bytes_and_do_not_wrap_around() -> None:
    white = torch.full((1, 20, 8, 8), 255, dtype=torch.uint8)
    noisy = Augmenter(augmentation("noise 0.1"), [1], CPU)(white)
    assert int(noisy.min()) > 100
    assert int(noisy.max()) == 255


def test_that_only_pictures_are_augmented() -> None:
    rows = Samples(np.zeros((4, 9), np.float32), np.zeros(4, np.int64))
    assert augmenter(Augmentation(), [rows], [1], CPU) is None
    with pytest.raises(ParameterError, match=r"Only pictures can be augmented.*\(9,\)"):
        augmenter(augmentation("flip"), [rows], [1], CPU)


@pytest.mark.parametrize("text", EACH)
def test_that_the_channels_may_come_last_or_be_left_out(text: str) -> None:
    given = pictures(1, 6, 3, 8, 8)
    what = augmentation(text)
    first = Augmenter(what, [1], CPU)(given)
    last = Augmenter(what, [1], CPU, channels_last=True)(given.permute(0, 1, 3, 4, 2))
    torch.testing.assert_close(last.permute(0, 1, 4, 2, 3), first)
    with_one = Augmenter(what, [1], CPU)(given[:, :, :1])
    torch.testing.assert_close(Augmenter(what, [1], CPU)(given[:, :, 0]), with_one[:, :, 0])


@pytest.mark.parametrize("text", EACH)
def test_that_the_pictures_of_a_network_do_not_depend_on_its_neighbours(text: str) -> None:
    what, given = augmentation(text), pictures(3, 6, 1, 8, 8)
    together = Augmenter(what, [1, 2, 3], CPU)
    alone = [Augmenter(what, [seed], CPU) for seed in (1, 2, 3)]
    for counts in ([6, 6, 4], [6, 6, 6]):  # the third has two rows fewer in the first batch
        changed = together(given, counts)
        for i, single in enumerate(alone):
            own = single(given[i : i + 1, : counts[i]])
            torch.testing.assert_close(changed[i, : counts[i]], own[0])


def test_that_networks_that_are_left_and_ones_read_from_a_state_go_on_as_before() -> None:
    what, given = augmentation("flip, crop 2, noise 0.1"), pictures(3, 6, 1, 8, 8)
    everybody = Augmenter(what, [1, 2, 3], CPU)
    everybody(given)
    fewer = Augmenter(what, [7, 8, 9], CPU)
    fewer.load(everybody.state())
    fewer.keep(np.array([0, 2]))
    assert torch.equal(everybody(given)[[0, 2]], fewer(given[[0, 2]]))
