"""Pictures decoded one by one into one array, all of one size and colour."""

import io
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from workbench.core.deferred import deferred
from workbench.core.errors import DataError
from workbench.data.dataset import Column

if TYPE_CHECKING:
    from PIL import Image
else:
    Image = deferred("PIL.Image")

Colour: TypeAlias = Literal["auto", "grey", "colour"]

# Of Pillow's formats those that pictures come in; others call programs or are half supported.
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")
MAX_PIXELS = 80_000_000  # of one picture; Pillow itself warns from 89 million on
MAX_BYTES = 16 << 30  # of all of them
_GREY = frozenset({"1", "L", "LA", "La", "I", "I;16", "I;16B", "I;16L", "I;16N", "F"})


@dataclass
class ImageStack:
    """The pictures so far.

    Args:
        n: how many there will be.
        height, width: what each is resized to; 0: as the first picture.
        resized: how many had another size.
    """

    n: int
    height: int
    width: int
    colour: Colour
    resized: int = 0
    n_done: int = 0
    images: Column = field(default_factory=lambda: np.empty((0, 0, 0), np.uint8))

    def take(self, data: bytes) -> None:
        """Decode one more picture.

        Raises:
            DataError: it is damaged or too large, or all of them would be.
        """
        picture = decoded_picture(data)
        self.height, self.width = self.height or picture.height, self.width or picture.width
        size = (self.width, self.height)
        is_grey = self.colour == "grey" or (self.colour == "auto" and picture.mode in _GREY)
        picture = _converted(picture, is_grey=is_grey)
        if picture.size != size:
            picture = picture.resize(size, Image.Resampling.BILINEAR)
            self.resized += 1
        pixels = np.asarray(picture)
        self._make_room(pixels)
        if pixels.ndim < self.images.ndim - 1:
            pixels = pixels[..., np.newaxis]  # a grey picture among coloured ones
        self.images[self.n_done] = pixels
        self.n_done += 1

    def _make_room(self, pixels: Column) -> None:
        if self.images.size == 0:
            needed = self.n * pixels.size
            if needed > MAX_BYTES:
                raise DataError(
                    f"{self.n:,} pictures of {self.width} × {self.height} would take "
                    f"{needed / 2**30:,.0f} GB.",
                    remedy="Give a smaller height and width.",
                )
            self.images = np.empty((self.n, *pixels.shape), np.uint8)
        elif pixels.ndim > self.images.ndim - 1:  # the first coloured picture after grey ones
            self.images = np.repeat(self.images[..., np.newaxis], 3, axis=-1)


def decoded_picture(data: bytes) -> "Image.Image":
    """The picture in the bytes of a file, its pixels loaded.

    Raises:
        DataError: it is damaged, of an unknown format, or has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            _check_size(picture)
            picture.load()
    except DataError:
        raise
    except Exception as error:  # Pillow's decoders raise whatever damaged bytes bring about
        raise DataError(f"The picture is damaged ({_said(error)}).") from error
    return picture


def _check_size(picture: "Image.Image") -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise DataError(
            f"The picture has {picture.width:,} × {picture.height:,} pixels; "
            f"{MAX_PIXELS:,} are the most."
        )


def _said(error: Exception) -> str:
    name = type(error).__name__
    if name == "UnidentifiedImageError":
        return "no format that is known"
    return " ".join(str(error).split()) or name


def _converted(picture: "Image.Image", *, is_grey: bool) -> "Image.Image":
    if picture.mode.startswith("I;16") or picture.mode == "I":  # 16 bits per pixel
        picture = Image.fromarray((np.asarray(picture).clip(0, 65535) // 256).astype(np.uint8))
    if picture.mode == "P" and "transparency" in picture.info:
        picture = picture.convert("RGBA")
    return picture.convert("L" if is_grey else "RGB")
