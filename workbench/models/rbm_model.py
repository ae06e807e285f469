"""What the training of a restricted Boltzmann machine with label units gives."""

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
from workbench.models.dreaming import dreamt, gibbs_for
from workbench.models.generative import Codes, Wanted, raw_rows, wanted_codes
from workbench.models.model import Model
from workbench.models.networks.dbn_shape import DBNShape
from workbench.models.networks.rbm_shape import RBMShape
from workbench.models.stored import prepared_schema, stored_array
from workbench.models.vector_rows import VectorRows, Vectors
from workbench.preprocess.transform import FittedTransform

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import rbm as networks
    from workbench.training import device
else:
    torch = deferred("torch")
    device = deferred("workbench.training.device")
    networks = deferred("workbench.models.networks.rbm")

ROWS_AT_ONCE = 2048
LAYOUT = "layout."


@dataclass(frozen=True, eq=False, kw_only=True)
class RBMModel(Model):
    """A trained machine: p(class | row) by the free energy of its label units.

    Args:
        layout: which attribute lies where in a vector of visible units.
        arrays: "weight" (n_visible + n_labels, n_hidden), "visible_bias", "hidden_bias", float32.
    """

    key: ClassVar[str] = "rbm"

    layout: VectorRows
    shape: RBMShape
    arrays: Mapping[str, NDArray[np.float32]]

    def network(self) -> "networks.RBM":
        """The machine as a module: visible and label units in, p(hidden) out.

        Raises:
            RuntimeError: the arrays do not fit it.
        """
        return networks.rbm_with(self.shape, dict(self.arrays))

    def generate(self, wanted: Wanted) -> Run[Dataset]:
        """New rows, by alternating Gibbs sampling with the labels held; see ``Generative``."""
        codes = self._codes(wanted)
        machines = self.network().machines
        hidden = yield from dreamt(machines, gibbs_for(wanted), wanted, codes)
        with torch.inference_mode():
            visible = machines.visible(hidden)[0, :, : self.shape.n_visible].numpy()
        return raw_rows(self.schema, self.preparation, self.layout.columns(visible), codes)

    def _codes(self, wanted: Wanted) -> Codes | None:
        if self.shape.n_labels:
            return wanted_codes(self.schema, wanted)
        if wanted.label:
            raise ModelError(
                f"This machine cannot be told to make '{wanted.label}': it was trained without "
                "a class."
            )
        return None

    @override
    def _outputs(self, prepared: Dataset) -> Run[FloatArray]:
        if not self.shape.n_labels:
            raise ModelError(
                "This machine has learnt no class: its training rows had none.",
                remedy="Choose the class in the reader, or use the model to generate rows.",
            )
        vectors = self.layout.vectors(prepared)  # (n, d)
        # In double: free energies are sums over all hidden units, and their differences count.
        machines = self.network().double().machines
        answers = partial(self._answers, machines)
        return (yield from answered(vectors, ROWS_AT_ONCE, len(self.classes), answers))

    def _answers(self, machines: "networks.Machines", vectors: Vectors) -> FloatArray:
        count = device.thread_count(self.shape.n_weights * len(vectors))
        with device.threads(count), torch.inference_mode():
            scores = machines.label_scores(torch.from_numpy(vectors).double()[None])[0]
            answers: FloatArray = torch.softmax(scores, 1).numpy()
        return answers

    @override
    def state(self) -> State:
        layout = self.layout.state()
        arrays = {f"{LAYOUT}{name}": array for name, array in layout.arrays.items()}
        values = {"shape": self.shape.values(), "layout": layout.values}
        return State(values, {**self.arrays, **arrays})

    @classmethod
    @override
    def from_state(
        cls, state: State, schema: Schema, preparation: tuple[FittedTransform, ...]
    ) -> Self:
        try:
            shape = RBMShape.from_values(state.values["shape"])
            layout = layout_of(state, schema, preparation)
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"The machine's description is incomplete: {error}.") from error
        check_ends(shape, layout, schema)
        shapes = {
            "weight": (shape.n_inputs, shape.n_hidden),
            "visible_bias": (shape.n_inputs,),
            "hidden_bias": (shape.n_hidden,),
        }
        arrays = {n: stored_array(state, n, s).astype(np.float32) for n, s in shapes.items()}
        return cls(
            schema=schema, preparation=preparation, layout=layout, shape=shape, arrays=arrays
        )


def layout_of(state: State, schema: Schema, preparation: tuple[FittedTransform, ...]) -> VectorRows:
    """The layout that a state holds under the prefix ``layout.``.

    Raises:
        KeyError, ModelError: it is not there, or does not fit the rows.
    """
    arrays = {
        name.removeprefix(LAYOUT): array
        for name, array in state.arrays.items()
        if name.startswith(LAYOUT)
    }
    features = prepared_schema(schema, preparation).features
    return VectorRows.from_state(State(state.values["layout"], arrays), features)


def check_ends(shape: RBMShape | DBNShape, layout: VectorRows, schema: Schema) -> None:
    """See that a network takes such vectors and knows such classes.

    Raises:
        ModelError: it does not.
    """
    is_fit = layout.is_unit == (shape.visible == "binary")
    if shape.n_visible != layout.width or not is_fit:
        raise ModelError(
            f"The network has {shape.n_visible} {shape.visible} units; the model's rows give "
            f"{layout.width} numbers."
        )
    target = schema.class_attribute
    n_classes = 0 if target is None else len(target.values)
    if shape.n_labels != n_classes:
        raise ModelError(f"The network knows {shape.n_labels} labels; there are {n_classes}.")
