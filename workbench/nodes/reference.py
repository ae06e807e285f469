"""The node reference: everything that each component says about itself, as plain values."""

from collections.abc import Mapping
from typing import Any

from pydantic.fields import FieldInfo

from workbench.core.component import Component, choices
from workbench.flow.operation import Port, operation


def reference(catalog: Mapping[str, type[Component]]) -> list[dict[str, Any]]:
    """One entry per component: key, title, category, help, names, parameters, ports."""
    return [entry(kind) for kind in catalog.values()]


def entry(kind: type[Component]) -> dict[str, Any]:
    """The facts on one component, as JSON values."""
    ports = operation(kind)
    return {
        "key": kind.key,
        "title": kind.title,
        "category": kind.category,
        "help": kind.help(),
        "weka": list(kind.weka),
        "aliases": list(kind.aliases),
        "inputs": [_port(port) for port in ports.inputs],
        "outputs": [_port(port) for port in ports.outputs],
        "presets": list(kind.presets),
        "parameters": [_parameter(kind, name, field) for name, field in kind.model_fields.items()],
    }


def _port(port: Port) -> dict[str, Any]:
    return {
        "name": port.name,
        "type": port.type.__name__,
        "optional": port.is_optional,
        "many": port.takes_many,
    }


def _only_if(kind: type[Component], parameter: str) -> dict[str, Any]:
    conditions = kind.conditions(parameter)
    return {"only_if": {n: str(c) for n, c in conditions.items()}} if conditions else {}


def _parameter(kind: type[Component], name: str, field: FieldInfo) -> dict[str, Any]:
    schema = kind.model_json_schema()["properties"][name]
    bounds = {
        word: schema[key]
        for word, key in (
            ("minimum", "minimum"),
            ("above", "exclusiveMinimum"),
            ("maximum", "maximum"),
            ("below", "exclusiveMaximum"),
        )
        if key in schema
    }
    return {
        "name": name,
        "help": field.description or "",
        "default": schema.get("default"),
        **({"choices": list(choices(field))} if choices(field) else {}),
        **_only_if(kind, name),
        **bounds,
    }
