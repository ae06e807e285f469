"""A comparison as the terminal prints it: verdict, tables with marks and intervals; or as JSON."""

import math
from typing import Any

from workbench.cli.tables import drawn, table_of
from workbench.evaluation.comparison.bayes import Chances
from workbench.evaluation.comparison.judgement import Cell, Judgement
from workbench.evaluation.comparison.ranks import Friedman
from workbench.evaluation.comparison.verdict import verdict
from workbench.evaluation.comparison.words import WORDS, chance, number, p_value, signed

_MARKS = {"v": " v", "*": " *", "": "  "}


def comparison_text(judgement: Judgement) -> str:
    """The verdict, then a table for one data set or for several, the pairs, and what is unsaid."""
    parts = [verdict(judgement) + "\n"]
    if len(judgement.data_sets) == 1:
        parts.append(_on_one(judgement))
    elif judgement.data_sets:
        parts += [_on_several(judgement), _ranking(judgement)]
    if len(judgement.pairs) > 1:
        parts.append(_pairs(judgement))
    if judgement.friedman is not None:
        parts.append(_friedman(judgement, judgement.friedman))
    if judgement.limits:
        parts.append("\n".join(judgement.limits) + "\n")
    return "\n".join(parts)


def _on_one(judgement: Judgement) -> str:
    level = f"{100 * (1 - judgement.question.alpha):g} %"
    score = WORDS[judgement.question.score]
    made = table_of(
        "learner", f">{score}", ">sd", "", ">difference", f">{level} interval", ">p",
        ">better", ">equal", ">worse",
    )  # fmt: skip
    for i, cell in enumerate(judgement.cells[0]):
        mark = judgement.mark(0, i)
        shown = number(cell.mean), number(cell.deviation), mark
        made.add_row(judgement.learners[i], *shown, *_test(cell), *_shares(cell.chances))
    base = judgement.learners[judgement.question.base]
    rope = f"{judgement.question.rope:g}"
    foot = (
        f"v better, * worse than {base} at {judgement.question.alpha:g} (corrected paired t-test); "
        f"better, equal, worse: Bayesian probabilities, equal = within {rope}.\n"
    )
    return f"{judgement.data_sets[0]}\n\n{drawn(made)}\n{foot}"


def _on_several(judgement: Judgement) -> str:
    base = judgement.question.base
    order = [base, *(i for i in range(len(judgement.learners)) if i != base)]
    made = table_of("data set", *(f">{judgement.learners[i]}  " for i in order))
    for d, name in enumerate(judgement.data_sets):
        made.add_row(name, *(_mean(judgement, d, i) for i in order))
    counts = ("/".join(map(str, judgement.counts(i))).join("()") for i in order[1:])
    made.add_row("", "(v/ /*)  ", *(f"{text}  " for text in counts))
    foot = (
        f"Mean and standard deviation of {WORDS[judgement.question.score]}; v better, * worse than "
        f"{judgement.learners[base]} at {judgement.question.alpha:g} (corrected paired t-test).\n"
    )
    return f"{drawn(made)}\n{foot}"


def _mean(judgement: Judgement, data_set: int, learner: int) -> str:
    cell = judgement.cells[data_set][learner]
    spread = f" ±{number(cell.deviation)}" if math.isfinite(cell.deviation) else ""
    return f"{number(cell.mean)}{spread}{_MARKS[judgement.mark(data_set, learner)]}"


def _ranking(judgement: Judgement) -> str:
    made = table_of(">wins − losses", ">wins", ">losses", "learner")
    for s in judgement.ranking:
        name = judgement.learners[s.learner]
        made.add_row(str(s.wins - s.losses), str(s.wins), str(s.losses), name)
    return f"Significant wins against all others:\n\n{drawn(made)}"


def _pairs(judgement: Judgement) -> str:
    is_one = len(judgement.data_sets) == 1
    test = "corrected t-test" if is_one else "Wilcoxon"
    made = table_of(
        "pair", ">difference", *(() if is_one else (">wins/ties/losses",)), f">p ({test})",
        ">p (Holm)", ">better", ">equal", ">worse",
    )  # fmt: skip
    for pair in judgement.pairs:
        names = f"{judgement.learners[pair.first]} – {judgement.learners[pair.second]}"
        wins = "/".join(str(pair.n_better(way)) for way in (1, 0, -1))
        p = p_value(pair.p), p_value(pair.adjusted)
        shown = signed(pair.difference), *(() if is_one else (wins,)), *p
        made.add_row(names, *shown, *_shares(pair.chances))
    return drawn(made)


