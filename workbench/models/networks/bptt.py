"""Back-propagation through time of an Elman network, written out term by term.

With s_t = tanh(a_t), a_t = U x_t + W s_{t−1} + b, s before the first step 0, and the outputs
o_t = V s_t + c, the error is E = Σ_t E_t and its gradient

* dE_t/dV = (dE_t/do_t) s_tᵀ, where dE_t/do_t = ŷ_t − y_t for the cross-entropy of a softmax;
* dE_t/dW = Σ_{k ≤ t} (dE_t/ds_t) (∏_{j=k+1…t} diag(1 − s_j²) W) (∂⁺s_k/∂W),

∂⁺s_k/∂W = diag(1 − s_k²) · s_{k−1} being the derivative that holds s_{k−1} fixed (Werbos 1990; the
same with x_k in place of s_{k−1} for U, with 1 for b). A term is small where the product is: that
is how a gradient vanishes (Bengio et al. 1994).

Everything is computed with numpy in float64; no torch is needed to look at it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ElmanWeights:
    """The weights of one Elman layer and of what reads its state.

    Args:
        U, W, V: shapes (H, D), (H, H), (outputs, H).
        b, c: the biases, shapes (H,) and (outputs,); zeros where there are none.
    """

    U: Floats
    W: Floats
    V: Floats
    b: Floats
    c: Floats


@dataclass(frozen=True, eq=False)
class BpttTerms:
    """How the error of each step of one sequence depends on the weights, T steps.

    Args:
        weights: those that the terms are of.
        inputs: x_t, shape (T, D).
        states: s_t, shape (T, H).
        outputs: V s_t + c, shape (T, outputs).
        losses: E_t, shape (T,); 0 where nothing is asked of a step.
        errors: dE_t/do_t, shape (T, outputs).
        deltas: dE_t/da_k at [t, k], shape (T, T, H); 0 for k > t, and where the truncation cuts.
        truncation: after how many steps the state's gradient is cut; 0 = never.
        labels: what each step is called, such as its token; may be empty.
    """

    weights: ElmanWeights
    inputs: Floats
    states: Floats
    outputs: Floats
    losses: Floats
    errors: Floats
    deltas: Floats
    truncation: int = 0
    labels: tuple[str, ...] = ()

    @property
    def before(self) -> Floats:
        """The state before each step, shape (T, H)."""
        return np.vstack([np.zeros_like(self.states[:1]), self.states[:-1]])

    def term(self, t: int, k: int) -> Floats:
        """What step k contributes to dE_t/dW, shape (H, H)."""
        return np.outer(self.deltas[t, k], self.before[k])

    @property
    def norms(self) -> Floats:
        """The Frobenius norm of ``term(t, k)`` at [t, k], shape (T, T)."""
        norms: Floats = np.linalg.norm(self.deltas, axis=2) * np.linalg.norm(self.before, axis=1)
        return norms

    @property
    def d_v(self) -> Floats:
        """dE_t/dV of each step, (dE_t/do_t) s_tᵀ, shape (T, outputs, H)."""
        return self.errors[:, :, None] * self.states[:, None, :]

    @property
    def d_w(self) -> Floats:
        """dE_t/dW of each step, the sum of its terms, shape (T, H, H)."""
        of_each: Floats = np.einsum("tki,kj->tij", self.deltas, self.before)
        return of_each

    @property
    def d_u(self) -> Floats:
        """dE_t/dU of each step, shape (T, H, D)."""
        of_each: Floats = np.einsum("tki,kj->tij", self.deltas, self.inputs)
        return of_each

    def gradient(self) -> ElmanWeights:
        """dE/d of each weight, E = Σ_t E_t, in the places of the weights."""
        db, dc = self.deltas.sum((0, 1)), self.errors.sum(0)
        return ElmanWeights(self.d_u.sum(0), self.d_w.sum(0), self.d_v.sum(0), db, dc)


def softmax_terms(
    weights: ElmanWeights, inputs: Floats, targets: NDArray[np.int64], truncation: int = 0
) -> BpttTerms:
    """The terms for E_t = −log ŷ_t[target], ŷ_t = softmax(o_t).

    Args:
        inputs: shape (T, D).
        targets: shape (T,); −1 where nothing is asked of a step.
    """
    states, outputs = unrolled(weights, inputs)
    asked = targets >= 0
    rows, codes = np.arange(len(targets)), np.maximum(targets, 0)
    shifted = outputs - outputs.max(1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))  # log ŷ
    errors = np.exp(logs)
    errors[rows, codes] -= 1  # ŷ − y
    losses = np.where(asked, -logs[rows, codes], 0.0)
    return _terms(weights, inputs, (states, outputs), (losses, errors * asked[:, None]), truncation)


def squared_terms(
    weights: ElmanWeights, inputs: Floats, targets: Floats, truncation: int = 0
) -> BpttTerms:
    """The terms for E_t = (o_t − y_t)², one output.

    Args:
        inputs: shape (T, D).
        targets: shape (T,); NaN where nothing is asked of a step.
    """
    states, outputs = unrolled(weights, inputs)
    gaps = np.where(np.isnan(targets), 0.0, outputs[:, 0] - targets)
    return _terms(weights, inputs, (states, outputs), (gaps**2, 2 * gaps[:, None]), truncation)


def unrolled(weights: ElmanWeights, inputs: Floats) -> tuple[Floats, Floats]:
    """The states (T, H) and outputs (T, outputs) of one sequence, step by step."""
    state, states = np.zeros(len(weights.W)), []
    for x in inputs:
        state = np.tanh(weights.U @ x + weights.W @ state + weights.b)
        states.append(state)
    all_states = np.array(states).reshape(len(inputs), len(weights.W))
    return all_states, all_states @ weights.V.T + weights.c


def _terms(
    weights: ElmanWeights,
    inputs: Floats,
    passed: tuple[Floats, Floats],
    asked: tuple[Floats, Floats],
    truncation: int,
) -> BpttTerms:
    states, outputs = passed
    losses, errors = asked
    deltas = _deltas(weights, states, errors, truncation)
    return BpttTerms(weights, inputs, states, outputs, losses, errors, deltas, truncation)


def _deltas(weights: ElmanWeights, states: Floats, errors: Floats, truncation: int) -> Floats:
    """dE_t/da_k at [t, k], from k = t backwards to where the state's gradient is cut."""
    n, slope = len(states), 1 - states**2  # (T, H): tanh' at a_t
    deltas = np.zeros((n, n, states.shape[1]))
    pulls = errors @ weights.V  # (T, H): dE_t/ds_t
    for t in range(n):
        first = t // truncation * truncation if truncation else 0
        pull = pulls[t]
        for k in range(t, first - 1, -1):
            deltas[t, k] = slope[k] * pull  # dE_t/da_k
            pull = deltas[t, k] @ weights.W  # dE_t/ds_{k−1}
    return deltas
