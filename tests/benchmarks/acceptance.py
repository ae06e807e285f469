"""Long trainings whose results are published or were taught: what was expected, and what came out.

Run it alone: ``python tests/benchmarks/acceptance.py [NAME …] [--device cpu|cuda|auto] [--seed N]
[--data FOLDER]``; ``--list`` names the trainings. Each prints a row of a Markdown table; the row
takes the place of the one before it in ``acceptance.md`` beside this script. The data sets are
those of ``shared/data``: MNIST, Fashion-MNIST and CIFAR-10 (as JPEG pictures).
"""

import argparse
import platform
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Dataset
from workbench.data.readers.open import read
from workbench.models.cnn import CNN
from workbench.models.dbn import DBN
from workbench.models.learner import Fold, Learner
from workbench.models.mlp import MLP
from workbench.preprocess.flatten_image import FlattenImage
from workbench.training.device import device
from workbench.training.events import EpochEnded

HERE = Path(__file__).parent
TABLE = HERE / "acceptance.md"
DATA = HERE.parents[2] / "shared" / "data"
HEAD = """# Long trainings

Written by `acceptance.py`; accuracy on the test pictures after the last epoch, seconds by
the clock (and of the processor).

| Training | Expected | Got | Seconds | Device | Date | Seed |
|---|---|---|---|---|---|---|
"""
LABS_ROWS = 55_000  # the labs keep 5,000 of MNIST's training pictures for validation


@dataclass(frozen=True)
class Training:
    """One of the table's rows.

    Args:
        low, high: percent right that are expected; high is 100 where only a least is given.
        parts: training and test rows, read when asked for.
    """

    name: str
    low: float
    high: float
    learner: Learner
    parts: Callable[[Path], tuple[Dataset, Dataset]]

    @property
    def expected(self) -> str:
        """As the table says it."""
        if self.high == 100:
            return f"≥ {self.low:g} %"
        return f"{(self.low + self.high) / 2:g} ± {(self.high - self.low) / 2:g} %"


@cache
def mnist(data: Path) -> tuple[Dataset, Dataset]:
    """60,000 and 10,000 digits, one byte a pixel."""
    return _idx(data / "mnist")


@cache
def fashion(data: Path) -> tuple[Dataset, Dataset]:
    """60,000 and 10,000 pieces of clothing."""
    return _idx(data / "fashion-mnist")


@cache
def cifar(data: Path) -> tuple[Dataset, Dataset]:
    """50,000 and 10,000 coloured pictures."""
    folder = data / "cifar10"
    train, test = (read(folder / f"cifar10_jpeg_{part}.zip") for part in ("train", "test"))
    return train, test


@cache
def numbers(data: Path) -> tuple[Dataset, Dataset]:
    """MNIST as the labs have it: 55,000 and 10,000 rows of 784 numbers from 0 to 1."""
    train, test = mnist(data)
    return _from_0_to_1(train.take(slice(0, LABS_ROWS))), _from_0_to_1(test)


def first_10_000(data: Path) -> tuple[Dataset, Dataset]:
    """The first 10,000 digits, and the test digits."""
    train, test = mnist(data)
    return train.take(slice(0, 10_000)), test


def trainings() -> Iterator[Training]:
    """All of them, short ones first."""
    yield Training("lenet5-10k", 92, 100, _cnn("LeNet-5 (1998)", epochs=4), first_10_000)
    yield Training("dbn-10k", 95.5, 100, _dbn_of_10_000(), first_10_000)
    labs = {21: 89.6, 22: 94.4, 23: 97.6, 24: 97.5, 25: 98.2}
    for number, percent in labs.items():
        parts = [values for name, values in MLP.presets.items() if f"lab {number}:" in name]
        learner = MLP.parse({**parts[0], "prepare": False})
        yield Training(f"lab-{number}", percent - 0.5, percent + 0.5, learner, numbers)
    yield Training("lenet5", 98.9, 100, _cnn("LeNet-5 (1998)", epochs=20), mnist)
    yield Training("lab-26", 98.5, 100, _cnn("Course lab 26: CNN"), mnist)
    yield Training("lab-27", 99, 100, _cnn("Course lab 27: deep CNN"), mnist)
    hintons = DBN.presets["Hinton 2006, MNIST: 784-500-500-2000 as classifier"]
    yield Training("dbn", 98, 100, DBN.parse(dict(hintons)), mnist)
    yield Training("fashion-mnist", 90, 100, _cnn("Fashion-MNIST, 92 %", epochs=8), fashion)
    yield Training("cifar10-74-4", 70, 100, _cnn("CIFAR-10, 74 %", epochs=4), cifar)
    yield Training("cifar10-74", 73, 100, _cnn("CIFAR-10, 74 %"), cifar)
    yield Training("cifar10-79", 78, 100, _cnn("CIFAR-10, 79 %: batch norm"), cifar)
    yield Training("cifar10-84", 83, 100, _cnn("CIFAR-10, 84 %: deeper, L2"), cifar)
    yield Training("cifar10-88", 87, 100, _cnn("CIFAR-10, 88 %: augmentation"), cifar)
    yield Training("cifar-resnet-20", 90, 100, _cnn("ResNet-20 for CIFAR-10"), cifar)


