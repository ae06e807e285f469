"""A model under glass: with the rows to look at it with, and what was laid open of it."""

from dataclasses import dataclass
from functools import cached_property

from workbench.core.errors import ModelError
from workbench.data.dataset import Dataset
from workbench.models.inside.subject import Subject, subject
from workbench.models.model import Model


@dataclass(frozen=True, eq=False)
class Glass:
    """A model and raw rows, if there are any."""

    model: Model
    rows: Dataset | None

    @cached_property
    def subject(self) -> Subject | None:
        """The network, if it is one of those that can be differentiated."""
        return subject(self.model)

    @property
    def has_rows(self) -> bool:
        """Whether there is a row to look at."""
        return self.rows is not None and self.rows.n_samples > 0

    @property
    def network(self) -> Subject:
        """The network of a page that is only offered where there is one."""
        if self.subject is None:
            raise ModelError("This model has no network to look into.")
        return self.subject

    def row(self, number: int) -> Dataset:
        """One of the rows.

        Raises:
            ModelError: there is none.
        """
        if self.rows is None or not self.rows.n_samples:
            raise ModelError("There is no row to look at.", remedy="Link data to the view.")
        place = min(max(number, 0), self.rows.n_samples - 1)
        return self.rows.take(slice(place, place + 1))
