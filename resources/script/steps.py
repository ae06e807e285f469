"""What each node of a flow becomes: statements, under the key of its component."""

import torch

from knn import fit_knn
from logistic import fit_logistic
from majority import fit_majority
from networks import fit_mlp
from options import (
    ACTION,
    BATCH_SIZE,
    CLASS_FILE,
    CURVE,
    EPOCHS,
    FILE,
    FOLDS,
    HIDDEN,
    LEARNING_RATE,
    MAX_ITERATIONS,
    NAME,
    PATH,
    PERCENT,
    RANGES,
    RIDGE,
    SEED,
    TASK,
    K,
)
from perceptron import fit_perceptron
from reading import read_arff
from scoring import (
    confusion_matrices,
    learning_curves,
    roc_points,
    scores_by_class,
    scores_by_fold,
    test_answers,
)
from splitting import cross_validation_folds, percentage_split
from transforming import (
    filled,
    min_max_scaled,
    one_hot_encoded,
    principal_components,
    standardised,
)


def arff():
    """Read the file."""
    result = read_arff(PATH)


def cross_validation(data):
    """Make folds."""
    result = cross_validation_folds(data, n_folds=FOLDS, seed=SEED)


def hold_out(data):
    """Make one split."""
    result = percentage_split(data, percent=PERCENT, seed=SEED)


def knn(splits):
    """Fit on each fold."""
    result = [fit_knn(train, k=K) for train, _ in splits]


def logistic(splits):
    """Fit on each fold."""
    result = [
        fit_logistic(train, ridge=RIDGE, max_iterations=MAX_ITERATIONS)
        for train, _ in splits
    ]


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


def evaluate():
    """Collect answers by learner."""
    result = {}


def evaluate__fits(fits, splits, result):
    """Of one learner."""
    result[NAME] = test_answers(fits, splits)


def score_table(evaluation):
    """Print and write the scores."""
    table = scores_by_fold(evaluation)
    print(table.to_string(), end="\n\n")
    table.to_csv(FILE)
    if TASK == "classification":
        classes = scores_by_class(evaluation)
        print(classes.to_string(), end="\n\n")
        classes.to_csv(CLASS_FILE)


def confusion_matrix(evaluation):
    """Print and write the confusion matrices."""
    table = confusion_matrices(evaluation)
    print(table.to_string(), end="\n\n")
    table.to_csv(FILE)


def roc(evaluation):
    """Write the points of the ROC curves."""
    roc_points(evaluation).to_csv(FILE, index=False)


def majority(splits):
    """Fit on each fold."""
    result = [fit_majority(train) for train, _ in splits]


def learning_curve():
    """Collect the curves of learners."""
    result = {}


def learning_curve__fits(fits, result):
    """Of one learner."""
    if CURVE:
        result[NAME] = fits


def learning_curve__end(result):
    """Write the curves and print how they end."""
    table = learning_curves(result)
    table.to_csv(FILE, index=False)
    print(table.groupby(["learner", "fold"]).last().to_string(), end="\n\n")


def save_model(fits):
    """Keep the weights."""
    torch.save(fits[0].network.state_dict(), FILE)


def all_data(data):
    """One split without test rows."""
    result = [(data, data[:0])]


def training_set(data):
    """Test on the rows that are trained on."""
    result = [(data, data)]


def supplied_test_set(data, test):
    """Train on one data set, test on another."""
    result = [(data, test)]


def keep_rows(data):
    """Choose rows by their numbers."""
    numbers = [n - 1 for first, last in RANGES for n in range(first, last + 1)]
    if ACTION == "keep":
        result = data[data.index.isin(numbers)]
    else:
        result = data[~data.index.isin(numbers)]


def perceptron(splits):
    """Fit on each fold."""
    result = [fit_perceptron(train, epochs=EPOCHS, seed=SEED) for train, _ in splits]


def impute(splits):
    """Fill gaps."""
    result = [filled(train, test) for train, test in splits]


def one_hot(splits):
    """Encode labels."""
    result = [one_hot_encoded(train, test) for train, test in splits]


def standardise(splits):
    """Scale numbers."""
    result = [standardised(train, test) for train, test in splits]


def min_max(splits):
    """Scale numbers."""
    result = [min_max_scaled(train, test) for train, test in splits]


def pca(splits):
    """Replace numbers."""
    result = [principal_components(train, test) for train, test in splits]
