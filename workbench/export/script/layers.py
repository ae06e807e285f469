"""The layers of a network as Python: torch's own representation of a layer is how it is made."""

from dataclasses import dataclass

from torch import nn

INPUT = "input"  # the name of the first module, which the script does by itself
DRAWING = (nn.Dropout,)  # drawn from streams of their own, which torch's layers do not have


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
        code.append(f"nn.{layer!r}")
    return Constructions(tuple(code))
