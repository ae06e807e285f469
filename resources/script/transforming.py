"""Steps between splitter and learner: fitted to training rows, applied to all."""

import numpy as np
import pandas as pd

from options import (
    ATTRIBUTES,
    COUNT,
    HIGH,
    LABEL,
    LOW,
    NOMINAL,
    NUMBER,
    NUMERIC,
    STANDARDISE,
    TARGET,
    VARIANCE,
)


def features_of(rows, kind):
    """Give the features of a kind: "number" or "category"."""
    names = rows.select_dtypes(kind).columns
    if ATTRIBUTES:
        return [name for name in names if name in ATTRIBUTES]
    return [name for name in names if name != TARGET]


def filled(train, test):
    """Fill gaps with what is typical of the training rows."""
    values = {}
    if NUMERIC != "none":
        for name in features_of(train, "number"):
            if NUMERIC == "constant":
                values[name] = NUMBER
            elif NUMERIC == "median":
                values[name] = np.median(train[name].dropna())
            else:
                values[name] = train[name].dropna().to_numpy().mean()
    if NOMINAL != "none":
        for name in features_of(train, "category"):
            if NOMINAL == "constant":
                values[name] = LABEL
            else:
                codes = train[name].cat.codes
                most_frequent = np.bincount(codes[codes >= 0]).argmax()
                values[name] = train[name].cat.categories[most_frequent]
    return train.fillna(values), test.fillna(values)


def one_hot_encoded(train, test):
    """Turn each label into a column of zeros and ones."""
    names = features_of(train, "category")

    def encoded(rows):
        columns = {}
        for name in rows:
            if name in names:
                for label in rows[name].cat.categories:
                    columns[f"{name}={label}"] = (rows[name] == label).astype(float)
            else:
                columns[name] = rows[name]
        return pd.DataFrame(columns)

    return encoded(train), encoded(test)


def standardised(train, test):
    """Scale numbers to mean 0 and deviation 1, as the training rows have them."""
    scales = {}
    for name in features_of(train, "number"):
        column = train[name].dropna().to_numpy()
        scales[name] = column.mean(), column.std() or 1.0
    return [
        rows.assign(**{n: (rows[n] - mean) / by for n, (mean, by) in scales.items()})
        for rows in (train, test)
    ]


def min_max_scaled(train, test):
    """Bring the training rows' range of each number to a given one."""
    scales = {}
    for name in features_of(train, "number"):
        column = train[name].dropna().to_numpy()
        by = (np.ptp(column) or HIGH - LOW) / (HIGH - LOW)
        scales[name] = column.min() - LOW * by, by
    return [
        rows.assign(**{n: (rows[n] - low) / by for n, (low, by) in scales.items()})
        for rows in (train, test)
    ]


def principal_components(train, test):
    """Replace numbers by the directions in which the training rows vary most."""
    names = features_of(train, "number")
    means = train[names].mean()
    scales = train[names].std().replace(0.0, 1.0) if STANDARDISE else 1.0
    centred = ((train[names] - means) / scales).fillna(0).to_numpy()
    variances, directions = np.linalg.eigh(centred.T @ centred)
    variances, directions = variances[::-1], directions[:, ::-1]
    largest = np.abs(directions).argmax(axis=0)
    directions = directions * np.sign(directions[largest, np.arange(len(names))])
    if COUNT:
        n_kept = min(COUNT, len(names))
    else:
        explained = np.cumsum(variances) / variances.sum()
        n_kept = np.count_nonzero(explained < VARIANCE - 1e-12) + 1

    def replaced(rows):
        numbers = ((rows[names] - means) / scales).fillna(0).to_numpy()
        components = pd.DataFrame(
            numbers @ directions[:, :n_kept],
            rows.index,
            [f"pc{i + 1}" for i in range(n_kept)],
        )
        place = rows.columns.get_loc(names[0])
        others = rows.drop(columns=names)
        return pd.concat(
            [others.iloc[:, :place], components, others.iloc[:, place:]], axis=1
        )

    return replaced(train), replaced(test)
