"""What the recurrent network's training gives."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.core.errors import ModelError
from workbench.core.run import Run
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.models import rnn_text
from workbench.models.blockwise import answered
from workbench.models.conform import conform
from workbench.models.generative import Wanted
from workbench.models.logistic import softmax
from workbench.models.model import Model
from workbench.models.networks.bptt import BpttTerms, ElmanWeights, softmax_terms, squared_terms
from workbench.models.networks.recurrence import Recurrence
from workbench.models.rnn_rows import FILLING, OwnScale, Reading, asks_for_next_token
from workbench.models.stored import prepared_schema
from workbench.preprocess.transform import FittedTransform

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import recurrent as networks
    from workbench.training import device
else:
    torch = deferred("torch")
    networks = deferred("workbench.models.networks.recurrent")
    device = deferred("workbench.training.device")

VALUES_AT_ONCE = 2**22  # numbers entering and leaving layers, for the rows predicted at a time
STARTS = "starts"


@dataclass(frozen=True, eq=False, kw_only=True)
class RNNModel(Model):
    """A trained recurrent network.

    Args:
        weights: arrays by torch's names ("forth.0.U", …, "V.weight"), float32.
        target_mean, target_scale: what the targets were standardised by (regression).
        own_scale: whether series are scaled each by itself, and numbers answered in its units.
        starts: how often each token began a training sequence, shape (tokens,); where the class
            is the next token, else empty.
    """

    key: ClassVar[str] = "rnn"

    shape: Recurrence
    weights: Mapping[str, NDArray[np.float32]]
    target_mean: float = 0.0
    target_scale: float = 1.0
    own_scale: bool = False
    starts: NDArray[np.float32]

    @property
    def reading(self) -> Reading:
        """How prepared rows are read."""
        return Reading.of(prepared_schema(self.schema, self.preparation))

    def network(self) -> "networks.RecurrentNetwork":
        """A plain module in evaluation mode: sequences in; logits, or the target, out.

        It answers each sequence once. For regression V is scaled back to the target's unit,
        unless each series is scaled by itself.
        """
        shape = replace(self.shape, every_step=False, truncation=0)
        is_plain = self.own_scale or self.schema.task == "classification"
        if is_plain:
            return networks.network_with(shape, self.weights)
        network = networks.network_with(shape, self._in_units_of_target())
        if not shape.bias:  # the mean of the target needs a place, though V has none
            network.V.bias = torch.nn.Parameter(torch.full((1,), self.target_mean))
        return network

    @override
    def outputs(self, rows: Dataset) -> Run[FloatArray]:
        longer = replace(self, schema=_stretched(self.schema, rows.schema))
        return (yield from super(RNNModel, longer).outputs(rows))

    @override
    def _outputs(self, prepared: Dataset) -> Run[FloatArray]:
        inputs, own = self._read(prepared)
        ask, step = partial(self._answers, self.network()), self._rows_at_once(inputs)
        outputs = yield from answered(inputs, step, self.shape.n_outputs, ask)
        if own is None or self.schema.task == "classification":
            return outputs
        answers = outputs * own.spread[:, :1] + own.mean[:, :1]
        return answers * self.target_scale + self.target_mean

    def _read(self, prepared: Dataset) -> tuple[NDArray[Any], OwnScale | None]:
        """What the network takes, and what each series was scaled by."""
        inputs = self.reading.inputs(prepared)
        if not self.own_scale:
            return inputs, None
        own = OwnScale.of(inputs)
        return own.inputs, own

    def _rows_at_once(self, inputs: NDArray[Any]) -> int:
        per_step = self.shape.n_inputs + 5 * self.shape.n_state
        return max(1, VALUES_AT_ONCE // max(1, int(inputs.shape[1] * per_step)))

    def _answers(self, network: "networks.RecurrentNetwork", inputs: NDArray[Any]) -> FloatArray:
        outputs = self._logits(network, inputs)
        if self.schema.task != "classification":
            return outputs
        return softmax(outputs)

    def _logits(self, network: "networks.RecurrentNetwork", inputs: NDArray[Any]) -> FloatArray:
        """What the network gives for some sequences, shape (n, outputs)."""
        multiplications = self.shape.n_weights * inputs.shape[0] * inputs.shape[1]
        with device.threads(device.thread_count(multiplications)), torch.inference_mode():
            outputs: FloatArray = network(torch.from_numpy(np.array(inputs))).double().numpy()
        return outputs

    def _in_units_of_target(self) -> dict[str, NDArray[np.float32]]:
        scale, mean = np.float32(self.target_scale), np.float32(self.target_mean)
        last = {"V.weight": self.weights["V.weight"] * scale}
        if self.shape.bias:
            last["V.bias"] = self.weights["V.bias"] * scale + mean
        return {**self.weights, **last}

    def generate(self, wanted: Wanted) -> Run[Dataset]:
        """New sequences in the training schema, each begun as training sequences begin.

        Raises:
            ModelError: the class is not the next token.
        """
        return (yield from rnn_text.generate(self._writer(), wanted))

    def continued(
        self, prompt: str, n_tokens: int, *, temperature: float = 1.0, seed: int = 1
    ) -> Run[str]:
        """The prompt and ``n_tokens`` tokens that the network goes on with.

        Raises:
            ModelError: the class is not the next token, or a token is unknown.
        """
        return (yield from rnn_text.continued(self._writer(), prompt, n_tokens, temperature, seed))

    def _writer(self) -> rnn_text.Writer:
        logits = partial(self._logits, self.network())
        return rnn_text.Writer.of(self.schema, self.preparation, self.starts, logits)

    def bptt_terms(self, row: Dataset) -> BpttTerms:
        """How the error at each step of the first row depends on W, as training sees it.

        Raises:
            ModelError: the network is no Elman network of one layer in one direction, or the
                row's sequence is empty or its class missing.
        """
        shape = self.shape
        if shape.cell != "elman" or shape.layers > 1 or shape.bidirectional:
            raise ModelError(
                "The terms of back-propagation through time are written out for an Elman network "
                "of one layer that reads in one direction."
            )
        prepared = conform(row.take(slice(0, 1)), self.schema)
        for transform in self.preparation:
            prepared = transform.apply(prepared)
        inputs = self._entering(prepared)
        if not len(inputs) or bool(prepared.missing(self.schema.target.name)[0]):
            raise ModelError("Back-propagation needs a sequence with a step and a known class.")
        terms = self._terms(inputs, prepared)
        return replace(terms, labels=self._step_names(prepared, len(inputs)))

    def _entering(self, prepared: Dataset) -> FloatArray:
        """What enters the layer at each step of the only row, shape (steps, D)."""
        network = networks.network_with(self.shape, self.weights)
        with torch.inference_mode():
            rows = torch.from_numpy(np.array(self._read(prepared)[0]))
            n_steps = int(network.lengths(rows)[0])
            inputs: FloatArray = network.inputs(rows)[0, :n_steps].double().numpy()
        return inputs

    def _terms(self, inputs: FloatArray, prepared: Dataset) -> BpttTerms:
        weights, n, cut = self._elman(), len(inputs), self.shape.truncation
        if self.schema.task != "classification":
            wanted = np.full(n, np.nan)
            wanted[-1] = (prepared.labels[0] - self.target_mean) / self.target_scale
            own = self._read(prepared)[1]
            if own is not None:
                wanted[-1] = (wanted[-1] - own.mean[0, 0]) / own.spread[0, 0]
            return squared_terms(weights, inputs, wanted, cut)
        asked = np.full(n, FILLING, np.int64)
        asked[-1] = prepared.labels[0]
        if self.shape.every_step:
            asked = self.reading.next_tokens(prepared)[0, :n]
        return softmax_terms(weights, inputs, asked, cut)

    def _elman(self) -> ElmanWeights:
        arrays = {name: array.astype(np.float64) for name, array in self.weights.items()}
        u, w, v = arrays["forth.0.U"], arrays["forth.0.W"], arrays["V.weight"]
        b = arrays.get("forth.0.b", np.zeros(len(u)))
        return ElmanWeights(u, w, v, b, arrays.get("V.bias", np.zeros(len(v))))

    def _step_names(self, prepared: Dataset, n: int) -> tuple[str, ...]:
        if self.reading.steps == "tokens":
            [name] = self.reading.names
            values = prepared.schema.attribute(name).values
            codes = prepared.column(name)[0, :n].tolist()
            return tuple(values[code] if code >= 0 else "" for code in codes)
        return self.reading.names if self.reading.steps == "numbers" else ()

    @override
    def state(self) -> State:
        values = {
            "shape": self.shape.values(),
            "target_mean": self.target_mean,
            "target_scale": self.target_scale,
            "own_scale": self.own_scale,
        }
        return State(values, {**self.weights, STARTS: self.starts})

    @classmethod
    @override
    def from_state(
        cls, state: State, schema: Schema, preparation: tuple[FittedTransform, ...]
    ) -> Self:
        try:
            shape = Recurrence.from_values(state.values["shape"])
            mean, scale = (float(state.values[f"target_{name}"]) for name in ("mean", "scale"))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"The network's description is incomplete: {error}.") from error
        arrays = {name: array.astype(np.float32) for name, array in state.arrays.items()}
        if shape.layers > len(arrays):  # each has some; so many are not even made
            raise ModelError(f"The model has no arrays for {shape.layers:,} layers.")
        starts = arrays.pop(STARTS, np.empty(0, np.float32))
        model = cls(
            schema=schema,
            preparation=preparation,
            shape=shape,
            weights=arrays,
            target_mean=mean,
            target_scale=scale,
            own_scale=bool(state.values.get("own_scale")),
            starts=starts,
        )
        _check(model)
        return model


def _stretched(schema: Schema, rows: Schema) -> Schema:
    """The schema with room for the sequences of these rows: the network reads any length."""

    def stretched(ours: Attribute) -> Attribute:
        if ours.kind != "array" or ours.name not in rows:
            return ours
        theirs = rows.attribute(ours.name)
        if theirs.kind != "array" or len(theirs.shape) != len(ours.shape):
            return ours
        return replace(ours, shape=(max(ours.shape[0], theirs.shape[0]), *ours.shape[1:]))

    return replace(schema, attributes=tuple(map(stretched, schema.attributes)))


def _check(model: RNNModel) -> None:
    """See that network, schema and weights belong together."""
    schema, shape, reading = model.schema, model.shape, model.reading
    n_outputs = len(schema.target.values) if schema.task == "classification" else 1
    width = shape.n_tokens if reading.steps == "tokens" else shape.n_channels
    if (width, shape.n_outputs) != (reading.width, n_outputs):
        raise ModelError(
            f"The network reads steps of {width} and gives {shape.n_outputs} numbers; "
            f"its schema has {reading.width} and {n_outputs}."
        )
    is_writer = asks_for_next_token(prepared_schema(schema, model.preparation))
    if is_writer and model.starts.shape != (reading.width,):
        raise ModelError("How often each token begins a sequence is missing, or is not of each.")
    try:
        networks.network_with(shape, model.weights)
    except (RuntimeError, KeyError, ValueError) as error:
        reason = str(error).splitlines()[-1].strip()
        raise ModelError(f"The weights do not fit the network: {reason}") from error
