"""Curves, details and flows as few bytes, and back; nothing is unpacked past a limit."""

import json
import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.training.curve import Curve

MOST = 2**24  # bytes that anything may have when it is unpacked
_FIGURES = ("train_loss", "validation_loss", "train_score", "validation_score")
_MONITOR = "monitor "


class PackingError(ValueError):
    """These bytes are not what was packed."""


def packed_text(text: str) -> bytes:
    """Text as bytes."""
    return zlib.compress(text.encode(errors="surrogatepass"))


def unpacked_text(content: object) -> str:
    """The inverse of ``packed_text``.

    Raises:
        PackingError: it is damaged, or larger than anything we pack.
    """
    try:
        return _inflated(content).decode(errors="surrogatepass")
    except UnicodeDecodeError as error:
        raise PackingError(str(error)) from error


def packed_json(value: Mapping[str, Any]) -> bytes:
    """JSON values as bytes."""
    return packed_text(json.dumps(value, ensure_ascii=False, allow_nan=False))


def unpacked_json(content: object) -> dict[str, Any]:
    """The inverse of ``packed_json``.

    Raises:
        PackingError: as ``unpacked_text``.
    """
    return json_object(unpacked_text(content))


def json_object(text: object) -> dict[str, Any]:
    """An object in JSON.

    Raises:
        PackingError: it is none.
    """
    try:
        value = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError) as error:
        raise PackingError(str(error)) from error
    if not isinstance(value, dict):
        raise PackingError("it is no object")
    return value


def packed_curves(curves: Sequence[Curve]) -> bytes | None:
    """Curves as bytes: numbers as float32; the last folds are left out of what is too much."""
    kept: list[Curve] = []
    room = MOST // 2
    for curve in curves:
        room -= sum(4 * len(array) for _, array in _arrays(curve))
        if room < 0:
            break
        kept.append(curve)
    if not kept:
        return None
    head = json.dumps([_head(curve) for curve in kept]).encode()
    body = b"".join(array.astype("<f4").tobytes() for c in kept for _, array in _arrays(c))
    return zlib.compress(head + b"\n" + body)


def unpacked_curves(content: object) -> tuple[Curve, ...]:
    """The inverse of ``packed_curves``, to the precision of float32.

    Raises:
        PackingError: it is damaged, or larger than anything we pack.
    """
    whole = _inflated(content)
    head, newline, body = whole.partition(b"\n")
    if not newline or len(body) % 4:
        raise PackingError("it is cut short")
    numbers = np.frombuffer(body, "<f4").astype(np.float64)
    try:
        listed = json.loads(head)
        curves, end = _curves(listed, numbers)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise PackingError(str(error)) from error
    if end != len(numbers):
        raise PackingError("it is longer than its curves")
    return curves


def _curves(listed: Any, numbers: NDArray[np.float64]) -> tuple[tuple[Curve, ...], int]:
    curves, at = [], 0
    for facts in listed:
        arrays: dict[str, NDArray[np.float64]] = {}
        for name, length in facts["arrays"]:
            if not isinstance(length, int) or not 0 <= length <= len(numbers) - at:
                raise PackingError("it is shorter than its curves")
            arrays[str(name)] = numbers[at : at + length]
            at += length
        curves.append(_curve(facts, arrays))
    return tuple(curves), at


def _curve(facts: Mapping[str, Any], arrays: Mapping[str, NDArray[np.float64]]) -> Curve:
    best = facts["best_epoch"]
    return Curve(
        train_loss=arrays["train_loss"],
        **{name: arrays.get(name) for name in _FIGURES[1:]},
        best_epoch=None if best is None else int(best),
        watched=str(facts["watched"]),
        loss_name=str(facts["loss_name"]),
        score_name=str(facts["score_name"]),
        monitors={
            name.removeprefix(_MONITOR): array
            for name, array in arrays.items()
            if name.startswith(_MONITOR)
        },
    )


def _head(curve: Curve) -> dict[str, Any]:
    return {
        "arrays": [(name, len(array)) for name, array in _arrays(curve)],
        "best_epoch": curve.best_epoch,
        "watched": curve.watched,
        "loss_name": curve.loss_name,
        "score_name": curve.score_name,
    }


def _arrays(curve: Curve) -> Iterator[tuple[str, NDArray[np.float64]]]:
    for name in _FIGURES:
        array = getattr(curve, name)
        if array is not None:
            yield name, array
    for name, array in curve.monitors.items():
        yield f"{_MONITOR}{name}", array


def _inflated(content: object) -> bytes:
    """At most ``MOST`` bytes are made, whatever the content says it holds."""
    if not isinstance(content, bytes):
        raise PackingError("there is nothing")
    inflater = zlib.decompressobj()
    try:
        whole = inflater.decompress(content, MOST)
    except zlib.error as error:
        raise PackingError(str(error)) from error
    if not inflater.eof:
        raise PackingError("it is cut short, or too large")
    return whole


def plain(value: Any) -> Any:
    """A value as JSON has it: Python's own types, None for what is no finite number.

    Halves of letters, which JSON may hold and UTF-8 cannot, become question marks.
    """
    if isinstance(value, Mapping):
        return {_whole(str(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if hasattr(value, "tolist"):  # numpy's numbers and arrays
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int) else _whole(str(value))


def _whole(text: str) -> str:
    return text.encode(errors="replace").decode()
