"""The codec of the store: what comes back is what went in, to the bit; damage is never a value."""

import contextlib
import dataclasses
import json
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from pydantic import BaseModel

from tests.contracts.rows import mixed
from tests.unit.flow.canonical import canonical
from workbench.data.dataset import Dataset
from workbench.data.folds import k_fold
from workbench.data.schema import Attribute, Schema
from workbench.flow.store.decode import DamageError, decoded
from workbench.flow.store.encode import encoded
from workbench.flow.store.hashes import Hashes
from workbench.flow.store.kinds import name_of, storable
from workbench.flow.store.record import Record, UnstorableError
from workbench.nodes.catalog import catalog
from workbench.nodes.cross_validation import CrossValidation
from workbench.preprocess.transform import Transform


@dataclass(frozen=True)
class Pair:
    """A class of a plug-in."""

    first: Any = None
    second: Any = None


@dataclass(frozen=True)
class Strict:
    """One that refuses some values."""

    number: int = field(default=0)

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("negative")


KINDS = {**storable(catalog()), name_of(Pair): Pair, name_of(Strict): Strict}


def back(record: Record, hashes: Hashes | None = None) -> Any:
    blobs = {name: bytes(content) for name, content in record.blobs.items()}
    return decoded(record.structure, record.small, blobs.__getitem__, KINDS, hashes or Hashes())


def through(value: Any) -> Any:
    return back(encoded(value, KINDS, Hashes()))


TEXTS = st.text(st.characters(codec=None, exclude_categories=()))  # halves of characters too
NUMBERS = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(endianness="?"),
    hnp.unsigned_integer_dtypes(),
    hnp.floating_dtypes(endianness="?"),
    hnp.complex_number_dtypes(),
    hnp.datetime64_dtypes(),
    hnp.timedelta64_dtypes(),
)
DTYPES = st.one_of(
    NUMBERS,
    hnp.byte_string_dtypes(min_len=1),
    hnp.unicode_string_dtypes(min_len=1),
)
ARRAYS = DTYPES.flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0))
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    TEXTS,
    ARRAYS,
    NUMBERS.flatmap(hnp.from_dtype),
)
KEYS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
        st.builds(Pair, inner, inner),
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(VALUES)
def test_that_any_plain_value_comes_back_to_the_bit(value: Any) -> None:
    assert canonical(through(value)) == canonical(value)


@settings(max_examples=100, deadline=None)
@given(ARRAYS, st.randoms(), st.booleans(), st.sampled_from([1, 2, -1]))
def test_that_arrays_keep_layout_and_leave_to_write(
    array: NDArray[Any], random: Any, is_writable: bool, step: int
) -> None:
    axes = list(range(array.ndim))
    random.shuffle(axes)
    turned = array.transpose(axes)
    turned = turned[::step] if turned.ndim else turned
    turned.flags.writeable = is_writable
    value = Pair(turned, np.ascontiguousarray(array))
    assert canonical(through(value)) == canonical(value)


@given(st.lists(st.one_of(st.none(), TEXTS)))
def test_that_a_column_of_texts_comes_back(texts: list[str | None]) -> None:
    column = np.empty(len(texts), dtype=object)
    column[:] = texts
    assert canonical(through(column)) == canonical(column)


def test_that_large_arrays_lie_apart_and_small_ones_do_not() -> None:
    large, small = np.arange(10_000.0), np.arange(3)
    record = encoded((large, small), KINDS, Hashes())
    assert [content.nbytes for content in record.blobs.values()] == [large.nbytes]
    assert len(record.structure) < 500
    assert canonical(back(record)) == canonical((large, small))


def test_that_equal_arrays_are_one_blob() -> None:
    one, other = np.arange(10_000.0), np.arange(10_000.0)
    assert len(encoded([one, other, one], KINDS, Hashes()).blobs) == 1


def test_that_one_data_set_in_many_folds_stays_one() -> None:
    splits = k_fold(mixed(), 5)
    again = through(splits)
    assert canonical(again) == canonical(splits)
    assert len({id(fold.dataset) for fold in again.folds}) == 1


def test_that_two_results_share_the_arrays_that_were_loaded_before() -> None:
    hashes = Hashes()
    dataset = Dataset(Schema((Attribute("x", "numeric"),)), (np.arange(5000.0),))
    records = [encoded(value, KINDS, hashes) for value in (dataset, k_fold(dataset, 2))]
    known = Hashes()
    first, second = (back(record, known) for record in records)
    assert second.dataset.columns[0] is first.columns[0]


def test_that_an_array_one_may_write_to_is_never_shared() -> None:
    weights = np.arange(5000.0)
    record, hashes = encoded(weights, KINDS, Hashes()), Hashes()
    first, second = back(record, hashes), back(record, hashes)
    first[0] = 7
    assert second[0] == 0


def test_that_a_changed_array_is_hashed_anew() -> None:
    hashes, weights = Hashes(), np.arange(5000.0)
    before = encoded(weights, KINDS, hashes)
    weights[0] = 7
    assert set(encoded(weights, KINDS, hashes).blobs) != set(before.blobs)


