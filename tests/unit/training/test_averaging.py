import numpy as np
import torch

from workbench.training.averaging import Averaging


def start() -> tuple[torch.Tensor, torch.Tensor]:
    return torch.zeros(3, 4), torch.ones(3, 2)


def test_that_the_average_follows_its_formula_for_each_network() -> None:
    tensors = start()
    averaging = Averaging(tensors, decay=0.5)
    expected, steps = np.zeros(3), np.zeros(3)
    for step in range(1, 30):
        tensors[0].fill_(float(step))
        n = 3 if step % 3 else 2  # every third step the last network has no batch
        averaging.after_step(n)
        steps[:n] += 1
        decay = np.minimum(0.5, (1 + steps[:n]) / (10 + steps[:n]))
        expected[:n] = decay * expected[:n] + (1 - decay) * step
    np.testing.assert_allclose(averaging.averages[0][:, 0].numpy(), expected, rtol=1e-5)


def test_that_the_first_steps_weigh_more_than_a_slow_average_would_let_them() -> None:
    tensors = start()
    averaging = Averaging(tensors, decay=0.999)
    tensors[0].fill_(1.0)
    for _ in range(20):
        averaging.after_step(3)
    assert float(averaging.averages[0].min()) > 0.95


def test_that_networks_have_their_own_weights_again_after_a_look_at_the_average() -> None:
    tensors = start()
    averaging = Averaging(tensors, decay=0.9)
    tensors[0].fill_(7.0)
    with averaging.in_place():
        assert float(tensors[0].max()) == 0.0
    assert float(tensors[0].min()) == 7.0
    assert float(averaging.averages[0].max()) == 0.0


def test_that_networks_that_are_left_go_on_as_before() -> None:
    tensors, fewer = start(), start()
    everybody, shrinking = Averaging(tensors, 0.9), Averaging(fewer, 0.9)
    for step in range(10):
        if step == 4:
            fewer = (fewer[0][[0, 2]], fewer[1][[0, 2]])
            shrinking.keep(np.array([0, 2]), fewer)
        for values in (tensors[0], fewer[0]):
            values.fill_(step)
        everybody.after_step(3)
        shrinking.after_step(len(fewer[0]))
    assert torch.equal(shrinking.averages[0], everybody.averages[0][[0, 2]])


def test_that_an_average_goes_on_from_what_was_written_down() -> None:
    tensors = start()
    averaging = Averaging(tensors, 0.9)
    for step in range(12):
        tensors[0].fill_(float(step))
        if step == 6:
            state = averaging.state()
            averaging = Averaging(start_again(tensors), 0.9)
            averaging.load(state)
            averaging.keep(np.arange(3), tensors)
        averaging.after_step(3)
    unbroken = Averaging(start(), 0.9)
    values = unbroken._tensors[0]
    for step in range(12):
        values.fill_(float(step))
        unbroken.after_step(3)
    assert torch.equal(averaging.averages[0], unbroken.averages[0])


def start_again(tensors: tuple[torch.Tensor, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.full_like(tensors[0], 99.0), torch.full_like(tensors[1], 99.0)
