"""Sets of parameters of the multilayer perceptron: the networks of the course, and WEKA's.

The course's labs 21 to 25 learn MNIST, labs 19 and 20 XOR. WEKA's own network trains sample by
sample with a momentum of 0.2 and takes its width from the data; this one comes near to it.
"""

from collections.abc import Mapping
from typing import Any

_PLAIN: Mapping[str, Any] = {
    "schedule": "constant",
    "weight_decay": 0.0,
    "dropout": 0.0,
    "batch_norm": False,
    "validation_share": 0.0,
    "early_stopping": 0,
    "prepare": True,
}
_MNIST: Mapping[str, Any] = {
    **_PLAIN,
    "activation": "relu",
    "optimizer": "adam",
    "learning_rate": 0.001,
    "batch_size": 100,
    "epochs": 15,
    "scale": "min-max",
}
_XOR: Mapping[str, Any] = {
    **_PLAIN,
    "initialisation": "normal",
    "initial_std": 1.0,
    "optimizer": "sgd",
    "learning_rate": 0.2,
    "batch_size": 4,
    "scale": "none",
}

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "WEKA's MultilayerPerceptron, nearly": {
        **_PLAIN,
        "hidden": (5,),
        "activation": "sigmoid",
        "optimizer": "sgd",
        "learning_rate": 0.3,
        "batch_size": 1,
        "epochs": 500,
        "scale": "min-max",
    },
    "Course lab 19: XOR, three hidden layers": {
        **_XOR,
        "hidden": (2, 2, 2),
        "activation": "sigmoid",
        "epochs": 10_001,
    },
    "Course lab 20: XOR with ReLU": {
        **_XOR,
        "hidden": (2, 2),
        "activation": "relu",
        "epochs": 1_001,
    },
    "Course lab 21: softmax": {
        **_MNIST,
        "hidden": (),
        "initialisation": "normal",
        "initial_std": 1.0,
    },
    "Course lab 22: two hidden layers": {
        **_MNIST,
        "hidden": (256, 256),
        "initialisation": "normal",
        "initial_std": 1.0,
    },
    "Course lab 23: Xavier's weights": {
        **_MNIST,
        "hidden": (256, 256),
        "initialisation": "xavier",
    },
    "Course lab 24: four hidden layers": {
        **_MNIST,
        "hidden": (512, 512, 512, 512),
        "initialisation": "xavier",
        "epochs": 3,
    },
    "Course lab 25: with dropout": {
        **_MNIST,
        "hidden": (512, 512, 512, 512),
        "initialisation": "xavier",
        "dropout": 0.3,
    },
}
