"""How a network's training is doing, layer by layer, and what that means in words.

Rules with stated thresholds; all are rules of thumb. Gradients that shrink layer by layer are
Hochreiter's (1991) and Glorot and Bengio's (2010) finding, dead rectifiers Lu et al.'s (2019); a
step of about a thousandth of the weights is what practitioners aim at (Karpathy 2019).
"""

import csv
import io
import warnings
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

import numpy as np

from workbench.data.dataset import FloatArray

SHRINKS = 100.0  # times smaller at the first layer than at a later one: they begin to vanish
VANISHED = 1e3
EXPLODED_BY = 1e3  # times larger at the first layer than at the last
EXPLODED = 1e3  # the norm of one layer's gradient
MANY_DEAD, MOST_DEAD = 0.4, 0.9  # of a layer's units
SATURATED = 0.5  # of a layer's outputs
LARGE_STEP, TINY_STEP = 0.1, 1e-6  # of the weights
N_LATEST = 5  # looks that a verdict is of: one batch may be odd

Level: TypeAlias = Literal["fine", "warning", "failed", "unknown"]


@dataclass(frozen=True, eq=False)
class LayerLook:
    """What one look at a network showed; arrays of shape (layers,), NaN where there is none.

    Args:
        epoch: in which it was; 0 after the training.
        gradient_norm: of each layer's parameters.
        dead_share: of a rectifier's units, how many gave 0 for every row.
        saturated_share: of what sigmoid and tanh layers gave, how much was near a limit.
        update_ratio: the norm of the step as a share of that of the weights.
        activation_std: of what the layers gave.
    """

    epoch: int
    gradient_norm: FloatArray
    dead_share: FloatArray
    saturated_share: FloatArray
    update_ratio: FloatArray
    activation_std: FloatArray


@dataclass(frozen=True)
class Verdict:
    """What is the matter with a network, and what can be done.

    Args:
        remedy: empty where nothing need be done.
    """

    level: Level
    sentence: str
    remedy: str = ""


@dataclass(frozen=True, eq=False)
class Course:
    """One learner's training, or what its fitted model showed.

    Args:
        layers: what they are called in sentences.
        looks: in order.
        is_final: whether the last look is at the fitted model, on training rows.
    """

    learner: str
    layers: tuple[str, ...] = ()
    looks: tuple[LayerLook, ...] = ()
    is_final: bool = False

    @property
    def in_training(self) -> tuple[LayerLook, ...]:
        """The looks while it trained."""
        return tuple(look for look in self.looks if look.epoch)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What is the matter, the worst first; that all is well if nothing is.

        Of the fitted network, where it was looked at, and then of the end of its training.
        """
        final = [fault for look in self.looks[-1:] if self.is_final for fault in self._of(look)]
        before = self._of(_middle(self.in_training[-N_LATEST:])) if self.in_training else []
        if self.is_final:
            words = "While it trained: {}"
            before = [replace(v, sentence=words.format(v.sentence)) for v in before]
        found = sorted([*final, *before], key=lambda v: _ORDER[v.level])
        if not found and self.looks:
            last = self.looks[-1] if self.is_final else _middle(self.looks[-N_LATEST:])
            return (_fine(last),)
        return tuple(found)

    def _of(self, look: LayerLook) -> list[Verdict]:
        return [*_gradients(self.layers, look), *_units(self.layers, look), *_steps(self, look)]


@dataclass(frozen=True, eq=False)
class Health:
    """The courses of some learners."""

    courses: tuple[Course, ...] = field(default=())

    def to_csv(self) -> str:
        """A row for each learner, look and layer; then a row for each verdict."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["learner", "epoch", "layer", *_HEADS])
        for course in self.courses:
            for look in course.looks:
                table = np.column_stack([getattr(look, name) for name in _HEADS])
                for layer, row in zip(course.layers, table, strict=True):
                    numbers = ["" if np.isnan(value) else f"{value:.6g}" for value in row]
                    writer.writerow([course.learner, look.epoch or "end", layer, *numbers])
        for course in self.courses:
            for verdict in course.verdicts:
                words = f"{verdict.sentence} {verdict.remedy}".strip()
                writer.writerow([course.learner, verdict.level, words])
        return text.getvalue()


_HEADS = ("gradient_norm", "dead_share", "saturated_share", "update_ratio", "activation_std")
_ORDER = {"failed": 0, "warning": 1, "unknown": 2, "fine": 3}


def layer_words(names: tuple[str, ...], has_weights: FloatArray) -> tuple[str, ...]:
    """What layers are called in sentences.

    Args:
        names: as a training tells them, "2 Linear" or "conv1 Conv2d".
        has_weights: which of them have parameters; what follows one belongs to it.
    """
    words, number = [], 0
    for name, weighs in zip(names, has_weights, strict=True):
        own, _, kind = name.rpartition(" ")
        number += bool(weighs)
        if not own or own.replace(".", "").isdigit():
            words.append(f"layer {max(1, number)} ({kind})")
        else:
            words.append(f"{own} ({kind})")
    return tuple(words)


