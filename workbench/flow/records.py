"""The form of a flow file: what may stand in it, as pydantic models. ``flow/file.py`` reads them.

The published schema (``docs/flow.schema.json``) is made from these.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

FORMAT = "workbench-flow"
VERSION = 1
GROUP = "group"  # the kind of a node that is a flow itself

Id = Annotated[str, Field(pattern=r"^[\w-]+$")]
Place = Annotated[str, Field(pattern=r"^[\w-]+\.[\w-]+$")]


class Record(BaseModel):
    """A part of a flow file: nothing unknown in it, no number that is none."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class NodeRecord(Record):
    """A node: a component with its parameters."""

    id: Id = Field(description="Unique among the nodes; links name it.")
    kind: str = Field(description="The component's key, as `workbench nodes` lists it.")
    version: int = Field(default=1, description="Of the component, when this was written.")
    title: str = Field(default="", description="The user's name for it; empty: the component's.")
    parameters: dict[str, Any] = Field(default={}, description="Values by parameter.")
    sweeps: dict[str, list[Any]] = Field(
        default={}, description="Parameters with several values: the flow runs with each."
    )
    position: tuple[float, float] = Field(
        default=(0.0, 0.0), description="Left and top on the canvas, in pixels."
    )


class InputRecord(Record):
    """An input of a group and where it leads inside; several of one name share what arrives."""

    name: Id
    to: Place = Field(description="NODE.PORT inside.")


class OutputRecord(Record):
    """An output of a group and where it comes from inside."""

    name: Id
    source: Place = Field(alias="from", description="NODE.PORT inside.")


class ParameterRecord(Record):
    """A parameter that a group shows, and whose it is inside."""

    name: Id
    of: Place = Field(description="NODE.PARAMETER inside.")


class GroupRecord(Record):
    """A node that is a flow itself."""

    id: Id
    kind: Literal["group"]
    version: int = Field(default=1, ge=1, le=1)
    title: str = ""
    about: str = Field(default="", description="One sentence of help.")
    flow: "ContentRecord"
    inputs: list[InputRecord] = []
    outputs: list[OutputRecord] = []
    parameters: list[ParameterRecord] = []
    position: tuple[float, float] = (0.0, 0.0)


class LinkRecord(Record):
    """A link from an output to an input."""

    start: Place = Field(alias="from", description="NODE.PORT")
    end: Place = Field(alias="to", description="NODE.PORT")
    enabled: bool = True


class NoteRecord(Record):
    """A text on the canvas."""

    id: str
    text: str = Field(description="Markdown.")
    position: tuple[float, float] = (0.0, 0.0)
    size: tuple[float, float] = (240.0, 80.0)


class FrameRecord(Record):
    """A titled rectangle behind some nodes."""

    id: str
    title: str = ""
    position: tuple[float, float] = (0.0, 0.0)
    size: tuple[float, float] = (320.0, 200.0)


def _kind(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return "group" if kind == GROUP else "component"


AnyNode = Annotated[
    Annotated[NodeRecord, Tag("component")] | Annotated[GroupRecord, Tag("group")],
    Discriminator(_kind),
]


class ContentRecord(Record):
    """What a flow, or a group, consists of."""

    nodes: list[AnyNode] = []
    links: list[LinkRecord] = []
    notes: list[NoteRecord] = []
    frames: list[FrameRecord] = []


class FlowRecord(ContentRecord):
    """A flow file."""

    format: Literal["workbench-flow"]
    version: int = Field(ge=1, le=VERSION)


def schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of a flow file of the present version."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Workbench flow",
        **FlowRecord.model_json_schema(by_alias=True),
    }
