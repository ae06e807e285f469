"""What the convolutional network's training gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.core.errors import ModelError, ParameterError
from workbench.core.run import Run
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.schema import Schema
from workbench.data.state import State
from workbench.models.blockwise import answered
from workbench.models.cnn_rows import PictureRows, picture_of
from workbench.models.logistic import softmax
from workbench.models.model import Model
from workbench.models.networks.design import Design
from workbench.models.networks.layers import Shape
from workbench.models.networks.sizes import picture_shape
from workbench.models.stored import MOST_CELLS, prepared_schema
from workbench.preprocess.transform import FittedTransform

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import cnn as networks
    from workbench.models.networks import table
    from workbench.training import device
else:
    torch = deferred("torch")
    networks = deferred("workbench.models.networks.cnn")
    table = deferred("workbench.models.networks.table")
    device = deferred("workbench.training.device")

MULTIPLICATIONS_AT_ONCE = 2**30  # what the rows that are predicted at a time may cost
MOST_ROWS = 2048


@dataclass(frozen=True, eq=False, kw_only=True)
class CNNModel(Model):
    """A trained convolutional network.

    Args:
        shape: channels, height and width that the design takes.
        weights: arrays by torch's names ("C1.weight", …).
        target_mean, target_scale: what the targets were standardised by (regression).
    """

    key: ClassVar[str] = "cnn"

    design: Design
    rows: PictureRows
    shape: Shape
    weights: Mapping[str, NDArray[Any]]
    target_mean: float = 0.0
    target_scale: float = 1.0

    def network(self) -> "torch.nn.Sequential":
        """A module in evaluation mode, which takes pictures as they lie in the data.

        It gives logits, or the target in units of its deviation.
        """
        return networks.network_with(self._plan, self.weights)

    @property
    def _plan(self) -> "networks.Plan":
        return networks.Plan(
            self.design, self.rows.source, self.shape, self.rows.scaling, self._n_outputs
        )

    @property
    def _n_outputs(self) -> int:
        return len(self.classes) if self.schema.task == "classification" else 1

    @cached_property
    def _multiplications(self) -> int:
        """Of one row."""
        return table.layer_table(self.design, self.shape, self._n_outputs).multiply_adds

    @override
    def _outputs(self, prepared: Dataset) -> Run[FloatArray]:
        inputs = self.rows.inputs(prepared)
        step = max(1, min(MOST_ROWS, MULTIPLICATIONS_AT_ONCE // max(1, self._multiplications)))
        answers = partial(self._answers, self.network())
        outputs = yield from answered(inputs, step, self._n_outputs, answers)
        if self.schema.task == "classification":
            return softmax(outputs)
        return outputs * self.target_scale + self.target_mean

    def _answers(self, network: "torch.nn.Sequential", inputs: NDArray[Any]) -> FloatArray:
        count = device.thread_count(self._multiplications * len(inputs))
        with device.threads(count), torch.inference_mode():
            outputs: FloatArray = network(torch.from_numpy(np.array(inputs))).double().numpy()
        return outputs

    @override
    def state(self) -> State:
        values = {
            "design": self.design.values(),
            "rows": dict(self.rows.state().values),
            "shape": list(self.shape),
            "target_mean": self.target_mean,
            "target_scale": self.target_scale,
        }
        return State(values, dict(self.weights))

    @classmethod
    @override
    def from_state(
        cls, state: State, schema: Schema, preparation: tuple[FittedTransform, ...]
    ) -> Self:
        try:
            design = Design.from_values(state.values["design"])
            channels, height, width = (int(n) for n in state.values["shape"])
            mean, scale = (float(state.values[f"target_{name}"]) for name in ("mean", "scale"))
            rows = PictureRows.from_state(State(state.values["rows"]))
        except (KeyError, TypeError, ValueError, ParameterError) as error:
            raise ModelError(f"The network's description is damaged: {error}.") from error
        if not 0 < channels * height * width <= MOST_CELLS:
            raise ModelError(f"The network takes pictures of {channels} × {height} × {width}.")
        model = cls(
            schema=schema,
            preparation=preparation,
            design=design,
            rows=rows,
            shape=(channels, height, width),
            weights=state.arrays,
            target_mean=mean,
            target_scale=scale,
        )
        _check_rows(rows, prepared_schema(schema, preparation))
        try:
            model.network()
        except (RuntimeError, ValueError, ParameterError) as error:
            reason = str(error).splitlines()[-1].strip()
            raise ModelError(f"The weights do not fit the network: {reason}") from error
        return model


def _check_rows(rows: PictureRows, prepared: Schema) -> None:
    """See whether there is what the network takes."""
    attribute = picture_of(prepared)
    if rows.name:
        fits = attribute is not None and attribute.name == rows.name
        fits = fits and attribute is not None and picture_shape(attribute.shape) == rows.source
    else:
        fits = attribute is None and len(prepared.features) == int(np.prod(rows.source))
    if not fits:
        raise ModelError("The network's pictures are not those of the model's schema.")
