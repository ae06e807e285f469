"""A plane that was seen in training, in the units and with the names of the raw rows."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.data.dataset import Dataset, FloatArray
from workbench.models.mlp_rows import ReadyFold
from workbench.training.events import PlaneSeen

N_ROWS = 64  # from which is seen how a step scales an attribute
CLOSE = 1e-6  # of the attribute's range


def in_raw_units(seen: PlaneSeen, fold: ReadyFold, raw: Dataset) -> PlaneSeen:
    """With names; in raw units where preparation does no more than shift and scale.

    Args:
        raw: the fold's training rows before its own preparation.
    """
    some = raw.take(slice(0, N_ROWS))
    prepared = some
    for step in fold.steps:
        prepared = step.apply(prepared)
    names = tuple(a.name for a in prepared.schema.features)
    classes = raw.schema.target.values if raw.schema.task == "classification" else ()
    if len(names) != 2:
        return replace(seen, classes=classes)
    changed = replace(seen, names=names, classes=classes)
    across, up = (_line(some, prepared, name) for name in names)
    if across is None or up is None:
        return changed
    (a, b), (c, d) = across, up
    points = _fixed(np.column_stack([a * seen.points[:, 0] + b, c * seen.points[:, 1] + d]))
    changed = replace(changed, x=_fixed(a * seen.x + b), y=_fixed(c * seen.y + d), points=points)
    if classes:
        return changed
    mean, scale = fold.target_mean, fold.target_scale
    figures = {n: _fixed(getattr(seen, n) * scale + mean) for n in _FIGURES}
    return replace(changed, outputs=figures["outputs"], targets=figures["targets"],
                   predicted=figures["predicted"])  # fmt: skip


_FIGURES = ("outputs", "targets", "predicted")


def _line(raw: Dataset, prepared: Dataset, name: str) -> tuple[float, float] | None:
    """Slope and start of raw values over prepared ones; None where they lie on no line."""
    if name not in raw.schema or raw.schema.attribute(name).kind != "numeric":
        return None
    before, after = (rows.column(name).astype(np.float64) for rows in (raw, prepared))
    known = np.isfinite(before) & np.isfinite(after)
    before, after = before[known], after[known]
    if len(after) < 2 or np.ptp(after) == 0 or np.ptp(before) == 0:
        return None
    slope, start = np.polyfit(after, before, 1)
    is_line = np.abs(slope * after + start - before).max() <= CLOSE * np.ptp(before)
    return (float(slope), float(start)) if is_line and slope > 0 else None


def _fixed(values: NDArray[np.float64]) -> FloatArray:
    values.flags.writeable = False
    return values
