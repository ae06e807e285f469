"""Which layer takes what which other gives: names for all, and inputs for those that say none."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.data.expressions.text import did_you_mean
from workbench.models.networks.layers.layer import INPUT, Layer


@dataclass(frozen=True)
class Wired:
    """A layer with its name and the names of what it takes."""

    number: int  # counted from 1
    layer: Layer
    name: str
    inputs: tuple[str, ...]


class WiringError(ValueError):
    """The layers do not make a network: at which, what is wrong, and what to do."""

    def __init__(self, number: int, sentence: str, remedy: str) -> None:
        super().__init__(f"Layer {number}: {sentence} {remedy}")
        self.number, self.sentence, self.remedy = number, sentence, remedy


def names(layers: Sequence[Layer]) -> tuple[str, ...]:
    """A name for each layer: its own, or one such as "conv2", which no other has."""
    taken = {layer.name for layer in layers} | {INPUT}
    counts: dict[str, int] = {}
    given: list[str] = []
    for layer in layers:
        name = layer.name
        while not name:
            counts[layer.stem] = counts.get(layer.stem, 0) + 1
            proposed = f"{layer.stem}{counts[layer.stem]}"
            name = "" if proposed in taken else proposed
        given.append(name)
    return tuple(given)


def wired(layers: Sequence[Layer]) -> tuple[Wired, ...]:
    """The layers with their names and inputs. A layer without inputs takes the one before it.

    Raises:
        WiringError: a name is there twice, an input is not there or comes later, or a layer takes
            too few or too many.
    """
    known, before = [INPUT], INPUT
    made: list[Wired] = []
    for number, (layer, name) in enumerate(zip(layers, names(layers), strict=True), start=1):
        inputs = layer.inputs or (before,)
        _check(number, layer, name, known)
        made.append(Wired(number, layer, name, inputs))
        known.append(name)
        before = before if layer.is_side else name
    return tuple(made)


def end(steps: Sequence[Wired]) -> str:
    """The name of the layer that gives the network's output."""
    return next((step.name for step in reversed(steps) if not step.layer.is_side), INPUT)


def sides(steps: Sequence[Wired]) -> tuple[str, ...]:
    """The names of the layers that give outputs of their own."""
    return tuple(step.name for step in steps if step.layer.is_side)


def idle(steps: Sequence[Wired]) -> Wired | None:
    """The first layer whose values nobody takes; None if all lead to the output."""
    taken = {name for step in steps for name in step.inputs} | {end(steps)}
    return next((s for s in steps if not s.layer.is_side and s.name not in taken), None)


def _check(number: int, layer: Layer, name: str, known: Sequence[str]) -> None:
    if name in known:
        raise WiringError(
            number,
            f"the name “{name}” is taken.",
            f"Give it another one: “{INPUT}” is what the network takes, and names differ.",
        )
    unknown = [one for one in layer.inputs if one not in known]
    if unknown:
        hint = did_you_mean(unknown[0], known)
        raise WiringError(
            number,
            f"it takes “{unknown[0]}”, but no layer before it has that name.",
            hint[:1].upper() + hint[1:],
        )
    if layer.is_join and len(layer.inputs) < 2:
        raise WiringError(
            number,
            f"“{layer.word}” joins several layers and must name them.",
            f"Name them, such as “{layer.word} from=conv1,conv2”.",
        )
    if not layer.is_join and len(layer.inputs) > 1:
        raise WiringError(
            number,
            f"it takes one input, not {len(layer.inputs)}.",
            "Put an “add” or a “concat” before it.",
        )
