"""How a network's passes are computed, which changes their speed and, a little, their rounding."""

from dataclasses import dataclass

from workbench.training.precision import PrecisionName


@dataclass(frozen=True)
class Computing:
    """What a device may gain from.

    Args:
        precision: of the numbers that pass through the network; its weights stay float32.
        compiles: whether torch is to compile the network first, where it can.
        channels_last: whether the channels of pictures lie side by side in memory.
    """

    precision: PrecisionName = "float32"
    compiles: bool = False
    channels_last: bool = False
