"""A network's design: its layers in the order in which they are computed, as a plain value.

It knows no data: the width "classes" and the size of the pictures are told when a network or a
table of its layers is made of it. Nothing here needs torch.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Self, runtime_checkable

from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
    model_serializer,
    model_validator,
)
from typing_extensions import override

from workbench.core.errors import ParameterError, Where
from workbench.models.networks.layers import (
    Activation,
    AnyLayer,
    BatchNorm,
    Dense,
    Dropout,
    Flatten,
    Layer,
    layer_kinds,
)
from workbench.models.networks.notation import as_text, parsed
from workbench.models.networks.trouble import layer_error, unknown_kind
from workbench.models.networks.wiring import names

MOST = 5000  # layers in a design


class Design(BaseModel):
    """Layers in topological order; one without ``inputs`` takes the one before it.

    A field of this type takes the short notation, a list of JSON values, or a design.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    layers: tuple[AnyLayer, ...] = ()

    @classmethod
    def of(cls, *layers: Layer) -> Self:
        """A design of these layers."""
        return cls(layers=layers)

    @classmethod
    def parse(cls, text: str) -> Self:
        """A design from the short notation (``notation.py``).

        Raises:
            ParameterError: which layer is not understood, and why.
        """
        return cls.model_validate(text)

    @classmethod
    def from_values(cls, values: Any) -> Self:
        """The inverse of ``values``.

        Raises:
            ParameterError: they describe no design.
        """
        if not isinstance(values, list | tuple):
            raise _error("The layers must be a list or a text.")
        return cls.model_validate(values)

    @override
    def __str__(self) -> str:
        """The short notation."""
        return self.text

    @property
    def text(self) -> str:
        """The design in the short notation."""
        return as_text(self.layers)

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each layer; those that have none of their own get one, such as "conv2"."""
        return names(self.layers)

    @property
    def named(self) -> "Design":
        """The same design with every layer's name written down, so that it stays when others go."""
        pairs = zip(self.layers, self.names, strict=True)
        return Design(layers=tuple(x.model_copy(update={"name": n}) for x, n in pairs))

    def values(self) -> list[dict[str, Any]]:
        """As JSON values."""
        return [layer.model_dump(mode="json") for layer in self.layers]

    @model_validator(mode="before")
    @classmethod
    def _read(cls, given: Any) -> Any:
        try:
            if isinstance(given, str):
                return {"layers": _few(parsed(given))}
            if isinstance(given, list | tuple):
                layers = (_layer(i, each) for i, each in enumerate(_few(given), start=1))
                return {"layers": tuple(layers)}
        except RecursionError:
            raise _error("The branches are nested too deeply.") from None
        return given

    @model_serializer(mode="plain")
    def _written(self) -> list[dict[str, Any]]:
        return self.values()


@runtime_checkable
class HasDesign(Protocol):
    """A learner whose network is a design."""

    @property
    def design(self) -> Design | None:
        """Its layers, whatever the data; None where its network is none in this form."""


@runtime_checkable
class KeepsLayers(Protocol):
    """A learner that trains only some of its network's layers."""

    @property
    def trained_layers(self) -> int:
        """How many of the last layers with weights are trained; 0 for all."""


@runtime_checkable
class HasWidths(Protocol):
    """A learner whose network is a row of dense layers: the multilayer perceptron."""

    @property
    def hidden(self) -> tuple[int, ...]:
        """The width of each hidden layer."""

    @property
    def activation(self) -> str:
        """The function behind each."""

    @property
    def batch_norm(self) -> bool:
        """Whether each is normalised over the batch; it has no bias then."""

    @property
    def dropout(self) -> float:
        """The share of the hidden values that is dropped in training."""


def design_of(learner: object) -> Design | None:
    """The design of a learner's network; None if it has none."""
    if isinstance(learner, HasDesign):
        return learner.design
    return dense_design(learner) if isinstance(learner, HasWidths) else None


def dense_design(learner: HasWidths) -> Design:
    """The design of a multilayer perceptron."""
    layers: list[Layer] = [Flatten()]
    for width in learner.hidden:
        layers.append(Dense(units=width, bias=not learner.batch_norm))
        layers += [BatchNorm()] if learner.batch_norm else []
        layers.append(Activation.model_validate({"function": learner.activation}))
        layers += [Dropout(rate=learner.dropout)] if learner.dropout else []
    return Design.of(*layers, Dense(units="classes"))


def sigmoid_design(hidden: Sequence[int]) -> Design:
    """The design of a deep belief network that has become a classifier."""
    pairs = ((Dense(units=width), Activation(function="sigmoid")) for width in hidden)
    return Design.of(Flatten(), *(layer for pair in pairs for layer in pair), Dense())


def _few(layers: Sequence[Any]) -> Sequence[Any]:
    if len(layers) > MOST:
        raise _error(f"There are {len(layers):,} layers; a design has {MOST:,} at most.")
    return layers


def _error(sentence: str) -> ParameterError:
    return ParameterError(sentence, where=Where(parameter="layers"))


def _layer(number: int, values: Any) -> Layer:
    if isinstance(values, Layer):
        return values
    kinds = {kind.kind: kind for kind in layer_kinds()}
    fields = dict(values) if isinstance(values, Mapping) else {}
    kind = fields.pop("kind", None)
    if not isinstance(kind, str) or kind not in kinds:
        raise unknown_kind(number, kind, kinds)
    try:
        return kinds[kind].model_validate(fields)
    except ValidationError as error:
        raise layer_error(number, kinds[kind], error) from error
