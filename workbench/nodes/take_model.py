"""The one model of a learner, to predict with."""

from dataclasses import replace
from typing import ClassVar

from workbench.core.component import Category
from workbench.core.errors import FitError
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits
from workbench.models.model import Model
from workbench.models.training_statistics import TrainingStatistics


class TakeModel(NodeComponent):
    """Take the one model of a learner that was trained on all data, to predict new rows with."""

    key: ClassVar[str] = "take_model"
    title: ClassVar[str] = "Final model"
    category: ClassVar[Category] = "Evaluate"
    icon: ClassVar[str] = "mdi6.cube-outline"

    def run(self, fits: Fits) -> Model:
        """The model.

        Raises:
            FitError: there is more than one.
        """
        return only_model(fits)


def only_model(fits: Fits) -> Model:
    """The model of a learner that was trained once, with the statistics of its training rows.

    They are taken here and not while it is fitted, as only such a model ever meets new rows.

    Raises:
        FitError: it was trained on several folds.
    """
    if len(fits.models) != 1:
        raise FitError(
            f"'{fits.name}' was trained on {len(fits.models)} folds; one model is needed here.",
            remedy="Put the splitter 'All data' before the learner.",
        )
    return with_statistics(fits, 0)


def with_statistics(fits: Fits, number: int) -> Model:
    """The model of a split, which knows what its raw training rows were like."""
    model, split = fits.models[number], fits.splits.folds[number]
    if model.statistics is not None:
        return model
    rows = split.dataset.take(split.train_rows)
    return replace(model, statistics=TrainingStatistics.of(rows))
