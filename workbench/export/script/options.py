"""Branches of a piece that its options decide: the one that is taken stays, the others go."""

import ast
import operator
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from workbench.export.script.source import INDENT, Edit, Source, dedented

Options = Mapping[str, Any]

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}


class Undecided(Exception):  # noqa: N818 -- no error: it ends the working out of a condition
    """A condition asks for more than options."""


def specialised(source: Source, options: Options, tables: Mapping[str, ast.Dict]) -> Source:
    """The source with every branch decided that options decide.

    Args:
        tables: dictionaries that an option chooses from, by name.
    """
    while (after := _one_step(source, options, tables)) is not None:
        source = after
    while (after := _without_unreachable(source)) is not None:
        source = after
    return source


def _without_unreachable(source: Source) -> Source | None:
    """Without the first statements behind one that ends their block; None if there are none."""
    for node in ast.walk(source.tree):
        for block in (getattr(node, name, []) for name in ("body", "orelse")):
            if not isinstance(block, list):
                continue
            for statement, after in pairwise(block):
                if isinstance(statement, ast.Return | ast.Raise | ast.Continue):
                    first = (statement.end_lineno or statement.lineno) + 1
                    last = block[-1].end_lineno or after.lineno
                    return source.with_lines(first, last, [])
    return None


def _one_step(source: Source, options: Options, tables: Mapping[str, ast.Dict]) -> Source | None:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.If | ast.IfExp):
            try:
                holds = bool(value(node.test, options))
            except Undecided:
                continue
            if isinstance(node, ast.If):
                return _decided(source, node, holds=holds)
            chosen = source.of(node.body if holds else node.orelse)
            return source.edited([Edit(*source.span(node), chosen)])
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            table = tables.get(node.value.id)
            if table is not None and isinstance(node.slice, ast.Name) and node.slice.id in options:
                chosen = _entry(table, options[node.slice.id])
                return source.edited([Edit(*source.span(node), chosen)])
    return None


def value(node: ast.expr, options: Options) -> Any:
    """What an expression of options and constants is.

    Raises:
        Undecided: there is something else in it.
    """
    match node:
        case ast.Constant():
            return node.value
        case ast.Name() if node.id in options:
            return options[node.id]
        case ast.Tuple() | ast.Set() | ast.List():
            return tuple(value(inner, options) for inner in node.elts)
        case ast.UnaryOp(op=ast.Not()):
            return not value(node.operand, options)
        case ast.BoolOp():
            values = [value(inner, options) for inner in node.values]
            return any(values) if isinstance(node.op, ast.Or) else all(values)
        case ast.Compare(ops=[only]):
            both = value(node.left, options), value(node.comparators[0], options)
            return _COMPARISONS[type(only)](*both)
    raise Undecided


def _entry(table: ast.Dict, wanted: Any) -> str:
    for key, entry in zip(table.keys, table.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == wanted:
            return ast.unparse(entry)
    raise KeyError(wanted)


def _decided(source: Source, node: ast.If, *, holds: bool) -> Source:
    """One ``if`` or ``elif`` less."""
    last = node.end_lineno or node.lineno
    is_elif = source.lines(node.lineno, node.lineno)[0].lstrip().startswith("elif")
    if is_elif:
        return source.with_lines(node.lineno, last, _in_place_of_elif(source, node, holds=holds))
    return source.with_lines(node.lineno, last, _branch(source, node, holds=holds))


def _in_place_of_elif(source: Source, node: ast.If, *, holds: bool) -> list[str]:
    first = node.body[0].lineno
    header = source.lines(node.lineno, first - 1)
    indent = header[0][: len(header[0]) - len(header[0].lstrip())]
    if holds:
        end = node.body[-1].end_lineno or first
        return [f"{indent}else:\n", *source.lines(_after_header(node), end)]
    if not node.orelse:
        return []
    return source.lines((node.body[-1].end_lineno or first) + 1, node.end_lineno or first)


def _branch(source: Source, node: ast.If, *, holds: bool) -> list[str]:
    """The lines of the branch that is taken, one level further left."""
    end_of_body = node.body[-1].end_lineno or node.lineno
    if holds:
        if isinstance(node.body[0], ast.Pass):
            return []
        return dedented(source.lines(_after_header(node), end_of_body), INDENT)
    if not node.orelse:
        return []
    rest = source.lines(end_of_body + 1, node.end_lineno or end_of_body)
    if rest[0].lstrip().startswith("elif"):
        return [rest[0].replace("elif", "if", 1), *rest[1:]]
    return dedented(rest[1:], INDENT)  # without its "else:"


def _after_header(node: ast.If) -> int:
    """The line after the condition's colon: comments before the first statement belong to it."""
    return (node.test.end_lineno or node.lineno) + 1
