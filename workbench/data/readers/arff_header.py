"""The header of an ARFF file: relation, attributes, and where the rows begin."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.core.errors import DataError, Where
from workbench.data.readers.arff_token import Token, tokens
from workbench.data.readers.date_format import ISO, DateFormat
from workbench.data.readers.reader import decoded
from workbench.data.schema import Attribute, Schema

_NUMERIC = frozenset({"numeric", "real", "integer"})


@dataclass(frozen=True)
class Header:
    """What stands before the rows.

    Args:
        date_formats: by the position of the attribute.
        body: the offset in bytes of what follows @data.
        line: the number of the line that holds @data, counted from 1.
        ignored: what was read and is not used, in words.
    """

    schema: Schema
    date_formats: dict[int, DateFormat]
    body: int
    line: int
    ignored: tuple[str, ...] = ()


@dataclass
class _Draft:
    relation: str | None = None
    attributes: list[Attribute] = field(default_factory=list)
    date_formats: dict[int, DateFormat] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def take(self, row: list[Token], line: int) -> None:
        """Add one line of the header."""
        keyword = row[0].text.lower()
        if self.relation is None:
            if keyword != "@relation":
                raise _wrong(f"@relation is expected here, not {row[0].shown()}.", line, row[0])
            self.relation = _relation(row, line)
        elif keyword == "@attribute":
            self._take_attribute(row, line)
        elif keyword == "@relation":
            raise _wrong("A second @relation.", line, row[0])
        else:
            message = f"@attribute or @data is expected here, not {row[0].shown()}."
            raise _wrong(message, line, row[0])

    def _take_attribute(self, row: list[Token], line: int) -> None:
        if len(row) < 2:
            raise _wrong("The attribute has no name.", line, row[-1])
        name, of_type = row[1], row[2:]
        if name.text in self.names:
            message = f"Two attributes are called '{name.text}'; names must be unique."
            raise _wrong(message, line, name)
        self.names.add(name.text)
        if not of_type:
            raise _wrong(f"Attribute '{name.text}' has no type.", line, name)
        if of_type[0].is_sign("{"):
            values, rest = _labels(of_type, name.text, line)
            self.attributes.append(Attribute(name.text, "nominal", values))
        else:
            rest = self._take_simple(name.text, of_type, line)
        if rest:
            said = " ".join(token.text for token in rest)
            self.ignored.append(f"line {line}: '{said}' after the type of '{name.text}'")

    def _take_simple(self, name: str, of_type: list[Token], line: int) -> list[Token]:
        """Add a numeric, string or date attribute; gives the tokens after its type."""
        kind, rest = of_type[0].text.lower(), of_type[1:]
        if kind in _NUMERIC:
            self.attributes.append(Attribute(name, "numeric"))
        elif kind == "string":
            self.attributes.append(Attribute(name, "string"))
        elif kind == "date":
            has_pattern = bool(rest) and not rest[0].is_sign("{")
            pattern = _date_format(rest[0] if has_pattern else None, line)
            self.date_formats[len(self.attributes)] = pattern
            self.attributes.append(Attribute(name, "date"))
            rest = rest[1:] if has_pattern else rest
        elif kind == "relational":
            raise _wrong(
                f"Attribute '{name}' is relational; such attributes cannot be read yet.",
                line,
                of_type[0],
            )
        else:
            raise _wrong(
                f"Attribute '{name}': {of_type[0].shown()} is no type; types are numeric, real, "
                "integer, string, date and {label, …}.",
                line,
                of_type[0],
            )
        return rest


def parse_header(data: bytes) -> Header:
    """The header of an ARFF file given with LF line ends.

    Raises:
        DataError: the header is wrong (line and column), or there is no @data line.
    """
    draft = _Draft()
    line = 0
    for line, start, text in _lines(data):
        row = tokens(text, line)
        if not row:
            continue
        if row[0].text.lower() == "@data" and draft.relation is not None:
            if not draft.attributes:
                raise _wrong("No attribute is declared before @data.", line, row[0])
            schema = Schema(tuple(draft.attributes), draft.relation)
            end = row[0].column - 1 + len("@data") + 2 * row[0].is_quoted
            body = start + len(text[:end].encode())
            return Header(schema, draft.date_formats, body, line, tuple(draft.ignored))
        draft.take(row, line)
    missing = "@relation" if draft.relation is None else "@data"
    raise DataError(f"The file ends before a line {missing}.", where=Where(line=line))


def _lines(data: bytes) -> Iterator[tuple[int, int, str]]:
    """Line number, offset in bytes and text of each line."""
    start, line = 0, 1
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield line, start, decoded(data[start:end], first_line=line)
        start, line = end + 1, line + 1


def _relation(row: list[Token], line: int) -> str:
    if len(row) < 2:
        raise _wrong("The relation has no name.", line, row[0])
    if len(row) > 2:
        message = f"The line should end here, before {row[2].shown()}."
        raise _wrong(message, line, row[2], remedy="A name with blanks or commas wants quotes.")
    return row[1].text


def _labels(of_type: list[Token], name: str, line: int) -> tuple[tuple[str, ...], list[Token]]:
    """The labels of ``{a, b}``, and the tokens after the closing brace."""
    labels: dict[str, None] = {}
    for position, token in enumerate(of_type[1:], start=1):
        if token.is_sign("}"):
            return tuple(labels), of_type[position + 1 :]
        if token.is_sign("{"):
            raise _wrong(f"A second {{ among the labels of '{name}'.", line, token)
        if token.text in labels:
            raise _wrong(f"Attribute '{name}' has the label {token.shown()} twice.", line, token)
        labels[token.text] = None
    raise _wrong(f"The labels of '{name}' do not end with }} on this line.", line, of_type[-1])


def _date_format(token: Token | None, line: int) -> DateFormat:
    try:
        return DateFormat(token.text if token else ISO)
    except DataError as error:
        raise DataError(
            error.message, where=Where(line=line, column=token.column if token else None)
        ) from None


def _wrong(message: str, line: int, token: Token, remedy: str | None = None) -> DataError:
    return DataError(message, remedy=remedy, where=Where(line=line, column=token.column))
