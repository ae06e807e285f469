import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from typing_extensions import override

from workbench.core.component import Category
from workbench.core.errors import DataError, FlowError
from workbench.core.run import Event, Progressed, Run, Stop, finish
from workbench.data.dataset import Dataset
from workbench.export.model_file import load_model
from workbench.flow import file as flow_file
from workbench.flow.cache import Cache
from workbench.flow.events import NodeReported, NodeStarted
from workbench.flow.execute import execute
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.node import NodeComponent
from workbench.nodes.catalog import catalog
from workbench.runs.history import place, recording, shelf
from workbench.runs.history.history import FILE, History
from workbench.runs.history.recording import About, Recorder, recorder_in
from workbench.training.events import EpochEnded

ABOUT = About("run", "small", "/home/me/small.flow")
CHAIN = ("data", "split", "learner", "evaluate")
PORTS = ("data", "splits", "fits")


class Looking(NodeComponent):
    """Looks at data, and fails if asked to."""

    key: ClassVar[str] = "looking"
    title: ClassVar[str] = "Looking"
    category: ClassVar[Category] = "See"

    fails: bool = False

    def run(self, data: Dataset) -> Run[int]:
        """How many rows there are."""
        yield Progressed(0, 1)
        if self.fails:
            raise DataError("Nothing to see.")
        return data.n_samples


class Broken(Looking):
    """Makes a mistake that nobody foresaw."""

    key: ClassVar[str] = "broken"
    category: ClassVar[Category] = "Prepare"

    @override
    def run(self, data: Dataset) -> Run[int]:
        yield Progressed(0, 1)
        raise DataError("There are no rows.")


def graph(learner: str = "knn", test: str = "cross_validation", **parameters: Any) -> Graph:
    kinds = catalog()
    parts: dict[str, tuple[str, dict[str, Any]]] = {
        "data": ("arff", {"path": "resource:data/iris.arff"}),
        "split": (test, {"folds": 3} if test == "cross_validation" else {}),
        "learner": (learner, parameters),
        "evaluate": ("evaluate", {}),
    }
    made = Graph()
    for node_id, (key, values) in parts.items():
        made = made.with_node(Node(node_id, kinds[key].parse(values)))
    for source, target, port in zip(CHAIN, CHAIN[1:], PORTS, strict=False):
        made = made.with_link(Link(source, port, target, port))
    return made


def between(made: Graph, preparation: Node) -> Graph:
    """The flow with a preparation of the folds before the learner."""
    made = made.with_node(preparation)
    link = next(k for k in made.links if k.target == "learner")
    made = made.without_link(link).with_link(Link("split", "splits", preparation.id, "splits"))
    return made.with_link(Link(preparation.id, "splits", "learner", "splits"))


def looked_at(node: NodeComponent) -> Graph:
    made = graph().with_node(Node("look", node))
    return made.with_link(Link("data", "data", "look", "data"))


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    made = Recorder(tmp_path / "history")
    yield made
    made.close()


def history(recorder: Recorder) -> History:
    assert recorder.history is not None
    return recorder.history


def run(recorder: Recorder, flow: Graph, cache: Cache | None = None) -> None:
    finish(recorder.recorded(execute(flow, cache), flow, ABOUT))
    assert recorder.messages() == ()


def test_that_a_finished_run_is_written_down_with_all_that_is_known_of_it(
    recorder: Recorder,
) -> None:
    flow = graph(k=3)
    run(recorder, flow)
    (row,) = history(recorder).rows()
    assert (row.state, row.sentence, row.origin) == ("finished", "", "run")
    assert (row.flow_name, row.file) == ("small", "/home/me/small.flow")
    assert (row.relation, row.n_rows, row.test, row.seed) == ("iris", 150, "cv:3", 1)
    assert len(row.fingerprint) == 32
    assert (row.learner, row.node, row.parameters["k"]) == ("knn", "learner", 3)
    assert row.seconds is not None
    assert "workbench" in row.versions
    assert row.scores["accuracy"] == pytest.approx(0.95, abs=0.04)
    low, high = row.intervals["accuracy"]
    assert low < row.scores["accuracy"] < high
    folds = history(recorder).details(row.result)["folds"]
    assert len(folds) == 3
    assert np.mean([fold["accuracy"] for fold in folds]) == pytest.approx(row.scores["accuracy"])


