"""What each family of components does in a flow: its ports, and its work on what arrives there."""

import inspect
import time
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar

from workbench.core.component import Component, unwrapped
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.reader import Reader
from workbench.data.split import Splits
from workbench.evaluation.predictions import Evaluation
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits, fit_splits
from workbench.models.learner import Learner
from workbench.models.model import Model
from workbench.preprocess.transform import DatasetTransform, RowSampler, Transform


@dataclass(frozen=True)
class Port:
    """One end of a link.

    Args:
        name: unique among a node's inputs, or among its outputs; stored in flow files.
        type: what flows: one of ``PORT_TYPES``.
        is_optional: whether the node runs without it.
        takes_many: whether several links may end here.
    """

    name: str
    type: type
    is_optional: bool = False
    takes_many: bool = False


@dataclass(frozen=True)
class Operation:
    """The ports and the work of one component class.

    Args:
        run: called with the component, the node's name and the inputs by port name.
    """

    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    run: Callable[[Any, str, Mapping[str, Any]], Run[Any]]


class Described(Component):
    """A kind whose ports are not those of a family, but are said."""

    ports: ClassVar[Operation]


class Unknown:
    """What flows at the port of a node whose kind is not known here: anything."""


class LayerValues:
    """What flows from layer to layer where a network's layers are drawn as a graph."""


# What may flow along a link, and the port name that goes with it.
PORT_TYPES: dict[type, str] = {
    Dataset: "data",
    Splits: "splits",
    Fits: "fits",
    Evaluation: "evaluation",
    Model: "model",
}

# The field's words for the types, in sentences.
TYPE_WORDS: dict[type, str] = {
    Dataset: "a data set",
    Splits: "splits (training and test parts)",
    Fits: "fitted models",
    Evaluation: "an evaluation",
    Model: "a model",
    LayerValues: "values of a layer",
    Unknown: "something that is not known here",
}


@cache
def operation(kind: type[Component]) -> Operation:
    """The operation of a component class.

    Raises:
        TypeError: the class belongs to no family (a defect of the component).
    """
    if issubclass(kind, Described):
        return kind.ports
    if issubclass(kind, NodeComponent):
        return _declared(kind)
    for family, ports_and_work in _FAMILIES.items():
        if issubclass(kind, family):
            return ports_and_work
    raise TypeError(f"{kind.__name__} is no reader, transform, learner or node")


def _read(reader: Reader, _name: str, _inputs: Mapping[str, Any]) -> Run[Dataset]:
    return (yield from reader.read())


def _change(step: DatasetTransform, _name: str, inputs: Mapping[str, Any]) -> Run[Dataset]:
    yield Progressed(0, 1)
    changed: Dataset = step.apply(inputs["data"])
    return changed


def _transform(transform: Transform, _name: str, inputs: Mapping[str, Any]) -> Run[Splits]:
    splits: Splits = inputs["splits"]
    folds = []
    for done, split in enumerate(splits.folds):
        yield Progressed(done, len(splits.folds), f"fold {done + 1}/{len(splits.folds)}")
        folds.append(split.with_transform(transform.fit(split.train)))
    return replace(splits, folds=tuple(folds))


def _sample(sampler: RowSampler, _name: str, inputs: Mapping[str, Any]) -> Run[Splits]:
    splits: Splits = inputs["splits"]
    folds = []
    for done, split in enumerate(splits.folds):
        yield Progressed(done, len(splits.folds), f"fold {done + 1}/{len(splits.folds)}")
        chosen = sampler.rows(split.train)
        folds.append(replace(split, train_rows=split.train_rows[chosen]))
    return replace(splits, folds=tuple(folds))


def _learn(learner: Learner, name: str, inputs: Mapping[str, Any]) -> Run[Fits]:
    splits: Splits = inputs["splits"]
    started = time.perf_counter()
    models = yield from fit_splits(learner, splits)
    return fits_of(learner, name, splits, models, time.perf_counter() - started)


def fits_of(
    learner: Learner, name: str, splits: Splits, models: tuple[Model, ...], seconds: float
) -> Fits:
    """What a learner's node gives; a run that was stopped has fewer models than splits."""
    finished = replace(splits, folds=splits.folds[: len(models)])
    return Fits(learner, name, finished, models, seconds)


def _declared(kind: type[NodeComponent]) -> Operation:
    work = inspect.getattr_static(kind, "run")
    hints = typing.get_type_hints(work)
    parameters = list(inspect.signature(work).parameters)[1:]
    inputs = tuple(_input(name, hints[name]) for name in parameters)
    return Operation(inputs, _outputs(result_type(hints["return"])), _run_declared)


def _outputs(result: Any) -> tuple[Port, ...]:
    if result in PORT_TYPES:
        return (Port(PORT_TYPES[result], result),)
    return (Port(*result.gives),) if hasattr(result, "gives") else ()


def _run_declared(node: Any, _name: str, inputs: Mapping[str, Any]) -> Run[Any]:
    result = node.run(**inputs)
    if inspect.isgenerator(result):
        return (yield from result)
    yield Progressed(1, 1)
    return result


def _input(name: str, hint: Any) -> Port:
    if typing.get_origin(hint) is tuple:
        return Port(name, typing.get_args(hint)[0], takes_many=True)
    return Port(name, unwrapped(hint), is_optional=type(None) in typing.get_args(hint))


def result_type(hint: Any) -> Any:
    """``X`` of ``X`` or of ``Run[X]``, which is a generator whose third argument is ``X``."""
    arguments = typing.get_args(hint)
    return arguments[2] if len(arguments) == 3 else hint


_DATA, _SPLITS = (Port("data", Dataset),), (Port("splits", Splits),)
_FAMILIES: dict[type[Component], Operation] = {
    Reader: Operation((), _DATA, _read),
    DatasetTransform: Operation(_DATA, _DATA, _change),
    Transform: Operation(_SPLITS, _SPLITS, _transform),
    RowSampler: Operation(_SPLITS, _SPLITS, _sample),
    Learner: Operation(_SPLITS, (Port("fits", Fits),), _learn),
}
