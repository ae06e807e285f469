"""A model into a file."""

from pathlib import Path
from typing import ClassVar

from pydantic import Field

from workbench.core.component import Category
from workbench.core.errors import ParameterError, Where
from workbench.export.model_file import save_model
from workbench.export.provenance import provenance
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits
from workbench.nodes.saved import Saved
from workbench.nodes.take_model import only_model


class SaveModel(NodeComponent):
    """Save the one model of a learner, with its preparation, to a file."""

    key: ClassVar[str] = "save_model"
    title: ClassVar[str] = "Save model"
    category: ClassVar[Category] = "Save"
    icon: ClassVar[str] = "mdi6.content-save-outline"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.SerializedModelSaver",)
    is_remembered: ClassVar[bool] = False

    path: str = Field(
        default="", description="The file to write.",
        json_schema_extra={"editor": "save-file", "filter": "*.model"},
    )  # fmt: skip

    def run(self, fits: Fits) -> Saved:
        """The file that was written."""
        path = named(self.path)
        save_model(path, only_model(fits), provenance(fits))
        return Saved(path)


def named(path: str) -> Path:
    """The path, if one was given.

    Raises:
        ParameterError: it is empty.
    """
    if not path:
        raise ParameterError(
            "No file is named to save to.",
            remedy="Choose one as its path.",
            where=Where(parameter="path"),
        )
    return Path(path)
