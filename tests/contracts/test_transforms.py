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
from workbench.core.errors import DataError, WorkbenchError
from workbench.data.dataset import Dataset
from workbench.data.state import State
from workbench.preprocess.transform import (
    DatasetTransform,
    FittedTransform,
    RowSampler,
    Transform,
)

KINDS = [*classes_in(preprocess, Transform), *plugged_in(Transform)]
TRANSFORMS = [kind for kind in KINDS if hasattr(kind, "key")]
STEPS = [
    kind
    for kind in (*classes_in(preprocess, DatasetTransform), *plugged_in(DatasetTransform))
    if hasattr(kind, "key")
]
SAMPLERS = [
    kind
    for kind in (*classes_in(preprocess, RowSampler), *plugged_in(RowSampler))
    if hasattr(kind, "key")
]
COMPONENTS: list[type[Component]] = [*TRANSFORMS, *STEPS, *SAMPLERS]
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


def rule_that_rows_are_rows_of_the_training_part(sampler: RowSampler) -> None:
    train = mixed().take(np.arange(59, -1, -1))
    rows = sampler.rows(train)
    assert rows.dtype.kind == "i"
    assert rows.ndim == 1
    assert len(rows)
    assert np.all((rows >= 0) & (rows < 60))


def rule_that_the_same_seed_gives_the_same_rows(sampler: RowSampler) -> None:
    before = np.random.get_state(legacy=True)  # noqa: NPY002
    rows = sampler.rows(mixed())
    np.random.default_rng().random()
    np.testing.assert_array_equal(sampler.rows(mixed()), rows)
    for ours, theirs in zip(np.random.get_state(legacy=True), before, strict=True):  # noqa: NPY002
        np.testing.assert_array_equal(ours, theirs)


def rule_that_odd_training_rows_are_taken_or_refused(sampler: RowSampler) -> None:
    for odd in _odd_rows():
        try:
            rows = sampler.rows(odd)
        except WorkbenchError as error:
            assert error.message.endswith("."), error.message  # noqa: PT017
        else:
            assert np.all((rows >= 0) & (rows < odd.n_samples))


def step_that_rows_keep_their_numbers(step: DatasetTransform) -> None:
    """Whatever rows remain, in whatever order, each is the one its number says."""
    rows = mixed()
    changed = _applied(step, rows)
    assert np.all(np.isin(changed.sample_ids, rows.sample_ids))
    assert len(np.unique(changed.sample_ids)) == changed.n_samples
    for attribute in changed.schema.attributes:
        if attribute in rows.schema.attributes:
            ours = changed.column(attribute.name)
            theirs = rows.column(attribute.name)[changed.sample_ids]
            assert ours.tolist() == pytest.approx(theirs.tolist(), nan_ok=True)


def step_that_the_rows_given_are_not_changed(step: DatasetTransform) -> None:
    rows = mixed()
    _applied(step, rows)
    assert rows.equals(mixed())


def step_that_odd_rows_are_taken_or_refused(step: DatasetTransform) -> None:
    for odd in _odd_rows():
        assert _applied(step, odd).n_samples <= odd.n_samples


def _applied(step: DatasetTransform, rows: Dataset) -> Dataset:
    """What the step gives; the rows themselves if it refuses them politely."""
    try:
        return step.apply(rows)
    except WorkbenchError as error:
        assert error.message.endswith("."), error.message  # noqa: PT017
        return rows


def _odd_rows() -> list[Dataset]:
    """No row, one, no class, no label of the class, numbers that are missing or infinite."""
    rows = mixed()
    names, columns = rows.schema.attributes, rows.columns
    return [
        rows.take(slice(0, 0)),
        rows.take(slice(0, 1)),
        rows.with_class(None),
        rows.with_columns(names, (*columns[:4], np.full(60, -1, np.int32))),
        rows.with_columns(names, (np.full(60, np.nan), np.full(60, -1, np.int32), *columns[2:])),
        rows.with_columns(names, (np.full(60, np.inf), *columns[1:])),
    ]


RULES = tuple(rule for name, rule in sorted(globals().items()) if name.startswith("check_that_"))
SAMPLER_RULES = tuple(r for name, r in sorted(globals().items()) if name.startswith("rule_that_"))
STEP_RULES = tuple(r for name, r in sorted(globals().items()) if name.startswith("step_that_"))


def _named(value: object) -> str:
    name = getattr(value, "key", None) or getattr(value, "__name__", "")
    return str(name).split("_that_", 1)[-1]


@pytest.mark.parametrize("rule", RULES, ids=_named)
@pytest.mark.parametrize("kind", TRANSFORMS, ids=_named)
def test_that_transform(kind: type[Transform], rule: Callable[[Transform], None]) -> None:
    rule(kind())


@pytest.mark.parametrize("rule", SAMPLER_RULES, ids=_named)
@pytest.mark.parametrize("kind", SAMPLERS, ids=_named)
def test_that_row_sampler(kind: type[RowSampler], rule: Callable[[RowSampler], None]) -> None:
    rule(kind())


@pytest.mark.parametrize("rule", STEP_RULES, ids=_named)
@pytest.mark.parametrize("kind", STEPS, ids=_named)
def test_that_step(kind: type[DatasetTransform], rule: Callable[[DatasetTransform], None]) -> None:
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
