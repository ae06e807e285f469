"""Maps: what goes in, that groups come apart, and that cancelling is possible on the way."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from workbench.core.errors import DataError
from workbench.core.run import Progressed, finish
from workbench.data.dataset import Dataset
from workbench.data.profile.embedding import embedded, feature_table
from workbench.data.schema import Attribute, Schema


def groups(n: int = 60) -> Dataset:
    generator = np.random.default_rng(0)
    codes = (np.arange(n) % 2).astype(np.int32)
    x = generator.normal(codes * 8.0, 1.0)
    x[3] = np.nan
    pictures = (generator.random((n, 4, 4)) * 50 + codes[:, None, None] * 200).astype(np.uint8)
    schema = Schema(
        (
            Attribute("x", "numeric"),
            Attribute("flat", "numeric"),
            Attribute("label", "nominal", ("u", "v", "w")),
            Attribute("picture", "array", shape=(4, 4)),
            Attribute("class", "nominal", ("a", "b"), "class"),
        )
    )
    labels = generator.integers(-1, 3, n).astype(np.int32)
    return Dataset(schema, (x, np.ones(n), labels, pictures, codes))


def test_that_the_table_is_standardised_whole_and_without_the_class() -> None:
    table = feature_table(groups(), np.arange(60))
    assert table.shape == (60, 1 + 3 + 16)  # the constant attribute is left out
    np.testing.assert_allclose(table.mean(axis=0), 0, atol=1e-9)
    assert table[3, 0] == 0  # a missing value takes the mean
    np.testing.assert_allclose(table[:, 1:].std(axis=0), 1)


def test_that_principal_components_are_scikit_learns() -> None:
    data = groups()
    found = finish(embedded(data, "pca"))
    expected = PCA(2, random_state=1).fit_transform(feature_table(data, np.arange(60)))
    np.testing.assert_allclose(np.abs(found.places), np.abs(expected), atol=1e-8)
    assert found.explained[0] > found.explained[1] > 0


@pytest.mark.parametrize("method", ["pca", "tsne"])
def test_that_what_differs_comes_apart(method: str) -> None:
    data = groups()
    found = finish(embedded(data, "pca" if method == "pca" else "tsne"))
    a, b = (found.places[data.labels[found.rows] == code] for code in (0, 1))
    away = np.hypot(*(a.mean(axis=0) - b.mean(axis=0)))
    assert away > max(a.std(axis=0).max(), b.std(axis=0).max())


def test_that_t_sne_tells_how_far_it_is_and_ends_when_closed() -> None:
    run = embedded(groups(), "tsne")
    seen = [next(run) for _ in range(4)]
    assert all(isinstance(event, Progressed) for event in seen)
    last = seen[-1]
    assert isinstance(last, Progressed)
    assert last.total == 1000
    run.close()


def test_that_one_attribute_still_makes_a_plane() -> None:
    data = Dataset(Schema((Attribute("x", "numeric"),)), (np.arange(10.0),))
    assert finish(embedded(data, "pca")).places.shape == (10, 2)
    assert np.isfinite(finish(embedded(data, "tsne")).places).all()


def test_that_nothing_to_go_by_is_said() -> None:
    schema = Schema((Attribute("class", "nominal", ("a", "b"), "class"),))
    data = Dataset(schema, (np.zeros(9, dtype=np.int32),))
    with pytest.raises(DataError, match="at least three samples"):
        finish(embedded(data, "pca"))


def test_that_wide_data_are_laid_out_by_components_found_on_some_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = np.random.default_rng(5)
    wide = random.normal(size=(3000, 1)) * np.linspace(1, 2, 40) + random.normal(size=(3000, 40))
    names = [Attribute(f"x{i}", "numeric") for i in range(40)]
    dataset = Dataset(Schema(tuple(names)), tuple(np.ascontiguousarray(c) for c in wide.T))
    whole = finish(embedded(dataset, "pca"))
    monkeypatch.setattr("workbench.data.profile.embedding._MOST_NUMBERS", 40_000)

    found = finish(embedded(dataset, "pca"))

    assert len(found.places) == 3000
    alike = np.corrcoef(found.places[:, 0], whole.places[:, 0])[0, 1]
    assert abs(alike) > 0.99
