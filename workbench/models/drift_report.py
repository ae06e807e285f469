"""New rows beside the training rows: a table, and what is to be said of it in sentences."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from workbench.data.dataset import Dataset
from workbench.models.drift import FEWEST, AttributeDrift, drift_of
from workbench.models.model import Model

MOST_LABELS = 5
_DRIFTS = {"some": "drifts", "much": "drifts strongly"}


@dataclass(frozen=True)
class DriftReport:
    """What is known of new rows.

    Args:
        n_rows: of the new ones.
        n_training: of those that the model was trained on.
        attributes: in the schema's order.
    """

    n_rows: int
    n_training: int
    attributes: tuple[AttributeDrift, ...]

    @classmethod
    def of(cls, model: Model, rows: Dataset) -> Self | None:
        """The report; None where the model does not know what its training rows were like."""
        found = drift_of(model, rows)
        if found is None or model.statistics is None:
            return None
        return cls(rows.n_samples, model.statistics.n_rows, found)

    @property
    def notable(self) -> tuple[AttributeDrift, ...]:
        """The attributes that there is something to be said of."""
        return tuple(a for a in self.attributes if a.is_notable)

    @property
    def sentence(self) -> str:
        """What came out, in one sentence or two."""
        n = len(self.attributes)
        of = "1 attribute" if n == 1 else f"{n:,} attributes"
        beside = f"Beside the {self.n_training:,} training rows"
        few = ""
        if self.n_rows < FEWEST:
            few = f" {self.n_rows:,} rows are too few to judge drift by (at least {FEWEST})."
        if not self.notable:
            return f"{beside}, nothing is new or out of range in {of}.{few}"
        names = ", ".join(f"'{a.name}'" for a in self.notable[:MOST_LABELS])
        more = "" if len(self.notable) <= MOST_LABELS else ", …"
        verb = "differs" if len(self.notable) == 1 else "differ"
        return f"{beside}, {len(self.notable)} of {of} {verb}: {names}{more}.{few}"

    def to_csv_rows(self) -> list[list[str]]:
        """The table with its header, as text."""
        header = ["attribute", "measure", "low", "high", "below", "above", "unseen", "unseen_rows"]
        header += ["missing", "missing_in_training", "psi", "psi_p", "ks", "ks_p", "drift"]
        return [header, *([_text(v) for v in _cells(a)] for a in self.attributes)]

    def facts(self) -> dict[str, Any]:
        """As JSON values."""
        header, *_ = self.to_csv_rows()
        rows = [dict(zip(header, map(_json, _cells(a)), strict=True)) for a in self.attributes]
        return {
            "rows": self.n_rows,
            "training_rows": self.n_training,
            "sentence": self.sentence,
            "attributes": rows,
        }


def findings(drift: AttributeDrift) -> str:
    """What is to be said of one attribute, without its name; empty for nothing."""
    parts: list[str] = []
    if drift.n_unseen:
        labels = ", ".join(drift.unseen[:MOST_LABELS])
        more = "" if len(drift.unseen) <= MOST_LABELS else ", …"
        parts.append(
            f"{_rows(drift.n_unseen)} with a label never seen in training ({labels}{more})"
        )
    out = drift.n_below + drift.n_above
    if out:
        ends = f"{_number(drift, drift.low)} to {_number(drift, drift.high)}"
        parts.append(f"{_rows(out)} out of the training rows' range ({ends})")
    if drift.is_missing_anew:
        parts.append(f"{_rows(drift.n_missing)} without a value, where none was missing")
    if drift.verdict in _DRIFTS and drift.psi is not None:
        ks = "" if drift.ks is None else f", KS {drift.ks:.2f}"
        parts.append(f"it {_DRIFTS[drift.verdict]} (PSI {drift.psi:.2f}{ks})")
    return "; ".join(parts)


def _rows(n: int) -> str:
    return "1 row" if n == 1 else f"{n:,} rows"


def _number(drift: AttributeDrift, value: float) -> str:
    if drift.measure == "date":
        return str(np.datetime64(int(value), "ms"))[:16].replace("T", " ")
    unit = {"words": " words", "length": " long", "mean": " on average", "rows": " rows"}
    return f"{value:.6g}{unit.get(drift.measure, '')}"


def _cells(drift: AttributeDrift) -> list[Any]:
    return [
        *(drift.name, drift.measure, drift.low, drift.high, drift.n_below, drift.n_above),
        *("; ".join(drift.unseen), drift.n_unseen, drift.n_missing, drift.missed_before),
        *(drift.psi, drift.psi_p, drift.ks, drift.ks_p, drift.verdict),
    ]


def _json(value: Any) -> Any:
    return None if isinstance(value, float) and not np.isfinite(value) else value


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
