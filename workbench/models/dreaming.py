"""Alternating Gibbs sampling until something is dreamt of: how machines generate."""

from typing import TYPE_CHECKING

from workbench.core.deferred import deferred
from workbench.core.run import Progressed, Run, Stop
from workbench.models.generative import Codes, Wanted

if TYPE_CHECKING:
    import torch
    from torch import Tensor

    from workbench.models.networks import rbm as networks
    from workbench.models.networks import rbm_gibbs
    from workbench.training import device, streams
else:
    torch = deferred("torch")
    device = deferred("workbench.training.device")
    networks = deferred("workbench.models.networks.rbm")
    rbm_gibbs = deferred("workbench.models.networks.rbm_gibbs")
    streams = deferred("workbench.training.streams")


def gibbs_for(wanted: Wanted) -> "rbm_gibbs.Gibbs":
    """Draws states of ``wanted.n`` samples from a stream of their own."""
    stream = streams.Streams([wanted.seed], torch.device("cpu"), purpose=1)
    return rbm_gibbs.Gibbs(stream, [wanted.n], wanted.temperature)


def dreamt(
    machines: "networks.Machines", gibbs: "rbm_gibbs.Gibbs", wanted: Wanted, codes: Codes | None
) -> "Run[Tensor]":
    """Hidden states after ``wanted.steps`` steps from chance, shape (1, n, n_hidden).

    A stop takes them as they are.

    Args:
        machines: one machine, on the processor.
        codes: of the labels, at which the label units are held; None = they are left free.
    """
    n_hidden = machines.shape.n_hidden
    count = device.thread_count(2 * machines.shape.n_weights * wanted.n)
    hidden = gibbs.drawn(torch.full((1, wanted.n, n_hidden), 0.5))
    for step in range(wanted.steps):
        with device.threads(count), torch.inference_mode():
            visible = held(machines, gibbs.visible(machines, hidden), codes)
            hidden = gibbs.hidden(machines, visible)
        command = yield Progressed(step + 1, wanted.steps, f"Gibbs step {step + 1}/{wanted.steps}")
        if isinstance(command, Stop):
            break
    return hidden


def held(machines: "networks.Machines", visible: "Tensor", codes: Codes | None) -> "Tensor":
    """Visible units (1, n, n_inputs) with their label units at these labels."""
    if codes is None or not machines.shape.n_labels:
        return visible
    rows = visible[..., : machines.shape.n_visible]
    return machines.with_labels(rows, torch.from_numpy(codes)[None])