def test_that_the_flow_is_there_again_as_it_was(recorder: Recorder) -> None:
    flow = graph(k=7)
    run(recorder, flow)
    text = history(recorder).flow(1)
    assert flow_file.loads(text, catalog()) == flow


def test_that_learning_curves_are_kept_for_each_fold(recorder: Recorder) -> None:
    run(recorder, graph("mlp", epochs=4))
    (row,) = history(recorder).rows()
    curves = history(recorder).curves(row.result)
    assert row.has_curve
    assert [len(curve.train_loss) for curve in curves] == [4, 4, 4]
    assert row.device == "cpu"
    assert "3 times" in row.model_note


def test_that_the_model_of_one_training_is_kept_and_predicts_the_same(recorder: Recorder) -> None:
    run(recorder, graph("mlp", "hold_out", epochs=2))
    (row,) = history(recorder).rows()
    path = history(recorder).shelf.path(row.model)
    assert load_model(path).model.key == "mlp"
    run(recorder, graph("mlp", "hold_out", epochs=2))
    assert [row.model for row in history(recorder).rows()] == [path.name, path.name]
    history(recorder).purge([1])
    assert path.exists()
    history(recorder).purge([2])
    assert not path.exists()


def test_that_a_large_model_is_not_kept_and_why_is_said(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history(recorder).shelf, "_largest", 100)
    run(recorder, graph("mlp", "hold_out", epochs=1))
    (row,) = history(recorder).rows()
    assert row.model == ""
    assert "are kept" in row.model_note
    monkeypatch.setattr(history(recorder).shelf, "_largest", shelf.LARGEST)
    monkeypatch.setattr(history(recorder).shelf, "_limit", 100)
    run(recorder, graph("mlp", "hold_out", epochs=1))
    assert "together" in history(recorder).rows()[0].model_note
    assert history(recorder).shelf.size == 0


def test_that_the_copies_of_a_swept_learner_are_lines_of_one_run(recorder: Recorder) -> None:
    run(recorder, graph().with_sweep("learner", "k", [1, 3, 5]))
    rows = history(recorder).rows()
    assert {row.run for row in rows} == {1}
    assert [row.parameters["k"] for row in rows] == [1, 3, 5]


def test_that_scores_go_to_the_learner_that_has_them_on_several_data_sets(
    recorder: Recorder,
) -> None:
    paths = [f"resource:data/{name}.arff" for name in ("credit-g", "iris")]
    flow = graph("majority").with_sweep("data", "path", paths)
    run(recorder, flow)
    of_data = {row.relation: row.scores["accuracy"] for row in history(recorder).rows()}
    assert of_data == {"german_credit": pytest.approx(0.7), "iris": pytest.approx(1 / 3, abs=0.02)}


def test_that_scores_go_to_the_learner_behind_its_own_preparation(recorder: Recorder) -> None:
    flow = between(graph(k=3), Node("select", catalog()["pca"].parse({"count": 1})))
    run(recorder, flow.with_sweep("select", "count", [1, 4]))
    rows = history(recorder).rows()
    results = finish(execute(flow.with_sweep("select", "count", [1, 4]))).values["evaluate"]
    expected = [float(np.mean(r.actual == r.predicted)) for r in results.results]
    assert [row.scores["accuracy"] for row in rows] == pytest.approx(expected)
    assert expected[0] != expected[1]


def test_that_a_learner_that_is_only_compared_has_the_means_over_its_folds(
    recorder: Recorder,
) -> None:
    flow = graph(k=3).with_node(Node("compare", catalog()["comparison"].parse({})))
    flow = flow.with_link(Link("learner", "fits", "compare", "fits"))
    run(recorder, flow)
    run(recorder, flow.without(["evaluate"]))
    compared, evaluated = history(recorder).rows()
    assert compared.scores["accuracy"] == pytest.approx(evaluated.scores["accuracy"])
    assert "auc" in compared.scores
    low, high = compared.intervals["accuracy"]
    assert low < compared.scores["accuracy"] < high
    folds = [history(recorder).details(row.result)["folds"] for row in (compared, evaluated)]
    assert [f["accuracy"] for f in folds[0]] == pytest.approx([f["accuracy"] for f in folds[1]])
    assert history(recorder).details(compared.result)["scores_are"] == "means over the folds"


