"""The colours of the window, once: they feed palette, style sheet, icons and plots."""

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from workbench.core.files import resource
from workbench.gui.contrast import visible
from workbench.gui.text_size import TEXT_SIZE, scaled, scaled_sheet

FONT_SIZE = 13  # pixels, at 100 %

Choice: TypeAlias = Literal["system", "light", "dark"]

# Okabe and Ito's colours, safe for colour-blind eyes; grey for what is only saved.
CATEGORY_COLOURS: Mapping[str, str] = {
    "Data": "#0072B2",
    "Prepare": "#56B4E9",
    "Split": "#009E73",
    "Learn": "#D55E00",
    "Evaluate": "#CC79A7",
    "See": "#E69F00",
    "Save": "#7F8790",
    "Own": "#7F8790",
    "Convolution": "#D55E00",  # families of layers
    "Pooling": "#009E73",
    "Activation": "#E69F00",
    "Regularisation": "#7F8790",
    "Dense": "#0072B2",
    "Block": "#CC79A7",
    "Join": "#56B4E9",
}

SERIES_COLOURS: tuple[str, ...] = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#7F8790",
)


@dataclass(frozen=True)
class Theme:
    """Colours by role. Text has a contrast of at least 4.5:1 on window, panel and canvas.

    Args:
        categories: of nodes; each moved until it stands out from ``panel`` by 3:1.
    """

    name: str
    window: str
    panel: str
    canvas: str
    line: str
    grid: str
    text: str
    secondary: str
    accent: str
    done: str
    warning: str
    failed: str
    categories: Mapping[str, str] = field(init=False)
    series: tuple[str, ...] = SERIES_COLOURS

    def __post_init__(self) -> None:
        seen = {n: self.seen(c).name() for n, c in CATEGORY_COLOURS.items()}
        object.__setattr__(self, "categories", seen)

    def seen(self, colour: str) -> QColor:
        """The colour, moved until lines and marks in it stand out from ``panel``."""
        return visible(colour, self.panel, 4.0 if self.is_dark else 3.0)

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on a dark ground."""
        return self.name == "dark"


LIGHT = Theme(
    name="light",
    window="#F6F7F8",
    panel="#FFFFFF",
    canvas="#FBFBFC",
    line="#DFE2E6",
    grid="#ECEEF1",
    text="#1C2024",
    secondary="#5B6470",
    accent="#2563D9",
    done="#1B7F4B",
    warning="#946200",
    failed="#C62B3A",
)

DARK = Theme(
    name="dark",
    window="#1B1C1F",
    panel="#232529",
    canvas="#1E2024",
    line="#35383E",
    grid="#2A2D32",
    text="#E6E8EB",
    secondary="#9BA3AE",
    accent="#6EA0FF",
    done="#4CC38A",
    warning="#E2A93B",
    failed="#FF6B78",
)


def mixed(a: str, b: str, share: float) -> str:
    """The colour between ``a`` and ``b``; ``share`` 0 gives ``a``, 1 gives ``b``."""
    one, two = QColor(a), QColor(b)
    return QColor.fromRgbF(
        one.redF() + (two.redF() - one.redF()) * share,
        one.greenF() + (two.greenF() - one.greenF()) * share,
        one.blueF() + (two.blueF() - one.blueF()) * share,
    ).name()


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole program the theme: palette, font and style sheet."""
    font = QFont(app.font())
    font.setPixelSize(scaled(FONT_SIZE))
    app.setFont(font)
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))


def palette(theme: Theme) -> QPalette:
    """Qt's palette for the theme, disabled colours included."""
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.panel,
        QPalette.ColorRole.AlternateBase: theme.canvas,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.panel,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.failed,
        QPalette.ColorRole.ToolTipBase: theme.panel,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.secondary,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: on_accent(theme),
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.Light: theme.panel,
        QPalette.ColorRole.Midlight: theme.grid,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.secondary,
        QPalette.ColorRole.Shadow: theme.line,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    faint = QColor(faint_text(theme))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return made


def style_sheet(theme: Theme) -> str:
    """``resources/themes/window.qss`` with the theme's colours."""
    folder = resource("themes")
    sheet = (folder / "window.qss").read_text(encoding="utf-8")
    template = string.Template(scaled_sheet(sheet))
    return template.substitute(
        {role: colour for role, colour in vars(theme).items() if isinstance(colour, str)},
        folder=folder.as_posix(),
        border=mixed(theme.line, theme.secondary, 0.25),
        control=mixed(theme.panel, theme.secondary, 0.8),
        hover=mixed(theme.panel, theme.text, 0.06),
        chosen=mixed(theme.panel, theme.accent, 0.18),
        faint=faint_text(theme),
        on_accent=on_accent(theme),
        accent_hover=mixed(theme.accent, theme.text, 0.15),
    )


def on_accent(theme: Theme) -> str:
    """The colour of text on the accent colour."""
    return theme.window if theme.is_dark else theme.panel


def faint_text(theme: Theme) -> str:
    """The colour of what cannot be used now."""
    return mixed(theme.panel, theme.secondary, 0.6)


class ThemeSource(QObject):
    """Says which theme holds: the system's, or the one chosen in the menu; and how large text is.

    Signals:
        changed(Theme): another theme or text size holds; the program has it already.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, choice: Choice = "system", text_size: int = 100) -> None:
        super().__init__(app)
        self._app = app
        TEXT_SIZE.choose(app, text_size)
        self._choice: Choice = choice
        self.theme = self._resolved()
        apply(app, self.theme)
        app.styleHints().colorSchemeChanged.connect(self._refresh)

    @property
    def choice(self) -> Choice:
        """What was chosen: "system", "light" or "dark"."""
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Follow the system, or hold one theme."""
        self._choice = choice
        self._refresh()

    @property
    def text_size(self) -> int:
        """How large text is, in per cent."""
        return TEXT_SIZE.percent

    def choose_text_size(self, percent: int) -> None:
        """Scale text and all that holds text."""
        if percent != TEXT_SIZE.percent:
            TEXT_SIZE.choose(self._app, percent)
            apply(self._app, self.theme)
            self.changed.emit(self.theme)

    def _refresh(self) -> None:
        theme = self._resolved()
        if theme is self.theme:
            return
        self.theme = theme
        apply(self._app, theme)
        self.changed.emit(theme)

    def _resolved(self) -> Theme:
        if self._choice == "system":
            is_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if is_dark else LIGHT
        return DARK if self._choice == "dark" else LIGHT
