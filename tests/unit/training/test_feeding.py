from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from workbench.core.run import finish
from workbench.training import feeding
from workbench.training.feeding import Feed, Resident, Streamed, feed, fits, joined
from workbench.training.initialisation import initialise
from workbench.training.job import Job, Settings, Trained
from workbench.training.loop import train
from workbench.training.losses import CrossEntropy
from workbench.training.samples import Samples

CPU = torch.device("cpu")


def samples(n: int = 40, seed: int = 0) -> Samples:
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(n, 3)).astype(np.float32)
    return Samples(inputs, (inputs[:, 0] > 0).astype(np.int64))


def job(seed: int = 1) -> Job:
    network = nn.Sequential(
        nn.utils.skip_init(nn.Linear, 3, 8),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.utils.skip_init(nn.Linear, 8, 2),
    )
    initialise(network, "he", torch.Generator().manual_seed(seed))
    plain: dict[str, Any] = {"epochs": 4, "learning_rate": 0.02, "seed": seed}
    return Job(network, samples(40 + 3 * seed, seed), samples(30, 9), **plain)


def trained() -> list[Trained]:
    settings = Settings(CrossEntropy(), CPU, batch_size=8)
    return finish(train([job(seed) for seed in range(3)], settings))


def test_that_rows_that_do_not_fit_are_trained_on_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fitting = trained()
    made: list[Feed] = []
    monkeypatch.setattr(feeding, "fits", lambda *_: False)
    streamed = Streamed.__init__

    def noted(self: Streamed, *given: Any) -> None:
        made.append(self)
        streamed(self, *given)

    monkeypatch.setattr(Streamed, "__init__", noted)
    for ours, theirs in zip(trained(), fitting, strict=True):
        np.testing.assert_array_equal(ours.curve.train_loss, theirs.curve.train_loss)
        for one, other in zip(ours.network.parameters(), theirs.network.parameters(), strict=True):
            assert torch.equal(one, other)
    assert len(made) == 1


@pytest.mark.parametrize("kind", [Resident, Streamed])
def test_that_parts_come_in_order_whatever_the_type_of_the_rows(kind: type[Any]) -> None:
    pictures = torch.arange(60, dtype=torch.uint8).view(10, 2, 3)
    codes = torch.arange(10)
    parts = [np.array([3, 1]), np.array([9]), np.array([0, 0, 5])]
    fed = list(kind(pictures, codes, CPU).each(parts))
    assert [targets.tolist() for _, targets in fed] == [[3, 1], [9], [0, 0, 5]]
    assert all(torch.equal(inputs, pictures[targets]) for inputs, targets in fed)


def test_that_a_batch_is_fetched_before_the_one_ahead_of_it_is_used() -> None:
    asked: list[int] = []

    def parts() -> Any:
        for number in range(4):
            asked.append(number)
            yield np.array([number])

    fed = Streamed(torch.arange(4), torch.arange(4), CPU).each(parts())
    next(fed)
    assert asked == [0, 1]
    next(fed)
    assert asked == [0, 1, 2]


@pytest.mark.parametrize("kind", [Resident, Streamed])
def test_that_rows_to_be_reconstructed_are_moved_once(kind: type[Any]) -> None:
    rows = torch.arange(6.0)
    inputs, targets = next(kind(rows, rows, CPU).each([np.array([2, 4])]))
    assert inputs is targets


def test_that_no_parts_are_no_batches() -> None:
    assert list(Streamed(torch.arange(4), torch.arange(4), CPU).each([])) == []


def test_that_a_device_that_turns_out_to_be_full_is_fed_batch_by_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(Resident, "__init__", full)
    assert isinstance(feed([samples()], CPU), Streamed)


def test_that_a_card_takes_rows_up_to_half_of_its_free_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _: (1000, 4000))
    assert fits(500, torch.device("cuda"))
    assert not fits(501, torch.device("cuda"))
    assert fits(10**15, CPU)


def test_that_rows_of_one_network_are_not_copied() -> None:
    inputs = samples().inputs
    assert joined([inputs]).data_ptr() == inputs.ctypes.data
    inputs.flags.writeable = False
    assert torch.equal(joined([inputs]), torch.from_numpy(inputs.copy()))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA card on this machine")
def test_that_a_card_is_fed_the_same_either_way() -> None:
    card, rows, codes = torch.device("cuda"), torch.randn(64, 5), torch.arange(64)
    parts = [np.random.default_rng(i).permutation(64)[:16] for i in range(8)]
    for ours, theirs in zip(
        Streamed(rows, codes, card).each(parts),
        Resident(rows, codes, card).each(parts),
        strict=True,
    ):
        assert torch.equal(ours[0], theirs[0])
        assert torch.equal(ours[1], theirs[1])
