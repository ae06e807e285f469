import csv
import io
from typing import Any

import numpy as np
import pytest

from workbench.core.errors import DataError, ParameterError
from workbench.core.run import finish
from workbench.runs.history import swept
from workbench.runs.history.columns import Column, columns_of, grouped, ordered, shown
from workbench.runs.history.comparing import compared
from workbench.runs.history.export import to_csv
from workbench.runs.history.importance import importances
from workbench.runs.history.listing import Wanted, listed
from workbench.runs.history.query import found, term, texts_of
from workbench.runs.history.records import Row


def row(run: int, accuracy: float | None = None, **facts: Any) -> Row:
    usual: dict[str, Any] = {
        "run": run, "result": run, "state": "finished", "sentence": "", "origin": "run",
        "flow_name": "pima", "file": "", "flow": "f1", "started": 1.79e9 + 86_400 * run,
        "seconds": float(run), "host": "here", "tags": (), "note": "", "relation": "pima",
        "fingerprint": "abcdef99", "n_rows": 768, "node": "n", "learner": "mlp",
        "name": "Network", "test": "cv:10", "seed": 1, "device": "cpu", "learner_seconds": 1.0,
        "model": "", "model_note": "", "intervals": {}, "parameters": {}, "has_curve": False,
        "versions": {"torch": "2"}, "scores": {} if accuracy is None else {"accuracy": accuracy},
    }  # fmt: skip
    return Row(**{**usual, **facts})


def runs_of(rows: list[Row]) -> list[int]:
    return [one.run for one in rows]


ROWS = [
    row(1, 0.7, tags=("good", "old"), parameters={"epochs": 10, "optimizer": "adam"}),
    row(2, 0.9, name="kNN", learner="knn", parameters={"k": 5}, note="too slow"),
    row(3, None, state="failed", sentence="no rows", relation="iris", fingerprint="123456aa"),
    row(4, 0.8, scores={"accuracy": 0.8, "log_loss": 0.4}, parameters={"epochs": 20}, seconds=None),
]


def test_that_the_best_score_comes_first_whichever_way_is_better() -> None:
    assert runs_of(listed(ROWS, Wanted(), "accuracy")) == [2, 4, 1, 3]
    rows = [row(i, scores={"log_loss": loss}) for i, loss in enumerate((0.5, 0.2, 0.9))]
    assert runs_of(listed(rows, Wanted(), "log_loss")) == [1, 0, 2]


def test_that_runs_are_listed_by_tag_learner_data_and_number() -> None:
    assert runs_of(listed(ROWS, Wanted(tag="good"))) == [1]
    assert runs_of(listed(ROWS, Wanted(learner="knn"))) == [2]
    assert runs_of(listed(ROWS, Wanted(learner="kNN"))) == [2]
    assert runs_of(listed(ROWS, Wanted(data="iris"))) == [3]
    assert runs_of(listed(ROWS, Wanted(data="123456"))) == [3]
    assert runs_of(listed(ROWS, Wanted(), limit=2)) == [1, 2]
    assert runs_of(listed(ROWS, Wanted(text="adam EPOCHS"))) == [1]


def test_that_a_score_that_no_run_has_is_refused_by_name() -> None:
    with pytest.raises(ParameterError, match="'rmse'"):
        listed(ROWS, Wanted(), "rmse")


@pytest.mark.parametrize(
    ("query", "runs"),
    [
        ("", [1, 2, 3, 4]),
        ("adam", [1]),
        ("accuracy>0.75", [2, 4]),
        ("accuracy>=0.7 accuracy<0.9", [1, 4]),
        ("epochs=20", [4]),
        ("epochs=10", [1]),
        ("k<=5", [2]),
        ("run>2", [3, 4]),
        ("learner:mlp tag:good", [1]),
        ('note:"too slow"', [2]),
        ('"too slow"', [2]),
        ("state:failed", [3]),
        ("data:IRIS", [3]),
        ("tag:", [2, 3, 4]),
        ("no rows", [3]),
        ("nowhere", []),
        ("accuracy>x", []),
        ("run>1.2.3", []),
    ],
)
def test_that_a_query_finds_what_it_says(query: str, runs: list[int]) -> None:
    assert [ROWS[place].run for place in found(ROWS, texts_of(ROWS), query)] == runs


def test_that_a_term_finds_the_value_it_was_made_of() -> None:
    odd = [*ROWS, row(9, name="my net"), row(10, relation="a b")]
    assert found(odd, texts_of(odd), term("learner", "my net")) == [4]
    assert found(odd, texts_of(odd), term("data", "a b")) == [5]


def test_that_columns_are_those_that_have_something_to_say() -> None:
    keys = [column.key for column in columns_of(ROWS)]
    assert "score.accuracy" in keys
    assert "score.auc" not in keys
    assert keys.index("parameter.epochs") < keys.index("parameter.k")  # that varies first


