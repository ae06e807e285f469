import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from workbench.core.errors import DataError, ModelError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.export.archive import ARRAYS, MANIFEST
from workbench.export.model_file import load_model, save_model
from workbench.models.knn import KNN
from workbench.models.learner import Fold, Learner
from workbench.models.logistic import Logistic
from workbench.models.majority import Majority
from workbench.models.mlp import MLP
from workbench.models.perceptron import Perceptron
from workbench.models.threshold import DecisionThreshold
from workbench.models.training_statistics import TrainingStatistics

REPOSITORY = Path(__file__).resolve().parents[3]


def mixed(n: int = 60, seed: int = 0) -> Dataset:
    """Numbers with gaps, labels, a text, and a class that follows from them."""
    random = np.random.default_rng(seed)
    number, label = random.normal(size=n), random.integers(3, size=n).astype(np.int32)
    schema = Schema(
        (
            Attribute("größe", "numeric"),
            Attribute("colour", "nominal", ("red", "green", "b,l ue")),
            Attribute("note", "string", role="meta"),
            Attribute("class", "nominal", ("no", "yes"), "class"),
        ),
        "mixed",
    )
    target = (number + (label == 1) > 0.3).astype(np.int32)
    gappy = np.where(random.random(n) < 0.1, np.nan, number)
    return Dataset(schema, (gappy, label, np.full(n, "text", object), target))


def saved(folder: Path, learner: Learner | None = None) -> Path:
    path = folder / "some.model"
    model = finish((learner or Logistic()).fit(Fold(mixed())))
    save_model(path, model, {"learner": model.key, "parameters": {}, "seed": 1})
    return path


def rewritten(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """The same file with another manifest."""
    with zipfile.ZipFile(path) as archive:
        manifest, arrays = json.loads(archive.read(MANIFEST)), archive.read(ARRAYS)
    change(manifest)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MANIFEST, json.dumps(manifest))
        archive.writestr(ARRAYS, arrays)


def with_arrays(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """The same file with other arrays."""
    with zipfile.ZipFile(path) as archive:
        manifest, arrays = archive.read(MANIFEST), safetensors.numpy.load(archive.read(ARRAYS))
    change(arrays)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MANIFEST, manifest)
        archive.writestr(ARRAYS, safetensors.numpy.save(arrays))


@pytest.mark.parametrize(
    "learner", [Logistic(), Perceptron(variant="averaged"), Majority()], ids=lambda one: one.key
)
def test_that_a_loaded_model_predicts_what_the_saved_one_did(
    learner: Learner, tmp_path: Path
) -> None:
    rows = mixed(seed=1)
    before = finish(learner.fit(Fold(mixed()))).predict_proba(rows)
    loaded = load_model(saved(tmp_path, learner))
    np.testing.assert_array_equal(loaded.model.predict_proba(rows), before)
    assert loaded.model.schema == mixed().schema
    assert loaded.manifest.provenance["seed"] == 1


def test_that_the_learning_curve_comes_back(tmp_path: Path) -> None:
    curve = load_model(saved(tmp_path)).model.curve
    expected = finish(Logistic().fit(Fold(mixed()))).curve
    assert curve is not None
    assert expected is not None
    np.testing.assert_array_equal(curve.train_loss, expected.train_loss)
    assert curve.validation_loss is None


def test_that_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    first = saved(tmp_path).read_bytes()
    assert saved(tmp_path).read_bytes() == first


IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
import numpy as np
from workbench.data.dataset import Dataset
from workbench.export.model_file import load_model
table = np.load(sys.argv[1])
columns = (*(table[:, i].copy() for i in range(8)), table[:, 8].astype(np.int32))
for name in sys.argv[2:]:
    print(name, *(m for m in ("torch", "sklearn", "scipy", "pandas") if m in sys.modules))
    model = load_model(Path(name)).model
    np.save(name + ".npy", model.predict_proba(Dataset(model.schema, columns)))
