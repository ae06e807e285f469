"""A network by ``torch.export`` (``.pt2``): the graph of its operations, and no Python code.

Such a file takes tensors and gives tensors: prepared rows in, class probabilities or the number
out, for any number of rows. How rows are prepared, and which classes there are, is said in its
``workbench.json``, which is what a model file's manifest says; an ONNX file has all of that inside.
"""

import io
import json
from collections.abc import Mapping
from functools import singledispatch
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from typing_extensions import override

from workbench.core.errors import ModelError, Where
from workbench.core.files import written_atomically
from workbench.core.run import Progressed, Run, finish
from workbench.data.dataset import Dataset
from workbench.export.model_file import parts_of
from workbench.export.onnx.build import pictures_of
from workbench.export.onnx.check import TOLERANCE, short
from workbench.export.onnx.made_up import made_up
from workbench.models.cnn_model import CNNModel
from workbench.models.conform import conform
from workbench.models.dbn_model import DBNModel
from workbench.models.mlp_model import MLPModel
from workbench.models.model import Model
from workbench.models.networks.rbm import RBM
from workbench.models.rbm_model import RBMModel

FACTS = "workbench.json"
N_TRIED = 200


class Answering(nn.Module):
    """A network and what follows it.

    Args:
        scale, mean: what the number is multiplied by and added to; for classes, 1 and 0.
    """

    def __init__(
        self, network: nn.Module, *, gives_classes: bool, scale: float = 1.0, mean: float = 0.0
    ) -> None:
        super().__init__()
        self.network = network
        self.gives_classes, self.scale, self.mean = gives_classes, scale, mean

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        """Class probabilities (n, c), or the number (n, 1)."""
        outputs: Tensor = self.network(inputs)
        if self.gives_classes:
            return torch.softmax(outputs, 1)
        return outputs * self.scale + self.mean


class LabelScores(nn.Module):
    """What a Boltzmann machine's label units say of visible units (n, d), in double precision."""

    def __init__(self, machine: RBM) -> None:
        super().__init__()
        self.machine = machine.double()

    @override
    def forward(self, rows: Tensor) -> Tensor:
        return self.machine.machines.label_scores(rows.double()[None])[0]


def save_pt2(
    path: Path, model: Model, provenance: Mapping[str, Any], rows: Dataset | None = None
) -> Run[str]:
    """Write the network, after comparing its answers with the model's own.

    Args:
        rows: to compare with; None = made-up ones.

    Returns:
        How far they differ, in a sentence.

    Raises:
        ModelError: the model is no network that ``torch.export`` takes, or the answers differ.
        DataError: the file cannot be written.
    """
    tried = _tried(model, rows)
    network, inputs = taken_in(model, _prepared(model, tried))
    yield Progressed(0, 0, "writing down the network's operations")
    program = _program(network, torch.from_numpy(np.array(inputs)))
    with torch.inference_mode():
        answers = program.module()(torch.from_numpy(np.array(inputs))).double().numpy()
    ours = finish(model.outputs(tried))
    largest = float((np.abs(answers - ours) / np.maximum(1.0, np.abs(ours))).max())
    if not largest <= TOLERANCE:
        raise ModelError(
            f"The exported network's answers differ by {short(largest)} from the model's; "
            "it is not written.",
            where=Where(file=str(path)),
        )
    manifest, _ = parts_of(model, provenance)
    facts = json.dumps(manifest.model_dump(mode="json", by_alias=True), ensure_ascii=False)
    content = io.BytesIO()  # torch ends the whole program where it cannot write to a disk
    torch.export.save(program, content, extra_files={FACTS: facts})
    with written_atomically(path) as beside:
        beside.write_bytes(content.getbuffer())
    return f"Checked: largest difference {short(largest)} over {tried.n_samples} rows."


@singledispatch
def taken_in(model: Model, prepared: Dataset) -> tuple[Answering, NDArray[Any]]:
    """The network, and prepared rows as it takes them.

    Raises:
        ModelError: it is none that can be exported.
    """
    raise ModelError(
        f"A model of the learner '{model.key}' is no network that torch.export can hold.",
        remedy="Choose .onnx, which takes every model.",
    )


@taken_in.register
def _mlp(model: MLPModel, prepared: Dataset) -> tuple[Answering, NDArray[Any]]:
    gives_classes = model.schema.task == "classification"
    return Answering(model.network(), gives_classes=gives_classes), model.inputs(prepared)


@taken_in.register
def _cnn(model: CNNModel, prepared: Dataset) -> tuple[Answering, NDArray[Any]]:
    answering = Answering(
        model.network(),
        gives_classes=model.schema.task == "classification",
        scale=model.target_scale,
        mean=model.target_mean,
    )
    return answering, model.rows.inputs(prepared)


@taken_in.register
def _rbm(model: RBMModel, prepared: Dataset) -> tuple[Answering, NDArray[Any]]:
    scores = LabelScores(model.network())
    return Answering(scores, gives_classes=True), model.layout.vectors(prepared)


@taken_in.register
def _dbn(model: DBNModel, prepared: Dataset) -> tuple[Answering, NDArray[Any]]:
    return Answering(model.network(), gives_classes=True), model.layout.vectors(prepared)


def _tried(model: Model, rows: Dataset | None) -> Dataset:
    if rows is None:
        return made_up(model, pictures_of(model, None))
    places = np.unique(np.linspace(0, rows.n_samples - 1, N_TRIED).astype(int))
    return conform(rows.take(places), model.schema)


def _prepared(model: Model, rows: Dataset) -> Dataset:
    for step in model.preparation:
        rows = step.apply(rows)
    return rows


def _program(network: nn.Module, inputs: Tensor) -> Any:
    """The network's operations for any number of rows.

    Raises:
        ModelError: torch cannot follow them.
    """
    shapes = {"inputs": {0: torch.export.Dim("rows")}}
    try:
        return torch.export.export(network.eval(), (inputs[:2],), dynamic_shapes=shapes)
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        raise ModelError(
            f"torch.export cannot follow this network: {reason}", remedy="Choose .onnx."
        ) from error
