"""An exploration as a flow: the steps that learn nothing before the split, the others after it."""

from collections.abc import Iterable, Sequence

from workbench.core.component import Component
from workbench.core.errors import FlowError, WorkbenchError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.schema import Schema
from workbench.flow.graph import Graph, Node
from workbench.flow.layout import layered
from workbench.nodes.catalog import component
from workbench.runs.exploration import Applied, Step, stepped
from workbench.runs.exploration_effect import does_the_same
from workbench.runs.session import linked

FOLDS = 10
_SPLITTER, _LEARNER, _EVALUATION = "cross_validation", "knn", "evaluate"
_VIEWS = {
    "classification": ("roc", "confusion_matrix", "score_table"),
    "regression": ("score_table",),
}


def as_flow(applied: Applied) -> Run[Graph]:
    """The flow that does what the steps do, and then evaluates nearest neighbours on the result.

    A step that learns nothing is moved before the split if it does there what it did in its
    place. Without a class there is no learner, and no splitter unless a step needs one.

    Raises:
        FlowError: a step depends on what one that learns has made, or cannot be applied.
    """
    if applied.error is not None:
        raise FlowError(
            f"A step cannot be applied: {applied.error.message}",
            remedy="Mend it, switch it off or remove it first.",
        )
    steps = [step for step in applied.exploration.steps if step.is_enabled]
    before: list[Component] = [step.component for step in steps if not step.learns]
    after: list[Component] = [step.component for step in steps if step.learns]
    plain = yield from _data_before_split(applied.datasets[0], steps)
    graph = _with_chain(Graph(), [applied.exploration.reader, *before])
    if after or _task(plain.schema):
        folds = component(_SPLITTER).parse({"folds": max(2, min(FOLDS, plain.n_samples))})
        graph = _with_chain(graph, [folds, *after])
        graph = _with_learner(graph, _task(plain.schema))
    return graph.moved(layered(graph))


def _data_before_split(dataset: Dataset, steps: Sequence[Step]) -> Run[Dataset]:
    """What the steps that learn nothing make of the data where they all stand before the others.

    Raises:
        FlowError: one of them does something else there.
    """
    plain = there = dataset
    learning: list[Step] = []
    is_moved = False
    for number, step in enumerate(steps):
        yield Progressed(number, len(steps), step.component.title)
        behind = stepped(there, step)
        if step.learns:
            learning.append(step)
        elif learning:
            plain = _in_front(plain, step, learning, (there, behind))
            is_moved = True
        else:
            plain = behind
        there = behind
    if is_moved:
        yield from _check_order(plain, steps)
    return plain


def _in_front(
    plain: Dataset, step: Step, learning: Sequence[Step], there: tuple[Dataset, Dataset]
) -> Dataset:
    """The step's work on data that no step has learnt from.

    Args:
        there: the data before and after it in its own place.

    Raises:
        FlowError: that is not what it does in its own place.
    """
    try:
        moved = stepped(plain, step)
    except WorkbenchError as error:
        raise _dependent(step, learning, f" ({error.message})") from error
    if not does_the_same(there, (plain, moved)):
        raise _dependent(step, learning, "")
    return moved


def _dependent(step: Step, learning: Sequence[Step], reason: str) -> FlowError:
    names = ", ".join(f"“{one.component.title}”" for one in learning)
    title = step.component.title
    return FlowError(
        f"“{title}” needs what {names} made of the data, so it cannot stand before the split, "
        f"where every step must stand that does not learn from training rows{reason}.",
        remedy=f"Move “{title}” above {names} in the list of steps, or leave it out.",
    )


def _check_order(plain: Dataset, steps: Iterable[Step]) -> Run[None]:
    """The steps that learn must be able to, after all that learn nothing.

    Raises:
        FlowError: one is not.
    """
    moved: list[Step] = []
    learnt = plain
    for step in steps:
        if not step.learns:
            moved.append(step)
            continue
        yield Progressed(0, 0, step.component.title)
        try:
            learnt = stepped(learnt, step)
        except WorkbenchError as error:
            names = ", ".join(f"“{one.component.title}”" for one in moved)
            raise FlowError(
                f"“{step.component.title}” learns from training rows and so stands after the "
                f"split, but it cannot come after {names or 'the other steps'}: {error.message}",
                remedy="Take one of them out of the list of steps.",
            ) from error


def _task(schema: Schema) -> str:
    """What a learner would do; empty where there is no class that can be predicted."""
    target = schema.class_attribute
    if target is None or target.kind not in {"nominal", "numeric"}:
        return ""
    return schema.task


def _with_learner(graph: Graph, task: str) -> Graph:
    """A learner, its evaluation and the views of it; nothing where there is no task."""
    if not task:
        return graph
    graph = _with_chain(graph, [component(key).parse({}) for key in (_LEARNER, _EVALUATION)])
    for key in _VIEWS[task]:
        node_id = graph.free_id(key)
        graph = linked(
            graph.with_node(Node(node_id, component(key).parse({}))), _EVALUATION, node_id
        )
    return graph


def _with_chain(graph: Graph, components: Iterable[Component]) -> Graph:
    """Nodes one after the other, the first linked to the graph's last."""
    last = next(reversed(list(graph.nodes)), "")
    for one in components:
        node_id = graph.free_id(one.key)
        graph = graph.with_node(Node(node_id, one))
        graph = linked(graph, last, node_id) if last else graph
        last = node_id
    return graph
