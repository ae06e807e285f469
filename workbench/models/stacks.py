"""Trains the folds of several variants in as few stacks as there can be."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias, cast

from workbench.core.deferred import deferred
from workbench.core.errors import FAILURES, WorkbenchError, sentence_of
from workbench.core.run import Event, Noted, Run, retold
from workbench.models.learner import Fold, Outcome, Variant, VariantReported, of_variant
from workbench.models.mlp_rows import ReadyFold
from workbench.models.model import Model
from workbench.models.plane_names import in_raw_units
from workbench.models.relay import Relay
from workbench.models.stack_events import Member, StackEvents
from workbench.models.stackable import StackableLearner
from workbench.training.events import PlaneSeen

if TYPE_CHECKING:
    from workbench.training import grouping, loop, trial
    from workbench.training.job import Trained
else:
    loop = deferred("workbench.training.loop")
    trial = deferred("workbench.training.trial")


def fit_folds(learner: StackableLearner, folds: Sequence[Fold]) -> Run[list[Model]]:
    """One variant's models; its events as they are.

    Raises:
        WorkbenchError: it cannot be fitted.
    """
    run = fit_stacked([Variant(learner, tuple(folds))])
    [outcome] = yield from retold(run, lambda event: [_bare(event)])
    if isinstance(outcome, WorkbenchError):
        raise outcome
    return outcome


def fit_stacked(variants: Sequence[Variant]) -> Run[list[Outcome]]:
    """As ``Learner.fit_variants``, for variants whose learners are ``StackableLearner``."""
    return (yield from _Stacks(variants).run())


def _bare(event: Event) -> Event:
    return event.event if isinstance(event, VariantReported) else event


@dataclass(frozen=True, eq=False)
class _Network:
    """One to be trained.

    Args:
        number: of its variant.
        place: of its fold among the variant's.
    """

    number: int
    learner: StackableLearner
    place: int
    fold: Fold

    @property
    def key(self) -> Hashable:
        """Equal for networks that may be in one stack, as far as is known before any work."""
        return (self.learner.stack_key, len(self.fold.train.schema.features))


@dataclass(frozen=True, eq=False)
class _Ready:
    """A network whose rows are prepared."""

    network: _Network
    fold: ReadyFold

    @property
    def key(self) -> Hashable:
        """Equal for networks that are in one stack."""
        fold = self.fold
        ends = (fold.train.inputs.shape[1:], fold.n_outputs, fold.schema.class_attribute is None)
        chosen = self.network.learner.settings(fold)  # class weights are each fold's own
        return (*ends, fold.decides, fold.watched is not None, chosen.loss, chosen.rule)


# By what they were made from: prepared rows, and what was noted meanwhile.
_Prepared: TypeAlias = dict[Hashable, tuple[ReadyFold, list[Noted]]]


class _Stacks:
    """One training of several variants: which have begun, failed, and what has come out."""

    def __init__(self, variants: Sequence[Variant]) -> None:
        self._variants = variants
        self._models: list[dict[int, Model]] = [{} for _ in variants]  # by place of the fold
        self._errors: dict[int, WorkbenchError] = {}
        self._begun: set[int] = set()
        self._first: int | None = None  # variant that was prepared
        self._relay = Relay()

    def run(self) -> Run[list[Outcome]]:
        for networks in self._groups():
            yield from self._group(networks)
        return [self._outcome(number) for number in range(len(self._variants))]

    def _outcome(self, number: int) -> Outcome:
        models = self._models[number]
        return self._errors.get(number) or [models[place] for place in sorted(models)]

    def _groups(self) -> list[list[_Network]]:
        """The networks of variants that can be trained, by what they have in common."""
        groups: dict[Hashable, list[_Network]] = {}
        for number, variant in enumerate(self._variants):
            learner = cast("StackableLearner", variant.learner)
            try:
                learner.refuse(variant.folds)
            except FAILURES as error:
                self._errors[number] = sentence_of(error)
                continue
            for place, fold in enumerate(variant.folds):
                network = _Network(number, learner, place, fold)
                groups.setdefault(network.key, []).append(network)
        return list(groups.values())

    def _is_wanted(self, network: _Network) -> bool:
        """Not of a variant that has failed or that a stop keeps from being begun.

        A stop before anything was learnt lets the first variant learn a little.
        """
        if network.number in self._errors:
            return False
        if not self._relay.is_told_to_stop:
            return True
        return network.number in self._begun if self._begun else network.number == self._first

    def _group(self, networks: list[_Network]) -> Run[None]:
        """Train like networks, as many at a time as is good."""
        prepared: _Prepared = {}
        size = yield from self._size(networks, prepared)
        wanted = [network for network in networks if self._is_wanted(network)]
        while wanted:
            ready = yield from self._ready(wanted[:size], prepared)
            for alike in _alike(ready):
                yield from self._train([one for one in alike if self._is_wanted(one.network)])
            wanted = [network for network in wanted[size:] if self._is_wanted(network)]
            prepared = {}

    def _size(self, networks: list[_Network], prepared: _Prepared) -> Run[int]:
        """How many to train at a time; told to each of their variants."""
        for network in networks:
            ready = yield from self._ready([network], prepared)
            plan = yield from self._plan(ready, len(networks))
            if plan is not None:
                if len(networks) > 1:
                    note = Noted(str(replace(plan, what=_named(networks))))
                    for number in dict.fromkeys(n.number for n in networks):
                        yield from self._relay.tell(VariantReported(number, note))
                return plan.size
        return 1

    def _plan(self, ready: list[_Ready], n_networks: int) -> "Run[grouping.Grouping | None]":
        """How many such as the first to train at a time; None if that one cannot be trained."""
        if not ready:
            return None
        network, fold = ready[0].network, ready[0].fold
        try:
            plan = network.learner.grouping(fold, n_networks)
            if not plan.is_open:
                return plan
            job, settings = network.learner.job(fold, 1), network.learner.settings(fold)
            return (yield from self._relay.through(trial.chosen(plan, job, settings)))
        except FAILURES as error:
            self._errors[network.number] = sentence_of(error)
            return None

    def _ready(self, networks: list[_Network], prepared: _Prepared) -> Run[list[_Ready]]:
        """Prepare the rows of those that are wanted and can be had."""
        ready = []
        for network in networks:
            if self._is_wanted(network):
                try:
                    fold = yield from self._prepared(network, prepared)
                    ready.append(_Ready(network, fold))
                except FAILURES as error:
                    self._errors[network.number] = sentence_of(error)
        return [one for one in ready if self._is_wanted(one.network)]

    def _prepared(self, network: _Network, prepared: _Prepared) -> Run[ReadyFold]:
        """The network's rows, which variants with the same preparation share."""
        self._first = network.number if self._first is None else self._first
        key = network.learner.ready_key(network.fold)
        if key in prepared:
            for note in prepared[key][1]:
                yield from self._relay.tell(VariantReported(network.number, note))
            return prepared[key][0]
        notes: list[Noted] = []

        def told(event: Event) -> Iterator[Event]:
            if isinstance(event, Noted):
                notes.append(event)
            yield VariantReported(network.number, event)

        fold = yield from self._relay.through(retold(network.learner.ready(network.fold), told))
        prepared[key] = (fold, notes)
        return fold

    def _train(self, ready: list[_Ready]) -> Run[None]:
        """Train one stack."""
        if not ready:
            return
        self._begun.update(_numbers(ready))
        learner = ready[0].network.learner
        try:
            ready = yield from self._pretrained(ready)
            members = self._members(ready)
            events = StackEvents(members)
            epochs = {member.number: member.n_epochs for member in members}
            jobs = [
                replace(one.network.learner.job(one.fold, epochs[one.network.number]), fold=row)
                for row, one in enumerate(ready)
            ]
            run = loop.train(jobs, learner.settings(ready[0].fold))
            named = retold(run, lambda event: [_with_names(event, ready)])
            trained = yield from self._relay.through(retold(named, events.tell))
            for event in events.rest():
                yield from self._relay.tell(event)
            for one, result in zip(ready, trained, strict=True):
                model = yield from self._finished(one, result)
                self._models[one.network.number][one.network.place] = model
        except FAILURES as error:
            for number in _numbers(ready):
                self._errors[number] = sentence_of(error)

    def _pretrained(self, ready: list[_Ready]) -> Run[list[_Ready]]:
        """With what is learnt before the networks of the stack."""
        stack = [(one.network.learner, one.fold) for one in ready]
        run = retold(stack[0][0].pretrained(stack), StackEvents(self._members(ready)).tell)
        folds = yield from self._relay.through(run)
        return [replace(one, fold=fold) for one, fold in zip(ready, folds, strict=True)]

    def _members(self, ready: list[_Ready]) -> list[Member]:
        return [self._member(ready, number) for number in _numbers(ready)]

    def _finished(self, one: _Ready, trained: "Trained") -> Run[Model]:
        number = one.network.number
        run = one.network.learner.finished(one.fold, trained)
        return (
            yield from self._relay.through(retold(run, lambda event: [of_variant(number, event)]))
        )

    def _member(self, ready: list[_Ready], number: int) -> Member:
        rows = [row for row, one in enumerate(ready) if one.network.number == number]
        folds = tuple(ready[row].fold.number for row in rows)
        learner = ready[rows[0]].network.learner
        return Member(number, slice(rows[0], rows[-1] + 1), folds, self._n_epochs(number, learner))

    def _n_epochs(self, number: int, learner: StackableLearner) -> int:
        """After a stop, the folds to come get no more epochs than those before them had."""
        if not self._relay.is_told_to_stop:
            return learner.n_epochs
        return max([1, *map(_n_epochs, self._models[number].values())])


