"""Kinds of layers as components: what the palette offers, the search finds, the inspector edits.

A layer's fields become the component's parameters, with their bounds and descriptions; what is a
list of lists there is a text in the short notation here.
"""

import typing
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, ClassVar, Self

from pydantic import Field, create_model
from pydantic.fields import FieldInfo
from typing_extensions import override

from workbench.core.component import Category, choices, unwrapped
from workbench.core.errors import ParameterError, Where
from workbench.flow.operation import Described, LayerValues, Operation, Port
from workbench.flow.parts import no_work
from workbench.models.networks.design import Design
from workbench.models.networks.layers import Layer, layer_kinds
from workbench.models.networks.notation import as_text

IN, OUT = "in", "out"
_PLACE = ("name", "inputs")  # where it stands in its network; links say it on a canvas
_SECTION = "Place in the network"
_ICONS = {
    "convolution": "mdi6.grid",
    "partly_connected": "mdi6.grid-off",
    "activation": "mdi6.chart-bell-curve-cumulative",
    "batch_norm": "mdi6.chart-bell-curve",
    "lrn": "mdi6.tune-vertical",
    "dropout": "mdi6.checkerboard",
    "flatten": "mdi6.view-sequential-outline",
    "dense": "mdi6.graph-outline",
    "add": "mdi6.plus-circle-outline",
    "concatenate": "mdi6.set-merge",
    "zero_padded_shortcut": "mdi6.debug-step-over",
    "residual": "mdi6.debug-step-over",
    "branches": "mdi6.source-branch",
    "inception": "mdi6.source-fork",
    "auxiliary_head": "mdi6.subdirectory-arrow-right",
}
_FAMILY_ICONS = {"Pooling": "mdi6.arrow-collapse-all", "Block": "mdi6.package-variant"}


class LayerKind(Described):
    """A layer as a component.

    Attributes:
        layer_type: the kind of layer it stands for.
    """

    layer_type: ClassVar[type[Layer]]

    @classmethod
    def of(cls, layer: Layer) -> Self:
        """The component with a layer's values."""
        texts = _texts(layer)
        values = {n: texts.get(n, getattr(layer, n)) for n in cls.model_fields}
        return typing.cast("Self", cls.model_construct(None, **values))

    @property
    def layer(self) -> Layer:
        """The layer with these values."""
        return self.layer_type.model_validate(_read(self.layer_type, dict(self)))

    @classmethod
    @override
    def parse(cls, values: dict[str, Any]) -> Self:
        """As of every component; texts may be in the short notation as well."""
        made = super().parse(_read(cls.layer_type, values, leave=_nested(cls.layer_type)))
        _ = made.layer  # raises
        return made

    @override
    def status(self) -> str:
        return told(self.layer)


@lru_cache(maxsize=10_000)
def told(layer: Layer) -> str:
    """A layer's values in a few words: what the short notation says behind its word."""
    word, _, rest = as_text((layer.bare(),)).partition(" ")
    return rest.replace("x", "×") if rest else "" if word.startswith(layer.stem) else word


@cache
def layer_catalog() -> Mapping[str, type[LayerKind]]:
    """Every kind of layer by its word in the short notation, as nodes of a canvas."""
    return MappingProxyType({kind.word: node_kind(kind) for kind in layer_kinds()})


@cache
def node_kind(kind: type[Layer]) -> type[LayerKind]:
    """The component of a kind of layer whose name and inputs are a node's."""
    return _made(kind, {n: f for n, f in kind.model_fields.items() if n not in _PLACE})


@cache
def row_kind(kind: type[Layer]) -> type[LayerKind]:
    """The component of a kind of layer whose name and inputs are parameters."""
    fields = {n: f for n, f in kind.model_fields.items() if n not in _PLACE}
    placed = {}
    for name in _PLACE:
        placed[name] = FieldInfo.merge_field_infos(
            kind.model_fields[name], json_schema_extra={"section": _SECTION}
        )
    return _made(kind, {**fields, **placed})


def icon_of(kind: type[Layer]) -> str:
    """The icon of a kind of layer."""
    return _ICONS.get(kind.kind, _FAMILY_ICONS.get(kind.family, "mdi6.cog-outline"))


def _made(kind: type[Layer], fields: Mapping[str, FieldInfo]) -> type[LayerKind]:
    nested = _nested(kind)
    given: dict[str, Any] = {n: (f.annotation, f) for n, f in fields.items() if n not in nested}
    texts = _texts(kind())
    for name in nested:
        described = Field(default=texts[name], description=fields[name].description)
        given[name] = (str, described)
    made = create_model(f"{kind.__name__}Kind", __base__=LayerKind, __doc__=kind.__doc__, **given)
    made.layer_type, made.key, made.title = kind, kind.word, kind.title
    made.category, made.icon = typing.cast("Category", kind.family), icon_of(kind)
    made.aliases = tuple(kind.aliases)
    inputs = (Port(IN, LayerValues, takes_many=kind.is_join),)
    made.ports = Operation(inputs, (Port(OUT, LayerValues),), no_work)
    return made


def _nested(kind: type[Layer]) -> tuple[str, ...]:
    """The fields that are lists of lists."""
    return tuple(name for name, info in kind.model_fields.items() if _is_nested(info.annotation))


def _is_nested(annotation: Any) -> bool:
    outer = unwrapped(annotation)
    arguments = typing.get_args(outer)
    inner = unwrapped(arguments[0]) if arguments else None
    return typing.get_origin(outer) is tuple and typing.get_origin(inner) is tuple


def _texts(layer: Layer) -> dict[str, str]:
    """Lists of lists as the short notation has them; empty where they are the usual ones."""
    texts = {}
    for name in _nested(type(layer)):
        alone = type(layer).model_validate({name: getattr(layer, name)})
        text = as_text((alone,))
        _, _, value = text.partition(f"{name}=")
        texts[name] = text[text.index("[") + 1 : text.rindex("]")] if "[" in text else value
    return texts


def _read(kind: type[Layer], values: dict[str, Any], leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """Values of a layer, those that are texts read as the short notation has them.

    Raises:
        ParameterError: which is not understood, and why.
    """
    read = {
        name: _value(kind, name, values[name])
        for name, info in kind.model_fields.items()
        if isinstance(values.get(name), str) and name not in {*_PLACE, *leave} and not choices(info)
    }
    usual = [n for n in _nested(kind) if n not in leave and values.get(n) == ""]
    return {n: read.get(n, v) for n, v in values.items() if n not in usual}


def _value(kind: type[Layer], name: str, text: str) -> Any:
    if name == "branches":
        said = f"[{text}]"
    else:
        said = f"{name}={''.join(text.replace('×', 'x').split())}"
    if not text.strip() and name != "branches":
        return text
    try:
        return getattr(Design.parse(f"{kind.word} {said}").layers[0], name)
    except ParameterError as error:
        sentence = error.message.removeprefix(f"Layer 1 ({kind.word}): ")
        sentence = sentence.removeprefix("Layer 1 (branches): ")
        raise ParameterError(
            f"{kind.title}: {sentence}", remedy=error.remedy, where=Where(parameter=name)
        ) from error
