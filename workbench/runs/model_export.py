"""A model of a flow into a file, with one progress from training to checking."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.core.run import Event, Progressed, Run, retold
from workbench.export.formats import export_model
from workbench.flow.graph import Graph
from workbench.models.fits import Fits
from workbench.runs.final_model import FinalModel, final_model, model_node
from workbench.runs.view import RunView


@dataclass(frozen=True)
class Exported:
    """What was written.

    Args:
        name: the learner's.
        checked: a sentence on how far the file agrees with the model; empty if nothing was checked.
    """

    path: Path
    name: str
    checked: str


def exported(path: Path, graph: Graph, learner: str, known: object = None) -> Run[Exported]:
    """Train a learner of the flow on all data, unless that is done, and write its model.

    Args:
        known: what came of ``learner``, if it has run; taken if it is of all data and nothing
            behind the learner changes its model, as a threshold does.

    Raises:
        WorkbenchError: as ``final_model`` and ``export_model``.
    """
    is_last = model_node(graph, learner) == learner
    if is_last and isinstance(known, Fits) and is_of_all_data(known):
        found = FinalModel.of(known)
    else:
        found = yield from as_progress(final_model(graph, learner))
    yield Progressed(0, 0, "writing")
    checked = yield from export_model(path, found.model, found.provenance, found.rows)
    return Exported(path, found.name, checked)


def is_of_all_data(fits: Fits) -> bool:
    """Whether there is one model, and every row has trained it."""
    folds = fits.splits.folds
    return len(fits.models) == 1 and len(folds[0].train_rows) == fits.splits.dataset.n_samples


def as_progress(run: Run[FinalModel]) -> Run[FinalModel]:
    """The run of a flow telling only how far the running node is."""
    view = RunView()

    def told(event: Event) -> Iterator[Event]:
        nonlocal view
        before, view = view, view.after(event)
        if view is not before and view.running is not None:
            _, node = view.running
            words = " · ".join(part for part in (node.name, node.text) if part)
            yield Progressed(node.done, node.total, words)

    return retold(run, told)
