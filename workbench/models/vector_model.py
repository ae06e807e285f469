"""What the models of autoencoders, VAEs and GANs have in common."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.core.errors import ModelError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.schema import Schema
from workbench.data.state import State
from workbench.models.conform import conform
from workbench.models.generative import Codes, Wanted, raw_rows, wanted_codes
from workbench.models.model import Model
from workbench.models.networks.vector_shapes import VectorShape
from workbench.models.readout import Readout
from workbench.models.stored import prepared_schema
from workbench.models.vector_fold import with_labels
from workbench.models.vector_rows import VectorRows, Vectors
from workbench.preprocess.transform import FittedTransform

if TYPE_CHECKING:
    import torch

    from workbench.training import device
else:
    torch = deferred("torch")
    device = deferred("workbench.training.device")

ROWS_AT_ONCE = 4096
NETWORK, LAYOUT = "network.", "layout."


@dataclass(frozen=True, eq=False, kw_only=True)
class VectorModel(Model, ABC):
    """A network that takes rows as vectors, and a read-out of the class.

    Args:
        layout: what of a prepared row lies where in a vector.
        shape: of the network.
        weights: arrays by torch's names, float32.
        readout: of features; None if no training row had a class.
    """

    shape_kind: ClassVar[type[VectorShape]]
    label_remedy: ClassVar[str] = "Train it with 'conditional', on rows with a nominal class."

    layout: VectorRows
    shape: VectorShape
    weights: Mapping[str, NDArray[np.float32]]
    readout: Readout | None = None

    @abstractmethod
    def network(self) -> "torch.nn.Module":
        """A plain module in evaluation mode.

        Raises:
            RuntimeError: the weights do not fit it.
        """

    @property
    @abstractmethod
    def n_features(self) -> int:
        """How many numbers the read-out takes."""

    @property
    def n_labels(self) -> int:
        """0/1 inputs that tell the network a row's class; 0 = it is not told."""
        return 0

    def encode(self, rows: Dataset) -> FloatArray:
        """The codes of raw rows, shape (n, k).

        Raises:
            ModelError: the rows do not fit the model's schema.
        """
        return self.codes_of(self._vectors(rows)).astype(np.float64)

    def codes_of(self, vectors: Vectors) -> Vectors:
        """The codes (n, k) of vectors (n, d)."""
        return self.computed(vectors, lambda network, part: network.encode(part))

    def features_of(self, vectors: Vectors) -> Vectors:
        """What the read-out takes of vectors (n, d): their codes, unless there is more to it."""
        return self.codes_of(vectors)

    def computed(
        self, inputs: Vectors, step: "Callable[[Any, torch.Tensor], torch.Tensor]"
    ) -> Vectors:
        """What the network's ``step`` makes of inputs (n, ·), block by block, shape (n, ·)."""
        network, parts = self.network(), list[Vectors]()
        n_weights = sum(array.size for array in self.weights.values())
        for start in range(0, max(1, len(inputs)), ROWS_AT_ONCE):
            block = np.array(inputs[start : start + ROWS_AT_ONCE])
            count = device.thread_count(n_weights * len(block))
            with device.threads(count), torch.inference_mode():
                parts.append(step(network, torch.from_numpy(block)).numpy())
        return np.concatenate(parts)

    def generate(self, wanted: Wanted) -> Run[Dataset]:
        """New rows in the training schema; see ``Generative``."""
        codes = self._wanted_codes(wanted)
        noise = _noise(wanted, self.n_latent)
        vectors: list[Vectors] = []
        for start in range(0, max(1, wanted.n), ROWS_AT_ONCE):
            block = slice(start, start + ROWS_AT_ONCE)
            made = self._made(noise[block], None if codes is None else codes[block], wanted)
            vectors.append(made)
            yield Progressed(min(wanted.n, start + ROWS_AT_ONCE), wanted.n, "samples")
        columns = self.layout.columns(np.concatenate(vectors))
        return raw_rows(self.schema, self.preparation, columns, codes)

    @property
    @abstractmethod
    def n_latent(self) -> int:
        """How many random numbers a row is made of."""

    @abstractmethod
    def _made(self, noise: Vectors, codes: Codes | None, wanted: Wanted) -> Vectors:
        """Vectors (n, d) made of numbers from N(0, temperature²), shape (n, latent)."""

    @property
    def can_be_told_a_label(self) -> bool:
        """Whether rows of a class can be asked for."""
        return self.n_labels > 0

    def _wanted_codes(self, wanted: Wanted) -> Codes | None:
        if self.can_be_told_a_label:
            return wanted_codes(self.schema, wanted)
        if wanted.label:
            raise ModelError(
                f"This model cannot be told to make '{wanted.label}': it was told no classes.",
                remedy=self.label_remedy,
            )
        return None

    def _vectors(self, rows: Dataset) -> Vectors:
        """Vectors (n, d) of raw rows."""
        prepared = conform(rows, self.schema, self._unneeded)
        for transform in self.preparation:
            prepared = transform.apply(prepared)
        return self.layout.vectors(prepared)

    def _labelled(self, rows: Dataset) -> Vectors:
        """Vectors of raw rows with their labels, as far as these are known, shape (n, d + c)."""
        codes = conform(rows, self.schema, self._unneeded).labels if self.n_labels else None
        return with_labels(self._vectors(rows), codes, self.n_labels)

    def _raw(self, vectors: Vectors, like: Dataset) -> Dataset:
        """Vectors as raw rows, with the classes of the rows they were made of."""
        rows = raw_rows(self.schema, self.preparation, self.layout.columns(vectors))
        target = self.schema.class_attribute
        if target is None:
            return rows
        labels = conform(like, self.schema, self._unneeded).labels
        place = self.schema.index(target.name)
        return rows.with_columns(
            self.schema.attributes, (*rows.columns[:place], labels, *rows.columns[place + 1 :])
        )

    @override
    def tried_out(self, rows: Dataset) -> Run[None]:
        """One that has learnt no class encodes the rows instead."""
        if self.readout is None:
            self.encode(rows)
        else:
            yield from super().tried_out(rows)

    @override
    def _outputs(self, prepared: Dataset) -> Run[FloatArray]:
        if self.readout is None:
            raise ModelError(
                "This model has learnt no class: its training rows had none.",
                remedy="Choose the class in the reader, or use the model to generate rows.",
            )
        n, parts = prepared.n_samples, list[FloatArray]()
        for start in range(0, max(1, n), ROWS_AT_ONCE):
            vectors = self.layout.vectors(prepared.take(slice(start, start + ROWS_AT_ONCE)))
            parts.append(self.readout.outputs(self.features_of(vectors)))
            if start + ROWS_AT_ONCE < n:
                yield Progressed(start + ROWS_AT_ONCE, n, "rows predicted")
        return np.concatenate(parts)

    @override
    def state(self) -> State:
        layout = self.layout.state()
        arrays: dict[str, NDArray[np.generic]] = {
            f"{NETWORK}{n}": w for n, w in self.weights.items()
        }
        arrays |= {f"{LAYOUT}{name}": array for name, array in layout.arrays.items()}
        if self.readout is not None:
            arrays |= self.readout.state().arrays
        values = {"shape": self.shape.values(), "layout": layout.values}
        return State({**values, "predicts": self.readout is not None}, arrays)

    @classmethod
    @override
    def from_state(
        cls, state: State, schema: Schema, preparation: tuple[FittedTransform, ...]
    ) -> Self:
        try:
            shape = cls.shape_kind.from_values(state.values["shape"])
            layout = State(state.values["layout"], _named(state, LAYOUT))
            predicts = bool(state.values["predicts"])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"The network's description is incomplete: {error}.") from error
        features = prepared_schema(schema, preparation).features
        model = cls(
            schema=schema,
            preparation=preparation,
            layout=VectorRows.from_state(layout, features),
            shape=shape,
            weights={n: a.astype(np.float32) for n, a in _named(state, NETWORK).items()},
            **cls.parts(state, shape, schema),
        )
        model.check()
        if not predicts:
            return model
        return replace(model, readout=Readout.from_state(state, schema, model.n_features))

    @classmethod
    def parts(cls, state: State, shape: VectorShape, schema: Schema) -> dict[str, Any]:
        """What a subclass adds to the arguments.

        Raises:
            ModelError: an array is missing or of the wrong shape.
        """
        return {}

    def check(self) -> None:
        """See that the parts fit each other.

        Raises:
            ModelError: they do not.
        """
        if self.shape.n_values != self.layout.width or self.shape.is_unit != self.layout.is_unit:
            raise ModelError("The network is not made for vectors such as the model's rows give.")
        target = self.schema.class_attribute
        n_classes = 0 if target is None else len(target.values)
        if self.n_labels not in {0, n_classes}:
            raise ModelError(f"The network knows {self.n_labels} labels; there are {n_classes}.")
        # What makes rows is not asked for an answer when a model is read.
        broken = next((n for n, a in self.weights.items() if not np.isfinite(a).all()), None)
        if broken is not None:
            raise ModelError(f"The weights '{broken}' hold numbers that are none.")
        try:
            self.network()
        except (RuntimeError, KeyError, ValueError) as error:
            reason = str(error).splitlines()[-1].strip()
            raise ModelError(f"The weights do not fit the network: {reason}") from error


def loaded(network: "torch.nn.Module", weights: Mapping[str, NDArray[np.float32]]) -> Any:
    """The module with these weights, in evaluation mode.

    Raises:
        RuntimeError: an array is missing or of the wrong shape.
    """
    network.load_state_dict({n: torch.from_numpy(np.array(a)) for n, a in weights.items()})
    return network.eval()


def told(codes: Codes | None, n: int, n_labels: int) -> Vectors:
    """Labels as a network is told them, shape (n, c)."""
    return with_labels(np.empty((n, 0), np.float32), codes, n_labels)


def _noise(wanted: Wanted, width: int) -> Vectors:
    """Numbers from N(0, temperature²), shape (n, width)."""
    drawn = np.random.default_rng((wanted.seed, 5)).standard_normal((wanted.n, width), np.float32)
    return drawn * np.float32(wanted.temperature)


def _named(state: State, prefix: str) -> dict[str, NDArray[np.generic]]:
    return {n.removeprefix(prefix): a for n, a in state.arrays.items() if n.startswith(prefix)}
