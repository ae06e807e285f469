"""Which classes may stand in the store: those of what flows along links and out of views.

They are found, not listed: from the types of ports, and from what the nodes of a catalog give, by
the types of their fields and their subclasses. Nothing else is ever stored or built.
"""

import dataclasses
import inspect
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from workbench.core.component import Component
from workbench.flow.node import NodeComponent
from workbench.flow.operation import PORT_TYPES, result_type


def storable(catalog: Mapping[str, type[Component]]) -> dict[str, type]:
    """The storable classes by name: frozen dataclasses and models, the components of a catalog.

    Args:
        catalog: component classes by key.
    """
    found: dict[str, type] = {name_of(kind): kind for kind in catalog.values()}
    waiting = [*PORT_TYPES, *_results(catalog.values())]
    for component in catalog.values():
        waiting += _in_fields(component)
    while waiting:
        kind = waiting.pop()
        if not _is_made_of_fields(kind) or name_of(kind) in found:
            continue
        waiting += kind.__subclasses__()
        if _is_frozen(kind):
            found[name_of(kind)] = kind
            waiting += _in_fields(kind)
    return found


def name_of(kind: type) -> str:
    """What a class is called in the store."""
    return f"{kind.__module__}.{kind.__qualname__}"


def _results(kinds: Iterable[type[Component]]) -> Iterator[type]:
    """What the nodes give."""
    for kind in kinds:
        if issubclass(kind, NodeComponent):
            hints = typing.get_type_hints(inspect.getattr_static(kind, "run"))
            yield from _classes(result_type(hints["return"]))


def field_names(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass or a model, in order."""
    if issubclass(kind, BaseModel):
        return tuple(kind.model_fields)
    return tuple(field.name for field in dataclasses.fields(kind))


def _is_made_of_fields(kind: type) -> bool:
    is_component = issubclass(kind, Component)  # those of the catalog only
    is_model = issubclass(kind, BaseModel) and kind is not BaseModel
    return dataclasses.is_dataclass(kind) or (is_model and not is_component)


def _is_frozen(kind: type) -> bool:
    if issubclass(kind, BaseModel):
        return bool(kind.model_config.get("frozen"))
    return bool(kind.__dataclass_params__.frozen)  # type: ignore[attr-defined]


def _in_fields(kind: type) -> Iterator[type]:
    hints = typing.get_type_hints(kind)
    for name in field_names(kind):
        yield from _classes(hints[name])


def _classes(hint: Any) -> Iterator[type]:
    """Every class that a type hint names."""
    if isinstance(hint, type):
        yield hint
    for argument in typing.get_args(hint):
        yield from _classes(argument)
