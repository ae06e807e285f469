"""Python source that is edited by the places its syntax tree names, so that comments stay."""

import ast
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

INDENT = 4
WIDTH = 88  # as black has it


@dataclass(frozen=True)
class Edit:
    """Characters of a text and what takes their place."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True)
class Source:
    """One piece of source: a definition or some statements."""

    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in lines_of(self.text):
            starts.append(starts[-1] + len(line))
        return starts

    def place(self, line: int, column: int) -> int:
        """The character at a line (1-based) and column, which syntax trees count in bytes."""
        start = self._starts[line - 1]
        rest = self.text[start : start + column]
        if not rest.isascii():
            rest = self.text[start:].encode()[:column].decode()
        return start + len(rest)

    def span(self, node: ast.expr | ast.stmt | ast.arg | ast.keyword) -> tuple[int, int]:
        """The first character of a node, and the one after its last."""
        stop = self.place(node.end_lineno or 0, node.end_col_offset or 0)
        return self.place(node.lineno, node.col_offset), stop

    def of(self, node: ast.expr | ast.stmt | ast.arg | ast.keyword) -> str:
        """The text of a node."""
        return self.text[slice(*self.span(node))]

    def lines(self, first: int, last: int) -> list[str]:
        """Whole lines, 1-based, the last one included."""
        return lines_of(self.text)[first - 1 : last]

    def with_lines(self, first: int, last: int, lines: Iterable[str]) -> "Source":
        """Other lines in place of those from ``first`` to ``last``."""
        every = lines_of(self.text)
        return Source("".join([*every[: first - 1], *lines, *every[last:]]))

    def edited(self, edits: Iterable[Edit]) -> "Source":
        """With all edits made; they do not overlap."""
        text = self.text
        for edit in sorted(edits, key=lambda e: -e.start):
            text = text[: edit.start] + edit.text + text[edit.stop :]
        return Source(text)

    def renamed(self, names: dict[str, str]) -> "Source":
        """With other names for variables, functions and classes."""
        return self.edited(
            Edit(*self.span(node), names[node.id])
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Name) and node.id in names
        )

    def indent_at(self, place: int) -> int:
        """How far the line that holds a character is indented."""
        line = self.text[self.text.rfind("\n", 0, place) + 1 :]
        return len(line) - len(line.lstrip(" "))


def lines_of(text: str) -> list[str]:
    """Lines with their ends, as Python counts them: ``splitlines`` knows ten further line ends."""
    return list(io.StringIO(text, newline="\n"))


def dedented(lines: list[str], by: int) -> list[str]:
    """Lines with blanks taken from their beginnings, as many as there are."""
    return [line[min(by, len(line) - len(line.lstrip(" "))) :] for line in lines]


def arguments_text(before: int, indent: int, arguments: list[str], after: int) -> str:
    """Arguments in brackets: on one line if they fit, else one on each.

    Args:
        before, after: characters on the line on both sides of the brackets.
    """
    line = f"({', '.join(arguments)})"
    if before + len(line) + after <= WIDTH and "\n" not in line:
        return line
    inner = " " * (indent + INDENT)
    return "".join(["(\n", *(f"{inner}{a},\n" for a in arguments), " " * indent, ")"])
