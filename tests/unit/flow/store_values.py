"""Results to put into stores, and what can be read of them."""

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from tests.contracts.rows import mixed
from workbench.core.component import Component
from workbench.data.dataset import Dataset
from workbench.data.folds import k_fold
from workbench.data.schema import Attribute, Schema
from workbench.flow.store.store import Store

CATALOG: dict[str, type[Component]] = {}


def numbers(seed: int, n: int = 20_000) -> Dataset:
    column = np.random.default_rng(seed).normal(size=n)
    return Dataset(Schema((Attribute("x", "numeric"),), f"numbers {seed}"), (column,))


def filled(file: Path, n: int = 6) -> dict[str, Any]:
    """Some results, put into a store that is closed then."""
    values: dict[str, Any] = {"splits": k_fold(mixed(), 3), "text": ["a", None, 1.5]}
    values |= {f"numbers {seed}": numbers(seed) for seed in range(n)}
    made = Store(file, CATALOG)
    assert all(made.put(key, value) for key, value in values.items())
    made.close()
    return values


def found(opened: Store, keys: Iterable[str]) -> dict[str, Any]:
    """What can be read."""
    values: dict[str, Any] = {}
    for key in keys:
        with contextlib.suppress(KeyError):
            values[key] = opened.get(key)
    return values
