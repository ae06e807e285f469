"""Constants as Python's source, as black writes them."""

import json
from typing import Any

from workbench.export.script.source import WIDTH


class Code(tuple[str, ...]):
    """Arguments that are no constants but code, one on each line."""


def literal(value: Any) -> str:
    """A constant as Python's source, with double quotes."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple | list):
        inner = ", ".join(literal(v) for v in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
    return repr(value)


def constant_line(name: str, value: Any) -> str:
    """An assignment; a long tuple has one value on each line."""
    line = f"{name} = {literal(value)}\n"
    if len(line) <= WIDTH + 1:
        return line
    if isinstance(value, dict):
        inner = [f"{literal(k)}: {literal(v)}" for k, v in value.items()]
        return "".join([f"{name} = {{\n", *(f"    {text},\n" for text in inner), "}\n"])
    if isinstance(value, tuple | list):
        return "".join([f"{name} = (\n", *(f"    {literal(v)},\n" for v in value), ")\n"])
    return line
