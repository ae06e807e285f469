"""Rows as pictures: which attribute a convolutional network looks at, and how it is scaled."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import FitError, ModelError, ParameterError, Where
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.models.mlp_rows import ReadyFold
from workbench.models.networks.layers.layer import Shape, told
from workbench.models.networks.scaling import Scaling
from workbench.models.networks.sizes import picture_shape

Pixels: TypeAlias = Literal["auto", "unit", "standardise"]

WHITE = 255.0


def is_picture(attribute: Attribute) -> bool:
    """Whether it holds pictures, or numbers that lie like one: (h, w) or (h, w, c)."""
    return attribute.kind == "array" and not attribute.values and len(attribute.shape) in {2, 3}


def picture_of(schema: Schema) -> Attribute | None:
    """The first attribute that is one."""
    return next((a for a in schema.features if is_picture(a)), None)


@dataclass(frozen=True)
class PictureRows:
    """How prepared rows become pictures.

    Args:
        name: the attribute that holds them; empty where a row's numbers, side by side, are one.
        source: channels, height and width of what is there.
        scaling: how its values become what the network computes with.
    """

    name: str
    source: Shape
    scaling: Scaling = field(default_factory=Scaling)

    @classmethod
    def of(cls, schema: Schema, shape: Shape | None) -> "PictureRows":
        """Of prepared rows of this schema.

        Args:
            shape: that a row's numbers are to have; None = a square, else one line.

        Raises:
            ParameterError: there are not as many numbers.
        """
        attribute = picture_of(schema)
        if attribute is not None:
            return cls(attribute.name, picture_shape(attribute.shape))
        n = len(schema.features)
        if shape is None:
            return cls("", picture_shape((n,)))
        if int(np.prod(shape)) != n:
            raise ParameterError(
                f"A picture of {told(shape)} has {int(np.prod(shape)):,} values; "
                f"there are {n:,} numbers in a row.",
                remedy="Set 'picture' to their size, or to auto.",
                where=Where(parameter="picture"),
            )
        return cls("", shape)

    def inputs(self, rows: Dataset) -> NDArray[Any]:
        """What the network takes: bytes as they are, other numbers as float32 (n, c, h, w)."""
        values = self._values(rows)
        if values.dtype == np.uint8:
            return values
        if not np.isnan(values).any():
            return values.astype(np.float32)
        return np.where(np.isnan(values), self._of_channels(self.scaling.mean), values).astype(
            np.float32
        )

    def scaled_by(self, train: Dataset, how: Pixels, own: Scaling) -> "PictureRows":
        """With the scaling that the training rows ask for.

        Args:
            own: the network's; it follows once values lie from 0 to 1.

        Raises:
            FitError: there is no value at all.
        """
        values = self._values(train)
        is_bytes = values.dtype == np.uint8
        if how == "standardise":
            mean, std = _moments(values, self.source[0])
            unit = WHITE if is_bytes else 1.0
            scaling = Scaling(_plain(mean / unit), _plain(std / unit), own.fit)
            return replace(self, scaling=scaling)
        chosen = own if how == "auto" else Scaling(fit=own.fit)
        if is_bytes:
            return replace(self, scaling=chosen)
        low, spread = _range(values)
        mean_, std_ = (tuple(x * spread for x in side) for side in (chosen.mean, chosen.std))
        return replace(self, scaling=Scaling(tuple(low + m for m in mean_), std_, own.fit))

    def _values(self, rows: Dataset) -> NDArray[Any]:
        """Bytes as they lie; other numbers (n, c, h, w)."""
        if not self.name:
            return rows.feature_matrix.reshape(-1, *self.source)
        column = rows.column(self.name)
        if column.dtype == np.uint8:
            return column
        maps = column[:, None] if column.ndim == 3 else np.moveaxis(column, -1, 1)
        return maps.astype(np.float64, copy=False)

    def _of_channels(self, numbers: Sequence[float]) -> NDArray[np.float64]:
        full = numbers if len(numbers) == self.source[0] else [float(np.mean(numbers))]
        return np.reshape(full, (-1, 1, 1))

    def state(self) -> State:
        """All of it, as JSON values."""
        values = {"name": self.name, "source": list(self.source), "scaling": self.scaling.values()}
        return State(values)

    @classmethod
    def from_state(cls, state: State) -> "PictureRows":
        """The inverse of ``state``.

        Raises:
            ModelError: it is damaged.
        """
        try:
            name, scaling = str(state.values["name"]), state.values["scaling"]
            channels, height, width = (int(n) for n in state.values["source"])
            made = cls(name, (channels, height, width), Scaling.from_values(scaling))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError("The model's description of its pictures is damaged.") from error
        if min(made.source) < 1:
            raise ModelError("The model's description of its pictures is damaged.")
        return made


@dataclass(frozen=True, eq=False, kw_only=True)
class PictureFold(ReadyFold):
    """A fold whose samples are pictures."""

    rows: PictureRows


def picture_fold(ready: ReadyFold, rows: PictureRows) -> PictureFold:
    """The fold, with how its pictures are read."""
    return PictureFold(**vars(ready), rows=rows)


def _moments(
    values: NDArray[Any], n_channels: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and deviation of each channel; 1 for a deviation that would be zero."""
    is_last = values.dtype == np.uint8 and values.ndim == 4
    channels = (
        np.moveaxis(values, -1, 0) if is_last else values.reshape(len(values), n_channels, -1)
    )
    parts = channels if is_last else np.moveaxis(channels, 1, 0)
    mean = np.array([np.nanmean(part, dtype=np.float64) for part in parts])
    std = np.array([np.nanstd(part, dtype=np.float64) for part in parts])
    if not np.all(np.isfinite(mean)):
        raise FitError("A channel of the pictures has no value.")
    return mean, np.where(std > 1e-6, std, 1.0)


def _plain(numbers: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(numbers.tolist())


def _range(values: NDArray[Any]) -> tuple[float, float]:
    """The least value, and how far the greatest is from it; 1 where they are the same."""
    if not np.isfinite(values).any():
        raise FitError("The pictures have no value.")
    low = float(np.nanmin(values))
    return low, (float(np.nanmax(values)) - low) or 1.0
