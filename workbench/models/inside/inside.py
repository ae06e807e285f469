"""What a view inside a network shows, as a value: models, rows to look at, pages on demand."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.deferred import deferred
from workbench.core.run import Run, finish
from workbench.data.dataset import Dataset, IntArray
from workbench.models.inside.page import Cells, Look, Offer, Page, as_csv
from workbench.models.model import Model

if TYPE_CHECKING:
    from workbench.models.inside import pages
else:
    pages = deferred("workbench.models.inside.pages")


@dataclass(frozen=True, eq=False)
class Inside:
    """Fitted models of one learner that can be looked into.

    Args:
        name: the learner's.
        models: one for each fold.
        dataset: raw rows.
        parts: of each model the numbers of the rows that it is looked at with: those it was not
            trained on, where there are such.
    """

    name: str
    models: tuple[Model, ...]
    dataset: Dataset | None = None
    parts: tuple[IntArray, ...] = ()

    def rows(self, fold: int) -> Dataset | None:
        """The rows to look at a fold's model with."""
        return self.dataset.take(self.parts[fold]) if self.dataset is not None else None

    def offers(self, fold: int) -> tuple[Offer, ...]:
        """The pages that a fold's model has; none for models without an inside. Loads torch."""
        return tuple(pages.offers(self.models[fold], self.rows(fold)))

    def page(self, fold: int, look: Look) -> Run[Page]:
        """One page, with progress.

        Raises:
            ModelError: the model has no such page, or the rows do not fit it.
        """
        return (yield from pages.page(self.models[fold], self.rows(fold), look))

    def to_csv(self) -> str:
        """The numbers of the first page of each fold's model, layer by layer."""
        cells: Cells = []
        for fold in range(len(self.models)):
            for offer in self.offers(fold)[:1]:
                cells += self._cells(fold, offer)
        return as_csv(cells or [[NOTHING]])

    def _cells(self, fold: int, offer: Offer) -> Cells:
        cells: Cells = []
        for layer, name in enumerate(offer.layers):
            words = f"{offer.key} of {name}"
            cells.append([f"fold {fold + 1}: {words}" if len(self.models) > 1 else words])
            cells += finish(self.page(fold, Look(offer.key, layer))).cells()
        return cells


NOTHING = "This model has no network to look into."
