"""Minimises a smooth convex function: by Newton's method where that is cheap, else by L-BFGS.

Newton's steps are damped (Levenberg), so that a singular Hessian (one-hot columns, separable
data) does no harm; L-BFGS is Nocedal and Wright (2006), algorithms 7.4 and 3.1.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import FloatArray
from workbench.models.blas import one_thread

NEWTON_LIMIT = 400  # parameters; above it, forming and solving the Hessian costs more than it saves
MEMORY = 10  # pairs that L-BFGS remembers
SUFFICIENT_DECREASE = 1e-4  # Armijo's constant
HALVINGS = 40
DAMPING = 1e-10  # of the Hessian's mean diagonal


class Objective(ABC):
    """A function of p parameters to be minimised."""

    @abstractmethod
    def value(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        """The value and the gradient, shape (p,)."""

    @abstractmethod
    def hessian(self, parameters: FloatArray) -> FloatArray:
        """The second derivatives, shape (p, p); asked for only if p ≤ ``NEWTON_LIMIT``."""


@dataclass(frozen=True, eq=False)
class Iterate:
    """Where a descent stands.

    Args:
        value: the objective there.
        has_converged: no entry of the gradient exceeds the tolerance, or no step leads lower.
    """

    parameters: FloatArray
    value: float
    has_converged: bool


def descend(objective: Objective, start: FloatArray, tolerance: float) -> Iterator[Iterate]:
    """Iterates of falling value, one per step; the last one has converged. Endless otherwise."""
    parameters, (value, gradient) = start, objective.value(start)
    memory: list[tuple[FloatArray, FloatArray]] = []
    has_converged = False
    while not has_converged:
        with one_thread():
            direction = _direction(objective, parameters, gradient, memory)
            found = _step(objective, parameters, (value, gradient), direction)
        if found is None:
            has_converged = True  # rounding: nothing lower can be told from here
        else:
            after, (value, new_gradient) = found
            memory = [*memory[1 - MEMORY :], (after - parameters, new_gradient - gradient)]
            parameters, gradient = after, new_gradient
            has_converged = bool(np.max(np.abs(gradient), initial=0.0) <= tolerance)
        yield Iterate(parameters, value, has_converged)


def _direction(
    objective: Objective,
    parameters: FloatArray,
    gradient: FloatArray,
    memory: list[tuple[FloatArray, FloatArray]],
) -> FloatArray:
    """Newton's direction or that of L-BFGS; the steepest one if that does not lead down."""
    if len(parameters) <= NEWTON_LIMIT:
        hessian = objective.hessian(parameters)
        damping = DAMPING * (np.trace(hessian) / len(parameters)) + np.finfo(float).tiny
        try:
            direction = -np.linalg.solve(hessian + damping * np.eye(len(parameters)), gradient)
        except np.linalg.LinAlgError:
            direction = -gradient
    else:
        direction = -_two_loops(gradient, memory)
    leads_down = bool(np.isfinite(direction).all()) and direction @ gradient < 0
    return direction if leads_down else -gradient


def _two_loops(gradient: FloatArray, memory: list[tuple[FloatArray, FloatArray]]) -> FloatArray:
    """The inverse Hessian, as the remembered pairs have it, times the gradient."""
    pairs = [(s, y, 1 / (s @ y)) for s, y in memory if s @ y > 0]
    result, weights = gradient, []
    for s, y, rho in reversed(pairs):
        weights.append(rho * (s @ result))
        result = result - weights[-1] * y
    if pairs:
        s, y, _ = pairs[-1]
        result = result * ((s @ y) / (y @ y))
    else:
        result = result / max(1.0, float(np.linalg.norm(gradient)))
    for (s, y, rho), weight in zip(pairs, reversed(weights), strict=True):
        result = result + (weight - rho * (y @ result)) * s
    return result


def _step(
    objective: Objective,
    parameters: FloatArray,
    here: tuple[float, FloatArray],
    direction: FloatArray,
) -> tuple[FloatArray, tuple[float, FloatArray]] | None:
    """The first of the steps 1, ½, ¼, … that decreases the value enough (Armijo), if any."""
    value, gradient = here
    slope = float(direction @ gradient)
    length = 1.0
    for _ in range(HALVINGS):
        after = parameters + length * direction
        there = objective.value(after)
        if there[0] <= value + SUFFICIENT_DECREASE * length * slope and there[0] < value:
            return after, there
        length /= 2
    return None
