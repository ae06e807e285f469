"""What a training has shown so far, as the view of its health draws it."""

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.evaluation.health import Course, LayerLook, layer_words
from workbench.training.events import Diagnosed


def course_of(learner: str, seen: Sequence[Diagnosed]) -> Course:
    """The course of a training; of several networks the middle of those that go on."""
    if not seen:
        return Course(learner)
    last = seen[-1]
    alike = [event for event in seen if event.layers == last.layers]
    words = layer_words(last.layers, np.isfinite(_middle(last.weight_std)))
    return Course(learner, words, tuple(map(_look, alike)))


def _look(event: Diagnosed) -> LayerLook:
    unknown = np.full_like(event.gradient_norm, np.nan)
    return LayerLook(
        event.epoch,
        _middle(event.gradient_norm),
        _middle(event.dead_share),
        _middle(unknown if event.saturated_share is None else event.saturated_share),
        _middle(unknown if event.update_ratio is None else event.update_ratio),
        _middle(event.activation_std),
    )


def _middle(figures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Over the networks, shape (layers,)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a layer that has no such figure
        middle: NDArray[np.float64] = np.nanmedian(figures, axis=0)
    return middle
