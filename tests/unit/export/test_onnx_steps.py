"""Each fitted transform in a graph does what it does to a data set."""

from typing import Any

import numpy as np
import pytest
from typing_extensions import override

from tests.unit.export.onnx_cases import agreed, behind, data, trained
from workbench import preprocess
from workbench.core.discover import classes_in
from workbench.core.errors import ModelError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.export.onnx.steps import applied
from workbench.preprocess.discretise import Discretise
from workbench.preprocess.impute import Impute
from workbench.preprocess.min_max import MinMax
from workbench.preprocess.normalise_rows import NormaliseRows
from workbench.preprocess.one_hot import OneHot
from workbench.preprocess.pca import Pca
from workbench.preprocess.remove_useless import RemoveUseless
from workbench.preprocess.reshape_to_image import ReshapeToImage
from workbench.preprocess.select_best import SelectBest
from workbench.preprocess.sequence_columns import ColumnsToSeries
from workbench.preprocess.series_scaling import SeriesScaling
from workbench.preprocess.standardise import Standardise
from workbench.preprocess.string_to_words import StringToWords
from workbench.preprocess.tokenise import Tokenise
from workbench.preprocess.transform import FittedTransform, Transform
from workbench.preprocess.windows import Windows
from workbench.preprocess.zero_as_missing import ZeroAsMissing

CHAINS: list[tuple[str, list[Transform]]] = [
    ("diabetes.arff", [ZeroAsMissing(attributes=("mass", "pres")), Impute(numeric="median")]),
    ("diabetes.arff", [Impute(numeric="constant", number=-1), MinMax()]),
    ("diabetes.arff", [Pca(count=3), Standardise()]),
    ("diabetes.arff", [Discretise(bins=5)]),
    ("diabetes.arff", [Discretise(method="Fayyad–Irani")]),
    ("diabetes.arff", [Discretise(attributes=("age",)), OneHot(), Standardise()]),
    ("diabetes.arff", [SelectBest(number=3), NormaliseRows()]),
    ("iris.arff", [NormaliseRows(norm="manhattan")]),
    ("iris.arff", [NormaliseRows(norm="maximum", attributes=("petallength",))]),
    ("vote.arff", [Impute(nominal="mode")]),
    ("vote.arff", [Impute(nominal="constant", label="y"), OneHot(attributes=("crime",))]),
    ("credit-g.arff", [RemoveUseless(), Impute(), OneHot(), Standardise()]),
]


@pytest.mark.parametrize(("file", "steps"), CHAINS, ids=str)
@pytest.mark.parametrize("key", ["logistic", "knn"])
def test_that_steps_in_a_graph_do_what_they_do(file: str, steps: list[Transform], key: str) -> None:
    more: dict[str, Any] = {"max_iterations": 8} if key == "logistic" else {}
    found = agreed(behind(data(file), steps, key, more), data(file))
    assert found.largest < 1e-6
    assert found.n_wrong == 0
    assert found.n_spoilt


def test_that_every_transform_of_ours_can_be_put_into_a_graph() -> None:
    refuses = applied.dispatch(FittedTransform)
    kinds = [kind for kind in classes_in(preprocess, FittedTransform) if hasattr(kind, "key")]
    assert len(kinds) >= 11
    assert [kind.key for kind in kinds if applied.dispatch(kind) is refuses] == []


class FittedStrange(FittedTransform):
    key = "strange"

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        return dataset

    @override
    def state(self) -> State:
        return State()

    @classmethod
    @override
    def from_state(cls, state: State) -> "FittedStrange":
        return cls()


def test_that_a_foreign_step_is_refused_by_name() -> None:
    model = trained(data("iris.arff"), "majority").behind(
        data("iris.arff").schema, [FittedStrange()]
    )
    with pytest.raises(
        ModelError, match="The step 'strange' of this model cannot be put into ONNX"
    ):
        agreed(model, data("iris.arff"))


