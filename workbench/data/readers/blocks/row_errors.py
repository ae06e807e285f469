"""Several errors of one file: collected up to a number, raised together."""

from collections.abc import Sequence

from workbench.core.errors import DataError

MAX_ERRORS = 20


def raise_first(errors: Sequence[DataError]) -> None:
    """Raise the first of some errors, carrying the others; do nothing if there is none."""
    if errors:
        first = errors[0]
        raise DataError(
            first.message, remedy=first.remedy, where=first.where, others=tuple(errors[1:])
        )


def add_error(errors: list[DataError], error: DataError) -> None:
    """Add an error and those it carries, up to 20 in all."""
    others = [other for other in error.others if isinstance(other, DataError)]
    alone = DataError(error.message, remedy=error.remedy, where=error.where)
    errors.extend([alone, *others][: MAX_ERRORS - len(errors)])
