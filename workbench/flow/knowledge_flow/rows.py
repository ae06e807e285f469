"""Takes rows through filters and splitters, and puts each step where it can stand here."""

from dataclasses import replace

from workbench.data.dataset import Dataset
from workbench.flow.knowledge_flow.canvas import Canvas, End
from workbench.flow.knowledge_flow.part import Part
from workbench.flow.knowledge_flow.sheet import STEPS, Step
from workbench.flow.knowledge_flow.streams import Rows, Split, Unit
from workbench.flow.operation import operation

_ALL, _SUPPLIED = STEPS + "TrainingSetMaker", STEPS + "TestSetMaker"
_TRAINING_SET = "training_set"


class RowsOnTheirWay:
    """What happens to rows before a learner or a view takes them."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._paired: set[str] = set()  # the makers of training and test sets that were of use

    def applied(self, rows: Rows, unit: Unit) -> Rows:
        """The rows behind one more step."""
        kind = self._canvas.kind_of(unit.part)
        if kind is None:
            return self._opaque(rows, unit)
        if not any(port.type is Dataset for port in operation(kind).outputs):
            return replace(rows, learnt=(*rows.learnt, unit))
        if rows.given and rows.is_cut:
            self._canvas.tell(unit.step, "It takes uncut rows here, so it is not linked.")
            return rows
        if rows.is_cut or rows.learnt:
            self._canvas.tell(
                unit.step,
                "It learns nothing from the rows, so it stands before what learns or splits here.",
            )
        return self._changed(rows, unit)

    def cut(self, rows: Rows, unit: Unit) -> Rows:
        """The rows behind a splitter."""
        for each in rows.learnt:
            self._canvas.tell(
                each.step,
                f"In WEKA it stands before '{unit.step.name}' and so learns from test rows as "
                "well; here it stands behind it and learns from the training rows only. Scores "
                "may be a little lower, and can be trusted.",
            )
        return replace(rows, split=Split(unit), marked=None)

    def paired(self, train: Rows | None, test: Rows | None, step: Step) -> Rows:
        """Training and test rows as one, however they were made."""
        if train is None or test is None:
            return train or test or Rows()
        if train == test or train.given or test.given:
            return train
        self._paired |= {rows.marked.name for rows in (train, test) if rows.marked}
        if train.marked is None or test.marked is None:
            self._canvas.tell(
                step,
                "Its training and test rows come from two steps; the training rows' split counts.",
            )
            return train
        if train.node == test.node and train.learnt == test.learnt:
            part = Part("", key=_TRAINING_SET)
            return replace(train, split=Split(Unit(train.marked, part)), marked=None)
        unit = Unit(test.marked, Part(_SUPPLIED))
        return replace(train, split=Split(unit, replace(test, marked=None)), marked=None)

    def draw_unpaired(self, rows: Rows) -> None:
        """Draw the maker of a training or test set that no learner takes."""
        marked = rows.marked
        if marked is None or marked.name in self._paired:
            return
        if marked.kind == _ALL:
            self.cut_ends(rows, marked)
        else:
            self._canvas.node(Unit(marked, Part(_SUPPLIED)), End("", ""), End(rows.node, "dataSet"))

    def cut_ends(self, rows: Rows, step: Step) -> tuple[Rows, tuple[End, ...]]:
        """The rows as they are cut, and where a link of theirs begins; none if they are not."""
        if rows.given and not rows.learnt:
            return rows, (End(rows.node, rows.given),)
        if rows.marked is not None:
            if rows.marked.kind == _SUPPLIED:
                self._canvas.tell(step, "It gets test rows only; it needs training rows here.")
                return rows, ()
            self._paired.add(rows.marked.name)
            rows = replace(rows, split=Split(Unit(rows.marked, Part(_ALL))), marked=None)
        if not rows.is_cut:
            if rows.node:
                self._canvas.tell(step, "It needs splits: put a splitter before it.")
            return rows, ()
        return rows, (self._drawn(rows),)

    def data_ends(self, rows: Rows, step: Step) -> tuple[End, ...]:
        """Where a link of uncut rows begins; none if they are cut."""
        if rows.is_cut:
            self._canvas.tell(step, "It takes uncut rows here, so it is not linked.")
            return ()
        if rows.learnt:
            names = ", ".join(f"'{unit.step.name}'" for unit in rows.learnt)
            self._canvas.tell(
                step,
                f"It is not linked: {names} learns from the rows, which it does behind a splitter "
                "only, and what leaves a splitter is no data set.",
            )
            return ()
        return (End(rows.node, rows.given or "dataSet"),)

    def holds_out(self, split: Split) -> bool:
        """Whether a splitter sets rows apart of those it is given."""
        part = split.unit.part
        is_whole = isinstance(part, Part) and (
            part.key == _TRAINING_SET or part.weka in {_ALL, _SUPPLIED}
        )
        return not is_whole

    def tell_if_many(self, step: Step, split: Split) -> None:
        """Say that there is a model for each fold, of which none can be saved as the one."""
        part = split.unit.part
        if isinstance(part, Part) and part.weka.endswith("FoldMaker"):
            self._canvas.tell(
                step,
                "WEKA saves the model of each fold. Here one model is saved: put the splitter "
                "'All data' before the learner.",
            )

    # ------------------------------------------------------------------ drawing

    def _changed(self, rows: Rows, unit: Unit) -> Rows:
        """A step that learns nothing, behind the node; a supplied test set goes through it too."""
        node = self._canvas.node(unit, End(rows.node, rows.given or "dataSet"))
        split = rows.split
        if split is not None and split.test is not None:
            split = replace(split, test=self._changed(split.test, unit))
        return replace(rows, node=node, split=split, given="")

    def _opaque(self, rows: Rows, unit: Unit) -> Rows:
        """Behind a step that is not known here, rows are whatever leaves it."""
        if rows.is_cut or rows.marked:
            rows, ends = self.cut_ends(rows, unit.step)
            return Rows(self._canvas.node(unit, *ends), given="trainingSet")
        ends = self.data_ends(rows, unit.step)
        return Rows(self._canvas.node(unit, *ends), given="dataSet")

    def _drawn(self, rows: Rows) -> End:
        """The splitter behind the node, and what stands behind it."""
        end = End(rows.node, rows.given or "dataSet")
        if rows.split is not None:
            test = rows.split.test
            ends = (end, End(test.node, test.given or "dataSet")) if test else (end,)
            end = End(self._canvas.node(rows.split.unit, *ends), "trainingSet")
        for unit in rows.learnt:
            end = End(self._canvas.node(unit, end), "trainingSet")
        return end
