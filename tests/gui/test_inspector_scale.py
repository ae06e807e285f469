"""Where a slider's values stand, and that every component's slider is within its bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.gui.inspector.facts import facts_of
from workbench.gui.inspector.scale import Scale
from workbench.nodes.catalog import catalog
from workbench.nodes.hold_out import HoldOut

SCALES = [
    facts.scale
    for kind in catalog().values()
    for facts in facts_of(kind)
    if facts.scale is not None
]


@pytest.mark.parametrize(
    ("text", "is_whole", "ends", "last"),
    [
        ("1..50", True, (1, 50), 49),
        ("0..0.9 step 0.05", False, (0.0, 0.9), 18),
        ("0.001..1 log", False, (0.001, 1.0), 60),
        ("0, 0.001..1 log", False, (0.0, 1.0), 61),
        ("1..200 step 1", False, (1.0, 200.0), 199),
    ],
)
def test_that_a_scale_is_read_from_its_text(
    text: str, is_whole: bool, ends: tuple[float, float], last: int
) -> None:
    scale = Scale.of(text, is_whole=is_whole)
    assert scale.last == last
    assert (scale.value(0), scale.value(last)) == ends


def test_that_values_on_a_scale_are_short() -> None:
    rates = Scale.of("0.00001..1 log", is_whole=False)
    assert rates.value(rates.position(0.003)) == pytest.approx(0.0032)
    assert all(len(f"{rates.value(i):g}") <= len("1.1e-05") for i in range(rates.last + 1))
    shares = Scale(0, 1, 0.01)
    assert [shares.value(i) for i in (0, 7, 29, 100)] == [0.0, 0.07, 0.29, 1.0]


def test_that_every_position_has_a_value_that_stands_there() -> None:
    for scale in SCALES:
        values = [scale.value(i) for i in range(scale.last + 1)]
        assert values == sorted(values)
        assert [scale.position(v) for v in values] == list(range(scale.last + 1))


def test_that_a_slider_takes_only_values_that_are_allowed() -> None:
    sliders = [(kind, f) for kind in catalog().values() for f in facts_of(kind)]
    for kind, facts in sliders:
        if facts.scale is not None:
            for position in (0, 1, facts.scale.last):
                kind.parse({facts.name: facts.scale.value(position)})


@given(st.sampled_from(SCALES), st.floats(allow_nan=False, allow_infinity=False))
def test_that_any_number_has_a_position(scale: Scale, value: float) -> None:
    assert 0 <= scale.position(value) <= scale.last


def test_that_ends_that_are_not_allowed_are_left_out() -> None:
    percent = next(facts for facts in facts_of(HoldOut) if facts.name == "percent")
    assert percent.scale == Scale(1.0, 99.0, 1.0)
