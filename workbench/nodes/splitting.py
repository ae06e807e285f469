"""Fields that several splitters share, said once."""

from typing import ClassVar, Literal

from pydantic import Field

from workbench.flow.node import NodeComponent

Shuffling = Literal["plain", "weka", "none"]


class _Shuffled(NodeComponent):
    """A splitter that shuffles the rows first."""

    trailing: ClassVar[tuple[str, ...]] = ("seed", "shuffling")

    seed: int = Field(default=1, ge=0, lt=2**31, description="Seed of the shuffle.")
    shuffling: Shuffling = Field(
        default="plain",
        description="plain: NumPy's generator; weka: exactly the rows that WEKA would choose; "
        "none: rows in order, as series need it, the last of them in the last test part.",
    )
