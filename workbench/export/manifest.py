"""The words of a model file: its manifest, validated when it is read."""

from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from workbench.data.schema_facts import SchemaFacts
from workbench.training.curve import Curve

FORMAT: Final = "workbench-model"
VERSION: Final = 1


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


class Manifest(_Facts):
    """``manifest.json``.

    Args:
        version: of the format.
        preparation: fitted transforms in order.
        provenance: where the model came from: learner, parameters, data, seed, versions.
    """

    format: Literal["workbench-model"] = FORMAT
    version: Literal[1] = VERSION
    rows: SchemaFacts = Field(alias="schema")
    preparation: tuple[PartFacts, ...]
    model: PartFacts
    curve: CurveFacts | None
    provenance: dict[str, Any]
