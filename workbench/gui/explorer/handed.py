"""What the explorer is handed from outside, as it may know no other part of the window."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from workbench.core.component import Component
from workbench.data.schema import Schema
from workbench.gui.data_view import DataView

FormFor: TypeAlias = Callable[[Component, Schema | None], QWidget]


@dataclass(frozen=True)
class Handed:
    """Components, views and forms.

    Args:
        catalog: every component by key.
        views: kinds of views of the data, in the order of their tabs.
        form_for: a form for a component's parameters, with a signal ``changed(values, name)``.
    """

    catalog: Mapping[str, type[Component]]
    views: Sequence[DataView]
    form_for: FormFor
