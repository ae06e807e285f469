"""The published form of flow files: current, and what every flow of ours keeps to.

After a change of ``flow/records.py``: ``WORKBENCH_WRITE_SCHEMA=1 pytest`` on this file writes it.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.core.errors import FlowError
from workbench.core.files import resource
from workbench.flow import file as flow_file
from workbench.flow.file import MIGRATIONS, VERSION, dumps, load, loads
from workbench.flow.records import FlowRecord, schema
from workbench.nodes.catalog import catalog

PUBLISHED = Path(__file__).parents[3] / "docs" / "flow.schema.json"
VERSIONS = Path(__file__).parent / "flow_versions"
FLOWS = sorted(
    path for folder in ("flows", "templates") for path in resource(folder).glob("*.flow")
)


def test_that_the_published_schema_is_the_one_that_files_are_read_by() -> None:
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("WORKBENCH_WRITE_SCHEMA") == "1":
        PUBLISHED.write_text(text, encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_that_every_flow_of_ours_is_the_same_once_written_and_read(path: Path) -> None:
    graph = load(path, catalog())
    text = dumps(graph)
    assert loads(text, catalog()) == graph
    assert dumps(loads(text, catalog())) == text


def test_that_the_example_of_the_format_s_description_is_a_flow() -> None:
    text = (PUBLISHED.parent / "flow-format.md").read_text(encoding="utf-8")
    example = text.split("```json\n")[1].split("```")[0]
    graph = loads(example, catalog())
    assert set(graph.nodes) == {"data", "folds", "learn"}
    assert json.loads(dumps(graph)) == json.loads(example)


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_that_files_of_every_version_are_read(version: int) -> None:
    """A file as each version wrote it, and what it means today. They are never changed."""
    old = (VERSIONS / f"v{version}.flow").read_text(encoding="utf-8")
    assert json.loads(old)["version"] == version
    now = (VERSIONS / f"v{version}.today.flow").read_text(encoding="utf-8")
    assert dumps(loads(old, catalog())) == now


def test_that_every_older_version_has_a_way_to_the_present_one() -> None:
    assert sorted(MIGRATIONS) == list(range(1, VERSION))


def test_that_migrations_are_applied_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def step(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
        def changed(record: dict[str, Any]) -> dict[str, Any]:
            notes = [*record["notes"], {"id": name, "text": name}]
            return {**record, "version": record["version"] + 1, "notes": notes}

        return changed

    monkeypatch.setattr(flow_file, "VERSION", 3)
    monkeypatch.setattr(flow_file, "MIGRATIONS", {1: step("first"), 2: step("second")})
    monkeypatch.setattr(FlowRecord.model_fields["version"], "metadata", [])
    FlowRecord.model_rebuild(force=True)
    old = {"format": "workbench-flow", "version": 1, "nodes": [], "links": [], "notes": []}
    try:
        graph = loads(json.dumps(old), catalog())
    finally:
        monkeypatch.undo()
        FlowRecord.model_rebuild(force=True)
    assert [note.id for note in graph.notes] == ["first", "second"]


def test_that_a_newer_version_is_refused_by_its_number() -> None:
    newer = {"format": "workbench-flow", "version": VERSION + 1}
    with pytest.raises(FlowError, match=f"has version {VERSION + 1}"):
        loads(json.dumps(newer), catalog())
