"""Attribute profiles: WEKA's figures, histograms by class, and the hints that matter."""

from pathlib import Path

import numpy as np
import pytest

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.profile.attribute_profile import (
    AttributeProfile,
    Profile,
    Profiled,
    profiled,
)
from workbench.data.profile.histogram import bin_edges, bin_of, histogram
from workbench.data.readers.open import read
from workbench.data.schema import Attribute, Schema
from workbench.data.summary import summarise

# Zeros of the Pima data that stand for "not measured".
PIMA_ZEROS = {"plas": 5, "pres": 35, "skin": 227, "insu": 374, "mass": 11}


def by_name(profile: Profile) -> dict[str, AttributeProfile]:
    return {one.attribute.name: one for one in profile.attributes}


@pytest.fixture(scope="module")
def pima(resources: Path) -> Dataset:
    return read(resources / "data" / "diabetes.arff")


def test_that_the_figures_are_those_of_the_summary(resources: Path) -> None:
    for file in sorted((resources / "data").glob("*.arff")):
        dataset = read(file)
        for one, told in zip(
            finish(profiled(dataset)).attributes, summarise(dataset).attributes, strict=True
        ):
            assert (one.missing, one.distinct, one.unique) == (
                told.missing,
                told.distinct,
                told.unique,
            )
            assert (one.spread.numbers if one.spread else None) == told.numbers


def test_that_pimas_zeros_that_mean_missing_are_found_and_no_others(pima: Dataset) -> None:
    found = {
        one.attribute.name: hint.count
        for one in finish(profiled(pima)).attributes
        for hint in one.hints
        if hint.about == "zero"
    }
    assert found == PIMA_ZEROS


def test_that_histograms_hold_every_sample_once_and_by_its_class(pima: Dataset) -> None:
    for one in finish(profiled(pima)).attributes:
        assert one.histogram is not None
        assert one.histogram.counts.sum() == 768
        assert one.histogram.counts.sum(axis=0).tolist() == [500, 268, 0]


def test_that_quantiles_and_outliers_are_tukeys(pima: Dataset) -> None:
    spread = by_name(finish(profiled(pima)))["insu"].spread
    assert spread is not None
    column = pima.column("insu")
    assert np.allclose(spread.quantiles, np.quantile(column, (0.05, 0.25, 0.5, 0.75, 0.95)))
    fence = 127.25 + 1.5 * 127.25
    assert (spread.n_low, spread.n_high) == (0, int((column > fence).sum()))


def test_that_unchanged_columns_are_not_counted_again(pima: Dataset) -> None:
    first = finish(profiled(pima))
    columns = list(pima.columns)
    columns[1] = np.where(columns[1] == 0, np.nan, columns[1])
    second = pima.with_columns(pima.schema.attributes, columns)
    counted = [e.text for e in profiled(second, first) if isinstance(e, Profiled)]
    assert counted == ["plas"]
    assert by_name(finish(profiled(second, first)))["plas"].missing == 5
    other_class = pima.with_class("preg")
    assert len([e for e in profiled(other_class, first) if isinstance(e, Profiled)]) == 9


def numbers(values: list[float], name: str = "a") -> Dataset:
    return Dataset(Schema((Attribute(name, "numeric"),)), (np.array(values, dtype=np.float64),))


def hints_of(values: list[float]) -> list[str]:
    (one,) = finish(profiled(numbers(values))).attributes
    return [hint.about for hint in one.hints]


def test_that_hints_tell_constants_codes_identifiers_and_gaps() -> None:
    assert hints_of([3.0] * 20) == ["constant"]
    assert hints_of([0.0, 1.0] * 20) == ["code"]
    assert hints_of([float(n) for n in range(1, 40)]) == ["identifier"]
    assert hints_of([np.nan] * 30 + [1.5, 2.5]) == ["missing"]
    assert hints_of([n * 0.37 for n in range(40)]) == []
    assert hints_of([0.0] * 5 + [50 + n * 0.7 for n in range(40)]) == ["zero"]
    assert hints_of([0.0, *(50 + n * 0.7 for n in range(40))]) == []


def test_that_infinite_empty_and_constant_columns_have_figures() -> None:
    (one,) = finish(profiled(numbers([np.inf, -np.inf, 1.0, 2.0]))).attributes
    assert one.histogram is not None
    assert one.histogram.counts.sum() == 2
    (empty,) = finish(profiled(numbers([np.nan, np.nan]))).attributes
    assert empty.spread is None
    assert empty.histogram is None
    assert empty.missing == 2
    assert finish(profiled(numbers([]))).attributes[0].n_samples == 0


def test_that_bins_hold_both_ends_and_whole_numbers_get_a_bar_each() -> None:
    values = np.array([0.0, 1.0, 2.0, 3.0])
    assert bin_edges(values).tolist() == [-0.5, 0.5, 1.5, 2.5, 3.5]
    ages = np.repeat(np.arange(17.0, 91.0), 5)  # 74 neighbours in at most 60 bins
    counts = np.bincount(bin_of(ages, bin_edges(ages)))
    assert set(counts[:-1].tolist()) == {counts[0]}
    edges = bin_edges(values * 1.1, 3)
    assert bin_of(values * 1.1, edges).tolist() == [0, 1, 2, 2]
    assert bin_edges(np.array([2.0, 2.0])).tolist() == [1.5, 2.5]
    assert len(bin_edges(np.array([-1e308, 1e308]), 10)) >= 2


def test_that_labels_and_dates_have_histograms_and_texts_their_most_frequent() -> None:
    labels = Attribute("b", "nominal", ("x", "y"))
    found = histogram(labels, np.array([0, 1, 1, -1], dtype=np.int32))
    assert found is not None
    assert found.totals.tolist() == [1, 2]
    days = np.array(["2024-01-01", "2024-01-03", "NaT"], dtype="datetime64[ms]")
    dates = histogram(Attribute("d", "date"), days, n_bins=2)
    assert dates is not None
    assert dates.is_date
    assert dates.totals.tolist() == [1, 1]
    texts = np.array(["a", "b", "a", None], dtype=object)
    dataset = Dataset(Schema((Attribute("t", "string"),)), (texts,))
    (one,) = finish(profiled(dataset)).attributes
    assert one.frequent == (("a", 2), ("b", 1))
    assert (one.missing, one.distinct, one.unique) == (1, 2, 1)


def test_that_stripes_say_where_values_are_missing() -> None:
    (one,) = finish(profiled(numbers([1.0] * 64 + [np.nan] * 64))).attributes
    assert one.stripes is not None
    assert one.stripes.tolist() == [0.0] * 32 + [1.0] * 32


def test_that_pictures_and_bags_are_counted() -> None:
    pictures = np.zeros((3, 2, 2), dtype=np.uint8)
    pictures[2] = 1
    bag = numbers([1.0, 2.0])
    bags = np.array([bag, numbers([1.0, 2.0]), None], dtype=object)
    schema = Schema(
        (
            Attribute("p", "array", shape=(2, 2)),
            Attribute("r", "relational", nested=bag.schema),
        )
    )
    profile = finish(profiled(Dataset(schema, (pictures, bags))))
    assert [(one.missing, one.distinct) for one in profile.attributes] == [(0, 2), (1, 1)]
