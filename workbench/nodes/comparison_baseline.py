"""What learners have to beat, trained on the very splits that they were tested on."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.core.errors import FAILURES
from workbench.core.run import Noted, Run, watched
from workbench.models.fits import Fits, fit_splits
from workbench.models.learner import Learner
from workbench.models.logistic import Logistic
from workbench.models.majority import Majority
from workbench.nodes.comparison_part import part_of

BASELINES: dict[str, tuple[Learner, ...]] = {
    "none": (),
    "majority": (Majority(),),
    "logistic": (Logistic(),),
    "both": (Majority(), Logistic()),
}


@dataclass(frozen=True, eq=False)
class Group:
    """All fits on one data set, tested on the same folds."""

    name: str
    fits: tuple[Fits, ...]


def with_baselines(groups: Sequence[Group], baseline: str) -> Run[list[Group]]:
    """The groups with the baseline in front, where its learner is not among them already.

    A run that is stopped leaves out what it had not begun.
    """
    learners = BASELINES[baseline]
    extended: list[Group] = []
    is_stopped = False
    for number, group in enumerate(groups):
        added: list[Fits] = []
        for place, learner in enumerate(learners):
            if is_stopped or not _is_of_use(learner, group):
                continue
            part = number * len(learners) + place, len(groups) * len(learners)
            fits, is_stopped = yield from watched(_fitted(learner, group, part))
            added += [fits] if fits else []
        extended.append(replace(group, fits=(*added, *group.fits)))
    return extended


def _is_of_use(learner: Learner, group: Group) -> bool:
    """Whether it is not there yet and can predict such a class: Logistic predicts no numbers."""
    is_there = any(type(one.learner) is type(learner) for one in group.fits)
    task = group.fits[0].splits.dataset.schema.task
    return not is_there and (task == "classification" or isinstance(learner, Majority))


def _fitted(learner: Learner, group: Group, part: tuple[int, int]) -> Run[Fits | None]:
    splits = max((one.splits for one in group.fits), key=lambda s: len(s.folds))
    started = time.perf_counter()
    run = fit_splits(learner, splits)
    try:
        models = yield from part_of(run, *part, f"{learner.title} on {group.name}")
    except FAILURES as error:
        text = f"{learner.title} cannot be compared with on {group.name}: {error}"
        yield Noted(text, is_warning=True)
        return None
    kept = replace(splits, folds=splits.folds[: len(models)])
    seconds = time.perf_counter() - started
    return Fits(learner, learner.title, kept, models, seconds) if models else None
