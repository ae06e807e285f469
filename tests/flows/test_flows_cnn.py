"""Convolutional networks in the terminal: pictures in, figures out."""

import gzip
import json
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

Terminal = Callable[..., "subprocess.CompletedProcess[str]"]


def pictures(folder: Path, n: int = 60) -> Path:
    """An idx file of pictures with a bar, whose place is the class, and its labels."""
    rng = np.random.default_rng(0)
    labels = np.arange(n, dtype=np.uint8) % 3
    shown = rng.integers(0, 60, (n, 28, 28)).astype(np.uint8)
    for picture, label in zip(shown, labels, strict=True):
        picture[:, 8 * label + 3 : 8 * label + 8] += 180
    path = folder / "t-images-idx3-ubyte.gz"
    path.write_bytes(gzip.compress(struct.pack(">4I", 2051, n, 28, 28) + shown.tobytes()))
    (folder / "t-labels-idx1-ubyte").write_bytes(struct.pack(">2I", 2049, n) + labels.tobytes())
    return path


def test_that_evaluate_trains_a_published_network_on_pictures(
    terminal: Terminal, tmp_path: Path
) -> None:
    path = pictures(tmp_path)
    learner = ("--learner", "cnn", "--set", "preset=lenet5", "--set", "epochs=6")
    done = terminal("evaluate", path, *learner, "--test", "split:50", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["accuracy"] > 0.9


def test_that_layers_are_written_in_the_terminal_and_folds_go_together(
    terminal: Terminal, tmp_path: Path
) -> None:
    layers = "layers=conv 4 5x5 stride=2; relu; maxpool 3; flatten; dense classes"
    chosen = ("--set", "preset=custom", "--set", layers, "--set", "epochs=40")
    path = pictures(tmp_path)
    done = terminal("evaluate", path, "--learner", "cnn", *chosen, "--test", "cv:3", "--json")
    assert done.returncode == 0, done.stderr
    assert "3 folds trained together." in done.stderr
    assert json.loads(done.stdout)["accuracy"] > 0.9


def test_that_a_layer_that_cannot_be_is_one_sentence(terminal: Terminal, tmp_path: Path) -> None:
    layers = "layers=conv 4 5x5; conv 4 30x30; flatten; dense classes"
    chosen = ("--set", "preset=custom", "--set", layers)
    done = terminal("evaluate", pictures(tmp_path), "--learner", "cnn", *chosen)
    assert done.returncode != 0
    assert "Layer 2 (conv2): The kernel of 30×30 is larger than its input" in done.stderr
    assert "Traceback" not in done.stderr


def test_that_a_networks_layers_are_shown_for_the_data_that_arrive(terminal: Terminal) -> None:
    done = terminal("network", "resources/templates/cnn-on-digits.flow#cnn", "--json")
    facts = json.loads(done.stdout)
    assert facts["parameters"] == facts["trainable"] == 6_090
    assert facts["layers"][0]["output"] == [16, 8, 8]


@pytest.mark.slow
def test_that_evaluate_reads_mnist_and_trains_lenet_5(
    terminal: Terminal, shared_data: Path
) -> None:
    path = shared_data / "mnist" / "t10k-images-idx3-ubyte.gz"
    learner = ("--learner", "cnn", "--set", "preset=lenet5", "--set", "epochs=1")
    done = terminal("evaluate", path, *learner, "--test", "split:70", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["accuracy"] > 0.9
