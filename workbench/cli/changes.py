"""Changes to a flow that the command line asks for: parameters, sweeps, the device."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from workbench.core.component import Component
from workbench.core.errors import FlowError, ParameterError, WorkbenchError
from workbench.flow.graph import Graph
from workbench.flow.group import (
    Group,
    exposed_parameter,
    node_at,
    with_every_component,
    with_parameters_at,
    with_sweep_at,
)
from workbench.flow.sweep_text import sweep_values


def with_settings(graph: Graph, settings: Mapping[str, str]) -> Graph:
    """The flow with ``NODE.NAME=VALUE`` set; NODE may lie in a group: ``prepare/scale``.

    Raises:
        ParameterError, FlowError: there is no such node or parameter, or the value does not fit.
    """
    for place, value in settings.items():
        node_id, name = _split(graph, "--set", place, value)
        graph = _at(node_id, partial(_set, graph, node_id, name, value))
    return graph


def with_sweeps(graph: Graph, sweeps: Iterable[str]) -> Graph:
    """The flow with ``NODE.NAME=VALUES`` given several values, as ``sweep_text`` reads them.

    Raises:
        ParameterError, FlowError: as ``with_settings``.
    """
    for words in sweeps:
        place, _, text = words.partition("=")
        node_id, name = _split(graph, "--sweep", place, text)
        graph = _at(node_id, partial(_swept, graph, node_id, name, text))
    return graph


def on_device(graph: Graph, device: str) -> Graph:
    """The flow with every learner that can choose its device on this one."""

    def placed(component: Component) -> Component:
        has_choice = "device" in type(component).model_fields
        return component.with_parameters({"device": device}) if has_choice else component

    return with_every_component(graph, placed)


def _set(graph: Graph, node_id: str, name: str, value: str) -> Graph:
    return with_parameters_at(graph, node_id, {name: value})


def _swept(graph: Graph, node_id: str, name: str, text: str) -> Graph:
    component = node_at(graph, node_id).component
    if isinstance(component, Group):
        shown = exposed_parameter(component, name)
        return _swept(graph, f"{node_id}/{shown.node}", shown.of, text)
    if not isinstance(component, Component):
        raise FlowError(f"No component '{component.key}' is installed.")
    return with_sweep_at(graph, node_id, name, sweep_values(type(component), name, text))


def _at(node_id: str, change: Callable[[], Graph]) -> Graph:
    try:
        return change()
    except WorkbenchError as error:
        raise error.at(node=node_id) from None


def _split(graph: Graph, option: str, place: str, value: str) -> tuple[str, str]:
    node_id, dot, name = place.rpartition(".")
    if not dot:
        raise ParameterError(
            f"{option} {place}={value} names no node; write {option} NODE.{place}={value}.",
            remedy=f"The nodes are: {', '.join(graph.nodes)}.",
        )
    return node_id, name
