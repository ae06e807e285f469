"""A schema as JSON values, validated when it is read: in model files and data files of our own."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from workbench.data.schema import Attribute, Kind, Role, Schema


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


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
    """The attributes of a data set in order."""

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
