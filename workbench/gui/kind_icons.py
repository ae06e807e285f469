"""The icon of each kind of attribute, the same wherever attributes are listed."""

from collections.abc import Mapping

from workbench.data.schema import Kind

KIND_ICONS: Mapping[Kind, str] = {
    "numeric": "mdi6.numeric",
    "nominal": "mdi6.tag-outline",
    "string": "mdi6.text",
    "date": "mdi6.calendar-blank-outline",
    "array": "mdi6.grid",
    "relational": "mdi6.table-multiple",
}