def factor(number: float) -> str:
    """A factor in words: "850", or "2·10⁵"."""
    if not np.isfinite(number):
        return "∞"
    if number < 1e4:
        return f"{number:.3g}" if number < 100 else f"{number:,.0f}"
    exponent = int(np.floor(np.log10(number)))
    raised = str(exponent).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{number / 10**exponent:.2g}·10{raised}"


def _gradients(layers: tuple[str, ...], look: LayerLook) -> list[Verdict]:
    places = np.flatnonzero(~np.isnan(look.gradient_norm))
    norms = look.gradient_norm[places]
    if not len(norms):
        return []
    if not np.isfinite(norms).all():
        return [_no_number()]
    found = []
    if (place := _largest(norms, EXPLODED)) is not None:
        found.append(_exploding(f"The gradient of {layers[places[place]]} has the norm "
                                f"{factor(float(norms[place]))}: exploding."))  # fmt: skip
    if len(norms) > 1 and norms.max() > 0:
        found += _along(norms, [layers[place] for place in places])
    return found[:1]


def _along(norms: FloatArray, names: list[str]) -> list[Verdict]:
    """How gradients change from the last layer towards the input."""
    first, last, later = float(norms[0]), float(norms[-1]), float(norms[1:].max())
    if first == 0:
        still = names[int(np.flatnonzero(norms == 0)[-1])]
        return [_vanishing(f"No gradient arrives at {still} or before it: it stands still.")]
    if later / first >= SHRINKS:
        words = f"Gradients shrink {factor(later / first)}-fold towards the input: "
        has_vanished = later / first >= VANISHED
        words += "vanishing." if has_vanished else "they begin to vanish."
        return [_vanishing(words, "failed" if has_vanished else "warning")]
    if last > 0 and first / last >= EXPLODED_BY:
        words = f"Gradients grow {factor(first / last)}-fold towards the input: exploding."
        return [_exploding(words)]
    return []


def _units(layers: tuple[str, ...], look: LayerLook) -> list[Verdict]:
    found = []
    for place, share in enumerate(look.dead_share):
        if share >= MANY_DEAD:
            level: Level = "failed" if share >= MOST_DEAD else "warning"
            words = f"{_first(layers[place])}: {100 * share:.0f} % of units never fire."
            found.append(Verdict(level, words, "Lower the learning rate, or take leaky_relu."))
    for place, share in enumerate(look.saturated_share):
        if share >= SATURATED:
            words = (
                f"{_first(layers[place])}: {100 * share:.0f} % of outputs are at their limits "
                "(saturated) and pass hardly any gradient."
            )
            remedy = "Standardise the inputs, take smaller initial weights or relu."
            found.append(Verdict("warning", words, remedy))
    return found


def _steps(course: Course, look: LayerLook) -> list[Verdict]:
    ratios = look.update_ratio
    if not np.isfinite(ratios).any():
        return []
    place, least = int(np.nanargmax(ratios)), float(np.nanmax(ratios))
    if ratios[place] >= LARGE_STEP:
        words = f"Each step changes {course.layers[place]} by {100 * ratios[place]:.0f} %."
        return [Verdict("warning", words, "Lower the learning rate.")]
    if least < TINY_STEP:
        words = f"No step changes any layer by more than {least:.0e} of its weights."
        return [Verdict("warning", words, "Raise the learning rate, if the loss still falls.")]
    return []


def _fine(look: LayerLook) -> Verdict:
    norms = look.gradient_norm[np.isfinite(look.gradient_norm)]
    if not len(norms):
        return Verdict("unknown", "Nothing is known of this network's gradients.")
    parts = [f"gradients between {norms.min():.2g} and {norms.max():.2g}"]
    dead = look.dead_share[np.isfinite(look.dead_share)]
    if len(dead):
        parts.append(f"at most {100 * dead.max():.0f} % of a layer's units never fire")
    saturated = look.saturated_share[np.isfinite(look.saturated_share)]
    if len(saturated):
        parts.append(f"at most {100 * saturated.max():.0f} % of a layer's outputs are saturated")
    return Verdict("fine", f"Healthy: {', '.join(parts)}.")


def _no_number() -> Verdict:
    return Verdict(
        "failed", "Gradients are no longer numbers: the training has diverged.",
        "Lower the learning rate, or clip the gradient.",
    )  # fmt: skip


def _vanishing(words: str, level: Level = "failed") -> Verdict:
    remedy = "Take relu instead of sigmoid, fewer layers, batch normalisation or other weights."
    return Verdict(level, words, remedy)


def _exploding(words: str) -> Verdict:
    return Verdict("failed", words, "Clip the gradient, or lower the learning rate.")


def _largest(norms: FloatArray, limit: float) -> int | None:
    place = int(norms.argmax())
    return place if norms[place] >= limit else None


def _first(name: str) -> str:
    return name[:1].upper() + name[1:]


def _middle(looks: tuple[LayerLook, ...]) -> LayerLook:
    """The median of some looks."""
    return LayerLook(looks[-1].epoch, *(_median([getattr(o, n) for o in looks]) for n in _HEADS))


def _median(arrays: list[FloatArray]) -> FloatArray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of a layer that has no such figure
        median: FloatArray = np.nanmedian(np.stack(arrays), axis=0)
    return median
