"""What is in pictures, series, texts, tokens and bags, against plain numpy."""

import numpy as np

from workbench.core.run import finish
from workbench.data.dataset import Column, Dataset
from workbench.data.profile.attribute_profile import profiled
from workbench.data.profile.content import Content
from workbench.data.schema import Attribute, Schema

CLASS = Attribute("class", "nominal", ("a", "b"), role="class")
CODES = np.array([0, 1, 1, -1], dtype=np.int32)


def found_in(attribute: Attribute, column: Column, codes: Column = CODES) -> Content:
    dataset = Dataset(Schema((attribute, CLASS)), (column, codes))
    found = finish(profiled(dataset)).attributes[0].content
    assert found is not None
    return found


def array(shape: tuple[int, ...], values: tuple[str, ...] = ()) -> Attribute:
    return Attribute("inside", "array", values, shape=shape)


def objects(*values: object) -> Column:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def test_that_pictures_have_a_mean_for_each_class_and_bounds() -> None:
    pictures = np.random.default_rng(1).integers(3, 250, (4, 5, 6)).astype(np.uint8)

    found = found_in(array((5, 6)), pictures)

    assert found.mean is not None
    np.testing.assert_allclose(found.mean[0], pictures[0])
    np.testing.assert_allclose(found.mean[1], pictures[1:3].mean(axis=0))
    assert found.bounds == (pictures.min(), pictures.max())


def test_that_series_have_mean_deviation_and_lengths_without_their_filling() -> None:
    series = np.random.default_rng(2).normal(size=(4, 7, 2))
    series[0, 4:] = np.nan
    series[1, 2] = np.nan  # a gap counts

    found = found_in(array((7, 2)), series)

    assert found.mean is not None
    assert found.deviation is not None
    np.testing.assert_allclose(found.mean, np.nanmean(series, axis=0))
    np.testing.assert_allclose(found.deviation, np.nanstd(series, axis=0), atol=1e-9)
    assert (found.shortest, found.longest) == (4, 7)
    assert found.lengths is not None
    assert found.lengths.counts.sum(axis=0).tolist() == [1, 2, 1]
    assert found.bounds == (np.nanmin(series), np.nanmax(series))


def test_that_texts_have_lengths_and_their_commonest_words() -> None:
    texts = objects("One fish, two fish", "영화 정말", None, "FISH")

    found = found_in(Attribute("inside", "string"), texts)

    assert (found.unit, found.shortest, found.longest) == ("characters", 4, 18)
    assert found.words[0] == ("fish", 3)
    assert ("영화", 1) in found.words
    assert found.lengths is not None
    assert found.lengths.totals.sum() == 3


def test_that_tokens_are_counted_without_their_filling() -> None:
    tokens = np.array([[0, 1, 1], [1, -1, -1], [2, 2, -1], [1, 1, 1]], dtype=np.int32)

    found = found_in(array((3,), ("x", "y", "z")), tokens)

    assert found.words == (("y", 6), ("z", 2), ("x", 1))
    assert (found.shortest, found.longest) == (1, 3)


def test_that_bags_of_numbers_are_looked_at_as_series() -> None:
    schema = Schema((Attribute("u", "numeric"), Attribute("v", "numeric")))
    parts = [np.random.default_rng(n).normal(size=(n + 2, 2)) for n in range(3)]
    bags = [Dataset(schema, (part[:, 0], part[:, 1])) for part in parts]
    bag = Attribute("inside", "relational", nested=schema)

    found = found_in(bag, objects(*bags, None))

    assert (found.unit, found.shortest, found.longest) == ("rows", 2, 4)
    assert found.mean is not None
    np.testing.assert_allclose(found.mean[0], np.mean([p[0] for p in parts], axis=0))
    np.testing.assert_allclose(found.mean[3], parts[2][3])


def test_that_nothing_is_said_of_what_is_not_there() -> None:
    dataset = Dataset(Schema((Attribute("t", "string"), CLASS)), (objects(*[None] * 4), CODES))

    assert [one.content for one in finish(profiled(dataset)).attributes] == [None, None]
