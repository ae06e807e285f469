"""What is done to a design's layers in a list: functions from design to design.

Where a layer is taken by its name, names are written down before anything moves, so that who takes
what stays as it is. A layer without inputs of its own takes the one before it, wherever it stands.
"""

from collections.abc import Collection, Sequence
from typing import Any

from workbench.models.networks.design import Design
from workbench.models.networks.layers import INPUT, Layer

NOTHING = "nothing"  # the input of a layer that takes nothing yet


def inserted(design: Design, at: int, layers: Sequence[Layer]) -> Design:
    """The design with layers put before the one at a place; their names stay if they are free."""
    kept = list(_steady(design).layers)
    kept[at:at] = fresh(kept, layers)
    return Design(layers=tuple(kept))


def without(design: Design, places: Collection[int]) -> Design:
    """The design without some layers; who took one of them takes what that one took."""
    for place in sorted(places, reverse=True):
        design = _without_one(_steady(design), place)
    return design


def moved(design: Design, places: Collection[int], by: int) -> tuple[Design, tuple[int, ...]]:
    """Some layers moved by one place or more, and where they are then; as they are at an end."""
    chosen = sorted(places)
    if not chosen or chosen[0] + by < 0 or chosen[-1] + by >= len(design.layers):
        return design, tuple(chosen)
    before = chosen[0] + by if by < 0 else chosen[-1] + by + 1
    return moved_to(design, chosen, before)


def moved_to(design: Design, places: Collection[int], at: int) -> tuple[Design, tuple[int, ...]]:
    """Some layers put, together, before the one at a place; and where they are then."""
    layers, chosen = _steady(design).layers, sorted(places)
    head = [layer for i, layer in enumerate(layers) if i < at and i not in chosen]
    tail = [layer for i, layer in enumerate(layers) if i >= at and i not in chosen]
    order = (*head, *(layers[i] for i in chosen), *tail)
    return Design(layers=order), tuple(range(len(head), len(head) + len(chosen)))


def replaced(design: Design, place: int, layer: Layer) -> Design:
    """Another layer at a place; who took it by its name follows a new one."""
    layers = list(_steady(design).layers)
    old, layers[place] = layers[place].name, layer
    new = layer.name
    if old and new and old != new:
        layers = [renamed(each, {old: new}) for each in layers]
    return Design(layers=tuple(layers))


def fresh(kept: Sequence[Layer], layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Layers to be added to others: a name that one of these has becomes another one."""
    taken = {layer.name for layer in kept if layer.name} | {INPUT}
    others: dict[str, str] = {}
    for layer in layers:
        if layer.name and layer.name in taken:
            others[layer.name] = free_name(layer.name, taken)
        taken.add(others.get(layer.name, layer.name))
    return tuple(
        renamed(layer.model_copy(update={"name": others.get(layer.name, layer.name)}), others)
        for layer in layers
    )


def free_name(name: str, taken: Collection[str]) -> str:
    """The name itself, or one like it that is not taken: "conv2" for "conv1"."""
    stem, number = name.rstrip("0123456789") or name, 2
    found = name
    while found in taken:
        found, number = f"{stem}{number}", number + 1
    return found


def renamed(layer: Layer, names: dict[str, str]) -> Layer:
    """A layer whose inputs go by other names."""
    inputs = tuple(names.get(name, name) for name in layer.inputs)
    return layer if inputs == layer.inputs else layer.model_copy(update={"inputs": inputs})


def _steady(design: Design) -> Design:
    """The design with all names written down, if any layer takes another by its name."""
    return design.named if any(layer.inputs for layer in design.layers) else design


def _without_one(design: Design, place: int) -> Design:
    layers = list(design.layers)
    gone = layers.pop(place)
    took = gone.inputs or (_before(layers, place),)
    follows_on = bool(gone.inputs) and not gone.is_side
    for i, layer in enumerate(layers):
        if gone.name and gone.name in layer.inputs:
            layers[i] = _with_inputs(layer, _instead(layer, gone.name, took))
        elif i >= place and follows_on and not layer.inputs:
            layers[i] = _with_inputs(layer, took if layer.is_join else took[:1])
        follows_on = follows_on and (i < place or layer.is_side)
    return Design(layers=tuple(layers))


def _before(layers: Sequence[Layer], place: int) -> str:
    """The name of what a layer at a place takes by default."""
    earlier = (layer.name for layer in reversed(layers[:place]) if not layer.is_side)
    return next(earlier, INPUT)


def _instead(layer: Layer, name: str, took: tuple[str, ...]) -> tuple[str, ...]:
    parts = [took if each == name else (each,) for each in layer.inputs]
    inputs = tuple(dict.fromkeys(each for part in parts for each in part))
    return inputs if layer.is_join else inputs[:1]


def _with_inputs(layer: Layer, inputs: tuple[str, ...]) -> Layer:
    update: dict[str, Any] = {"inputs": inputs}
    return layer.model_copy(update=update)
