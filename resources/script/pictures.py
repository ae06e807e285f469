"""Convolutional networks."""

import numpy as np
import torch
from torch import nn

from networks import initialise, train_network
from options import (
    CURVE,
    KEEPS_NETWORK,
    LAYERS,
    SCALES_PIXELS,
    SIZE,
    TASK,
    WATCHES,
)
from preparing import fit_preparation, targets_of


class ConvolutionalNetwork(nn.Module):
    """Layers that look for patterns wherever they are in a picture."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            *LAYERS,
        )

    def forward(self, inputs):
        return self.layers(inputs)


def fit_cnn(train, *, watched, seed, **settings):
    """Train a convolutional network; give the function that predicts with it."""
    prepare = fit_preparation(train)
    if SCALES_PIXELS:
        values = prepare(train)
        low, spread = np.float32(values.min()), np.float32(np.ptp(values) or 1.0)
        factor, shift = torch.tensor(1 / spread), torch.tensor(-low / spread)
    if TASK == "regression":
        numbers = targets_of(train)
        mean, scale = numbers.mean(), numbers.std() or 1.0

    def pictures_of(rows):
        """Lay the numbers of each row out as a picture, its values from 0 to 1."""
        pictures = torch.from_numpy(prepare(rows)).float().view(-1, *SIZE)
        if SCALES_PIXELS:
            return torch.addcmul(shift, pictures, factor)
        return pictures

    def tensors(rows):
        if TASK == "regression":
            targets = torch.from_numpy((targets_of(rows) - mean) / scale).float()
            return pictures_of(rows), targets
        return pictures_of(rows), torch.from_numpy(targets_of(rows))

    inputs, targets = tensors(train)
    network = ConvolutionalNetwork()
    initialise(network, seed)
    if WATCHES:
        watched = tensors(watched)
    train_network(network, inputs, targets, watched=watched, seed=seed, **settings)

    @torch.no_grad()
    def predict(rows):
        outputs = network(pictures_of(rows)).double()
        if TASK == "classification":
            return torch.softmax(outputs, 1).numpy()
        return outputs[:, 0].numpy() * scale + mean

    if CURVE:
        predict.curve = network.curve
    if KEEPS_NETWORK:
        predict.network = network
    return predict
