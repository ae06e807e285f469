"""Model files that were damaged, or made to do harm: one sentence, nothing run, little memory."""

import io
import json
import os
import pickle
import struct
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typing_extensions import override

from workbench.core.errors import ModelError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.export.archive import ARRAYS, MANIFEST
from workbench.export.model_file import load_model, save_model
from workbench.models.cnn import CNN
from workbench.models.learner import Fold, Learner
from workbench.models.logistic import Logistic
from workbench.models.majority import Majority
from workbench.models.rnn import RNN
from workbench.models.threshold import DecisionThreshold
from workbench.models.training_statistics import TrainingStatistics

CLASS = Attribute("class", "nominal", ("no", "yes"), "class")
N = 40
BILLION = 10**9


def numbers() -> Dataset:
    random = np.random.default_rng(0)
    x, label = random.normal(size=N), random.integers(3, size=N).astype(np.int32)
    names = Attribute("x", "numeric"), Attribute("c", "nominal", ("a", "b", "c"))
    return Dataset(Schema((*names, CLASS)), (x, label, (x > 0).astype(np.int32)))


def pictures() -> Dataset:
    random = np.random.default_rng(0)
    pixels = random.integers(0, 255, size=(N, 8, 8)).astype(np.uint8)
    schema = Schema((Attribute("p", "array", shape=(8, 8)), CLASS))
    return Dataset(schema, (pixels, np.arange(N, dtype=np.int32) % 2))


@cache
def content(kind: str) -> tuple[bytes, bytes]:
    """Manifest and arrays of a sound file."""
    makers: dict[str, tuple[Learner, Callable[[], Dataset]]] = {
        "logistic": (Logistic(), numbers),
        "majority": (Majority(), pictures),
        "cnn": (CNN(epochs=1), pictures),
        "rnn": (RNN(epochs=1), pictures),
    }
    learner, rows = makers[kind]
    model = finish(learner.fit(Fold(rows())))
    known = replace(
        model,
        statistics=TrainingStatistics.of(rows()),
        threshold=DecisionThreshold("yes", 0.4),
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "some.model"
        save_model(file, known, {})
        with zipfile.ZipFile(file) as archive:
            return archive.read(MANIFEST), archive.read(ARRAYS)


def written(folder: Path, manifest: bytes, arrays: bytes) -> Path:
    path = folder / "some.model"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MANIFEST, manifest)
        archive.writestr(ARRAYS, arrays)
    return path


def refused(path: Path) -> ModelError:
    """The error: one sentence or two that name the file."""
    with pytest.raises(ModelError) as caught:
        load_model(path)
    assert "\n" not in caught.value.message
    assert str(path) in str(caught.value)
    return caught.value


def shape(manifest: dict[str, Any]) -> dict[str, Any]:
    """The values of the model proper."""
    values: dict[str, Any] = manifest["model"]["values"]
    return values


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("majority", lambda m: m["schema"]["attributes"][0].update(shape=[BILLION, 8])),
        ("majority", lambda m: m["schema"]["attributes"][0].update(shape=[10**30, 8])),
        ("rnn", lambda m: m["schema"]["attributes"][0].update(shape=[BILLION, 8])),
        ("rnn", lambda m: shape(m)["shape"].update(layers=BILLION)),
        ("rnn", lambda m: shape(m)["shape"].update(units=BILLION)),
        ("rnn", lambda m: shape(m)["shape"].update(hidden=2**63)),
        ("cnn", lambda m: shape(m).update(shape=[1, 8, BILLION])),
        ("cnn", lambda m: shape(m).update(shape=[1, 8, 0])),
        ("logistic", lambda m: m["statistics"]["values"]["attributes"][0].update(points=BILLION)),
    ],
)
def test_that_enormous_sizes_are_refused_before_there_is_room_for_them(
    kind: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    manifest, arrays = content(kind)
    facts = json.loads(manifest)
    change(facts)
    path = written(tmp_path, json.dumps(facts).encode(), arrays)
    tracemalloc.start()
    try:
        refused(path)
        assert tracemalloc.get_traced_memory()[1] < 100e6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"value": 0.4', b'"value": NaN'),
        (b'"value": 0.4', b'"value": Infinity'),
        (b'"value": 0.4', b'"value": 1e999'),
        (b'"value": 0.4', b'"value": ' + b"9" * 5_000),
        (b'"value": 0.4', b'"value": ' + b"[" * 100_000),
        (b'"value": 0.4', b'"value": "../../etc/passwd"'),
        (b'"format"', b'"f\xffrmat"'),
    ],
)
def test_that_a_manifest_of_strange_json_is_refused(old: bytes, new: bytes, tmp_path: Path) -> None:
    manifest, arrays = content("logistic")
    assert manifest.count(old) == 1
    refused(written(tmp_path, manifest.replace(old, new), arrays))


