"""The sentences about rows of the wrong length in an ARFF file: what was probably meant."""

import re
from collections.abc import Sequence

from workbench.core.errors import DataError, Where
from workbench.data.readers.arff_text.token import Token
from workbench.data.schema import Attribute

_EMPTY_FIELD = re.compile(r"^\s*,|,\s*(,|$)")
_DECLARATIONS = {"@attribute", "@relation", "@data", "@end"}


def about_count(
    values: Sequence[Token], attributes: Sequence[Attribute], line: int, content: str
) -> DataError:
    """The error about a dense row of too few or too many values.

    Args:
        content: the line as it stands.
    """
    n, n_values = len(attributes), len(values)
    count = "1 value" if n_values == 1 else f"{n_values} values"
    message = f"{count}, but {n} {'attributes' if n > 1 else 'attribute'}"
    if n_values < n:
        message += f": '{attributes[n_values].name}' and what follows have none"
    column = values[n].column if n_values > n else len(content) + 1
    remedy = _remedy(values, content, is_short=n_values < n)
    return DataError(f"{message}.", remedy=remedy, where=Where(line=line, column=column))


def _remedy(values: Sequence[Token], content: str, *, is_short: bool) -> str | None:
    if values and values[0].text.lower() in _DECLARATIONS:
        return f"All declarations stand before @data: {values[0].text} is read as a value here."
    if is_short and _EMPTY_FIELD.search(content):
        return "An empty field is no value in an ARFF file: write ? for a missing one."
    if is_short and ";" in content and "," not in content:
        return "Semicolons do not separate values in an ARFF file: write commas."
    return None if is_short else "Values with blanks or commas want quotes."
