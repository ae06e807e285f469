"""A judgement as WEKA's Experimenter prints it: table with marks, ranking, wins."""

import math

from workbench.evaluation.comparison.judgement import Judgement

_PER_CENT = frozenset({"accuracy"})  # WEKA's "Percent_correct"


def weka_text(judgement: Judgement) -> str:
    """The three tables of ``weka.experiment.PairedCorrectedTTester``, learners by their names."""
    if not judgement.data_sets:
        return "There is nothing to compare.\n"
    head = (
        f"Analysing:  {judgement.question.score}\n"
        f"Datasets:   {len(judgement.data_sets)}\n"
        f"Resultsets: {len(judgement.learners)}\n"
        f"Confidence: {judgement.question.alpha:g} (two tailed, corrected)\n"
    )
    return "\n".join((head, results(judgement), ranking(judgement), wins(judgement)))


def figure(judgement: Judgement, value: float) -> str:
    """Two decimals, of shares of right answers in per cent; "?" where there is none."""
    if math.isnan(value):
        return "?"
    return f"{100 * value if judgement.question.score in _PER_CENT else value:.2f}"


def results(judgement: Judgement) -> str:
    """Means, deviations and marks, the base first, with the (v/ /*) row below."""
    base = judgement.question.base
    order = [base, *(i for i in range(len(judgement.learners)) if i != base)]
    rows = [["Dataset", *(f"({i + 1}) {judgement.learners[i]}" for i in order)]]
    for d, name in enumerate(judgement.data_sets):
        n = judgement.cells[d][base].n
        rows.append([name, f"({n}) {_mean(judgement, d, base)}"])
        rows[-1] += [f"{_mean(judgement, d, i)} {judgement.mark(d, i):1}" for i in order[1:]]
    counts = ["/".join(map(str, judgement.counts(i))).join("()") for i in order[1:]]
    rows.append(["", "(v/ /*)", *counts])
    widths = [max(len(row[c]) for row in rows) for c in range(len(order) + 1)]
    lines = [_line(row, widths) for row in rows]
    rule = "-" * max(map(len, lines))
    return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]]) + "\n"


def ranking(judgement: Judgement) -> str:
    """Significant wins less losses, wins, losses."""
    lines = [">-<   >   < Resultset"]
    lines += [
        f"{s.wins - s.losses:3} {s.wins:3} {s.losses:3} {judgement.learners[s.learner]}"
        for s in judgement.ranking
    ]
    return "\n".join(lines) + "\n"


def wins(judgement: Judgement) -> str:
    """On how many data sets the column's learner is better than the row's, and significantly so."""
    n = len(judgement.learners)
    letters = [_letter(i) for i in range(n)]
    cells = [[_wins(judgement, row, column) for column in range(n)] for row in range(n)]
    width = max(len(text) for row in [letters, *cells] for text in row)
    head = " ".join(f"{letter:>{width}}" for letter in letters)
    lines = [f"{head}  (No. of datasets where [col] >> [row])"]
    for row, name in enumerate(judgement.learners):
        numbers = " ".join(f"{text:>{width}}" for text in cells[row])
        lines.append(f"{numbers} | {letters[row]} = {name}")
    return "\n".join(lines) + "\n"


def _mean(judgement: Judgement, data_set: int, learner: int) -> str:
    cell = judgement.cells[data_set][learner]
    return f"{figure(judgement, cell.mean)}({figure(judgement, cell.deviation):>5})"


def _line(row: list[str], widths: list[int]) -> str:
    first = f"{row[0]:<{widths[0]}} {row[1]:>{widths[1]}}"
    others = (f"{text:>{width}}" for text, width in zip(row[2:], widths[2:], strict=True))
    return " ".join((f"{first} |", *others)).rstrip()


def _wins(judgement: Judgement, row: int, column: int) -> str:
    if row == column:
        return "-"
    pair, order = judgement.pair(column, row)
    return f"{pair.n_better(order)} ({pair.n_significant(order)})"


def _letter(number: int) -> str:
    """The letter of a learner: a to z, then aa, ab and so on."""
    letter = chr(ord("a") + number % 26)
    return letter if number < 26 else _letter(number // 26 - 1) + letter
