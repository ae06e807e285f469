"""A component: one class that says everything about itself once.

A component is a frozen pydantic model, hence a value: hashable, comparable, copied by
``with_parameters``. From its fields come the constructor, the validation and its sentences, the
inspector's editors, the flow file's schema, the node reference and ``--set key=value``.
"""

import difflib
import re
import reprlib
import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo
from typing_extensions import override

from workbench.core.condition import Conditions
from workbench.core.errors import ParameterError, Where

Category = Literal["Data", "Prepare", "Split", "Learn", "Evaluate", "See", "Save", "Own"]


class Component(BaseModel):
    """A node's kind with its parameters. The docstring's first line is the help that users read.

    Attributes:
        key: the name in flow files and on the command line; never changed once published.
        title: the name in the window, in sentence case.
        category: the palette group.
        icon: a name of the icon set ("mdi6.graph").
        version: raised when the meaning of stored parameters changes.
        weka: the WEKA classes it stands for, in full, the nearest first.
        aliases: other names that the search finds.
        trailing: parameters of a base class that are listed after the class's own.
        only_if: parameters that matter only while others have certain values.
        presets: sets of parameters with a name; what is not among them stays as it is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    key: ClassVar[str]
    title: ClassVar[str]
    category: ClassVar[Category]
    icon: ClassVar[str] = "mdi6.cog-outline"
    version: ClassVar[int] = 1
    weka: ClassVar[tuple[str, ...]] = ()
    aliases: ClassVar[tuple[str, ...]] = ()
    trailing: ClassVar[tuple[str, ...]] = ()
    only_if: ClassVar[Mapping[str, Conditions]] = {}
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {}

    @classmethod
    @override
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """List a base class's ``trailing`` parameters last; pydantic lists them first."""
        fields = cls.__pydantic_fields__
        last = {name: fields.pop(name) for name in cls.trailing if name in fields}
        fields.update(last)

    @classmethod
    def help(cls) -> str:
        """The first paragraph of the docstring, as one line."""
        return " ".join((cls.__doc__ or "").strip().split("\n\n")[0].split())

    @classmethod
    def weka_names(cls) -> tuple[str, ...]:
        """What WEKA's users call it: the names of the classes without their packages."""
        return tuple(dict.fromkeys(name.rpartition(".")[2] for name in cls.weka))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Everything that it may be called, its title first."""
        return (cls.title, cls.key, *cls.weka_names(), *cls.aliases)

    @classmethod
    def conditions(cls, parameter: str) -> Conditions:
        """What must hold of other parameters for this one to matter, base classes included."""
        declared = [vars(base).get("only_if", {}) for base in reversed(cls.__mro__)]
        return {name: c for only_if in declared for name, c in only_if.get(parameter, {}).items()}

    @classmethod
    def parse(cls, values: dict[str, Any]) -> Self:
        """A component from untrusted values (a flow file, ``--set``, the inspector).

        Texts are read as the field's type: ``"7"`` as an int, ``"128,64"`` as a tuple.

        Raises:
            ParameterError: a parameter is unknown, of the wrong type, or out of bounds.
        """
        unknown = [name for name in values if name not in cls.model_fields]
        if unknown:
            known = ", ".join(cls.model_fields) or "none"
            raise ParameterError(
                f"{cls.title} has no parameter '{unknown[0]}'; it has: {known}.",
                where=Where(parameter=unknown[0]),
            )
        try:
            return cls.model_validate(
                {name: _from_text(cls.model_fields[name], value) for name, value in values.items()}
            )
        except ValidationError as error:
            raise _parameter_error(cls, error) from error

    @classmethod
    def upgraded(cls, version: int, values: dict[str, Any]) -> dict[str, Any]:
        """Parameters stored by an older ``version`` of this class, as this one understands them.

        A class that raises its ``version`` overrides this; a file is never turned away for its age.
        """
        return values

    def with_parameters(self, values: dict[str, Any]) -> Self:
        """The same component with some parameters changed, validated.

        Raises:
            ParameterError: as ``parse``.
        """
        return self.parse({**self.parameters(), **values})

    def parameters(self) -> dict[str, Any]:
        """Every parameter as JSON values, in the order of declaration."""
        return self.model_dump(mode="json")

    def unmet(self, parameter: str) -> Conditions:
        """The conditions that do not hold now, because of which a parameter does not matter."""
        conditions = type(self).conditions(parameter)
        return {n: c for n, c in conditions.items() if not c.is_met_by(getattr(self, n))}

    def status(self) -> str:
        """A few words on the chosen parameters, shown on the idle node; empty by default."""
        return ""


def choices(field: FieldInfo) -> tuple[Any, ...]:
    """The values a ``Literal`` field may take; empty for any other field."""
    annotation = unwrapped(field.annotation)
    return typing.get_args(annotation) if typing.get_origin(annotation) is Literal else ()


def unwrapped(annotation: Any) -> Any:
    """The type behind ``Annotated[...]`` and ``... | None``."""
    if typing.get_origin(annotation) is Annotated:
        return unwrapped(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        inner = [a for a in typing.get_args(annotation) if a is not type(None)]
        return unwrapped(inner[0]) if len(inner) == 1 else annotation
    return annotation


def is_optional(field: FieldInfo) -> bool:
    """Whether None is one of the field's values."""
    return type(None) in typing.get_args(field.annotation)


def _from_text(field: FieldInfo, value: Any) -> Any:
    """A text for a tuple field as its parts; "none" or nothing for an optional one as None."""
    if not isinstance(value, str):
        return value
    if is_optional(field) and value.strip().lower() in {"", "none"}:
        return None
    if typing.get_origin(unwrapped(field.annotation)) is tuple:
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


# What pydantic says in a programmer's words.
_PLAIN = {
    "int_parsing": "be a whole number",
    "int_from_float": "be a whole number",
    "int_type": "be a whole number",
    "int_parsing_size": "be a whole number of fewer digits",
    "float_parsing": "be a number",
    "float_type": "be a number",
    "finite_number": "be a finite number",
    "bool_parsing": "be true or false",
    "bool_type": "be true or false",
    "string_type": "be a text",
    "tuple_type": "be a list, such as 64,32",
}


# What pydantic writes around the words that fit into a sentence of ours.
_FRAME = re.compile(r"^(Value error, |\w+ should )| after validation, not \d+$")
# Of what was entered, as much as a line shows.
_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 60
_SHORT.maxlong = 40


_MOST_NAMED = 12  # of the values there are to choose from


def _one_of(values: tuple[Any, ...], got: Any) -> str:
    """Of many values those that are near; empty where all can be named."""
    if len(values) <= _MOST_NAMED:
        return ""
    near = difflib.get_close_matches(str(got), map(str, values), n=3) or values[:5]
    such = ", ".join(f"'{value}'" for value in near)
    return f"be one of {len(values)} values, such as {such}"


def _parameter_error(kind: type[Component], error: ValidationError) -> ParameterError:
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    told = _FRAME.sub("", first["msg"])
    must = _PLAIN.get(first["type"], told)
    got = first["input"]
    if first["type"] == "literal_error" and name in kind.model_fields:
        must = _one_of(choices(kind.model_fields[name]), got) or must
    sentence = (
        f"{kind.title}: {must[:1].lower()}{must[1:]}."
        if first["type"] == "value_error"
        else f"{kind.title}: '{name}' must {must}; it was {_SHORT.repr(got)}."
    )
    return ParameterError(sentence.replace("..", "."), where=Where(parameter=name or None))
