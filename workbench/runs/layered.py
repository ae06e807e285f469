"""Components that hold a design: where, which layers they have now, and how to give them others."""

from typing import Any, Protocol, runtime_checkable

from workbench.core.component import Component, unwrapped
from workbench.models.networks.design import Design, HasDesign


@runtime_checkable
class MakesOwn(Protocol):
    """A component whose preset says more of a network than its layers."""

    def made_own(self) -> dict[str, Any]:
        """The parameters that say it of a network of one's own."""
        ...


def layers_field(component: object) -> str:
    """The parameter that holds a component's layers; empty if none does."""
    if not isinstance(component, Component):
        return ""
    fields = type(component).model_fields.items()
    return next((name for name, info in fields if unwrapped(info.annotation) is Design), "")


def layers_of(component: Component) -> Design:
    """The layers that a component has now: those of its preset, or its own."""
    shown = component.design if isinstance(component, HasDesign) else None
    if shown is not None:
        return shown
    own: Design = getattr(component, layers_field(component))
    return own


def are_own(component: Component) -> bool:
    """Whether the layers are those of the parameter, and not a preset's."""
    return not component.unmet(layers_field(component))


def own_layers(component: Component, design: Design) -> dict[str, Any]:
    """The parameters by which a component comes to have other layers."""
    name = layers_field(component)
    chosen = {other: c.values[0] for other, c in component.unmet(name).items()}
    more = component.made_own() if chosen and isinstance(component, MakesOwn) else {}
    return {name: design.values(), **chosen, **more}
