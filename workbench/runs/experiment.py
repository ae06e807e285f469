"""WEKA's Experimenter as a flow: several learners on several data sets, repeated."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.core.errors import FlowError, ParameterError, Where, WorkbenchError
from workbench.evaluation.comparison.trials import Comparison
from workbench.evaluation.predictions import free_name
from workbench.flow.execute import Results
from workbench.flow.graph import Graph, Node
from workbench.models.learner import Learner
from workbench.nodes.comparison import CompareLearners
from workbench.nodes.comparison_baseline import BASELINES
from workbench.nodes.cross_validation import CrossValidation
from workbench.runs import session
from workbench.runs.session import Source

COMPARISON = "comparison"
_NEXT = re.compile(r",(?=\s*\w+\s*=)")  # a comma within a value is none: hidden=64,32


@dataclass(frozen=True)
class Experiment:
    """What is compared.

    Args:
        splitting: parameters of the cross-validation.
        baseline: of the comparison.
    """

    learners: tuple[tuple[str, Learner], ...]
    sources: tuple[Source, ...]
    splitting: dict[str, Any] = field(default_factory=dict)
    baseline: str = "both"

    def graph(self) -> Graph:
        """For each data set a reader, a cross-validation and the learners; one comparison.

        Raises:
            DataError: no reader knows a file.
            ParameterError: a parameter is out of its bounds.
        """
        graph = Graph().with_node(
            Node(COMPARISON, CompareLearners.parse({"baseline": self.baseline}))
        )
        for number, source in enumerate(self.sources, start=1):
            data, folds = f"data{number}", f"folds{number}"
            graph = graph.with_node(Node(data, source.reader(), source.path.stem))
            graph = graph.with_node(Node(folds, CrossValidation.parse(dict(self.splitting))))
            graph = session.linked(graph, data, folds)
            for place, (name, learner) in enumerate(self.learners, start=1):
                node = f"learner{place}_{number}"
                graph = session.linked(graph.with_node(Node(node, learner, name)), folds, node)
                graph = session.linked(graph, node, COMPARISON)
        return graph

    def refuse_base(self, base: str) -> None:
        """Say before a long run that there will be no learner to test the others against.

        Args:
            base: a learner's name; empty for the one that is taken unless asked.

        Raises:
            ParameterError: neither a learner nor a baseline is called so.
        """
        names = [one.title for one in BASELINES[self.baseline]]
        names += [name for name, _ in self.learners]
        if base and base not in names:
            known = ", ".join(f"'{name}'" for name in dict.fromkeys(names))
            raise ParameterError(
                f"There is no learner '{base}' here; there are: {known}.",
                where=Where(parameter="base"),
            )

    def place(self, graph: Graph, node_id: str) -> str:
        """What a node of the graph is at work on: "MLP on iris"."""
        number = re.sub(r".*\D", "", node_id)
        name = graph.node(node_id).name
        return f"{name} on {self.sources[int(number) - 1].path.stem}" if number else name


def learners_of(specifications: Sequence[str]) -> tuple[tuple[str, Learner], ...]:
    """Learners as a terminal writes them: ``knn`` or ``mlp:hidden=64,32,epochs=50``; with names.

    Two of a kind are told apart by their parameters.

    Raises:
        ParameterError: there is no such learner or parameter, or two are the same.
    """
    made = [_learner(text) for text in specifications]
    kinds = [type(learner) for _, learner in made]
    named: list[tuple[str, Learner]] = []
    for words, learner in made:
        if any(learner == other for _, other in named):
            raise ParameterError(f"'{learner.key}' is given twice with the same parameters.")
        is_only = kinds.count(type(learner)) == 1 or not words
        name = learner.title if is_only else f"{learner.title} ({words})"
        named.append((free_name(name, [taken for taken, _ in named]), learner))
    return tuple(named)


def _learner(text: str) -> tuple[str, Learner]:
    key, _, words = text.partition(":")
    parts = [part.partition("=") for part in _NEXT.split(words)] if words.strip() else []
    for name, equals, _ in parts:
        if not equals:
            raise ParameterError(
                f"--learner {text}: '{name}' has no value.",
                remedy=f"Write --learner {key}:NAME=VALUE,NAME=VALUE.",
            )
    settings = {name.strip(): value.strip() for name, _, value in parts}
    try:
        return ", ".join(f"{n}={v}" for n, v in settings.items()), session.learner(key, settings)
    except WorkbenchError as error:
        raise error.at(node=key) from None


def comparison_of(results: Results) -> Comparison:
    """What the experiment gave.

    Raises:
        WorkbenchError: nothing could be compared; the first reason for it.
    """
    found = results.values.get(COMPARISON)
    if isinstance(found, Comparison):
        return found
    errors = [results.errors[i] for i in results.graph.order if i in results.errors]
    if errors:
        raise errors[0]
    raise FlowError("The run was stopped before any learner was trained.")
