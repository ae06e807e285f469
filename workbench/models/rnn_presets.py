"""Sets of parameters of the recurrent network: those of the course and some of common use."""

from collections.abc import Mapping
from typing import Any

_PLAIN: Mapping[str, Any] = {
    "layers": 1,
    "bidirectional": False,
    "dropout": 0.0,
    "bptt": 0,
    "every_step": True,
    "schedule": "constant",
    "weight_decay": 0.0,
    "validation_share": 0.0,
    "early_stopping": 0,
    "prepare": True,
}

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "Next word of the course (U, W, V)": {
        **_PLAIN,
        "cell": "elman",
        "hidden": 8,
        "embedding": 0,
        "bias": False,
        "step_losses": "sum",
        "optimizer": "sgd",
        "learning_rate": 0.1,
        "clip_norm": 0.0,
        "batch_size": 1,
        "epochs": 200,
    },
    "hihell → ihello (lab 29)": {
        **_PLAIN,
        "cell": "lstm",
        "hidden": 5,
        "embedding": 0,
        "bias": True,
        "step_losses": "mean",
        "optimizer": "adam",
        "learning_rate": 0.1,
        "batch_size": 1,
        "epochs": 50,
    },
    "Text, character by character": {
        **_PLAIN,
        "cell": "lstm",
        "hidden": 128,
        "embedding": 32,
        "bias": True,
        "step_losses": "mean",
        "optimizer": "adam",
        "learning_rate": 0.003,
        "clip_norm": 1.0,
        "batch_size": 32,
        "epochs": 20,
    },
    "Sentences": {
        **_PLAIN,
        "cell": "gru",
        "hidden": 64,
        "bidirectional": True,
        "embedding": 64,
        "bias": True,
        "every_step": False,
        "optimizer": "adam",
        "learning_rate": 0.003,
        "clip_norm": 1.0,
        "batch_size": 32,
        "epochs": 10,
    },
}
