"""What learners of restricted Boltzmann machines have in common: visible units, how they learn."""

from abc import ABC
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, unless
from workbench.core.deferred import deferred
from workbench.core.run import Noted, Run
from workbench.data.schema import Attribute
from workbench.models.field_facts import section
from workbench.models.learner import Fold
from workbench.models.mlp_rows import ReadyFold, parts_of
from workbench.models.network_learner import NetworkLearner
from workbench.models.preparation import known_class
from workbench.models.unit_rows import VisibleChoice, refuse_regression, unit_fold, visible_units
from workbench.models.vector_fold import vector_parts
from workbench.models.vector_rows import is_vector_part

if TYPE_CHECKING:
    from workbench.models.networks import rbm_rule as rules
else:
    rules = deferred("workbench.models.networks.rbm_rule")


class UnitLearner(NetworkLearner, ABC):
    """Base of learners whose rows are visible units of a machine."""

    trailing: ClassVar[tuple[str, ...]] = (
        *("visible", "k", "persistent", "momentum", "sparsity", "sparsity_cost"),
        *NetworkLearner.trailing,
    )
    only_if: ClassVar[Mapping[str, Conditions]] = {"sparsity": {"sparsity_cost": unless(0.0)}}

    visible: VisibleChoice = Field(
        default="auto",
        description="Visible units: binary ones, for numbers brought to 0 … 1 by min–max; Gaussian "
        "ones, for standardised numbers; auto takes binary where all are pictures, labels or 0/1.",
        json_schema_extra=section("Network"),
    )
    k: int = Field(
        default=1,
        ge=1,
        le=1000,
        description="Gibbs steps of contrastive divergence (CD-k).",
        json_schema_extra=section("Contrastive divergence", slider="1..20"),
    )
    persistent: bool = Field(
        default=False,
        description="Let the Gibbs chains go on from batch to batch (PCD) instead of starting at "
        "the data; needs smaller steps.",
        json_schema_extra=section("Contrastive divergence"),
    )
    momentum: float = Field(
        default=0.9,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="Share of the last step that is added to the next; 0.5 at most in the first "
        "five epochs.",
        json_schema_extra=section("Contrastive divergence", slider="0..0.95 step 0.05"),
    )
    sparsity_cost: float = Field(
        default=0.0,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="How strongly hidden units are pushed to be on for the share of rows that "
        "'sparsity' says; 0 = not at all.",
        json_schema_extra=section("Contrastive divergence", advanced=True),
    )
    sparsity: float = Field(
        default=0.1,
        gt=0,
        lt=1,
        allow_inf_nan=False,
        description="Share of the rows for which a hidden unit shall be on.",
        json_schema_extra=section("Contrastive divergence", advanced=True),
    )

    @override
    def takes(self, attribute: Attribute) -> bool:
        return is_vector_part(attribute)

    @override
    def ready_key(self, fold: Fold) -> Hashable:
        return (super().ready_key(fold), self.visible)

    @override
    def ready(self, fold: Fold) -> Run[ReadyFold]:
        refuse_regression(fold.train, self.title)
        has_class = fold.train.schema.class_attribute is not None
        parts = (parts_of if has_class else vector_parts)(fold, self.validation_share, self.seed)
        visible = visible_units(self.visible, parts.train)
        is_scaled = self.prepare and self.scale != "none"
        scale = "min-max" if visible == "binary" and is_scaled else self.scale
        scaled = self.model_copy(update={"scale": scale})
        known = known_class(parts.train) if has_class else parts.train
        if dropped := parts.train.n_samples - known.n_samples:
            yield Noted(f"Training rows without a class, left out: {dropped}.")
        prepared = yield from scaled.prepared(known)
        return unit_fold(parts, fold, prepared, visible, is_scaled=is_scaled)

    @property
    def machine_key(self) -> Hashable:
        """What machines that are trained together must have in common."""
        own = (self.visible, self.k, self.persistent, self.momentum)
        return (*own, self.sparsity, self.sparsity_cost)

    def contrastive(self, *, has_momentum: bool = True) -> "rules.ContrastiveDivergence":
        """How machines learn.

        Args:
            has_momentum: not where the optimizer has moments of its own.
        """
        momentum = self.momentum if has_momentum else 0.0
        return rules.ContrastiveDivergence(
            k=self.k,
            is_persistent=self.persistent,
            early_momentum=min(0.5, momentum),
            momentum=momentum,
            sparsity=self.sparsity,
            sparsity_cost=self.sparsity_cost,
        )
