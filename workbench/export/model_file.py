"""Model files: a trained model with its preparation and schema, saved and brought back.

A zip of ``manifest.json`` (``manifest.py``) and ``arrays.safetensors``. Nothing in it is ever run:
parts are found by their keys among the classes this program has, and built from plain values.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
import pydantic_core
from numpy.typing import NDArray
from pydantic import ValidationError

from workbench import models, preprocess
from workbench.core.deferred import deferred
from workbench.core.discover import classes_in, plugged_in
from workbench.core.errors import ModelError, Where, WorkbenchError
from workbench.core.run import finish
from workbench.data.schema import Schema
from workbench.data.schema_facts import SchemaFacts
from workbench.data.state import State
from workbench.export.archive import read_archive, write_archive
from workbench.export.manifest import (
    FORMAT,
    VERSION,
    CurveFacts,
    Manifest,
    PartFacts,
    StatisticsFacts,
    ThresholdFacts,
)
from workbench.models.model import Model
from workbench.models.stored import a_sample, prepared_schema
from workbench.models.threshold import DecisionThreshold
from workbench.models.training_statistics import TrainingStatistics
from workbench.preprocess.transform import FittedTransform
from workbench.training.curve import Curve

if TYPE_CHECKING:
    from safetensors import numpy as safetensors
else:
    safetensors = deferred("safetensors.numpy")

Arrays: TypeAlias = dict[str, NDArray[np.generic]]
Part = TypeVar("Part", Model, FittedTransform)

MONITORS = "curve/monitor/"
CURVES = ("train_loss", "validation_loss", "train_score", "validation_score")

# What plain values that are not as they should be may raise in a ``from_state``.
_DAMAGE = (
    *(KeyError, TypeError, ValueError, AttributeError, IndexError),
    *(ArithmeticError, RuntimeError),
)


@dataclass(frozen=True, eq=False)
class LoadedModel:
    """A model and what its file says of it."""

    model: Model
    manifest: Manifest


def save_model(path: Path, model: Model, provenance: Mapping[str, Any]) -> None:
    """Write a model to a file, whole or not at all. The same model gives the same bytes.

    Args:
        provenance: JSON values; where the model came from.

    Raises:
        DataError: the folder does not exist or cannot be written to.
    """
    manifest, arrays = parts_of(model, provenance)
    facts = manifest.model_dump(mode="json", by_alias=True)
    text = json.dumps(facts, indent=1, ensure_ascii=False, allow_nan=False)
    write_archive(path, text.encode(), safetensors.save(arrays))


def parts_of(model: Model, provenance: Mapping[str, Any]) -> tuple[Manifest, Arrays]:
    """What a model file says, and its arrays, each in one piece."""
    parts = {"model": model.state()}
    parts |= {f"preparation/{i}": step.state() for i, step in enumerate(model.preparation)}
    if model.statistics is not None:
        parts["statistics"] = model.statistics.state()
    manifest = Manifest(
        rows=SchemaFacts.of(model.schema),
        preparation=tuple(
            PartFacts(key=step.key, values=parts[f"preparation/{i}"].values)
            for i, step in enumerate(model.preparation)
        ),
        model=PartFacts(key=model.key, values=parts["model"].values),
        curve=CurveFacts.of(model.curve) if model.curve else None,
        threshold=ThresholdFacts(**vars(model.threshold)) if model.threshold else None,
        statistics=StatisticsFacts(values=parts["statistics"].values) if model.statistics else None,
        provenance=dict(provenance),
    )
    arrays = {f"{part}/{name}": a for part, s in parts.items() for name, a in s.arrays.items()}
    arrays |= _arrays_of_curve(model.curve) if model.curve else {}
    return manifest, {name: np.asarray(array, order="C") for name, array in arrays.items()}


def load_model(path: Path) -> LoadedModel:
    """The model in a file; predicts exactly what the saved one did.

    Raises:
        ModelError: there is no such file; it is no model file, or damaged; it was written by a
            newer version; it holds a learner or transform that this program does not have, or
            arrays that do not fit.
    """
    manifest_bytes, array_bytes = read_archive(path)
    with _damage_told(path):
        manifest = _manifest(manifest_bytes)
        arrays = _arrays(array_bytes)
        schema = manifest.rows.schema_of_rows()
        steps = tuple(
            _kind(part, _transforms(), "transform").from_state(
                State(part.values, _within(arrays, f"preparation/{i}/"))
            )
            for i, part in enumerate(manifest.preparation)
        )
        prepared_schema(schema, steps)  # refuses steps that do not fit the rows or their arrays
        model = _model(manifest, schema, steps, arrays)
        # What does not fit together in some other way shows when a first row is asked about.
        finish(model.tried_out(a_sample(schema)))
    return LoadedModel(model, manifest)


def _model(
    manifest: Manifest, schema: Schema, steps: tuple[FittedTransform, ...], arrays: Arrays
) -> Model:
    state = State(manifest.model.values, _within(arrays, "model/"))
    model = _kind(manifest.model, _models(), "learner").from_state(state, schema, steps)
    return replace(
        model,
        curve=_curve(manifest.curve, _within(arrays, "curve/")),
        threshold=_threshold(manifest.threshold, model),
        statistics=_statistics(manifest.statistics, _within(arrays, "statistics/"), schema),
    )


def _threshold(facts: ThresholdFacts | None, model: Model) -> DecisionThreshold | None:
    if facts is None:
        return None
    threshold = DecisionThreshold(facts.label, facts.value)
    threshold.code(model.classes)  # refuses a class that the model does not have
    return threshold


def _statistics(
    facts: StatisticsFacts | None, arrays: Arrays, schema: Schema
) -> TrainingStatistics | None:
    if facts is None:
        return None
    return TrainingStatistics.from_state(State(facts.values, arrays), schema)


def _manifest(content: bytes) -> Manifest:
    facts = pydantic_core.from_json(content, allow_inf_nan=False)
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise ModelError("This is a zip file, but not a model file of Workbench.")
    version = facts.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ModelError(
            f"This model file is of version {version}; this program reads up to {VERSION}.",
            remedy="Update Workbench.",
        )
    return Manifest.model_validate(facts)


def _arrays(content: bytes) -> Arrays:
    # The Rust part of safetensors raises an error of its own, which is no subclass of any other.
    try:
        arrays: Arrays = safetensors.load(content)
    except Exception as error:
        raise ValueError(f"arrays: {error}") from error
    return arrays


def _within(arrays: Arrays, prefix: str) -> Arrays:
    """The arrays of one part, under their own names."""
    return {n.removeprefix(prefix): a for n, a in arrays.items() if n.startswith(prefix)}


def _arrays_of_curve(curve: Curve) -> Arrays:
    named = {f"curve/{name}": getattr(curve, name) for name in CURVES}
    monitors = {f"{MONITORS}{name}": array for name, array in curve.monitors.items()}
    return {n: array for n, array in (named | monitors).items() if array is not None}


def _curve(facts: CurveFacts | None, arrays: Arrays) -> Curve | None:
    if facts is None:
        return None
    known: dict[str, Any] = {name: arrays[name] for name in CURVES if name in arrays}
    monitors: dict[str, Any] = _within(arrays, MONITORS.removeprefix("curve/"))
    return Curve(**known, **facts.model_dump(), monitors=monitors)


def _kind(part: PartFacts, kinds: Mapping[str, type[Part]], family: str) -> type[Part]:
    kind = kinds.get(part.key)
    if kind is None:
        known = ", ".join(sorted(kinds))
        raise ModelError(
            f"This model file needs the {family} '{part.key}', which is not installed; "
            f"there are: {known}."
        )
    return kind


@cache
def _models() -> dict[str, type[Model]]:
    return _by_key([*classes_in(models, Model), *plugged_in(Model)])


@cache
def _transforms() -> dict[str, type[FittedTransform]]:
    return _by_key([*classes_in(preprocess, FittedTransform), *plugged_in(FittedTransform)])


def _by_key(kinds: list[type[Part]]) -> dict[str, type[Part]]:
    return {kind.key: kind for kind in kinds if hasattr(kind, "key")}


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Whatever is wrong inside the file becomes one sentence that names the file."""
    where = Where(file=str(path))
    try:
        yield
    except ModelError as error:
        raise error.at(file=str(path)) from error.__cause__
    except WorkbenchError as error:
        raise ModelError(f"This model file is damaged: {error.message}", where=where) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ModelError(
            f"This model file is damaged: '{place}' in its manifest: {first['msg']}.", where=where
        ) from error
    except MemoryError as error:
        raise ModelError("This model needs more memory than there is.", where=where) from error
    except _DAMAGE as error:
        reason = next(iter(str(error).splitlines()), "")  # torch tells where in its own source, too
        raise ModelError(
            f"This model file is damaged: {type(error).__name__} {reason}.", where=where
        ) from error
