"""The header of a ``.ts`` file: what its @ lines say of the series that follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from workbench.core.errors import DataError, Where

Lines: TypeAlias = Iterable[tuple[int, str]]

# Said in some files, of no meaning for what is read.
_SILENT = frozenset({"@problemname", "@timestamps", "@missing", "@univariate", "@equallength"})
_MAX_NUMBER = 1_000_000_000


@dataclass(frozen=True)
class TsHeader:
    """What the header declares.

    Args:
        name: the problem's name; empty if it is not said.
        n_channels: the number of dimensions; None if it is not said.
        length: the length that every series must have; None if it is not said.
        is_equal_length: whether all series are said to be equally long.
        has_no_gaps: whether it is said that no value is missing.
        labels: the class labels in declared order; None if there is no class.
        has_target: whether each series ends with a number to be predicted.
        ignored: the @ lines that mean nothing here, such as "line 3: '@foo'".
    """

    name: str = ""
    n_channels: int | None = None
    length: int | None = None
    is_equal_length: bool = False
    has_no_gaps: bool = False
    labels: tuple[str, ...] | None = None
    has_target: bool = False
    ignored: tuple[str, ...] = ()

    @property
    def has_answer(self) -> bool:
        """Whether each series ends with a label or a number to be predicted."""
        return self.has_target or self.labels is not None


def parse_ts_header(lines: Lines) -> TsHeader:
    """The header of the file whose lines are given; leaves off after ``@data``.

    Args:
        lines: line numbers and contents, without blank lines and comments.

    Raises:
        DataError: a line is none of a header, a value is wrong, or there is no ``@data``.
    """
    said: dict[str, tuple[int, str]] = {}
    for line, content in lines:
        if not content.startswith("@"):
            raise DataError(
                f"{_shown(content)} stands before @data; a header's lines begin with @ or #.",
                where=Where(line=line, column=1),
            )
        key, _, value = content.partition(" ")
        if key.lower() == "@data":
            return _header(said)
        if key.lower() in said:
            raise _wrong(f"{key} is said a second time.", line)
        said[key.lower()] = (line, value.strip())
    raise DataError("There is no @data line.", remedy="A .ts file has one before its series.")


def _header(said: dict[str, tuple[int, str]]) -> TsHeader:
    if _truth(said, "@timestamps"):
        raise _wrong(
            "Series with time stamps cannot be read; @timeStamps must be false.",
            said["@timestamps"][0],
        )
    n_channels = _number(said, "@dimensions")
    if _truth(said, "@univariate"):
        if n_channels not in {None, 1}:
            line = said["@dimensions"][0]
            raise _wrong(f"@univariate is true, but @dimensions is {n_channels}.", line)
        n_channels = 1
    labels = _labels(said)
    has_target = _truth(said, "@targetlabel")
    if labels is not None and has_target:
        line = said["@targetlabel"][0]
        raise _wrong("Only one of @classLabel and @targetLabel can be true.", line)
    known = {*_SILENT, "@dimensions", "@dimension", "@serieslength", "@classlabel", "@targetlabel"}
    return TsHeader(
        name=said.get("@problemname", (0, ""))[1],
        n_channels=n_channels,
        length=_number(said, "@serieslength"),
        is_equal_length=_truth(said, "@equallength"),
        has_no_gaps="@missing" in said and not _truth(said, "@missing"),
        labels=labels,
        has_target=has_target,
        ignored=tuple(f"line {n}: '{key}'" for key, (n, _) in said.items() if key not in known),
    )


def _labels(said: dict[str, tuple[int, str]]) -> tuple[str, ...] | None:
    line, value = said.get("@classlabel", (0, "false"))
    truth, *labels = value.split() or [""]
    if not _is_true(truth, "@classLabel", line):
        return None
    if not labels:
        raise _wrong("@classLabel is true, but no label follows.", line)
    for label in labels:
        if labels.count(label) > 1:
            raise _wrong(f"The class label '{label}' is declared twice.", line)
    return tuple(labels)


def _truth(said: dict[str, tuple[int, str]], key: str) -> bool:
    line, value = said.get(key, (0, "false"))
    return _is_true(value, key, line)


def _is_true(value: str, key: str, line: int) -> bool:
    if value.lower() not in {"true", "false"}:
        raise _wrong(f"{key} must be true or false; it is {_shown(value)}.", line)
    return value.lower() == "true"


def _number(said: dict[str, tuple[int, str]], key: str) -> int | None:
    if key not in said:
        return None
    line, value = said[key]
    is_whole = value.isascii() and value.isdigit() and len(value) < 11
    if not is_whole or not 1 <= int(value) <= _MAX_NUMBER:
        raise _wrong(f"{key} must be a whole number from 1 on; it is {_shown(value)}.", line)
    return int(value)


def _shown(text: str) -> str:
    return f"'{text[:40]}…'" if len(text) > 41 else f"'{text}'"


def _wrong(message: str, line: int) -> DataError:
    return DataError(message, where=Where(line=line, column=1))
