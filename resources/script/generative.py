"""Networks that learn what rows are like, and make new ones."""

from copy import deepcopy
from itertools import pairwise

import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.nn import functional as F

from networks import ACTIVATIONS, OPTIMIZERS, initialise, train_network
from options import (
    ACTIVATION,
    AVERAGE,
    CLASS_LABELS,
    CODE,
    CONDITIONAL,
    CURVE,
    IS_UNIT,
    KEEPS_NETWORK,
    LABEL,
    LABEL_SMOOTHING,
    N_VALUES,
    NOISE,
    OPTIMIZER,
    SCALING,
    TARGET,
    WATCHES,
)


def stream_of(seed):
    """Give the random numbers that a network draws while it is trained."""
    words = np.random.SeedSequence((seed, 2)).generate_state(1, np.uint64)
    return torch.Generator().manual_seed(int(words[0] >> np.uint64(1)))


def chain(widths, *, ends_active=False):
    """Put linear layers in a row, with an activation behind all but the last."""
    layers = []
    for n_in, n_out in pairwise(widths):
        layers += [nn.Linear(n_in, n_out), ACTIVATIONS[ACTIVATION]()]
    return nn.Sequential(*(layers if ends_active else layers[:-1]))


def fit_scales(train):
    """Give the names of the numbers, what is taken from them and what divides them."""
    names = list(train.columns.drop(TARGET)) if TARGET else list(train.columns)
    if SCALING == "none":
        offsets, scales = np.zeros(len(names)), np.ones(len(names))
    else:
        columns = [train[name].to_numpy() for name in names]
        if SCALING == "standardise":
            offsets = np.array([column.mean() for column in columns])
            scales = np.array([column.std() or 1.0 for column in columns])
        else:
            offsets = np.array([column.min() for column in columns])
            scales = np.array([np.ptp(column) or 1.0 for column in columns])
    return names, offsets, scales


class VariationalAutoencoder(nn.Module):
    """Rows become a mean and a variance of a code; codes become rows again."""

    def __init__(self, hidden):
        super().__init__()
        widths = [N_VALUES, *hidden]
        n_told = CODE + len(CLASS_LABELS) if CONDITIONAL else CODE
        self.trunk = chain(widths, ends_active=True)
        self.mean = nn.Linear(widths[-1], CODE)
        self.log_variance = nn.Linear(widths[-1], CODE)
        self.decoder = chain([n_told, *reversed(widths)])
        if not IS_UNIT:
            # of the rows around what is decoded
            self.log_spread = nn.Parameter(torch.zeros(1))

    def forward(self, inputs):
        values, labels = inputs[:, :N_VALUES], inputs[:, N_VALUES:]
        hidden = self.trunk(values)
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        stream = self.stream if self.training else torch.Generator().manual_seed(0)
        noise = torch.randn(mean.shape, generator=stream)
        codes = mean + torch.exp(log_variance / 2) * noise
        parts = [self.decoder(torch.cat([codes, labels], 1)), mean, log_variance]
        if not IS_UNIT:
            parts.append(self.log_spread.expand(len(inputs), 1))
        return torch.cat(parts, 1)


def fit_vae(train, *, watched, hidden, seed, **settings):
    """Train a variational autoencoder; give the function that makes new rows."""
    names, offsets, scales = fit_scales(train)

    def tensors(rows):
        values = ((rows[names].to_numpy() - offsets) / scales).astype(np.float32)
        if CONDITIONAL:
            told = np.eye(len(CLASS_LABELS), dtype=np.float32)[rows[TARGET].cat.codes]
            values = np.concatenate([values, told], 1)
        return torch.from_numpy(values), torch.from_numpy(values)

    inputs, targets = tensors(train)
    network = VariationalAutoencoder(hidden)
    network.stream = stream_of(seed)
    initialise(network, seed)
    if WATCHES:
        watched = tensors(watched)
    train_network(network, inputs, targets, watched=watched, seed=seed, **settings)

    @torch.no_grad()
    def generate(n, *, temperature, seed):
        """Decode codes that are drawn."""
        width = CODE if IS_UNIT else CODE + N_VALUES
        noise = np.random.default_rng((seed, 5)).standard_normal((n, width), np.float32)
        noise = torch.from_numpy(noise * np.float32(temperature))
        codes = noise[:, :CODE]
        if CONDITIONAL:
            if LABEL:
                classes = np.full(n, CLASS_LABELS.index(LABEL))
            else:
                classes = np.arange(n) % len(CLASS_LABELS)  # each in turn
            told = torch.eye(len(CLASS_LABELS))[classes]
            codes = torch.cat([codes, told], 1)
        vectors = network.decoder(codes)
        if IS_UNIT:
            vectors = torch.sigmoid(vectors)
        else:
            spread = max(float(network.log_spread), -6.0)
            vectors = vectors + np.float32(np.exp(spread / 2)) * noise[:, CODE:]
        rows = pd.DataFrame(
            vectors.numpy().astype(float) * scales + offsets, columns=names
        )
        if CONDITIONAL:
            rows[TARGET] = pd.Categorical.from_codes(classes, CLASS_LABELS)
        return rows

    if CURVE:
        generate.curve = network.curve
    if KEEPS_NETWORK:
        generate.network = network
    return generate


