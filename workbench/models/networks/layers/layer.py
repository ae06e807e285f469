"""What every kind of layer has: a frozen value that describes it, known without importing torch.

A layer's fields are its parameters, with bounds and descriptions, from which the inspector makes
its editors; its class says how it is called in files, in the short notation and in the window.
What torch makes of it is said in ``build.py``.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializeAsAny,
    SerializerFunctionWrapHandler,
    model_serializer,
)
from typing_extensions import override

Shape: TypeAlias = tuple[int, ...]  # of one sample: (channels, height, width) or (values,)
Family = Literal["Convolution", "Pooling", "Activation", "Regularisation", "Dense", "Block", "Join"]
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$|^$", max_length=40)]

INPUT = "input"  # what a design, or a block's own design, takes
CLASSES = "classes"  # a width that is told when the network is built
_KINDS: dict[str, type["Layer"]] = {}


class LayerError(ValueError):
    """A layer cannot stand where it stands: what is wrong, and what to do."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(f"{sentence} {remedy}")
        self.sentence, self.remedy = sentence, remedy


class Layer(BaseModel):
    """One layer of a design.

    Attributes:
        kind: the name in files; never changed once published.
        title: the name in the window, in sentence case.
        family: the group in the window's list of layers.
        word: the name in the short notation; automatic names start with it.
        positional: fields that the short notation gives by their place.
        flags: words of the short notation that stand for a field's value.
        aliases: other names in the short notation, each with the fields that it sets.
        keeps_shape: it gives what it takes, value by value.
        is_join: it takes several inputs.
        is_side: what it gives is an output of its own; the next layer goes on from before it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    kind: ClassVar[str]
    title: ClassVar[str]
    family: ClassVar[Family]
    word: ClassVar[str]
    positional: ClassVar[tuple[str, ...]] = ()
    flags: ClassVar[Mapping[str, tuple[str, Any]]] = {}
    aliases: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    keeps_shape: ClassVar[bool] = False
    is_join: ClassVar[bool] = False
    is_side: ClassVar[bool] = False

    name: Name = Field(default="", description="What others call it; empty for an automatic name.")
    inputs: tuple[str, ...] = Field(
        default=(),
        description="Names of the layers it takes; none for the one before it.",
    )

    @classmethod
    @override
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Make the kind known to ``layer_of``."""
        if "kind" in vars(cls):
            _KINDS[cls.kind] = cls

    @classmethod
    def help(cls) -> str:
        """The first paragraph of the docstring, as one line."""
        return " ".join((cls.__doc__ or "").strip().split("\n\n")[0].split())

    @property
    def stem(self) -> str:
        """What its automatic name starts with."""
        return self.word

    def check(self, shapes: tuple[Shape, ...]) -> None:
        """See whether it can take inputs of these shapes.

        Raises:
            LayerError: it cannot.
        """

    def gives(self, shapes: tuple[Shape, ...], n_outputs: int) -> Shape | None:
        """What it gives for these shapes, in plain arithmetic; None lets torch be asked."""
        return shapes[0] if self.keeps_shape else None

    def bare(self) -> "Layer":
        """The same layer without its name and inputs: what it computes."""
        return self.model_copy(update={"name": "", "inputs": ()})

    @model_serializer(mode="wrap")
    def _values(self, fields: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Its kind first; name and inputs only where they are given."""
        values = {k: v for k, v in fields(self).items() if k not in {"name", "inputs"}}
        given = {"name": self.name, "inputs": list(self.inputs)}
        return {"kind": self.kind, **{k: v for k, v in given.items() if v}, **values}


class Block(Layer):
    """A layer that is a small design itself."""

    def parts(self, shape: Shape) -> tuple[Layer, ...]:
        """The layers it stands for, the first of which takes ``INPUT``, of this shape."""
        raise NotImplementedError


def layer_of(values: Any) -> Any:
    """The layer that JSON values describe.

    Raises:
        ValueError: there is no such kind, or a field is not what it must be.
    """
    if not isinstance(values, Mapping):
        return values
    fields = dict(values)
    kind = fields.pop("kind", None)
    if kind not in _KINDS:
        raise ValueError(f"there is no layer of kind {kind!r}; there are {', '.join(_KINDS)}")
    return _KINDS[kind].model_validate(fields)


def layer_kinds() -> tuple[type[Layer], ...]:
    """Every kind of layer that may be put into a design."""
    return tuple(_KINDS.values())


AnyLayer: TypeAlias = Annotated[SerializeAsAny[Layer], BeforeValidator(layer_of)]


def is_picture(shape: Shape) -> bool:
    """Whether a shape has channels, height and width."""
    return len(shape) == 3


def told(shape: Shape) -> str:
    """A shape in words: "6×28×28", "120 values"."""
    return "×".join(map(str, shape)) if is_picture(shape) else f"{shape[0]} values"


def want_picture(layer: str, shape: Shape) -> None:
    """Refuse what is flat.

    Raises:
        LayerError: it is flat.
    """
    if not is_picture(shape):
        raise LayerError(
            f"{layer} takes channels × height × width, but {told(shape)} arrive in a row.",
            "Put it before the flatten layer or the global pooling.",
        )
