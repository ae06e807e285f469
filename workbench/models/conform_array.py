"""Pictures, series and tokens of new rows brought to the shape and vocabulary a model knows."""

import numpy as np

from workbench.core.errors import ModelError
from workbench.data.dataset import MISSING_CODE, Column, is_filled
from workbench.data.schema import Attribute
from workbench.data.text.vocabulary import UNKNOWN


def as_array(column: Column, theirs: Attribute, ours: Attribute) -> Column:
    """The array column of ``theirs`` as the model holds ``ours``.

    Shorter sequences are filled up at their end, tokens matched by their text.

    Raises:
        ModelError: pictures are of another size, series of other channels or longer than the
            model takes, a token is unknown to a model without ``<unknown>``, or these are tokens
            and those are not.
    """
    if bool(theirs.values) != bool(ours.values):
        kinds = ("tokens", "no tokens") if theirs.values else ("no tokens", "tokens")
        raise ModelError(
            f"Attribute '{ours.name}' holds {kinds[0]} in these rows; the model needs {kinds[1]}."
        )
    if theirs.values != ours.values:
        column = _recoded(column, theirs, ours)
    if theirs.shape == ours.shape:
        return column
    is_sequence = column.dtype.kind in "fi"
    if not is_sequence or theirs.shape[1:] != ours.shape[1:]:
        raise ModelError(
            f"Attribute '{ours.name}' has the shape {_said(theirs.shape)} in these rows; "
            f"the model needs {_said(ours.shape)}."
        )
    return _of_length(column, ours)


def _of_length(column: Column, ours: Attribute) -> Column:
    """The sequences filled up, or cut where nothing but filling is lost."""
    length = ours.shape[0]
    beyond = column[:, length:]
    if np.any(is_filled(beyond)):
        raise ModelError(
            f"Attribute '{ours.name}' has sequences of up to {column.shape[1]} steps in these "
            f"rows; the model takes {length} at most.",
            remedy="Cut them, or train the model with rows as long as these.",
        )
    filling = np.nan if column.dtype.kind == "f" else MISSING_CODE
    full = np.full((len(column), *ours.shape), filling, dtype=column.dtype)
    kept = column[:, :length]
    full[:, : kept.shape[1]] = kept
    return full


def _recoded(column: Column, theirs: Attribute, ours: Attribute) -> Column:
    codes = {token: code for code, token in enumerate(ours.values)}
    unknown = codes.get(UNKNOWN, MISSING_CODE)
    table = np.array([*(codes.get(t, unknown) for t in theirs.values), MISSING_CODE], np.int32)
    used = np.unique(column[column >= 0])
    strange = used[table[used] == MISSING_CODE]
    if len(strange):
        raise ModelError(
            f"Attribute '{ours.name}' has the token {theirs.values[strange[0]]!r} in these rows, "
            "which the model does not know."
        )
    return np.asarray(table[column])  # the last is for filling: −1


def _said(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))
