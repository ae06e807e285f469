"""Where training runs: the device, and how many threads of the processor."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, TypeAlias

import torch

from workbench.core.errors import DeviceError, Where

DeviceName: TypeAlias = Literal["auto", "cpu", "cuda", "mps"]

# Multiplications of one step below which a second thread costs more than it brings.
ONE_THREAD_BELOW = 2**26


def device(name: DeviceName) -> torch.device:
    """The device called ``name``; ``auto`` is the first there is of cuda, mps, cpu.

    Raises:
        DeviceError: it is not on this machine.
    """
    there = [n for n, is_there in _available().items() if is_there]
    if name == "auto":
        return torch.device(there[0])
    if name not in there:
        raise DeviceError(
            f"The device '{name}' is not on this machine; there is: {', '.join(there)}.",
            remedy="Choose 'auto'.",
            where=Where(parameter="device"),
        )
    return torch.device(name)


def _available() -> dict[str, bool]:
    return {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }


def thread_count(multiplications: int) -> int:
    """How many threads should compute a step of so many multiplications.

    One for small networks: on two cores a second thread makes them up to fifteen times slower
    while another program runs, as threads spin at barriers. Never all cores.
    """
    if multiplications < ONE_THREAD_BELOW:
        return 1
    cores = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    return max(1, cores - 1)


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Compute with ``count`` threads inside the block; what was set before is set again after."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def warm_up() -> None:
    """Pay for what torch loads at its first training step, before anybody waits for it.

    ``torch.optim``'s first Adam step imports for most of a second, the first backward pass
    starts a thread. To be called in the background once the window is painted.
    """
    weight = torch.zeros(2, 2, requires_grad=True)
    optimiser = torch.optim.Adam([weight])
    torch.nn.functional.cross_entropy(weight @ weight, torch.tensor([0, 1])).backward()
    optimiser.step()
