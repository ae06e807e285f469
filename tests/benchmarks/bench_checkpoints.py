"""What checkpoints cost: of a small and of a large network.

``python tests/benchmarks/bench_checkpoints.py``: for each network its size on the disk, the time
that making, writing (with fsync) and reading one takes, the time for the key of its training, and
the time of a training with a checkpoint every 10 seconds, and as often as there can be (limited to
2 % of the time by ``training/keeper.py``), beside one without: the medians of rounds in turn.
"""

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import torch

from workbench.core.run import Run, finish
from workbench.models.networks.architecture import Architecture
from workbench.models.networks.mlp import initial_network
from workbench.runs.checkpoints import Checkpoints
from workbench.runs.resuming import resumable
from workbench.training.checkpoint import Checkpointed
from workbench.training.job import Job, Settings
from workbench.training.key import key_of
from workbench.training.loop import train
from workbench.training.losses import CrossEntropy
from workbench.training.samples import Samples
from workbench.training.state import TrainingState

ROUNDS = 3
# Name, widths, rows, epochs: some seconds each.
CASES = (
    ("small", (8, 64, 2), 700, 400),
    ("10 million", (784, 2500, 2500, 700, 10), 640, 2),
)


def jobs_of(widths: tuple[int, ...], n_rows: int, epochs: int) -> list[Job]:
    """One network to be trained on noise."""
    rng = np.random.default_rng(1)
    inputs = rng.normal(size=(n_rows, widths[0])).astype(np.float32)
    samples = Samples(inputs, rng.integers(0, widths[-1], n_rows))
    architecture = Architecture(widths, "relu", batch_norm=False, dropout=0.0)
    return [Job(initial_network(architecture, "he", 1.0, 1), samples, epochs=epochs)]


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Print a table."""
    settings = Settings(CrossEntropy(), torch.device("cpu"))
    for name, widths, n_rows, epochs in CASES:
        jobs = jobs_of(widths, n_rows, epochs)
        n_weights = sum(p.numel() for p in jobs[0].network.parameters())
        state = TrainingState(jobs, settings)
        with tempfile.TemporaryDirectory(dir=Path.home()) as folder:
            kept = Checkpoints(Path(folder), lambda: "bench")

            put = partial(_put, kept, state)
            put()
            print(f"{name}: {n_weights:,} weights, {kept.size / 1e6:,.2f} MB")
            pieces: dict[str, Callable[[], object]] = {
                "make": state.checkpoint,
                "make and write": put,
                "read": partial(kept.get, "key"),
                "key": partial(key_of, jobs, settings),
            }
            for what, work in pieces.items():
                print(f"  {what:16}{1000 * median(seconds(work) for _ in range(ROUNDS)):9.1f} ms")
            _compare(jobs, settings, kept)


def _put(kept: Checkpoints, state: TrainingState) -> None:
    kept.put(Checkpointed("key", state.checkpoint(), 1))


def _trained(make: Callable[[], Run[object]]) -> float:
    began = time.perf_counter()
    finish(make())
    return time.perf_counter() - began


def _compare(jobs: list[Job], settings: Settings, kept: Checkpoints) -> None:
    """Train in turn without checkpoints and with some."""

    def with_(seconds_between: float) -> Run[object]:
        kept.clear()
        return resumable(train(jobs, settings), kept, seconds_between)

    ways: dict[str, Callable[[], Run[object]]] = {
        "without": lambda: train(jobs, settings),
        "every 10 s": lambda: with_(10.0),
        "at every chance": lambda: with_(0.0),
    }
    times: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, make in ways.items():
            times[way].append(_trained(make))
    plain = median(times["without"])
    for way, found in times.items():
        print(
            f"  train {way:16}{median(found):8.2f} s  {100 * (median(found) / plain - 1):+6.1f} %"
        )


if __name__ == "__main__":
    main()
