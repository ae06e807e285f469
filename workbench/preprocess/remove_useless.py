"""Remove useless: attributes that tell nothing (WEKA: RemoveUseless)."""

from typing import ClassVar

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute
from workbench.preprocess.select_attributes import FittedSelection
from workbench.preprocess.transform import Transform


class RemoveUseless(Transform):
    """Leave out features that are constant, missing throughout, or nearly all different.

    As in WEKA, an attribute that has one value wherever it is not missing is constant, and a
    nominal one goes that has more distinct values than ``most_distinct`` percent of its rows.
    """

    key: ClassVar[str] = "remove_useless"
    title: ClassVar[str] = "Remove useless"
    icon: ClassVar[str] = "mdi6.broom"
    weka: ClassVar[tuple[str, ...]] = ("weka.filters.unsupervised.attribute.RemoveUseless",)
    aliases: ClassVar[tuple[str, ...]] = ("VarianceThreshold", "constant", "clean")

    most_distinct: float = Field(
        default=99.0,
        ge=0,
        le=100,
        description="A nominal or string attribute with more distinct values than this part of "
        "the rows is left out.",
        json_schema_extra={"unit": "%"},
    )

    @override
    def fit(self, train: Dataset) -> FittedSelection:
        if not train.n_samples:
            return FittedSelection(())
        useless = (a.name for a in train.schema.features if self._is_useless(a, train))
        return FittedSelection(tuple(useless))

    @override
    def status(self) -> str:
        return f"over {self.most_distinct:g} % distinct"

    def _is_useless(self, attribute: Attribute, train: Dataset) -> bool:
        if attribute.kind == "relational":
            return False
        known = train.column(attribute.name)[~train.missing(attribute.name)]
        if not len(known):
            return True
        if attribute.kind == "array":
            first = np.broadcast_to(known[:1], known.shape)
            return np.array_equal(known, first, equal_nan=True)
        n_distinct = len(set(known.tolist()) if known.dtype == object else np.unique(known))
        has_names = attribute.kind in {"nominal", "string"}
        is_varied = has_names and n_distinct > train.n_samples * self.most_distinct / 100
        return n_distinct == 1 or is_varied
