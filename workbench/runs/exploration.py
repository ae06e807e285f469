"""An exploration: a file and the steps taken on its data, as a value; and what comes out of it.

Every change gives a new exploration; the old one is the undo (``flow.history.History``). To look
at the result, the steps are applied one after the other to all rows. As a flow, those that learn
from data stand after the split (``runs/exploration_flow.py``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from workbench.core.component import Component
from workbench.core.errors import Defect, WorkbenchError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.reader import Reader
from workbench.preprocess.transform import DatasetTransform, RowSampler, Transform

StepComponent: TypeAlias = DatasetTransform | Transform | RowSampler
STEP_FAMILIES = (DatasetTransform, Transform, RowSampler)

# Components of which two in a row are one step: the parameters that add up, or nothing where the
# later one says all.
_MERGED: dict[str, tuple[str, ...]] = {"edit_cells": ("edits",), "set_class": ()}


@dataclass(frozen=True)
class Step:
    """One step of an exploration.

    Args:
        is_enabled: a step that is switched off stays in its place and does nothing.
    """

    component: StepComponent
    is_enabled: bool = True

    @property
    def learns(self) -> bool:
        """Whether it belongs after the split: it learns from rows, or chooses training rows."""
        return not isinstance(self.component, DatasetTransform)


@dataclass(frozen=True)
class Exploration:
    """What is read, and what is done with it, in order."""

    reader: Reader
    steps: tuple[Step, ...] = ()

    def with_step(self, component: StepComponent) -> "Exploration":
        """One more step at the end; cells edited in a row are one step."""
        last = self.steps[-1] if self.steps else None
        if last is not None and last.is_enabled:
            merged = _merged(last.component, component)
            if merged is not None:
                return replace(self, steps=(*self.steps[:-1], replace(last, component=merged)))
        return replace(self, steps=(*self.steps, Step(component)))

    def with_component(self, position: int, component: StepComponent) -> "Exploration":
        """The step at ``position`` with other parameters, or by another component."""
        return self._with(position, replace(self.steps[position], component=component))

    def with_enabled(self, position: int, *, is_enabled: bool) -> "Exploration":
        """The step at ``position`` switched on or off."""
        return self._with(position, replace(self.steps[position], is_enabled=is_enabled))

    def without_step(self, position: int) -> "Exploration":
        """All steps but the one at ``position``."""
        return replace(self, steps=(*self.steps[:position], *self.steps[position + 1 :]))

    def with_moved(self, position: int, to: int) -> "Exploration":
        """The step at ``position`` taken out and put in so that it is at ``to``."""
        steps = list(self.steps)
        steps.insert(to, steps.pop(position))
        return replace(self, steps=tuple(steps))

    def with_class(self, name: str) -> "Exploration":
        """Another class from the start: the reader's own choice. "none" is no class."""
        return replace(self, reader=self.reader.with_parameters({"class_attribute": name}))

    def _with(self, position: int, step: Step) -> "Exploration":
        steps = (*self.steps[:position], step, *self.steps[position + 1 :])
        return replace(self, steps=steps)


@dataclass(frozen=True, eq=False)
class Applied:
    """The data set that is read, and the one after each step, as far as the steps can be applied.

    Args:
        exploration: what was asked for.
        datasets: the file's, then one for each step; shorter after a step that failed.
        error: why the step at ``failed`` cannot be applied.
    """

    exploration: Exploration
    datasets: tuple[Dataset, ...]
    error: WorkbenchError | None = None

    @property
    def dataset(self) -> Dataset:
        """The result: after the last step that could be applied."""
        return self.datasets[-1]

    @property
    def failed(self) -> int | None:
        """The position of the step that cannot be applied; None if all can."""
        return len(self.datasets) - 1 if self.error is not None else None

    def before(self, position: int) -> Dataset:
        """What arrives at the step at ``position``, or at the one before which it failed."""
        return self.datasets[min(position, len(self.datasets) - 1)]


def applied(exploration: Exploration, known: Applied | None = None) -> Run[Applied]:
    """Read the file and apply the steps; a step that fails ends it and is named in the result.

    Args:
        known: an earlier result: what it shares with ``exploration`` is not computed again.

    Raises:
        DataError: the file cannot be read.
    """
    datasets = [] if known is None else _shared(exploration, known)
    if not datasets:
        datasets = [(yield from _read(exploration.reader, known))]
    for number in range(len(datasets) - 1, len(exploration.steps)):
        step = exploration.steps[number]
        yield Progressed(number, len(exploration.steps), step.component.title)
        try:
            datasets.append(stepped(datasets[-1], step))
        except WorkbenchError as error:
            error.at(node=step.component.title)
            return Applied(exploration, tuple(datasets), error)
        except Exception as error:  # noqa: BLE001  a plug-in's fault must not lose the others' work
            return Applied(exploration, tuple(datasets), Defect.of(error))
    return Applied(exploration, tuple(datasets))


def stepped(dataset: Dataset, step: Step) -> Dataset:
    """The data set after one step; one that learns does so from all the rows that are there.

    Raises:
        WorkbenchError: the step cannot be applied to these data.
    """
    if not step.is_enabled:
        return dataset
    match step.component:
        case DatasetTransform() as change:
            return change.apply(dataset)
        case Transform() as transform:
            return transform.fit(dataset).apply(dataset)
        case RowSampler() as sampler:
            return dataset.take(sampler.rows(dataset))


def _read(reader: Reader, known: Applied | None) -> Run[Dataset]:
    if known is not None and _same_file(reader, known.exploration.reader):
        dataset, notes = reader.with_chosen_class(known.datasets[0])
        yield from notes
        return dataset
    return (yield from reader.read())


def _same_file(one: Reader, other: Reader) -> bool:
    """Whether two readers differ in the choice of the class at most."""
    return type(one) is type(other) and one == other.with_parameters(
        {"class_attribute": one.class_attribute}
    )


def _shared(exploration: Exploration, known: Applied) -> list[Dataset]:
    """The data sets that an earlier result has of the same reader and the same first steps."""
    if exploration.reader != known.exploration.reader:
        return []
    n_shared = _n_equal(exploration.steps, known.exploration.steps)
    return list(known.datasets[: 1 + n_shared])


def _n_equal(one: Sequence[Step], other: Sequence[Step]) -> int:
    """How many steps at the beginning are the same."""
    n = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        n += 1
    return n


def _merged(first: Component, second: StepComponent) -> StepComponent | None:
    """One component that does what two in a row do; None if they stay two."""
    if type(first) is not type(second) or second.key not in _MERGED:
        return None
    added = {name: (*getattr(first, name), *getattr(second, name)) for name in _MERGED[second.key]}
    return second.with_parameters(added)
