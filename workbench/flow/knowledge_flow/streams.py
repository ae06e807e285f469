"""What leaves a step of WEKA's, in our terms.

In WEKA a data set flows from step to step, is cut into folds on its way, and any filter may stand
anywhere. Here what learns stands behind the splitter and what learns nothing before it. So rows
are carried as what they consist of, and drawn only where something takes them.
"""

from dataclasses import dataclass

from workbench.flow.knowledge_flow.part import Part, Unknown
from workbench.flow.knowledge_flow.sheet import Step


@dataclass(frozen=True)
class Unit:
    """One node to be made of a step, of which a step may have several.

    Args:
        number: its place among those of the step.
        is_main: whether it bears the step's name.
    """

    step: Step
    part: Part | Unknown
    number: int = 0
    is_main: bool = True

    @property
    def key(self) -> tuple[str, int]:
        """Tells it apart from all others."""
        return self.step.name, self.number


@dataclass(frozen=True)
class Split:
    """How rows are cut into training and test parts.

    Args:
        test: the rows of a supplied test set.
    """

    unit: Unit
    test: "Rows | None" = None


@dataclass(frozen=True)
class Rows:
    """Samples on their way.

    Args:
        node: gives the data set; empty if nothing does.
        split: how it is cut, behind that node.
        learnt: what stands behind the splitter.
        marked: the step that has called all rows training or test rows, to be paired.
        given: what leaves the node is all this and cannot be taken apart: the connection's kind
            in WEKA, as the node is none that is known here.
    """

    node: str = ""
    split: Split | None = None
    learnt: tuple[Unit, ...] = ()
    marked: Step | None = None
    given: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether they have been cut, or are whatever an unknown step makes of cut ones."""
        return self.split is not None or self.given in {"trainingSet", "testSet"}


@dataclass(frozen=True)
class Models:
    """What a classifier gives.

    Args:
        rows: those it was trained on.
    """

    node: str
    rows: Rows


@dataclass(frozen=True)
class Judged:
    """An evaluation."""

    node: str


@dataclass(frozen=True)
class Opaque:
    """Whatever a step gives that has no counterpart here."""

    node: str


Stream = Rows | Models | Judged | Opaque
