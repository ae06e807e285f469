"""Explorations: steps as a value, applied one after the other, and opened as a flow."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from workbench.core.errors import DataError, FlowError
from workbench.core.run import Progressed, Run, finish
from workbench.data.readers.open import reader_for
from workbench.flow.execute import execute
from workbench.flow.history import History
from workbench.nodes.catalog import catalog
from workbench.preprocess.transform import DatasetTransform, RowSampler, Transform
from workbench.runs.exploration import Applied, Exploration, Step, applied
from workbench.runs.exploration_flow import as_flow


def step(key: str, **values: Any) -> Any:
    made = catalog()[key].parse(values)
    assert isinstance(made, DatasetTransform | Transform | RowSampler)
    return made


ZERO = ("zero_as_missing", {"attributes": ["plas", "mass"]})
DROP_SKIN = ("select_attributes", {"attributes": ["skin"]})
DROP_PLAS = ("select_attributes", {"attributes": ["plas"]})
IMPUTE: tuple[str, dict[str, Any]] = ("impute", {})


def pima(*steps: tuple[str, dict[str, Any]]) -> Exploration:
    made = Exploration(reader_for("resource:data/diabetes.arff"))
    for key, values in steps:
        made = made.with_step(step(key, **values))
    return made


def keys(exploration: Exploration) -> list[str]:
    return [one.component.key for one in exploration.steps]


def titles(run: Run[Any]) -> list[str]:
    return [event.text for event in run if isinstance(event, Progressed)]


def test_that_each_step_gives_its_own_data_set() -> None:
    result = finish(applied(pima(ZERO, DROP_SKIN)))
    assert [len(d.schema.attributes) for d in result.datasets] == [9, 9, 8]
    assert [int(d.missing("plas").sum()) for d in result.datasets] == [0, 5, 5]
    assert result.dataset is result.datasets[-1]
    assert result.failed is None


def test_that_what_an_earlier_result_knows_is_not_computed_again() -> None:
    first = finish(applied(pima(ZERO, DROP_SKIN)))
    again = applied(pima(ZERO, DROP_SKIN, IMPUTE), first)
    assert titles(again) == ["Impute"]
    second = finish(applied(pima(ZERO, DROP_PLAS), first))
    assert second.datasets[0] is first.datasets[0]
    assert second.datasets[1] is first.datasets[1]
    assert "plas" not in second.dataset.schema


def test_that_another_class_does_not_read_the_file_again() -> None:
    first = finish(applied(pima(ZERO)))
    second = finish(applied(pima(ZERO).with_class("preg"), first))
    assert second.dataset.schema.target.name == "preg"
    assert second.datasets[0].columns[0] is first.datasets[0].columns[0]


def test_that_a_step_that_fails_is_named_and_the_steps_before_it_hold() -> None:
    result = finish(applied(pima(DROP_SKIN, ("zero_as_missing", {"attributes": ["skin"]}), IMPUTE)))
    assert result.failed == 1
    assert isinstance(result.error, DataError)
    assert result.error.where.node == "Zero as missing"
    assert "skin" in result.error.message
    assert len(result.dataset.schema.attributes) == 8


def test_that_a_disabled_step_does_nothing_and_keeps_its_place() -> None:
    off = pima(DROP_SKIN, ZERO).with_enabled(0, is_enabled=False)
    assert keys(off) == ["select_attributes", "zero_as_missing"]
    assert "skin" in finish(applied(off)).dataset.schema


def test_that_steps_are_edited_moved_and_removed_as_values() -> None:
    start = pima(ZERO, DROP_SKIN, IMPUTE)
    assert keys(start.with_moved(2, 0)) == ["impute", "zero_as_missing", "select_attributes"]
    assert keys(start.without_step(1)) == ["zero_as_missing", "impute"]
    changed = start.with_component(1, step("select_attributes", attributes=["insu"]))
    assert "insu" not in finish(applied(changed)).dataset.schema
    assert keys(start) == ["zero_as_missing", "select_attributes", "impute"]


def test_that_a_class_chosen_twice_is_one_step() -> None:
    chosen = pima(ZERO, ("set_class", {"attribute": "preg"}), ("set_class", {"attribute": "age"}))
    assert keys(chosen) == ["zero_as_missing", "set_class"]
    assert finish(applied(chosen)).dataset.schema.target.name == "age"


def test_that_history_takes_explorations_back_and_forth() -> None:
    history = History(pima()).edited(pima(ZERO), "Zero as missing")
    assert history.undo().present == pima()
    assert history.undo().redo().present == pima(ZERO)


# ---------------------------------------------------------------- as a flow


def order(result: Applied) -> list[str]:
    graph = finish(as_flow(result))
    return [graph.nodes[i].component.key for i in graph.order]


def flow_of(*steps: tuple[str, dict[str, Any]]) -> list[str]:
    return order(finish(applied(pima(*steps))))


def test_that_steps_that_learn_come_after_the_split_and_the_others_before_it() -> None:
    assert flow_of(ZERO, DROP_SKIN, IMPUTE)[:6] == [
        "arff", "select_attributes", "cross_validation", "zero_as_missing", "impute", "knn",
    ]  # fmt: skip


def test_that_the_flow_runs_and_its_nodes_lie_apart() -> None:
    graph = finish(as_flow(finish(applied(pima(ZERO, DROP_SKIN, IMPUTE)))))
    places = {(node.x, node.y) for node in graph.nodes.values()}
    assert len(places) == len(graph.nodes)
    results = finish(execute(graph))
    assert not results.errors
    assert {"evaluate", "roc"} <= set(results.values)


def test_that_a_step_on_what_a_learning_step_made_is_refused_with_both_names() -> None:
    made: tuple[str, dict[str, Any]] = ("one_hot", {})
    renamed = ("numeric_to_nominal", {"attributes": ["preg"]})
    with pytest.raises(FlowError, match="“Numeric to nominal” needs what “Standardise”"):
        flow_of(("standardise", {}), renamed)
    assert "cross_validation" in flow_of(made, DROP_SKIN)


def test_that_a_learning_step_whose_attribute_is_dropped_later_is_refused() -> None:
    with pytest.raises(FlowError, match=r"“Zero as missing” learns .* 'plas'"):
        flow_of(ZERO, DROP_PLAS)


def test_that_without_a_class_there_is_no_learner() -> None:
    assert order(finish(applied(pima(DROP_SKIN).with_class("none")))) == [
        "arff",
        "select_attributes",
    ]


def test_that_a_numeric_class_is_shown_by_scores() -> None:
    found = order(finish(applied(pima().with_class("plas"))))
    assert found == ["arff", "cross_validation", "knn", "evaluate", "score_table"]


def test_that_disabled_steps_are_not_in_the_flow_and_failed_ones_prevent_it() -> None:
    off = pima(DROP_SKIN).with_enabled(0, is_enabled=False)
    assert "select_attributes" not in order(finish(applied(off)))
    wrong = finish(applied(pima(("select_attributes", {"attributes": ["nothing"]}))))
    with pytest.raises(FlowError, match="cannot be applied"):
        finish(as_flow(wrong))


def test_that_a_file_that_is_gone_raises() -> None:
    with pytest.raises(DataError, match="no such file"):
        finish(applied(Exploration(reader_for("absent.arff"))))


def ids(steps: Iterable[Step]) -> list[bool]:
    return [one.learns for one in steps]


def test_that_the_reader_is_part_of_the_value() -> None:
    assert pima() == pima()
    assert pima() != pima().with_class("plas")
    assert ids(pima(ZERO, DROP_SKIN).steps) == [True, False]
    assert np.array_equal(finish(applied(pima())).dataset.sample_ids, np.arange(768))
