"""Undo: every edit can be taken back and made again."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.flow.graph import Graph, Note
from workbench.flow.history import History


def noted(n: int) -> Graph:
    return Graph(notes=(Note("n", str(n)),))


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(0, 40))
def test_that_undo_then_redo_gives_the_same_history(texts: list[int], steps: int) -> None:
    history = History(Graph())
    for text in texts:
        history = history.edited(noted(text), "Edit")
    there = history
    for _ in range(steps):
        there = there.undo()
    for _ in range(steps):
        there = there.redo()
    assert there.present == history.present
    assert len(there.past) == len(there.labels) == len(history.past)


def test_that_a_slider_is_one_step() -> None:
    history = History(Graph())
    for n in range(5):
        history = history.edited(noted(n), "Change k", merge="folds.k")
    assert history.undo().present == Graph()
    history = history.settled().edited(noted(9), "Change k", merge="folds.k")
    assert history.undo().present == noted(4)


def test_that_saving_clears_the_dirty_mark_and_undo_sets_it() -> None:
    history = History(Graph()).edited(noted(1), "Edit").marked_saved()
    assert not history.is_dirty
    assert history.undo().is_dirty
    assert not history.undo().redo().is_dirty
