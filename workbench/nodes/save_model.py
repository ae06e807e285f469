"""A model into a file."""

from pathlib import Path
from typing import ClassVar

from pydantic import Field

from workbench.core.component import Category
from workbench.core.errors import ParameterError, Where
from workbench.core.run import Noted, Run
from workbench.export.formats import TITLES, export_model
from workbench.export.model_file import save_model
from workbench.export.provenance import provenance
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits
from workbench.nodes.saved import Saved
from workbench.nodes.take_model import only_model

FILTER = "*.model *.onnx *.pt2 *.safetensors *.pmml"


class SaveModel(NodeComponent):
    """Save the one model of a learner, with its preparation, to a file.

    The file's ending says how: ``.model`` is read by this program again; ``.onnx`` is one graph
    from raw values to the answer, compared with the model before it is written; ``.pt2`` holds the
    network alone, ``.safetensors`` the weights, ``.pmml`` what PMML has words for.
    """

    key: ClassVar[str] = "save_model"
    title: ClassVar[str] = "Save model"
    category: ClassVar[Category] = "Save"
    icon: ClassVar[str] = "mdi6.content-save-outline"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.SerializedModelSaver",)
    is_remembered: ClassVar[bool] = False

    path: str = Field(
        default="", description="The file to write.",
        json_schema_extra={"editor": "save-file", "filter": FILTER},
    )  # fmt: skip

    def run(self, fits: Fits) -> Run[Saved]:
        """The file that was written."""
        path, model = named(self.path), only_model(fits)
        if path.suffix.lower() not in TITLES:  # any other name is a model file's
            save_model(path, model, provenance(fits))
            return Saved(path)
        told = yield from export_model(path, model, provenance(fits), fits.splits.dataset)
        if told:
            yield Noted(told)
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
