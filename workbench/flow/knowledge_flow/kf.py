"""Reads ``.kf``: WEKA's KnowledgeFlow as JSON (WEKA 3.8 and later)."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from workbench.core.errors import FlowError, Where
from workbench.flow.knowledge_flow.scheme import Scheme, split_options
from workbench.flow.knowledge_flow.sheet import STEPS, Connection, Remark, Sheet, Step

NOTE = STEPS + "Note"
# WEKA writes a backslash before these letters as "@@-@@"; in JSON it is two backslashes.
_BACKSLASH = re.compile("@@-@@(?=[nrtbf])")
# The settings that hold the algorithm of a step, whatever its class.
_WRAPPED = (
    *("classifier", "filter", "loader", "saver", "clusterer", "associator"),
    *("evaluator", "searchStrategy", "dataGenerator"),
)


class _StepRecord(BaseModel):
    kind: str = Field(alias="class", min_length=1)
    properties: dict[str, Any]
    connections: dict[str, list[str]] = {}
    coordinates: str = "0,0"

    @property
    def name(self) -> str:
        return str(self.properties.get("name") or self.kind.rpartition(".")[2])


class _FlowRecord(BaseModel):
    steps: list[_StepRecord]


def sheet_of_json(data: bytes) -> Sheet:
    """The KnowledgeFlow in a ``.kf`` file.

    Raises:
        FlowError: it is no JSON, or no KnowledgeFlow.
    """
    try:
        record = _FlowRecord.model_validate(_parsed(data))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise FlowError(f"This is no KnowledgeFlow: {place}: {first['msg']}.") from None
    steps: dict[str, Step] = {}
    for entry in record.steps:
        if entry.kind == NOTE:
            continue
        if entry.name in steps:
            raise FlowError(f"Two steps of this KnowledgeFlow are called '{entry.name}'.")
        steps[entry.name] = _step(entry)
    remarks = (_remark(entry) for entry in record.steps if entry.kind == NOTE)
    return Sheet(steps, tuple(_connections(steps, record.steps)), tuple(remarks))


def _parsed(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")  # WEKA before 3.9 wrote as the machine was set
    text = _BACKSLASH.sub(r"\\\\", text)
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode()  # half a character cannot be kept
    except json.JSONDecodeError as error:
        place = Where(line=error.lineno, column=error.colno)
        raise FlowError(f"This is not JSON: {error.msg}.", where=place) from None
    except RecursionError:
        raise FlowError("This is no KnowledgeFlow: it is nested too deeply.") from None
    except ValueError:
        raise FlowError(
            "This is no KnowledgeFlow: it holds a number or text that is none."
        ) from None
    if not isinstance(value, dict) or not isinstance(value.get("steps"), list):
        raise FlowError("This is no KnowledgeFlow: it has no list of steps.")
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _step(entry: _StepRecord) -> Step:
    settings = {k: v for k, v in entry.properties.items() if k != "name"}
    x, y = _place(entry.coordinates)
    key = next((k for k in _WRAPPED if isinstance(settings.get(k), dict)), None)
    if key is None:
        return Step(entry.name, entry.kind, None, settings, x, y)
    inner = settings.pop(key)
    kept = {k: v for k, v in inner.items() if k not in {"type", "class", "options"}}
    return Step(entry.name, entry.kind, _scheme(inner), {**kept, **settings}, x, y)


def _scheme(inner: Mapping[str, Any]) -> Scheme:
    name, options = inner.get("class"), inner.get("options")
    if not isinstance(name, str) or not name:
        raise FlowError("This is no KnowledgeFlow: an algorithm has no class.")
    return Scheme(name, split_options(options) if isinstance(options, str) else ())


def _place(text: str) -> tuple[float, float]:
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        return 0.0, 0.0
    return (x, y) if math.isfinite(x) and math.isfinite(y) else (0.0, 0.0)


def _connections(steps: Mapping[str, Step], entries: Iterable[_StepRecord]) -> Iterable[Connection]:
    """Those between steps; WEKA, too, leaves out what leads nowhere."""
    for entry in entries:
        for kind, targets in entry.connections.items():
            for target in targets:
                if entry.name in steps and target in steps and entry.name != target:
                    yield Connection(entry.name, kind, target)


def _remark(entry: _StepRecord) -> Remark:
    return Remark(str(entry.properties.get("noteText") or ""), *_place(entry.coordinates))
