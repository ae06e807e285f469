"""Every transform that is found keeps these rules; a new one is found by itself."""

import json
from collections.abc import Callable

import numpy as np
import pytest

from tests.contracts.parameters import PARAMETER_RULES
from tests.contracts.rows import mixed
from workbench import preprocess
from workbench.core.component import Component
from workbench.core.discover import classes_in, plugged_in
from workbench.core.errors import DataError
from workbench.data.state import State
from workbench.preprocess.transform import DatasetTransform, FittedTransform, Transform

KINDS = [*classes_in(preprocess, Transform), *plugged_in(Transform)]
TRANSFORMS = [kind for kind in KINDS if hasattr(kind, "key")]
STEPS = [*classes_in(preprocess, DatasetTransform), *plugged_in(DatasetTransform)]
COMPONENTS: list[type[Component]] = [*TRANSFORMS, *(kind for kind in STEPS if hasattr(kind, "key"))]
WITH_ATTRIBUTES = [kind for kind in TRANSFORMS if "attributes" in kind.model_fields]


def check_that_it_applies_to_rows_it_has_not_seen(transform: Transform) -> None:
    fitted = transform.fit(mixed())
    train, test = fitted.apply(mixed()), fitted.apply(mixed(25, seed=1))
    assert test.schema == train.schema
    assert test.n_samples == 25
    np.testing.assert_array_equal(test.sample_ids, np.arange(25))


def check_that_the_class_is_left_alone(transform: Transform) -> None:
    rows = mixed(25, seed=1)
    applied = transform.fit(mixed()).apply(rows)
    assert applied.schema.target == rows.schema.target
    np.testing.assert_array_equal(applied.labels, rows.labels)


def check_that_each_row_is_transformed_by_itself(transform: Transform) -> None:
    """Nothing is learnt from test rows: one alone becomes what it becomes among others."""
    fitted, rows = transform.fit(mixed()), mixed(25, seed=1)
    alone = [fitted.apply(rows.take(slice(i, i + 1))) for i in range(25)]
    together = fitted.apply(rows)
    for i, one in enumerate(alone):
        assert one.equals(together.take(slice(i, i + 1)))


def check_that_it_survives_being_written_down(transform: Transform) -> None:
    fitted, rows = transform.fit(mixed()), mixed(25, seed=1)
    again = type(fitted).from_state(_through_a_file(fitted.state()))
    assert again.key == fitted.key
    assert again.apply(rows).equals(fitted.apply(rows))


def check_that_constants_do_not_become_missing(transform: Transform) -> None:
    applied = transform.fit(mixed()).apply(mixed())
    if "constant" in applied.schema:
        assert np.all(np.isfinite(applied.column("constant")))


def check_that_nothing_new_is_missing(transform: Transform) -> None:
    before, after = mixed(25, seed=1), transform.fit(mixed()).apply(mixed(25, seed=1))
    for attribute in after.schema.attributes:
        if attribute.name in before.schema:
            new = after.missing(attribute.name) & ~before.missing(attribute.name)
            assert not new.any() or transform.key == "zero_as_missing"


def check_that_the_rows_given_are_not_changed(transform: Transform) -> None:
    rows, untouched = mixed(), mixed()
    transform.fit(rows).apply(rows)
    assert rows.equals(untouched)


def check_that_odd_rows_are_taken(transform: Transform) -> None:
    """A column that is missing throughout, one row, or none at all."""
    rows = mixed()
    gap = (np.full(60, np.nan), np.full(60, -1, np.int32), *rows.columns[2:])
    for odd in (rows.with_columns(rows.schema.attributes, gap), rows.take(slice(0, 1))):
        fitted = transform.fit(odd)
        assert fitted.apply(odd).n_samples == odd.n_samples
        assert fitted.apply(rows.take(slice(0, 0))).n_samples == 0


def check_that_a_missing_attribute_is_named(transform: Transform) -> None:
    fitted, rows = transform.fit(mixed()), mixed()
    poor = rows.with_columns(rows.schema.attributes[3:], rows.columns[3:])
    try:
        applied = fitted.apply(poor)
    except DataError as error:
        named = [name for name in rows.schema.names if f"'{name}'" in error.message]
        assert named, error.message  # noqa: PT017 -- either outcome is right
    else:
        assert applied.equals(poor), "it changes rows that it was not fitted for"


RULES = tuple(rule for name, rule in sorted(globals().items()) if name.startswith("check_that_"))


def _named(value: object) -> str:
    name = getattr(value, "key", None) or getattr(value, "__name__", "")
    return str(name).removeprefix("check_that_")


@pytest.mark.parametrize("rule", RULES, ids=_named)
@pytest.mark.parametrize("kind", TRANSFORMS, ids=_named)
def test_that_transform(kind: type[Transform], rule: Callable[[Transform], None]) -> None:
    rule(kind())


@pytest.mark.parametrize("rule", PARAMETER_RULES, ids=_named)
@pytest.mark.parametrize("kind", COMPONENTS, ids=_named)
def test_that_transform_component(
    kind: type[Component], rule: Callable[[type[Component]], None]
) -> None:
    rule(kind)


@pytest.mark.parametrize("kind", WITH_ATTRIBUTES, ids=_named)
def test_that_an_unknown_attribute_is_named(kind: type[Transform]) -> None:
    with pytest.raises(DataError, match="'hat'"):
        kind.parse({"attributes": "hat"}).fit(mixed())


@pytest.mark.parametrize("kind", WITH_ATTRIBUTES, ids=_named)
def test_that_the_class_is_refused_as_an_attribute(kind: type[Transform]) -> None:
    with pytest.raises(DataError, match="class"):
        kind.parse({"attributes": "class"}).fit(mixed())


@pytest.mark.parametrize("kind", TRANSFORMS, ids=_named)
def test_that_what_it_gives_is_found_by_its_key(kind: type[Transform]) -> None:
    """A model file names fitted transforms by key."""
    found = {k.key: k for k in classes_in(preprocess, FittedTransform) if hasattr(k, "key")}
    fitted = kind().fit(mixed())
    assert found[fitted.key] is type(fitted)


def _through_a_file(state: State) -> State:
    arrays = {name: np.array(array, order="C") for name, array in state.arrays.items()}
    return State(json.loads(json.dumps(state.values, allow_nan=False)), arrays)