class AdversarialPair(nn.Module):
    """A generator of rows, and a discriminator that tells them from real ones."""

    def __init__(self, generator_hidden, discriminator_hidden):
        super().__init__()
        self.generator = chain([NOISE, *generator_hidden, N_VALUES])
        trunk = [N_VALUES, *discriminator_hidden]
        self.trunk = chain(trunk, ends_active=True)
        self.verdict = nn.Linear(trunk[-1], 1)

    def made(self, noise):
        if IS_UNIT:
            return torch.sigmoid(self.generator(noise))
        return self.generator(noise)

    def forward(self, rows):
        return self.verdict(self.trunk(rows))


def train_pair(pair, rows, *, learning_rate, batch_size, epochs, seed):
    """Let the discriminator make a step, then the generator, batch by batch."""
    torch.set_num_threads(1)  # more gain nothing where batches are small
    kind = OPTIMIZERS[OPTIMIZER]
    judging = [*pair.trunk.parameters(), *pair.verdict.parameters()]
    judge = kind(judging, lr=learning_rate)
    forger = kind(pair.generator.parameters(), lr=learning_rate)
    stream, order = stream_of(seed), np.random.default_rng((seed, 0))
    if AVERAGE:
        average, step = deepcopy(pair), 0
    if CURVE:
        pair.curve = []  # the judge's loss, and what share it tells rightly
    for _ in range(epochs):
        if CURVE:
            sums = torch.zeros(2)
        for chosen in torch.from_numpy(order.permutation(len(rows))).split(batch_size):
            n = len(chosen)
            fakes = pair.made(torch.randn(n, NOISE, generator=stream)).detach()
            logits = torch.cat([pair(rows[chosen]), pair(fakes)], 1)
            losses = F.softplus(-logits[:, 0]) + F.softplus(logits[:, 1])
            judge.zero_grad()
            if LABEL_SMOOTHING:
                losses = losses + LABEL_SMOOTHING * logits[:, 0]
            (losses * (1 / n)).sum().backward()
            judge.step()
            made = pair(pair.made(torch.randn(n, NOISE, generator=stream)))[:, 0]
            forger.zero_grad()
            (F.softplus(-made) * (1 / n)).sum().backward()
            forger.step()
            if AVERAGE:
                step += 1
                share = 1 - min(AVERAGE, (1 + step) / (10 + step))
                with torch.no_grad():
                    for mean, weights in zip(
                        average.parameters(), pair.parameters(), strict=True
                    ):
                        mean.lerp_(weights, share)
            if CURVE:
                told = ((logits[:, 0] > 0).sum() + (logits[:, 1] < 0).sum()) / 2
                sums += torch.stack([losses.detach().sum(), told])
        if CURVE:
            pair.curve.append([*(sums / len(rows)).tolist(), None, None])
    if AVERAGE:
        pair.load_state_dict(average.state_dict())


def fit_gan(train, *, generator_hidden, discriminator_hidden, seed, **settings):
    """Train an adversarial pair; give the function that makes new rows."""
    names, offsets, scales = fit_scales(train)
    values = ((train[names].to_numpy() - offsets) / scales).astype(np.float32)
    pair = AdversarialPair(generator_hidden, discriminator_hidden)
    initialise(pair, seed)
    train_pair(pair, torch.from_numpy(values), seed=seed, **settings)

    @torch.no_grad()
    def generate(n, *, temperature, seed):
        """Make rows of noise."""
        noise = np.random.default_rng((seed, 5)).standard_normal((n, NOISE), np.float32)
        vectors = pair.made(torch.from_numpy(noise * np.float32(temperature)))
        return pd.DataFrame(
            vectors.numpy().astype(float) * scales + offsets, columns=names
        )

    if CURVE:
        generate.curve = pair.curve
    if KEEPS_NETWORK:
        generate.network = pair
    return generate
