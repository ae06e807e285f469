"""Networks of fully connected layers, and how they are trained."""

from copy import deepcopy
from itertools import pairwise

import numpy as np
import torch
from torch import nn

from losses import figures_of, loss_and_score, loss_gradient
from options import (
    ACTIVATION,
    CLASS_LABELS,
    CLIP_NORM,
    CURVE,
    EARLY_STOPPING,
    INITIAL_STD,
    INITIALISATION,
    KEEPS_NETWORK,
    L1,
    OPTIMIZER,
    SCHEDULE,
    TASK,
    VALIDATION_SHARE,
    WATCHES,
    WEIGHT_DECAY,
)
from preparing import fit_preparation, targets_of

ACTIVATIONS = {
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "leaky_relu": nn.LeakyReLU,
    "elu": nn.ELU,
}
OPTIMIZERS = {
    "sgd": torch.optim.SGD,
    "momentum": torch.optim.SGD,
    "nesterov": torch.optim.SGD,
    "adagrad": torch.optim.Adagrad,
    "rmsprop": torch.optim.RMSprop,
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
}


class MLP(nn.Module):
    """Fully connected layers with an activation between them."""

    def __init__(self, widths):
        super().__init__()
        layers = []
        for n_in, n_out in pairwise(widths):
            layers += [nn.Linear(n_in, n_out), ACTIVATIONS[ACTIVATION]()]
        self.layers = nn.Sequential(*layers[:-1])

    def forward(self, inputs):
        return self.layers(inputs)


@torch.no_grad()
def initialise(network, seed):
    """Draw the first weights of every layer from a generator of their own."""
    generator = torch.Generator().manual_seed(seed)
    for layer in network.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            if INITIALISATION != "normal":
                n_in = layer.weight[0].numel()
            if INITIALISATION == "xavier":
                n_out = layer.weight[:, 0].numel()
            if INITIALISATION == "he":
                layer.weight.normal_(0, (2 / n_in) ** 0.5, generator=generator)
            elif INITIALISATION == "xavier":
                bound = (6 / (n_in + n_out)) ** 0.5
                layer.weight.uniform_(-bound, bound, generator=generator)
            if INITIALISATION == "normal":
                layer.weight.normal_(0, INITIAL_STD, generator=generator)
                layer.bias.normal_(0, INITIAL_STD, generator=generator)
            else:
                layer.bias.zero_()


@torch.no_grad()
def watched_figures(network, inputs, targets):
    """Give loss and score on rows that are not trained on."""
    network.eval()
    figures = figures_of(loss_and_score(network(inputs), targets), targets)
    network.train()
    return figures


