"""A judgement as tables for papers and spreadsheets: Markdown, LaTeX, CSV."""

import math
from collections.abc import Sequence

from workbench.evaluation.comparison.judgement import Judgement
from workbench.evaluation.comparison.verdict import verdict
from workbench.evaluation.comparison.words import WORDS, chance, number, p_value
from workbench.evaluation.csv_text import csv_text

_MARKS = {"v": "↑", "*": "↓", "": ""}
_LATEX_MARKS = {"v": r"$^{\circ}$", "*": r"$^{\bullet}$", "": ""}
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "_": r"\_", "%": r"\%", "&": r"\&",
        "#": r"\#", "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        "[": "{[}", "*": "{*}",  # behind the end of a row they would say something
        "−": r"$-$", "–": "--", "<": r"$<$", ">": r"$>$", "|": r"\textbar{}",
    }
)  # fmt: skip


def judgement_csv(judgement: Judgement) -> str:
    """One line per data set and learner: mean, deviation, and the test against the base."""
    header = (
        "score", "data", "learner", "n", "mean", "sd", "base", "difference", "low", "high", "p",
        "mark", "p_better", "p_equal", "p_worse",
    )  # fmt: skip
    base = judgement.learners[judgement.question.base]
    rows: list[tuple[object, ...]] = []
    for d, row in enumerate(judgement.cells):
        for i, cell in enumerate(row):
            place = judgement.question.score, judgement.data_sets[d], judgement.learners[i]
            test: tuple[object, ...] = (None,) * 6
            if cell.test is not None:
                t = cell.test
                numbers = map(_known, (t.difference, t.low, t.high))
                test = (base, *numbers, t.p if t.n > 1 else None, judgement.mark(d, i))
            c = cell.chances
            chances = (None,) * 3 if c is None else (c.better, c.equal, c.worse)
            mean, deviation = _known(cell.mean), _known(cell.deviation)
            rows.append((*place, cell.n, mean, deviation, *test, *chances))
    return csv_text(header, rows)


def markdown(judgement: Judgement) -> str:
    """Verdict, the table of means with marks, and the pairs."""
    names = [_cell(name) for name in judgement.learners]
    head = ["Data set", *names]
    rows = [
        [_cell(data), *(f"{_mean(judgement, d, i)} {_mark(judgement, d, i)}".strip()
                        for i in range(len(names)))]
        for d, data in enumerate(judgement.data_sets)
    ]  # fmt: skip
    rows.append(["(v/ /*)", *(_counts(judgement, i) for i in range(len(names)))])
    base = names[judgement.question.base]
    alpha = judgement.question.alpha
    note = (
        f"Mean ± standard deviation of {WORDS[judgement.question.score]}. ↑ significantly better, "
        f"↓ significantly worse than {base} (corrected paired t-test, α = {alpha:g})."
    )
    parts = [verdict(judgement), _table(head, rows), note, _pairs(judgement), *judgement.limits]
    return "\n\n".join(parts) + "\n"


def latex(judgement: Judgement) -> str:
    """A table for LaTeX's booktabs, as WEKA marks: ∘ better, • worse than the base."""
    names = [_tex(name) for name in judgement.learners]
    rows = [
        [_tex(data), *(_latex_cell(judgement, d, i) for i in range(len(names)))]
        for d, data in enumerate(judgement.data_sets)
    ]
    counts = [_counts(judgement, i).strip("()") for i in range(len(names))]
    base = names[judgement.question.base]
    score = WORDS[judgement.question.score].translate(_LATEX)
    caption = (
        f"Mean and standard deviation of {score}. $\\circ$, $\\bullet$: significantly better, "
        f"worse than {base} (corrected paired $t$-test, $\\alpha = {judgement.question.alpha:g}$)."
    )
    lines = [
        r"\begin{table}",
        r"  \centering",
        f"  \\caption{{{caption}}}",
        f"  \\begin{{tabular}}{{l{'r' * len(names)}}}",
        r"    \toprule",
        "    " + " & ".join(["Data set", *names]) + r" \\",
        r"    \midrule",
        *("    " + " & ".join(row) + r" \\" for row in rows),
        r"    \midrule",
        "    " + " & ".join(["better/equal/worse", *counts]) + r" \\",
        r"    \bottomrule",
        r"  \end{tabular}",
        r"\end{table}",
    ]
    return "% needs \\usepackage{booktabs}\n" + "\n".join(lines) + "\n"


def _pairs(judgement: Judgement) -> str:
    head = ["Pair", "Wins/ties/losses", "Difference", "p", "p (Holm)", "better", "equal", "worse"]
    rows = []
    for pair in judgement.pairs:
        first, second = (_cell(judgement.learners[i]) for i in (pair.first, pair.second))
        c = pair.chances
        chances = ["–"] * 3 if c is None else [chance(x) for x in (c.better, c.equal, c.worse)]
        wins = "/".join(str(pair.n_better(way)) for way in (1, 0, -1))
        p = [p_value(pair.p), p_value(pair.adjusted)]
        rows.append([f"{first} – {second}", wins, number(pair.difference), *p, *chances])
    return _table(head, rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def _cell(text: str) -> str:
    """A name that breaks no table of Markdown's."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*")


def _tex(text: str) -> str:
    """A name that breaks no table of LaTeX's."""
    return " ".join(text.split()).translate(_LATEX)


def _mean(judgement: Judgement, data_set: int, learner: int) -> str:
    cell = judgement.cells[data_set][learner]
    spread = f" ± {number(cell.deviation)}" if math.isfinite(cell.deviation) else ""
    return f"{number(cell.mean)}{spread}"


def _mark(judgement: Judgement, data_set: int, learner: int) -> str:
    return _MARKS[judgement.mark(data_set, learner)]


def _counts(judgement: Judgement, learner: int) -> str:
    if learner == judgement.question.base:
        return "base"
    return "/".join(map(str, judgement.counts(learner))).join("()")


def _latex_cell(judgement: Judgement, data_set: int, learner: int) -> str:
    cell = judgement.cells[data_set][learner]
    if not math.isfinite(cell.mean):
        return "--"
    spread = f" \\pm {number(cell.deviation)}" if math.isfinite(cell.deviation) else ""
    mark = _LATEX_MARKS[judgement.mark(data_set, learner)]
    return f"${number(cell.mean)}{spread}${mark}"


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
