"""The words of a model file: its manifest, validated when it is read."""

from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from workbench.data.schema_facts import SchemaFacts
from workbench.training.curve import Curve

FORMAT: Final = "workbench-model"
VERSION: Final = 2  # 2: threshold and training statistics


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class PartFacts(_Facts):
    """A model or a fitted transform: who made it, and what it holds besides arrays."""

    key: str
    values: dict[str, Any]


class CurveFacts(_Facts):
    """A learning curve without its arrays."""

    best_epoch: int | None
    watched: str
    loss_name: str = "loss"
    score_name: str = ""

    @classmethod
    def of(cls, curve: Curve) -> Self:
        """The facts of a curve."""
        return cls(**{name: getattr(curve, name) for name in cls.model_fields})


class ThresholdFacts(_Facts):
    """From which probability on a class is predicted."""

    label: str
    value: float


class StatisticsFacts(_Facts):
    """The training statistics without their arrays."""

    values: dict[str, Any]


class Manifest(_Facts):
    """``manifest.json``.

    Args:
        version: of the format.
        preparation: fitted transforms in order.
        threshold, statistics: None in files of version 1.
        provenance: where the model came from: learner, parameters, data, seed, versions.
    """

    format: Literal["workbench-model"] = FORMAT
    version: Literal[1, 2] = VERSION
    rows: SchemaFacts = Field(alias="schema")
    preparation: tuple[PartFacts, ...]
    model: PartFacts
    curve: CurveFacts | None
    threshold: ThresholdFacts | None = None
    statistics: StatisticsFacts | None = None
    provenance: dict[str, Any]
