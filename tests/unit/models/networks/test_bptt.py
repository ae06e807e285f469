import numpy as np
import pytest
import torch
from torch.nn import functional

from workbench.models.networks.bptt import (
    BpttTerms,
    ElmanWeights,
    Floats,
    softmax_terms,
    squared_terms,
)
from workbench.models.networks.recurrence import Recurrence
from workbench.models.networks.recurrent import RecurrentNetwork

T, D, H, C = 9, 4, 5, 6


def weights(n_outputs: int = C) -> ElmanWeights:
    random = np.random.default_rng(3)
    shapes = ((H, D), (H, H), (n_outputs, H), (H,), (n_outputs,))
    return ElmanWeights(*(random.normal(size=shape) * 0.7 for shape in shapes))


def inputs() -> Floats:
    return np.random.default_rng(4).normal(size=(T, D))


def targets() -> np.ndarray:
    return np.random.default_rng(5).integers(C, size=T)


def network(of: ElmanWeights, truncation: int) -> RecurrentNetwork:
    """The network that is trained, with these weights, in double precision."""
    shape = Recurrence(0, D, len(of.c), hidden=H, every_step=True, truncation=truncation)
    made = RecurrentNetwork(shape).double()
    arrays = {"forth.0.U": of.U, "forth.0.W": of.W, "forth.0.b": of.b}
    arrays |= {"V.weight": of.V, "V.bias": of.c}
    made.load_state_dict({name: torch.from_numpy(a) for name, a in arrays.items()})
    return made


def autograd(of: ElmanWeights, truncation: int) -> dict[str, Floats]:
    """The gradient that the training of the network descends."""
    made = network(of, truncation)
    outputs = made(torch.from_numpy(inputs())[None])[0]
    functional.cross_entropy(outputs, torch.from_numpy(targets()), reduction="sum").backward()
    return {n: p.grad.numpy() for n, p in made.named_parameters() if p.grad is not None}


def largest_difference(terms: BpttTerms, truncation: int) -> float:
    ours, theirs = terms.gradient(), autograd(terms.weights, truncation)
    pairs = {"forth.0.U": ours.U, "forth.0.W": ours.W, "forth.0.b": ours.b}
    pairs |= {"V.weight": ours.V, "V.bias": ours.c}
    return max(float(np.abs(pairs[name] - theirs[name]).max()) for name in theirs)


@pytest.mark.parametrize("truncation", [0, 1, 2, 4, T])
def test_that_the_gradient_is_that_of_autograd(truncation: int) -> None:
    terms = softmax_terms(weights(), inputs(), targets(), truncation)
    assert largest_difference(terms, truncation) < 1e-12


def test_that_truncation_changes_the_gradient_but_for_one_as_long_as_the_sequence() -> None:
    whole, cut, long = (softmax_terms(weights(), inputs(), targets(), n) for n in (0, 3, T))
    assert np.abs(whole.gradient().W - cut.gradient().W).max() > 1e-3
    np.testing.assert_array_equal(whole.gradient().W, long.gradient().W)


def test_that_each_term_is_the_product_of_the_formula() -> None:
    terms = softmax_terms(weights(), inputs(), targets())
    t, k = 6, 2
    pull = terms.weights.V.T @ terms.errors[t]  # dE_t/ds_t
    product = np.eye(H)
    for j in range(t, k, -1):
        product = product @ np.diag(1 - terms.states[j] ** 2) @ terms.weights.W
    direct = np.outer(1 - terms.states[k] ** 2, terms.states[k - 1])  # ∂⁺s_k/∂W, row by row
    expected = (pull @ product)[:, None] * direct
    np.testing.assert_allclose(terms.term(t, k), expected, atol=1e-14)
    assert terms.norms[t, k] == pytest.approx(np.linalg.norm(expected))


def test_that_the_terms_of_a_step_add_up_and_come_from_earlier_steps_only() -> None:
    terms = softmax_terms(weights(), inputs(), targets())
    for t in range(T):
        added = sum(terms.term(t, k) for k in range(t + 1))
        np.testing.assert_allclose(added, terms.d_w[t], atol=1e-14)
        assert not terms.norms[t, t + 1 :].any()
        assert not terms.norms[t, 0], "no state comes before the first step"


def test_that_the_gradient_of_v_is_error_times_state() -> None:
    terms = softmax_terms(weights(), inputs(), targets())
    probabilities = np.exp(terms.outputs) / np.exp(terms.outputs).sum(1, keepdims=True)
    truth = np.eye(C)[targets()]
    expected = np.outer(probabilities[4] - truth[4], terms.states[4])
    np.testing.assert_allclose(terms.d_v[4], expected, atol=1e-14)


def test_that_a_truncated_term_is_none_at_all() -> None:
    norms = softmax_terms(weights(), inputs(), targets(), 3).norms
    assert norms[5, 4] > 0
    assert norms[5, 3] > 0
    assert not norms[5, :3].any(), "the state is cut off before step 3"


def test_that_a_step_without_a_target_has_no_error() -> None:
    asked = targets()
    asked[:-1] = -1
    terms = softmax_terms(weights(), inputs(), asked)
    assert terms.losses[:-1].tolist() == [0.0] * (T - 1)
    assert terms.losses[-1] > 0
    assert not terms.deltas[:-1].any()


def test_that_terms_vanish_with_a_small_w() -> None:
    small = weights()
    small = ElmanWeights(small.U, small.W * 0.1, small.V, small.b, small.c)
    norms = softmax_terms(small, inputs(), targets()).norms[-1]
    assert norms[-1] > 1e3 * norms[2]


def test_that_squared_errors_agree_with_autograd() -> None:
    wanted = np.full(T, np.nan)
    wanted[[3, 8]] = (0.5, -1.0)
    terms = squared_terms(weights(1), inputs(), wanted)
    made = network(terms.weights, 0)
    outputs = made(torch.from_numpy(inputs())[None])[0, :, 0]
    (outputs[[3, 8]] - torch.tensor([0.5, -1.0])).square().sum().backward()
    gradient = made.get_parameter("forth.0.W").grad
    assert gradient is not None
    np.testing.assert_allclose(terms.gradient().W, gradient.numpy(), atol=1e-12)
    assert terms.losses.sum() == pytest.approx(terms.losses[[3, 8]].sum())
