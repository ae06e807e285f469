"""What a script must be told of the steps that a learner of numbers adds to its rows."""

from typing import Any

import numpy as np

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.models.preparation import NumericLearner
from workbench.preprocess.impute import FittedImpute
from workbench.preprocess.one_hot import FittedOneHot
from workbench.preprocess.scaling import FittedScaling
from workbench.preprocess.select_attributes import FittedSelection


def preparation_facts(learner: NumericLearner, train: Dataset, rows: Dataset) -> dict[str, Any]:
    """The options of these steps.

    Args:
        train: the training rows of the first fold.
        rows: all rows that the learner may meet.
    """
    steps, _ = finish(learner.prepared(train))
    removed = [s.removed for s in steps if isinstance(s, FittedSelection)]
    aside = [a.name for a in train.schema.attributes if a.role not in {"feature", "class"}]
    has_gaps = any(
        np.any(rows.missing(a.name)) for a in rows.schema.features if a.kind == "numeric"
    )
    is_scaled = any(isinstance(s, FittedScaling) for s in steps)
    return {
        "REMOVED": (*(removed[0] if removed else ()), *aside),
        "FILLS": has_gaps and any(isinstance(s, FittedImpute) for s in steps),
        "SCALING": learner.scale if is_scaled else "none",
        "HAS_LABELS": any(isinstance(s, FittedOneHot) for s in steps),
    }
