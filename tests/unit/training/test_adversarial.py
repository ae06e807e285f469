import math

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from workbench.core.run import Event, finish
from workbench.models.networks.gan import GAN, initial_gan
from workbench.models.networks.vector_shapes import GANShape
from workbench.training import loop
from workbench.training.adversarial import Adversarial, DiscriminatorLoss
from workbench.training.batch import Batch, Pass
from workbench.training.events import EpochEnded
from workbench.training.job import Job, Settings, Trained
from workbench.training.samples import Samples
from workbench.training.tally import Tally
from workbench.training.trainee import Given, Trainee

SHAPE = GANShape(
    n_values=1, is_unit=False, noise=4, generator_hidden=(32,), discriminator_hidden=(32,)
)
CPU = torch.device("cpu")


def rows(n: int = 200, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(4, 1.25, (n, 1)).astype(np.float32)


def samples(n: int = 200, seed: int = 0) -> Samples:
    values = rows(n, seed)
    return Samples(values, values)


def trainee(smoothing: float = 0.0) -> Trainee:
    given = Given([initial_gan(SHAPE, 1)], [1], DiscriminatorLoss(), CPU)
    return Adversarial(smoothing).trainee(given)


def batch() -> Batch:
    inputs = torch.from_numpy(rows(16))[None]
    return Batch(inputs, inputs, torch.full((1, 16), 1 / 16), Pass(is_training=True))


def tally() -> Tally:
    return Tally(DiscriminatorLoss(), 1, CPU, ("generator loss", "D(x)", "D(G(z))"))


def trained(
    epochs: int = 3, watched: Samples | None = None, shape: GANShape = SHAPE, seed: int = 1
) -> tuple[Trained, list[EpochEnded]]:
    job = Job(initial_gan(shape, seed), samples(), watched, seed, epochs=epochs)
    settings = Settings(DiscriminatorLoss(), CPU, batch_size=64, rule=Adversarial())
    events: list[Event] = []
    [result] = finish(loop.train([job], settings), events.append)
    return result, [event for event in events if isinstance(event, EpochEnded)]


def test_that_groups_are_the_discriminator_and_then_the_generator() -> None:
    one = trainee()
    of_discriminator, of_generator = (one.values[:, columns] for columns in one.groups)
    network = initial_gan(SHAPE, 1)
    assert torch.equal(
        of_generator[0], torch.cat([p.detach().flatten() for p in network.fake.parameters()])
    )
    assert of_discriminator.shape[1] + of_generator.shape[1] == one.values.shape[1]


def test_that_the_gradients_are_those_of_the_two_losses_of_the_paper() -> None:
    one, given = trainee(), batch()
    network = initial_gan(SHAPE, 1).train()
    network.generator = torch.Generator()
    network.generator.set_state(torch.from_numpy(one.state()["generator"].copy()))
    x = given.inputs[0]
    made = network.fakes(x).detach()
    loss = -functional.logsigmoid(network(x)).mean() - functional.logsigmoid(-network(made)).mean()
    discriminator = [*network.trunk.parameters(), *network.verdict.parameters()]
    expected = torch.autograd.grad(loss, discriminator)
    told = tally()
    [(first, of_d), (second, of_g)] = list(one.gradients(given, told))
    assert (first, second) == (0, 1)
    torch.testing.assert_close(of_d[0], torch.cat([g.flatten() for g in expected]))
    loss = -functional.logsigmoid(network(network.fakes(x))).mean()
    expected = torch.autograd.grad(loss, list(network.fake.parameters()))
    torch.testing.assert_close(of_g[0], torch.cat([g.flatten() for g in expected]))
    assert told.monitored()["generator loss"] == pytest.approx(loss.item(), abs=1e-6)


def test_that_the_generators_gradient_is_that_against_the_discriminator_after_its_step() -> None:
    steps: list[Tensor] = []
    for change in (0.0, 0.1):
        one = trainee()
        gradients = one.gradients(batch(), tally())
        next(gradients)
        one.values[:, one.groups[0]] += change
        steps.append(next(gradients)[1])
    assert not torch.allclose(steps[0], steps[1])


def test_that_smoothing_lets_the_discriminator_be_content_below_certainty() -> None:
    for smoothing, there in ((0.0, 20.0), (0.1, math.log(9))):
        one = trainee(smoothing)
        with torch.no_grad():  # every logit is the last bias
            one.values[:, one.groups[0]] = 0
            one.values[:, -1] = there
        _, gradient = next(one.gradients(batch(), tally()))
        of_real = float(gradient[0, -1]) - float(torch.sigmoid(torch.tensor(there)))
        assert of_real == pytest.approx(0.0, abs=1e-5)


def test_that_its_loss_at_the_optimum_is_2_ln_2() -> None:
    undecided = torch.zeros(1, 5, 2)
    loss = DiscriminatorLoss().per_sample(undecided, undecided)
    assert loss[0].tolist() == pytest.approx([2 * math.log(2)] * 5)


def test_that_both_losses_and_what_the_discriminator_believes_are_told() -> None:
    _, events = trained(watched=samples(50, 1))
    assert events[0].loss_name == "discriminator loss"
    for name in ("generator loss", "D(x)", "D(G(z))"):
        assert {name, f"validation {name}"} <= set(events[0].monitors)
    for event in events:
        assert 0 < event.monitors["D(x)"][0] < 1
        assert np.all(np.isfinite(event.train_loss))


def test_that_the_same_seed_trains_the_same_pair_whether_rows_are_watched_or_not() -> None:
    values = [
        torch.cat([p.flatten() for p in trained(watched=w, seed=seed)[0].network.parameters()])
        for w, seed in ((None, 1), (samples(50, 1), 1), (None, 2))
    ]
    assert torch.equal(values[0], values[1])
    assert not torch.equal(values[0], values[2])


def test_that_both_learn() -> None:
    before = initial_gan(SHAPE, 1)
    after = trained()[0].network
    assert isinstance(after, GAN)
    for old, new in zip(before.parameters(), after.parameters(), strict=True):
        assert not torch.equal(old, new)


def test_that_a_conditional_generator_learns_what_its_labels_mean() -> None:
    shape = SHAPE.model_copy(update={"n_labels": 2})
    rng = np.random.default_rng(0)
    codes = np.arange(400) % 2
    values = np.column_stack([rng.normal(np.where(codes, 2.0, -2.0), 0.3), np.eye(2)[codes]])
    inputs = values.astype(np.float32)
    job = Job(initial_gan(shape, 1), Samples(inputs, inputs), epochs=60)
    settings = Settings(DiscriminatorLoss(), CPU, batch_size=64, rule=Adversarial())
    [result] = finish(loop.train([job], settings))
    assert isinstance(result.network, GAN)
    with torch.no_grad():
        made = result.network.fakes(torch.from_numpy(inputs))[:, 0].numpy()
    assert made[codes == 1].mean() - made[codes == 0].mean() > 2
