"""Splits into training and test rows."""

import numpy as np

from options import SHUFFLING, STRATIFIED, TARGET


def java_integers(seed):
    """Give whole numbers below a bound as java.util.Random (WEKA) does."""
    state = (seed ^ 0x5DEECE66D) & (2**48 - 1)
    bound = yield
    while True:
        state = (state * 0x5DEECE66D + 0xB) & (2**48 - 1)
        bits = state >> 17
        value = bits % bound
        if bound & (bound - 1) == 0:
            bound = yield (bound * bits) >> 31
        elif bits - value + bound - 1 < 2**31:
            bound = yield value


def shuffled(n, *, seed):
    """Give the numbers 0 … n - 1 in a random order."""
    if SHUFFLING == "none":
        return np.arange(n)
    if SHUFFLING == "weka":
        integers = java_integers(seed)
        next(integers)
        order = np.arange(n)
        for last in range(n - 1, 0, -1):
            chosen = integers.send(last + 1)
            order[[last, chosen]] = order[[chosen, last]]
        return order
    return np.random.default_rng(seed).permutation(n)


def by_class(order, classes):
    """Group an order of the rows by their class."""
    if SHUFFLING == "weka":
        order, position = order.copy(), 1  # by swaps, as WEKA does it
        while position < len(order):
            wanted = classes[order[position - 1]]
            for j in range(position, len(order)):
                if classes[order[j]] == wanted:
                    order[[position, j]] = order[[j, position]]
                    position += 1
            position += 1
        return order
    return order[np.argsort(classes[order], kind="stable")]


def repeated_folds(data, *, n_folds, n_repeats, seed):
    """Make the folds several times, shuffled with one seed after the other."""
    return [
        fold
        for repeat in range(n_repeats)
        for fold in cross_validation_folds(data, n_folds=n_folds, seed=seed + repeat)
    ]


def cross_validation_folds(data, *, n_folds, seed):
    """Pair training with test rows, so that every row is tested once."""
    order = shuffled(len(data), seed=seed)
    if STRATIFIED:
        order = by_class(order, data[TARGET].cat.codes.to_numpy())
    if SHUFFLING == "plain":
        fold = np.empty(len(data), int)
        fold[order] = np.arange(len(data)) % n_folds  # dealt out like cards
        return [(data[fold != i], data[fold == i]) for i in range(n_folds)]
    if STRATIFIED:
        order = np.concatenate([order[i::n_folds] for i in range(n_folds)])
    parts = np.array_split(order, n_folds)
    others = [np.concatenate(parts[:i] + parts[i + 1 :]) for i in range(n_folds)]
    return [(data.iloc[a], data.iloc[b]) for a, b in zip(others, parts, strict=True)]


def percentage_split(data, *, percent, seed):
    """Train on a percentage of the rows, test on the rest."""
    n = len(data)
    n_train = int(n * percent / 100 + 0.5)
    order = shuffled(n, seed=seed)
    if SHUFFLING == "plain":
        if STRATIFIED:
            order = by_class(order, data[TARGET].cat.codes.to_numpy())
        steps = np.arange(n + 1) * n_train // n  # evenly spread over the order
        trains = np.empty(n, bool)
        trains[order] = np.diff(steps) > 0
        return [(data[trains], data[~trains])]
    return [(data.iloc[order[:n_train]], data.iloc[order[n_train:]])]