def test_that_lines_are_put_in_order_with_empty_ones_last_either_way() -> None:
    accuracy = Column("score.accuracy")
    assert ordered(ROWS, accuracy, descending=True) == [1, 3, 0, 2]
    assert ordered(ROWS, accuracy, descending=False) == [0, 3, 1, 2]
    assert ordered(ROWS, Column("seconds"), descending=True) == [2, 1, 0, 3]
    mixed = [row(1, parameters={"a": "x"}), row(2, parameters={"a": 3}), row(3)]
    assert ordered(mixed, Column("parameter.a"), descending=False) == [1, 0, 2]


def test_that_lines_are_grouped_by_what_they_share() -> None:
    places = range(len(ROWS))
    assert grouped(ROWS, places, "data") == [("pima", [0, 1, 3]), ("iris", [2])]
    assert grouped(ROWS, places, "learner")[1] == ("kNN", [1])
    assert grouped(ROWS, places, "tag") == [("good", [0]), ("old", [0]), ("", [1, 2, 3])]
    assert len(grouped(ROWS, places, "day")) == 4
    assert grouped(ROWS, [], "flow") == []


def test_that_data_of_one_name_but_other_content_are_two_groups() -> None:
    rows = [row(1), row(2, fingerprint="other")]
    assert grouped(rows, [0, 1], "data") == [("pima", [0]), ("pima", [1])]


def test_that_a_comparison_tells_what_differs_and_which_score_is_best() -> None:
    comparison = compared([ROWS[0], ROWS[1], ROWS[3]])
    lines = {line.name: line for line in comparison.lines}
    assert comparison.labels == ("1 · Network", "2 · kNN", "4 · Network")
    assert lines["accuracy"].best == 1
    assert lines["epochs"].values == (10.0, None, 20.0)
    assert lines["epochs"].differs
    assert not lines["data"].differs
    assert not lines["torch"].differs
    losses = compared([row(i, scores={"log_loss": v}) for i, v in enumerate((0.5, 0.2))])
    assert losses.lines[0].best == 1


def test_that_parameters_are_shown_as_a_table_can_have_them() -> None:
    assert shown([32]) == 32.0
    assert shown([32, 16]) == "32, 16"
    assert shown(True) == "yes"
    assert shown(float("inf")) == "inf"
    assert shown({"a": 1}) == "{'a': 1}"


def test_that_runs_become_a_data_set_of_what_varies() -> None:
    rows = [
        row(i, 0.5 + i / 100, parameters={"rate": 10.0**-i, "units": [i], "kind": "ab"[i % 2],
                                          "same": 1})
        for i in range(6)
    ]  # fmt: skip
    dataset = swept.run_dataset([row(99), *rows], "accuracy")
    assert dataset.schema.names == ("rate (log₁₀)", "units", "kind", "accuracy")
    np.testing.assert_allclose(dataset.column("rate (log₁₀)"), [0, -1, -2, -3, -4, -5])
    assert dataset.schema.attribute("kind").values == ("a", "b")
    assert dataset.sample_ids.tolist() == [1, 2, 3, 4, 5, 6]
    assert dataset.schema.target.name == "accuracy"


def test_that_what_the_score_depends_on_is_found() -> None:
    random = np.random.default_rng(3)
    rows = []
    for i in range(150):
        rate, other, kind = random.uniform(-4, -1), random.uniform(1, 2), "ab"[i % 2]
        accuracy = 0.8 - 0.05 * (rate + 2.5) ** 2 + 0.01 * random.normal()
        rows.append(row(i, accuracy, parameters={"rate": rate, "other": other, "kind": kind}))
    told = finish(importances(swept.run_dataset(rows, "accuracy")))
    shares = {one.name: one.share for one in told.parameters}
    assert told.parameters[0].name == "rate"
    assert 0.6 < shares["rate"] < 1.2
    assert max(shares["other"], shares["kind"]) < 0.05
    assert told.explained > 0.7
    assert told.n_runs == 150


def test_that_too_few_runs_or_none_that_differ_are_a_sentence() -> None:
    few = [row(i, i / 10, parameters={"k": i}) for i in range(5)]
    same = [row(i, i / 10, parameters={"k": 1}) for i in range(20)]
    flat = [row(i, 0.5, parameters={"k": i}) for i in range(20)]
    for rows, words in ((few, "takes 10"), (same, "differs"), (flat, "is the same")):
        with pytest.raises(DataError, match=words):
            finish(importances(swept.run_dataset(rows, "accuracy")))


def test_that_csv_holds_each_line_with_the_ends_of_its_intervals() -> None:
    told = row(1, 0.75, intervals={"accuracy": (0.7, 0.8)}, note='said "no",\nthen', seed=3)
    (head, line) = csv.reader(io.StringIO(to_csv([told])))
    cells = dict(zip(head, line, strict=True))
    assert (cells["accuracy"], cells["accuracy_low"], cells["accuracy_high"]) == (
        "0.75", "0.7", "0.8",
    )  # fmt: skip
    assert (cells["run"], cells["seed"], cells["note"]) == ("1", "3", 'said "no",\nthen')