def test_that_a_run_that_fails_is_written_down_with_its_sentence(recorder: Recorder) -> None:
    run(recorder, looked_at(Broken()))
    rows = history(recorder).rows()
    assert {row.state for row in rows} == {"failed"}
    assert "There are no rows." in rows[0].sentence
    assert rows[0].scores  # of what did not need the node that failed


def test_that_a_run_that_is_stopped_is_stopped(recorder: Recorder) -> None:
    flow = graph("mlp", epochs=500)

    def stop(event: Event) -> Stop | None:
        inner = event.event if isinstance(event, NodeReported) else event
        return Stop() if isinstance(inner, EpochEnded) else None

    finish(recorder.recorded(execute(flow), flow, ABOUT), stop)
    (row,) = history(recorder).rows()
    assert row.state == "stopped"


def test_that_a_run_is_there_while_it_runs_and_stopped_once_cancelled(recorder: Recorder) -> None:
    flow = graph()
    going = recorder.recorded(execute(flow), flow, ABOUT)
    while not isinstance(next(going), NodeStarted):
        pass
    assert [row.state for row in history(recorder).rows()] == ["running"]
    going.close()
    (row,) = history(recorder).rows()
    assert (row.state, row.sentence) == ("stopped", recording.CANCELLED)


def test_that_a_run_in_which_all_is_remembered_leaves_no_line(recorder: Recorder) -> None:
    cache = Cache()
    run(recorder, graph(), cache)
    run(recorder, graph(), cache)
    run(recorder, looked_at(Looking()), cache)  # another view of what is known
    assert len(history(recorder).rows()) == 1


def test_that_a_flow_that_cannot_run_leaves_no_line(recorder: Recorder) -> None:
    with pytest.raises(FlowError, match="empty"):
        run(recorder, Graph())
    assert not history(recorder).exists


def test_that_nothing_is_written_where_the_history_is_switched_off(recorder: Recorder) -> None:
    history(recorder).switch(on=False)
    run(recorder, graph())
    assert history(recorder).rows() == []


def test_that_nothing_is_written_where_the_environment_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(place.VARIABLE, "off")
    off = recorder_in(tmp_path / "history")
    run(off, graph())
    assert not (tmp_path / "history").exists()


def test_that_a_run_goes_on_where_the_history_is_damaged_and_one_notice_comes(
    recorder: Recorder,
) -> None:
    folder = history(recorder).folder
    folder.mkdir()
    (folder / FILE).write_bytes(b"nonsense" * 100)
    for _ in range(2):
        flow = graph()
        assert finish(recorder.recorded(execute(flow), flow, ABOUT)).values["evaluate"]
    (message,) = recorder.messages()
    assert message.startswith("This run is not in the history:")
    assert (folder / FILE).read_bytes() == b"nonsense" * 100


def test_that_a_run_goes_on_where_another_program_keeps_the_file_for_itself(
    tmp_path: Path,
) -> None:
    made = Recorder(tmp_path)
    assert made.history is not None
    made.history.rows()
    made.history = History(tmp_path, wait_s=0.01)
    flow = graph()
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert finish(made.recorded(execute(flow), flow, ABOUT)).values["evaluate"]
    (message,) = made.messages()
    assert "keeps the history" in message
    finish(made.recorded(execute(flow), flow, ABOUT))
    assert len(made.history.rows()) == 1
    made.close()


def test_that_a_full_disk_ends_recording_and_no_run(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(recorder, graph())
    with history(recorder)._database.reading() as connection:
        n_pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {n_pages}")  # as if no page were left
    monkeypatch.setattr(flow_file, "dumps", lambda _graph: "".join(map(str, range(100_000))))
    flow = graph()
    assert finish(recorder.recorded(execute(flow), flow, ABOUT)).values["evaluate"]
    (message,) = recorder.messages()
    assert "The disk is full" in message


def test_that_how_a_run_ended_is_kept_where_its_results_cannot_be(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(recording, "result_records", fails)
    flow = graph()
    finish(recorder.recorded(execute(flow), flow, ABOUT))
    (row,) = history(recorder).rows()
    assert (row.state, row.learner) == ("finished", "")
    assert len(recorder.messages()) == 1