def _friedman(judgement: Judgement, found: Friedman) -> str:
    order = sorted(range(len(found.mean_ranks)), key=lambda i: found.mean_ranks[i])
    ranks = ", ".join(f"{judgement.learners[i]} {found.mean_ranks[i]:.2f}" for i in order)
    return (
        f"Friedman: chi² = {found.chi_square:.2f}, F = {found.f:.2f}, p = {p_value(found.p)}; "
        f"critical difference (Nemenyi) {found.critical_difference:.2f}.\nMean ranks: {ranks}.\n"
    )


def _test(cell: Cell) -> tuple[str, str, str]:
    test = cell.test
    if test is None:
        return "base", "", ""
    interval = f"{signed(test.low)} to {signed(test.high)}" if test.n > 1 else "–"
    return signed(test.difference), interval, p_value(test.p if test.n > 1 else None)


def _shares(chances: Chances | None) -> tuple[str, str, str]:
    if chances is None:
        return "–", "–", "–"
    return chance(chances.better), chance(chances.equal), chance(chances.worse)


# ------------------------------------------------------------------------------ JSON


def comparison_json(judgement: Judgement) -> dict[str, Any]:
    """Everything that is said of one score, as plain JSON values; undefined figures are None."""
    names = judgement.learners
    return {
        "score": judgement.question.score,
        "base": names[judgement.question.base],
        "alpha": judgement.question.alpha,
        "rope": judgement.question.rope,
        "verdict": verdict(judgement),
        "learners": list(names),
        "data_sets": [
            {"name": name, "learners": [_cell_json(judgement, d, i) for i in range(len(names))]}
            for d, name in enumerate(judgement.data_sets)
        ],
        "ranking": [
            {"learner": names[s.learner], "wins": s.wins, "losses": s.losses}
            for s in judgement.ranking
        ],
        "pairs": [
            {
                "first": names[pair.first],
                "second": names[pair.second],
                "difference": _known(pair.difference),
                "wins": pair.n_better(1),
                "ties": pair.n_better(0),
                "losses": pair.n_better(-1),
                "significant_wins": pair.n_significant(1),
                "significant_losses": pair.n_significant(-1),
                "p": pair.p,
                "p_holm": pair.adjusted,
                **_chances_json(pair.chances),
            }
            for pair in judgement.pairs
        ],
        "friedman": _friedman_json(judgement),
        "limits": list(judgement.limits),
    }


def _cell_json(judgement: Judgement, data_set: int, learner: int) -> dict[str, Any]:
    cell = judgement.cells[data_set][learner]
    facts: dict[str, Any] = {
        "learner": judgement.learners[learner],
        "n": cell.n,
        "mean": _known(cell.mean),
        "sd": _known(cell.deviation),
    }
    if cell.test is None:
        return facts
    test = cell.test
    return {
        **facts,
        "difference": _known(test.difference),
        "interval": [test.low, test.high] if test.n > 1 else None,
        "p": test.p if test.n > 1 else None,
        "mark": judgement.mark(data_set, learner),
        **_chances_json(cell.chances),
    }


def _chances_json(chances: Chances | None) -> dict[str, float | None]:
    if chances is None:
        return {"p_better": None, "p_equal": None, "p_worse": None}
    return {"p_better": chances.better, "p_equal": chances.equal, "p_worse": chances.worse}


def _friedman_json(judgement: Judgement) -> dict[str, Any] | None:
    found = judgement.friedman
    if found is None:
        return None
    return {
        "mean_ranks": dict(zip(judgement.learners, found.mean_ranks, strict=True)),
        "chi_square": found.chi_square,
        "f": _known(found.f),
        "p": found.p,
        "critical_difference": found.critical_difference,
        "groups": [[judgement.learners[i] for i in group] for group in found.groups],
    }


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
