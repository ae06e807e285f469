"""What hidden units give for rows: the picture of each over a plane."""

import numpy as np
import torch
from torch import nn

from workbench.data.dataset import Dataset, FloatArray
from workbench.models.inside.subject import numbers, subject
from workbench.models.model import Model

MOST_UNITS = 64  # of a layer
_ACTIVATIONS = (nn.ReLU, nn.Sigmoid, nn.Tanh, nn.LeakyReLU, nn.ELU)


def hidden_units(model: Model, rows: Dataset) -> list[tuple[str, FloatArray]]:
    """For each hidden layer its name and what its units give, (n, units); after the activation.

    Empty for models that are no network of plain layers, and for pictures.

    Raises:
        ModelError: the rows do not fit the model.
    """
    network = subject(model)
    if network is None:
        return []
    with torch.inference_mode():
        given, _ = network.outputs_of(network.entering(rows))
    found = []
    for place, layer in enumerate(network.layers):
        if isinstance(layer.module, _ACTIVATIONS) and given[place].ndim == 2:
            values = numbers(given[place])[:, :MOST_UNITS].astype(np.float64)
            found.append((layer.name, values))
    return found
