"""The header of an ARFF file: relation, attributes, and where the rows begin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from workbench.core.errors import DataError, Where
from workbench.data.readers.arff_text.attribute import declaration, doubts, wrong
from workbench.data.readers.arff_text.date_format import DateFormat
from workbench.data.readers.arff_text.token import Token, tokens
from workbench.data.readers.blocks.row_errors import MAX_ERRORS, add_error, raise_first
from workbench.data.readers.reader import decoded
from workbench.data.schema import Attribute, Schema

_BEGUN = re.compile(r"[\x00-\x20,]*@relation\b", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """What stands before the rows.

    Args:
        date_formats: by the position of the attribute.
        nested: the headers of relational attributes, by position.
        body: the offset in bytes of what follows @data.
        line: the number of the line that holds @data, counted from 1.
        ignored: what was read and is not used, in words.
        doubts: what may have been meant otherwise, in words.
    """

    schema: Schema
    date_formats: dict[int, DateFormat]
    nested: "dict[int, Header]" = field(default_factory=dict)
    body: int = 0
    line: int = 0
    ignored: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass
class _Draft:
    """The attributes of one level: of the file, or of a relational attribute that is open."""

    relation: str
    owner: Attribute | None = None
    attributes: dict[str, Attribute] = field(default_factory=dict)
    date_formats: dict[int, DateFormat] = field(default_factory=dict)
    nested: dict[int, Header] = field(default_factory=dict)

    def header(self) -> Header:
        schema = Schema(tuple(self.attributes.values()), self.relation)
        return Header(schema, self.date_formats, self.nested)


@dataclass
class _HeaderReader:
    levels: list[_Draft] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    errors: list[DataError] = field(default_factory=list)
    n_odd: int = 0  # lines without a keyword
    is_late: bool = False  # whether @relation is not the first keyword, and still to come
    is_over: bool = False

    def take(self, text: str, line: int) -> Token | None:
        """Add one line; gives the token @data, which ends the header."""
        try:
            row = tokens(text, line)
            if row and row[0].text.lower() == "@data" and self.levels:
                self.is_over = True
                self._end(row[0], line)
                return row[0]
            if row:
                self._take(row, text, line)
        except DataError as error:
            add_error(self.errors, error)
            if not self.levels and _BEGUN.match(text):  # else the lines that follow are blamed
                self.levels.append(_Draft(""))
        self.is_over = self.is_over or len(self.errors) == MAX_ERRORS
        return None

    def _take(self, row: list[Token], text: str, line: int) -> None:
        keyword = row[0].text.lower()
        if not self.levels:
            self.levels.append(_Draft(""))
            if keyword == "@relation":
                self.levels[0].relation = _relation(row, line)
                return
            self.is_late = True
            missing = wrong(f"@relation is expected here, not {row[0].shown()}.", line, row[0])
            add_error(self.errors, missing)
            self.is_over = keyword != "@attribute"
            if self.is_over:
                return
        if keyword == "@attribute":
            self._take_attribute(row, text, line)
        elif keyword == "@end" and len(self.levels) > 1:
            self._take_end(row, line)
        elif keyword == "@relation" and self.is_late:
            self.is_late = False  # it has been told where it should stand
        else:
            self._refuse(row[0], line)

    def _refuse(self, keyword: Token, line: int) -> None:
        """Raise the error about a line that is no declaration.

        Raises:
            DataError: always, unless the line belongs to one that has been refused.
        """
        if keyword.text.lower() == "@relation":
            raise wrong("A second @relation.", line, keyword)
        is_keyword = keyword.text.startswith("@")
        if self.errors and not is_keyword:  # a line broken in two goes on: told already
            self.n_odd += 1
            self.is_over = self.n_odd == MAX_ERRORS
            return
        self.is_over = not is_keyword  # rows without a line @data: told once
        expected = "@attribute or @end" if len(self.levels) > 1 else "@attribute or @data"
        raise wrong(f"{expected} is expected here, not {keyword.shown()}.", line, keyword)

    def check_ended(self, where: Where) -> None:
        """Do nothing if no relational attribute is open.

        Raises:
            DataError: one is; names it.
        """
        if len(self.levels) > 1:
            name = self.levels[-1].relation
            message = f"'{name}' is relational, and no line '@end {name}' ends its attributes."
            raise DataError(message, where=where)

    def _end(self, keyword: Token, line: int) -> None:
        self.check_ended(Where(line=line, column=keyword.column))
        if not self.levels[0].attributes and not self.errors:
            raise wrong("No attribute is declared before @data.", line, keyword)

    def _take_attribute(self, row: list[Token], text: str, line: int) -> None:
        level = self.levels[-1]
        found = declaration(row, line)
        attribute = found.attribute
        if found.ignored:
            said = f"line {line}: '{found.ignored}' after the type of '{attribute.name}'"
            self.ignored.append(said)
        if attribute.kind == "nominal":
            self.doubts += [f"Line {line}: {d}" for d in doubts(row, text, attribute.name)]
        if attribute.kind == "relational":
            self.levels.append(_Draft(attribute.name, attribute))
        if attribute.name in level.attributes:
            message = f"Two attributes are called '{attribute.name}'; names must be unique."
            raise wrong(message, line, row[1])
        if found.date_format is not None:
            level.date_formats[len(level.attributes)] = found.date_format
        level.attributes[attribute.name] = attribute

    def _take_end(self, row: list[Token], line: int) -> None:
        ended = self.levels.pop()
        name = ended.relation
        if len(row) < 2 or row[1].text.lower() != name.lower():
            said = row[1].shown() if len(row) > 1 else "nothing"
            raise wrong(f"'@end {name}' is expected here, not {said} after @end.", line, row[-1])
        if not ended.attributes:
            raise wrong(f"The relational attribute '{name}' has no attributes.", line, row[1])
        outer = self.levels[-1]
        header = ended.header()
        owner = outer.attributes[name]
        if row[2:]:
            message = f"The line should end here, before {row[2].shown()}."
            raise wrong(message, line, row[2])
        outer.nested[list(outer.attributes).index(name)] = header
        outer.attributes[name] = replace(owner, nested=header.schema)


def parse_header(data: bytes) -> Header:
    """The header of an ARFF file given with LF line ends.

    Raises:
        DataError: the header is wrong (line and column; up to 20 errors), or there is no @data
            line.
    """
    reader = _HeaderReader()
    line = 0
    for line, start, text in _lines(data):
        keyword = reader.take(text, line)
        if reader.is_over:
            raise_first(reader.errors)
        if keyword is not None:
            end = keyword.column - 1 + len(keyword.raw)
            body = start + len(text[:end].encode())
            header = reader.levels[0].header()
            ignored, doubted = tuple(reader.ignored), tuple(reader.doubts)
            return replace(header, body=body, line=line, ignored=ignored, doubts=doubted)
    reader.check_ended(Where(line=line, column=1))
    missing = "@data" if reader.levels else "@relation"
    message = f"The file ends before a line {missing}."
    add_error(reader.errors, DataError(message, where=Where(line=line, column=1)))
    raise_first(reader.errors)
    raise AssertionError("there is an error to raise")


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
        raise wrong("The relation has no name.", line, row[0])
    if len(row) > 2:
        message = f"The line should end here, before {row[2].shown()}."
        raise wrong(message, line, row[2], remedy="A name with blanks or commas wants quotes.")
    return row[1].text
