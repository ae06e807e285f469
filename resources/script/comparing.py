"""Whether learners differ."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from options import TASK


def corrected_t_tests(table, tested):
    """Test each pair of learners that have been tested on the same folds.

    Folds share training rows, so the variance of the mean difference is taken as
    (1/n + n_test/n_train) times that of the differences (Nadeau and Bengio, 2003).
    """
    score = "accuracy" if TASK == "classification" else "rmse"
    folds = table[score].drop(index="all", level="fold")
    rows = []
    for first, second in combinations(tested, 2):
        splits = tested[first]
        tests = [[test.index for _, test in tested[name]] for name in (first, second)]
        if len(splits) == 1 or not all(map(pd.Index.equals, *tests)):
            continue  # one difference has no spread; others are no pairs
        n_train, n_test = (sum(map(len, part)) for part in zip(*splits, strict=True))
        differences = (folds[first] - folds[second]).dropna()
        n, mean = len(differences), differences.mean()
        scale = np.sqrt(1 / n + n_test / n_train) * differences.std()
        if scale > 1e-12:
            p = 2 * stats.t.sf(abs(mean) / scale, n - 1)
        else:
            p = float(abs(mean) <= 1e-12)
        rows.append((first, second, mean, p))
    columns = ["first", "second", f"difference in {score}", "p"]
    return pd.DataFrame(rows, columns=columns)
