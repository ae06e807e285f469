"""Flatten: each value of a picture or series as an attribute of its own."""

from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.flatten import flattened
from workbench.preprocess.transform import DatasetTransform


class FlattenImage(DatasetTransform):
    """Make a numeric attribute of each pixel of a picture, or of each value of a series.

    The pixel in row 3, column 5 of "image" is called image[3,5], counted from 0; of a coloured
    picture image[3,5,0] is its red. Reshape to image is the way back.
    """

    key: ClassVar[str] = "flatten_image"
    title: ClassVar[str] = "Flatten image"
    icon: ClassVar[str] = "mdi6.view-column-outline"
    aliases: ClassVar[tuple[str, ...]] = ("flatten", "unroll", "pixels to columns", "ravel")

    attributes: tuple[str, ...] = Field(
        default=(),
        description="The pictures or series to flatten; none means all of them.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        return flattened(dataset, self.attributes)

    @override
    def status(self) -> str:
        return ", ".join(self.attributes)
