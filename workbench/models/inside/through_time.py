"""How far back a recurrent network's gradient reaches: the terms of back-propagation in time."""

import numpy as np

from workbench.core.errors import ModelError
from workbench.core.run import Progressed, Run
from workbench.models.inside.glass import Glass
from workbench.models.inside.page import Floats, HeatMap, Lines, Look, Offer, Page, Part
from workbench.models.networks.bptt import BpttTerms
from workbench.models.rnn_model import RNNModel

KEY = "bptt"


def offer(glass: Glass) -> Offer | None:
    """For a chosen row; of Elman networks of one layer."""
    model = glass.model
    if not isinstance(model, RNNModel) or not glass.has_rows:
        return None
    shape = model.shape
    is_plain = shape.cell == "elman" and shape.layers == 1 and not shape.bidirectional
    return Offer(KEY, asks=frozenset({"sample"})) if is_plain else None


def page(glass: Glass, look: Look) -> Run[Page]:
    """The size of each term of dE/dW by how many steps it lies back."""
    yield Progressed(0, 1)
    model = glass.model
    if not isinstance(model, RNNModel):
        raise ModelError("Only a recurrent network has a gradient through time.")
    terms = model.bptt_terms(glass.row(look.sample))
    lags = by_lag(terms)
    reached = max(1, int(np.isfinite(lags).any(0).sum()))
    is_one = int(np.isfinite(lags).any(1).sum()) <= 1  # only the last step is asked for anything
    curves = lags[-1:] if is_one else np.stack([lags[-1], _mean(lags)])
    names = ("of the last step's error", "mean of all errors")[: len(curves)]
    x = np.arange(reached, dtype=np.float64)
    lines = Lines(x, curves[:, :reached], names, "steps back", "norm of the term", is_log=True)
    parts: tuple[Part, ...] = (lines,) if is_one else (lines, _all_terms(terms))
    words = "How much each earlier step adds to dE/dW, the gradient of the state's own weights."
    return Page(f"{words} {_told(lags[-1])}", parts)


def _all_terms(terms: BpttTerms) -> HeatMap:
    table = np.where(terms.norms > 0, terms.norms, np.nan)
    return HeatMap(
        np.log10(table),
        terms.labels,
        terms.labels,
        is_signed=False,
        row_title="error of step",
        column_title="term of step",
        title="log10 of each term",
    )


def by_lag(terms: BpttTerms) -> Floats:
    """The norm of each error's term by how many steps it lies back, (T, T); NaN beyond the start.

    A step before the first has no state to learn from: the term of k = 0 is 0 and left out.
    """
    norms, n = terms.norms, len(terms.norms)
    lags = np.full((n, n), np.nan)
    for t in range(n):
        for k in range(1, t + 1):
            if norms[t, k] > 0:
                lags[t, t - k] = norms[t, k]
    return lags


def _mean(lags: Floats) -> Floats:
    counts = np.isfinite(lags).sum(0)
    sums: Floats = np.nansum(lags, axis=0)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _told(lags: Floats) -> str:
    known = lags[np.isfinite(lags)]
    if len(known) < 2:
        return "There is one term only; a longer row has more."
    ratio = known[0] / known[-1]
    words = "smaller" if ratio >= 1 else "larger"
    factor = max(ratio, 1 / ratio)
    return f"{len(known) - 1} steps back the last error's term is {factor:.3g} times {words}."
