"""What the columns of a data set are: names, kinds, nominal values, roles."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

from workbench.core.errors import DataError

Kind: TypeAlias = Literal["numeric", "nominal", "string", "date", "array", "relational"]
Role: TypeAlias = Literal["feature", "class", "weight", "meta"]
Task: TypeAlias = Literal["classification", "regression"]


@dataclass(frozen=True)
class Attribute:
    """One column.

    Args:
        values: the labels of a nominal attribute in declared order, or the vocabulary of an
            ``array`` attribute that holds sequences of tokens; empty otherwise.
        shape: the shape of one sample of an ``array`` attribute: (height, width) of a grey
            picture, (height, width, 3) of a coloured one, (length, channels) of a series,
            (length,) of a sequence of tokens; empty otherwise.
        weight: how much the attribute counts where a learner heeds it (WEKA's attribute weight).
        nested: the schema of the data sets inside a ``relational`` attribute; None otherwise.
    """

    name: str
    kind: Kind
    values: tuple[str, ...] = ()
    role: Role = "feature"
    shape: tuple[int, ...] = ()
    weight: float = 1.0
    nested: "Schema | None" = None


@dataclass(frozen=True)
class Schema:
    """The attributes of a data set in order, under unique names.

    Raises:
        DataError: two attributes share a name, or two have the role ``class``.
    """

    attributes: tuple[Attribute, ...]
    relation: str = ""

    def __post_init__(self) -> None:
        if len(self._positions) < len(self.attributes):
            names = [a.name for a in self.attributes]
            twice = next(name for name in names if names.count(name) > 1)
            raise DataError(f"Two attributes are called '{twice}'; names must be unique.")
        if sum(a.role == "class" for a in self.attributes) > 1:
            raise DataError("Only one attribute can be the class.")

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {a.name: i for i, a in enumerate(self.attributes)}

    @property
    def names(self) -> tuple[str, ...]:
        """The attributes' names in order."""
        return tuple(a.name for a in self.attributes)

    def __contains__(self, name: object) -> bool:
        return name in self._positions

    def index(self, name: str) -> int:
        """The position of the attribute ``name``.

        Raises:
            DataError: there is none of that name.
        """
        try:
            return self._positions[name]
        except KeyError:
            known = ", ".join(self.names[:12]) + (", …" if len(self.names) > 12 else "")
            raise DataError(f"There is no attribute '{name}'; there are: {known}.") from None

    def attribute(self, name: str) -> Attribute:
        """The attribute ``name``.

        Raises:
            DataError: there is none of that name.
        """
        return self.attributes[self.index(name)]

    def free_name(self, name: str) -> str:
        """The name, with as many primes as it takes to be no attribute's."""
        while name in self:
            name += "'"
        return name

    @property
    def features(self) -> tuple[Attribute, ...]:
        """The attributes that a learner may look at."""
        return tuple(a for a in self.attributes if a.role == "feature")

    @property
    def class_attribute(self) -> Attribute | None:
        """The attribute to be predicted, if one has been chosen."""
        return next((a for a in self.attributes if a.role == "class"), None)

    @property
    def target(self) -> Attribute:
        """The attribute to be predicted.

        Raises:
            DataError: none has been chosen.
        """
        attribute = self.class_attribute
        if attribute is None:
            raise DataError(
                "No attribute is the class.",
                remedy="Choose one in the reader, or with --class NAME.",
            )
        return attribute

    @property
    def task(self) -> Task:
        """What predicting the class attribute is: nominal → classification, numeric → regression.

        Raises:
            DataError: there is no class, or it is a text, a date or an array.
        """
        target = self.target
        if target.kind == "nominal":
            return "classification"
        if target.kind == "numeric":
            return "regression"
        raise DataError(
            f"The class '{target.name}' is a {target.kind} attribute; "
            "it must be nominal (classification) or numeric (regression)."
        )

    def with_class(self, name: str | None) -> "Schema":
        """The same attributes with ``name`` as the class; None takes the role away.

        Raises:
            DataError: there is no attribute of that name.
        """
        if name is not None:
            self.index(name)
        return replace(
            self,
            attributes=tuple(
                replace(a, role="class")
                if a.name == name
                else replace(a, role="feature" if a.role == "class" else a.role)
                for a in self.attributes
            ),
        )
