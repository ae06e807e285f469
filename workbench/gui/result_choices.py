"""What the user chooses in a result: it becomes parameters of its node, or is shown elsewhere.

A view in which something can be chosen has a signal ``parameters_wanted(dict)``; its node gets
these parameters by an edit that can be undone, and what is behind it runs again, as in Orange. But
no click starts a training that nobody has asked for: where something before the node is out of
date, it stays so. A signal ``explore_wanted(Dataset)`` has samples selected in the explorer.
A signal ``threshold_wanted(ThresholdChoice)`` puts a threshold behind a learner.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from workbench.core.component import Component
from workbench.core.errors import WorkbenchError
from workbench.data.dataset import Dataset
from workbench.evaluation.threshold import ThresholdChoice
from workbench.flow.group import node_at, with_parameters_at
from workbench.gui.document import Document
from workbench.gui.flow_runs import FlowRuns
from workbench.gui.picture_origins import KEY
from workbench.nodes.decision_threshold import ThresholdOfModels
from workbench.nodes.evaluate import Evaluate
from workbench.runs.kept_threshold import n_alike, with_threshold
from workbench.runs.origin_of_rows import rows_in_file

_QUICK = (ThresholdOfModels, Evaluate)  # they train nothing


class ResultChoices(QObject):
    """Between the views of results and the flow.

    Signals:
        samples_wanted(Reader, ids): samples of what a reader gives are to be shown, selected.
        failed(WorkbenchError): why that cannot be.
        told(str): what a choice changes besides what was chosen.
    """

    samples_wanted = Signal(object, object)
    failed = Signal(object)
    told = Signal(str)

    def __init__(self, document: Document, runs: FlowRuns, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._runs = runs

    def wired(
        self, plot_for: Callable[[object], QWidget | None]
    ) -> Callable[[object], QWidget | None]:
        """``plot_for`` whose widgets are listened to."""

        def made(value: object) -> QWidget | None:
            widget = plot_for(value)
            for name, slot in (
                ("parameters_wanted", self.choose),
                ("explore_wanted", self.explore),
                ("threshold_wanted", self.keep_threshold),
            ):
                signal = getattr(widget, name, None)
                if signal is not None:
                    signal.connect(lambda what, of=widget, to=slot: to(str(of.property(KEY)), what))
            return widget

        return made

    def choose(self, node_id: str, values: dict[str, Any]) -> None:
        """Give the node of a result other parameters, and run what is behind it.

        Args:
            node_id: of a node that has run.
        """
        runs = self._runs
        if node_id not in runs.graph.nodes:
            return
        path, again = runs.origin(node_id), self._behind(node_id)
        component = node_at(self._document.graph, path).component
        if not isinstance(component, Component) or _has(component, values):
            return
        try:
            changed = with_parameters_at(self._document.graph, path, values)
        except WorkbenchError as error:
            self.failed.emit(error)
            return
        label = self.tr("Choose in {}").format(component.title)
        self._document.edit(changed, label, f"{path}: choice")
        if again:
            runs.run(again)

    def keep_threshold(self, node_id: str, choice: ThresholdChoice) -> None:
        """Put a threshold behind its learner, by an edit that can be undone; nothing is trained."""
        runs = self._runs
        if node_id not in runs.graph.nodes:
            return
        try:
            changed = with_threshold(self._document.graph, runs.graph, runs.origin, node_id, choice)
            n = n_alike(runs.graph, runs.origin, node_id, choice.learner)
        except WorkbenchError as error:
            self.failed.emit(error)
            return
        label = self.tr("Keep the threshold of {}").format(choice.learner)
        self._document.edit(changed, label)
        again = self._after_threshold(node_id)
        if again:
            runs.run(again)
        self._tell_kept(choice, n)

    def _tell_kept(self, choice: ThresholdChoice, n: int) -> None:
        words = (
            self.tr(
                "The threshold {value} of '{label}' holds for all {n} variants of this learner, "
                "which are one node in the flow."
            )
            if n > 1
            else self.tr("The threshold {value} of '{label}' stands in the flow, behind {learner}.")
        )
        value = f"{choice.value:g}"
        self.told.emit(words.format(value=value, label=choice.label, n=n, learner=choice.learner))

    def _after_threshold(self, node_id: str) -> tuple[str, ...]:
        """The drawn views that only need predictions made anew; none where one would train."""
        graph, current = self._runs.graph, self._runs.current
        quick = {i for i, node in graph.nodes.items() if isinstance(node.component, _QUICK)}
        if not {i for i in graph.upstream(node_id) if i not in current} <= quick:
            return ()
        again = [
            i
            for i, node in graph.nodes.items()
            if node.component.category == "See"
            and graph.upstream(i) & graph.upstream(node_id) & quick
            and {link.source for link in graph.inputs_of(i)} <= quick
            and {other for other in graph.upstream(i) if other not in current} <= quick
        ]
        return tuple(dict.fromkeys(self._runs.origin(one) for one in again))

    def explore(self, node_id: str, samples: Dataset) -> None:
        """Have samples of a result selected in the explorer."""
        runs = self._runs
        if node_id not in runs.graph.nodes:
            return
        try:
            reader, ids = rows_in_file(runs.graph, runs.results.values, node_id, samples.sample_ids)
        except WorkbenchError as error:
            self.failed.emit(error)
            return
        self.samples_wanted.emit(reader, ids)

    def _behind(self, node_id: str) -> tuple[str, ...]:
        """The drawn nodes that are to run again: this one and what needs it and nothing stale."""
        graph, current = self._runs.graph, self._runs.current
        if node_id not in current:
            return ()
        again = [node_id]
        for other in graph.order:
            if node_id not in graph.upstream(other):
                continue
            component = graph.node(other).component
            fed = {link.source for link in graph.inputs_of(other)}
            if component.category != "Save" and fed <= {*again, *current}:
                again.append(other)
        return tuple(dict.fromkeys(self._runs.origin(one) for one in again))


def _has(component: Component, values: dict[str, Any]) -> bool:
    return component.with_parameters(values) == component
