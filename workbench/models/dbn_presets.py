"""Sets of parameters of the deep belief network: lessons 18 and 19, and the published ones."""

from collections.abc import Mapping
from typing import Any

_PLAIN: Mapping[str, Any] = {
    "optimizer": "sgd",
    "schedule": "constant",
    "k": 1,
    "persistent": False,
    "momentum": 0.9,
    "sparsity_cost": 0.0,
    "weight_decay": 0.0,
    "validation_share": 0.0,
    "early_stopping": 0,
    "prepare": True,
    "scale": "min-max",
    "visible": "binary",
}
_DIGITS: Mapping[str, Any] = {
    **_PLAIN,
    "hidden": (100, 100, 100, 100),
    "ending": "softmax",
    "learning_rate": 0.1,
    "batch_size": 32,
    "epochs": 40,
    "pretraining_rate": 0.1,
}
_MNIST: Mapping[str, Any] = {
    **_PLAIN,
    "hidden": (500, 500, 2000),
    "learning_rate": 0.1,
    "batch_size": 100,
    "pretraining_rate": 0.1,
    "pretraining_epochs": 30,
}

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "Course lesson 18: four sigmoid layers, pre-trained": {**_DIGITS, "pretraining_epochs": 30},
    "Course lesson 18: the same, not pre-trained": {**_DIGITS, "pretraining_epochs": 0},
    "Course lesson 19: digits that are dreamt": {
        **_PLAIN,
        "hidden": (100, 100, 300),
        "ending": "labels",
        "k": 2,
        "weight_decay": 0.0002,
        "learning_rate": 0.1,
        "batch_size": 32,
        "epochs": 50,
        "pretraining_rate": 0.1,
        "pretraining_epochs": 30,
    },
    "Hinton 2006, MNIST: 784-500-500-2000 as classifier": {
        **_MNIST,
        "ending": "softmax",
        "epochs": 50,
    },
    "Hinton 2006, MNIST: up–down with labels": {
        **_MNIST,
        "ending": "up-down",
        "k": 3,
        "learning_rate": 0.01,
        "epochs": 100,
    },
    "deeplearning.net, MNIST: three layers of 1000": {
        **_MNIST,
        "hidden": (1000, 1000, 1000),
        "ending": "softmax",
        "momentum": 0.0,
        "batch_size": 10,
        "pretraining_rate": 0.01,
        "pretraining_epochs": 100,
        "epochs": 50,
    },
}
