"""The node reference: every component's help, ports and parameters, made from the catalog."""

import html
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from workbench.core.component import Component, choices
from workbench.flow.operation import Port, operation
from workbench.gui.component_words import translated
from workbench.gui.editor.node_words import type_words
from workbench.gui.icons import icon
from workbench.gui.inspector.condition_words import condition_words
from workbench.gui.theme import Theme


class NodeReference(QDialog):
    """A list of components with a filter; the chosen one's page beside it. Not modal."""

    def __init__(
        self, catalog: Mapping[str, type[Component]], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self.setWindowTitle(self.tr("Node reference"))
        self.setObjectName("node_reference")
        self.filter = QLineEdit(self)
        self.filter.setObjectName("reference_filter")
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setAccessibleName(self.tr("Filter nodes"))
        self.filter.textChanged.connect(self._filter)
        self.list = QListWidget(self)
        self.list.setObjectName("reference_list")
        self.list.setAccessibleName(self.tr("Nodes"))
        self.list.setFixedWidth(240)
        self.page = QTextBrowser(self)
        self.page.setObjectName("reference_page")
        self.page.setAccessibleName(self.tr("Description"))
        for kind in catalog.values():
            item = QListWidgetItem(icon(kind.icon, theme, kind.category), translated(kind.title))
            item.setData(Qt.ItemDataRole.UserRole, kind.key)
            self.list.addItem(item)
        self.list.currentItemChanged.connect(self._show)
        left = QVBoxLayout()
        left.addWidget(self.filter)
        left.addWidget(self.list)
        row = QHBoxLayout(self)
        row.addLayout(left)
        row.addWidget(self.page, 1)
        self.resize(840, 560)
        self.list.setCurrentRow(0)

    def show_component(self, key: str) -> None:
        """Open the page of a component."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self.list.setCurrentRow(row)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            kind = self._catalog[item.data(Qt.ItemDataRole.UserRole)]
            self.page.setHtml(page(kind))

    def _filter(self, text: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            kind = self._catalog[item.data(Qt.ItemDataRole.UserRole)]
            names = " ".join(kind.names()).lower()
            item.setHidden(text.lower() not in names)


def page(kind: type[Component]) -> str:
    """A component's page as HTML."""
    ports = operation(kind)
    parts = [
        f"<h2>{html.escape(translated(kind.title))}</h2>",
        f"<p>{html.escape(translated(kind.help()))}</p>",
        f"<p><b>{html.escape(translated(kind.category))}</b>"
        f" · <code>{html.escape(kind.key)}</code></p>",
    ]
    if kind.weka:
        words = _tr("In WEKA: {}").format(", ".join(kind.weka_names()))
        parts.append(f"<p>{html.escape(words)}</p>")
    if kind.aliases:
        words = _tr("Also known as: {}").format(", ".join(kind.aliases))
        parts.append(f"<p>{html.escape(words)}</p>")
    parts += [_ports(_tr("In: {}"), ports.inputs), _ports(_tr("Out: {}"), ports.outputs)]
    parts.append(_parameters(kind))
    if kind.presets:
        words = _tr("Presets: {}").format("; ".join(map(translated, kind.presets)))
        parts.append(f"<p>{html.escape(words)}</p>")
    return "".join(parts)


def _ports(template: str, ports: tuple[Port, ...]) -> str:
    if not ports:
        return ""
    words = "; ".join(f"<code>{p.name}</code>, {html.escape(type_words(p.type))}" for p in ports)
    return f"<p>{template.format(words)}</p>"


def _parameters(kind: type[Component]) -> str:
    rows = []
    for name, field in kind.model_fields.items():
        default = field.get_default(call_default_factory=True, validated_data={})
        allowed = f" ({', '.join(map(str, choices(field)))})" if choices(field) else ""
        only = condition_words(kind.conditions(name))
        told = f"{translated(field.description or '')}{allowed} {only}".strip()
        rows.append(
            f"<tr><td><code>{name}</code>&nbsp;&nbsp;</td>"
            f"<td><code>{html.escape(str(default)) or '–'}</code>&nbsp;&nbsp;</td>"
            f"<td>{html.escape(told)}</td></tr>"
        )
    titles = f"<th align=left>{_tr('Parameter')}</th><th align=left>{_tr('Default')}</th>"
    head = f"<tr>{titles}<th></th></tr>"
    return f"<table cellpadding=4>{head}{''.join(rows)}</table>" if rows else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("NodeReference", text)
