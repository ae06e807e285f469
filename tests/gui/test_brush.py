"""The brush: one selection that stays with its samples."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.gui.brush import FEW_HOLES, Brush


def numbered(ids: list[int]) -> Dataset:
    values = np.zeros(len(ids))
    schema = Schema((Attribute("x", "numeric"),))
    return Dataset(schema, (values,), np.array(ids, dtype=np.int64))


_IDS = st.lists(st.integers(0, 40) | st.just(FEW_HOLES * 10_000), unique=True, max_size=12)


@given(before=_IDS, after=_IDS, data=st.data())
def test_that_the_selected_samples_stay_selected_in_other_data(
    before: list[int], after: list[int], data: st.DataObject
) -> None:
    brush = Brush()
    brush.show_dataset(numbered(before))
    chosen = data.draw(st.lists(st.booleans(), min_size=len(before), max_size=len(before)))
    brush.select(np.array(chosen, dtype=bool))
    kept = {number for number, is_chosen in zip(before, chosen, strict=True) if is_chosen}
    brush.show_dataset(numbered(after))
    assert brush.selected.tolist() == [number in kept for number in after]


def test_that_nothing_is_selected_after_looking_at_nothing() -> None:
    brush = Brush()
    brush.show_dataset(numbered([0, 1, 2]))
    brush.select(np.array([1]))
    brush.show_dataset(None)
    assert brush.n_selected == len(brush.selected) == 0
    brush.show_dataset(numbered([0, 1, 2]))
    assert brush.selected.tolist() == [False, False, False]


def test_that_selections_replace_join_leave_and_change_sides() -> None:
    brush = Brush()
    brush.show_dataset(numbered([7, 8, 9]))
    heard: list[list[bool]] = []
    brush.selection_changed.connect(lambda: heard.append(brush.selected.tolist()))
    brush.select(np.array([0]))
    brush.select(np.array([0, 1]), "add")
    brush.select(np.array([0]), "remove")
    brush.select(np.array([1, 2]), "toggle")
    brush.invert()
    brush.clear()
    brush.clear()  # no change, no signal
    assert heard == [
        [True, False, False],
        [True, True, False],
        [False, True, False],
        [False, False, True],
        [True, True, False],
        [False, False, False],
    ]
