"""The words of a model file: its manifest, validated when it is read."""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from workbench.data.schema import Attribute, Kind, Role, Schema
from workbench.training.curve import Curve

FORMAT: Final = "workbench-model"
VERSION: Final = 1


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class AttributeFacts(_Facts):
    """One attribute, as in ``data/schema.py``."""

    name: str
    kind: Kind
    values: tuple[str, ...] = ()
    role: Role = "feature"
    shape: tuple[Annotated[int, Field(ge=0)], ...] = ()
    weight: float = 1.0
    nested: "SchemaFacts | None" = None

    @classmethod
    def of(cls, attribute: Attribute) -> Self:
        """The facts of an attribute, those of a relational one's inside included."""
        nested = SchemaFacts.of(attribute.nested) if attribute.nested else None
        return cls(**{**vars(attribute), "nested": nested})

    def attribute(self) -> Attribute:
        """The attribute.

        Raises:
            DataError: two attributes inside it share a name.
        """
        nested = self.nested.schema_of_rows() if self.nested else None
        return Attribute(**{**dict(self), "nested": nested})


class SchemaFacts(_Facts):
    """The rows that the model takes."""

    relation: str
    attributes: tuple[AttributeFacts, ...]

    @classmethod
    def of(cls, schema: Schema) -> Self:
        """The facts of a schema."""
        attributes = tuple(AttributeFacts.of(a) for a in schema.attributes)
        return cls(relation=schema.relation, attributes=attributes)

    def schema_of_rows(self) -> Schema:
        """The schema.

        Raises:
            DataError: two attributes share a name, or two are the class.
        """
        return Schema(tuple(a.attribute() for a in self.attributes), self.relation)


class PartFacts(_Facts):
    """A model or a fitted transform: who made it, and what it holds besides arrays."""

    key: str
    values: dict[str, Any]


class CurveFacts(_Facts):
    """A learning curve without its arrays."""

    best_epoch: int | None
    watched: str

    @classmethod
    def of(cls, curve: Curve) -> Self:
        """The facts of a curve."""
        return cls(best_epoch=curve.best_epoch, watched=curve.watched)


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