def main() -> None:
    """Train what is asked for and write the table."""
    known = {training.name: training for training in trainings()}
    asked = _arguments(known)
    if asked.list:
        for training in known.values():
            print(f"{training.name:18} {training.expected}")
        return
    for name in asked.names or known:
        row = _row(known[name], asked)
        print(row, flush=True)
        _write(row)


def _row(training: Training, asked: argparse.Namespace) -> str:
    changes: dict[str, Any] = {"seed": asked.seed, "device": asked.device}
    if asked.epochs:
        changes["epochs"] = asked.epochs
    learner = training.learner.with_parameters(changes)
    train, test = training.parts(asked.data)
    start, busy = time.monotonic(), time.process_time()
    model = finish(learner.fit(Fold(train, None, test)), _report(start))
    seconds = f"{time.monotonic() - start:.0f} ({time.process_time() - busy:.0f})"
    percent = 100 * float(np.mean(model.predict(test) == test.labels))
    is_met = training.low - 1e-9 <= percent <= training.high + 1e-9
    got = f"{percent:.2f} % {'✓' if is_met else '✗'}"
    today = datetime.now(UTC).date().isoformat()
    name = training.name + (f" ({asked.epochs} epochs)" if asked.epochs else "")
    cells = (name, training.expected, got, seconds, _device(asked.device), today)
    return f"| {' | '.join(cells)} | {asked.seed} |"


def _report(start: float) -> Callable[[Event], None]:
    """Tell of each epoch on the error stream."""

    def told(event: Event) -> None:
        line = str(event.text) if isinstance(event, Noted) else ""
        if isinstance(event, EpochEnded):
            score = event.validation_score
            watched = "" if score is None else f", {event.watched} {score[0]:.4f}"
            trained = np.nan if event.train_score is None else event.train_score[0]
            line = f"epoch {event.epoch}: {trained:.4f}{watched}"
        if line:
            print(f"{time.monotonic() - start:7.1f} s  {line}", file=sys.stderr, flush=True)

    return told


def _write(row: str) -> None:
    """Put the row into the table, in place of the one of the same training, device and seed."""
    before = TABLE.read_text(encoding="utf-8") if TABLE.exists() else HEAD
    rows = [line for line in before.splitlines() if re.match(r"\| (?!Training)\w", line)]
    kept = [line for line in rows if _same(line) != _same(row)]
    TABLE.write_text(HEAD + "\n".join([*kept, row]) + "\n", encoding="utf-8")


def _same(row: str) -> tuple[str, str, str]:
    """The training, what it ran on, and its seed."""
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    return cells[0], cells[4], cells[6]


def _device(name: Any) -> str:
    where = device(name)
    if where.type == "cuda":
        return torch.cuda.get_device_name(where)
    return f"{where.type} ({platform.machine()})"


def _cnn(recipe: str, **changes: Any) -> CNN:
    return CNN.parse({**CNN.presets[recipe], **changes})


def _dbn_of_10_000() -> DBN:
    layers = {"hidden": "500,500", "pretraining_epochs": 10, "batch_size": 100}
    return DBN.parse({**layers, "epochs": 10, "learning_rate": 0.001})


def _idx(folder: Path) -> tuple[Dataset, Dataset]:
    train, test = (read(folder / f"{part}-images-idx3-ubyte.gz") for part in ("train", "t10k"))
    return train, test


def _from_0_to_1(rows: Dataset) -> Dataset:
    flat = FlattenImage().apply(rows)
    columns = (
        column / 255 if attribute.role == "feature" else column
        for attribute, column in zip(flat.schema.attributes, flat.columns, strict=True)
    )
    return flat.with_columns(flat.schema.attributes, tuple(columns))


def _arguments(known: dict[str, Training]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*known, []], help="which; all by default")
    parser.add_argument("--list", action="store_true", help="name the trainings")
    parser.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda", "mps"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=0, help="other than the training's own")
    parser.add_argument("--data", type=Path, default=DATA)
    return parser.parse_args()


if __name__ == "__main__":
    main()
