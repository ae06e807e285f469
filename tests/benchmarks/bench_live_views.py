"""Training that is watched beside training that is not: what live decision boundaries cost.

Run it alone: ``python tests/benchmarks/bench_live_views.py [ROUNDS]``. An MLP on two spirals in one
process on one thread, three trainings of one seed that take turns, some epochs each:

    plain   nobody looks at the plane
    looked  the network's plane is computed as often as in the window (``training/planes.py``)
    drawn   and its picture, with those of the hidden units, is painted on a page without a screen

A ratio is of the CPU seconds that a turn takes and those of the plain turn beside it; the turns
change their order each round. The limit is 1.03 for what is drawn. Looks and drawings are due by
the clock: where other programs leave the training less than a core, they are more of its time.
Hence the share, which is of a core: CPU seconds of looks and drawings by seconds of the clock.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import torch
from PySide6.QtWidgets import QApplication
from torch import nn

from workbench.core.files import resource
from workbench.data.readers.open import read
from workbench.evaluation.surface import Surfaces
from workbench.gui.plots.inside.boundary import BoundaryFigure
from workbench.runs.live_surface import surface_in_training
from workbench.training.events import EpochEnded, PlaneSeen
from workbench.training.job import Job, Settings
from workbench.training.loop import train
from workbench.training.losses import CrossEntropy
from workbench.training.planes import Planes
from workbench.training.samples import Samples
from workbench.training.trainee import Trainee

TURN_SECONDS = 5.0  # of wall clock, about, that a plain turn takes
SIZES = ((16,), (64, 64))  # of the hidden layers
SEEN = Planes.seen
SPENT: list[float] = []  # CPU seconds of looks and drawings in the turn


def main() -> None:
    """Print a table."""
    torch.set_num_threads(1)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    app = QApplication(sys.argv[:1])
    figure = BoundaryFigure()
    figure.resize(900, 500)
    figure.show()

    def draw(seen: PlaneSeen) -> None:
        figure.show_value(Surfaces((surface_in_training("MLP", seen),)))
        for _ in range(2):  # what is painted, and that it has been
            app.processEvents()

    for hidden in SIZES:
        compare(hidden, rounds, draw)
    figure.close()


def compare(hidden: tuple[int, ...], rounds: int, draw: Callable[[PlaneSeen], None]) -> None:
    """Let the three take turns."""
    samples = spirals()
    trainings = {
        "plain": epochs(samples, hidden, None, is_looked_at=False),
        "looked": epochs(samples, hidden, None),
        "drawn": epochs(samples, hidden, draw),
    }
    for training in trainings.values():
        next(training)  # what is loaded and planned at the first step
    began = time.monotonic()
    for _ in range(20):
        next(trainings["plain"])
    n_epochs = max(20, round(20 * TURN_SECONDS / (time.monotonic() - began)))
    ratios: dict[str, list[float]] = {"looked": [], "drawn": []}
    shares: dict[str, list[float]] = {name: [] for name in trainings}
    cores: list[float] = []
    names = list(trainings)
    for i in range(rounds):
        names = names[1:] + names[:1]
        wall = time.monotonic()
        seconds = {}
        for name in names[:: (-1) ** i]:
            began = time.monotonic()
            seconds[name] = cpu_seconds(trainings[name], n_epochs)
            shares[name].append(sum(SPENT) / (time.monotonic() - began))
        cores.append(sum(seconds.values()) / (time.monotonic() - wall))
        for name, of_these in ratios.items():
            of_these.append(seconds[name] / seconds["plain"])
    sizes = "-".join(map(str, (2, *hidden, 2)))
    print(f"{sizes}: {rounds} rounds of {n_epochs} epochs, {100 * median(cores):.0f} % of a core")
    for name, of_these in ratios.items():
        low, high = np.percentile(of_these, [25, 75])
        print(
            f"  {name:6} ratio {median(of_these):.4f} (quartiles {low:.4f} to {high:.4f}), "
            f"share {100 * median(shares[name]):.2f} %"
        )


def cpu_seconds(training: Iterator[None], n_epochs: int) -> float:
    """Of the next epochs."""
    SPENT.clear()
    start = time.process_time()
    for _ in range(n_epochs):
        next(training)
    return time.process_time() - start


def spirals() -> Samples:
    """The two spirals of the program's own data."""
    rows = read(Path(resource("data/two_spirals.csv")))
    inputs = np.column_stack([rows.column(a.name) for a in rows.schema.features])
    return Samples(inputs.astype(np.float32), rows.labels.astype(np.int64))


def epochs(
    samples: Samples,
    hidden: tuple[int, ...],
    draw: Callable[[PlaneSeen], None] | None,
    *,
    is_looked_at: bool = True,
) -> Iterator[None]:
    """Ends an epoch with each step."""
    torch.manual_seed(1)
    sizes = (2, *hidden)
    layers: list[nn.Module] = []
    for n_in, n_out in pairwise(sizes):
        layers += [nn.Linear(n_in, n_out), nn.Tanh()]
    job = Job(nn.Sequential(*layers, nn.Linear(sizes[-1], 2)), samples, epochs=10**7)
    run = train([job], Settings(CrossEntropy(), torch.device("cpu"), batch_size=32))
    while True:
        Planes.seen = timed_look if is_looked_at else nobody_looks  # type: ignore[assignment,method-assign]
        event = next(run)
        if isinstance(event, PlaneSeen) and draw is not None:
            start = time.process_time()
            draw(event)
            SPENT.append(time.process_time() - start)
        if isinstance(event, EpochEnded):
            yield


def timed_look(planes: Planes, trainee: Trainee, epoch: int) -> PlaneSeen | None:
    """``Planes.seen``, its time taken."""
    start = time.process_time()
    seen = SEEN(planes, trainee, epoch)
    SPENT.append(time.process_time() - start)
    return seen


def nobody_looks(_planes: Planes, _trainee: object, _epoch: int) -> None:
    """Instead of ``Planes.seen``."""


if __name__ == "__main__":
    main()
