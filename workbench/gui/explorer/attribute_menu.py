"""The menu of what can be done with the attributes that are chosen in the list."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu, QWidget

from workbench.gui.explorer.attribute_actions import AttributeAction
from workbench.gui.icons import icon
from workbench.gui.theme import Theme


def attribute_menu(
    parent: QWidget,
    actions: Sequence[AttributeAction],
    names: Sequence[str],
    theme: Theme,
    want: Callable[[AttributeAction], None],
) -> QMenu:
    """The actions, those of a group in a menu of their own; what does not fit is greyed."""
    menu = QMenu(parent)
    groups: dict[str, QMenu] = {"": menu}
    for action in actions:
        if action.group not in groups:
            groups[action.group] = menu.addMenu(action.group)
        entry = groups[action.group].addAction(icon(action.icon, theme), action.words)
        entry.setObjectName(f"menu_{action.name}")
        entry.setEnabled(action.fits(names))
        entry.triggered.connect(lambda _checked=False, action=action: want(action))
    return menu
