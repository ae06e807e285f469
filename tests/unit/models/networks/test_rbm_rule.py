"""Contrastive divergence: its sign and value by enumeration, its training by the one loop."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits

from tests.unit.models.networks.test_rbm import energies, states
from workbench.core.run import finish
from workbench.models.networks import rbm_rule
from workbench.models.networks.rbm import RBM, Machines, initial_rbm
from workbench.models.networks.rbm_rule import ContrastiveDivergence
from workbench.models.networks.rbm_shape import RBMShape
from workbench.training import loop
from workbench.training.batch import Batch, Pass
from workbench.training.curve import Curve
from workbench.training.job import Job, Settings, Trained
from workbench.training.losses import CrossEntropy
from workbench.training.reconstruction import SquaredErrors
from workbench.training.samples import Samples
from workbench.training.tally import Tally
from workbench.training.trainee import Given

CPU = torch.device("cpu")
ERRORS = SquaredErrors(sums=True)


def batch(rows: torch.Tensor) -> Batch:
    n = rows.shape[1]
    return Batch(rows, rows, torch.full((len(rows), n), 1 / n), Pass(is_training=True))


def gradient(machine: RBM, rows: torch.Tensor, rule: ContrastiveDivergence) -> torch.Tensor:
    trainee = rule.trainee(Given([machine], [1], ERRORS, CPU))
    [(group, found)] = list(
        trainee.gradients(batch(rows[None]), Tally(ERRORS, 1, CPU, trainee.monitors))
    )
    assert group == 0
    return found[0]


def small_machine(seed: int) -> RBM:
    machine = RBM(RBMShape(4, 3))
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in machine.parameters():
            parameter.normal_(generator=generator)
    return machine


def log_likelihood_gradient(machine: RBM, rows: torch.Tensor) -> torch.Tensor:
    """d/dθ of the mean log p(v), with Z summed over all 2⁷ states."""
    machine = machine.double()
    every = energies(machine.machines, states(4), states(3))  # (16, 8)
    log_z = torch.logsumexp(-every.flatten(), 0)
    mean = (-machine.machines.free_energy(rows.double()[None])[0] - log_z).mean()
    found = torch.autograd.grad(mean, list(machine.parameters()))
    return torch.cat([g.flatten() for g in found]).float()


def test_that_chains_give_the_gradient_of_the_negative_log_likelihood(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """⟨vh⟩ of the data − ⟨vh⟩ of the model is the ascent of log p: given is its negative."""
    monkeypatch.setattr(rbm_rule, "N_CHAINS", 20_000)
    rows = states(4)[[3, 3, 5, 6, 12, 15]].float()
    rule = ContrastiveDivergence(k=30, is_persistent=True, early_momentum=0.0)
    found = gradient(small_machine(0), rows, rule)
    exact = log_likelihood_gradient(small_machine(0), rows)
    torch.testing.assert_close(-found, exact, atol=0.015, rtol=0)


def test_that_one_step_points_uphill_from_anywhere() -> None:
    rows = states(4)[[3, 3, 5, 6, 12, 15]].float().repeat(500, 1)
    for seed in range(10):
        found = gradient(small_machine(seed), rows, ContrastiveDivergence())
        assert torch.dot(-found, log_likelihood_gradient(small_machine(seed), rows)) > 0


def test_that_sparsity_pushes_hidden_units_down_that_are_on_too_often() -> None:
    rows = torch.ones(10, 4)
    machine = small_machine(1)
    plain = gradient(machine, rows, ContrastiveDivergence())
    pushed = gradient(machine, rows, ContrastiveDivergence(sparsity=0.01, sparsity_cost=1.0))
    share = machine(rows).mean(0)
    torch.testing.assert_close((pushed - plain)[-3:], share.detach() - 0.01, atol=1e-5, rtol=0)


def digits() -> tuple[np.ndarray, np.ndarray]:
    data = load_digits()
    return (data.data / 16).astype(np.float32), data.target.astype(np.int64)


def job(rows: np.ndarray, number: int = 0, labels: bool = False, epochs: int = 4) -> Job:
    features, codes = digits()
    shape = RBMShape(64, 20, 10 if labels else 0)
    rest = np.setdiff1d(np.arange(1797), rows)
    targets = codes if labels else features
    train = Samples(features[rows], codes[rows]) if labels else mirrored(features[rows])
    network = initial_rbm(shape, features[rows], codes[rows], seed=number)
    watched = Samples(features[rest], targets[rest])
    return Job(network, train, watched, seed=number, fold=number, learning_rate=0.05, epochs=epochs)


def mirrored(features: np.ndarray) -> Samples:
    return Samples(features, features)


def settings(rule: ContrastiveDivergence, labels: bool = False) -> Settings:
    loss = CrossEntropy() if labels else ERRORS
    return Settings(loss, CPU, "sgd", batch_size=50, rule=rule)


def trained(jobs: list[Job], how: Settings) -> list[Trained]:
    return finish(loop.train(jobs, how))


def numbers(result: Trained) -> torch.Tensor:
    return torch.nn.utils.parameters_to_vector(result.network.parameters()).detach()


RULES = [ContrastiveDivergence(k=2), ContrastiveDivergence(is_persistent=True)]


@pytest.mark.parametrize("labels", [False, True])
@pytest.mark.parametrize("rule", RULES)
def test_that_machines_of_several_folds_become_what_each_becomes_alone(
    rule: ContrastiveDivergence, labels: bool
) -> None:
    folds = [np.arange(500), np.arange(480), np.arange(300, 805)]  # of unlike sizes
    jobs = [job(rows, i, labels, epochs=3 + i % 2) for i, rows in enumerate(folds)]
    together = trained(jobs, settings(rule, labels))
    for one, stacked in zip(jobs, together, strict=True):
        [alone] = trained([one], settings(rule, labels))
        torch.testing.assert_close(numbers(stacked), numbers(alone), atol=1e-4, rtol=1e-3)


def test_that_the_same_seed_gives_the_same_machine() -> None:
    how = settings(RULES[1])
    [first], [again] = (trained([job(np.arange(300))], how) for _ in range(2))
    assert torch.equal(numbers(first), numbers(again))


def test_that_digits_are_reconstructed_and_monitors_are_told() -> None:
    curve = curve_of(job(np.arange(1500), epochs=12), ContrastiveDivergence())
    assert curve.train_loss[0] > 4
    assert curve.train_loss[-1] < 2.6
    assert curve.validation_loss is not None
    assert curve.validation_loss[-1] < 2.6
    assert set(curve.monitors) == {"reconstruction cross-entropy", "validation free-energy gap"}


def test_that_persistent_chains_raise_the_pseudo_likelihood() -> None:
    one = replace(job(np.arange(1500), epochs=20), learning_rate=0.02)
    curve = curve_of(one, ContrastiveDivergence(is_persistent=True))
    told = curve.monitors["pseudo-likelihood"]
    assert told[-5:].mean() > told[:5].mean() + 2


def test_that_label_units_learn_to_tell_digits_apart() -> None:
    curve = curve_of(job(np.arange(1500), labels=True, epochs=12), ContrastiveDivergence())
    assert curve.validation_score is not None
    assert curve.validation_score[-1] > 0.75


def curve_of(one: Job, rule: ContrastiveDivergence) -> Curve:
    labels = isinstance(one.network, RBM) and one.network.shape.n_labels > 0
    return trained([one], settings(rule, labels))[0].curve


def test_that_the_machine_in_a_stack_shares_no_numbers_with_the_job() -> None:
    one = job(np.arange(200), epochs=1)
    before = torch.nn.utils.parameters_to_vector(one.network.parameters()).detach().clone()
    trained([one], settings(RULES[0]))
    after = torch.nn.utils.parameters_to_vector(one.network.parameters()).detach()
    assert torch.equal(before, after)
    assert isinstance(one.network, RBM)
    assert isinstance(one.network.machines, Machines)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA card on this machine")
@pytest.mark.parametrize("rule", RULES)
def test_that_a_card_learns_as_well_as_the_processor(rule: ContrastiveDivergence) -> None:
    """Their random numbers differ, so that the machines do; what they have learnt does not."""
    one = replace(job(np.arange(1500), epochs=15), learning_rate=0.02)
    [here], [there] = (
        trained([one], replace(settings(rule), device=torch.device(name)))
        for name in ("cpu", "cuda")
    )
    assert here.curve.train_loss[-1] == pytest.approx(there.curve.train_loss[-1], rel=0.15)
