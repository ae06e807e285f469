"""What each learner of a flow becomes: models, one for each split."""

from generative import fit_gan, fit_vae
from knn import fit_knn
from logistic import fit_logistic
from majority import fit_majority
from networks import fit_mlp
from options import (
    BATCH_SIZE,
    CURVE,
    DISCRIMINATOR_HIDDEN,
    EPOCHS,
    GENERATOR_HIDDEN,
    HIDDEN,
    LEARNING_RATE,
    MAX_ITERATIONS,
    RIDGE,
    SEED,
    K,
)
from perceptron import fit_perceptron
from pictures import fit_cnn
from recurrent import fit_rnn


def knn(splits):
    """Fit on each fold."""
    result = [fit_knn(train, k=K) for train, _ in splits]


LOGISTIC_SETTINGS = {"ridge": RIDGE, "max_iterations": MAX_ITERATIONS}


def logistic(splits):
    """Fit on each fold."""
    if CURVE:
        result = [
            fit_logistic(train, watched=test, **LOGISTIC_SETTINGS)
            for train, test in splits
        ]
    else:
        result = [fit_logistic(train, **LOGISTIC_SETTINGS) for train, _ in splits]


MLP_SETTINGS = {
    "hidden": HIDDEN,
    "learning_rate": LEARNING_RATE,
    "batch_size": BATCH_SIZE,
    "epochs": EPOCHS,
    "seed": SEED,
}


def mlp(splits):
    """Train on each fold."""
    result = [fit_mlp(train, watched=test, **MLP_SETTINGS) for train, test in splits]


def majority(splits):
    """Fit on each fold."""
    result = [fit_majority(train) for train, _ in splits]


PERCEPTRON_SETTINGS = {"epochs": EPOCHS, "seed": SEED}


def perceptron(splits):
    """Fit on each fold."""
    if CURVE:
        result = [
            fit_perceptron(train, watched=test, **PERCEPTRON_SETTINGS)
            for train, test in splits
        ]
    else:
        result = [fit_perceptron(train, **PERCEPTRON_SETTINGS) for train, _ in splits]


RNN_SETTINGS = {
    "hidden": HIDDEN,
    "learning_rate": LEARNING_RATE,
    "batch_size": BATCH_SIZE,
    "epochs": EPOCHS,
    "seed": SEED,
}


def rnn(splits):
    """Train on each fold."""
    result = [fit_rnn(train, watched=test, **RNN_SETTINGS) for train, test in splits]


CNN_SETTINGS = {
    "learning_rate": LEARNING_RATE,
    "batch_size": BATCH_SIZE,
    "epochs": EPOCHS,
    "seed": SEED,
}


def cnn(splits):
    """Train on each fold."""
    result = [fit_cnn(train, watched=test, **CNN_SETTINGS) for train, test in splits]


VAE_SETTINGS = {
    "hidden": HIDDEN,
    "learning_rate": LEARNING_RATE,
    "batch_size": BATCH_SIZE,
    "epochs": EPOCHS,
    "seed": SEED,
}


def vae(splits):
    """Train on each fold."""
    result = [fit_vae(train, watched=test, **VAE_SETTINGS) for train, test in splits]


GAN_SETTINGS = {
    "generator_hidden": GENERATOR_HIDDEN,
    "discriminator_hidden": DISCRIMINATOR_HIDDEN,
    "learning_rate": LEARNING_RATE,
    "batch_size": BATCH_SIZE,
    "epochs": EPOCHS,
    "seed": SEED,
}


def gan(splits):
    """Train on each fold."""
    result = [fit_gan(train, **GAN_SETTINGS) for train, _ in splits]
