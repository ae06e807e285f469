"""The parts of a script in their order: imports, constants, functions, and what each step does."""

import keyword
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.evaluation.predictions import free_name
from workbench.export.script.literals import constant_line
from workbench.export.script.options import Options
from workbench.export.script.pieces import Import, library
from workbench.export.script.source import Source
from workbench.export.script.step import Step
from workbench.export.script.weave import Weaver
from workbench.export.script.wrapping import wrapped

SPLITS, FITS = "splits", "fits"
OF_INPUT = ("TARGET", "TASK", "CLASS_LABELS", "POSITIVE", "THRESHOLD")  # what an input says
END = "__end"  # behind the key of a step: what follows those statements
MANY = "__"  # between the key of a step and the port whose links each add statements to it


@dataclass(frozen=True)
class Part:
    """What one step adds.

    Args:
        constants: lines.
        definitions: functions and classes that no step before it needed.
        statements: what is done.
    """

    step: Step
    constants: str
    definitions: tuple[str, ...]
    statements: str


@dataclass(frozen=True)
class Composition:
    """A script in parts.

    Args:
        packages: that it needs besides Python.
        asked: by step the options that its pieces ask for.
    """

    imports: str
    parts: tuple[Part, ...]
    packages: tuple[str, ...] = ()
    asked: Mapping[str, frozenset[str]] = field(default_factory=dict)


def composed(steps: Sequence[Step]) -> Composition:
    """The parts of the script that does these steps, in their order."""
    return _Composing(steps).composition()


class _Composing:
    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = {step.id: step for step in steps}
        self._weaver = Weaver(library())
        self._names = _variables(self._steps, self._weaver.library.taken)

    def composition(self) -> Composition:
        parts = [self._part(step) for step in self._steps.values()]
        texts = [Source(t) for p in parts for t in (*p.definitions, p.statements)]
        imports = self._weaver.imports(iter(texts))
        tops = sorted({i.module.partition(".")[0] for i in imports} - sys.stdlib_module_names)
        used = self._weaver.used
        asked = {i: frozenset(used.get(self._names[i], ())) for i in self._steps}
        return Composition(_imports_text(imports), tuple(parts), tuple(tops), asked)

    def _part(self, step: Step) -> Part:
        before, known = set(self._weaver.woven), set(self._weaver.constants)
        statements = self._statements(step)
        constants = {n: v for n, v in self._weaver.constants.items() if n not in known}
        lines = "".join(constant_line(name, value) for name, value in constants.items())
        new = [w.source.text for n, w in self._weaver.woven.items() if n not in before]
        return Part(step, lines, tuple(new), statements)

    def _statements(self, step: Step) -> str:
        steps, own = self._weaver.library.steps, self._names[step.id]
        text = ""
        if step.key in steps:
            text += self._body(step.key, step, self._arriving(step, own))
        for port, sources in step.inputs.items():
            key = f"{step.key}{MANY}{port}"
            if key in steps:
                for source, title in zip(sources, self._titles(sources), strict=True):
                    names = {"result": own, **self._of_input(port, source)}
                    has_curve = self._learner(source).options.get("CURVE", False)
                    of_source = self._steps[source].options
                    about = {name: of_source[name] for name in OF_INPUT if name in of_source}
                    options = {**step.options, **about, "NAME": title, "CURVE": has_curve}
                    options |= step.of_links.get(source, {})
                    text += self._body(key, step, names, options)
        if f"{step.key}{END}" in steps:
            text += self._body(f"{step.key}{END}", step, {"result": own})
        return text

    def _body(
        self, key: str, step: Step, names: Mapping[str, str], options: Options | None = None
    ) -> str:
        owner = self._names[step.id]
        return wrapped(self._weaver.body(key, owner, options or step.options, names)).text

    def _titles(self, sources: Iterable[str]) -> list[str]:
        """What learners are called beside each other."""
        titles: list[str] = []
        for source in sources:
            titles.append(free_name(self._learner(source).title, titles))
        return titles

    def _learner(self, source: str) -> Step:
        """The step that has trained what a step hands on."""
        step = self._steps[source]
        while SPLITS not in step.inputs and FITS in step.inputs:
            step = self._steps[step.inputs[FITS][0]]
        return step

    def _arriving(self, step: Step, own: str) -> dict[str, str]:
        names = {"result": own}
        for port, sources in step.inputs.items():
            if len(sources) == 1:
                names |= self._of_input(port, sources[0])
        return names

    def _of_input(self, port: str, source: str) -> dict[str, str]:
        """What a port is called, and the splits that models were fitted on."""
        names = {port: self._names[source]}
        splits = self._learner(source).inputs.get(SPLITS, ())
        if splits and port != SPLITS:
            names[SPLITS] = self._names[splits[0]]
        return names


def _variables(steps: Iterable[str], taken: frozenset[str]) -> dict[str, str]:
    """A variable for each step: its id, as far as Python allows."""
    names: dict[str, str] = {}
    for step in steps:
        # As Python itself reads names: "ﬁt" is "fit".
        name = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", step).lower()).strip("_")
        if not f"_{name}".isidentifier() or not name:
            name = re.sub("[^a-z0-9]+", "_", name).strip("_") or "step"
        if name[0].isdigit() or keyword.iskeyword(name):
            name = f"step_{name}"
        while name in taken or name in names.values():
            name += "_"
        names[step] = name
    return names


def _imports_text(imports: set[Import]) -> str:
    """Python's own modules first, then the others, as isort has them."""
    sections: dict[bool, list[Import]] = {True: [], False: []}
    for one in imports:
        sections[one.module.partition(".")[0] in sys.stdlib_module_names].append(one)
    blocks = ["".join(_section(sections[is_own])) for is_own in (True, False)]
    return "\n".join(block for block in blocks if block)


def _section(imports: list[Import]) -> list[str]:
    modules = sorted((i for i in imports if not i.name), key=lambda i: i.module)
    lines = [
        f"import {i.module}" + (f" as {i.alias}" if i.alias != i.module else "") + "\n"
        for i in modules
    ]
    taken: dict[str, list[str]] = {}
    for one in sorted((i for i in imports if i.name), key=lambda i: (i.module, i.name)):
        shown = one.name if one.alias == one.name else f"{one.name} as {one.alias}"
        taken.setdefault(one.module, []).append(shown)
    return lines + [f"from {module} import {', '.join(names)}\n" for module, names in taken.items()]
