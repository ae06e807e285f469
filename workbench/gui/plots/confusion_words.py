"""What is said of confusion matrices and of the cells that are chosen."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from workbench.data.dataset import BoolArray
from workbench.evaluation.confusion_chart import Confusion
from workbench.evaluation.intervals import wilson

MOST_CELLS = 3  # that are named one by one


def accuracy(matrix: Confusion) -> str:
    """The accuracy with its interval and what it was counted of."""
    right, n = int(matrix.counts.trace()), int(matrix.counts.sum())
    if wilson(right, n) is None:
        return _tr("no test rows")
    words = _tr("accuracy {share} ({right} of {n})")
    return words.format(share=accuracy_share(matrix), right=f"{right:,}", n=f"{n:,}")


def accuracy_share(matrix: Confusion) -> str:
    """The accuracy in per cent with half the width of its interval."""
    right, n = int(matrix.counts.trace()), int(matrix.counts.sum())
    interval = wilson(right, n)
    if interval is None:
        return _tr("no test rows")
    low, high = interval
    return _tr("{share} % ± {half}").format(
        share=f"{100 * right / n:.2f}", half=f"{50 * (high - low):.2f}"
    )


def cell_words(matrix: Confusion, actual: int, predicted: int) -> str:
    """What a cell says."""
    return _tr("{count} of class '{actual}' were taken for '{predicted}'").format(
        count=f"{matrix.counts[actual, predicted]:,}",
        actual=matrix.classes[actual],
        predicted=matrix.classes[predicted],
    )


def choice_words(n: int, learner: str, classes: tuple[str, ...], mask: BoolArray) -> str:
    """Which samples are listed."""
    of = _tr("{learner}: 1 sample") if n == 1 else _tr("{learner}: {n} samples")
    return f"{of.format(n=f'{n:,}', learner=learner)}, {_cells(classes, mask)}"


def _cells(classes: tuple[str, ...], mask: BoolArray) -> str:
    diagonal = np.eye(len(classes), dtype=bool)
    rows, columns = mask.all(axis=1), mask.all(axis=0)
    if np.array_equal(mask, ~diagonal):
        return _tr("misclassified")
    if np.array_equal(mask, diagonal):
        return _tr("classified correctly")
    if mask.all():
        return _tr("all of them")
    if rows.sum() == 1 and mask.sum() == len(classes):
        return _tr("of class '{label}'").format(label=classes[int(rows.argmax())])
    if columns.sum() == 1 and mask.sum() == len(classes):
        return _tr("predicted to be '{label}'").format(label=classes[int(columns.argmax())])
    cells = np.argwhere(mask).tolist()
    told = [f"{classes[i]} → {classes[j]}" for i, j in cells[:MOST_CELLS]]
    more = _tr(" and {n} cells more").format(n=len(cells) - MOST_CELLS)
    return ", ".join(told) + (more if len(cells) > MOST_CELLS else "")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ConfusionMatrixWidget", text)
