"""Recurrent networks."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from networks import train_network
from options import (
    BIAS,
    CELL,
    CLASS_LABELS,
    CURVE,
    EMBEDDING,
    KEEPS_NETWORK,
    OWN_SCALE,
    SCALING,
    SEQUENCE,
    STEPS,
    TASK,
    WATCHES,
)
from preparing import targets_of

GATES = {"elman": 1, "lstm": 4, "gru": 3}


class RecurrentNetwork(nn.Module):
    """A layer that reads a sequence step by step, and a line on its last state."""

    def __init__(self, n_in, hidden, n_out):
        super().__init__()
        if EMBEDDING:
            self.embedding = nn.Embedding(n_in, EMBEDDING)
            n_in = EMBEDDING
        n_rows = GATES[CELL] * hidden
        self.hidden = hidden
        self.U = nn.Parameter(torch.empty(n_rows, n_in))
        self.W = nn.Parameter(torch.empty(n_rows, hidden))
        if BIAS:
            self.b = nn.Parameter(torch.zeros(n_rows))
        self.V = nn.Linear(hidden, n_out, bias=BIAS)

    @torch.no_grad()
    def initialise(self, seed):
        """Draw the first weights from a generator of their own."""
        generator = torch.Generator().manual_seed(seed)
        if EMBEDDING:
            self.embedding.weight.normal_(generator=generator)
        bound = self.hidden**-0.5
        for weight in (self.U, self.W, self.V.weight):
            weight.uniform_(-bound, bound, generator=generator)
        if BIAS:
            self.V.bias.zero_()
            if CELL == "lstm":
                self.b[self.hidden : 2 * self.hidden] = 1  # forget nothing at first

    def forward(self, inputs):
        if STEPS == "tokens":
            lengths = (inputs >= 0).sum(1)  # -1 fills up shorter sequences
            codes = inputs[:, : lengths.max()].clamp(min=0)
            if EMBEDDING:
                inputs = self.embedding(codes)
            else:
                inputs = F.one_hot(codes, len(CLASS_LABELS)).float()
        if CELL == "elman":
            if BIAS:
                driven = F.linear(inputs, self.U, self.b)
            else:
                driven = F.linear(inputs, self.U)
            state, states = inputs.new_zeros(len(inputs), self.hidden), []
            for step in driven.unbind(1):
                state = torch.tanh(torch.addmm(step, state, self.W.t()))
                states.append(state)
            states = torch.stack(states, 1)
        else:
            bias = self.b if BIAS else self.U.new_zeros(len(self.U))
            # torch's own layers have a second bias; here it is nothing
            weights = [self.U, self.W, bias, torch.zeros_like(bias)]
            start = inputs.new_zeros(1, len(inputs), self.hidden)
            how = {
                "has_biases": True,
                "num_layers": 1,
                "dropout": 0.0,
                "train": True,
                "bidirectional": False,
                "batch_first": True,
            }
            if CELL == "lstm":
                states = torch.lstm(inputs, (start, start), weights, **how)[0]
            else:
                states = torch.gru(inputs, start, weights, **how)[0]
        if STEPS == "tokens":
            return self.V(states[torch.arange(len(states)), lengths - 1])
        return self.V(states[:, -1])


def fit_rnn(train, *, watched, hidden, seed, **settings):
    """Train a recurrent network; give the function that predicts with it."""
    if STEPS == "series":
        series = np.stack(train[SEQUENCE].to_list())  # (n, steps, channels)
        channels = [channel.ravel() for channel in np.moveaxis(series, 2, 0)]
        if SCALING == "standardise":
            offsets = np.array([channel.mean() for channel in channels])
            scales = np.array([channel.std() or 1.0 for channel in channels])
        elif SCALING == "min-max":
            offsets = np.array([channel.min() for channel in channels])
            scales = np.array([np.ptp(channel) or 1.0 for channel in channels])
    if TASK == "regression":
        if OWN_SCALE:
            mean, scale = offsets[0], scales[0]
        else:
            numbers = targets_of(train)
            mean, scale = numbers.mean(), numbers.std() or 1.0

    def sequences_of(rows):
        if STEPS == "tokens":
            return np.stack(rows[SEQUENCE].to_list())
        if SCALING == "none":
            return np.stack(rows[SEQUENCE].to_list()).astype(np.float32)
        return ((np.stack(rows[SEQUENCE].to_list()) - offsets) / scales).astype(
            np.float32
        )

    if OWN_SCALE:

        def own_units(sequences):
            """Give each series' mean and deviation, and the series in these units."""
            values = sequences.astype(float)
            own_mean = values.sum(1) / values.shape[1]
            gaps = (values - own_mean[:, None]) ** 2
            own_scale = np.maximum(np.sqrt(gaps.sum(1) / values.shape[1]), 0.1)
            inputs = (sequences - own_mean[:, None]) / own_scale[:, None]
            return inputs.astype(np.float32), own_mean[:, 0], own_scale[:, 0]

    def tensors(rows):
        inputs = sequences_of(rows)
        if OWN_SCALE:
            inputs, own_mean, own_scale = own_units(inputs)
        if TASK == "regression":
            targets = (targets_of(rows) - mean) / scale
            if OWN_SCALE:
                targets = (targets - own_mean) / own_scale
            return torch.from_numpy(inputs), torch.from_numpy(targets).float()
        return torch.from_numpy(inputs), torch.from_numpy(targets_of(rows))

    inputs, targets = tensors(train)
    n_in = len(CLASS_LABELS) if STEPS == "tokens" else inputs.shape[2]
    n_out = len(CLASS_LABELS) if TASK == "classification" else 1
    network = RecurrentNetwork(n_in, hidden, n_out)
    network.initialise(seed)
    if WATCHES:
        watched = tensors(watched)
    train_network(network, inputs, targets, watched=watched, seed=seed, **settings)

    @torch.no_grad()
    def predict(rows):
        sequences = sequences_of(rows)
        if OWN_SCALE:
            sequences, own_mean, own_scale = own_units(sequences)
        outputs = network(torch.from_numpy(sequences)).double()
        if TASK == "classification":
            return torch.softmax(outputs, 1).numpy()
        if OWN_SCALE:
            return (outputs[:, 0].numpy() * own_scale + own_mean) * scale + mean
        return outputs[:, 0].numpy() * scale + mean

    if CURVE:
        predict.curve = network.curve
    if KEEPS_NETWORK:
        predict.network = network
    return predict
