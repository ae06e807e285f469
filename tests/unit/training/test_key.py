"""Two trainings have one key only if they come to the same weights."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.training.initialisation import initialise
from workbench.training.job import Job, Settings
from workbench.training.key import key_of
from workbench.training.losses import CrossEntropy, Loss
from workbench.training.samples import Samples

PLAIN = Settings(CrossEntropy(), torch.device("cpu"))


class Scaled(nn.Module):
    """Says what it was made with in attributes only, one of them private."""

    def __init__(self, factor: float = 1.0, shift: float = 0.0) -> None:
        super().__init__()
        self.factor = factor
        self._shift = shift
        self.generator: torch.Generator | None = None

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        return inputs * self.factor + self._shift


def network(*middle: nn.Module) -> nn.Module:
    layers = (nn.utils.skip_init(nn.Linear, 5, 3), *middle, nn.utils.skip_init(nn.Linear, 3, 2))
    made = nn.Sequential(*layers)
    initialise(made, "he", torch.Generator().manual_seed(1))
    return made


def rows(seed: int = 1) -> Samples:
    inputs = np.random.default_rng(seed).normal(size=(20, 5)).astype(np.float32)
    return Samples(inputs, (inputs[:, 0] > 0).astype(np.int64))


def job(*middle: nn.Module, **changes: Any) -> Job:
    plain: dict[str, Any] = {"train": rows(), "watched": rows(2)}
    return Job(network(*middle), **(plain | changes))


def test_that_equal_trainings_have_one_key() -> None:
    assert key_of([job(nn.ReLU())], PLAIN) == key_of([job(nn.ReLU())], PLAIN)
    assert key_of([job(Scaled(2.0))], PLAIN) == key_of([job(Scaled(2.0))], PLAIN)


def test_that_further_epochs_and_streams_of_random_numbers_do_not_count() -> None:
    drawing = Scaled()
    drawing.generator = torch.Generator()
    assert key_of([job(drawing)], PLAIN) == key_of([job(Scaled())], PLAIN)
    assert key_of([job(further_epochs=9)], PLAIN) == key_of([job()], PLAIN)


@dataclass(frozen=True)
class Weighed(Loss):
    """A loss with an array, of which a ``repr`` shows a part only."""

    weights: Any = ()

    @override
    def per_sample(self, outputs: Tensor, targets: Tensor) -> Tensor:
        raise NotImplementedError

    @override
    def hits(self, outputs: Tensor, targets: Tensor, losses: Tensor) -> Tensor:
        raise NotImplementedError

    @override
    def score(self, mean_hits: Any, spread: Any) -> Any:
        raise NotImplementedError


def test_that_all_that_weights_depend_on_counts() -> None:
    one = job(nn.ReLU())
    frozen = job(nn.ReLU())
    next(frozen.network.parameters()).requires_grad_(False)
    uneven = np.ones(5000)
    uneven[2500] = 2
    keys = [
        key_of(jobs, settings)
        for jobs, settings in [
            ([one], PLAIN),
            ([frozen], PLAIN),
            ([job(nn.Tanh())], PLAIN),
            ([job(nn.Dropout(0.3))], PLAIN),
            ([job(nn.Dropout(0.4))], PLAIN),
            ([job(Scaled(2.0))], PLAIN),
            ([job(Scaled(3.0))], PLAIN),
            ([job(Scaled(3.0, shift=1.0))], PLAIN),
            ([one, one], PLAIN),
            ([replace(one, train=rows(3))], PLAIN),
            ([replace(one, watched=None)], PLAIN),
            ([replace(one, watched=one.train)], PLAIN),
            ([replace(one, patience=3)], PLAIN),
            ([one], replace(PLAIN, batch_size=8)),
            ([one], replace(PLAIN, loss=CrossEntropy(0.1))),
            ([one], replace(PLAIN, loss=Weighed(np.ones(5000)))),
            ([one], replace(PLAIN, loss=Weighed(uneven))),
        ]
    ]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("kind", [torch.bfloat16, torch.float64, torch.uint8])
def test_that_weights_of_every_type_are_read(kind: torch.dtype) -> None:
    def with_buffer(*values: float) -> Job:
        module = Scaled()
        module.register_buffer("table", torch.tensor(values).to(kind), persistent=False)
        return job(module)

    assert key_of([with_buffer(1, 2)], PLAIN) == key_of([with_buffer(1, 2)], PLAIN)
    assert key_of([with_buffer(1, 2)], PLAIN) != key_of([with_buffer(1, 3)], PLAIN)
    assert key_of([with_buffer()], PLAIN)
