"""Tokens per second of the recurrent network beside a plain torch loop on the same network.

Run it alone on a quiet machine: ``python tests/benchmarks/bench_rnn.py``. A text of random letters
is learnt at every step, in rows of 64, Adam, gradients clipped, one thread. The plain loop has
torch's own ``nn.RNN``, ``nn.LSTM`` or ``nn.GRU`` and ``torch.optim``. The two take turns; the best
of the rounds counts, in seconds of the processor.
"""

import time
from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from typing_extensions import override

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models.learner import Fold
from workbench.models.networks.recurrence import Cell
from workbench.models.rnn import RNN
from workbench.training.device import warm_up

ROUNDS, EPOCHS, BATCH, LENGTH, TOKENS = 3, 4, 32, 64, 65
ROWS = 40 * BATCH
CELLS: tuple[Cell, ...] = ("elman", "lstm", "gru")
THEIRS: dict[Cell, Callable[[int, int], nn.Module]] = {
    "elman": partial(nn.RNN, batch_first=True),
    "lstm": partial(nn.LSTM, batch_first=True),
    "gru": partial(nn.GRU, batch_first=True),
}


def main() -> None:
    """Print a table."""
    torch.set_num_threads(1)
    warm_up()
    random = np.random.default_rng(0)
    whole = random.integers(TOKENS, size=(ROWS, LENGTH + 1)).astype(np.int32)
    n_tokens = ROWS * LENGTH * EPOCHS
    print(f"{ROWS} rows of {LENGTH} of {TOKENS} tokens, embedding 32, {EPOCHS} epochs, one thread")
    print("cell    hidden  ours tokens/s  plain tokens/s  ours/plain time")
    for cell in CELLS:
        for hidden in (32, 128):
            ours, plain = [], []
            for _ in range(ROUNDS):
                ours.append(timed(partial(our_loop, cell, hidden, whole)))
                plain.append(timed(partial(plain_loop, cell, hidden, whole)))
            a, b = min(ours), min(plain)
            print(
                f"{cell:6}  {hidden:6}  {n_tokens / a:13,.0f}  {n_tokens / b:14,.0f}  {a / b:.3f}"
            )


def timed(work: Callable[[], None]) -> float:
    """Seconds of the processor that a call takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def our_loop(cell: Cell, hidden: int, whole: np.ndarray) -> None:
    """The learner, from rows to a model."""
    values = tuple(map(str, range(TOKENS)))
    attributes = (
        Attribute("text", "array", values, shape=(LENGTH,)),
        Attribute("next", "nominal", values, "class"),
    )
    rows = Dataset(Schema(attributes), (whole[:, :-1].copy(), whole[:, -1].copy()))
    learner = RNN(cell=cell, hidden=hidden, epochs=EPOCHS, batch_size=BATCH, device="cpu")
    finish(learner.fit(Fold(rows)))


class Plain(nn.Module):
    """What the learner trains, of torch's own layers."""

    def __init__(self, cell: Cell, hidden: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(TOKENS, 32)
        self.layer = THEIRS[cell](32, hidden)
        self.head = nn.Linear(hidden, TOKENS)

    @override
    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        answers: torch.Tensor = self.head(self.layer(self.embedding(rows))[0])
        return answers


def plain_loop(cell: Cell, hidden: int, whole: np.ndarray) -> None:
    """As one would write it down."""
    rows = torch.from_numpy(whole).long()
    network = Plain(cell, hidden)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(EPOCHS):
        order = torch.randperm(ROWS)
        for start in range(0, ROWS, BATCH):
            batch = rows[order[start : start + BATCH]]
            logits = network(batch[:, :-1])
            loss = functional.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()


if __name__ == "__main__":
    main()
