"""What a unit wants to see: gradient ascent from noise (Erhan et al. 2009)."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from workbench.core.run import Progressed, Run, Stop
from workbench.models.inside.frame import seen
from workbench.models.inside.glass import Glass
from workbench.models.inside.page import HeatMap, Look, Offer, Page, Part, Tiles
from workbench.models.inside.subject import Subject, numbers
from workbench.training import device

KEY = "wanted"
STEPS = 120
RATE = 0.1  # of a step, in units of a normalised gradient
DECAY = 0.01  # L2: what nothing asks for goes back to the mean
BLUR_EVERY = 8  # steps
MOST_UNITS = 64


def offer(glass: Glass) -> Offer | None:
    """All units of a layer, or one; the last layer, whose units are the classes, first."""
    network = glass.subject
    if network is None:
        return None
    counts = unit_counts(network)
    names = tuple(network.layers[place].name for place in counts)
    return Offer(
        KEY,
        names,
        len(names) - 1,
        tuple(counts.values()),
        frozenset({"seed"}) if names else frozenset(),
    )


def page(glass: Glass, look: Look) -> Run[Page]:
    """What the units of a layer want, after a hundred steps; fewer if it is stopped."""
    network = glass.network
    counts = unit_counts(network)
    place = list(counts)[look.layer]
    n_units = counts[place]
    units = [look.unit] if look.unit is not None else list(range(min(n_units, MOST_UNITS)))
    found = yield from climbed(network, place, units, look.seed)
    captions = _captions(network, place, units, n_units)
    is_cut = look.unit is None and n_units > MOST_UNITS
    cut = f" The first {MOST_UNITS} of {n_units} units." if is_cut else ""
    weight = network.layers[place].weight
    is_map = weight is not None and weight.ndim == 4
    middle_of_maps = " Of each map the unit in the middle." if is_map else ""
    words = (
        f"What makes units of {network.layers[place].name} fire most: found from noise by climbing "
        f"the gradient, kept small and smooth.{middle_of_maps}{cut}"
    )
    return Page(words, (_part(network, found, captions),))


def unit_counts(network: Subject) -> dict[int, int]:
    """How many units, or maps, each layer has that can be asked for, by its place."""
    counts = {
        place: int(layer.weight.shape[0])
        for place, layer in enumerate(network.layers)
        if layer.weight is not None
    }
    return {place: n for place, n in counts.items() if n}


def climbed(network: Subject, place: int, units: list[int], seed: int) -> Run[Tensor]:
    """For each unit what it wants to see, shape (units, …) as it enters."""
    shape = _shape(network)
    random = torch.Generator().manual_seed(seed)
    wanted = 0.1 * torch.randn((len(units), *shape), generator=random)
    for step in range(STEPS):
        command = yield Progressed(step, STEPS, "steps")
        if isinstance(command, Stop):
            break
        gradient = _uphill(network, place, wanted, units)
        size = gradient.flatten(1).square().mean(1).sqrt().clamp(min=1e-8)
        wanted = (1 - DECAY) * wanted + RATE * gradient / size.view(-1, *[1] * len(shape))
        if network.frame is not None and step % BLUR_EVERY == BLUR_EVERY - 1:
            wanted = _blurred(wanted, network)
    return wanted


def middle(given: Tensor) -> Tensor:
    """What units give, (n, units); of maps (n, maps, h, w) the unit in the middle of each."""
    if given.ndim < 4:
        return given
    return given[:, :, given.shape[2] // 2, given.shape[3] // 2]


def _uphill(network: Subject, place: int, wanted: Tensor, units: list[int]) -> Tensor:
    """The gradient of each row's unit with respect to the row."""
    leaf = wanted.clone().requires_grad_()
    size = wanted.numel() * sum(p.numel() for p in network.body.parameters())
    with device.threads(device.thread_count(size)), torch.enable_grad():
        given, _ = network.outputs_of(leaf)
        values = middle(given[place])
        (gradient,) = torch.autograd.grad(values[torch.arange(len(units)), units].sum(), leaf)
    return gradient


def _shape(network: Subject) -> tuple[int, ...]:
    frame = network.frame
    if frame is not None and not network.inputs:
        return (frame.channels, frame.height, frame.width)
    return (len(network.inputs),)


def _blurred(values: Tensor, network: Subject) -> Tensor:
    """Each pixel mixed a little with its neighbours."""
    frame = network.frame
    if frame is None:
        return values
    pictures = torch.from_numpy(np.ascontiguousarray(frame.pictures(numbers(values))))
    kernel = torch.tensor([[1.0, 2.0, 1.0], [2.0, 12.0, 2.0], [1.0, 2.0, 1.0]]) / 24
    padded = functional.pad(pictures, (1, 1, 1, 1), mode="replicate")
    each = kernel.expand(frame.channels, 1, 3, 3)
    smooth = functional.conv2d(padded, each, groups=frame.channels)
    if values.ndim == 2 and frame.is_last:
        smooth = smooth.permute(0, 2, 3, 1)
    return smooth.reshape(values.shape)


def _captions(network: Subject, place: int, units: list[int], n_units: int) -> tuple[str, ...]:
    is_last = place == max(unit_counts(network))
    classes = network.model.classes if is_last else ()
    return tuple(classes[u] if len(classes) == n_units else str(u + 1) for u in units)


def _part(network: Subject, found: Tensor, captions: tuple[str, ...]) -> Part:
    if network.frame is not None:
        images = seen(network.frame.pictures(numbers(found).astype(np.float64)))
        return Tiles(images, captions, "light" if images.ndim == 3 else "unit")
    return HeatMap(numbers(found), captions, network.inputs, row_title="unit", column_title="input")
