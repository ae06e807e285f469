"""Sets of parameters of the restricted Boltzmann machine: lesson 17, and Hinton's guide."""

from collections.abc import Mapping
from typing import Any

_PLAIN: Mapping[str, Any] = {
    "optimizer": "sgd",
    "schedule": "constant",
    "momentum": 0.9,
    "sparsity_cost": 0.0,
    "validation_share": 0.0,
    "early_stopping": 0,
    "prepare": True,
}

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "Course lesson 17: strokes of digits": {
        **_PLAIN,
        "hidden": 100,
        "visible": "binary",
        "scale": "min-max",
        "k": 1,
        "persistent": False,
        "learning_rate": 0.1,
        "batch_size": 32,
        "epochs": 30,
        "weight_decay": 0.0,
    },
    "Hinton's practical guide (2010)": {
        **_PLAIN,
        "k": 1,
        "persistent": False,
        "learning_rate": 0.1,
        "batch_size": 100,
        "epochs": 50,
        "weight_decay": 0.0002,
    },
    "Persistent chains, for MNIST (PCD-15)": {
        **_PLAIN,
        "hidden": 500,
        "visible": "binary",
        "scale": "min-max",
        "k": 15,
        "persistent": True,
        "momentum": 0.0,
        "learning_rate": 0.1,
        "batch_size": 20,
        "epochs": 15,
        "weight_decay": 0.0,
    },
    "Standardised numbers (Gaussian units)": {
        **_PLAIN,
        "hidden": 100,
        "visible": "gaussian",
        "scale": "standardise",
        "k": 1,
        "persistent": False,
        "learning_rate": 0.05,
        "batch_size": 32,
        "epochs": 50,
        "weight_decay": 0.0002,
    },
}
