"""Fixtures for every test."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


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
