"""From fits of a learner with several values of a parameter to its scores along them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench.core.errors import FlowError
from workbench.core.run import Noted, Run
from workbench.data.dataset import FloatArray
from workbench.evaluation.comparison.trials import SCORES
from workbench.evaluation.predictions import free_name
from workbench.evaluation.score_curves import ScoreLine, ValidationCurves
from workbench.flow.expand import value_text
from workbench.models.fits import Fits
from workbench.models.majority import Majority
from workbench.nodes.comparison_part import part_of
from workbench.nodes.fold_figures import fold_figures, overlap_of

_SIMPLER_IF_LARGER = re.compile(r"\bk$|decay|dropout|regulari[sz]|\bl[12]\b|leaf|alpha")
_CHOICE = re.compile(r" \(([^()]* = .*)\)$")  # as a copy of a swept node is called

Settings = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class _Tried:
    """One fit, what it was given, and its scores."""

    fits: Fits
    settings: Settings
    train: Mapping[str, FloatArray]
    test: Mapping[str, FloatArray]


def validation_curves(fits: Sequence[Fits], parameter: str, simpler: str) -> Run[ValidationCurves]:
    """Scores of each learner along the parameter that was given several values.

    A learner without several values is drawn with the same score everywhere; the other parameters
    that differ tell lines apart.

    Raises:
        FlowError: no parameter has several values, or not the one that is asked for.
        FitError: there are no test rows.
    """
    settings = _settings_of(fits)
    axis = _axis(settings, parameter)
    tried: list[_Tried] = []
    for number, (one, given) in enumerate(zip(fits, settings, strict=True)):
        scores = []
        for half, part in enumerate(("train", "test")):
            run = fold_figures(one, part)
            scores.append((yield from part_of(run, 2 * number + half, 2 * len(fits), one.name)))
        tried.append(_Tried(one, given, *scores))
    values = _in_order([t.settings[axis] for t in tried if axis in t.settings])
    numbers = _as_numbers(values)
    if numbers is None:
        yield Noted(f"The values of {axis} are no numbers: they are drawn in the order given.")
    places = [float(i) for i in range(len(values))] if numbers is None else numbers
    lines = _lines(tried, axis, values, places)
    known = {score for line in lines for score in line.test}
    return ValidationCurves(
        axis.replace("_", " "),
        lines,
        tuple(s for s in SCORES if s in known),
        tuple(map(value_text, values)) if numbers is None else (),
        _is_simpler_if_larger(axis, numbers) if simpler == "auto" else simpler == "larger",
    )


def _settings_of(fits: Sequence[Fits]) -> list[Settings]:
    """For each of the fits the parameters in which it differs from others of its learner."""
    found: list[Settings] = [{} for _ in fits]
    for kind in dict.fromkeys(type(one.learner) for one in fits):
        places = [i for i, one in enumerate(fits) if type(one.learner) is kind]
        own = [fits[i].learner.parameters() for i in places]
        differing = [name for name in own[0] if any(o[name] != own[0][name] for o in own[1:])]
        named = [_named(fits[i].name) for i in places]  # what was swept before the learner
        for i, parameters, words in zip(places, own, named, strict=True):
            before = {n: v for n, v in words.items() if n.replace(" ", "_") not in parameters}
            found[i] = {**{name: parameters[name] for name in differing}, **before}
    return found


def _named(name: str) -> Settings:
    """The values in the name of a swept copy: "MLP (PCA components = 2)"."""
    match = _CHOICE.search(name)
    pairs = [part.split(" = ", 1) for part in match[1].split(", ")] if match else []
    return {pair[0]: _number(pair[1]) for pair in pairs if len(pair) == 2}


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _axis(settings: Sequence[Settings], wanted: str) -> str:
    values: dict[str, list[Any]] = {}
    for given in settings:
        for name, value in given.items():
            if value not in values.setdefault(name, []):
                values[name].append(value)
    several = {name: len(some) for name, some in values.items() if len(some) > 1}
    if not several:
        raise FlowError(
            "No parameter has several values, so there is nothing to draw scores along.",
            remedy="Give a parameter of the learner several values, such as 1, 3, 5, 9.",
        )
    names = {name.replace("_", " "): name for name in several}
    if not wanted:
        return max(several, key=lambda name: several[name])
    if wanted.replace("_", " ") not in names:
        known = ", ".join(several)
        raise FlowError(f"'{wanted}' has not several values; these have: {known}.")
    return names[wanted.replace("_", " ")]


def _lines(
    tried: Sequence[_Tried], axis: str, values: Sequence[Any], places: Sequence[float]
) -> tuple[ScoreLine, ...]:
    groups: dict[tuple[str, str, int], list[_Tried]] = {}
    seen: Counter[tuple[str, str, str]] = Counter()  # twice: of another data set, say
    for one in tried:
        others = {n: v for n, v in one.settings.items() if n != axis}
        words = ", ".join(f"{n.replace('_', ' ')} = {value_text(v)}" for n, v in others.items())
        base = _CHOICE.sub("", one.fits.name)
        place = base, words, value_text(one.settings.get(axis))
        groups.setdefault((base, words, seen[place]), []).append(one)
        seen[place] += 1
    lines: list[ScoreLine] = []
    for (base, words, _), some in groups.items():
        name = f"{base} ({words})" if words else base
        free = free_name(name, [line.learner for line in lines])
        lines.append(_line(free, some, axis, (values, places)))
    return tuple(lines)


def _line(
    name: str, some: Sequence[_Tried], axis: str, along: tuple[Sequence[Any], Sequence[float]]
) -> ScoreLine:
    values, places = along
    by_place = {
        places[values.index(one.settings[axis])]: one for one in some if axis in one.settings
    }
    if not by_place:  # the same everywhere
        by_place = dict.fromkeys(places, some[0])
    x = sorted(by_place)
    ordered = [by_place[place] for place in x]
    names = [score for score in SCORES if score in ordered[0].test]
    n = max(len(one.test[names[0]]) for one in ordered) if names else 0
    return ScoreLine(
        name,
        np.array(x),
        {s: np.stack([_filled(one.train[s], n) for one in ordered]) for s in names},
        {s: np.stack([_filled(one.test[s], n) for one in ordered]) for s in names},
        isinstance(some[0].fits.learner, Majority),
        overlap_of(some[0].fits.splits),
    )


def _filled(values: FloatArray, n: int) -> FloatArray:
    """A score by fold, NaN for the folds that a stopped run has not come to."""
    return np.pad(values, (0, n - len(values)), constant_values=np.nan)


def _in_order(values: Sequence[Any]) -> list[Any]:
    unique: list[Any] = []
    for value in values:
        if value not in unique:
            unique.append(value)
    return sorted(unique) if _as_numbers(unique) is not None else unique


def _as_numbers(values: Sequence[Any]) -> list[float] | None:
    if any(isinstance(v, bool) or not isinstance(v, int | float) for v in values):
        return None
    return [float(v) for v in values]


def _is_simpler_if_larger(axis: str, numbers: Sequence[float] | None) -> bool | None:
    """None for what is no number: the order in which names were given means nothing."""
    if numbers is None:
        return None
    return bool(_SIMPLER_IF_LARGER.search(axis.replace("_", " ")))
