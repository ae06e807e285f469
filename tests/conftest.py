"""Fixtures for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.runs.history.place import VARIABLE

REPOSITORY = Path(__file__).resolve().parents[1]
USER_FOLDERS = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


@pytest.fixture(scope="session", autouse=True)
def no_one_elses_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let nothing that a test or a program started by it does reach the user's own folders."""
    home = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for name in USER_FOLDERS:
            patch.setenv(name, str(home / name.lower()))
        patch.setenv(VARIABLE, str(home / "history"))  # where those names mean nothing
        yield home


@pytest.fixture(scope="session")
def resources() -> Path:
    """The program's own resources: always there."""
    return REPOSITORY / "resources"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data sets beside the repository; absent on most machines."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the data sets in ../shared/data, which are not part of the repository")
    return folder
