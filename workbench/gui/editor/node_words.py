"""What the canvas says of a node, a port and a link, in words."""

from html import escape

from PySide6.QtCore import QCoreApplication

from workbench.core.component import Component
from workbench.flow.graph import Graph, Link, Node, Placeholder
from workbench.flow.operation import TYPE_WORDS
from workbench.flow.sweep_text import sweep_text
from workbench.gui.editor.port_end import PortEnd
from workbench.runs.view import NodeView


def _tr(text: str) -> str:
    return QCoreApplication.translate("FlowEditor", text)


def state_word(state: str) -> str:
    """A node's state in one word."""
    words = {
        "idle": _tr("not run"),
        "stale": _tr("out of date"),
        "queued": _tr("waiting"),
        "running": _tr("running"),
        "done": _tr("done"),
        "warning": _tr("done, with a warning"),
        "failed": _tr("failed"),
    }
    return words[state]


def status_line(node: Node, view: NodeView) -> str:
    """The line below the title."""
    if isinstance(node.component, Placeholder):
        return _tr("Not installed here")
    if view.state == "running" and view.seconds_left is not None:
        left = duration(view.seconds_left)
        return " · ".join(part for part in (view.text, _tr("{} left").format(left)) if part)
    if view.text:
        return view.text
    swept = " · ".join(f"{s.parameter} = {sweep_text(s.values)}" for s in node.sweeps)
    return swept or node.component.status()


def duration(seconds: float) -> str:
    """A short time ("1.8 s", "3 min")."""
    if seconds < 10:
        return _tr("{} s").format(f"{seconds:.1f}")
    if seconds < 90:
        return _tr("{} s").format(round(seconds))
    return _tr("{} min").format(round(seconds / 60))


def type_words(type_: type) -> str:
    """What flows, in words ("a data set")."""
    return QCoreApplication.translate("TypeWords", TYPE_WORDS[type_])


def node_tip(node: Node, view: NodeView, problem: str = "") -> str:
    """A node's tool tip: what it does, WEKA's name for it, how it stands, what to do."""
    lines = [f"<b>{escape(node.name)}</b>"]
    if isinstance(node.component, Placeholder):
        sentence = _tr("No component “{}” is installed; its settings and links are kept.")
        lines.append(escape(sentence.format(node.component.key)))
    else:
        lines.append(escape(node.component.help()))
        if isinstance(node.component, Component) and node.component.weka:
            names = ", ".join(node.component.weka_names())
            lines.append(f"<small>{escape(_tr('In WEKA: {}').format(names))}</small>")
    lines.append(escape(standing(node, view)))
    lines.append(escape(problem))
    lines += [escape(note.text) for note in view.notes]
    if view.error is not None and view.error.remedy:
        lines.append(escape(view.error.remedy))
    return "<qt>" + "<br>".join(line for line in lines if line) + "</qt>"


def standing(node: Node, view: NodeView) -> str:
    """State and status in one line."""
    text = status_line(node, view)
    return f"{state_word(view.state)} · {text}" if text else state_word(view.state)


def spoken(node: Node, view: NodeView, problem: str = "") -> str:
    """The node as a screen reader says it."""
    kind = "" if isinstance(node.component, Placeholder) else node.component.title
    parts = (node.name, kind if kind != node.name else "", standing(node, view), problem)
    return ", ".join(part for part in parts if part)


def port_words(graph: Graph, end: PortEnd) -> str:
    """A port's name, what flows there, and how many links it takes."""
    port = end.in_graph(graph)
    if port is None:
        return end.port
    name = QCoreApplication.translate("PortNames", port.name)
    what = type_words(port.type)
    words = what if name.lower() in what.lower() else f"{name}: {what}"
    parts = [words[:1].upper() + words[1:]]
    if port.takes_many:
        parts.append(_tr("takes several links"))
    if port.is_optional:
        parts.append(_tr("may be left open"))
    return " · ".join(parts)


def link_words(graph: Graph, link: Link, source_view: NodeView) -> str:
    """What a link carries, for the hint line."""
    source, target = graph.node(link.source), graph.node(link.target)
    output = source.output(link.source_port)
    what = type_words(output.type) if output else link.source_port
    sentence = _tr("{what} from “{source}” to “{target}”").format(
        what=what[:1].upper() + what[1:], source=source.name, target=target.name
    )
    arrived = source_view.text if source_view.state in {"done", "warning"} else ""
    off = "" if link.is_enabled else _tr("disabled")
    return " · ".join(part for part in (sentence, arrived, off) if part)
