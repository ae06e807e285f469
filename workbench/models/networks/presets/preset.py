"""A published network, or one of the course's: its design, where it is from, how it was trained."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from workbench.models.networks.design import Design
from workbench.models.networks.layers import Layer, Shape
from workbench.models.networks.scaling import Scaling


@dataclass(frozen=True, eq=False)
class Preset:
    """A network with a name.

    Args:
        key: what it is called in files and on the command line; never changed once published.
        source: the paper, or the lecture.
        input_shape: channels, height and width that it was made for.
        n_outputs: classes that it was made for.
        make: gives its layers; the last width is "classes".
        takes_any_size: other sizes of pictures pass as they are; else they are brought to its own.
        scaling: how pictures become numbers.
        training: parameters of a learner by which it was trained, or which suit it.
        remarks: what is worth knowing: where a slide differs, what is a reconstruction.
    """

    key: str
    title: str
    source: str
    input_shape: Shape
    n_outputs: int
    make: Callable[[], Sequence[Layer]]
    takes_any_size: bool = False
    scaling: Scaling = field(default_factory=Scaling)
    training: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @cached_property
    def design(self) -> Design:
        """Its layers; made when first asked for."""
        return Design.of(*self.make())
