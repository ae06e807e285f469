"""What a convolutional network does with rows before it looks at them."""

import numpy as np

from workbench.core.errors import FitError, ParameterError, Where
from workbench.core.run import Noted, Run
from workbench.data.dataset import Dataset
from workbench.models.cnn_fields import written
from workbench.models.cnn_rows import PictureRows, picture_of
from workbench.models.networks.layers import Shape
from workbench.models.networks.presets import PRESETS
from workbench.models.preparation import known_class
from workbench.preprocess.impute import Impute
from workbench.preprocess.select_attributes import FittedSelection
from workbench.preprocess.transform import FittedTransform

LARGEST = 1e30  # of a number in a picture: they become float32
Prepared = tuple[tuple[FittedTransform, ...], Dataset]


def prepared_pictures(train: Dataset) -> Run[Prepared]:
    """The training rows that have a class, and of their attributes the first pictures only.

    Raises:
        FitError: there is no row, no class or no picture.
    """
    known = yield from _known(train)
    picture = picture_of(known.schema)
    others = [a.name for a in known.schema.features if a != picture]
    steps = yield from _left_out(others, "beside the pictures")
    rows = steps[0].apply(known) if steps else known
    _refuse_enormous(rows)
    return steps, rows


def prepared_numbers(train: Dataset) -> Run[Prepared]:
    """The training rows that have a class, their numbers as they are, gaps filled by means.

    Raises:
        FitError: there is no row, no class or no number.
    """
    known = yield from _known(train)
    others = [a.name for a in known.schema.features if a.kind != "numeric"]
    steps = yield from _left_out(others, "as they are no numbers")
    rows = steps[0].apply(known) if steps else known
    if not rows.schema.features:
        raise FitError("There is no number to make a picture of besides the class.")
    _refuse_enormous(rows)
    impute = Impute(numeric="mean", nominal="none").fit(rows)
    return (*steps, impute), impute.apply(rows)


def noted(rows: PictureRows) -> Noted:
    """That a row's numbers are read as a picture."""
    _, height, width = rows.source
    return Noted(f"{height * width} numbers are read as a picture of {height} × {width}.")


def shape_taken(source: Shape, preset: str, brought_to: str) -> Shape:
    """Channels, height and width that a network takes of pictures of this shape.

    Args:
        brought_to: what a custom network is to take; empty = the pictures as they are.

    Raises:
        ParameterError: the channels cannot become those.
    """
    own = PRESETS.get(preset)
    if own is None:
        asked = written(brought_to) or source
        return _brought(source, asked, "The network", "brought_to")
    if own.takes_any_size:
        return source
    return _brought(source, own.input_shape, own.title, "preset")


def _brought(source: Shape, asked: Shape, taker: str, parameter: str) -> Shape:
    if source[0] != asked[0] and 1 not in {source[0], asked[0]}:
        raise ParameterError(
            f"{taker} takes pictures of {asked[0]} channels; these have {source[0]}.",
            remedy="Choose the preset small, or custom.",
            where=Where(parameter=parameter),
        )
    return asked


def _known(train: Dataset) -> Run[Dataset]:
    known = known_class(train)
    if dropped := train.n_samples - known.n_samples:
        yield Noted(f"Training rows without a class, left out: {dropped}.")
    return known


def _left_out(names: list[str], why: str) -> Run[tuple[FittedTransform, ...]]:
    if not names:
        return ()
    what = ", ".join(f"'{name}'" for name in names[:6])
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    yield Noted(f"Left out, {why}: {what}{more}.", is_warning=True)
    return (FittedSelection(tuple(names)),)


def _refuse_enormous(rows: Dataset) -> None:
    """See that the numbers can be float32.

    Raises:
        FitError: one cannot.
    """
    for attribute in rows.schema.features:
        column = rows.column(attribute.name)
        if column.dtype.kind == "f" and np.nanmax(np.abs(column), initial=0) > LARGEST:
            raise FitError(
                f"'{attribute.name}' holds numbers beyond ±{LARGEST:g}, which are too large."
            )
