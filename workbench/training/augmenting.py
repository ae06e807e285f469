"""Computes augmented pictures, where they are and a batch at a time.

Turning, zooming and shifting are one affine map, sampled once (bilinear, zeros around). Each
network draws from a stream of its own, so that its pictures do not depend on who else is trained.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from workbench.core.errors import ParameterError, Where
from workbench.training.augmentation import Augmentation
from workbench.training.samples import Samples
from workbench.training.streams import Streams

WHITE = 255.0
_PURPOSE = 1  # of the streams, as they are told apart
_N_DRAWN = 10  # uniform numbers for each picture, whatever is chosen: adding one changes no other


class Augmenter:
    """Changes the pictures of S networks.

    Args:
        seeds: of the networks' streams, one each.
        device: where the pictures are.
        ranges: of each network's values, for the noise; None = 1, for whole numbers 255.
        channels_last: whether a picture with three axes is (h, w, c), not (c, h, w).
    """

    def __init__(
        self,
        augmentation: Augmentation,
        seeds: Sequence[int],
        device: torch.device,
        *,
        ranges: Sequence[float] | None = None,
        channels_last: bool = False,
    ) -> None:
        self._what, self._channels_last = augmentation, channels_last
        self._streams = Streams(seeds, device, _PURPOSE)
        self._ranges = None if ranges is None else np.array(ranges, np.float32)

    @torch.no_grad()
    def __call__(self, pictures: Tensor, counts: Sequence[int] | None = None) -> Tensor:
        """Changed pictures of the first A networks, of the same shape and type.

        Args:
            pictures: shape (A, b, h, w), (A, b, c, h, w) or (A, b, h, w, c).
            counts: how many of its rows are a network's own; None = all of them.
        """
        if not self._what.changes:
            return pictures
        counts = [pictures.shape[1]] * len(pictures) if counts is None else counts
        planes = self._as_planes(pictures.flatten(0, 1).float())  # (A·b, c, h, w)
        drawn = self._streams.uniform(counts, _N_DRAWN).flatten(0, 1)  # (A·b, 10)
        planes = _changed(planes, self._what, drawn)
        is_whole = not pictures.is_floating_point()
        if self._what.noise:
            noise = self._streams.normal(counts, planes[0].numel()).reshape(planes.shape)
            planes = planes + noise * self._spread(pictures, is_whole=is_whole)
        if is_whole:
            planes = planes.round().clamp_(0, 255).to(pictures.dtype)
        return self._as_before(planes, pictures)

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Go on with these networks only."""
        self._streams.keep(rows)
        self._ranges = None if self._ranges is None else self._ranges[rows]

    def state(self) -> dict[str, NDArray[Any]]:
        """Where the streams of random numbers are."""
        return self._streams.state()

    def load(self, state: Mapping[str, NDArray[Any]]) -> None:
        """The inverse of ``state``."""
        self._streams.load(state)

    def _spread(self, pictures: Tensor, *, is_whole: bool) -> float | Tensor:
        """The noise's standard deviation, for all pictures or for each, (A·b, 1, 1, 1)."""
        if self._ranges is None:
            return self._what.noise * (WHITE if is_whole else 1.0)
        each = torch.from_numpy(self._what.noise * self._ranges[: len(pictures)])
        return each.to(pictures.device).repeat_interleave(pictures.shape[1])[:, None, None, None]

    def _as_planes(self, flat: Tensor) -> Tensor:
        """Pictures (n, …) as (n, c, h, w)."""
        if flat.dim() == 3:
            return flat[:, None]
        return flat.permute(0, 3, 1, 2) if self._channels_last else flat

    def _as_before(self, planes: Tensor, like: Tensor) -> Tensor:
        """The inverse of ``_as_planes``, with both leading axes."""
        if self._channels_last and like.dim() == 5:
            planes = planes.permute(0, 2, 3, 1)
        return planes.reshape(like.shape)


def _changed(planes: Tensor, what: Augmentation, drawn: Tensor) -> Tensor:
    """All but the noise, for pictures (n, c, h, w) and numbers in [0, 1) of shape (n, 10)."""
    if what.flip:
        planes = torch.where((drawn[:, 0] < 0.5)[:, None, None, None], planes.flip(-1), planes)
    if what.flip_vertical:
        planes = torch.where((drawn[:, 1] < 0.5)[:, None, None, None], planes.flip(-2), planes)
    if what.shift or what.rotate or what.zoom:
        planes = warped(planes, *_affine(what, drawn[:, 2:6]))
    if what.crop:
        planes = _cropped(planes, what.crop, drawn[:, 6:8])
    if what.cutout:
        planes = _cut_out(planes, what.cutout, drawn[:, 8:10])
    return planes


