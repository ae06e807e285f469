"""Rows beside what a machine or an autoencoder makes of them: what it has understood comes back."""

from functools import singledispatch

import numpy as np
import torch

from workbench.core.errors import ModelError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.models.autoencoder_model import AutoencoderModel
from workbench.models.dbn_model import DBNModel
from workbench.models.inside.frame import Frame, frame_of, names_of, seen
from workbench.models.inside.glass import Glass
from workbench.models.inside.page import Floats, HeatMap, Look, Offer, Page, Part, Tiles
from workbench.models.inside.subject import prepared
from workbench.models.model import Model
from workbench.models.networks.dbn import DeepBelief, descended
from workbench.models.rbm_model import RBMModel
from workbench.models.vae_model import VAEModel
from workbench.models.vector_fold import with_labels
from workbench.models.vector_rows import VectorRows, Vectors

KEY = "reconstructions"
N_ROWS = 24


def offer(glass: Glass) -> Offer | None:
    """From a chosen row on."""
    layout = _layout(glass.model)
    if layout is None or not glass.has_rows:
        return None
    return Offer(KEY, asks=frozenset({"sample"}))


def page(glass: Glass, look: Look) -> Run[Page]:
    """Some rows and what comes back, with the mean squared error of each."""
    yield Progressed(0, 1)
    model, layout, rows = glass.model, _layout(glass.model), glass.rows
    if layout is None or rows is None:
        raise ModelError("This model cannot give rows back.")
    some = rows.take(slice(look.sample, look.sample + N_ROWS))
    ready = prepared(model, some)
    vectors = layout.vectors(ready)
    back = rebuilt(model, vectors, ready)
    if back is None:
        raise ModelError("This model cannot give rows back.")
    errors = ((back - vectors).astype(np.float64) ** 2).mean(1)
    parts = _parts(layout, vectors, back, errors, look.sample)
    return Page(
        "Rows beside what the model makes of them, each with its mean squared error; of these "
        f"{len(errors)} it is {errors.mean():.4g} on average.",
        parts,
    )


def _layout(model: Model) -> VectorRows | None:
    if isinstance(model, RBMModel | AutoencoderModel | VAEModel):
        return model.layout
    is_both_ways = isinstance(model, DBNModel) and model.shape.ending == "labels"
    return model.layout if isinstance(model, DBNModel) and is_both_ways else None


@singledispatch
def rebuilt(_model: Model, _vectors: Vectors, _rows: Dataset) -> Vectors | None:
    """Vectors (n, d) of prepared rows as they come back; None where nothing does."""
    return None


@rebuilt.register
def _of_rbm(model: RBMModel, vectors: Vectors, _rows: Dataset) -> Vectors:
    """Up and down once, through means; the labels are not told: 1/c each."""
    machines, n = model.network().machines, model.shape.n_labels
    told = np.full((len(vectors), n), 1 / max(1, n), np.float32)
    with torch.inference_mode():
        hidden = machines.hidden(torch.from_numpy(np.concatenate([vectors, told], 1))[None])
        back: Vectors = machines.visible(hidden)[0, :, : model.shape.n_visible].numpy()
    return back


@rebuilt.register
def _of_dbn(model: DBNModel, vectors: Vectors, _rows: Dataset) -> Vectors | None:
    """Up to the top pair and down again, through means."""
    network = model.network()
    if not isinstance(network, DeepBelief):
        return None
    beliefs, n = network.beliefs, model.shape.n_labels
    with torch.inference_mode():
        below = beliefs.up(torch.from_numpy(vectors)[None])
        told = below.new_full((1, len(vectors), n), 1 / max(1, n))
        hidden = beliefs.top.hidden(torch.cat([below, told], -1))
        back: Vectors = descended(beliefs, hidden)[0].numpy()
    return back


@rebuilt.register
def _of_autoencoder(model: AutoencoderModel, vectors: Vectors, _rows: Dataset) -> Vectors:
    return model.reconstructed(vectors)


@rebuilt.register
def _of_vae(model: VAEModel, vectors: Vectors, rows: Dataset) -> Vectors:
    n = model.shape.n_values
    labelled = with_labels(vectors, rows.labels if model.n_labels else None, model.n_labels)
    return model.computed(
        labelled, lambda network, part: network.decode(network.encode(part), part[:, n:])
    )


def _parts(
    layout: VectorRows, vectors: Vectors, back: Vectors, errors: Floats, first: int
) -> tuple[Part, ...]:
    frame = frame_of(layout.attributes)
    if frame is not None:
        return (_pairs(frame, vectors, back, errors, first),)
    names = tuple(f"row {first + i + 1}" for i in range(len(vectors)))
    inputs = names_of(layout.attributes)
    return (
        HeatMap(vectors, names, inputs, column_title="input", title="As the model takes them"),
        HeatMap(back, names, inputs, column_title="input", title="As they come back"),
    )


def _pairs(frame: Frame, vectors: Vectors, back: Vectors, errors: Floats, first: int) -> Tiles:
    """A row, what comes back, the next row and so on."""
    both = np.stack([vectors, back], 1).reshape(-1, vectors.shape[1]).astype(np.float64)
    images = seen(frame.pictures(both))
    captions = [
        text for i, error in enumerate(errors) for text in (f"row {first + i + 1}", f"{error:.3f}")
    ]
    is_unit = images.ndim == 4 or (both.min() >= 0 and both.max() <= 1)
    return Tiles(images, tuple(captions), "unit" if is_unit else "light", together=2)
