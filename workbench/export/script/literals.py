"""Constants as Python's source, as black writes them."""

import json
import math
from typing import Any

from workbench.export.script.source import WIDTH


class Code(tuple[str, ...]):
    """Arguments that are no constants but code, one on each line."""


def literal(value: Any) -> str:
    """A constant as Python's source, with double quotes.

    What a reader would not see (line ends of Unicode, marks that turn the direction of writing)
    stands there as an escape.
    """
    if isinstance(value, str):
        return "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if isinstance(value, tuple | list):
        inner = ", ".join(literal(v) for v in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
    return repr(value)


def _escaped(letter: str) -> str:
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def in_words(text: str) -> str:
    """Anybody's text as one line of a comment: nothing in it can end the line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def in_docstring(text: str) -> str:
    """Anybody's text as one line between three double quotes: nothing in it can end them."""
    return in_words(text).replace("\\", r"\\").replace('"""', r"\"\"\"")


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
