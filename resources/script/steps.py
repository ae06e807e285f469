"""What each node of a flow becomes: statements, under the key of its component."""

import numpy as np
import pandas as pd
import torch

from comparing import corrected_t_tests
from logistic import fit_logistic
from majority import fit_majority
from options import (
    ACTION,
    CLASS_FILE,
    CLASS_LABELS,
    CURVE,
    FILE,
    FOLDS,
    IS_NETWORK,
    LOGISTIC,
    MAJORITY,
    MAX_ITERATIONS,
    NAME,
    PATH,
    PERCENT,
    POSITIVE,
    PRINTS,
    RANGES,
    REPEATS,
    RIDGE,
    SEED,
    TASK,
    TEMPERATURE,
    TESTS_FILE,
    THRESHOLD,
    WITH_LOGISTIC,
    WITH_MAJORITY,
    N,
)
from reading import read_arff, read_csv
from scoring import (
    confusion_matrices,
    decided,
    learning_curves,
    prediction_table,
    roc_points,
    scores_by_class,
    scores_by_fold,
    test_answers,
)
from series import windows_of
from splitting import cross_validation_folds, percentage_split, repeated_folds
from text import next_tokens, read_labelled_lines, read_lines, word_columns
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
    if REPEATS > 1:
        result = repeated_folds(data, n_folds=FOLDS, n_repeats=REPEATS, seed=SEED)
    else:
        result = cross_validation_folds(data, n_folds=FOLDS, seed=SEED)


def hold_out(data):
    """Make one split."""
    result = percentage_split(data, percent=PERCENT, seed=SEED)


def evaluate():
    """Collect answers by learner."""
    result = {}


def evaluate__fits(fits, splits, result):
    """Of one learner."""
    result[NAME] = test_answers(fits, splits)


def evaluate__end(result):
    """Print the scores where no node shows them."""
    if PRINTS:
        print(scores_by_fold(result).to_string(), end="\n\n")


def comparison():
    """Collect answers by learner."""
    result, tested = {}, {}


def comparison__fits(fits, splits, result, tested):
    """Of one learner, and of baselines on the same folds."""
    if WITH_MAJORITY:
        baseline = [fit_majority(train) for train, _ in splits]
        result[MAJORITY] = test_answers(baseline, splits)
        tested[MAJORITY] = splits
    if WITH_LOGISTIC:
        baseline = [
            fit_logistic(train, ridge=RIDGE, max_iterations=MAX_ITERATIONS)
            for train, _ in splits
        ]
        result[LOGISTIC] = test_answers(baseline, splits)
        tested[LOGISTIC] = splits
    result[NAME] = test_answers(fits, splits)
    tested[NAME] = splits


def comparison__end(result, tested):
    """Print how the scores of the folds are spread, and whether they differ."""
    table = scores_by_fold(result)
    table.to_csv(FILE)
    folds = table.drop(index="all", level="fold").groupby("learner", sort=False)
    print(folds.agg(["mean", "std"]).T.to_string(), end="\n\n")
    tests = corrected_t_tests(table, tested)
    tests.to_csv(TESTS_FILE, index=False)
    print(tests.to_string(index=False), end="\n\n")


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
    """Keep what was learnt."""
    if IS_NETWORK:
        torch.save(fits[0].network.state_dict(), FILE)
    else:
        np.savez(FILE, **fits[0].arrays)


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


def csv():
    """Read the file."""
    result = read_csv(PATH)


def labelled_lines():
    """Read the file."""
    result = read_labelled_lines(PATH)


def plain_text():
    """Read the file."""
    result = pd.DataFrame({"text": read_lines(PATH)})


def string_to_words(splits):
    """Count words."""
    result = [word_columns(train, test) for train, test in splits]


def next_token(data):
    """Make sequences of texts."""
    result = next_tokens(data)


def windows(data):
    """Make windows of steps."""
    result = windows_of(data)


def take_model(fits):
    """Take the one model."""
    result = fits[0]


def predict(model, data):
    """Predict new rows."""
    answers = model(data)
    if TASK == "classification":
        if THRESHOLD is not None:
            codes = decided(answers, label=POSITIVE, threshold=THRESHOLD)
        else:
            codes = answers.argmax(axis=1)
        result = data.assign(predicted=pd.Categorical.from_codes(codes, CLASS_LABELS))
        for code, label in enumerate(CLASS_LABELS):
            result[f"p({label})"] = answers[:, code]
    else:
        result = data.assign(predicted=answers)


def save_data(data):
    """Write the rows."""
    data.to_csv(FILE, index=False)


def generate(model):
    """Make new rows."""
    result = model(N, temperature=TEMPERATURE, seed=SEED)


def decision_threshold(fits):
    """Leave the models as they are; what follows decides by the threshold."""
    result = fits


def save_predictions(evaluation):
    """Write what was predicted for every test row."""
    prediction_table(evaluation).to_csv(FILE, index=False)
