"""A flow as a report to read: picture, notes, every node with its parameters, results, provenance.

Markdown, so that it can be read, compared and printed anywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from workbench.core.component import Component
from workbench.data.dataset import Dataset
from workbench.evaluation.predictions import Evaluation
from workbench.export.provenance import versions
from workbench.flow.execute import Results
from workbench.flow.expand import value_text
from workbench.flow.graph import Graph, Node, Placeholder
from workbench.flow.group import SEPARATOR, Group
from workbench.flow.paths import relative
from workbench.models.fits import Fits
from workbench.runs.markdown import code, quote, table, words
from workbench.runs.report_results import data_section, evaluation_section
from workbench.runs.view import NodeView, RunView

_STATES = {"failed": "failed", "stale": "out of date", "idle": "not run", "queued": "not run"}


@dataclass(frozen=True)
class FlowReport:
    """What is reported.

    Args:
        title: of the flow.
        file: where it is kept, if anywhere.
        view: of the drawn nodes, by their paths.
        results: of the flow as it is; by nodes that run.
        picture: the name of a picture beside the report; empty for none.
    """

    title: str
    graph: Graph
    written: datetime
    file: Path | None = None
    view: RunView = field(default_factory=RunView)
    results: Results = field(default_factory=Results)
    picture: str = ""

    def text(self) -> str:
        """The whole report."""
        sections = [
            f"# {words(self.title)}",
            self._head(),
            *self._picture(),
            *_notes(self.graph),
            "## Nodes",
            *self._nodes(self.graph, "", "###"),
            "## Results",
            *(self._results() or ["Nothing has come out of the flow yet; run it."]),
            "## Where it comes from",
            self._provenance(),
        ]
        return "\n\n".join(sections) + "\n"

    def _head(self) -> str:
        graph = self.graph
        size = f"{len(graph.nodes)} nodes, {len(graph.links)} links"
        return f"{size}. Reported on {self.written:%Y-%m-%d} at {self.written:%H:%M}."

    def _picture(self) -> list[str]:
        return [f"![The flow](<{self.picture}>)"] if self.picture else []

    # ---------------------------------------------------------------- nodes

    def _nodes(self, graph: Graph, before: str, mark: str) -> Iterable[str]:
        for node_id in graph.order:
            node = graph.node(node_id)
            path = before + node_id
            yield "\n\n".join(self._node(graph, node, path, mark))
            if isinstance(node.component, Group):
                yield from _notes(node.component.graph, mark)
                yield from self._nodes(node.component.graph, path + SEPARATOR, f"{mark}#"[:6])

    def _node(self, graph: Graph, node: Node, path: str, mark: str) -> Iterable[str]:
        component = node.component
        yield f"{mark} {words(node.name)}"
        kind = f"{words(component.title)} · " if node.title else ""
        yield f"{kind}{code(path)} · {self._state(self.view.node(path))}"
        yield words(component.help())
        links = [_linked(graph, node.id)] if graph.links else []
        yield from (line for line in links if line)
        if isinstance(component, Component) and type(component).model_fields:
            yield self._parameters(node, component)
        if isinstance(component, Placeholder):
            yield f"Parameters, as they are kept: {code(component.values)}"
        yield from _told(self.view.node(path))

    def _state(self, view: NodeView) -> str:
        if view.state in _STATES:
            return _STATES[view.state]
        parts = [words(view.text)] if view.text else ["done"]
        return ", ".join([*parts, *([f"{view.seconds:.1f} s"] if view.seconds else [])])

    def _parameters(self, node: Node, component: Component) -> str:
        defaults = type(component).parse({}).parameters()
        rows = []
        for name, value in component.parameters().items():
            swept = node.swept(name)
            if component.unmet(name) and not swept:
                continue  # it does not matter
            is_default = not swept and value == defaults[name]
            told = ", ".join(map(self._value, swept)) if swept else self._value(value)
            cells = (words(name.replace("_", " ")), told)
            if not is_default:
                cells = (f"**{cells[0]}**", f"**{told}**" if told else "")
            rows.append((*cells, "" if is_default else self._value(defaults[name])))
        return table(("Parameter", "Value", "Default, where it differs"), rows)

    def _value(self, value: Any) -> str:
        text = relative(value, self._folder) if isinstance(value, str) else value_text(value)
        return words(text) or "–"

    @property
    def _folder(self) -> Path:
        return self.file.resolve().parent if self.file else Path("/nowhere")

    # ---------------------------------------------------------------- results

    def _results(self) -> list[str]:
        graph = self.results.graph
        sections = []
        for node_id in graph.order:
            node, value = graph.node(node_id), self.results.values.get(node_id)
            if isinstance(value, Dataset) and not graph.inputs_of(node_id):
                sections.append(data_section(node, value))
            elif isinstance(value, Evaluation):
                sections.append(evaluation_section(node, value))
        return sections

    def _provenance(self) -> str:
        rows = [("Flow", code(self.file.name) if self.file else "not saved in a file")]
        for node_id in self.results.graph.order:
            value = self.results.values.get(node_id)
            node = self.results.graph.node(node_id)
            if isinstance(value, Dataset) and not self.results.graph.inputs_of(node_id):
                rows.append((words(node.name), f"fingerprint {code(value.fingerprint)}"))
            elif isinstance(value, Fits):
                told = f"test {code(value.splits.test)}, seed {value.splits.seed}"
                rows.append((words(node.name), f"{told}, fitted in {value.seconds:.2f} s"))
        rows += [(name, version) for name, version in versions().items()]
        rows.append(("Reported", self.written.isoformat(timespec="seconds")))
        return table(("What", "Which"), rows)


def _notes(graph: Graph, mark: str = "##") -> list[str]:
    texts = [quote(note.text) for note in graph.notes if note.text.strip()]
    return ["\n\n".join([f"{mark} Notes", *texts])] if texts else []


def _linked(graph: Graph, node_id: str) -> str:
    """What arrives at a node and where its results go, in words."""
    arrives = [
        f"{words(graph.node(k.source).name)} → {k.target_port}{'' if k.is_enabled else ' (off)'}"
        for k in graph.links
        if k.target == node_id
    ]
    goes = [
        f"{k.source_port} → {words(graph.node(k.target).name)}{'' if k.is_enabled else ' (off)'}"
        for k in graph.links
        if k.source == node_id
    ]
    told = (("In", arrives), ("Out", goes))
    return ". ".join(f"{word}: {', '.join(some)}" for word, some in told if some)


def _told(view: NodeView) -> Iterable[str]:
    """Warnings, other notes and the error of a node."""
    for note in view.notes:
        yield f"> **{'Warning' if note.is_warning else 'Note'}:** {words(note.text)}"
    if view.error is not None:
        yield f"> **Error:** {words(str(view.error))}"
