"""Views inside a fitted network."""

from typing import ClassVar

import numpy as np

from workbench.core.component import Category
from workbench.core.errors import FlowError
from workbench.data.dataset import Dataset
from workbench.data.split import Split
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits
from workbench.models.inside.inside import Inside
from workbench.models.model import Model


class InsideView(NodeComponent):
    """Look inside a fitted network: weights and filters as pictures, feature maps, saliency.

    What can be seen depends on the kind of network. Rows are looked at that the model was not
    trained on, unless others are linked to "data".
    """

    key: ClassVar[str] = "inside"
    title: ClassVar[str] = "Inside the network"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.eye-outline"
    aliases: ClassVar[tuple[str, ...]] = (
        *("weights", "filters", "feature maps", "saliency", "Grad-CAM", "activation maximisation"),
        *("hidden states", "reconstructions"),
    )

    def run(
        self, fits: Fits | None = None, model: Model | None = None, data: Dataset | None = None
    ) -> Inside:
        """The models of every fold, or the one that is linked.

        Raises:
            FlowError: neither a learner nor a model is linked.
        """
        if fits is not None:
            return _of_fits(fits, data)
        if model is None:
            raise FlowError(
                "There is no network to look into.", remedy="Link a learner or a model."
            )
        parts = () if data is None else (np.arange(data.n_samples),)
        return Inside(model.key, (model,), data, parts)


def _of_fits(fits: Fits, data: Dataset | None) -> Inside:
    if data is not None:
        everything = np.arange(data.n_samples)
        return Inside(fits.name, fits.models, data, (everything,) * len(fits.models))
    parts = tuple(_looked_at(split) for split in fits.splits.folds)
    return Inside(fits.name, fits.models, fits.splits.dataset, parts)


def _looked_at(split: Split) -> np.ndarray:
    return split.test_rows if len(split.test_rows) else split.train_rows
