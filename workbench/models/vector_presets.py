"""Sets of parameters of autoencoder, VAE and GAN: the networks of the course and the papers."""

from collections.abc import Mapping
from typing import Any

_PLAIN: Mapping[str, Any] = {
    "schedule": "constant",
    "weight_decay": 0.0,
    "validation_share": 0.0,
    "prepare": True,
}
_NOT_STOPPED: Mapping[str, Any] = {**_PLAIN, "early_stopping": 0}

AUTOENCODERS: Mapping[str, Mapping[str, Any]] = {
    "Denoising: 784-256-64": {
        **_NOT_STOPPED,
        "hidden": (256,),
        "code": 64,
        "activation": "relu",
        "noise": "masking",
        "noise_level": 0.3,
        "optimizer": "adam",
        "learning_rate": 0.001,
        "batch_size": 128,
        "epochs": 10,
        "values": "unit",
    },
    "Denoising, one tied layer (Vincent 2008)": {
        **_NOT_STOPPED,
        "hidden": (),
        "code": 500,
        "tied": True,
        "noise": "masking",
        "noise_level": 0.25,
        "optimizer": "adam",
        "learning_rate": 0.001,
        "batch_size": 128,
        "epochs": 10,
        "values": "unit",
    },
    "As PCA: linear, squared error": {
        **_NOT_STOPPED,
        "hidden": (),
        "code": 2,
        "noise": "none",
        "optimizer": "adam",
        "learning_rate": 0.01,
        "batch_size": 32,
        "epochs": 100,
        "values": "real",
        "scale": "standardise",
    },
}

VAES: Mapping[str, Mapping[str, Any]] = {
    "VAE 784-400-20": {
        **_NOT_STOPPED,
        "hidden": (400,),
        "code": 20,
        "activation": "relu",
        "conditional": False,
        "optimizer": "adam",
        "learning_rate": 0.001,
        "batch_size": 128,
        "epochs": 10,
        "values": "unit",
    },
    "Conditional VAE 784-400-20": {
        **_NOT_STOPPED,
        "hidden": (400,),
        "code": 20,
        "activation": "relu",
        "conditional": True,
        "optimizer": "adam",
        "learning_rate": 0.001,
        "batch_size": 128,
        "epochs": 10,
        "values": "unit",
    },
}

GANS: Mapping[str, Mapping[str, Any]] = {
    "GAN: 1-D Gaussian": {
        **_PLAIN,
        "noise": 4,
        "generator_hidden": (32,),
        "discriminator_hidden": (32,),
        "dropout": 0.0,
        "activation": "leaky_relu",
        "conditional": False,
        "optimizer": "rmsprop",
        "learning_rate": 0.001,
        "batch_size": 64,
        "epochs": 100,
        "average": 0.995,
        "values": "real",
        "scale": "none",
    },
    "GAN: digits": {
        **_PLAIN,
        "noise": 64,
        "generator_hidden": (128,),
        "discriminator_hidden": (128,),
        "dropout": 0.3,
        "activation": "leaky_relu",
        "conditional": True,
        "optimizer": "rmsprop",
        "learning_rate": 0.0005,
        "batch_size": 64,
        "epochs": 100,
        "label_smoothing": 0.1,
        "average": 0.995,
        "values": "unit",
    },
}
