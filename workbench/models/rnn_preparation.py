"""What a recurrent network does with texts and series before it reads them."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from workbench.core.errors import FitError
from workbench.core.run import Noted, Run
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models.preparation import LARGEST, known_class
from workbench.models.rnn_rows import Reading, sequence_attributes
from workbench.preprocess.select_attributes import FittedSelection
from workbench.preprocess.series_scaling import (
    FittedSeriesScaling,
    SeriesScaling,
    is_series,
    without_gaps,
)
from workbench.preprocess.tokenise import Tokenise
from workbench.preprocess.transform import FittedTransform

Scale: TypeAlias = Literal["standardise", "min-max", "none"]


def has_sequence(train: Dataset) -> bool:
    """Whether there is an array or a text to be read, not a table of numbers and labels."""
    return bool(sequence_attributes(train.schema.features))


def prepared_sequences(
    train: Dataset, scale: Scale | None
) -> Run[tuple[tuple[FittedTransform, ...], Dataset]]:
    """The steps before a network that reads sequences, fitted on ``train``, and the rows after.

    Attributes beside the sequence are left out, rows without a class as well; each is noted. A
    text is cut into words. The gaps of series are filled, and their channels scaled.

    Args:
        scale: how series are scaled; None = the rows are taken as they are.

    Raises:
        FitError: there are no rows, no class, or no step in any sequence; a series holds an
            infinite or enormous number; or nothing may be done and there is a text or a gap.
    """
    known = known_class(train)
    if dropped := train.n_samples - known.n_samples:
        yield Noted(f"Training rows without a class, left out: {dropped}.")
    read = sequence_attributes(known.schema.features)
    _refuse_unreadable(known, read)
    steps: list[FittedTransform] = []
    others = [a.name for a in known.schema.features if a not in read]
    if others:
        steps.append(FittedSelection(tuple(others)))
        what = ", ".join(f"'{name}'" for name in others[:6])
        more = f" and {len(others) - 6} more" if len(others) > 6 else ""
        yield Noted(f"Left out, beside the sequence: {what}{more}.", is_warning=True)
    rows = steps[0].apply(known) if steps else known
    if scale is None:
        _refuse_unprepared(rows, read)
        return tuple(steps), rows
    added, step = _step(rows, read, scale)
    if step is not None:
        steps, rows = [*steps, step], step.apply(rows)
        yield Noted(f"Added: {added}.")
    return tuple(steps), rows


def unit_of_forecast(schema: Schema, steps: Sequence[FittedTransform]) -> tuple[float, float]:
    """Mean and deviation by which the series was standardised, if a number is to be forecast.

    Args:
        schema: of prepared rows.

    Raises:
        FitError: there are several channels, so that there is no saying which goes on.
    """
    if schema.task == "classification":
        return 0.0, 1.0
    reading = Reading.of(schema)
    if reading.width > 1:
        raise FitError(
            f"The series has {reading.width} channels; to forecast in a series' own units it must "
            "have one, which goes on.",
            remedy="Turn 'own_scale' off, or put one attribute into the windows.",
        )
    fitted = next((s for s in steps if isinstance(s, FittedSeriesScaling)), None)
    if fitted is None:
        return 0.0, 1.0
    scaling = fitted.channels[reading.names[0]]
    return float(scaling.offsets[0]), float(scaling.divisors[0])


def _step(
    rows: Dataset, read: Sequence[Attribute], scale: Scale
) -> tuple[str, FittedTransform | None]:
    """What makes steps of the sequence, if anything has to."""
    names = tuple(a.name for a in read)
    if read[0].kind == "string":
        return "tokenise (word)", Tokenise(attributes=names).fit(rows)
    if is_series(read[0], rows):
        return f"fill gaps, {scale}", SeriesScaling(scale=scale, attributes=names).fit(rows)
    return "", None


def _refuse_unreadable(rows: Dataset, read: Sequence[Attribute]) -> None:
    if all(np.all(rows.missing(a.name)) for a in read):
        raise FitError(f"'{read[0].name}' is empty in every training row.")
    for attribute in read:
        if is_series(attribute, rows) and _is_enormous(rows.column(attribute.name)):
            raise FitError(
                f"Series '{attribute.name}' holds numbers beyond ±{LARGEST:g}, which are too large "
                "to compute with."
            )


def _is_enormous(column: Column) -> bool:
    known = column[~np.isnan(column)]
    return bool(np.any(np.abs(known) > LARGEST))


def _refuse_unprepared(rows: Dataset, read: Sequence[Attribute]) -> None:
    if read[0].kind == "string":
        raise FitError(
            f"Attribute '{read[0].name}' is a text; tokens are needed here.",
            remedy="Turn 'prepare' on in the learner, or put 'Tokenise' before it.",
        )
    for attribute in read:
        if is_series(attribute, rows):
            column = rows.column(attribute.name)
            filled = without_gaps(column, np.zeros(column.shape[2]))
            if not np.array_equal(np.isnan(filled), np.isnan(column)):
                raise FitError(
                    f"Series '{attribute.name}' has gaps.",
                    remedy="Turn 'prepare' on in the learner, or put 'Scale series' before it.",
                )
