from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.core.errors import DeviceError
from workbench.core.run import Event, Noted, finish
from workbench.training.batch import Batch, Pass
from workbench.training.dropout import Dropout
from workbench.training.job import Job, Settings, Trained
from workbench.training.loop import train
from workbench.training.losses import CrossEntropy
from workbench.training.memory import Pieces, device_errors, is_out_of_memory
from workbench.training.samples import Samples
from workbench.training.supervised import SupervisedTrainee

CPU, CARD = torch.device("cpu"), torch.device("cuda")
FULL_CPU = (
    "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory"
)
SETTINGS = Settings(CrossEntropy(), CPU, batch_size=16)


class Greedy(nn.Module):
    """A network that has memory for so many rows only."""

    def __init__(self, room: int, *layers: nn.Module, error: Exception | None = None) -> None:
        super().__init__()
        self.room, self.layers = room, nn.Sequential(*layers)
        self.error = error or torch.OutOfMemoryError("CUDA out of memory.")
        generator = torch.Generator().manual_seed(1)
        for parameter in self.parameters():
            nn.init.normal_(parameter, generator=generator)

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        if len(inputs) > self.room:
            raise self.error
        outputs: Tensor = self.layers(inputs)
        return outputs


def layers() -> list[nn.Module]:
    return [
        nn.utils.skip_init(nn.Linear, 3, 8),
        nn.Tanh(),
        nn.utils.skip_init(nn.Linear, 8, 2),
    ]


def rows(n: int = 40) -> Samples:
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(n, 3)).astype(np.float32)
    return Samples(inputs, (inputs[:, 0] > 0).astype(np.int64))


def trained(network: nn.Module, **changes: Any) -> tuple[Trained, list[str]]:
    events: list[Event] = []
    job = Job(network, rows(), epochs=4, **changes)
    [one] = finish(train([job], SETTINGS), events.append)
    return one, [event.text for event in events if isinstance(event, Noted)]


@pytest.mark.parametrize("error", [None, RuntimeError(FULL_CPU), MemoryError()])
def test_that_pieces_give_what_the_whole_batch_would_have_given(error: Exception | None) -> None:
    whole, silence = trained(Greedy(1000, *layers()))
    pieces, notes = trained(Greedy(5, *layers(), error=error))
    assert silence == []
    assert [text.split(":")[0] for text in notes] == [
        "There was not enough memory for 16 rows at once",
        "There was not enough memory for 8 rows at once",
    ]
    assert notes[-1].endswith("results stay the same.")
    np.testing.assert_allclose(pieces.curve.train_loss, whole.curve.train_loss, rtol=1e-5)
    for ours, theirs in zip(pieces.network.parameters(), whole.network.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5)


def test_that_watched_rows_are_looked_at_in_pieces_too() -> None:
    whole, _ = trained(Greedy(1000, *layers()), watched=rows(50))
    pieces, _ = trained(Greedy(16, *layers()), watched=rows(50))
    assert whole.curve.validation_loss is not None
    assert pieces.curve.validation_loss is not None
    np.testing.assert_allclose(pieces.curve.validation_loss, whole.curve.validation_loss, rtol=1e-5)


def test_that_batch_norm_is_said_to_see_each_piece_on_its_own() -> None:
    _, notes = trained(Greedy(8, nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2)))
    assert len(notes) == 1
    assert "batch norm and dropout see each piece on its own" in notes[0]


def test_that_no_room_for_one_row_is_an_error_with_a_remedy() -> None:
    with pytest.raises(DeviceError, match=r"not even with one row at a time.*smaller"):
        trained(Greedy(0, *layers()))


def test_that_other_errors_stay_what_they_are() -> None:
    with pytest.raises(RuntimeError, match="shapes cannot be multiplied"):
        trained(Greedy(9, *layers(), error=RuntimeError("shapes cannot be multiplied")))


@pytest.mark.parametrize("error", [torch.OutOfMemoryError("x"), MemoryError()])
def test_that_memory_that_is_too_small_for_training_is_said_in_a_sentence(
    error: Exception,
) -> None:
    with (
        pytest.raises(DeviceError, match="'cpu' is too small for this training"),
        device_errors(CPU),
    ):
        raise error


def test_that_a_lost_device_is_an_error_that_tells_how_to_go_on() -> None:
    lost = RuntimeError("CUDA error: unspecified launch failure\nCompile with TORCH_USE_CUDA_DSA")
    with (
        pytest.raises(
            DeviceError, match=r"was lost while training.*goes on from the last one"
        ) as e,
        device_errors(CARD),
    ):
        raise lost
    assert "(CUDA error: unspecified launch failure)" in str(e.value)
    with pytest.raises(RuntimeError, match="CUDA error"), device_errors(CPU):
        raise lost


def test_that_only_full_memory_counts_as_full_memory() -> None:
    assert is_out_of_memory(RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"))
    assert not is_out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
    assert not is_out_of_memory(ValueError("out of memory"))


def test_that_masks_weights_and_present_rows_go_with_their_piece() -> None:
    how = Pass(is_training=True, masks=(torch.arange(12.0).view(2, 6, 1),))
    present = torch.ones(2, 6, 1)
    present[1, 5] = 0
    inputs = torch.arange(12.0).view(2, 6, 1)
    whole = Batch(inputs, inputs, inputs[..., 0], replace(how, present=present))
    pieces = Pieces(CPU, mixes_rows=False)
    pieces._n_rows = 4
    first, second = pieces.each(whole, lambda piece: piece)
    assert first.weights.shape == (2, 4)
    assert second.weights.tolist() == [[4, 5], [10, 11]]
    assert second.how.masks[0][..., 0].tolist() == [[4, 5], [10, 11]]
    assert second.how.present is not None
    assert second.how.present[..., 0].tolist() == [[1, 1], [1, 0]]


@pytest.mark.parametrize("drops", [nn.Dropout(0.5), Dropout(0.5)], ids=["torch's", "our own"])
def test_that_dropout_by_masks_of_the_batch_is_the_same_in_pieces(
    monkeypatch: pytest.MonkeyPatch, drops: nn.Module
) -> None:
    linear, tanh, last = Greedy(0, *layers()).layers.children()
    network = nn.Sequential(linear, tanh, drops, last)
    whole, _ = trained(network)
    passed = SupervisedTrainee._passed  # memory cannot be made scarce otherwise

    def greedy(trainee: SupervisedTrainee, batch: Batch) -> tuple[Tensor, Tensor]:
        if batch.weights.shape[1] > 5:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return passed(trainee, batch)

    monkeypatch.setattr(SupervisedTrainee, "_passed", greedy)
    pieces, notes = trained(network)
    assert notes[-1].endswith("results stay the same.")
    for one, other in zip(whole.network.parameters(), pieces.network.parameters(), strict=True):
        torch.testing.assert_close(one, other)
