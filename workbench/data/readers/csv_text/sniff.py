"""What a CSV file does not say: its separator, its decimal sign, whether its first row names."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise

from workbench.data.readers.arff_text.java_number import plain_number
from workbench.data.readers.csv_text.format import BLANKS, CsvFormat
from workbench.data.readers.csv_text.rows import Cell, Row, is_missing

# In this order: commas also stand in numbers ("1,5;2,5") and dates, the others hardly do.
SEPARATORS = ("\t", ";", "|", ",")
SAMPLE_ROWS = 200

_WITH_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+(?:[eE][+-]?[0-9]+)?")
_WITH_POINT = re.compile(r"[+-]?[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?")
_WITH_GROUPS = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+,[0-9]+|(?:\.[0-9]{3}){2,})(?:[eE][+-]?[0-9]+)?"
)
_SIGN_LINE = re.compile(r"(\"?)sep=(.)\1[,;]*", re.IGNORECASE)
_COMMENTS = ("#", "%")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MAYBE_GROUP = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")


def separator(text: str, quote: str = '"') -> str:
    """The sign that cuts the first lines of ``text`` most evenly; the comma if none does.

    A blank is found only in tables of numbers, for words have blanks as well.
    """
    lines = _first_lines(_without_quoted_cells(text, quote))
    best, best_share = ",", 0.0
    for sign in SEPARATORS:
        share = _evenness([_outside_quotes(line, quote).count(sign) for line in lines])
        if share > best_share:
            best, best_share = sign, share
    if best_share < 0.5 and _is_cut_by_blanks(lines):
        return BLANKS
    return best


def _without_quoted_cells(text: str, quote: str) -> str:
    """The text without its cells in quotes, which may go over several lines.

    Only where a cell begins with a quote that a cell ends with: elsewhere it is a letter.
    """
    if not quote or quote not in text:
        return text
    signs, q = re.escape("".join(SEPARATORS)), re.escape(quote)
    return re.sub(rf"(?m)(?:^|(?<=[{signs}])){q}(?:[^{q}]|{q}{q})*+{q}(?=[{signs}]|$)", "", text)


def preamble(text: str) -> tuple[int, str]:
    """How many lines stand before the table, and the separator that they say, else nothing.

    These are the line ``sep=;`` of spreadsheets, and comments that begin with # or %: but not a
    line that is cut just as the table below is, for that holds names.
    """
    lines = text.split("\n", SAMPLE_ROWS)
    said = _SIGN_LINE.fullmatch(lines[0])
    if said:
        return 1, said[2]
    n_begun = next((i for i, line in enumerate(lines) if _is_row(line)), 0)
    sign = separator("\n".join(lines[n_begun:]))
    n_cells = _n_cells(lines[n_begun], sign)
    comments = [line for line in lines[:n_begun] if line.strip()]
    n_passed = next((i for i, c in enumerate(comments) if _n_cells(c, sign) == n_cells), n_begun)
    return (n_passed, "") if n_cells > 1 and comments else (0, "")


def has_apostrophes_for_quotes(text: str, sign: str) -> bool:
    """Whether ' encloses cells in the first lines, and begins no other cell."""
    if "'" not in text or sign not in set(",;|"):
        return False
    end = re.escape(sign)
    whole = re.compile(rf"(?:^|{end})[ ]*'(?:[^'\n]|'')*'[ ]*(?={end}|$)")
    begun = re.compile(rf"(?:^|{end})[ ]*'")
    lines = [_outside_quotes(line, '"') for line in _first_lines(text)]
    n_whole = sum(len(whole.findall(line)) for line in lines)
    return n_whole > 0 and all(not begun.search(whole.sub("", line)) for line in lines)


def is_prose(text: str) -> bool:
    """Whether the first lines are running text: words, and no sign that cuts most lines alike."""
    lines = _first_lines(text)
    words = sum(len(re.findall(r"[^\W\d]{2,}\s", line)) for line in lines)
    if len(lines) < 2 or words < 2 * len(lines) or _is_cut_by_blanks(lines):
        return False
    return all(_evenness([line.count(sign) for line in lines]) < 0.6 for sign in SEPARATORS)


