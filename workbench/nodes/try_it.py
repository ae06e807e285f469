"""A model to be tried by hand."""

from typing import ClassVar

from pydantic import Field

from workbench.core.component import Category
from workbench.core.errors import FlowError
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits
from workbench.models.model import Model
from workbench.models.trying import TryOut
from workbench.nodes.take_model import with_statistics


class TryIt(NodeComponent):
    """Try a model: type a row, draw a digit, write a sentence or drop a file, and see its answer.

    Beside the probabilities stand the training samples that are nearest.
    """

    key: ClassVar[str] = "try_it"
    title: ClassVar[str] = "Try it"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.gesture-tap"
    aliases: ClassVar[tuple[str, ...]] = ("draw a digit", "what if", "nearest samples")

    fold: int = Field(
        default=1, ge=1, description="Which fold's model is tried where there are several."
    )

    def run(self, fits: Fits | None = None, model: Model | None = None) -> TryOut:
        """The model, with the rows it was trained on where they are known.

        Raises:
            FlowError: no model is linked, or there are fewer folds.
        """
        if fits is None:
            if model is None:
                raise FlowError("There is no model to try.", remedy="Link a learner or a model.")
            return TryOut(model.key, model)
        n = len(fits.models)
        if self.fold > n:
            raise FlowError(
                f"'{fits.name}' has {n} models, so there is no fold {self.fold}.",
                remedy=f"Choose a fold from 1 to {n}.",
            )
        name = fits.name if n == 1 else f"{fits.name}, fold {self.fold} of {n}"
        split = fits.splits.folds[self.fold - 1]
        tried = with_statistics(fits, self.fold - 1)
        return TryOut(name, tried, split.dataset, split.train_rows)
