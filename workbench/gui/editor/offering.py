"""Offering a way out where a link is refused."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject

from workbench.flow.graph import Link
from workbench.flow.remedy import Offer, offer
from workbench.gui.component_words import translated
from workbench.gui.editor.commands import Commands
from workbench.gui.editor.offer_bar import OfferBar

KEYS = "Ctrl+."


def _tr(text: str) -> str:
    return QCoreApplication.translate("FlowEditor", text)


class Offering(QObject):
    """Says why a link cannot be, and mends it at the press of a button.

    Args:
        hint: takes the reason where there is nothing to offer, and with the offer.
    """

    def __init__(self, bar: OfferBar, commands: Commands, hint: Callable[[str], None]) -> None:
        super().__init__(bar)
        self._bar = bar
        self._commands = commands
        self._hint = hint
        self._offer: Offer | None = None
        bar.taken.connect(self.take)

    def refuse(self, link: Link) -> None:
        """Say why a link cannot be; where there is a way to what it means, offer that."""
        graph = self._commands.graph
        reason = graph.refusal(link)
        if reason is None:
            return
        self._hint(reason)
        self._offer = offer(graph, link, self._commands.catalog)
        if self._offer is None:
            self._bar.withdraw()
            return
        self._bar.offer(reason, button_words(self._offer, graph.node(link.target).name), KEYS)

    def take(self) -> None:
        """Do what is offered."""
        offered = self._offer
        if offered is None or not self._bar.isVisible():
            self._hint(_tr("Nothing is offered now."))
            return
        self.withdraw()
        self._hint("")
        self._commands.take(offered.graph, _label(offered), offered.ids)

    def withdraw(self) -> None:
        """Something else is done: the offer holds no longer."""
        self._offer = None
        self._bar.withdraw()


def button_words(offered: Offer, target: str) -> str:
    """What the button says that takes an offer."""
    names = [translated(name) for name in offered.names]
    if offered.way == "link":
        return _tr("Link it to “{}”").format(names[0])
    if offered.way == "before":
        return _tr("Put “{}” before “{}”").format(target, names[0])
    patterns = {
        1: _tr("Put {} between them"),
        2: _tr("Put {} and {} between them"),
        3: _tr("Put {}, {} and {} between them"),
    }
    pattern = patterns.get(len(names), _tr("Put {} nodes between them").format(len(names)))
    return pattern.format(*names)


def _label(offered: Offer) -> str:
    labels = {
        "link": _tr("Link"),
        "before": _tr("Put before the splitter"),
        "between": _tr("Put between"),
    }
    return labels[offered.way]
