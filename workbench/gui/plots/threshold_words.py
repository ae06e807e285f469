"""What deciding at a threshold gives, as a table of words and numbers."""

from html import escape

from PySide6.QtCore import QCoreApplication

from workbench.evaluation.intervals import wilson
from workbench.evaluation.threshold import Costs, Decided

_LONGEST = 20  # characters of a label


def words_of(at: Decided, costs: Costs, label: str) -> str:
    """The rates with 95 % intervals of those that are shares, as rich text."""
    rows = (
        (_tr("Accuracy"), _rate(at.accuracy, at.tp + at.tn, at.n)),
        (_tr("Recall"), _rate(at.recall, at.tp, at.tp + at.fn)),
        (_tr("Precision"), _rate(at.precision, at.tp, at.tp + at.fp)),
        (_tr("FP rate"), _rate(at.false_positive_rate, at.fp, at.fp + at.tn)),
        (_tr("F1"), _number(at.f1)),
        (_tr("Youden's J"), _number(at.youden)),
        (_tr("Lift"), _number(at.lift)),
        (_tr("Cost of a sample"), _number(at.cost(costs))),
    )
    short = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
    head = _tr("'{label}' from {threshold} on").format(label=short, threshold=f"{at.threshold:.4g}")
    cells = "".join(
        f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td align='right'>{escape(text)}</td></tr>"
        for name, text in rows
    )
    return f"<b>{escape(head)}</b><table cellspacing='0' cellpadding='1'>{cells}</table>"


def _rate(value: float | None, part: int, whole: int) -> str:
    trust = wilson(part, whole)
    if value is None or trust is None:
        return "–"
    return f"{value:.3f} [{trust[0]:.3f}, {trust[1]:.3f}]"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("ThresholdExplorer", text)
