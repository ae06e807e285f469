"""``torch.compile`` as an option that never stands in the way.

A compiler may be missing on the machine, or not know an operation of the network. Then the
network computes as it is, and one sentence says why.
"""

import warnings
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from workbench.core.errors import FAILURES

_LONGEST = 160  # characters of a reason


def compiled(network: nn.Module, inputs: Tensor) -> tuple[Callable[..., Any], str]:
    """The network's compiled form, tried on some inputs: forwards and backwards.

    The trial changes running statistics and draws random numbers; the caller puts them back.

    Returns:
        What to call, and the reason why that is the network itself; empty if it is compiled.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what torch warns of here is its own
            fast = torch.compile(network)
            _try(fast, network, inputs)
    except FAILURES as error:
        torch.compiler.reset()
        return network, _reason(error)
    return fast, ""


def note_of(reason: str) -> str:
    """The sentence for the log."""
    return f"The network is not compiled, and computes as it is: {reason}."


def _try(fast: Callable[..., Any], network: nn.Module, inputs: Tensor) -> None:
    outputs = fast(inputs)
    outputs = outputs[0] if isinstance(outputs, tuple) else outputs
    leaves = [p for p in network.parameters() if p.requires_grad]
    if leaves:
        torch.autograd.grad(outputs.sum(), leaves, allow_unused=True)


def _reason(error: Exception) -> str:
    """The first line of what went wrong, in brief."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    text = lines[0].rstrip(".") if lines else type(error).__name__
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
