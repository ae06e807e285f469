"""One ``@attribute`` line of an ARFF header: name, type, weight."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from workbench.core.errors import DataError, Where
from workbench.data.readers.arff_text.date_format import ISO, DateFormat
from workbench.data.readers.arff_text.java_number import java_number
from workbench.data.readers.arff_text.token import Token
from workbench.data.schema import Attribute, Kind

_KINDS: dict[str, Kind] = {
    "numeric": "numeric",
    "real": "numeric",
    "integer": "numeric",
    "string": "string",
    "date": "date",
    "relational": "relational",
}


@dataclass(frozen=True)
class Declaration:
    """What an ``@attribute`` line says.

    Args:
        attribute: without ``nested``, which stands in the lines that follow.
        date_format: of a date.
        ignored: what stands after the type and means nothing.
    """

    attribute: Attribute
    date_format: DateFormat | None = None
    ignored: str = ""


def declaration(row: list[Token], line: int) -> Declaration:
    """The attribute that the tokens of a line declare, ``@attribute`` among them.

    Raises:
        DataError: a name or type is missing, or wrong; names line and column.
    """
    if len(row) < 2:
        raise wrong("The attribute has no name.", line, row[-1])
    name, of_type = row[1], row[2:]
    if not of_type:
        raise wrong(f"Attribute '{name.text}' has no type.", line, name)
    values: tuple[str, ...] = ()
    date_format = None
    if of_type[0].is_sign("{"):
        kind: Kind = "nominal"
        values, rest = _labels(of_type, name.text, line)
    else:
        kind, rest = _simple_kind(name.text, of_type[0], line), of_type[1:]
    if kind == "date":
        has_pattern = bool(rest) and not rest[0].is_sign("{")
        date_format = _date_format(rest[0] if has_pattern else None, line)
        rest = rest[has_pattern:]
    weight, rest = weight_after(rest, name.text, line)
    said = " ".join(token.text for token in rest)
    return Declaration(Attribute(name.text, kind, values, weight=weight), date_format, said)


def doubts(row: list[Token], text: str, name: str) -> Iterator[str]:
    """What the author of a nominal attribute may have meant otherwise than WEKA reads it.

    Args:
        row: the tokens of the line ``text``.
    """
    parted = _parted_by_blanks(row, text)
    if parted:
        yield f"'{name}' has two labels {parted}, as in WEKA; a label with a blank wants quotes."
    if any(token.is_sign("?") for token in row[2:]):
        yield f"'{name}' has the label '?', but a bare ? in a row is a missing value, as in WEKA."


def _parted_by_blanks(row: list[Token], text: str) -> str:
    """The first two bare labels that only a blank parts, though commas part others; else empty.

    Whoever wrote ``{New York, Boston}`` meant two labels, and gets three.
    """
    found, has_commas = "", False
    for left, right in pairwise(row[2:]):
        gap = text[left.column - 1 + len(left.raw) : right.column - 1]
        has_commas = has_commas or "," in gap
        is_bare = not (left.is_quoted or right.is_quoted or {left.raw, right.raw} & {"{", "}"})
        if is_bare and "," not in gap and not found:
            found = f"{left.shown()} and {right.shown()}"
    return found if has_commas else ""


def weight_after(rest: list[Token], name: str, line: int) -> tuple[float, list[Token]]:
    """The attribute weight ``{0.5}`` that tokens begin with, and the tokens after it.

    Raises:
        DataError: the braces hold no number.
    """
    if not rest or not rest[0].is_sign("{"):
        return 1.0, rest
    number = java_number(rest[1].text) if len(rest) > 2 and rest[2].is_sign("}") else None
    if number is None or not math.isfinite(number):
        shown = " ".join(token.text for token in rest[:3])
        message = f"'{shown}' is no weight of '{name}'; it must be a number in braces."
        raise wrong(message, line, rest[0])
    return number, rest[3:]


def wrong(message: str, line: int, token: Token, remedy: str | None = None) -> DataError:
    """The error about a token of a line."""
    return DataError(message, remedy=remedy, where=Where(line=line, column=token.column))


def _simple_kind(name: str, token: Token, line: int) -> Kind:
    kind = _KINDS.get(token.text.lower())
    if kind is None:
        raise wrong(
            f"Attribute '{name}': {token.shown()} is no type; types are numeric, real, integer, "
            "string, date, relational and {label, …}.",
            line,
            token,
        )
    return kind


def _labels(of_type: list[Token], name: str, line: int) -> tuple[tuple[str, ...], list[Token]]:
    """The labels of ``{a, b}``, and the tokens after the closing brace."""
    labels: dict[str, None] = {}
    for position, token in enumerate(of_type[1:], start=1):
        if token.is_sign("}"):
            return tuple(labels), of_type[position + 1 :]
        if token.is_sign("{"):
            raise wrong(f"A second {{ among the labels of '{name}'.", line, token)
        if token.text in labels:
            raise wrong(f"Attribute '{name}' has the label {token.shown()} twice.", line, token)
        labels[token.text] = None
    raise wrong(f"The labels of '{name}' do not end with }} on this line.", line, of_type[-1])


def _date_format(token: Token | None, line: int) -> DateFormat:
    try:
        return DateFormat(token.text if token else ISO)
    except DataError as error:
        column = token.column if token else None
        where = Where(line=line, column=column)
        raise DataError(error.message, remedy=error.remedy, where=where) from None
