"""What the training of a deep belief network gives."""

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
from workbench.models.generative import Wanted, raw_rows, wanted_codes
from workbench.models.model import Model
from workbench.models.networks.dbn_shape import DBNShape
from workbench.models.rbm_model import LAYOUT, check_ends, layout_of
from workbench.models.vector_rows import VectorRows, Vectors
from workbench.preprocess.transform import FittedTransform

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import dbn as networks
    from workbench.training import device
else:
    torch = deferred("torch")
    device = deferred("workbench.training.device")
    networks = deferred("workbench.models.networks.dbn")

ROWS_AT_ONCE = 2048


@dataclass(frozen=True, eq=False, kw_only=True)
class DBNModel(Model):
    """A trained deep belief network: a classifier, or a generative model with label units.

    Args:
        layout: which attribute lies where in a vector of visible units.
        weights: arrays by torch's names, float32: of sigmoid layers ("0.weight", …), or
            recognition and generative weights of each layer and the top machine's.
    """

    key: ClassVar[str] = "dbn"

    layout: VectorRows
    shape: DBNShape
    weights: Mapping[str, NDArray[np.float32]]

    def network(self) -> "torch.nn.Module":
        """A plain module in evaluation mode: vectors in, logits out.

        Raises:
            RuntimeError: the weights do not fit it.
        """
        if self.shape.ending == "labels":
            network: torch.nn.Module = networks.DeepBelief(self.shape)
        else:
            network = networks.classifier(self.shape)
        # Copied, as torch does not take read-only arrays without a warning.
        network.load_state_dict({n: torch.from_numpy(np.array(a)) for n, a in self.weights.items()})
        return network.eval()

    def generate(self, wanted: Wanted) -> Run[Dataset]:
        """New rows: Gibbs sampling in the top pair, labels held, then down; see ``Generative``.

        Raises:
            ModelError: it was trained to classify only.
        """
        network = self.network()
        if not isinstance(network, networks.DeepBelief):
            raise ModelError(
                "This deep belief network was trained to classify; it cannot generate.",
                remedy="Train it with the ending 'labels' or 'up-down'.",
            )
        codes = wanted_codes(self.schema, wanted)
        beliefs = network.beliefs
        hidden = yield from dreamt(beliefs.top, gibbs_for(wanted), wanted, codes)
        with torch.inference_mode():
            vectors = networks.descended(beliefs, hidden)[0].numpy()
        return raw_rows(self.schema, self.preparation, self.layout.columns(vectors), codes)

    @override
    def _outputs(self, prepared: Dataset) -> Run[FloatArray]:
        vectors = self.layout.vectors(prepared)  # (n, d)
        network = self.network()
        if self.shape.ending == "labels":  # free energies are sums over all hidden units
            network = network.double()
        answers = partial(self._answers, network)
        return (yield from answered(vectors, ROWS_AT_ONCE, len(self.classes), answers))

    def _answers(self, network: "torch.nn.Module", vectors: Vectors) -> FloatArray:
        count = device.thread_count(self.shape.n_weights * len(vectors))
        with device.threads(count), torch.inference_mode():
            kind = next(network.parameters()).dtype
            logits = network(torch.from_numpy(vectors).to(kind)).double()
            answers: FloatArray = torch.softmax(logits, 1).numpy()
        return answers

    @override
    def state(self) -> State:
        layout = self.layout.state()
        arrays = {f"{LAYOUT}{name}": array for name, array in layout.arrays.items()}
        values = {"shape": self.shape.values(), "layout": layout.values}
        return State(values, {**self.weights, **arrays})

    @classmethod
    @override
    def from_state(
        cls, state: State, schema: Schema, preparation: tuple[FittedTransform, ...]
    ) -> Self:
        try:
            shape = DBNShape.from_values(state.values["shape"])
            layout = layout_of(state, schema, preparation)
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"The network's description is incomplete: {error}.") from error
        check_ends(shape, layout, schema)
        weights = {
            name: array.astype(np.float32)
            for name, array in state.arrays.items()
            if not name.startswith(LAYOUT)
        }
        model = cls(
            schema=schema, preparation=preparation, layout=layout, shape=shape, weights=weights
        )
        try:
            model.network()
        except (RuntimeError, KeyError, ValueError) as error:
            reason = str(error).splitlines()[-1].strip()
            raise ModelError(f"The weights do not fit the network: {reason}") from error
        return model
