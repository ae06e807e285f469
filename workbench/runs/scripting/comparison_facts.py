"""What a script must be told of a comparison: which baselines it trains, and what they need."""

from typing import Any

from workbench.data.split import Splits
from workbench.flow.graph import Node
from workbench.models.logistic import Logistic
from workbench.models.majority import Majority
from workbench.nodes.comparison import CompareLearners
from workbench.nodes.comparison_baseline import BASELINES
from workbench.runs.scripting.known import Known
from workbench.runs.scripting.preparation_facts import preparation_facts

Facts = dict[str, Any]


def link_facts(node: Node, known: Known) -> dict[str, Facts]:
    """By source the options of what a comparison does for that link.

    The baselines of a data set are trained before the first of the learners that are tested on it.

    Raises:
        WorkbenchError: a file cannot be read, or a node refuses its data.
    """
    if not isinstance(node.component, CompareLearners):
        return {}
    by_data: dict[frozenset[str], list[str]] = {}
    for link in known.graph.inputs_of(node.id):
        by_data.setdefault(_splitters(link.source, known), []).append(link.source)
    found: dict[str, Facts] = {}
    for sources in by_data.values():
        learners = [known.learner(source) or known.graph.node(source) for source in sources]
        wanted = {type(learner) for learner in BASELINES[node.component.baseline]}
        kept = wanted - {type(learner.component) for learner in learners}
        found |= {source: {"WITH_MAJORITY": False, "WITH_LOGISTIC": False} for source in sources}
        found[sources[0]] = _baselines(sources[0], kept, known, is_only=len(by_data) == 1)
    return found


def _baselines(source: str, kept: set[type], known: Known, *, is_only: bool) -> Facts:
    train = known.train(source)
    if train is None:
        return {"WITH_MAJORITY": False, "WITH_LOGISTIC": False}
    tells_classes = train.schema.task == "classification"
    logistic = Logistic()
    where = "" if is_only else f" ({train.schema.relation})"
    return {
        "WITH_MAJORITY": Majority in kept,
        "WITH_LOGISTIC": Logistic in kept and tells_classes,
        "MAJORITY": f"{Majority.title}{where}",
        "LOGISTIC": f"{Logistic.title}{where}",
        "RIDGE": logistic.ridge,
        "MAX_ITERATIONS": logistic.max_iterations,
        "CURVE": False,
        "KEEPS_ARRAYS": False,
        **preparation_facts(logistic, train, known.rows(source) or train),
    }


def _splitters(source: str, known: Known) -> frozenset[str]:
    """The nodes before one that make splits of data."""
    return frozenset(
        i
        for i in known.graph.upstream(source)
        if isinstance(known.value(i), Splits)
        and not any(isinstance(v, Splits) for v in known.arriving(i).values())
    )
