"""The training loop beside a loop written by hand in plain torch.

Run it alone: ``python tests/benchmarks/bench_loop.py [ROUNDS]``. Same network, rows, batch size and
optimiser (``torch.optim.Adam``), one thread; both add up loss and hits of an epoch on the device.
The two take turns in one process, an epoch each; the ratio is the median over the rounds of the
ratios of CPU seconds. Then what looking into the layers and checkpoints every ten seconds take.
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from workbench.core.run import Run
from workbench.models.networks.build import initial_network
from workbench.models.networks.presets import PRESETS
from workbench.training import diagnostics
from workbench.training.diagnostics import Look
from workbench.training.events import EpochEnded
from workbench.training.job import Job, Settings, Trained
from workbench.training.loop import train
from workbench.training.losses import CrossEntropy
from workbench.training.samples import Samples
from workbench.training.state import TrainingState

CPU = torch.device("cpu")
CHECKPOINT_SECONDS = 10.0


@dataclass(frozen=True)
class Case:
    """A network and how it is trained."""

    name: str
    network: Callable[[], nn.Module]
    shape: tuple[int, ...]
    n_rows: int
    batch_size: int


def mlp() -> nn.Module:
    """Lab 22 of the course: 784-256-256-10."""
    return nn.Sequential(
        *(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 10))
    )


def preset(name: str) -> Callable[[], nn.Module]:
    """A network of the palette."""
    design = PRESETS[name].design
    return lambda: initial_network(design, (1, 28, 28), 10, "xavier", 1)


CASES = (
    Case("lab-22 MLP, batch 100", mlp, (784,), 10_000, 100),
    Case("Fashion-MNIST CNN, batch 64", preset("fashion-mnist"), (1, 28, 28), 1_280, 64),
    Case("LeNet-5 (modern), batch 128", preset("lenet5-modern"), (1, 28, 28), 5_120, 128),
)


def main() -> None:
    """Print a table."""
    torch.set_num_threads(1)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    for case in CASES:
        compare(case, rounds)


def compare(case: Case, rounds: int) -> None:
    """Let both loops take turns."""
    samples = rows(case)
    ours, theirs = our_epochs(case, samples), their_epochs(case, samples)
    next(ours), next(theirs)  # what is loaded and planned at the first step
    ratios: list[float] = []
    seconds: tuple[list[float], list[float]] = ([], [])
    for i in range(rounds):
        both = [cpu_seconds(ours), cpu_seconds(theirs)] if i % 2 else []
        both = both or [cpu_seconds(theirs), cpu_seconds(ours)][::-1]
        ratios.append(both[0] / both[1])
        seconds[0].append(both[0])
        seconds[1].append(both[1])
    low, high = np.percentile(ratios, [25, 75])
    print(
        f"{case.name:30} ours {min(seconds[0]):6.3f} s  by hand {min(seconds[1]):6.3f} s an epoch  "
        f"ratio {median(ratios):.3f} (quartiles {low:.3f} to {high:.3f})"
    )
    extras(case, samples)


def cpu_seconds(epochs: Iterator[None]) -> float:
    """Of the next epoch."""
    start = time.process_time()
    next(epochs)
    return time.process_time() - start


def rows(case: Case) -> Samples:
    """Rows shaped like MNIST's."""
    rng = np.random.default_rng(0)
    inputs = rng.random((case.n_rows, *case.shape), np.float32)
    return Samples(inputs, rng.integers(0, 10, case.n_rows))


def our_run(case: Case, samples: Samples) -> Run[list[Trained]]:
    """The training by our loop."""
    job = Job(case.network(), samples, epochs=10_000)
    return train([job], Settings(CrossEntropy(), CPU, batch_size=case.batch_size))


def our_epochs(case: Case, samples: Samples) -> Iterator[None]:
    """Ends an epoch with each step."""
    run = our_run(case, samples)
    for event in run:
        if isinstance(event, EpochEnded):
            yield


def their_epochs(case: Case, samples: Samples) -> Iterator[None]:
    """The same by hand."""
    network = case.network().train()
    generator = torch.Generator().manual_seed(1)
    for module in network.modules():
        if hasattr(module, "generator"):
            module.generator = generator  # type: ignore[assignment]
    inputs, targets = torch.from_numpy(samples.inputs), torch.from_numpy(samples.targets)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.001)
    while True:
        loss_sum, hits = torch.zeros(()), torch.zeros((), dtype=torch.int64)
        order = torch.randperm(len(inputs))
        for start in range(0, len(inputs), case.batch_size):
            chosen = order[start : start + case.batch_size]
            batch, labels = inputs[chosen], targets[chosen]
            outputs: Tensor = network(batch)
            loss = functional.cross_entropy(outputs, labels)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            loss_sum += loss.detach() * len(batch)
            hits += (outputs.detach().argmax(1) == labels).sum()
        loss_sum.item(), hits.item()
        yield


def extras(case: Case, samples: Samples) -> None:
    """What looks and checkpoints take, as shares of the time."""
    settings = Settings(CrossEntropy(), CPU, batch_size=case.batch_size)
    state = TrainingState([Job(case.network(), samples)], settings)
    looks = []
    for batch in state.epoch_batches():
        look = Look(state.trainee)
        for group, gradient in state.trainee.gradients(batch, state.tally):
            look.gradient(group, gradient)
            state.updater.step(group, gradient, np.array([0.001]))
        look.close()
        looks.append(look.seconds)
    seconds = median(looks)
    between = max(diagnostics.SECONDS, seconds / diagnostics.SHARE)
    start = time.process_time()
    for _ in range(10):
        state.checkpoint()
    checkpoint = (time.process_time() - start) / 10
    print(
        f"{'':30} a look {1000 * seconds:.2f} ms every {between:.1f} s: "
        f"{100 * seconds / between:.3f} %   a checkpoint {1000 * checkpoint:.2f} ms every "
        f"{CHECKPOINT_SECONDS:.0f} s: {100 * checkpoint / CHECKPOINT_SECONDS:.3f} %"
    )


if __name__ == "__main__":
    main()
