"""Puts the pieces together that a script needs, each once for the options it is needed with."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.export.script.literals import Code, literal
from workbench.export.script.options import Options, specialised
from workbench.export.script.pieces import Import, Library
from workbench.export.script.source import Edit, Source, arguments_text

# Options that are no constants of a script.
INLINE = frozenset({"NAME", "FILE", "CLASS_FILE", "TESTS_FILE", "MAJORITY", "LOGISTIC", "QUOTE"})


@dataclass(frozen=True)
class Woven:
    """A definition as it stands in a script.

    Args:
        name: what it is called there.
        keywords: what can be given to it by name, if it is a function.
    """

    name: str
    source: Source
    keywords: frozenset[str]


@dataclass
class Weaver:
    """Collects definitions and constants of one script.

    Attributes:
        woven: in the order in which they are to stand.
        constants: by name, each with its value.
        used: every option that was asked for, by the step for which it was.
    """

    library: Library
    woven: dict[str, Woven] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    used: dict[str, set[str]] = field(default_factory=dict)

    def body(self, key: str, owner: str, options: Options, names: Mapping[str, str]) -> Source:
        """The statements of a step.

        Args:
            owner: the step's variable; ends the names of constants that are its own.
            names: what its parameters and its result are called in the script.
        """
        source = self._finished(self.library.steps[key], owner, options)
        function = source.tree.body[0]
        if not isinstance(function, ast.FunctionDef):
            raise TypeError(key)
        body = function.body[1:]  # without the docstring
        first = (function.body[0].end_lineno or 0) + 1
        lines = source.lines(first, (body[-1].end_lineno or first) if body else first - 1)
        inner = Source("".join(line[4:] if line.strip() else line for line in lines))
        return inner.renamed(dict(names))

    def define(self, name: str, owner: str, options: Options) -> Woven:
        """A definition for these options; the same one again for options that differ in nothing."""
        source = self._finished(self.library.definitions[name], owner, options)
        node = source.tree.body[0]
        keywords = frozenset[str]()
        if isinstance(node, ast.FunctionDef):
            source, keywords = _without_unused(source, node)
            keywords |= {a.arg for a in node.args.args}
        free = name
        number = 2
        while free in self.woven and self.woven[free].source.text != _named(source, free).text:
            free = f"{name}_{number}"
            number += 1
        if free not in self.woven:
            self.woven[free] = Woven(free, _named(source, free), keywords)
        return self.woven[free]

    def imports(self, texts: Iterator[Source]) -> set[Import]:
        """What the texts need to be imported."""
        names = {name for text in texts for name in _names(text.tree)}
        return {self.library.imports[name] for name in names if name in self.library.imports}

    def _finished(self, source: Source, owner: str, options: Options) -> Source:
        """With branches decided, and all that it needs defined and called by its name here."""
        self.used.setdefault(owner, set()).update(self.library.options & _names(source.tree))
        source = _with_code(specialised(source, options, self.library.tables), options)
        renamed: dict[str, str] = {}
        needed: dict[str, Woven] = {}
        for name in sorted(_global_names(source.tree), key=source.text.find):
            if name in self.library.settings:
                renamed[name] = self._settings(name, owner, options)
            elif name in INLINE:
                renamed[name] = literal(options[name])
            elif name in self.library.options:
                renamed[name] = self._constant(name, owner, options[name])
            elif name in self.library.definitions and name != _own_name(source):
                needed[name] = self.define(name, owner, options)
                renamed[name] = needed[name].name
        source = _with_fitting_calls(source, needed)
        source = Source(re.sub(r"\n\n\n+(?= )", "\n\n", source.text))
        return source.renamed({old: new for old, new in renamed.items() if old != new})

    def _settings(self, name: str, owner: str, options: Options) -> str:
        """The constant that holds a step's settings, which bears the step's name."""
        table = self.library.settings[name]
        self.used[owner] |= _names(table)
        made = {
            key.value: options[entry.id]
            for key, entry in zip(table.keys, table.values, strict=True)
            if isinstance(key, ast.Constant) and isinstance(entry, ast.Name)
        }
        self.constants[f"{owner.upper()}_SETTINGS"] = made
        return f"{owner.upper()}_SETTINGS"

    def _constant(self, option: str, owner: str, value: Any) -> str:
        """The constant that holds an option's value: the same one for the same value."""
        free, number = option, 1
        while self.constants.get(free, value) != value:
            number += 1
            free = f"{option}_{owner.upper()}" if number == 2 else f"{option}_{number}"
            same = (n for n, v in self.constants.items() if n.startswith(option) and v == value)
            free = next(same, free)
        self.constants[free] = value
        return free


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _global_names(tree: ast.AST) -> set[str]:
    """The names that are read and not set within."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return {n.id for n in nodes} - {n.id for n in nodes if isinstance(n.ctx, ast.Store)}


def _with_code(source: Source, options: Options) -> Source:
    """With an option's lines of code where "*OPTION," stands among arguments."""

    def lines(found: re.Match[str]) -> str:
        indent, name = found.groups()
        value = options.get(name)
        if not isinstance(value, Code):
            return found[0]
        return "".join(f"{indent}{line},\n" for line in value)

    return Source(re.sub(r"( +)\*([A-Z_]+),\n", lines, source.text))


