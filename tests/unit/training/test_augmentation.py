import pytest

from workbench.core.errors import ParameterError
from workbench.training.augmentation import Augmentation, augmentation

ALL = "flip, flip-vertical, shift 0.1, rotate 15, zoom 0.1, crop 4, cutout 8, noise 0.05"


def test_that_the_notation_names_every_change() -> None:
    expected = Augmentation(
        flip=True,
        flip_vertical=True,
        shift=0.1,
        rotate=15,
        zoom=0.1,
        crop=4,
        cutout=8,
        noise=0.05,
    )
    assert augmentation(ALL) == expected
    assert str(expected) == ALL


@pytest.mark.parametrize("text", ["", "none", " , "])
def test_that_nothing_is_no_augmentation(text: str) -> None:
    assert augmentation(text) == Augmentation()
    assert not augmentation(text).changes
    assert str(augmentation(text)) == "none"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("blur 3", "'blur' is no augmentation; there are: flip, flip-vertical, shift"),
        ("flip 3", "'flip' takes no number"),
        ("shift", "'shift' takes one number"),
        ("crop 1.5", "'crop' takes a whole number"),
        ("zoom much", "'zoom' takes a number"),
        ("rotate 200", "'rotate' must be from 0 to 180, but there is 'rotate 200'"),
        ("noise nan", "'noise' must be from 0 to 10"),
        ("flip, flip", "'flip' stands twice"),
    ],
)
def test_that_what_cannot_be_meant_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ParameterError, match=sentence):
        augmentation(text)
