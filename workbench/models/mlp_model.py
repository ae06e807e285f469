"""What the multilayer perceptron's training gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.core.errors import ModelError
from workbench.core.run import Run
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.schema import Schema
from workbench.data.state import State
from workbench.models.blockwise import answered
from workbench.models.model import Model
from workbench.models.networks.architecture import Architecture
from workbench.models.stored import prepared_schema
from workbench.models.vector_rows import VectorRows
from workbench.preprocess.transform import FittedTransform

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import mlp as networks
    from workbench.training import device
else:
    torch = deferred("torch")
    networks = deferred("workbench.models.networks.mlp")
    device = deferred("workbench.training.device")

ROWS_AT_ONCE = 8192
LAYOUT = "layout."  # begins the names of the layout's arrays


@dataclass(frozen=True, eq=False, kw_only=True)
class MLPModel(Model):
    """A trained multilayer perceptron.

    Args:
        weights: arrays by torch's names ("0.weight" of shape (out, in), "0.bias", …), float32.
        target_mean, target_scale: what the targets were standardised by (regression).
        layout: where pictures and series lie in what the network takes; None without any.
    """

    key: ClassVar[str] = "mlp"

    architecture: Architecture
    weights: Mapping[str, NDArray[np.float32]]
    target_mean: float = 0.0
    target_scale: float = 1.0
    layout: VectorRows | None = None

    def network(self) -> "torch.nn.Sequential":
        """A plain module in evaluation mode: prepared features in; logits, or the target, out.

        For regression its last layer is scaled back to the target's unit.
        """
        return networks.network_with(self.architecture, self._in_units_of_target())

    @override
    def _outputs(self, prepared: Dataset) -> Run[FloatArray]:
        network = self.network()
        inputs = self.inputs(prepared)  # (n, d)
        answers = partial(self._answers, network)
        return (yield from answered(inputs, ROWS_AT_ONCE, self.architecture.widths[-1], answers))

    def inputs(self, prepared: Dataset) -> NDArray[np.float32]:
        """What the network takes of prepared rows, shape (n, d)."""
        if self.layout is not None:
            return self.layout.vectors(prepared)
        return prepared.feature_matrix.astype(np.float32)

    def _answers(self, network: "torch.nn.Sequential", inputs: NDArray[np.float32]) -> FloatArray:
        n_weights = sum(array.size for array in self.weights.values())
        with device.threads(device.thread_count(n_weights * len(inputs))), torch.inference_mode():
            outputs = network(torch.from_numpy(np.array(inputs))).double()  # (n, c)
            if self.schema.task == "classification":
                outputs = torch.softmax(outputs, 1)
        answers: FloatArray = outputs.numpy()
        return answers

    def _in_units_of_target(self) -> dict[str, NDArray[np.float32]]:
        *_, weight, bias = self.weights
        scale, mean = np.float32(self.target_scale), np.float32(self.target_mean)
        last = {weight: self.weights[weight] * scale, bias: self.weights[bias] * scale + mean}
        return {**self.weights, **last}

    @override
    def state(self) -> State:
        values = {
            "architecture": self.architecture.values(),
            "target_mean": self.target_mean,
            "target_scale": self.target_scale,
        }
        if self.layout is None:
            return State(values, dict(self.weights))
        laid_out = self.layout.state()
        arrays = {f"{LAYOUT}{name}": array for name, array in laid_out.arrays.items()}
        return State({**values, "layout": laid_out.values}, {**self.weights, **arrays})

    @classmethod
    @override
    def from_state(
        cls, state: State, schema: Schema, preparation: tuple[FittedTransform, ...]
    ) -> Self:
        try:
            architecture = Architecture.from_values(state.values["architecture"])
            mean, scale = (float(state.values[f"target_{name}"]) for name in ("mean", "scale"))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"The network's description is incomplete: {error}.") from error
        layout = _layout(state, prepared_schema(schema, preparation))
        _check_ends(architecture, schema, preparation, layout)
        weights = {
            name: array.astype(np.float32)
            for name, array in state.arrays.items()
            if not name.startswith(LAYOUT)
        }
        model = cls(
            schema=schema,
            preparation=preparation,
            architecture=architecture,
            weights=_in_torch_order(weights),
            target_mean=mean,
            target_scale=scale,
            layout=layout,
        )
        try:
            model.network()
        except (RuntimeError, KeyError, ValueError) as error:
            reason = str(error).splitlines()[-1].strip()
            raise ModelError(f"The weights do not fit the network: {reason}") from error
        return model


def _layout(state: State, prepared: Schema) -> VectorRows | None:
    if not any(a.kind == "array" for a in prepared.features):
        return None
    values = state.values.get("layout")
    if not isinstance(values, dict):
        raise ModelError("The model does not say how it takes pictures and series.")
    arrays = {
        name.removeprefix(LAYOUT): array
        for name, array in state.arrays.items()
        if name.startswith(LAYOUT)
    }
    return VectorRows.from_state(State(values, arrays), prepared.features)


def _check_ends(
    architecture: Architecture,
    schema: Schema,
    preparation: tuple[FittedTransform, ...],
    layout: VectorRows | None,
) -> None:
    n_features = len(prepared_schema(schema, preparation).features)
    n_inputs = n_features if layout is None else layout.width
    n_outputs = len(schema.target.values) if schema.task == "classification" else 1
    ends = (architecture.widths[0], architecture.widths[-1])
    if ends != (n_inputs, n_outputs):
        raise ModelError(
            f"The network takes {ends[0]} numbers and gives {ends[1]}; "
            f"its schema has {n_inputs} and {n_outputs}."
        )


def _in_torch_order(
    weights: dict[str, NDArray[np.float32]],
) -> dict[str, NDArray[np.float32]]:
    """By layer number, weight before bias: files keep names in any order."""

    def place(name: str) -> tuple[int, bool]:
        number, _, kind = name.partition(".")
        return (int(number) if number.isdigit() else -1, kind == "bias")

    return {name: weights[name] for name in sorted(weights, key=place)}
