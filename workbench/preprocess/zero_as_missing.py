"""Zero as missing: a 0 that stands for "not measured" (Pima's blood pressure, say) becomes one."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.state import State
from workbench.preprocess.columns import chosen, column_of, with_replaced
from workbench.preprocess.transform import FittedTransform, Transform


@dataclass(frozen=True, eq=False)
class FittedZeroAsMissing(FittedTransform):
    """Has learnt nothing; is a fitted transform so that the model does the same to its rows."""

    key: ClassVar[str] = "zero_as_missing"

    names: tuple[str, ...]

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        columns = {name: column_of(dataset, name, "numeric") for name in self.names}
        return with_replaced(
            dataset, {name: np.where(c == 0, np.nan, c) for name, c in columns.items()}
        )

    @override
    def state(self) -> State:
        return State({"names": list(self.names)})

    @classmethod
    @override
    def from_state(cls, state: State) -> Self:
        return cls(tuple(state.values["names"]))


class ZeroAsMissing(Transform):
    """Read 0 as "missing" in the named attributes.

    In the Pima data a blood pressure or body mass of 0 was simply not measured. Put an impute
    after this, or a learner that prepares its data.
    """

    key: ClassVar[str] = "zero_as_missing"
    title: ClassVar[str] = "Zero as missing"
    icon: ClassVar[str] = "mdi6.numeric-0-circle-outline"
    weka: ClassVar[tuple[str, ...]] = ("weka.filters.unsupervised.attribute.NumericCleaner",)
    aliases: ClassVar[tuple[str, ...]] = ("zero to NaN",)

    attributes: tuple[str, ...] = Field(
        default=(),
        description="The attributes in which 0 means missing; none leaves the data as they are.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def fit(self, train: Dataset) -> FittedZeroAsMissing:
        named = chosen(train, self.attributes, "numeric") if self.attributes else ()
        return FittedZeroAsMissing(tuple(a.name for a in named))

    @override
    def status(self) -> str:
        return ", ".join(self.attributes)