def learning_rate_factor(step, n_steps):
    """Give the share of the learning rate at a step, counted from 0."""
    if SCHEDULE == "step":
        return 0.1 ** (3 * step // n_steps)
    if SCHEDULE == "cosine":
        return (1 + np.cos(np.pi * step / n_steps)) / 2
    if SCHEDULE == "warm-up":
        return min(1.0, (step + 1) / max(1, np.ceil(0.1 * n_steps)))
    top, end = 0.3 * n_steps - 1, n_steps - 1  # one cycle
    if step <= top:
        start, goal, share = 1 / 25, 1.0, step / max(top, 1e-9)
    else:
        start, goal, share = 1.0, 1 / 250_000, (step - top) / max(end - top, 1e-9)
    return goal + (start - goal) * (1 + np.cos(np.pi * min(max(share, 0), 1))) / 2


def clip_gradient(network):
    """Shorten a gradient that is too long."""
    parts = [weights.grad.flatten() for weights in network.parameters()]
    length = torch.linalg.vector_norm(torch.cat(parts))
    for weights in network.parameters():
        weights.grad *= (CLIP_NORM / (length + 1e-6)).clamp(max=1.0)


def train_network(
    network, inputs, targets, *, watched, learning_rate, batch_size, epochs, seed
):
    """Train by mini-batches of rows that are shuffled anew in each epoch."""
    torch.set_num_threads(1)  # more gain nothing where batches are small
    if WEIGHT_DECAY or OPTIMIZER in {"momentum", "nesterov", "adamw"}:
        settings = {"weight_decay": WEIGHT_DECAY}  # AdamW has one unasked
        if OPTIMIZER in {"momentum", "nesterov"}:
            settings |= {"momentum": 0.9, "nesterov": OPTIMIZER == "nesterov"}
        optimizer = OPTIMIZERS[OPTIMIZER](
            network.parameters(), lr=learning_rate, **settings
        )
    else:
        optimizer = OPTIMIZERS[OPTIMIZER](network.parameters(), lr=learning_rate)
    order = np.random.default_rng((seed, 0))
    if SCHEDULE == "plateau":
        plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer)
    elif SCHEDULE != "constant":
        step, n_steps = 0, epochs * -(-len(inputs) // batch_size)
    if CURVE:
        network.curve = []  # loss and score in training, then on rows that are watched
    if EARLY_STOPPING:
        best_loss = np.inf
    for _ in range(epochs):
        if CURVE or SCHEDULE == "plateau":
            sums = torch.zeros(2)
        for rows in torch.from_numpy(order.permutation(len(inputs))).split(batch_size):
            if SCHEDULE not in {"constant", "plateau"}:
                rate = learning_rate * learning_rate_factor(step, n_steps)
                optimizer.param_groups[0]["lr"] = rate
                step += 1
            outputs = network(inputs[rows])
            optimizer.zero_grad()
            outputs.backward(loss_gradient(outputs.detach(), targets[rows]))
            if CLIP_NORM:
                clip_gradient(network)
            if L1:
                for weights in network.parameters():
                    weights.grad += L1 * weights.detach().sign()
            optimizer.step()
            if CURVE or SCHEDULE == "plateau":
                sums += loss_and_score(outputs.detach(), targets[rows])
        if WATCHES:
            figures = watched_figures(network, *watched)
        if CURVE:
            if WATCHES:
                network.curve.append([*figures_of(sums, targets), *figures])
            else:
                network.curve.append([*figures_of(sums, targets), None, None])
        if SCHEDULE == "plateau":
            if VALIDATION_SHARE:
                plateau.step(figures[0])
            else:
                plateau.step(figures_of(sums, targets)[0])
        if EARLY_STOPPING:
            if figures[0] < best_loss:
                best_loss, waited = figures[0], 0
                best_weights = deepcopy(network.state_dict())
            else:
                waited += 1
                if waited == EARLY_STOPPING:
                    break
    if EARLY_STOPPING:
        network.load_state_dict(best_weights)
    network.eval()


def validation_rows(train, *, share, seed):
    """Set rows apart that decide when to stop, of each class its share."""
    shuffled = np.random.default_rng((seed, 2**31)).permutation(len(train))
    n = round(share * len(train))
    if TASK == "regression":
        chosen = shuffled[:n]
    else:
        by_class = shuffled[np.argsort(targets_of(train)[shuffled], kind="stable")]
        places = np.floor((np.arange(n) + 0.5) / max(1, n) * len(train))
        chosen = by_class[places.astype(int)]
    is_chosen = np.isin(np.arange(len(train)), chosen)
    return train[~is_chosen], train[is_chosen]


def fit_mlp(train, *, watched, hidden, seed, **settings):
    """Train a multilayer perceptron; give the function that predicts with it."""
    if VALIDATION_SHARE:
        train, watched = validation_rows(train, share=VALIDATION_SHARE, seed=seed)
    prepare = fit_preparation(train)
    if TASK == "regression":
        numbers = targets_of(train)
        mean, scale = numbers.mean(), numbers.std() or 1.0

    def tensors(rows):
        inputs = torch.from_numpy(prepare(rows)).float()
        if TASK == "regression":
            return inputs, torch.from_numpy((targets_of(rows) - mean) / scale).float()
        return inputs, torch.from_numpy(targets_of(rows))

    inputs, targets = tensors(train)
    if TASK == "classification":
        network = MLP([inputs.shape[1], *hidden, len(CLASS_LABELS)])
    else:
        network = MLP([inputs.shape[1], *hidden, 1])
    initialise(network, seed)
    if WATCHES:
        watched = tensors(watched)
    train_network(network, inputs, targets, watched=watched, seed=seed, **settings)

    @torch.no_grad()
    def predict(rows):
        outputs = network(torch.from_numpy(prepare(rows)).float()).double()
        if TASK == "classification":
            return torch.softmax(outputs, 1).numpy()
        return outputs[:, 0].numpy() * scale + mean

    if CURVE:
        predict.curve = network.curve
    if KEEPS_NETWORK:
        predict.network = network
    return predict
