"""Hidden states and gates of a recurrent network, step by step through one row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from workbench.core.errors import ModelError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.models.inside.glass import Glass
from workbench.models.inside.page import Floats, HeatMap, Look, Offer, Page
from workbench.models.inside.subject import numbers, prepared
from workbench.models.networks.recurrent_layers import RecurrentLayer
from workbench.models.rnn_model import RNNModel
from workbench.models.rnn_rows import OwnScale
from workbench.models.stored import prepared_schema

KEY = "states"

# In the order in which the weights have their rows; the cell state is worked out of them.
_GATES = {
    "elman": (),
    "lstm": ("input gate", "forget gate", "candidate", "output gate", "cell state"),
    "gru": ("reset gate", "update gate"),
}
_BETWEEN = {"input gate", "forget gate", "output gate", "reset gate", "update gate"}  # 0 … 1


@dataclass(frozen=True, eq=False)
class Passed:
    """What went through one layer for one row.

    Args:
        inputs: shape (steps, D).
        states: shape (steps, H).
    """

    layer: RecurrentLayer
    inputs: Floats
    states: Floats


def offer(glass: Glass) -> Offer | None:
    """State, and gates, of each layer, for a chosen row."""
    model = glass.model
    if not isinstance(model, RNNModel) or not glass.has_rows:
        return None
    return Offer(KEY, tuple(name for name, _, _ in _views(model)), asks=frozenset({"sample"}))


def page(glass: Glass, look: Look) -> Run[Page]:
    """Units down, steps across."""
    yield Progressed(0, 1)
    model = glass.model
    if not isinstance(model, RNNModel):
        raise ModelError("Only a recurrent network has states over time.")
    name, place, quantity = _views(model)[look.layer]
    passed, steps = passed_through(model, glass.row(look.sample))
    values = _quantity(passed[place], quantity, model.shape.cell)
    heat = HeatMap(
        values.T, columns=steps, is_signed=quantity not in _BETWEEN, row_title="unit",
        column_title="step",
    )  # fmt: skip
    return Page(
        f"The {name}, unit by unit, at each step through row {look.sample + 1}. "
        f"{_READS[quantity in _BETWEEN]}",
        (heat,),
    )


_READS = {
    True: "A gate lets everything through at 1 and nothing at 0.",
    False: "Blue is above 0, orange below.",
}


def _views(model: RNNModel) -> list[tuple[str, str, str]]:
    """Name, layer and quantity of each view."""
    ways = ("forth", "back") if model.shape.bidirectional else ("forth",)
    quantities = ("state", *_GATES[model.shape.cell])
    return [
        (f"{quantity} of layer {i + 1}" + (", backwards" if way == "back" else ""),
         f"{way}.{i}", quantity)
        for i in range(model.shape.layers)
        for way in ways
        for quantity in quantities
    ]  # fmt: skip


def passed_through(model: RNNModel, row: Dataset) -> tuple[dict[str, Passed], tuple[str, ...]]:
    """What went through each layer for the only row, and the names of the steps.

    Raises:
        ModelError: the row has no step.
    """
    ready = prepared(model, row)
    rows = model.reading.inputs(ready)
    if model.own_scale:
        rows = OwnScale.of(rows).inputs
    network, passed = model.network(), dict[str, Passed]()
    hooks = [
        module.register_forward_hook(_taker(passed, name))
        for name, module in network.named_modules()
        if isinstance(module, RecurrentLayer)
    ]
    with torch.inference_mode():
        tensor = torch.from_numpy(np.array(rows))
        flat = tensor.flatten(2).float() / 255 if tensor.dtype == torch.uint8 else tensor
        n_steps = int(network.lengths(flat)[0])
        network(tensor)
    for hook in hooks:
        hook.remove()
    if not n_steps:
        raise ModelError("This row has no step to look at.")
    cut = {
        name: Passed(p.layer, p.inputs[:n_steps], p.states[:n_steps]) for name, p in passed.items()
    }
    turned = {n: _turned(p) if n.startswith("back") else p for n, p in cut.items()}
    return turned, _step_names(model, rows, n_steps)


def _turned(passed: Passed) -> Passed:
    """A layer that reads backwards, with its steps in the row's order."""
    return Passed(passed.layer, passed.inputs[::-1], passed.states[::-1])


def _taker(passed: dict[str, Passed], name: str) -> Callable[..., None]:
    def take(module: nn.Module, inputs: Any, outputs: Any) -> None:
        if isinstance(module, RecurrentLayer):
            given = numbers(inputs[0])[0].astype(np.float64)
            passed[name] = Passed(module, given, numbers(outputs)[0].astype(np.float64))

    return take


def _quantity(passed: Passed, quantity: str, cell: str) -> Floats:
    """One quantity of a layer, shape (steps, H)."""
    if quantity == "state":
        return passed.states
    gates = dict(zip(_GATES[cell], _gates(passed, cell), strict=False))
    if quantity == "cell state":
        return _cell_states(gates)
    return gates[quantity]


def _gates(passed: Passed, cell: str) -> list[Floats]:
    """The gates in the order of the weights' rows, shape (steps, H) each."""
    layer = passed.layer
    u, w = numbers(layer.U).astype(np.float64), numbers(layer.W).astype(np.float64)
    bias = np.zeros(len(u)) if layer.b is None else numbers(layer.b).astype(np.float64)
    before = np.vstack([np.zeros_like(passed.states[:1]), passed.states[:-1]])
    pushed = passed.inputs @ u.T + before @ w.T + bias  # (steps, gates · H)
    blocks = np.split(pushed, pushed.shape[1] // layer.hidden, axis=1)
    if cell == "gru":
        return [_sigmoid(block) for block in blocks[:2]]
    return [np.tanh(b) if i == 2 else _sigmoid(b) for i, b in enumerate(blocks)]


def _cell_states(gates: dict[str, Floats]) -> Floats:
    """c_t = f_t · c_{t−1} + i_t · g_t."""
    state, states = np.zeros(gates["candidate"].shape[1]), []
    for i, f, g in zip(gates["input gate"], gates["forget gate"], gates["candidate"], strict=True):
        state = f * state + i * g
        states.append(state)
    return np.array(states)


def _sigmoid(values: Floats) -> Floats:
    made: Floats = 1 / (1 + np.exp(-np.clip(values, -500, 500)))
    return made


def _step_names(model: RNNModel, rows: NDArray[Any], n_steps: int) -> tuple[str, ...]:
    reading = model.reading
    if reading.steps == "tokens":
        schema = prepared_schema(model.schema, model.preparation)
        values = schema.attribute(reading.names[0]).values
        return tuple(values[code] if code >= 0 else "" for code in rows[0, :n_steps].tolist())
    return reading.names[:n_steps] if reading.steps == "numbers" else ()
