"""The colours of the window, once: they feed palette, style sheet, icons and plots."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Okabe and Ito's colours, safe for colour-blind eyes; grey for what is only saved.
CATEGORY_COLOURS: Mapping[str, str] = {
    "Data": "#0072B2",
    "Prepare": "#56B4E9",
    "Split": "#009E73",
    "Learn": "#D55E00",
    "Evaluate": "#CC79A7",
    "See": "#E69F00",
    "Save": "#7F8790",
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
    """Colours by role. Text has a contrast of at least 4.5:1 on window, panel and canvas."""

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
    categories: Mapping[str, str] = field(default_factory=lambda: CATEGORY_COLOURS)
    series: tuple[str, ...] = SERIES_COLOURS

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
