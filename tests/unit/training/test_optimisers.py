from collections.abc import Callable, Iterable

import numpy as np
import pytest
import torch

from workbench.training.optimisers import OPTIMISERS, OptimiserName

Make = Callable[[Iterable[torch.Tensor], float], torch.optim.Optimizer]

TORCH: dict[OptimiserName, Make] = {
    "sgd": lambda p, d: torch.optim.SGD(p, 0.01, weight_decay=d),
    "momentum": lambda p, d: torch.optim.SGD(p, 0.01, momentum=0.9, weight_decay=d),
    "nesterov": lambda p, d: torch.optim.SGD(p, 0.01, 0.9, weight_decay=d, nesterov=True),
    "adagrad": lambda p, d: torch.optim.Adagrad(p, 0.01, weight_decay=d),
    "rmsprop": lambda p, d: torch.optim.RMSprop(p, 0.01, weight_decay=d),
    "adam": lambda p, d: torch.optim.Adam(p, 0.01, weight_decay=d),
    "adamw": lambda p, d: torch.optim.AdamW(p, 0.01, weight_decay=d),
}


def random(*shape: int, seed: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("decay", [0.0, 0.05])
@pytest.mark.parametrize("name", TORCH)
def test_that_a_step_is_that_of_torch_for_each_network(name: OptimiserName, decay: float) -> None:
    start = random(3, 20, seed=1)
    ours = start.clone()
    optimiser = OPTIMISERS[name](ours, np.full(3, decay))
    theirs = [row.clone().requires_grad_() for row in start]
    references = [TORCH[name]([row], decay) for row in theirs]
    for step in range(50):
        # Every fifth step the last network, every tenth the second too, has no batch left.
        n = 3 if step % 5 else 2 if step % 10 else 1
        gradient = random(n, 20, seed=step + 2)
        for row, reference, own in zip(theirs, references, gradient, strict=False):
            row.grad = own.clone()
            reference.step()
        optimiser.step(gradient, np.full(n, 0.01))
    expected = torch.stack([row.detach() for row in theirs])
    torch.testing.assert_close(ours, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", TORCH)
def test_that_each_network_has_its_own_learning_rate_and_decay(name: OptimiserName) -> None:
    start = random(3, 20, seed=1)
    together, rates, decay = start.clone(), np.array([0.01, 0.003, 0.1]), np.array([0.1, 0.0, 0.02])
    stacked = OPTIMISERS[name](together, decay)
    alone = [row.clone()[None] for row in start]
    each = [OPTIMISERS[name](row, decay[i : i + 1]) for i, row in enumerate(alone)]
    for step in range(20):
        gradient = random(3, 20, seed=step + 2)
        for i, optimiser in enumerate(each):
            optimiser.step(gradient[i : i + 1].clone(), rates[i : i + 1])
        stacked.step(gradient, rates)
    torch.testing.assert_close(together, torch.cat(alone), rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", TORCH)
def test_that_networks_that_are_left_go_on_as_before(name: OptimiserName) -> None:
    start, rates = random(3, 20, seed=1), np.full(3, 0.01)
    everybody = start.clone()
    optimiser = OPTIMISERS[name](everybody, np.full(3, 0.05))
    some = start.clone()
    shrinking = OPTIMISERS[name](some, np.full(3, 0.05))
    for step in range(20):
        if step == 7:
            some = some[[0, 2]]
            shrinking.keep(np.array([0, 2]), some)
        gradient = random(3, 20, seed=step + 2)
        left = gradient.clone() if step < 7 else gradient[[0, 2]]
        optimiser.step(gradient, rates)
        shrinking.step(left, rates[: len(left)])
    torch.testing.assert_close(some, everybody[[0, 2]], rtol=0, atol=0)