def series(n: int = 40) -> Dataset:
    """Series of two channels and different lengths, with gaps."""
    random = np.random.default_rng(3)
    values = random.normal(5, 2, (n, 12, 2))
    values[random.random(values.shape) < 0.15] = np.nan
    for row, length in enumerate(random.integers(3, 13, n)):
        values[row, length:] = np.nan
    labels = (np.nanmean(values[:, :3, 0], axis=1) > 5).astype(np.int32)
    attributes = (
        Attribute("motion", "array", shape=(12, 2)),
        Attribute("kind", "nominal", ("slow", "fast"), "class"),
    )
    return Dataset(Schema(attributes), (values, labels))


@pytest.mark.parametrize("cell", ["elman", "gru", "lstm"])
def test_that_a_network_reads_series_with_gaps_and_any_length(cell: str) -> None:
    rows = series()
    model = trained(rows, "rnn", {"cell": cell, "hidden": 6, "epochs": 2})
    assert agreed(model, rows).largest < 1e-6
    longer = np.concatenate([rows.columns[0], rows.columns[0][:, :4]], axis=1)
    attributes = (Attribute("motion", "array", shape=(16, 2)), rows.schema.attributes[1])
    assert agreed(model, Dataset(Schema(attributes), (longer, rows.columns[1]))).largest < 1e-6


def test_that_scaled_series_are_laid_out_for_other_networks() -> None:
    rows = series()
    filled = np.where(np.isnan(rows.columns[0]), 4.0, rows.columns[0])
    whole = rows.with_columns(rows.schema.attributes, (filled, rows.columns[1]))
    model = behind(whole, [SeriesScaling(scale="min-max")], "mlp", {"epochs": 2})
    assert agreed(model, whole).largest < 1e-6


@pytest.mark.parametrize("own_scale", [False, True])
def test_that_a_forecast_comes_in_the_targets_unit(own_scale: bool) -> None:
    rows = Windows(target="visitors", attributes=("visitors",), time="month").apply(
        data("museum_visitors.csv")
    )
    model = trained(rows, "rnn", {"own_scale": own_scale, "hidden": 6, "epochs": 3})
    found = agreed(model, rows)
    assert found.largest < 1e-6
    assert found.n_rows == rows.n_samples


@pytest.mark.parametrize("key", ["cnn", "mlp", "autoencoder", "rnn", "dbn", "rbm", "vae"])
def test_that_pictures_enter_as_bytes(key: str) -> None:
    rows = ReshapeToImage(maximum=16).apply(data("digits8x8.arff").take(np.arange(0, 1797, 9)))
    model = trained(rows, key, {} if key == "dbn" else {"epochs": 1})
    found = agreed(model, rows)
    assert found.largest < 5e-6
    assert found.n_wrong == 0


def test_that_columns_of_one_channel_are_read_as_a_series() -> None:
    rows = ColumnsToSeries().apply(data("diabetes.arff"))
    model = trained(rows, "cnn", {"epochs": 1})
    assert agreed(model, rows).largest < 5e-6


TEXTS = [
    StringToWords(),
    StringToWords(values="tf-idf", unit_length=True, minimum_count=2),
    StringToWords(values="count", longest=2, words_to_keep=300),
    StringToWords(values="count", unit="character", longest=3, lower_case=False),
    StringToWords(unit="whitespace", longest=2),
]


@pytest.mark.parametrize("step", TEXTS, ids=repr)
def test_that_words_are_counted_alike(step: StringToWords) -> None:
    rows = data("messages_labelled.txt")
    model = behind(rows, [step], "logistic", {"scale": "none", "max_iterations": 5})
    found = agreed(model, rows)
    assert found.largest < 1e-6
    assert found.n_wrong == 0


CUTS = [
    Tokenise(),
    Tokenise(unit="character", length=20),
    Tokenise(unit="whitespace", lower_case=False, largest_vocabulary=50),
    Tokenise(length=5, cut="start"),
]


@pytest.mark.parametrize("step", CUTS, ids=repr)
def test_that_texts_are_cut_alike(step: Tokenise) -> None:
    rows = data("messages_labelled.txt")
    model = behind(rows, [step], "rnn", {"hidden": 5, "embedding": 4, "epochs": 1})
    found = agreed(model, rows)
    assert found.largest < 1e-6
    assert found.n_wrong == 0
