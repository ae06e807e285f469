"""A network that is no design is told by its modules."""

import numpy as np
import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.models.networks.module_table import module_table


class WordRNN(nn.Module):
    """Looks tokens up, makes each a state, and gives classes for the last."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(9, 4)
        self.state = nn.Linear(4, 5)
        self.side = nn.Linear(5, 2)
        self.b = nn.Parameter(torch.zeros(3))
        self.out = nn.Linear(5, 3, bias=False)

    @override
    def forward(self, tokens: Tensor) -> Tensor:
        given: Tensor = self.out(torch.tanh(self.state(self.embedding(tokens)))[:, -1])
        return given + self.b


class Odd(nn.Module):
    """Gives nothing when it is called."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Linear(2, 2)


def test_that_modules_with_weights_are_rows_with_what_they_give() -> None:
    table = module_table(WordRNN(), np.zeros((1, 7), np.int64))
    rows = [(r.name, r.kind, r.output, r.weights, r.biases, r.multiply_adds) for r in table.rows]
    assert rows == [
        ("word_rnn", "word_rnn", (3,), 0, 3, 0),
        ("embedding", "embedding", (7, 4), 36, 0, 0),
        ("state", "linear", (7, 5), 20, 5, 140),
        ("side", "linear", (), 10, 2, 0),
        ("out", "linear", (3,), 15, 0, 15),
    ]
    assert table.parameters == sum(p.numel() for p in WordRNN().parameters())
    assert (table.input_shape, table.error) == ((7,), None)


def test_that_a_network_that_cannot_be_called_has_rows_without_shapes() -> None:
    table = module_table(Odd(), np.zeros((1, 2), np.float32))
    assert [(row.name, row.output, row.weights) for row in table.rows] == [("inner", (), 4)]
