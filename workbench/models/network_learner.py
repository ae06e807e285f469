"""What all learners of networks have in common: how they are trained, and that folds go together.

Their parameters stand in ``network_fields.py``; a learner adds those of its network, ``network``
and ``model``.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.core.errors import ParameterError, Where
from workbench.core.run import Run
from workbench.models import stacks
from workbench.models.learner import Fold, Outcome, Variant
from workbench.models.mlp_rows import ReadyFold, parts_of, ready_fold
from workbench.models.model import Model
from workbench.models.network_fields import NetworkFields
from workbench.training.augmentation import Augmentation

if TYPE_CHECKING:
    import torch

    from workbench.training import clipping, device, grouping, losses, supervised
    from workbench.training import job as jobs
    from workbench.training import trainee as trainees
else:
    clipping = deferred("workbench.training.clipping")
    device = deferred("workbench.training.device")
    grouping = deferred("workbench.training.grouping")
    jobs = deferred("workbench.training.job")
    losses = deferred("workbench.training.losses")
    supervised = deferred("workbench.training.supervised")


class NetworkLearner(NetworkFields, ABC):
    """Base of learners that train a network epoch by epoch with the one loop of ``training``."""

    @property
    @abstractmethod
    def shape_key(self) -> Hashable:
        """Equal for learners of this class whose networks are of one shape and learn alike."""

    @abstractmethod
    def network(self, fold: ReadyFold) -> "torch.nn.Module":
        """A network with its initial weights, the same for the same seed."""

    def loss(self, fold: ReadyFold) -> "losses.Loss":
        """What is minimised: by default what the class attribute asks for."""
        if fold.schema.task == "regression":
            return losses.SquaredError()
        counts: tuple[float, ...] = ()
        if self.class_weights == "balanced":
            counts = losses.balanced(fold.train.targets, fold.n_outputs)
        return losses.CrossEntropy(self.label_smoothing, counts)

    def rule(self, fold: ReadyFold) -> "trainees.Rule":
        """How the network learns from a batch: by default from its targets."""
        return supervised.Supervised()

    @property
    def augments(self) -> Augmentation:
        """How pictures are changed in training."""
        return Augmentation()

    @property
    def is_channels_last(self) -> bool:
        """Whether the channels of pictures lie side by side in memory while computing."""
        return False

    def multiplications(self, fold: ReadyFold) -> int:
        """Of one row's forward pass, for the number of threads; 0 = one per weight."""
        return 0

    @override
    def fit(self, fold: Fold) -> Run[Model]:
        return (yield from self.fit_all([fold]))[0]

    @override
    def fit_all(self, folds: Sequence[Fold]) -> Run[list[Model]]:
        return (yield from stacks.fit_folds(self, folds))

    @classmethod
    @override
    def fit_variants(cls, variants: Sequence[Variant]) -> Run[list[Outcome]]:
        return (yield from stacks.fit_stacked(variants))

    @property
    @override
    def stack_key(self) -> Hashable:
        return (self.shape_key, *(getattr(self, name) for name in _SHARED))

    @property
    @override
    def n_epochs(self) -> int:
        return self.epochs + self.further_epochs

    @override
    def refuse(self, folds: Sequence[Fold]) -> None:
        device.device(self.device)
        if not self.early_stopping or self.validation_share:
            return
        if any(fold.validation is None for fold in folds):
            raise ParameterError(
                "Early stopping needs samples to decide on, which are not trained on.",
                remedy="Set validation_share, to 0.1 say, or use a split with a validation part.",
                where=Where(parameter="early_stopping"),
            )

    @override
    def ready_key(self, fold: Fold) -> Hashable:
        cuts = fold.validation is None and self.validation_share > 0
        cut = (self.validation_share, self.seed) if cuts else None
        return (id(fold), self.prepare, self.scale, cut)

    @override
    def ready(self, fold: Fold) -> Run[ReadyFold]:
        parts = parts_of(fold, self.validation_share, self.seed)
        steps, train = yield from self.prepared(parts.train)
        return ready_fold(parts, fold, steps, train)

    def n_weights(self, fold: ReadyFold) -> int:
        """Trained parameters of a network such as this fold's."""
        return sum(p.numel() for p in self.network(fold).parameters())

    @override
    def grouping(self, fold: ReadyFold, n_networks: int) -> "grouping.Grouping":
        if self.precision == "fp16":
            return grouping.Grouping(n_networks, 1, grouping.EACH_SKIPS)
        n_values = fold.train.inputs.size + (fold.watched.inputs.size if fold.watched else 0)
        where = device.device(self.device)
        n_weights = self.n_weights(fold)
        return grouping.grouping(n_networks, n_weights, self.batch_size, n_values, where)

    @override
    def job(self, fold: ReadyFold, epochs: int) -> "jobs.Job":
        # After a stop there may be fewer epochs than the parameters say.
        scheduled = min(self.epochs, epochs)
        return jobs.Job(
            self.network(fold),
            fold.train,
            fold.watched,
            seed=self.seed,
            fold=fold.number,
            learning_rate=self.learning_rate,
            weight_decay=self.weight_decay,
            l1=self.l1,
            epochs=scheduled,
            further_epochs=epochs - scheduled,
            patience=self.early_stopping,
            multiplications=self.multiplications(fold),
        )

    @override
    def settings(self, fold: ReadyFold) -> "jobs.Settings":
        return jobs.Settings(
            loss=self.loss(fold),
            device=device.device(self.device),
            optimiser=self.optimizer,
            schedule=self.schedule,
            batch_size=self.batch_size,
            decides=fold.decides,
            rule=self.rule(fold),
            clipping=clipping.Clipping(norm=self.clip_norm),
            average=self.average,
            precision=self.precision,
            compiles=self.compile,
            channels_last=self.is_channels_last,
            augmentation=self.augments,
        )


# Parameters that all networks of one stack have in common.
_SHARED = (
    *("optimizer", "schedule", "batch_size", "device", "clip_norm", "precision", "compile"),
    *("average", "label_smoothing", "class_weights"),
)
