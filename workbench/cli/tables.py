"""Tables of the terminal: columns of text, no lines, as wide as they need to be."""

from io import StringIO

from rich.console import Console
from rich.table import Table

UNCUT = 100_000


def table_of(*headings: str) -> Table:
    """An empty table; columns whose heading begins with ">" stand right."""
    made = Table(box=None, pad_edge=False, header_style="")
    for heading in headings:
        justify = "right" if heading.startswith(">") else "left"
        made.add_column(
            heading.removeprefix(">"), justify="right" if justify == "right" else "left"
        )
    return made


def drawn(table: Table) -> str:
    """The table as text, no line with blanks at its end."""
    page = StringIO()
    Console(file=page, width=UNCUT, color_system=None).print(table, highlight=False, markup=False)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()) + "\n"
