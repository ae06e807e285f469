"""Layers in a line of text: "conv 64 2x2 same; relu; maxpool 2; flatten; dense classes".

Layers are parted by semicolons or line ends. Each is a word, values by their place, and others as
flags ("same", "nobias") or name=value. "c1: conv 6 5x5" gives a name, "add from=c1,c2" takes
layers by theirs. "branches [conv 8 1x1; relu | maxpool 3 stride=1 same]" holds layers itself.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from workbench.core.errors import ParameterError, Where
from workbench.data.expressions.text import did_you_mean
from workbench.models.networks.layers.blocks import Branches
from workbench.models.networks.layers.layer import Layer, layer_kinds
from workbench.models.networks.trouble import layer_error, shortened

_NAMED = re.compile(r"^([A-Za-z][A-Za-z0-9_-]*)\s*:\s*")
_PAIR = re.compile(r"^\d+x\d+$")
_EXAMPLE = "Write layers such as “conv 64 3x3 same; relu; maxpool 2; flatten; dense classes”."


def parsed(text: str) -> tuple[Layer, ...]:
    """The layers that a text describes.

    Raises:
        ParameterError: which layer is not understood, and why.
    """
    pieces = [piece for piece in _split(text, ";\n") if piece]
    return tuple(_layer(number, piece) for number, piece in enumerate(pieces, start=1))


def _layer(number: int, text: str) -> Layer:
    named = _NAMED.match(text)
    rest = text[named.end() :] if named else text
    word, *tokens = _split(rest, " \t") if rest else [""]
    kind, fields = _kind(number, word)
    fields = {**fields, **({"name": named[1]} if named else {})}
    places = [name for name in kind.positional if name not in fields]
    for token in (token for token in tokens if token):
        name, value = _field(number, kind, token, places)
        if name in fields:
            raise _error(number, f"({word}) has '{name}' twice.", "Leave one of them out.")
        fields[name] = value
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise layer_error(number, kind, error) from error


def _kind(number: int, word: str) -> tuple[type[Layer], dict[str, Any]]:
    words: dict[str, tuple[type[Layer], dict[str, Any]]] = {}
    for kind in layer_kinds():
        words[kind.word] = (kind, {})
        words |= {alias: (kind, dict(fields)) for alias, fields in kind.aliases.items()}
    if word.lower() not in words:
        hint = did_you_mean(word, words)
        raise _error(number, f"there is no layer “{shortened(word)}”;", hint)
    return words[word.lower()]


def _field(number: int, kind: type[Layer], token: str, places: list[str]) -> tuple[str, Any]:
    """The field that a token gives, and its value."""
    if token.startswith("["):
        return "branches", _branches(number, token)
    name, is_named, text = token.partition("=")
    if is_named:
        name = "inputs" if name == "from" else name
        if name not in kind.model_fields:
            hint = did_you_mean(name, _names_of(kind))
            raise _error(number, f"({kind.word}) has no '{name}';", hint)
        places[:] = [place for place in places if place != name]
        return name, tuple(text.split(",")) if name == "inputs" else _value(text)
    if token in kind.flags:
        return kind.flags[token]
    if not places:
        takes = " ".join(kind.positional).upper() or "nothing"
        more = ", ".join([*kind.flags, *(f"{name}=" for name in _names_of(kind))])
        remedy = f"“{kind.word}” takes {takes}, and {more}."
        raise _error(number, f"({kind.word}) cannot take “{shortened(token)}”.", remedy)
    return places.pop(0), _value(token)


def _names_of(kind: type[Layer]) -> list[str]:
    hidden = {"name", "inputs", "branches"}
    return [*(name for name in kind.model_fields if name not in hidden), "from"]


def _branches(number: int, token: str) -> tuple[tuple[Layer, ...], ...]:
    if not token.endswith("]"):
        raise _error(number, "has a bracket that is not closed.", "Put a “]” behind its branches.")
    try:
        return tuple(parsed(branch) for branch in _split(token[1:-1], "|"))
    except ParameterError as error:
        raise _error(number, f"(branches): {error.message}", error.remedy or "") from error


def _value(text: str) -> Any:
    """A text as a number, a pair, a list, a list of lists, or itself."""
    if "/" in text:
        return tuple(_value(part + ",") for part in text.split("/") if part)
    if "," in text:
        return tuple(_value(part) for part in text.split(",") if part)
    if _PAIR.match(text):
        return tuple(int(part) for part in text.split("x"))
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _split(text: str, marks: str) -> list[str]:
    """Parts between marks that stand in no bracket, trimmed."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "[") - (letter == "]")
        if letter in marks and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def _error(number: int, sentence: str, remedy: str) -> ParameterError:
    return ParameterError(
        f"Layer {number} {sentence}" if sentence[0] == "(" else f"Layer {number}: {sentence}",
        remedy=remedy or _EXAMPLE,
        where=Where(parameter="layers"),
    )


def as_text(layers: Sequence[Layer], between: str = "; ") -> str:
    """The layers as ``parsed`` reads them."""
    return between.join(map(_told, layers))


def _told(layer: Layer) -> str:
    fields = {name: getattr(layer, name) for name in type(layer).model_fields}
    word, fields = _word(layer, fields)
    parts = [f"{layer.name}:"] if layer.name else []
    parts.append(word)
    branches = fields.pop("branches", None)
    if isinstance(layer, Branches) and branches is not None:
        parts.append(f"[{' | '.join(as_text(branch) for branch in branches)}]")
    parts += [_written(name, fields.pop(name)) for name in layer.positional if name in fields]
    parts += _others(layer, fields)
    parts += [f"from={','.join(layer.inputs)}"] if layer.inputs else []
    return " ".join(parts)


def _word(layer: Layer, fields: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Its word, and the fields which that does not say yet."""
    for alias, said in layer.aliases.items():
        if all(fields[name] == value for name, value in said.items()):
            return alias, {name: value for name, value in fields.items() if name not in said}
    return layer.word, fields


def _others(layer: Layer, fields: Mapping[str, Any]) -> list[str]:
    """Fields that differ from their defaults, as flags where there are such."""
    flags = {said: flag for flag, said in layer.flags.items()}
    told = []
    for name, value in fields.items():
        if name in {"name", "inputs"} or value == type(layer).model_fields[name].default:
            continue
        is_flag = isinstance(value, str | bool) and (name, value) in flags
        told.append(flags[name, value] if is_flag else f"{name}={_written(name, value)}")
    return told


def _written(name: str, value: Any) -> str:
    if isinstance(value, tuple):
        if value and isinstance(value[0], tuple):
            return "/".join(_written("", row) for row in value) + ("/" if len(value) == 1 else "")
        is_pair = name in {"kernel", "size", "stride", "padding", "dilation"}
        return ("x" if is_pair else ",").join(map(str, value)) + ("," if len(value) == 1 else "")
    return f"{value}x{value}" if name == "kernel" else str(value)
