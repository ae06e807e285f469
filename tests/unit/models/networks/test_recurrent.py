from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from workbench.models.networks.recurrence import GATES, Cell, Recurrence
from workbench.models.networks.recurrent import (
    RecurrentNetwork,
    initial_network,
    network_with,
    weights_of,
)

CELLS: tuple[Cell, ...] = ("elman", "lstm", "gru")
TOKENS = Recurrence(n_tokens=7, n_channels=0, n_outputs=3, hidden=5, embedding=4)
SERIES = Recurrence(n_tokens=0, n_channels=2, n_outputs=3, hidden=5)


def made(shape: Recurrence, seed: int = 1) -> RecurrentNetwork:
    return initial_network(shape, seed).eval()


def some_tokens(n: int, length: int, filling: int = 0) -> Tensor:
    """Rows of different lengths: 1, 2, … steps, then as many −1 and ``filling`` more."""
    rows = torch.full((n, length + filling), -1, dtype=torch.int32)
    draws = torch.Generator().manual_seed(2)
    for i in range(n):
        steps = 1 + i % length
        rows[i, :steps] = torch.randint(7, (steps,), generator=draws).int()
    return rows


def some_series(n: int, length: int, filling: int = 0) -> Tensor:
    rows = torch.full((n, length + filling, 2), torch.nan)
    draws = torch.Generator().manual_seed(2)
    for i in range(n):
        steps = 1 + i % length
        rows[i, :steps] = torch.randn(steps, 2, generator=draws)
    return rows


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize(("shape", "rows"), [(TOKENS, some_tokens), (SERIES, some_series)])
def test_that_filling_up_changes_nothing(
    cell: Cell, bidirectional: bool, shape: Recurrence, rows: Callable[..., Tensor]
) -> None:
    network = made(replace(shape, cell=cell, bidirectional=bidirectional, layers=2))
    with torch.inference_mode():
        together = network(rows(8, 6))
        assert torch.allclose(network(rows(8, 6, 5)), together, atol=1e-6)
        for i in range(8):
            alone = rows(8, 6)[i : i + 1, : 1 + i % 6]
            assert torch.allclose(network(alone)[0], together[i], atol=1e-6)


@pytest.mark.parametrize("cell", CELLS)
def test_that_filling_up_changes_no_gradient(cell: Cell) -> None:
    network = made(replace(TOKENS, cell=cell, bidirectional=True, layers=2))
    network.train()
    gradients = []
    for filling in (0, 4):
        network.zero_grad()
        network(some_tokens(8, 6, filling)).square().sum().backward()
        gradients.append([p.grad.clone() for p in network.parameters() if p.grad is not None])
    for ours, theirs in zip(*gradients, strict=True):
        assert torch.allclose(ours, theirs, atol=1e-5)


