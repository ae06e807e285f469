"""Every page that a model may have, in the order of the tabs."""

from collections.abc import Iterator
from types import ModuleType

from workbench.core.errors import ModelError
from workbench.core.run import Run
from workbench.data.dataset import Dataset
from workbench.models.inside import (
    grad_cam,
    latent,
    maps,
    rebuilt,
    saliency,
    samples,
    states,
    through_time,
    wanting,
    weights,
)
from workbench.models.inside.glass import Glass
from workbench.models.inside.page import Look, Offer, Page
from workbench.models.model import Model

_PAGES: tuple[ModuleType, ...] = (
    *(weights, maps, saliency, grad_cam, wanting),
    *(states, through_time, rebuilt, samples, latent),
)


def offers(model: Model, rows: Dataset | None) -> Iterator[Offer]:
    """The pages that the model has."""
    glass = Glass(model, rows)
    for module in _PAGES:
        offer: Offer | None = module.offer(glass)
        if offer is not None:
            yield offer


def page(model: Model, rows: Dataset | None, look: Look) -> Run[Page]:
    """One of them.

    Raises:
        ModelError: the model has no such page, or the rows do not fit it.
    """
    glass = Glass(model, rows)
    module = next((m for m in _PAGES if look.page == m.KEY), None)
    if module is None or module.offer(glass) is None:
        raise ModelError(f"This model has no page '{look.page}'.")
    made: Page = yield from module.page(glass, look)
    return made
