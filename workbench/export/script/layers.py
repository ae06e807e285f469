"""The layers of a network as Python: torch's own representation of a layer is how it is made."""

import re
from dataclasses import dataclass

from torch import nn

INPUT = "input"  # the name of the first module, which the script does by itself
DRAWING = (nn.Dropout,)  # drawn from streams of their own, which torch's layers do not have
# Arguments that need not be said.
USUAL: dict[type[nn.Module], tuple[str, ...]] = {
    nn.Conv2d: ("stride=1", "padding=0"),
    nn.Flatten: ("start_dim=1", "end_dim=-1"),
    nn.Linear: ("bias=True",),
    nn.MaxPool2d: ("padding=0", "dilation=1", "ceil_mode=False"),
}


@dataclass(frozen=True)
class Constructions:
    """How layers are made.

    Args:
        code: one expression for each.
        unknown: the first that is not of torch alone; empty if all are.
    """

    code: tuple[str, ...]
    unknown: str = ""


def constructions(network: nn.Module) -> Constructions:
    """The layers of a chain behind its input, each as an expression that makes it."""
    code: list[str] = []
    for name, layer in network.named_children():
        if name == INPUT:
            continue
        if type(layer).__module__.partition(".")[0] != "torch" or isinstance(layer, DRAWING):
            return Constructions((), name)
        code.append(_construction(layer))
    return Constructions(tuple(code))


def _construction(layer: nn.Module) -> str:
    """What makes a layer, without what torch takes anyway."""
    arguments = re.sub(r"\((\d+), \1\)", r"\1", layer.extra_repr())  # of both sides alike
    defaults = USUAL.get(type(layer), ())
    kept = [a for a in re.split(r", (?![^(]*\))", arguments) if a and a not in defaults]
    return f"nn.{type(layer).__name__}({', '.join(kept)})"
