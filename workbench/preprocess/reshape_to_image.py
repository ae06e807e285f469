"""Reshape to image: pixels that came as columns of a table become one picture."""

import math
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute
from workbench.preprocess.columns import chosen
from workbench.preprocess.transform import DatasetTransform

WHITE = 255


class ReshapeToImage(DatasetTransform):
    """Make one picture of numeric attributes that hold its pixels, row by row.

    MNIST as CSV or ARFF has 784 of them, 28 rows of 28; the 8 × 8 digits have values up to 16:
    set 'maximum' to 16 there, and to 1 where pixels lie between 0 and 1.
    """

    key: ClassVar[str] = "reshape_to_image"
    title: ClassVar[str] = "Reshape to image"
    icon: ClassVar[str] = "mdi6.image-filter-center-focus"
    aliases: ClassVar[tuple[str, ...]] = ("reshape", "columns to pixels", "picture")

    attributes: tuple[str, ...] = Field(
        default=(),
        description="The pixels in order; none means all numeric features.",
        json_schema_extra={"editor": "attributes"},
    )
    height: int = Field(
        default=0, ge=0, le=4096, description="The height; 0: as the width, or a square.",
        json_schema_extra={"unit": "pixels"},
    )  # fmt: skip
    width: int = Field(
        default=0, ge=0, le=4096, description="The width; 0: as the height, or a square.",
        json_schema_extra={"unit": "pixels"},
    )  # fmt: skip
    colour: Literal["grey", "pixels", "planes"] = Field(
        default="grey",
        description=(
            "One value per pixel; or three, red, green and blue: together for each pixel, or one "
            "whole plane after the other."
        ),
    )
    maximum: float = Field(
        default=255, gt=0, le=1e6, allow_inf_nan=False,
        description="The value that is white; pictures hold whole values from 0 to 255.",
    )  # fmt: skip
    name: str = Field(default="image", min_length=1, description="What the picture is called.")

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        pixels = chosen(dataset, self.attributes, "numeric")
        shape = self._shape(len(pixels))
        images = np.empty((dataset.n_samples, len(pixels)), np.uint8)
        for i, attribute in enumerate(pixels):
            images[:, i] = self._bytes(attribute.name, dataset.column(attribute.name))
        if self.colour == "planes":
            planes = images.reshape(-1, 3, shape[0], shape[1])
            picture: Column = np.ascontiguousarray(planes.transpose(0, 2, 3, 1))
        else:
            picture = images.reshape(-1, *shape)
        return self._with_picture(dataset, {a.name for a in pixels}, picture)

    @override
    def status(self) -> str:
        return f"{self.height} × {self.width}" if self.height and self.width else ""

    def _with_picture(self, dataset: Dataset, gone: set[str], picture: Column) -> Dataset:
        """The data set with the picture in the place of its first pixel."""
        made = (Attribute(self.name, "array", shape=picture.shape[1:]), picture)
        named: list[tuple[Attribute, Column]] = []
        is_in = False
        for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True):
            if attribute.name not in gone:
                named.append((attribute, column))
            elif not is_in:
                named.append(made)
                is_in = True
        return dataset.with_columns([a for a, _ in named], [c for _, c in named])

    def _shape(self, n: int) -> tuple[int, ...]:
        depth = 1 if self.colour == "grey" else 3
        if not n:
            raise DataError("There is no numeric attribute to make a picture of.")
        height, width = self.height, self.width
        if not height and not width:
            height = width = math.isqrt(n // depth)
        elif not height or not width:
            height, width = height or n // depth // width, width or n // depth // height
        if height * width * depth != n:
            size = f"{height} × {width}" + (" in colour" if depth == 3 else "")
            raise DataError(
                f"{n} attributes are no picture of {size}, which has {height * width * depth}.",
                remedy="Set height, width and colour, or name the attributes that are pixels.",
                where=Where(parameter="height"),
            )
        return (height, width) if depth == 1 else (height, width, depth)

    def _bytes(self, name: str, values: Column) -> Column:
        """The values as whole numbers from 0 to 255."""
        if np.isnan(values).any():
            raise DataError(f"Pixel '{name}' is missing in some samples; pictures have no gaps.")
        lowest, highest = values.min(initial=0), values.max(initial=0)
        if lowest < 0 or highest > self.maximum:
            wrong = float(lowest if lowest < 0 else highest)
            raise DataError(
                f"Pixel '{name}' has the value {wrong:g}; it must lie from 0 to {self.maximum:g}.",
                remedy="Set 'maximum' to the value that is white.",
                where=Where(parameter="maximum"),
            )
        scaled = values if self.maximum == WHITE else np.round(values * (WHITE / self.maximum))
        if np.any(scaled != np.round(scaled)):
            part = float(values[scaled != np.round(scaled)][0])
            raise DataError(
                f"Pixel '{name}' has the value {part:g}, which is not whole.",
                remedy="Set 'maximum' to the value that is white, such as 1.",
                where=Where(parameter="maximum"),
            )
        return scaled.astype(np.uint8)
