"""Every view of curves, and a kept threshold, in a terminal."""

import csv
import json
from pathlib import Path

from tests.flows.conftest import Terminal
from workbench.core.files import resource
from workbench.flow.file import dumps
from workbench.flow.graph import Graph, Link, Node
from workbench.nodes.catalog import catalog

VIEWS = ("roc", "precision_recall", "calibration", "lift", "cost_curve", "threshold", "score_table")


def flow() -> Graph:
    """Pima, one test part, nearest neighbours, a threshold, every view."""
    values: dict[str, dict[str, object]] = {
        "arff": {"path": str(resource("data", "diabetes.arff"))},
        "hold_out": {},
        "knn": {"k": 15},
        "decision_threshold": {"label": "tested_positive", "threshold": 0.3},
        "evaluate": {},
        **{view: {} for view in VIEWS},
    }
    graph = Graph()
    for key, parameters in values.items():
        graph = graph.with_node(Node(key, catalog()[key].parse(parameters)))
    chain = [
        ("arff", "data", "hold_out", "data"),
        ("hold_out", "splits", "knn", "splits"),
        ("knn", "fits", "decision_threshold", "fits"),
        ("decision_threshold", "fits", "evaluate", "fits"),
        *(("evaluate", "evaluation", view, "evaluation") for view in VIEWS),
    ]
    for link in chain:
        graph = graph.with_link(Link(*link))
    return graph


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_that_every_view_is_written_and_a_threshold_can_be_set(
    terminal: Terminal, tmp_path: Path
) -> None:
    file, out = tmp_path / "curves.flow", tmp_path / "out"
    file.write_text(dumps(flow()), encoding="utf-8")
    sets = ("decision_threshold.threshold=0.2", "threshold.threshold=0.2", "calibration.n_bins=5")
    settings = [word for one in sets for word in ("--set", one)]
    done = terminal("run", file, "--out", out, *settings)
    assert done.returncode == 0, done.stderr
    for view in VIEWS:
        assert rows(out / f"{view}.csv"), view
    (report,) = json.loads((out / "results.json").read_text(encoding="utf-8"))
    (_, alarms), (missed, found) = report["confusion"]
    # What the models decide is what the explorer says of their threshold.
    at = next(
        row
        for row in rows(out / "threshold.csv")
        if row["class"] == "tested_positive" and row["threshold"] == "0.2"
    )
    assert [int(at[name]) for name in ("tp", "fp", "fn")] == [found, alarms, missed]
    bins = [row for row in rows(out / "calibration.csv") if row["class"] == "tested_positive"]
    assert len(bins) <= 5
    assert sum(int(row["samples"]) for row in bins) == report["instances"]
    scores = {row["score"]: row for row in rows(out / "score_table.csv")}
    assert all(row["low"] for row in scores.values()), "every score has an interval"
