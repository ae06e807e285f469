"""A walk through the code of a variational autoencoder that has two numbers."""

import numpy as np

from workbench.core.errors import ModelError
from workbench.core.run import Progressed, Run
from workbench.models.inside.frame import frame_of, seen
from workbench.models.inside.glass import Glass
from workbench.models.inside.page import Floats, Look, Offer, Page, Tiles
from workbench.models.vae_model import VAEModel
from workbench.models.vector_fold import with_labels

KEY = "latent"
SIDE, REACH = 13, 2.25  # pictures along each side; from −REACH to REACH deviations


def offer(glass: Glass) -> Offer | None:
    """Of variational autoencoders with two numbers as their code, for pictures."""
    model = glass.model
    if not isinstance(model, VAEModel) or model.shape.code != 2:
        return None
    if frame_of(model.layout.attributes) is None:
        return None
    return Offer(KEY, asks=frozenset({"label"}) if model.n_labels else frozenset())


def page(glass: Glass, look: Look) -> Run[Page]:
    """What the decoder draws at each place of the plane of codes."""
    yield Progressed(0, 1)
    model = glass.model
    frame = frame_of(model.layout.attributes) if isinstance(model, VAEModel) else None
    if not isinstance(model, VAEModel) or frame is None:
        raise ModelError("This model has no code of two numbers.")
    codes = plane()
    told = np.full(len(codes), look.label or 0)
    inputs = with_labels(codes.astype(np.float32), told, model.n_labels)
    drawn = model.computed(inputs, lambda network, x: network.decode(x[:, :2], x[:, 2:]))
    images = seen(frame.pictures(drawn.astype(np.float64)))
    is_unit = images.ndim == 4 or model.shape.is_unit
    return Page(
        f"What the decoder draws at each place of the code: the first number goes from {-REACH} "
        f"at the left to {REACH} at the right, the second from {REACH} at the top to {-REACH}.",
        (Tiles(images, (), "unit" if is_unit else "light", columns=SIDE),),
    )


def plane() -> Floats:
    """The codes of the pictures, row by row from the top, shape (SIDE², 2)."""
    steps = np.linspace(-REACH, REACH, SIDE)
    across, up = np.meshgrid(steps, steps[::-1])
    return np.column_stack([across.ravel(), up.ravel()])
