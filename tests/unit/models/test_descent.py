from itertools import islice

import numpy as np
import pytest
from scipy.optimize import rosen, rosen_der, rosen_hess
from typing_extensions import override

from workbench.data.dataset import FloatArray
from workbench.models import descent
from workbench.models.descent import Iterate, Objective, descend


class Rosenbrock(Objective):
    """A curved valley with its floor's lowest point at (1, …, 1)."""

    @override
    def value(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        return float(rosen(parameters)), np.asarray(rosen_der(parameters))

    @override
    def hessian(self, parameters: FloatArray) -> FloatArray:
        return np.asarray(rosen_hess(parameters))


class Flat(Objective):
    """(a + b)²: its second derivatives are singular, and so many points are lowest."""

    @override
    def value(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        total = float(parameters.sum())
        return total**2, np.full(2, 2 * total)

    @override
    def hessian(self, parameters: FloatArray) -> FloatArray:
        return np.full((2, 2), 2.0)


def end_of(objective: Objective, start: FloatArray) -> Iterate:
    return list(islice(descend(objective, start, 1e-8), 500))[-1]


@pytest.mark.parametrize("limit", [0, 400], ids=["L-BFGS", "Newton"])
def test_that_the_end_of_a_curved_valley_is_found(
    limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(descent, "NEWTON_LIMIT", limit)
    end = end_of(Rosenbrock(), np.array([-1.2, 1.0]))
    assert end.has_converged
    np.testing.assert_allclose(end.parameters, 1, atol=1e-6)


@pytest.mark.parametrize("limit", [0, 400], ids=["L-BFGS", "Newton"])
def test_that_a_flat_direction_does_no_harm(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descent, "NEWTON_LIMIT", limit)
    end = end_of(Flat(), np.array([3.0, 1.0]))
    assert end.value == pytest.approx(0, abs=1e-12)


def test_that_the_value_falls_in_every_step() -> None:
    values = [i.value for i in islice(descend(Rosenbrock(), np.zeros(3), 1e-8), 500)]
    assert np.all(np.diff(values) <= 0)


def test_that_starting_at_the_lowest_point_ends_at_once() -> None:
    assert len(list(descend(Rosenbrock(), np.ones(3), 1e-8))) == 1
