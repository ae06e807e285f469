"""Names of fonts in SVG that other programs know."""

import html
import re

from PySide6.QtGui import QFont, QFontInfo

_FAMILY = re.compile(rb'font-family="([^"]*)"')


def with_known_fonts(svg: bytes) -> bytes:
    """The SVG with the families that were drawn with, by their own names, and what comes near.

    Qt writes the name that was asked for ("Sans Serif"), which browsers do not know.
    """
    return _FAMILY.sub(_families, svg)


def _families(match: re.Match[bytes]) -> bytes:
    info = QFontInfo(QFont(html.unescape(match[1].decode())))
    near = "monospace" if info.fixedPitch() else "sans-serif"
    return f'font-family="{html.escape(info.family())}, {near}"'.encode()
