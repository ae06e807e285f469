"""The torch module of a design."""

import os
from collections import OrderedDict
from collections.abc import Sequence

import torch
from torch import nn

from workbench.core.errors import ParameterError, Where
from workbench.models.networks.design import Design
from workbench.models.networks.graph_module import GraphNetwork, module_name
from workbench.models.networks.layers import Block, Layer, Shape
from workbench.models.networks.layers.layer import INPUT
from workbench.models.networks.make import Site, make
from workbench.models.networks.measure import along
from workbench.models.networks.modules import Device
from workbench.models.networks.table import layer_table
from workbench.models.networks.wiring import Wired, wired
from workbench.training.initialisation import Initialisation, initialise


def network(
    design: Design, input_shape: Shape, n_outputs: int, device: Device = "cpu"
) -> nn.Module:
    """The design's network for pictures (n, c, h, w), or rows (n, d); its weights are not set.

    Where each layer takes the one before it, it is an ``nn.Sequential``. Its modules are called as
    the layers are. No random number is drawn.

    Raises:
        ParameterError: a layer cannot take what arrives, and which; or memory is too small.
    """
    check(design, input_shape, n_outputs)
    if str(device) == "cpu":
        _want_memory(layer_table(design, input_shape, n_outputs).parameters)
    return _network(design.layers, Site(input_shape, n_outputs, device))


def initial_network(
    design: Design,
    input_shape: Shape,
    n_outputs: int,
    how: Initialisation,
    seed: int,
    std: float = 1.0,
) -> nn.Module:
    """A network to be trained, the same for the same seed.

    Raises:
        ParameterError: as ``network``.
    """
    made = network(design, input_shape, n_outputs)
    initialise(made, how, torch.Generator().manual_seed(seed), std)
    return made


def check(design: Design, input_shape: Shape, n_outputs: int) -> None:
    """See whether a network can be made of the design.

    Raises:
        ParameterError: it cannot; at which layer, why, and what to do.
    """
    fault = layer_table(design, input_shape, n_outputs).error
    if fault is None:
        return
    name = f"Layer {fault.number} ({design.names[fault.number - 1]}): " if fault.number else ""
    raise ParameterError(
        f"{name}{fault.sentence}", remedy=fault.remedy, where=Where(parameter="layers")
    )


def _want_memory(n_weights: int) -> None:
    """Refuse what does not fit: the system would end the program while the weights are set."""
    names = getattr(os, "sysconf_names", {})  # Windows has none
    if not {"SC_PHYS_PAGES", "SC_PAGE_SIZE"} <= set(names):
        return
    has, needs = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"), 4 * n_weights
    if needs > has:
        raise ParameterError(
            f"The weights would take {needs / 2**30:,.1f} GB; this machine has "
            f"{has / 2**30:,.1f} GB.",
            remedy="Choose fewer or narrower layers.",
            where=Where(parameter="layers"),
        )


def _network(layers: Sequence[Layer], site: Site) -> nn.Module:
    steps = wired(layers)
    made = [
        _module(step.layer, site._replace(shape=shapes[0]))
        for step, shapes, _ in along(steps, site.shape, site.n_outputs)
    ]
    if _is_chain(steps):
        pairs = ((module_name(s.name), module) for s, module in zip(steps, made, strict=True))
        return nn.Sequential(OrderedDict(pairs))
    return GraphNetwork(steps, made)


def _module(layer: Layer, site: Site) -> nn.Module:
    if isinstance(layer, Block):
        return _network(layer.parts(site.shape), site)
    return make(layer, site)


def _is_chain(steps: Sequence[Wired]) -> bool:
    """Whether each layer takes the one before it, and nothing else."""
    before = INPUT
    for step in steps:
        if step.inputs != (before,) or step.layer.is_side:
            return False
        before = step.name
    return True
