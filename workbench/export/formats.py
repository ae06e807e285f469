"""The files that a model can be taken away in, by their endings."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.core.deferred import deferred
from workbench.core.errors import DataError, ModelError, Where
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.export.model_file import save_model
from workbench.models.model import Model

if TYPE_CHECKING:
    from workbench.export import safetensors_file, torch_export
    from workbench.export.onnx import file as onnx_file
    from workbench.export.pmml import file as pmml
else:
    onnx_file = deferred("workbench.export.onnx.file")  # these need torch
    torch_export = deferred("workbench.export.torch_export")
    safetensors_file = deferred("workbench.export.safetensors_file")
    pmml = deferred("workbench.export.pmml.file")

# What each file is, for dialogs and sentences.
TITLES: Mapping[str, str] = {
    ".onnx": "ONNX, preparation and classes inside",
    ".pt2": "torch.export, the network alone",
    ".safetensors": "safetensors, the weights and a description",
    ".pmml": "PMML 4.4",
    ".model": "Workbench model file",
}
_OLD = {".ts", ".pt", ".pth"}

Write = Callable[[Path, Model, Mapping[str, Any], Dataset | None], Run[str]]


def export_model(
    path: Path, model: Model, provenance: Mapping[str, Any], rows: Dataset | None = None
) -> Run[str]:
    """Write a model to a file, whole or not at all; its ending says in which format.

    Args:
        provenance: JSON values; where the model came from.
        rows: what the file is tried with, such as those it was trained on.

    Returns:
        A sentence on what was checked; empty if nothing was.

    Raises:
        DataError: the ending is unknown, an extra is not installed, the file cannot be written.
        ModelError: the model cannot be written so, or would answer otherwise; nothing is left.
    """
    refuse_ending(path)
    write = _WRITERS[path.suffix.lower()]
    try:
        return (yield from write(path, model, provenance, rows))
    except UnicodeEncodeError as error:
        raise ModelError(
            f"A name or a label holds {error.object[error.start]!r}: half a character.",
            remedy="Rename it and train again.",
            where=Where(file=str(path)),
        ) from error


def refuse_ending(path: Path) -> None:
    """Say, before a model is trained to be written so, that no format has such an ending.

    Raises:
        DataError: the ending is unknown.
    """
    if path.suffix.lower() not in _WRITERS:
        raise _unknown(path)


def _unknown(path: Path) -> DataError:
    where = Where(file=str(path))
    if path.suffix.lower() in _OLD:
        return DataError(
            "TorchScript is deprecated in the torch this program uses, and such files may hold "
            "code; it is not written.",
            remedy="Choose .pt2, its successor, or .onnx.",
            where=where,
        )
    return DataError(
        f"A model is not written as '{path.suffix}'; the ending must be one of: "
        f"{', '.join(TITLES)}.",
        where=where,
    )


def _onnx(
    path: Path, model: Model, provenance: Mapping[str, Any], rows: Dataset | None
) -> Run[str]:
    report = yield from onnx_file.save_onnx(path, model, provenance, rows)
    told: str = report.sentence
    return told


def _model_file(
    path: Path, model: Model, provenance: Mapping[str, Any], _rows: Dataset | None
) -> Run[str]:
    yield Progressed(0, 1)
    save_model(path, model, provenance)
    return ""


def _safetensors(
    path: Path, model: Model, provenance: Mapping[str, Any], _rows: Dataset | None
) -> Run[str]:
    yield Progressed(0, 1)
    safetensors_file.save_safetensors(path, model, provenance)
    return ""


def _pt2(path: Path, model: Model, provenance: Mapping[str, Any], rows: Dataset | None) -> Run[str]:
    told: str = yield from torch_export.save_pt2(path, model, provenance, rows)
    return told


def _pmml(
    path: Path, model: Model, provenance: Mapping[str, Any], _rows: Dataset | None
) -> Run[str]:
    yield Progressed(0, 1)
    pmml.save_pmml(path, model, provenance)
    return ""


_WRITERS: Mapping[str, Write] = {
    ".onnx": _onnx,
    ".model": _model_file,
    ".safetensors": _safetensors,
    ".pt2": _pt2,
    ".pmml": _pmml,
}
