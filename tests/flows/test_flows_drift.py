"""New rows beside the training rows, from a terminal: a sentence, a table, JSON."""

import csv
import json
from pathlib import Path
from typing import Any

PIMA = Path(__file__).parents[2] / "resources" / "data" / "diabetes.csv"


def written(path: Path, change: Any) -> Path:
    """Rows of the Pima data, changed."""
    with PIMA.open(newline="") as file:
        header, *rows = csv.reader(file)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *change(rows)])
    return path


def model(terminal: Any, folder: Path) -> Path:
    path = folder / "m.model"
    done = terminal("train", PIMA, "--learner", "logistic", "--out", path)
    assert done.returncode == 0, done.stderr
    return path


def test_that_rows_that_drift_are_told_in_the_terminal(terminal: Any, tmp_path: Path) -> None:
    saved = model(terminal, tmp_path)
    same = terminal("predict", saved, PIMA, "--out", tmp_path / "p.csv")
    assert same.stdout.strip() == (
        "Beside the 768 training rows, nothing is new or out of range in 8 attributes."
    )
    high = written(tmp_path / "high.csv", lambda rows: [r for r in rows if float(r[1]) > 130])
    done = terminal("predict", saved, high, "--out", tmp_path / "p.csv")
    assert done.returncode == 0, done.stderr
    assert "of 8 attributes differ: 'plas'" in done.stdout
    assert "it drifts strongly (PSI" in done.stdout
    assert "drifts" not in done.stderr  # once is enough
    facts = json.loads(
        terminal("predict", saved, high, "--out", tmp_path / "p.csv", "--json").stdout
    )
    told = {one["attribute"]: one for one in facts["drift"]["attributes"]}
    assert told["plas"]["drift"] == "much"
    assert told["pedi"]["drift"] == "none"


def test_that_odd_values_in_few_rows_are_told(terminal: Any, tmp_path: Path) -> None:
    saved = model(terminal, tmp_path)

    def odd(rows: list[list[str]]) -> list[list[str]]:
        return [["99", *rows[0][1:]], ["", *rows[1][1:]], *rows[2:5]]

    done = terminal(
        "predict", saved, written(tmp_path / "odd.csv", odd), "--out", tmp_path / "p.csv"
    )
    assert "1 row out of the training rows' range (0 to 17)" in done.stdout
    assert "1 row without a value, where none was missing" in done.stdout
    assert "5 rows are too few to judge drift by" in done.stdout
