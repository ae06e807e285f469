"""What a prediction gives: rows like any others, and how they differ from the training rows."""

from dataclasses import dataclass

from workbench.data.dataset import Dataset
from workbench.models.drift_report import DriftReport


@dataclass(frozen=True, eq=False)
class Predicted(Dataset):
    """Predicted rows. What is made of them later is a plain data set again.

    Args:
        drift: None where the model does not know what its training rows were like.
    """

    drift: DriftReport | None = None