"""

# The mlp comes last: until it is loaded, nothing may have needed torch.
LEARNERS = (Majority(), Logistic(), Perceptron(), KNN(), KNN(distance="weka"), MLP(epochs=2))


def test_that_every_row_of_pima_is_predicted_identically_in_a_fresh_process(
    tmp_path: Path, shared_data: Path
) -> None:
    table = np.loadtxt(shared_data / "pima" / "pima-indians-diabetes.csv", delimiter=",")
    names = ("preg", "plas", "pres", "skin", "insu", "mass", "pedi", "age")
    target = Attribute("class", "nominal", ("tested_negative", "tested_positive"), "class")
    schema = Schema((*(Attribute(name, "numeric") for name in names), target))
    features = [table[:, i].copy() for i in range(8)]
    pima = Dataset(schema, (*features, table[:, 8].astype(np.int32)))
    models = {
        str(tmp_path / f"{i}.model"): finish(one.fit(Fold(pima))) for i, one in enumerate(LEARNERS)
    }
    for name, model in models.items():
        save_model(Path(name), model, {})
    np.save(tmp_path / "rows.npy", table)
    done = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS, str(tmp_path / "rows.npy"), *models],
        capture_output=True, text=True, check=True, cwd=REPOSITORY,
    )  # fmt: skip
    assert done.stdout.splitlines() == list(models), "a library was imported that is not needed"
    for name, model in models.items():
        answers = np.load(name + ".npy")
        assert answers.shape == (768, 2)
        np.testing.assert_array_equal(answers, model.predict_proba(pima))


def test_that_a_model_of_numbers_comes_back(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    attributes = (Attribute("x", "numeric"), Attribute("y", "numeric", role="class"))
    rows = Dataset(Schema(attributes), (random.normal(size=40), random.normal(size=40)))
    for learner in (Majority(), KNN(), MLP(epochs=2)):
        model = finish(learner.fit(Fold(rows)))
        save_model(tmp_path / "some.model", model, {})
        loaded = load_model(tmp_path / "some.model").model
        np.testing.assert_array_equal(loaded.predict(rows), model.predict(rows))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not a model file"),
        (b"@relation iris", "not a model file"),
        (b"PK\x03\x04 and then nothing", "damaged"),
    ],
)
def test_that_what_is_no_zip_is_refused(content: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "some.model"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=sentence):
        load_model(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_that_a_file_cut_short_is_refused(share: float, tmp_path: Path) -> None:
    path = saved(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ModelError, match="cut short"):
        load_model(path)


def test_that_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    path = saved(tmp_path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        load_model(path)


def test_that_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.model", tmp_path):
        with pytest.raises(ModelError, match="Cannot read") as caught:
            load_model(path)
        assert str(path) in str(caught.value)


def test_that_another_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "some.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(ModelError, match="not a model file"):
        load_model(path)


@pytest.mark.parametrize("name", ["weights.pkl", "../outside", MANIFEST])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_that_unexpected_members_are_refused(name: str, tmp_path: Path) -> None:
    path = saved(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")
    with pytest.raises(ModelError, match="no place"):
        load_model(path)


def test_that_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.model"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, "{}")
        archive.writestr(ARRAYS, bytes(50_000_000))
    with pytest.raises(ModelError, match="not opened"):
        load_model(path)


def test_that_a_newer_version_says_so(tmp_path: Path) -> None:
    path = saved(tmp_path)
    rewritten(path, lambda manifest: manifest.update(version=3))
    with pytest.raises(ModelError, match=r"version 3; this program reads up to 2.*Update"):
        load_model(path)


def test_that_a_file_of_version_1_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path)

    def older(manifest: dict[str, Any]) -> None:
        del manifest["threshold"], manifest["statistics"]
        manifest["version"] = 1

    rewritten(path, older)
    model = load_model(path).model
    assert model.threshold is None
    assert model.statistics is None
    assert model.predict(mixed()).shape == (60,)


def test_that_threshold_and_training_statistics_come_back(tmp_path: Path) -> None:
    path = tmp_path / "some.model"
    model = finish(Logistic().fit(Fold(mixed())))
    kept = replace(
        model,
        threshold=DecisionThreshold("yes", 0.9),
        statistics=TrainingStatistics.of(mixed()),
    )
    save_model(path, kept, {})
    loaded = load_model(path).model
    assert loaded.threshold == kept.threshold
    np.testing.assert_array_equal(loaded.predict(mixed()), kept.predict(mixed()))
    assert loaded.predict(mixed()).sum() < model.predict(mixed()).sum()
    assert loaded.statistics is not None
    assert kept.statistics is not None
    assert loaded.statistics.n_rows == 60
    for ours, theirs in zip(kept.statistics.attributes, loaded.statistics.attributes, strict=True):
        assert (ours.name, ours.measure, ours.n_missing) == (
            *(theirs.name, theirs.measure, theirs.n_missing),
        )
        np.testing.assert_array_equal(ours.points, theirs.points)
        np.testing.assert_array_equal(ours.counts, theirs.counts)


def with_everything(folder: Path) -> Path:
    path = folder / "some.model"
    model = finish(Logistic().fit(Fold(mixed())))
    statistics = TrainingStatistics.of(mixed())
    save_model(
        path, replace(model, threshold=DecisionThreshold("yes", 0.9), statistics=statistics), {}
    )
    return path


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda m: m["threshold"].update(label="perhaps"), "class 'perhaps'"),
        (lambda m: m["threshold"].update(value=1.5), "between 0 and 1"),
        (lambda m: m["statistics"]["values"]["attributes"].pop(), "wrong shape"),
        (
            lambda m: m["statistics"]["values"]["attributes"][0].update(points=10**18),
            "wrong shape",
        ),
        (lambda m: m["statistics"]["values"]["attributes"][0].update(points=-1), "wrong shape"),
        (lambda m: m["statistics"]["values"]["attributes"][0].update(name="x"), "'x'"),
        (lambda m: m["statistics"]["values"]["attributes"][0].update(measure="x"), "'größe'"),
        (lambda m: m["statistics"].update(values=[]), "values"),
        (lambda m: m["statistics"]["values"].pop("rows"), "rows"),
    ],
)
def test_that_a_threshold_or_statistics_that_do_not_fit_are_refused(
    change: Callable[[dict[str, Any]], object], sentence: str, tmp_path: Path
) -> None:
    path = with_everything(tmp_path)
    rewritten(path, change)
    with pytest.raises(ModelError, match=sentence):
        load_model(path)


def test_that_an_unknown_learner_and_an_unknown_transform_are_named(tmp_path: Path) -> None:
    path = saved(tmp_path)
    rewritten(path, lambda manifest: manifest["model"].update(key="oracle"))
    with pytest.raises(ModelError, match="learner 'oracle', which is not installed"):
        load_model(path)
    path = saved(tmp_path)
    rewritten(path, lambda manifest: manifest["preparation"][0].update(key="magic"))
    with pytest.raises(ModelError, match="transform 'magic'"):
        load_model(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.pop("schema"),
        lambda m: m.update(extra=1),
        lambda m: m["schema"]["attributes"].pop(0),
        lambda m: m["schema"]["attributes"][0].update(kind="colour"),
        lambda m: m["schema"]["attributes"][0].update(name="class"),
        lambda m: m["schema"]["attributes"][3].update(role="feature"),
        lambda m: m["schema"]["attributes"][3].update(values=["a", "b", "c"]),
        lambda m: m["schema"]["attributes"][3].update(kind="numeric", values=[]),
        lambda m: m["preparation"].pop(0),
        lambda m: m["preparation"][0].update(values={}),
        lambda m: m["preparation"][0].update(values={"numbers": 1, "labels": 2}),
        lambda m: m["preparation"][1].update(values={"names": "x"}),
    ],
)
def test_that_a_manifest_that_does_not_fit_is_refused_in_a_sentence(
    change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    path = saved(tmp_path)
    rewritten(path, change)
    with pytest.raises(ModelError) as caught:
        load_model(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda a: a.pop("model/weights"), "no array 'weights'"),
        (lambda a: a.update({"model/weights": np.zeros((2, 7))}), r"shape \(2, 7\)"),
        (lambda a: a.update({"preparation/1/offsets": np.zeros(9)}), "damaged"),
        (lambda a: a.pop("curve/train_loss"), "damaged"),
    ],
)
def test_that_arrays_that_do_not_fit_are_refused(
    change: Callable[[dict[str, Any]], object], sentence: str, tmp_path: Path
) -> None:
    path = saved(tmp_path)
    with_arrays(path, change)
    with pytest.raises(ModelError, match=sentence):
        load_model(path)


def test_that_a_folder_that_is_not_there_cannot_be_saved_to(tmp_path: Path) -> None:
    model = finish(Majority().fit(Fold(mixed())))
    with pytest.raises(DataError, match="Cannot write"):
        save_model(tmp_path / "none" / "some.model", model, {})
