"""What a CSV file may have meant otherwise than it was read: told, for a guess can be wrong."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from workbench.core.run import Event, Noted
from workbench.data.dataset import Dataset
from workbench.data.readers.csv_text.reading import Named
from workbench.data.readers.csv_text.rows import Row

MAX_CLASS_NUMBERS = 10
_ZERO_FIRST = re.compile(r"[+-]?0[0-9]+")
_LONG = re.compile(r"[+-]?[0-9]{16,}")


def about_numbers(named: Sequence[Named], rows: Sequence[Row]) -> Iterator[Event]:
    """Warnings about numeric attributes without values, with infinite ones, or that are codes.

    Args:
        rows: the first rows as they stand in the file.
    """
    for i, (attribute, column) in enumerate(named):
        if attribute.kind != "numeric" or not len(column):
            continue
        if np.isnan(column).all():
            yield Noted(f"Attribute '{attribute.name}' has no values.", is_warning=True)
        if np.isinf(column).any():
            text = f"Attribute '{attribute.name}' has infinite values, or numbers beyond 1.8e308."
            yield Noted(text, is_warning=True)
        yield from _about_codes(attribute.name, [row[i] for row in rows if i < len(row)])


def about_class(dataset: Dataset) -> list[Event]:
    """A warning if a numeric class looks like a code for a few classes."""
    target = dataset.schema.class_attribute
    if target is None or target.kind != "numeric":
        return []
    numbers = np.unique(dataset.labels[~np.isnan(dataset.labels)])
    if not 2 <= len(numbers) <= MAX_CLASS_NUMBERS or np.any(numbers != np.round(numbers)):
        return []
    text = (
        f"The class '{target.name}' is numeric with only {len(numbers)} different values; "
        f"to classify, read it as labels (parameter 'nominal')."
    )
    return [Noted(text, is_warning=True)]


def _about_codes(name: str, cells: Row) -> Iterator[Event]:
    """Of numbers that lose digits: leading zeros of postal codes, the last ones of long keys."""
    texts = [cell for cell in cells if cell]
    lost = {
        "leading zeros": next((text for text in texts if _ZERO_FIRST.fullmatch(text)), None),
        "digits beyond the sixteenth": next((text for text in texts if _is_rounded(text)), None),
    }
    for what, text in lost.items():
        if text is not None:
            yield Noted(
                f"Attribute '{name}' is numeric, so {what} are lost, as of {text}; to keep them, "
                "name it under 'text' or 'nominal'.",
                is_warning=True,
            )


def _is_rounded(text: str) -> bool:
    return bool(_LONG.fullmatch(text)) and len(text) < 300 and int(float(text)) != int(text)