def _with_names(event: Event, ready: list[_Ready]) -> Event:
    """A plane with the names of what is drawn on it, as the raw rows have them."""
    if not isinstance(event, PlaneSeen):
        return event
    one = ready[event.fold]
    return in_raw_units(event, one.fold, one.network.fold.train)


def _alike(ready: list[_Ready]) -> list[list[_Ready]]:
    groups: dict[Hashable, list[_Ready]] = {}
    for one in ready:
        groups.setdefault(one.key, []).append(one)
    return list(groups.values())


def _numbers(ready: list[_Ready]) -> list[int]:
    """The variants, in order."""
    return list(dict.fromkeys(one.network.number for one in ready))


def _named(networks: list[_Network]) -> str:
    """What is trained, for the log: folds of one variant, or networks of several."""
    n_folds = [len(list(group)) for _, group in groupby(n.number for n in networks)]
    if len(n_folds) == 1:
        return f"{len(networks)} folds"
    product = f"{len(n_folds)} values × {n_folds[0]} folds"
    if len(set(n_folds)) > 1 or n_folds[0] == 1:
        product = f"{len(n_folds)} values"
    return f"{len(networks)} networks ({product})"


def _n_epochs(model: Model) -> int:
    return 0 if model.curve is None else len(model.curve.train_loss)
