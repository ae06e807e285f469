"""Optional packages: asked for by one sentence where they are missing."""

import importlib.util

from workbench.core.errors import DataError


def require(package: str, extra: str, what: str) -> None:
    """See that an optional package is there.

    Args:
        extra: the name of our extra that brings it.
        what: what it is for, in the plural: "Excel files".

    Raises:
        DataError: it is not installed; says how to get it.
    """
    if importlib.util.find_spec(package) is None:
        raise DataError(
            f"{what} need the package {package}, which is not installed.",
            remedy=f'Install it with: pip install "neural-workbench[{extra}]".',
        )
