"""Date parts: what a date tells a learner, as numbers (featuretools, RapidMiner: Date to …)."""

from collections.abc import Mapping
from typing import ClassVar, Literal, TypeAlias

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, holding
from workbench.core.errors import DataError, ParameterError, Where
from workbench.data.cell import as_date
from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.expressions.functions import (
    calendar_day,
    calendar_hour,
    calendar_minute,
    calendar_month,
    calendar_weekday,
    calendar_year,
)
from workbench.data.schema import Attribute
from workbench.preprocess.transform import DatasetTransform

Part: TypeAlias = Literal["year", "month", "day", "weekday", "hour", "minute", "days since"]

_CALENDAR = {
    "year": calendar_year,
    "month": calendar_month,
    "day": calendar_day,
    "weekday": calendar_weekday,
    "hour": calendar_hour,
    "minute": calendar_minute,
}
_DAY = np.timedelta64(86_400_000, "ms")


class DateParts(DatasetTransform):
    """Turn dates into numbers: year, month, day, weekday, hour, days since a given day.

    Each part is a new attribute after the date, called "date year" and so on. Weekdays count
    from Monday, 1, to Sunday, 7. A missing date has missing parts.
    """

    key: ClassVar[str] = "date_parts"
    title: ClassVar[str] = "Date parts"
    icon: ClassVar[str] = "mdi6.calendar-month-outline"
    aliases: ClassVar[tuple[str, ...]] = ("date", "time stamp", "weekday", "year", "month")
    only_if: ClassVar[Mapping[str, Conditions]] = {"since": {"parts": holding("days since")}}

    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which dates; none means every date attribute but the class.",
        json_schema_extra={"editor": "attributes"},
    )
    parts: tuple[Part, ...] = Field(
        default=("year", "month", "day", "weekday", "hour"),
        description="Which parts: year, month, day, weekday, hour, minute, days since.",
    )
    since: str = Field(
        default="1970-01-01", description="The day that 'days since' counts from, as ISO 8601."
    )
    keeps_date: bool = Field(default=False, description="Whether the date itself stays, too.")

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        names = self._names(dataset)
        attributes: list[Attribute] = []
        columns: list[Column] = []
        for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True):
            if attribute.name not in names or self.keeps_date:
                attributes.append(attribute)
                columns.append(column)
            if attribute.name in names:
                attributes += [
                    Attribute(f"{attribute.name} {part}", "numeric", role=attribute.role)
                    for part in self.parts
                ]
                columns += [self._part(part, column) for part in self.parts]
        return dataset.with_columns(attributes, columns)

    @override
    def status(self) -> str:
        return ", ".join(self.parts)

    def _names(self, dataset: Dataset) -> set[str]:
        if not self.attributes:
            attributes = dataset.schema.attributes
            return {a.name for a in attributes if a.kind == "date" and a.role != "class"}
        for name in self.attributes:
            attribute = dataset.schema.attribute(name)
            if attribute.kind != "date":
                raise DataError(
                    f"Attribute '{name}' is {attribute.kind}; it must be date.",
                    remedy="Change its kind to date first.",
                )
            if attribute.role == "class":
                raise DataError(f"'{name}' is the class; choose another class first.")
        return set(self.attributes)

    def _part(self, part: Part, dates: Column) -> FloatArray:
        is_missing = np.isnat(dates)
        known = np.where(is_missing, np.datetime64(0, "ms"), dates)
        numbers = self._days(known) if part == "days since" else _CALENDAR[part](known)
        return np.where(is_missing, np.nan, numbers)

    def _days(self, dates: Column) -> FloatArray:
        start = as_date(self.since)
        if start is None:
            raise ParameterError(
                f"'{self.since}' is no date; write it as 2024-12-31.",
                where=Where(parameter="since"),
            )
        return np.asarray((dates - start) / _DAY)
