"""A model from a file."""

from pathlib import Path
from typing import ClassVar

from pydantic import Field

from workbench.core.component import Category
from workbench.core.content import content_hash
from workbench.export.model_file import load_model
from workbench.flow.node import NodeComponent
from workbench.models.model import Model


class LoadModel(NodeComponent):
    """Read a trained model from a file, with its preparation."""

    key: ClassVar[str] = "load_model"
    title: ClassVar[str] = "Load model"
    category: ClassVar[Category] = "Data"
    icon: ClassVar[str] = "mdi6.cube-send"
    weka: ClassVar[tuple[str, ...]] = ("weka.classifiers.misc.SerializedClassifier",)
    aliases: ClassVar[tuple[str, ...]] = ("SerializedModelLoader",)
    places: ClassVar[tuple[str, ...]] = ("path",)

    path: str = Field(
        default="", description="The model file.",
        json_schema_extra={"editor": "file", "filter": "*.model"},
    )  # fmt: skip

    def fingerprint(self) -> str:
        """What the file holds; empty where there is none to be read."""
        try:
            return content_hash(Path(self.path))
        except (OSError, ValueError):
            return ""  # ``run`` says what is wrong

    def run(self) -> Model:
        """The model in the file."""
        return load_model(Path(self.path)).model
