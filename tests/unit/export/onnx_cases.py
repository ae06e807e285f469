"""Models of shipped data for the tests of what leaves the program, trained briefly."""

from functools import cache
from typing import Any

from workbench.core.files import resource
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.open import reader_for
from workbench.export.onnx.build import onnx_of, pictures_of
from workbench.export.onnx.check import Agreement, agreement, session_of
from workbench.models.learner import Fold, Learner
from workbench.models.model import Model
from workbench.nodes.catalog import component
from workbench.preprocess.transform import FittedTransform, Transform


@cache
def data(name: str) -> Dataset:
    return finish(reader_for(resource("data", name)).read())


@cache
def fitted(name: str, key: str, settings: tuple[tuple[str, Any], ...] = ()) -> Model:
    return trained(data(name), key, dict(settings))


def trained(rows: Dataset, key: str, settings: dict[str, Any] | None = None) -> Model:
    learner = component(key, Learner).parse(settings or {})
    assert isinstance(learner, Learner)
    return finish(learner.fit(Fold(rows)))


def behind(rows: Dataset, steps: list[Transform], key: str, settings: dict[str, Any]) -> Model:
    """A model that takes raw rows through the steps."""
    done: list[FittedTransform] = []
    prepared = rows
    for step in steps:
        done.append(step.fit(prepared))
        prepared = done[-1].apply(prepared)
    return trained(prepared, key, settings).behind(rows.schema, done)


def agreed(model: Model, rows: Dataset, *, is_double: bool = False) -> Agreement:
    """How the model's graph answers the rows, run by onnxruntime."""
    proto = onnx_of(model, {}, pictures=pictures_of(model, rows), is_double=is_double)
    return finish(agreement(model, session_of(proto.SerializeToString()), rows))