@pytest.mark.parametrize("cell", CELLS)
def test_that_a_layer_agrees_with_torch(cell: Cell) -> None:
    """As torch's own layer computes with a second bias of zeros."""
    network = made(replace(SERIES, cell=cell, every_step=True))
    kinds = {"elman": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
    theirs = kinds[cell](2, 5, batch_first=True)
    ours = network.state_dict()
    theirs.load_state_dict(
        {
            "weight_ih_l0": ours["forth.0.U"],
            "weight_hh_l0": ours["forth.0.W"],
            "bias_ih_l0": ours["forth.0.b"],
            "bias_hh_l0": torch.zeros(5 * GATES[cell]),
        }
    )
    rows = torch.randn(3, 11, 2, generator=torch.Generator().manual_seed(1))
    expected = network.V(theirs(rows)[0])
    assert torch.allclose(network(rows), expected, atol=1e-6)


@pytest.mark.parametrize("cell", CELLS)
def test_that_reading_backwards_begins_at_the_end_of_each_sequence(cell: Cell) -> None:
    """A reversed sequence through swapped directions gives the swapped states."""
    network = made(replace(SERIES, cell=cell, bidirectional=True))
    swapped = made(replace(SERIES, cell=cell, bidirectional=True))
    state = network.state_dict()
    turned = {
        name.replace("forth", "×").replace("back", "forth").replace("×", "back"): tensor
        for name, tensor in state.items()
    }
    turned["V.weight"] = torch.cat([state["V.weight"][:, 5:], state["V.weight"][:, :5]], 1)
    swapped.load_state_dict(turned)
    rows = some_series(6, 6)
    mirrored = torch.full_like(rows, torch.nan)
    for i in range(6):
        mirrored[i, : i + 1] = rows[i, : i + 1].flip(0)
    assert torch.allclose(swapped(mirrored), network(rows), atol=1e-6)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("truncation", [1, 3])
def test_that_truncation_cuts_the_gradient_and_nothing_else(cell: Cell, truncation: int) -> None:
    whole = made(replace(SERIES, cell=cell))
    cut = made(replace(SERIES, cell=cell, truncation=truncation))
    rows = torch.randn(4, 8, 2, generator=torch.Generator().manual_seed(1)).requires_grad_()
    assert torch.allclose(whole(rows), cut(rows), atol=1e-6)
    gradient = torch.autograd.grad(cut(rows).sum(), rows)[0]
    reached = 8 - (8 % truncation or truncation)
    assert not gradient[:, :reached].any()
    assert gradient[:, reached:].abs().min() > 0


@pytest.mark.parametrize("cell", CELLS)
def test_that_gradients_are_those_of_differences(cell: Cell) -> None:
    shape = replace(TOKENS, cell=cell, layers=2, bidirectional=True)
    network = initial_network(shape, 1).double()
    rows, step = some_tokens(5, 4), 1e-6
    network(rows).square().sum().backward()
    with torch.no_grad():
        for parameter in network.parameters():
            flat, gradient = parameter.view(-1), parameter.grad
            assert gradient is not None
            for i in range(0, len(flat), max(1, len(flat) // 5)):
                flat[i] += step
                above = float(network(rows).square().sum())
                flat[i] -= 2 * step
                below = float(network(rows).square().sum())
                flat[i] += step
                slope = (above - below) / (2 * step)
                assert float(gradient.view(-1)[i]) == pytest.approx(slope, abs=1e-6, rel=1e-6)


def test_that_parameters_are_counted_as_in_the_formulas() -> None:
    d, h, c = 10, 20, 3
    by_hand: dict[Cell, int] = {"elman": 1, "lstm": 4, "gru": 3}
    for cell, gates in by_hand.items():
        shape = Recurrence(0, d, c, cell=cell, hidden=h)
        assert shape.layer_weights(0) == gates * (h * (d + h) + h)
        assert shape.n_weights == gates * (h * (d + h) + h) + h * c + c


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("bias", [False, True])
def test_that_the_network_has_as_many_parameters_as_said(cell: Cell, bias: bool) -> None:
    for shape in (TOKENS, SERIES, replace(TOKENS, embedding=0)):
        for layers, bidirectional in ((1, False), (3, True)):
            said = replace(shape, cell=cell, layers=layers, bidirectional=bidirectional, bias=bias)
            network = made(said)
            assert sum(p.numel() for p in network.parameters()) == said.n_weights
            assert network(some_tokens(2, 3) if said.n_tokens else some_series(2, 3)).shape == (
                2,
                3,
            )


def test_that_one_hot_is_an_embedding_by_unit_vectors() -> None:
    one_hot = made(replace(TOKENS, embedding=0))
    embedded = made(replace(TOKENS, embedding=7))
    state = {**one_hot.state_dict(), "embedding.weight": torch.eye(7)}
    embedded.load_state_dict(state)
    assert torch.allclose(one_hot(some_tokens(6, 6)), embedded(some_tokens(6, 6)), atol=1e-7)


def test_that_a_sequence_without_a_step_is_answered_from_the_bias() -> None:
    network = made(replace(TOKENS, bidirectional=True))
    rows = torch.tensor([[-1, -1], [2, 3]], dtype=torch.int32)
    assert torch.equal(network(rows)[0], network.V.bias)
    assert torch.equal(network(rows[:1])[0], network.V.bias)


def test_that_weights_come_from_the_seed_alone() -> None:
    before = torch.get_rng_state()
    first, again, other = made(TOKENS), made(TOKENS), made(TOKENS, seed=2)
    assert torch.equal(torch.get_rng_state(), before)
    assert all(
        torch.equal(a, b) for a, b in zip(first.parameters(), again.parameters(), strict=True)
    )
    assert not torch.equal(first.V.weight, other.V.weight)


@pytest.mark.parametrize("cell", CELLS)
def test_that_a_network_comes_back_from_its_weights(cell: Cell) -> None:
    shape = replace(TOKENS, cell=cell, layers=2, bidirectional=True, dropout=0.5)
    network = made(replace(shape, dropout=0.0))
    values = Recurrence.from_values(shape.values())
    again = network_with(values, weights_of(network))
    assert torch.equal(again(some_tokens(4, 4)), network(some_tokens(4, 4)))
    arrays = dict(weights_of(network))
    arrays["forth.0.W"] = np.zeros((1, 1), np.float32)
    with pytest.raises(RuntimeError, match=r"forth\.0\.W"):
        network_with(values, arrays)


def test_that_a_shape_that_cannot_be_is_refused() -> None:
    for wrong in ({"hidden": 0}, {"cell": "transformer"}, {"n_tokens": 0}):
        with pytest.raises(ValueError, match="width"):
            Recurrence.from_values({**TOKENS.values(), **wrong})


def test_that_every_step_is_answered_as_far_as_the_rows_go() -> None:
    network = made(replace(TOKENS, every_step=True))
    rows = some_tokens(3, 3, filling=4)
    answers = network(rows)
    assert answers.shape == (3, 7, 3)
    assert not answers[:, 3:].any()
    assert torch.allclose(answers[:, :3], network(some_tokens(3, 3)))


def test_that_values_are_dropped_between_layers_in_training_alone() -> None:
    network = made(replace(SERIES, layers=2, dropout=0.5))
    rows = some_series(4, 6)
    assert torch.equal(network(rows), network(rows))
    network.train()
    assert network.dropout is not None
    before = torch.get_rng_state()
    drawn = []
    for _ in range(2):
        network.dropout.generator = torch.Generator().manual_seed(1)
        drawn.append(network(rows))
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(drawn[0], drawn[1])
    assert not torch.equal(drawn[0], network(rows))


def test_that_a_picture_is_read_line_by_line() -> None:
    network = made(replace(SERIES, n_channels=6))
    picture = torch.arange(48, dtype=torch.uint8).view(1, 8, 3, 2)
    lines = picture.view(1, 8, 6).float() / 255
    assert torch.equal(network(picture), network(lines))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a graphics card with CUDA")
@pytest.mark.parametrize("cell", CELLS)
def test_that_a_graphics_card_computes_the_same(cell: Cell) -> None:
    """Without a warning that the weights do not lie together: warnings are errors here."""
    shape = replace(TOKENS, cell=cell, layers=2, bidirectional=True)
    here, there = made(shape), made(shape).cuda()
    gradients = []
    for network, rows in ((here, some_tokens(8, 6)), (there, some_tokens(8, 6).cuda())):
        network.train()
        network(rows).square().sum().backward()
        gradients.append([p.grad.cpu() for p in network.parameters() if p.grad is not None])
    for ours, theirs in zip(*gradients, strict=True):
        assert torch.allclose(ours, theirs, atol=1e-3)
