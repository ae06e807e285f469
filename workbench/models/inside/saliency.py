"""Which pixels or numbers a class hangs on: the gradient of its logit (Simonyan et al. 2014)."""

import numpy as np
import torch
from torch import Tensor

from workbench.core.run import Progressed, Run
from workbench.models.inside.glass import Glass
from workbench.models.inside.maps import row_parts
from workbench.models.inside.page import Floats, HeatMap, Look, Offer, Page, Part, Tiles
from workbench.models.inside.subject import Subject, numbers

KEY = "saliency"


def offer(glass: Glass) -> Offer | None:
    """For a chosen row and class."""
    if glass.subject is None or not glass.has_rows:
        return None
    return Offer(KEY, asks=frozenset({"sample", "label"}))


def page(glass: Glass, look: Look) -> Run[Page]:
    """The gradient of one logit with respect to what enters."""
    yield Progressed(0, 1)
    network = glass.network
    entering = network.entering(glass.row(look.sample))
    gradient, label = gradient_of(network, entering, look.label)
    words = asked_about(network, label, is_predicted=look.label is None)
    row = row_parts(glass, look.sample, numbers(entering))
    if network.frame is None:
        return Page(f"How {words} changes with each number that enters. {_ABOVE}", _as_table(
            network, numbers(entering)[0], gradient[0]
        ))  # fmt: skip
    pictures = network.frame.pictures(gradient)
    strength = np.abs(pictures).max(1)  # (1, h, w): over the colours
    parts: tuple[Part, ...] = (
        *row,
        Tiles(_shares(strength), ("how strongly",), "unit"),
        Tiles(pictures.mean(1), ("up or down",)),
    )
    return Page(
        f"How {words} changes with each pixel: bright where a small change matters most; blue "
        "where more ink raises it, orange where it lowers it.",
        parts,
    )


_ABOVE = "Blue raises it, orange lowers it."


def gradient_of(network: Subject, entering: Tensor, label: int | None) -> tuple[Floats, int]:
    """The gradient of a logit with respect to what enters, (1, …), and which class it is of."""
    leaf = entering.clone().requires_grad_()
    with torch.enable_grad():
        outputs = network.body(leaf)
        chosen = int(outputs[0].argmax()) if label is None else label
        (gradient,) = torch.autograd.grad(outputs[0, chosen], leaf)
    return numbers(gradient).astype(np.float64), chosen


def asked_about(network: Subject, label: int, *, is_predicted: bool) -> str:
    """What is asked about, in words."""
    schema = network.model.schema
    if schema.task != "classification":
        return f"the prediction of '{schema.target.name}'"
    words = f"the logit of class '{schema.target.values[label]}'"
    return f"{words} (the predicted one)" if is_predicted else words


def _as_table(network: Subject, values: Floats, gradient: Floats) -> tuple[Part, ...]:
    table = np.stack([gradient.ravel(), gradient.ravel() * values.ravel()])
    rows = ("gradient", "gradient × value")
    return (HeatMap(table, rows, network.inputs, column_title="input"),)


def _shares(strength: Floats) -> Floats:
    largest = strength.max()
    shares: Floats = strength / (largest if largest > 0 else 1.0)
    return shares
