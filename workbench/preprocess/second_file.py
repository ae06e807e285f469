"""A further file that a step reads: what append rows and merge columns share."""

from abc import ABC
from typing import ClassVar

from pydantic import Field

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.open import reader_for
from workbench.data.readers.reader import Reader
from workbench.preprocess.transform import DatasetTransform


class SecondFile(DatasetTransform, ABC):
    """Base of steps that take data from another file."""

    places: ClassVar[tuple[str, ...]] = ("path",)

    path: str = Field(
        default="",
        description="The other file; empty leaves the data as they are.",
        json_schema_extra={"editor": "file"},
    )

    def fingerprint(self) -> str:
        """What the other file holds; the parameters besides its path are not part of it.

        Raises:
            DataError: there is no such file, or no reader for it.
        """
        return self._reader().fingerprint() if self.path.strip() else ""

    def _reader(self) -> Reader:
        return reader_for(self.path, class_attribute="none")

    def _read(self) -> Dataset:
        """The data in the other file, without a class.

        Raises:
            DataError: it cannot be read.
        """
        return finish(self._reader().read())
