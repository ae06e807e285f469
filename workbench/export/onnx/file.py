"""A model into an ONNX file, which is written only if it answers as the model does."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.core.errors import ModelError, Where
from workbench.core.files import written_atomically
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.extras import require
from workbench.export.onnx.build import onnx_of, pictures_of
from workbench.export.onnx.check import (
    NOTHING,
    TOLERANCE,
    Agreement,
    agreement,
    session_of,
    short,
    worth_asking,
)
from workbench.export.onnx.made_up import made_up
from workbench.models.conform import conform
from workbench.models.model import Model

LARGEST = 2_000_000_000  # bytes; more does not fit into one protobuf message


@dataclass(frozen=True)
class OnnxReport:
    """What was written.

    Args:
        has_rows: whether it was checked with rows of the data, not with made-up ones.
        is_double: whether numbers come in double precision.
    """

    path: Path
    n_bytes: int
    agreement: Agreement
    has_rows: bool
    is_double: bool

    @property
    def sentence(self) -> str:
        """How far it agrees with the model, and over how many rows."""
        found = self.agreement
        rows = f"{found.n_rows:,} {'rows' if self.has_rows else 'made-up rows'}"
        more = f" and {found.n_spoilt} with gaps, unseen labels or numbers far out"
        largest = short(found.largest)
        text = f"Checked with onnxruntime: largest difference {largest} over {rows}"
        text += f"{more if found.n_spoilt else ''}."
        if found.n_other_labels:
            text += f" {found.n_other_labels} of them are ties that rounding decides otherwise."
        if self.is_double:
            text += " Its numbers are double, as single precision would change answers."
        return text


def save_onnx(
    path: Path, model: Model, provenance: Mapping[str, Any], rows: Dataset | None = None
) -> Run[OnnxReport]:
    """Write a model as one ONNX graph, after comparing its answers with the model's own.

    Numbers are float inputs if that is exact enough, else double ones.

    Args:
        rows: to compare with, such as those it was trained on; None = made-up ones.

    Raises:
        DataError: the extra ``onnx`` is not installed; the file cannot be written.
        ModelError: something cannot be put into ONNX, or the answers differ.
    """
    for package in ("onnx", "onnxruntime"):
        require(package, "onnx", "ONNX files")
    pictures = pictures_of(model, rows)
    has_rows = rows is not None and rows.n_samples > 0
    tried = conform(rows, model.schema) if rows and has_rows else made_up(model, pictures)
    found, content = NOTHING, b""
    has_numbers = any(a.kind in {"numeric", "array"} for a in model.schema.features)
    for is_double in (False, True) if has_numbers else (False,):
        yield Progressed(0, 0, "writing the graph")
        proto = onnx_of(model, provenance, pictures=pictures, is_double=is_double)
        content = _content(proto)
        most = worth_asking(sum(math.prod(c.dims) for c in proto.graph.initializer))
        found = yield from agreement(model, session_of(content), tried, most)
        if found.is_close:
            with written_atomically(path) as beside:
                beside.write_bytes(content)
            return OnnxReport(path, len(content), found, has_rows, is_double)
    raise _differing(path, found)


def _content(proto: Any) -> bytes:
    if proto.ByteSize() > LARGEST:
        raise ModelError(
            f"The graph would take {proto.ByteSize() / 1e9:.1f} GB; an ONNX file holds at most 2.",
            remedy="Save it as a model file or as safetensors.",
        )
    content: bytes = proto.SerializeToString(deterministic=True)
    return content


def _differing(path: Path, found: Agreement) -> ModelError:
    where = Where(file=str(path))
    n = found.n_rows + found.n_spoilt
    if found.n_wrong:
        return ModelError(
            f"The ONNX graph names another class than the model for {found.n_wrong} of {n:,} rows; "
            "it is not written.",
            where=where,
        )
    return ModelError(
        f"The ONNX graph's answers differ by {short(found.largest)} from the model's, more than "
        f"{short(TOLERANCE)}; it is not written.",
        remedy="A network that is trained on scaled attributes computes more exactly.",
        where=where,
    )
