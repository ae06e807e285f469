"""Files: whole or not at all."""

from pathlib import Path

import pytest

from workbench.core.errors import DataError
from workbench.core.files import resource, write_text, written_atomically


def test_that_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "flow.json"
    write_text(path, "old")
    with pytest.raises(OSError, match="none"), written_atomically(path) as beside:
        (beside / "none").read_text()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_missing_folder_gives_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Cannot write here"):
        write_text(tmp_path / "none" / "f", "x")


def test_that_resources_are_found() -> None:
    assert resource("flows", "pima.flow").is_file()