def _own_name(source: Source) -> str:
    return str(getattr(source.tree.body[0], "name", ""))


def _named(source: Source, name: str) -> Source:
    own = _own_name(source)
    if not own or own == name:
        return source
    return Source(re.sub(rf"\b(def|class) {own}\b", rf"\1 {name}", source.text, count=1))


def _without_unused(source: Source, node: ast.FunctionDef) -> tuple[Source, frozenset[str]]:
    """The function without the keyword-only parameters that its body does not use."""
    used = {name for inner in node.body for name in _names(inner)}
    kept = [a for a in node.args.kwonlyargs if a.arg in used]
    keywords = frozenset(a.arg for a in kept)
    if len(kept) == len(node.args.kwonlyargs):
        return source, keywords
    positional = [source.of(a) for a in node.args.args]
    named = [source.of(a) for a in kept]
    further = [f"**{node.args.kwarg.arg}"] if node.args.kwarg else []
    arguments = [*positional, *(["*"] if named else []), *named, *further]
    before = source.text.index(f"def {node.name}")
    start = source.text.index("(", before)
    stop = source.place(node.body[0].lineno, 0)
    header = f"def {node.name}"
    text = arguments_text(len(header), 0, arguments, 1)
    return source.edited([Edit(start, stop, f"{text}:\n")]), keywords


def _with_fitting_calls(source: Source, needed: Mapping[str, Woven]) -> Source:
    """Calls without the keywords that what they call does not have any more."""
    while (edit := _next_call(source, needed)) is not None:
        source = source.edited([edit])
    return source


def _next_call(source: Source, needed: Mapping[str, Woven]) -> Edit | None:
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        known = needed.get(node.func.id)
        if known is None or not _has_keywords(known):
            continue
        kept = [k for k in node.keywords if k.arg is None or k.arg in known.keywords]
        if len(kept) == len(node.keywords):
            continue
        start, stop = source.span(node)
        arguments = [*map(source.of, node.args), *map(source.of, kept)]
        line_start = source.text.rfind("\n", 0, start) + 1
        line_end = source.text.find("\n", stop)
        name = node.func.id
        before = start - line_start + len(name)
        after = (line_end if line_end >= 0 else len(source.text)) - stop
        text = arguments_text(before, source.indent_at(start), arguments, after)
        return Edit(start, stop, name + text)
    return None


def _has_keywords(known: Woven) -> bool:
    return isinstance(known.source.tree.body[0], ast.FunctionDef)
