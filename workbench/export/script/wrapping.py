"""Statements as black lays them out: names are those of a flow's nodes, of any length."""

import ast

from workbench.export.script.source import INDENT, WIDTH, Edit, Source

INNER = " " * INDENT


def wrapped(source: Source) -> Source:
    """The statements with assignments of calls and comprehensions on as many lines as they need."""
    edits = [
        Edit(*source.span(node), text)
        for node in source.tree.body
        if isinstance(node, ast.Assign) and (text := _laid_out(source, node))
    ]
    return source.edited(edits)


def _laid_out(source: Source, node: ast.Assign) -> str:
    """An assignment anew; empty if it stays as it is."""
    target = source.of(node.targets[0])
    if isinstance(node.value, ast.ListComp) and len(node.value.generators) == 1:
        return _comprehension(source, target, node.value)
    text = source.of(node)
    if isinstance(node.value, ast.Call) and "\n" not in text and len(text) > WIDTH:
        return _call(source, target, node.value)
    return ""


def _comprehension(source: Source, target: str, node: ast.ListComp) -> str:
    made, [over] = source.of(node.elt), node.generators
    loop = f"for {source.of(over.target).strip('()')} in {source.of(over.iter)}"
    line = f"{target} = [{made} {loop}]"
    if "\n" in made or len(line) <= WIDTH:
        return line if "\n" not in made else ""
    inner = f"{INNER}{made} {loop}"
    lines = [inner] if len(inner) <= WIDTH else [f"{INNER}{made}", f"{INNER}{loop}"]
    return "\n".join([f"{target} = [", *lines, "]"])


def _call(source: Source, target: str, node: ast.Call) -> str:
    name = source.of(node.func)
    arguments = ", ".join([*map(source.of, node.args), *map(source.of, node.keywords)])
    if len(f"{target} = {name}(") <= WIDTH:
        return f"{target} = {name}(\n{INNER}{arguments}\n)"
    return f"{target} = (\n{INNER}{name}({arguments})\n)"
