"""Where a picture came from, as it lies in the picture: the whole flow, data, seeds, versions."""

from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbench.core.errors import DataError, Where
from workbench.export.picture_text import text_in

FORMAT: Final = "workbench-picture"
VERSION: Final = 1
_OURS = "Only pictures that this program has saved hold their flow, and programs that edit "
_REMEDY = f"{_OURS}pictures often drop it."


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DataFacts(_Facts):
    """A data set that the picture was computed of."""

    node: str
    relation: str
    instances: int
    fingerprint: str


class PictureOrigin(_Facts):
    """What a picture knows of itself.

    Args:
        flow: the text of the flow file; paths in it are relative to the user's home folder, so
            that a picture tells nobody what that is called.
        node: whose result is drawn; empty for a curve that was drawn while several trained.
        seeds: by node, of all that draw random numbers.
        created: ISO 8601.
    """

    format: Literal["workbench-picture"] = FORMAT
    version: Literal[1] = VERSION
    title: str = ""
    node: str = ""
    flow: str
    data: tuple[DataFacts, ...] = ()
    seeds: dict[str, int] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    created: str = ""

    def text(self) -> str:
        """JSON, as it is put into the picture."""
        return self.model_dump_json()


def read_origin(path: Path) -> PictureOrigin:
    """Where the picture in a file came from.

    Raises:
        DataError: the file is no such picture, is damaged, or too large; nothing in it is run.
    """
    where = Where(file=str(path))
    text = text_in(path)
    if text is None:
        raise DataError("This picture holds no flow.", remedy=_REMEDY, where=where)
    try:
        return PictureOrigin.model_validate_json(text)
    except ValidationError as error:
        first: Any = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        told = f"{place}: {first['msg']}" if place else first["msg"]
        raise DataError(
            f"What this picture says of its flow is damaged: {told}.", where=where
        ) from (error)
