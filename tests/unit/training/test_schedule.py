import numpy as np
import pytest
import torch
from torch.optim import lr_scheduler

from workbench.training.schedule import Floats, Plateau, Schedule, factors


def ours(schedule: Schedule, n_steps: int) -> Floats:
    return factors(schedule, np.arange(n_steps), np.full(n_steps, n_steps))


def optimiser() -> torch.optim.Optimizer:
    return torch.optim.SGD([torch.zeros(1)], lr=1.0)


def theirs(scheduler: lr_scheduler.LRScheduler, n_steps: int) -> list[float]:
    rates = []
    for _ in range(n_steps):
        rates.append(float(scheduler.get_last_lr()[0]))
        scheduler.optimizer.step()
        scheduler.step()
    return rates


def test_that_cosine_is_torchs_annealing() -> None:
    expected = theirs(lr_scheduler.CosineAnnealingLR(optimiser(), 50), 50)
    assert ours("cosine", 50) == pytest.approx(expected, abs=1e-9)


def test_that_one_cycle_is_torchs() -> None:
    scheduler = lr_scheduler.OneCycleLR(optimiser(), 1.0, total_steps=51, cycle_momentum=False)
    expected = theirs(scheduler, 50)
    assert ours("one-cycle", 51)[:50] == pytest.approx(expected, abs=1e-9)


def test_that_step_drops_to_a_tenth_after_each_third() -> None:
    assert ours("step", 6) == pytest.approx([1, 1, 0.1, 0.1, 0.01, 0.01])


def test_that_step_is_torchs_with_a_third_of_the_training() -> None:
    expected = theirs(lr_scheduler.StepLR(optimiser(), 20, gamma=0.1), 60)
    assert ours("step", 60) == pytest.approx(expected)


def test_that_warm_up_is_torchs_linear_rise() -> None:
    rise = lr_scheduler.LinearLR(optimiser(), start_factor=1 / 6, total_iters=5)
    assert ours("warm-up", 60) == pytest.approx(theirs(rise, 60))


def test_that_warm_up_rises_during_the_first_tenth() -> None:
    assert ours("warm-up", 40)[:5] == pytest.approx([0.25, 0.5, 0.75, 1, 1])


def test_that_constant_is_one_throughout() -> None:
    assert set(ours("constant", 9).tolist()) == {1.0}


def test_that_one_step_is_enough_for_every_schedule() -> None:
    names: tuple[Schedule, ...] = ("constant", "step", "cosine", "one-cycle", "warm-up")
    for name in names:
        assert np.isfinite(ours(name, 1)).all()


def test_that_plateau_is_torchs_for_each_network() -> None:
    rng = np.random.default_rng(0)
    losses = np.stack([1 / np.arange(1, 61), np.round(rng.random(60), 1)], axis=1)  # (60, 2)
    plateau = Plateau(2)
    references = [lr_scheduler.ReduceLROnPlateau(optimiser()) for _ in range(2)]
    for row in losses:
        plateau.after_epoch(row)
        for reference, loss in zip(references, row.tolist(), strict=True):
            reference.step(loss)
        expected = [reference.optimizer.param_groups[0]["lr"] for reference in references]
        assert plateau.factor == pytest.approx(expected)
    assert plateau.factor[1] < plateau.factor[0]