class Harm:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (str(self.path),))


def test_that_nothing_is_ever_unpickled(tmp_path: Path) -> None:
    manifest, arrays = content("logistic")
    mark = tmp_path / "harm"
    payload = pickle.dumps(Harm(mark))
    buffer = io.BytesIO()
    np.save(buffer, np.array([Harm(mark)], dtype=object), allow_pickle=True)
    for harmful in (payload, buffer.getvalue()):
        refused(written(tmp_path, manifest, harmful))
        refused(written(tmp_path, harmful, arrays))
        (tmp_path / "bare.model").write_bytes(harmful)
        refused(tmp_path / "bare.model")
    assert not mark.exists()


def tensors(header: dict[str, Any], data: bytes) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


@pytest.mark.parametrize(
    "arrays",
    [
        b"",
        struct.pack("<Q", 2**63) + b"{}",
        struct.pack("<Q", 10) + b"{}",
        tensors({"model/weights": {"dtype": "F64", "shape": [BILLION], "data_offsets": [0, 8]}},
                bytes(8)),
        tensors({"model/weights": {"dtype": "F64", "shape": [1], "data_offsets": [0, 8 * BILLION]}},
                bytes(8)),
        tensors({"model/weights": {"dtype": "F64", "shape": [-1], "data_offsets": [8, 0]}},
                bytes(8)),
        tensors({"model/weights": {"dtype": "X9", "shape": [1], "data_offsets": [0, 8]}}, bytes(8)),
    ],
)  # fmt: skip
def test_that_arrays_whose_head_lies_are_refused(arrays: bytes, tmp_path: Path) -> None:
    manifest, _ = content("logistic")
    refused(written(tmp_path, manifest, arrays))


def test_that_a_flipped_byte_gives_a_sentence_or_the_same_model(tmp_path: Path) -> None:
    manifest, arrays = content("logistic")
    sound = written(tmp_path, manifest, arrays).read_bytes()
    expected = load_model(tmp_path / "some.model").model.predict_proba(numbers())
    second, directory = sound.find(b"PK\x03\x04", 4), sound.find(b"PK\x01\x02")
    random = np.random.default_rng(0)
    heads = [*range(0, 40, 3), *range(second, second + 40, 3), *range(directory, len(sound), 4)]
    places = [*heads, *random.integers(len(sound), size=40).tolist()]
    path = tmp_path / "flipped.model"
    for place in places:
        changed = bytearray(sound)
        changed[place] ^= int(random.integers(1, 256))
        path.write_bytes(changed)
        try:
            found = load_model(path).model
        except ModelError as error:
            assert "\n" not in error.message  # noqa: PT017  there need not be an error
        else:  # a date, say: what is predicted is the same
            np.testing.assert_array_equal(found.predict_proba(numbers()), expected)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_that_a_pipe_is_not_waited_for_nor_a_device_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.model")
    for path in (tmp_path / "pipe.model", Path("/dev/zero")):
        assert "a device or a pipe" in str(refused(path))


def test_that_a_zip_of_very_many_members_is_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "some.model"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(50_000):
            archive.writestr(str(number), b"")
    tracemalloc.start()
    try:
        assert "too many members" in str(refused(path))
        assert tracemalloc.get_traced_memory()[1] < 1e6
    finally:
        tracemalloc.stop()


def test_that_a_zip_with_names_that_are_no_text_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, *content("logistic"))
    damaged = path.read_bytes()
    listed = damaged.rindex(MANIFEST.encode())
    flags = listed - 46 + 8
    path.write_bytes(
        damaged[:flags] + b"\0\x08" + damaged[flags + 2 : listed] + b"\xff" + damaged[listed + 1 :]
    )
    assert "damaged" in str(refused(path))
