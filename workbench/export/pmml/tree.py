"""A PMML document while it is written: fields under their names, and the elements of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree as ET

from workbench.data.schema import Attribute

NAMESPACE = "http://www.dmg.org/PMML-4_4"
VERSION = "4.4"


def element(tag: str, *children: ET.Element, **attributes: object) -> ET.Element:
    """An element; an attribute that ends in "_" is a word of Python's."""
    made = ET.Element(tag, {k.rstrip("_"): written(v) for k, v in attributes.items()})
    made.extend(children)
    return made


def written(value: object) -> str:
    """A value as XML has it: every digit of a number, true and false."""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(float(value)) if isinstance(value, float) else str(value)


def constant(number: float) -> ET.Element:
    """A number in an expression."""
    made = element("Constant", dataType="double")
    made.text = written(float(number))
    return made


def apply(function: str, *arguments: ET.Element) -> ET.Element:
    """A built-in function of PMML's."""
    return element("Apply", *arguments, function=function)


def reference(name: str) -> ET.Element:
    """A field in an expression."""
    return element("FieldRef", field=name)


@dataclass(frozen=True)
class Fields:
    """Prepared rows in a document: which field holds each attribute.

    Args:
        names: of fields, by the attributes' names.
        derived: the fields that were made on the way, in order.
    """

    attributes: tuple[Attribute, ...]
    names: Mapping[str, str]
    derived: tuple[ET.Element, ...] = field(default_factory=tuple)

    def attribute(self, name: str) -> Attribute:
        """The attribute of that name."""
        return next(a for a in self.attributes if a.name == name)

    def with_number(self, name: str, expression: ET.Element) -> "Fields":
        """A numeric attribute worked out anew."""
        return self.with_field(self.attribute(name), expression)

    def with_field(self, attribute: Attribute, expression: ET.Element) -> "Fields":
        """An attribute, there or not, as a new field."""
        names = set(self.names.values()) | {one.get("name") for one in self.derived}
        n = 1
        while f"{attribute.name} · {n}" in names:
            n += 1
        is_number = attribute.kind == "numeric"
        made = element(
            "DerivedField",
            expression,
            name=f"{attribute.name} · {n}",
            optype="continuous" if is_number else "categorical",
            dataType="double" if is_number else "string",
        )
        return replace(
            self,
            names={**self.names, attribute.name: f"{attribute.name} · {n}"},
            derived=(*self.derived, made),
        )

    def replaced(self, name: str, news: Sequence[Attribute]) -> "Fields":
        """One attribute replaced by others in its place, whose fields come later."""
        attributes: list[Attribute] = []
        for attribute in self.attributes:
            attributes += news if attribute.name == name else [attribute]
        return replace(self, attributes=tuple(attributes))