def decimal(rows: Sequence[Row], sign: str) -> str:
    """The decimal sign of the numbers: a comma if some have one, and none has a point.

    Numbers such as 1,234 alone decide nothing.
    """
    if sign == ",":
        return "."
    cells = [cell for row in rows for cell in row if cell is not None]
    if any(_WITH_GROUPS.fullmatch(cell) for cell in cells):  # 1.234,5 and 1.234.567
        return ","
    with_comma = [cell for cell in cells if _WITH_COMMA.fullmatch(cell)]
    if has_points(rows):
        return "."
    return "," if any(not _MAYBE_GROUP.fullmatch(cell) for cell in with_comma) else "."


def has_points(rows: Sequence[Row]) -> bool:
    """Whether numbers of these rows have points for decimals."""
    return any(cell is not None and _WITH_POINT.fullmatch(cell) for row in rows for cell in row)


def numeric_columns(rows: Sequence[Row], n: int, form: CsvFormat) -> tuple[bool, ...]:
    """For each of n columns whether it seems numeric by its first rows."""
    return tuple(all(_is_number(row[i], form) for row in rows if i < len(row)) for i in range(n))


def has_header(rows: Sequence[Sequence[Cell]], form: CsvFormat | None = None) -> bool:
    """Whether the first row holds names.

    It does if a column has a text on top of nothing but numbers, or if its numbers are years in a
    row; it does not if its own cells include a number otherwise; in a table of texts it does if
    none of its cells comes again below it.
    """
    form = form or CsvFormat()
    first, below = rows[0], rows[1:]
    columns = list(zip(*(row for row in below if len(row) == len(first)), strict=True))
    if any(_tops_numbers(cell, column, form) for cell, column in zip(first, columns, strict=False)):
        return True
    if _names_years(first, below):
        return True
    if any(cell is None or form.number(cell) is not None for cell in first):
        return False
    return not any(cell in column for cell, column in zip(first, columns, strict=False))


def _is_row(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith(_COMMENTS)


def _n_cells(line: str, sign: str) -> int:
    return len(line.split()) if sign == BLANKS else line.count(sign) + 1


def _is_number(cell: Cell, form: CsvFormat) -> bool:
    return cell is None or form.number(cell) is not None


def _tops_numbers(cell: Cell, column: Sequence[Cell], form: CsvFormat) -> bool:
    if cell is None or is_missing(cell) or form.number(cell) is not None:
        return False
    values = [value for value in column if value is not None]
    return bool(values) and all(form.number(value) is not None for value in values)


def _names_years(first: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Whether the numbers of the first row count the years, as those of no other row do."""
    return _counts_years(first) and bool(below) and not any(map(_counts_years, below))


def _counts_years(row: Sequence[Cell]) -> bool:
    years = [int(cell) for cell in row if cell and _YEAR.fullmatch(cell)]
    n_numbers = sum(cell is not None and plain_number(cell) is not None for cell in row)
    steps = {b - a for a, b in pairwise(years)}
    return 2 <= len(years) == n_numbers and steps in ({1}, {-1})


def _first_lines(text: str) -> list[str]:
    return list(islice((line for line in text.split("\n") if line.strip()), SAMPLE_ROWS))


def _evenness(counts: Sequence[int]) -> float:
    """The share of lines that have the commonest count; 0 if that count is 0."""
    if not counts:
        return 0.0
    count, n_lines = max(Counter(counts).items(), key=lambda item: (item[1], item[0]))
    return n_lines / len(counts) if count else 0.0


def _is_cut_by_blanks(lines: Sequence[str]) -> bool:
    cells = [line.split() for line in lines]
    n_cells = sum(map(len, cells))
    n_numbers = sum(plain_number(cell) is not None for row in cells for cell in row)
    return (
        bool(n_cells)
        and len(cells[0]) > 1
        and _evenness([len(row) - 1 for row in cells]) > 0.9
        and n_numbers > n_cells / 2
    )


def _outside_quotes(line: str, quote: str) -> str:
    return "".join(line.split(quote)[::2]) if quote else line
