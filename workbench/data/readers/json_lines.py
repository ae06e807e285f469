"""JSON lines: one object (or list of values) per line; also one list of objects in a .json file."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.pictures.image_set import ticks
from workbench.data.readers.reader import Reader, decoded
from workbench.data.readers.tables.typed_table import table_of

MAX_ERRORS = 20


class JsonLinesReader(Reader):
    """Read JSON lines: an object per line, its keys the attributes; or a list of such objects.

    Objects inside objects become attributes with a dot in their names; lists of numbers of one
    shape become pictures or series. A key that is missing in a line is a missing value.
    """

    key: ClassVar[str] = "json_lines"
    title: ClassVar[str] = "JSON lines file"
    icon: ClassVar[str] = "mdi6.code-json"
    weka: ClassVar[tuple[str, ...]] = ("weka.core.converters.JSONLoader",)
    aliases: ClassVar[tuple[str, ...]] = ("jsonl", "ndjson")
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson", ".json")

    nominal: tuple[str, ...] = Field(
        default=(), description="Names of attributes to read as nominal, numbers or not."
    )

    @override
    def read(self) -> Run[Dataset]:
        try:
            records = yield from _records(self.content())
            columns = _columns(records)
            dataset = yield from table_of(
                self.file.name.split(".")[0], columns, self.nominal, is_typed=True
            )
        except DataError as error:
            for other in error.others:
                other.at(file=self.path)
            raise error.at(file=self.path) from None
        dataset, notes = self.with_chosen_class(dataset)
        yield from notes
        return dataset


def _records(data: bytes) -> Run[list[dict[str, Any]]]:
    records: list[dict[str, Any]] = []
    errors: list[DataError] = []
    done = 0
    for (line, text), is_due in zip(_texts(data), ticks(), strict=False):
        try:
            records += _parsed(text, line)
        except DataError as error:
            errors.append(error)
        done += len(text)
        if len(errors) == MAX_ERRORS:
            break
        if is_due:
            yield Progressed(done, len(data), f"line {line}")
    if errors:
        raise DataError(errors[0].message, where=errors[0].where, others=errors[1:])
    return records


def _texts(data: bytes) -> Iterator[tuple[int, str]]:
    """The lines that are not blank with their numbers; all of them as one if a list begins."""
    text = decoded(data)
    lines = text.split("\n")
    first = next((line.strip() for line in lines if line.strip()), "")
    is_one_list = first.startswith("[") and not first.endswith("]")
    if is_one_list or first == "{":  # an object over several lines is one, too
        yield 1, text
        return
    yield from ((i, line) for i, line in enumerate(lines, start=1) if line.strip())


def _parsed(text: str, line: int) -> list[dict[str, Any]]:
    try:
        value = json.loads(text, object_pairs_hook=_record)
        _refuse_half_characters(value, text)
    except json.JSONDecodeError as error:
        where = Where(line=line + error.lineno - 1, column=error.colno)
        raise DataError(f"This is no JSON: {error.msg}.", where=where) from None
    except DataError as error:
        raise DataError(error.message, where=Where(line=line)) from None
    except (RecursionError, ValueError) as error:
        said = "too deep" if isinstance(error, RecursionError) else "a number is too long"
        raise DataError(f"The JSON cannot be read: {said}.", where=Where(line=line)) from None
    if isinstance(value, dict):
        return [_flat(value)]
    if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
        return [_flat(part) for part in value]
    if isinstance(value, list) and value:
        return [{f"att{i + 1}": part for i, part in enumerate(value)}]
    raise DataError(
        'An object such as {"x": 1} or a list of values is expected on each line.',
        where=Where(line=line),
    )


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(f"The key '{twice}' comes twice in one object.")
    return record


def _refuse_half_characters(value: Any, text: str) -> None:
    """JSON can escape one half of a pair of UTF-16, which is no character and cannot be saved."""
    if "\\ud" not in text.lower():
        return
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        raise DataError(f"{half} is half a character; the other half is missing.") from None


def _flat(record: dict[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{key}.")
        else:
            flat[before + key] = value
    return flat


def _columns(records: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    names = dict.fromkeys(name for record in records for name in record)
    return {name: [record.get(name) for record in records] for name in names}
