"""What is to be trained, how, and what comes of it: values."""

from dataclasses import dataclass, field

import torch
from torch import nn

from workbench.training.augmentation import Augmentation
from workbench.training.clipping import Clipping
from workbench.training.curve import Curve
from workbench.training.losses import Loss
from workbench.training.optimisers import OptimiserName
from workbench.training.precision import PrecisionName
from workbench.training.samples import Samples
from workbench.training.schedule import Schedule
from workbench.training.supervised import Supervised
from workbench.training.trainee import Rule


@dataclass(frozen=True, eq=False)
class Job:
    """One network to be trained, and what may differ between the networks of a stack.

    Args:
        network: with its initial weights; stays as it is.
        watched: rows on which loss and score are told after each epoch.
        seed: of the order of the rows and of dropout.
        fold: its number in the events, 0-based.
        epochs: how many at most; the schedule is laid out over them.
        further_epochs: trained on after those, at the schedule's last learning rate.
        patience: epochs without a lower loss on the watched rows before it stops; 0 = off.
        l1: added to each weight's gradient, with the weight's sign.
        multiplications: of one row's forward pass, for the number of threads; 0 = one per weight.
    """

    network: nn.Module
    train: Samples
    watched: Samples | None = None
    seed: int = 1
    fold: int = 0
    learning_rate: float = 0.001
    weight_decay: float = 0.0
    epochs: int = 100
    further_epochs: int = 0
    patience: int = 0
    l1: float = 0.0
    multiplications: int = 0

    @property
    def n_epochs(self) -> int:
        """Epochs in all, at most."""
        return self.epochs + self.further_epochs


@dataclass(frozen=True, eq=False)
class Settings:
    """How to train; the same for all networks of a stack.

    Args:
        decides: whether the watched rows are a validation part that early stopping and the
            plateau schedule may look at; if not, they are held-out rows for the curve only.
        rule: how the networks learn from a batch.
        clipping: limits on the gradients.
        average: share of a moving average of the weights that stays at each step; the averaged
            weights are watched and given back. 0 = the weights themselves.
        precision: of the numbers that the networks compute with.
        compiles: whether torch is to compile the networks first, where it can.
        channels_last: whether the channels of pictures lie side by side in memory.
        augmentation: how pictures are changed in training.
    """

    loss: Loss
    device: torch.device
    optimiser: OptimiserName = "adam"
    schedule: Schedule = "constant"
    batch_size: int = 32
    decides: bool = True
    rule: Rule = field(default_factory=Supervised)
    clipping: Clipping = field(default_factory=Clipping)
    average: float = 0.0
    precision: PrecisionName = "float32"
    compiles: bool = False
    channels_last: bool = False
    augmentation: Augmentation = field(default_factory=Augmentation)


@dataclass(frozen=True, eq=False)
class Trained:
    """A trained network, in evaluation mode on the processor, and how its training went."""

    network: nn.Module
    curve: Curve
