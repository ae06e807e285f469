"""Where a convolutional network looks: Grad-CAM (Selvaraju et al. 2017)."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from workbench.core.run import Progressed, Run
from workbench.models.inside.frame import seen
from workbench.models.inside.glass import Glass
from workbench.models.inside.maps import row_parts
from workbench.models.inside.page import Floats, Look, Offer, Page, Scale, Tiles
from workbench.models.inside.saliency import asked_about
from workbench.models.inside.subject import Subject, numbers

KEY = "grad_cam"


def offer(glass: Glass) -> Offer | None:
    """For a chosen row, class and convolution: the last one by default."""
    network = glass.subject
    if network is None or not glass.has_rows:
        return None
    places = convolutions(network)
    if not places:
        return None
    names = tuple(network.layers[place].name for place in places)
    return Offer(KEY, names, len(names) - 1, asks=frozenset({"sample", "label"}))


def page(glass: Glass, look: Look) -> Run[Page]:
    """The map of one layer over the picture."""
    yield Progressed(0, 1)
    network = glass.network
    place = convolutions(network)[look.layer]
    entering = network.entering(glass.row(look.sample))
    heat, label = class_activation(network, entering, place, look.label)
    height, width = entering.shape[-2:]
    large = functional.interpolate(
        torch.from_numpy(heat)[:, None], (height, width), mode="bilinear", align_corners=False
    )
    shares = numbers(large)[:, 0]
    largest = shares.max()
    shares = shares / (largest if largest > 0 else 1.0)
    pictures = seen(numbers(entering).astype(np.float64))
    under: Scale = "light" if pictures.ndim == 3 else "unit"
    words = asked_about(network, label, is_predicted=look.label is None)
    return Page(
        f"Where {network.layers[place].name} sees what raises {words}: warm places speak for it. "
        "Nothing is warm where no map speaks for the class.",
        (
            *row_parts(glass, look.sample, numbers(entering)),
            Tiles(pictures, (f"class '{_label(network, label)}'",), under, over=shares),
            Tiles(heat / (heat.max() or 1.0), ("the map itself",), "unit"),
        ),
    )


def convolutions(network: Subject) -> list[int]:
    """The places of its convolutional layers."""
    return [i for i, e in enumerate(network.layers) if isinstance(e.module, nn.Conv2d)]


def class_activation(
    network: Subject, entering: Tensor, place: int, label: int | None
) -> tuple[Floats, int]:
    """ReLU(Σ_k α_k A_k), α_k the mean of ∂logit/∂A_k over the map; (1, h, w), and the class."""
    leaf = entering.clone().requires_grad_()
    with torch.enable_grad():
        given, outputs = network.outputs_of(leaf)
        chosen = int(outputs[0].argmax()) if label is None else label
        (gradient,) = torch.autograd.grad(outputs[0, chosen], given[place])
    alphas = gradient.mean((2, 3), keepdim=True)
    heat = functional.relu((alphas * given[place]).sum(1))
    return numbers(heat).astype(np.float64), chosen


def _label(network: Subject, label: int) -> str:
    schema = network.model.schema
    return schema.target.values[label] if schema.task == "classification" else schema.target.name