def _affine(what: Augmentation, drawn: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Angles (n,) in radians, factors (n,) and shifts (n, 2) as shares of width and height."""
    even = drawn * 2 - 1  # in [-1, 1)
    angles = even[:, 0] * (what.rotate * torch.pi / 180)
    return angles, 1 + even[:, 1] * what.zoom, even[:, 2:4] * what.shift


def warped(planes: Tensor, angles: Tensor, factors: Tensor, shifts: Tensor) -> Tensor:
    """Pictures turned about their middle, enlarged, then shifted.

    Args:
        planes: shape (n, c, h, w).
        angles: counter-clockwise, in radians, shape (n,).
        factors: above 1 = enlarged, shape (n,).
        shifts: to the right and downwards, as shares of width and height, shape (n, 2).
    """
    height, width = planes.shape[-2:]
    # The map goes from a place in the new picture to the one it is taken from, in [-1, 1]².
    cos, sin = angles.cos() / factors, angles.sin() / factors
    across, down = shifts[:, 0] * 2, shifts[:, 1] * 2
    stretch = height / width
    rows = [
        torch.stack([cos, -sin * stretch, -cos * across + sin * stretch * down], 1),
        torch.stack([sin / stretch, cos, -sin / stretch * across - cos * down], 1),
    ]
    theta = torch.stack(rows, 1).to(planes.dtype)  # (n, 2, 3)
    grid = functional.affine_grid(theta, list(planes.shape), align_corners=False)
    return functional.grid_sample(planes, grid, align_corners=False)


def _cropped(planes: Tensor, border: int, drawn: Tensor) -> Tensor:
    """A piece of the old size from anywhere in the picture with its border of zeros."""
    n, _, height, width = planes.shape
    corner = (drawn * (2 * border + 1)).long()  # (n, 2), each 0 … 2·border
    padded = functional.pad(planes, (border, border, border, border))
    rows = corner[:, :1] + torch.arange(height, device=planes.device)  # (n, h)
    columns = corner[:, 1:] + torch.arange(width, device=planes.device)  # (n, w)
    whose = torch.arange(n, device=planes.device)[:, None, None]
    pieces = padded[whose, :, rows[:, :, None], columns[:, None, :]]  # (n, h, w, c)
    return pieces.permute(0, 3, 1, 2)


def _cut_out(planes: Tensor, side: int, drawn: Tensor) -> Tensor:
    """A square of zeros whose middle is anywhere in the picture, so that some of it may be out."""
    height, width = planes.shape[-2:]
    first = (drawn * drawn.new_tensor([height, width])).long() - side // 2  # (n, 2)
    hides = []
    for axis, size in enumerate((height, width)):
        place = torch.arange(size, device=planes.device)[None] - first[:, axis : axis + 1]
        hides.append((place >= 0) & (place < side))  # (n, size)
    hidden = hides[0][:, :, None] & hides[1][:, None, :]  # (n, h, w)
    return planes.masked_fill(hidden[:, None], 0.0)


def augmenter(
    what: Augmentation, samples: Sequence[Samples], seeds: Sequence[int], device: torch.device
) -> Augmenter | None:
    """What changes the pictures of networks that are trained on these rows; None if nothing does.

    Pictures are (h, w), uint8 ones with channels (h, w, c), others (c, h, w).

    Raises:
        ParameterError: the rows are no pictures.
    """
    if not what.changes:
        return None
    inputs = samples[0].inputs
    if inputs.ndim not in (3, 4):
        raise ParameterError(
            f"Only pictures can be augmented, and these rows have the shape {inputs.shape[1:]}.",
            remedy="Take augmentation away, or use data of pictures.",
            where=Where(parameter="augmentation"),
        )
    is_bytes = inputs.dtype == np.uint8
    ranges = None if is_bytes or not what.noise else [float(np.ptp(s.inputs)) for s in samples]
    return Augmenter(what, seeds, device, ranges=ranges, channels_last=is_bytes)
