"""The pieces that scripts are made of: functions, classes and tables in ``resources/script``."""

import ast
import builtins
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from workbench.core.files import resource
from workbench.export.script.source import Source

FOLDER = "script"
STEPS = "steps"  # begins the names of the files whose functions are bodies of steps
OPTIONS = "options"  # the file that lists the options


@dataclass(frozen=True)
class Import:
    """A name that is imported.

    Args:
        name: what is taken from the module; empty for the module itself.
        alias: what it is called.
    """

    module: str
    name: str
    alias: str


@dataclass(frozen=True)
class Library:
    """All pieces by name.

    Args:
        steps: bodies of steps, by the key of the component that they stand for.
        options: their names.
    """

    definitions: Mapping[str, Source]
    steps: Mapping[str, Source]
    imports: Mapping[str, Import]
    options: frozenset[str]

    @cached_property
    def tables(self) -> dict[str, ast.Dict]:
        """Dictionaries that options choose from, by name."""
        return _dictionaries(self.definitions)

    @cached_property
    def taken(self) -> frozenset[str]:
        """Names that no step's result can have."""
        trees = [source.tree for source in self.steps.values()]
        nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)]
        own = {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
        return frozenset({*own, *self.definitions, *self.imports, *dir(builtins)})

    @cached_property
    def settings(self) -> dict[str, ast.Dict]:
        """Dictionaries of options that a step hands on together, by name."""
        return _dictionaries(self.steps)


@cache
def library() -> Library:
    """The pieces that come with the program."""
    definitions: dict[str, Source] = {}
    steps: dict[str, Source] = {}
    imports: dict[str, Import] = {}
    files = sorted(resource(FOLDER).glob("*.py"))
    own = {file.stem for file in files}
    options: set[str] = set()
    for file in files:
        source = Source(file.read_text(encoding="utf-8"))
        if file.stem == OPTIONS:
            options = set(_definitions(source))
            continue
        (steps if file.stem.startswith(STEPS) else definitions).update(_definitions(source))
        imports |= {i.alias: i for i in _imports(source) if i.module not in own}
    return Library(definitions, steps, imports, frozenset(options))


def _dictionaries(definitions: Mapping[str, Source]) -> dict[str, ast.Dict]:
    found = {}
    for name, source in definitions.items():
        node = source.tree.body[0]
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            found[name] = node.value
    return found


def _definitions(source: Source) -> dict[str, Source]:
    """Each definition with the comment above it."""
    found, before = {}, 0
    for node in source.tree.body:
        last = node.end_lineno or node.lineno
        name = _name(node)
        if name:
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
            above = source.lines(before + 1, first - 1)
            comment = [line for line in above if line.startswith("#")]
            found[name] = Source("".join([*comment, *source.lines(first, last)]))
        before = last
    return found


def _name(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            return node.name
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ""


def _imports(source: Source) -> list[Import]:
    found = []
    for node in source.tree.body:
        if isinstance(node, ast.Import):
            found += [Import(a.name, "", a.asname or a.name) for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [Import(node.module, a.name, a.asname or a.name) for a in node.names]
    return found
