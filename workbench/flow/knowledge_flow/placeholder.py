"""What stands for a step of WEKA's that has no counterpart: its class and its options, kept."""

import json
from typing import Any

from workbench.flow.graph import Placeholder
from workbench.flow.knowledge_flow.scheme import Scheme
from workbench.flow.knowledge_flow.sheet import Step


def placeholder(step: Step, scheme: Scheme | None) -> Placeholder:
    """A node that keeps what WEKA knew of the step."""
    values: dict[str, Any] = {}
    if scheme is not None and scheme.options:
        values["options"] = scheme.text
    if scheme is None or scheme == step.scheme:
        values |= {name: value for name, value in step.settings.items() if value not in (None, "")}
    name = scheme.name if scheme is not None else step.kind
    return Placeholder(name, 1, json.dumps(values, ensure_ascii=False, sort_keys=True))