def test_that_bags_texts_dates_pictures_and_tokens_come_back() -> None:
    bags = np.empty(3, dtype=object)
    bags[0], bags[2] = mixed(4), mixed(3, seed=2)
    nested = mixed(1).schema
    attributes = (
        Attribute("bag", "relational", nested=nested),
        Attribute("text", "string"),
        Attribute("when", "date"),
        Attribute("picture", "array", shape=(2, 2)),
        Attribute("tokens", "array", values=("<unknown>", "a"), shape=(2,)),
    )
    columns = (
        bags,
        np.array(["é\ud800", None, ""], dtype=object),
        np.array(["2020-01-01", "NaT", "1900-02-03"], dtype="datetime64[ms]"),
        np.arange(12, dtype=np.uint8).reshape(3, 2, 2),
        np.array([[0, 1], [1, -1], [-1, -1]], dtype=np.int32),
    )
    dataset = Dataset(Schema(attributes, "all kinds"), columns, np.array([5, 3, 4]))
    assert canonical(through(dataset)) == canonical(dataset)


def test_that_a_component_comes_back_with_its_parameters() -> None:
    component = CrossValidation(folds=7, seed=3)
    assert canonical(through(Pair(component, [component]))) == canonical(
        Pair(component, [component])
    )


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        b"bytes",
        lambda: None,
        np.ma.masked_array([1, 2]),
        np.zeros(2, dtype=[("a", "i4")]),
        np.array([object()], dtype=object),
        dataclasses.make_dataclass("Stranger", ["x"], frozen=True)(1),
        type("Text", (str,), {})("x"),
        10**5000,
    ],
    ids=lambda value: type(value).__name__,
)
def test_that_what_has_no_form_is_not_stored(value: Any) -> None:
    with pytest.raises(UnstorableError):
        encoded(Pair([value]), KINDS, Hashes())


def test_that_a_circle_is_not_stored() -> None:
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(UnstorableError):
        encoded(circle, KINDS, Hashes())


def test_that_only_frozen_dataclasses_and_models_and_components_of_the_catalog_come_back() -> None:
    # Other tests may have defined models of their own in this process.
    kinds = [k for k in storable(catalog()).values() if not k.__module__.startswith("tests.")]
    assert {kind.__module__.split(".")[0] for kind in kinds} == {"workbench"}
    for kind in kinds:
        is_dataclass = kind.__dict__.get("__dataclass_params__") is not None
        is_frozen = is_dataclass or (issubclass(kind, BaseModel) and kind.model_config["frozen"])
        assert is_frozen or kind in catalog().values()


@pytest.mark.parametrize(
    ("value", "arrays"),
    [
        ({"made": ["os.system", {"command": "true"}]}, []),
        ({"made": ["builtins.eval", {}]}, []),
        ({"made": [name_of(Pair), {"third": 1}]}, []),
        ({"made": [name_of(Strict), {"number": -1}]}, []),
        ({"made": [name_of(CrossValidation), {"folds": "many"}]}, []),
        ({"made": [name_of(Pair)]}, []),
        ({"same": 0}, []),
        ({"array": 0}, []),
        ({"array": 0}, [["|O", [2], [0], True, "", 0, 16]]),
        ({"array": 0}, [["<f8", [3], [0], True, "", 0, 16]]),
        ({"array": 0}, [["<f8", [2], [0], True, "gone", 0, 0]]),
        ({"array": 0}, [["<f8", [2], [1], True, "", 0, 16]]),
        ({"array": 0}, [["nonsense", [2], [0], True, "", 0, 16]]),
        ({"float": "00"}, []),
        ({"scalar": ["<f8", "00"]}, []),
        ({"scalar": ["|O", "0000000000000000"]}, []),
        ({"dict": [[[1], 2]]}, []),
        ({"unheard": 1}, []),
        ({}, []),
        ({"tuple": [1], "list": [2]}, []),
    ],
    ids=lambda value: json.dumps(value)[:60],
)
def test_that_a_record_that_cannot_be_is_damage(value: Any, arrays: list[Any]) -> None:
    structure = json.dumps({"value": value, "arrays": arrays}).encode()
    with pytest.raises(DamageError):
        back(Record(structure, bytes(16)))


def test_that_a_structure_cut_short_anywhere_is_damage() -> None:
    record = encoded(k_fold(mixed(), 2), KINDS, Hashes())
    for end in range(0, len(record.structure), 97):
        with pytest.raises(DamageError):
            back(dataclasses.replace(record, structure=record.structure[:end]))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_that_any_change_of_a_structure_is_damage_or_another_value(data: st.DataObject) -> None:
    record = encoded(k_fold(mixed(12), 2), KINDS, Hashes())
    place = data.draw(st.integers(0, len(record.structure) - 1))
    changed = bytearray(record.structure)
    changed[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DamageError):
        back(dataclasses.replace(record, structure=bytes(changed)))


TRANSFORMS = [kind for kind in catalog().values() if issubclass(kind, Transform)]


@pytest.mark.parametrize("kind", TRANSFORMS, ids=lambda kind: kind.key)
def test_that_every_fitted_transform_comes_back(kind: type[Transform]) -> None:
    dataset = mixed()
    note = dataset.schema.attribute("note")
    attributes = [replace(a, role="feature") if a == note else a for a in dataset.schema.attributes]
    folds = k_fold(dataset.with_columns(attributes, dataset.columns), 2).folds
    fitted = tuple(fold.with_transform(kind().fit(fold.train)) for fold in folds)
    again = through(fitted)
    assert canonical(again) == canonical(fitted)
    for fold, other in zip(fitted, again, strict=True):
        assert canonical(other.test) == canonical(fold.test)
