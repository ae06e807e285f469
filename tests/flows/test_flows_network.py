"""The verb ``network``: the layers of a preset or of a learner in a flow."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

Terminal = Callable[..., "subprocess.CompletedProcess[str]"]

FLOW = "resources/flows/pima.flow"


def shown(terminal: Terminal, *arguments: object) -> dict[str, Any]:
    done = terminal("network", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def test_that_json_holds_the_layers_and_the_sums(terminal: Terminal) -> None:
    facts = shown(terminal, "lenet5")
    assert set(facts) == {"layers", "parameters", "trainable"}
    assert facts["parameters"] == facts["trainable"] == 60_850
    assert facts["layers"][0] == {
        "name": "C1",
        "kind": "convolution",
        "output": [6, 28, 28],
        "weights": 150,
        "biases": 6,
        "multiply_adds": 117_600,
    }
    assert sum(row["weights"] + row["biases"] for row in facts["layers"]) == 60_850


def test_that_input_and_classes_change_the_table(terminal: Terminal) -> None:
    facts = shown(terminal, "small", "--input", "3x5x4", "--classes", 7)
    assert facts["layers"][0]["output"] == [16, 5, 4]
    assert facts["layers"][-1]["output"] == [7]


def test_that_a_learner_in_a_flow_gets_its_sizes_from_the_data(terminal: Terminal) -> None:
    facts = shown(terminal, f"{FLOW}#mlp")
    assert facts["parameters"] == 8 * 16 + 16 + 16 * 2 + 2
    given = shown(terminal, f"{FLOW}#mlp", "--input", "4", "--classes", "3")
    assert given["parameters"] == 4 * 16 + 16 + 16 * 3 + 3


def test_that_a_recurrent_network_is_told_by_its_modules(
    terminal: Terminal, tmp_path: Path
) -> None:
    flow = json.loads((REPOSITORY / FLOW).read_text(encoding="utf-8"))
    for node in flow["nodes"]:
        if node["id"] == "mlp":
            node |= {"kind": "rnn", "parameters": {}, "version": 1}
        if node["id"] == "data":
            node["parameters"]["path"] = str(REPOSITORY / "resources/data/diabetes.arff")
    path = tmp_path / "rnn.flow"
    path.write_text(json.dumps(flow), encoding="utf-8")
    facts = shown(terminal, f"{path}#mlp")
    assert [row["kind"] for row in facts["layers"]] == ["lstm_layer", "linear"]
    assert facts["parameters"] == 4 * (32 * (1 + 32) + 32) + 32 * 2 + 2


def test_that_the_text_shows_sizes_and_sums(terminal: Terminal) -> None:
    done = terminal("network", "fashion-mnist")
    assert done.returncode == 0
    assert "64×28×28" in done.stdout
    assert "412,778 parameters, 412,778 of them trainable" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("lenet-5",), "did you mean 'lenet5'"),
        (("lenet5", "--input", "28x28"), "“28x28” is no size of an input."),
        ((FLOW,), f"Which node of the flow? Write it as {FLOW}#NODE."),
        ((f"{FLOW}#data",), "'data' has no layers to show."),
    ],
)
def test_that_a_mistake_gets_one_sentence(
    terminal: Terminal, arguments: tuple[str, ...], sentence: str
) -> None:
    done = terminal("network", *arguments)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_that_a_layer_that_cannot_be_is_told_behind_those_that_can(terminal: Terminal) -> None:
    done = terminal("network", "vgg-d", "--input", "3x16x16")
    assert done.returncode == 1
    assert "vgg-d.layer 31 (maxpool5): The window of 2×2 is larger" in done.stderr
    assert done.stderr.count("\n") == 1
    assert "512×1×1" in done.stdout
