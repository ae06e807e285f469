"""A convolution whose maps see some of the maps before it (LeNet-5's C3)."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import Field
from typing_extensions import override

from workbench.models.networks.layers.layer import (
    Family,
    Layer,
    LayerError,
    Shape,
    told,
    want_picture,
)
from workbench.models.networks.layers.sides import Sides, pair, slid, want_room

Map: TypeAlias = Annotated[int, Field(ge=0, le=99_999)]
Maps: TypeAlias = Annotated[tuple[Map, ...], Field(min_length=1)]

# LeCun, Bottou, Bengio and Haffner 1998, table I: for each of the 16 maps the maps of S2 it sees.
LENET_TABLE: tuple[tuple[int, ...], ...] = (
    (0, 1, 2),
    (1, 2, 3),
    (2, 3, 4),
    (3, 4, 5),
    (0, 4, 5),
    (0, 1, 5),
    (0, 1, 2, 3),
    (1, 2, 3, 4),
    (2, 3, 4, 5),
    (0, 3, 4, 5),
    (0, 1, 4, 5),
    (0, 1, 2, 5),
    (0, 1, 3, 4),
    (1, 2, 4, 5),
    (0, 2, 3, 5),
    (0, 1, 2, 3, 4, 5),
)


class PartlyConnected(Layer):
    """A convolution in which each map sees only the maps that a table names."""

    kind: ClassVar[str] = "partly_connected"
    title: ClassVar[str] = "Partly connected convolution"
    family: ClassVar[Family] = "Convolution"
    word: ClassVar[str] = "partconv"
    positional: ClassVar[tuple[str, ...]] = ("kernel",)
    flags: ClassVar[Mapping[str, tuple[str, Any]]] = {"nobias": ("bias", False)}

    kernel: Sides = Field(
        default=5, description="Height and width of a kernel; one number for both."
    )
    table: Annotated[tuple[Maps, ...], Field(min_length=1)] = Field(
        default=LENET_TABLE,
        description="For each map the maps it sees, counted from 0; LeNet-5's C3 unless given.",
    )
    bias: bool = Field(default=True, description="Add a number to each map.")

    @property
    def n_pairs(self) -> int:
        """The number of pairs of maps that are connected."""
        return sum(map(len, self.table))

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        (shape,) = shapes
        want_picture("A convolution", shape)
        last = max(max(maps) for maps in self.table)
        if last >= shape[0]:
            raise LayerError(
                f"The table names map {last}, but {told(shape)} arrive: maps 0 to {shape[0] - 1}.",
                f"Let the layer before it give {last + 1} channels, or change the table.",
            )
        want_room("kernel", shape, (0, 0, 0, 0), pair(self.kernel))

    @override
    def gives(self, shapes: tuple[Shape, ...], n_outputs: int) -> Shape:
        return len(self.table), *slid(shapes[0], (0, 0, 0, 0), pair(self.kernel), (1, 1))
