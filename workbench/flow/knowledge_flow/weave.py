"""Draws our graph for a KnowledgeFlow: step by step, each after all that it is fed by."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from workbench.core.component import Component
from workbench.flow.graph import Graph
from workbench.flow.knowledge_flow.canvas import Canvas, End, Message
from workbench.flow.knowledge_flow.part import Part, Parts, Unknown
from workbench.flow.knowledge_flow.rows import RowsOnTheirWay
from workbench.flow.knowledge_flow.rules.book import file_parts, parts_of
from workbench.flow.knowledge_flow.rules.files import model_saver
from workbench.flow.knowledge_flow.rules.steps import (
    INSTEAD,
    SINKS,
    class_assigner,
    cross_validation,
    hold_out,
)
from workbench.flow.knowledge_flow.scheme import Scheme
from workbench.flow.knowledge_flow.sheet import STEPS, Sheet, Step
from workbench.flow.knowledge_flow.streams import Judged, Models, Opaque, Rows, Stream, Unit


def woven(
    sheet: Sheet, catalog: Mapping[str, type[Component]], folder: Path
) -> tuple[Graph, tuple[Message, ...]]:
    """The graph, its nodes where WEKA's steps are, and what there is to tell.

    Raises:
        FlowError: the KnowledgeFlow has a cycle.
    """
    weaver = _Weaver(sheet, Canvas(catalog, folder))
    for name in sheet.order:
        weaver.take(sheet.steps[name])
    weaver.finish()
    return weaver.canvas.graph, tuple(weaver.canvas.messages)


class _Weaver:
    """What has left each step so far, by the step's name."""

    def __init__(self, sheet: Sheet, canvas: Canvas) -> None:
        self.sheet = sheet
        self.canvas = canvas
        self.rows = RowsOnTheirWay(canvas)
        self.streams: dict[str, Stream] = {}
        self.units: list[Unit] = []
        self._takers: dict[str, Callable[[Step], Stream]] = {
            "Loader": self._loader,
            "Filter": self._filter,
            "ClassAssigner": self._class_assigner,
            "ClassValuePicker": self._passed,
            "InstanceStreamToBatchMaker": self._passed,
            "CrossValidationFoldMaker": self._splitter,
            "TrainTestSplitMaker": self._splitter,
            "TrainingSetMaker": self._marked,
            "TestSetMaker": self._marked,
            "Classifier": self._classifier,
            "ClassifierPerformanceEvaluator": self._evaluator,
            "PredictionAppender": self._appender,
            "Saver": self._saver,
            "SerializedModelSaver": self._model_saver,
        }

    def take(self, step: Step) -> None:
        """Draw a step."""
        name = step.kind.rpartition(".")[2] if step.kind.startswith(STEPS) else ""
        if name in SINKS:
            self._viewer(step, SINKS[name])
            return
        self.streams[step.name] = self._takers.get(name, self._unknown)(step)

    def finish(self) -> None:
        """Draw what nothing has asked for: steps that lead nowhere or could not be linked."""
        for stream in self.streams.values():
            if isinstance(stream, Rows) and stream.marked is not None:
                self.rows.draw_unpaired(stream)
        for unit in self.units:
            if not self.canvas.is_made(unit):
                self.canvas.node(unit)

    # ------------------------------------------------------------------ data

    def _loader(self, step: Step) -> Stream:
        (unit,) = self._units(step, file_parts(step, self.canvas.counterparts))
        node = self.canvas.node(unit)
        return Rows(node, given="dataSet" if isinstance(unit.part, Unknown) else "")

    def _filter(self, step: Step) -> Stream:
        scheme = step.scheme or Scheme(step.kind)
        return self._applied(step, parts_of(scheme, self.canvas.counterparts))

    def _class_assigner(self, step: Step) -> Stream:
        part = class_assigner(step)
        if part is None:
            self.canvas.tell(step, "That there is no class is said by the reader here.")
        return self._applied(step, (part,) if part else ())

    def _applied(self, step: Step, parts: Parts) -> Rows:
        rows = self._rows_into(step)
        for unit in self._units(step, parts):
            rows = self.rows.applied(rows, unit)
        return rows

    def _passed(self, step: Step) -> Stream:
        """A step that is not needed here: ROC curves are drawn of every class, say."""
        return self._rows_into(step)

    def _splitter(self, step: Step) -> Stream:
        rows = self._rows_into(step)
        maker = cross_validation if step.kind.endswith("FoldMaker") else hold_out
        (unit,) = self._units(step, (maker(step),))
        if rows.is_cut:
            self.canvas.tell(step, "The rows are cut already; they are not cut again here.")
            return rows
        return self.rows.cut(rows, unit)

    def _marked(self, step: Step) -> Stream:
        rows = self._rows_into(step)
        return rows if rows.is_cut else replace(rows, marked=step)

    # ------------------------------------------------------------------ models and scores

    def _classifier(self, step: Step) -> Stream:
        scheme = step.scheme or Scheme(step.kind)
        *before, last = self._units(step, parts_of(scheme, self.canvas.counterparts))
        rows = self._rows_into(step)
        for unit in before:
            rows = self.rows.applied(rows, unit)
        if step.setting("loadClassifierFileName"):
            self.canvas.tell(step, "The model that WEKA loads first is not read; it is Java's own.")
        if self.canvas.kind_of(last.part) is None and not (rows.is_cut or rows.marked):
            return Models(self.canvas.node(last, *self._ends(step)), rows)
        rows, ends = self.rows.cut_ends(rows, step)
        return Models(self.canvas.node(last, *ends), rows)

    def _evaluator(self, step: Step) -> Stream:
        return Judged(self._fed(step, Part(step.kind)))

    def _appender(self, step: Step) -> Stream:
        """Predictions of new rows, or, where rows were held out, of those in an evaluation."""
        models = next((s for _, s in self._into(step) if isinstance(s, Models)), None)
        if models is None:
            return Opaque(self._fed(step, Part(step.kind)))
        split = models.rows.split
        if models.rows.given or split is None or self.rows.holds_out(split):
            evaluator = Part(STEPS + "ClassifierPerformanceEvaluator")
            return Judged(self._fed(step, evaluator))
        taken, unit = self._units(step, (Part("", key="take_model"), Part(step.kind)))
        model = self.canvas.node(taken, End(models.node, "batchClassifier"))
        new = split.test or models.rows
        return Rows(self.canvas.node(unit, End(model, "model"), End(new.node, "dataSet")))

    def _model_saver(self, step: Step) -> Stream:
        for _, stream in self._into(step):
            if isinstance(stream, Models) and stream.rows.split is not None:
                self.rows.tell_if_many(step, stream.rows.split)
        return Opaque(self._fed(step, model_saver(step)))

    def _saver(self, step: Step) -> Stream:
        streams = [stream for _, stream in self._into(step)]
        parts = file_parts(step, self.canvas.counterparts)
        if any(isinstance(stream, Judged) for stream in streams) and isinstance(parts[0], Part):
            path = str(parts[0].values["path"])
            return Opaque(self._fed(step, Part("", {"path": path}, key="save_predictions")))
        (unit,) = self._units(step, parts)
        if isinstance(unit.part, Unknown):
            return Opaque(self.canvas.node(unit, *self._ends(step)))
        ends = self.rows.data_ends(self._rows_into(step), step)
        return Opaque(self.canvas.node(unit, *ends))

    # ------------------------------------------------------------------ the rest

    def _viewer(self, step: Step, views: Mapping[str, Part]) -> None:
        """A view of an evaluation; left out if nothing arrives that it could show."""
        shown: dict[str, list[End]] = {}
        for kind, stream in self._into(step):
            if kind not in views or isinstance(stream, Models | Rows):
                self.canvas.tell(step, _not_shown(kind))
            else:
                shown.setdefault(kind, []).append(End(stream.node, kind))
        if not shown and not self.sheet.into(step.name):
            shown = {next(iter(views)): []}
        for kind, ends in shown.items():
            (unit,) = self._units(step, (views[kind],))
            self.canvas.node(unit, *ends)

    def _unknown(self, step: Step) -> Stream:
        scheme = step.scheme or Scheme(step.kind)
        (unit,) = self._units(step, (Unknown(scheme, INSTEAD.get(step.short, "")),))
        node = self.canvas.node(unit, *self._ends(step))
        return Opaque(node)

    def _fed(self, step: Step, part: Part) -> str:
        """The node of a step that takes models: evaluates, saves or uses them."""
        (unit,) = self._units(step, (part,))
        return self.canvas.node(unit, *self._ends(step))

    def _units(self, step: Step, parts: Iterable[Part | Unknown]) -> list[Unit]:
        listed = list(parts)
        taken = sum(unit.step.name == step.name for unit in self.units)
        last = len(listed) - 1
        units = [Unit(step, part, taken + i, i == last) for i, part in enumerate(listed)]
        self.units += units
        return units

    # ------------------------------------------------------------------ what arrives

    def _into(self, step: Step) -> list[tuple[str, Stream]]:
        """WEKA's word for what arrives, and what it is here."""
        arriving = self.sheet.into(step.name)
        for c in arriving:
            if c.source not in self.streams:
                self.canvas.tell(step, f"'{c.source}' shows results here and passes nothing on.")
        return [(c.kind, self.streams[c.source]) for c in arriving if c.source in self.streams]

    def _rows_into(self, step: Step) -> Rows:
        arrived: dict[str, Rows] = {}
        for kind, stream in self._into(step):
            rows = Rows(stream.node, given=kind) if isinstance(stream, Opaque) else stream
            if isinstance(rows, Rows):
                arrived.setdefault("dataSet" if kind == "instance" else kind, rows)
        if "trainingSet" in arrived or "testSet" in arrived:
            return self.rows.paired(arrived.get("trainingSet"), arrived.get("testSet"), step)
        return arrived.get("dataSet", Rows())

    def _ends(self, step: Step) -> tuple[End, ...]:
        """Where the links into a step begin, whatever it is; cut rows are one link here."""
        ends: list[End] = []
        for kind, stream in self._into(step):
            if not isinstance(stream, Rows):
                ends.append(End(stream.node, kind))
        rows = self._rows_into(step)
        if rows.node and not any(end.node == rows.node for end in ends):
            kinds = {kind for kind, _ in self._into(step)}
            if kinds & {"trainingSet", "testSet"}:
                ends += self.rows.cut_ends(rows, step)[1]
            else:
                ends += self.rows.data_ends(rows, step)
        return tuple({end.node: end for end in reversed(ends)}.values())[::-1]


def _not_shown(kind: str) -> str:
    if kind in {"dataSet", "trainingSet", "testSet", "instance"}:
        return "It shows no rows here; double-click a node to look at those that leave it."
    if kind == "text":
        return "It shows no models as text here."
    return f"It does not show here what WEKA calls '{kind}'."
