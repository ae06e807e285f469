"""What a generative model makes up: pictures, texts, rows of numbers."""

import numpy as np

from workbench.core.errors import ModelError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.text.joining import glue
from workbench.models.generative import Generative, Wanted
from workbench.models.inside.frame import frame_of, seen
from workbench.models.inside.glass import Glass
from workbench.models.inside.made_numbers import drawn, n_wanted, numbers_in
from workbench.models.inside.page import Floats, Look, Offer, Page, Part, Texts, Tiles
from workbench.models.rnn_model import RNNModel

KEY = "samples"
N_PICTURES, N_TEXTS, GIBBS_STEPS = 40, 12, 200
_NUMBERS = (
    "{n} rows that the model has made up, beside rows of the data: the better it has learnt, the "
    "more alike are the two."
)


def offer(glass: Glass) -> Offer | None:
    """Samples that the model makes up, of its classes in turn if it knows classes."""
    model = glass.model
    if not isinstance(model, Generative) or not _can_make(glass):
        return None
    return Offer(KEY, asks=frozenset({"seed"}))


def _can_make(glass: Glass) -> bool:
    model = glass.model
    if isinstance(model, RNNModel):
        return len(model.starts) > 0
    ending = getattr(getattr(model, "shape", None), "ending", "labels")
    features = model.schema.features
    is_seen = frame_of(features) is not None or bool(numbers_in(model.schema))
    return ending == "labels" and is_seen


def page(glass: Glass, look: Look) -> Run[Page]:
    """Some samples."""
    model = glass.model
    if not isinstance(model, Generative):
        raise ModelError("This model cannot make samples up.")
    n = _n_wanted(glass)
    yield Progressed(0, n, "samples")
    made = yield from model.generate(Wanted(n, steps=GIBBS_STEPS, seed=look.seed))
    if isinstance(model, RNNModel):
        return Page("Texts that the network goes on with, each begun as training texts begin.", (
            _texts(made),
        ))  # fmt: skip
    if frame_of(made.schema.features) is None:
        return Page(_NUMBERS.format(n=f"{n:,}"), drawn(made, glass.rows))
    return Page("Samples that the model has made up; no row of the data is among them.", (
        _pictures(made),
    ))  # fmt: skip


def _n_wanted(glass: Glass) -> int:
    if isinstance(glass.model, RNNModel):
        return N_TEXTS
    if frame_of(glass.model.schema.features) is None:
        return n_wanted(glass.rows)
    return N_PICTURES


def _texts(made: Dataset) -> Part:
    first = made.schema.features[0]
    column = made.column(first.name)
    if first.kind != "array":
        return Texts(tuple(str(text) for text in column))
    target = made.schema.class_attribute
    following = [""] * made.n_samples  # the class of such rows is the token that comes next
    if target is not None and set(target.values) <= {*first.values}:
        following = [target.values[code] if code >= 0 else "" for code in made.labels.tolist()]
    between = glue(first.values)
    lines = [
        between.join([*(first.values[c] for c in row if c >= 0), last]).strip()
        for row, last in zip(column.tolist(), following, strict=True)
    ]
    return Texts(tuple(lines))


def _pictures(made: Dataset) -> Part:
    frame = frame_of(made.schema.features)
    if frame is None:
        raise ModelError("What this model makes up is no picture.")
    columns = [made.column(a.name) for a in made.schema.features]
    values: Floats = np.concatenate(
        [column.reshape(made.n_samples, -1).astype(np.float64) for column in columns], 1
    )
    target = made.schema.class_attribute
    captions: tuple[str, ...] = ()
    if target is not None and target.values:
        captions = tuple(target.values[c] if c >= 0 else "" for c in made.labels.tolist())
    images = seen(frame.pictures(values))
    return Tiles(images, captions, "light" if images.ndim == 3 else "unit")
