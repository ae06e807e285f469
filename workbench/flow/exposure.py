"""What of a group's inside can be seen from outside: showing, naming and hiding it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, TypeAlias

from workbench.core.component import Component
from workbench.core.errors import FlowError
from workbench.flow.graph import Node
from workbench.flow.group import Exposed, Group
from workbench.flow.operation import TYPE_WORDS, Port

Side: TypeAlias = Literal["inputs", "outputs", "parameters"]


def offered(group: Group, side: Side) -> tuple[Exposed, ...]:
    """All that can be shown, node by node: what is shown under its name, the rest unnamed.

    An input that is linked inside can be shown only if it takes several links.
    """
    names = {(e.node, e.of): e.name for e in getattr(group, side)}
    ends = [(node.id, of) for node in group.graph.nodes.values() for of in _of(group, node, side)]
    return tuple(Exposed(names.get(end, ""), *end) for end in ends)


def shown(group: Group, side: Side, node: str, of: str, name: str = "") -> Group:
    """The group with a port or parameter shown, or shown under another name.

    Args:
        name: outside; the inner one, numbered where it is taken, if this is empty.

    Raises:
        FlowError: the name is taken by another one of the side. Inputs of one type may share one.
    """
    before: tuple[Exposed, ...] = getattr(group, side)
    others = [e for e in before if (e.node, e.of) != (node, of)]
    if not name:
        made = Exposed(_free(of, {e.name for e in others}), node, of)
    else:
        made = Exposed(name, node, of)
        _refuse_taken(group, side, made, others)
    if len(others) == len(before):
        return _with(group, side, (*before, made))
    renamed = (made if (e.node, e.of) == (node, of) else e for e in before)
    return _with(group, side, tuple(dict.fromkeys(renamed)))  # it may have had two names


def hidden(group: Group, side: Side, node: str, of: str) -> Group:
    """The group with a port or parameter not seen from outside."""
    before: tuple[Exposed, ...] = getattr(group, side)
    return _with(group, side, tuple(e for e in before if (e.node, e.of) != (node, of)))


def _with(group: Group, side: Side, exposed: tuple[Exposed, ...]) -> Group:
    match side:
        case "inputs":
            return replace(group, inputs=exposed)
        case "outputs":
            return replace(group, outputs=exposed)
        case "parameters":
            return replace(group, parameters=exposed)


def _of(group: Group, node: Node, side: Side) -> Iterator[str]:
    match side:
        case "outputs":
            yield from (port.name for port in node.operation.outputs)
        case "inputs":
            linked = {k.target_port for k in group.graph.links if k.target == node.id}
            for port in node.operation.inputs:
                if port.takes_many or port.name not in linked:
                    yield port.name
        case "parameters" if isinstance(node.component, Group):
            yield from (exposed.name for exposed in node.component.parameters)
        case "parameters" if isinstance(node.component, Component):
            yield from type(node.component).model_fields


def _refuse_taken(group: Group, side: Side, made: Exposed, others: list[Exposed]) -> None:
    same = next((e for e in others if e.name == made.name), None)
    if same is None:
        return
    if side != "inputs":
        raise FlowError(
            f"'{made.name}' is the name of '{same.of}' of '{_name(group, same)}' already.",
            remedy="Choose another name.",
        )
    one, two = _input(group, same), _input(group, made)
    if one and two and one.type is not two.type:
        raise FlowError(
            f"'{made.name}' is the name of an input that needs {TYPE_WORDS[one.type]}, "
            f"and this one needs {TYPE_WORDS[two.type]}.",
            remedy="Choose another name.",
        )


def _name(group: Group, exposed: Exposed) -> str:
    return group.graph.node(exposed.node).name


def _input(group: Group, exposed: Exposed) -> Port | None:
    return group.graph.node(exposed.node).input(exposed.of)


def _free(name: str, taken: set[str]) -> str:
    n, free = 1, name
    while free in taken:
        n += 1
        free = f"{name}{n}"
    return free
