"""CSV files: separator, names and kinds found out, or said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, Self

from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.core.run import Event, Noted, Run, finish
from workbench.data.dataset import Dataset
from workbench.data.readers.compression import bare_name, opened
from workbench.data.readers.csv_text.doubts import about_class, about_numbers
from workbench.data.readers.csv_text.format import BLANKS, MISSING, CsvFormat
from workbench.data.readers.csv_text.kinds import Wanted
from workbench.data.readers.csv_text.plan import (
    CsvFile,
    Plan,
    Sample,
    check_width,
    head_of,
    plan_of,
    sample_of,
)
from workbench.data.readers.csv_text.reading import CsvReading, Named, first_rows
from workbench.data.readers.csv_text.rows import Row
from workbench.data.readers.csv_text.sniff import (
    decimal,
    has_apostrophes_for_quotes,
    has_header,
    is_prose,
    preamble,
    separator,
)
from workbench.data.readers.reader import Reader
from workbench.data.schema import Schema

_SIGNS = {"tab": "\t", "space": BLANKS, "none": ""}
_BARE = Noted('A " stands alone in some cell: all are read as letters, not as quotes.')
_APOSTROPHES = Noted("Apostrophes around whole cells are read as quotes, as in WEKA.")
_NO_NAMES = Noted(
    "The first row seems to hold values, not names; the columns are called att1, att2, …"
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WORDS = {"\t": "tab", BLANKS: "space", "": "none"}


class CsvReader(Reader):
    """Read a table of values between commas, semicolons, tabs, bars or blanks.

    A column is numeric if all its values are numbers, a date if all are dates, nominal if it
    holds few different texts, a string attribute otherwise. Empty cells, ?, NA, NaN and null are
    missing values. Columns without a name are called att1, att2, … as in WEKA.
    """

    key: ClassVar[str] = "csv"
    title: ClassVar[str] = "CSV file"
    icon: ClassVar[str] = "mdi6.file-delimited-outline"
    weka: ClassVar[tuple[str, ...]] = ("weka.core.converters.CSVLoader",)
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".tab", ".data", ".txt")
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Spreadsheet with commas in numbers": {
            "delimiter": ";",
            "decimal": ",",
            "thousands": "auto",
            "header": "yes",
        },
        "Tab-separated": {"delimiter": "tab", "header": "yes"},
    }

    delimiter: str = Field(
        default="auto",
        pattern=r"^(auto|tab|space|[^\n\r])$",
        description="What stands between two values: one character, 'tab', or 'space' for any "
        "number of blanks; 'auto' looks at the rows.",
    )
    header: Literal["auto", "yes", "no"] = Field(
        default="auto", description="Whether the first row holds names; 'auto' looks at the rows."
    )
    nominal: tuple[str, ...] = Field(
        default=(), description="Names of attributes to read as nominal, numbers or not."
    )
    numeric: tuple[str, ...] = Field(
        default=(), description="Names of attributes that must be numeric."
    )
    text: tuple[str, ...] = Field(
        default=(), description="Names of attributes to read as texts, however few they are."
    )
    dates: tuple[str, ...] = Field(
        default=(), description="Names of attributes that must be dates."
    )
    decimal: Literal["auto", ".", ","] = Field(
        default="auto", description="What begins the decimals of a number."
    )
    thousands: Literal["auto", "none", ",", ".", "space", "'"] = Field(
        default="auto",
        description="What stands between groups of three digits; 'auto' only where nothing else "
        "can be meant.",
    )
    quote: Literal["auto", '"', "'", "none"] = Field(
        default="auto",
        description="What encloses texts; 'auto': \", but in files with tabs nothing if a \" "
        "stands alone.",
        json_schema_extra={"advanced": True},
    )
    missing: tuple[str, ...] = Field(
        default=MISSING,
        description="The texts that stand for a missing value.",
        json_schema_extra={"advanced": True},
    )
    encoding: Literal["auto", "utf-8", "utf-16", "cp949", "euc-kr", "latin-1", "cp1252"] = Field(
        default="auto",
        description="How the file writes letters: UTF-8, UTF-16, Korean, Western European or "
        "Western Windows; 'auto': UTF-8, or UTF-16 if the file begins as such.",
        json_schema_extra={"advanced": True},
    )

    @override
    def read(self) -> Run[Dataset]:
        try:
            dataset = yield from self._read()
        except DataError as error:
            for other in error.others:
                other.at(file=self.path)
            raise error.at(file=self.path) from None
        dataset, notes = self.with_chosen_class(dataset)
        yield from (*notes, *about_class(dataset))
        return dataset

    def sniffed(self) -> Self:
        """The same reader with what was found in the first rows in place of every 'auto'.

        ``thousands`` stays as it is, for the whole file decides it.

        Raises:
            DataError: the file is missing, empty, or not text in its encoding.
        """
        try:
            sketch = self._sketch()
        except DataError as error:
            raise error.at(file=self.path) from None
        form = sketch.plan.form
        found = {
            "delimiter": _WORDS.get(form.separator, form.separator),
            "quote": "auto" if form.second else form.quote or "none",
            "decimal": form.decimal,
            "header": "yes" if sketch.is_named else "no",
            "encoding": sketch.plan.file.encoding,
        }
        return self.model_copy(update=found)

    def preview(self, n_rows: int = 100) -> Dataset:
        """The first rows as they would be read, without reading the rest of the file.

        Kinds are told from these rows alone.

        Raises:
            DataError: the file is missing, empty, not text, or wrong in these rows.
        """
        try:
            plan = self._sketch().plan
            dataset = self._dataset(finish(first_rows(plan, n_rows)))
        except DataError as error:
            raise error.at(file=self.path) from None
        return self.with_chosen_class(dataset)[0]

    def _read(self) -> Run[Dataset]:
        try:
            named = yield from self._named()
        except DataError as error:
            if self.quote != "auto":
                raise
            named = yield from self._named_without_quotes(error)
        return self._dataset(named)

    def _named(self, *, is_bare: bool = False) -> Run[list[Named]]:
        sketch = self._sketch(is_bare=is_bare)
        yield from sketch.notes
        if not (is_bare or self.quote == "none" or sketch.plan.form.quote):
            yield _BARE
        if sketch.plan.form.second:
            yield _APOSTROPHES
        is_wary = self.quote == "auto" and sketch.plan.form.separator == "\t"
        named = yield from CsvReading(sketch.plan, is_wary).columns()
        if self.header == "auto" and not sketch.is_named:
            yield _NO_NAMES
        yield from about_numbers(named, sketch.rows)
        return named

    def _named_without_quotes(self, error: DataError) -> Run[list[Named]]:
        """Once more where values stand between tabs: there, quotes are often mere letters."""
        try:
            if self._sign(self._csv_file(), "") != "\t":
                raise error
            named = yield from self._named(is_bare=True)
        except DataError:  # it was not the quotes
            raise error from None
        yield _BARE
        return named

    def _dataset(self, named: list[Named]) -> Dataset:
        schema = Schema(tuple(attribute for attribute, _ in named), self.file.stem)
        return Dataset(schema, tuple(column for _, column in named))

    def _sketch(self, *, is_bare: bool = False) -> "_Sketch":
        """What the first rows and the parameters tell."""
        file = self._csv_file()
        self._check_table(head_of(file))
        form, sample = self._rows_of(file, is_bare=is_bare)
        thousands = "" if self.thousands == "auto" else _SIGNS.get(self.thousands, self.thousands)
        point = decimal(sample.rows, form.separator) if self.decimal == "auto" else self.decimal
        if thousands == "," and self.decimal == "auto":
            point = "."
        form = replace(form, decimal=point, thousands=thousands)
        _check_signs(form)
        is_named = self.header == "yes" or (self.header == "auto" and has_header(sample.rows, form))
        plan, notes = plan_of(file, form, sample, self._wanted(), is_named=is_named)
        plan = replace(plan, guesses_thousands=self.thousands == "auto")
        if file.n_passed:
            n_lines = f"{file.n_passed} lines" if file.n_passed > 1 else "1 line"
            notes = [Noted(f"Passed over before the table: {n_lines}."), *notes]
        return _Sketch(plan, tuple(notes), is_named, sample.rows[is_named:])

    def _rows_of(self, file: CsvFile, *, is_bare: bool) -> tuple[CsvFormat, Sample]:
        """Separator and quote, and the first rows they give."""
        said = {"auto": '"', "none": ""}.get(self.quote, self.quote)
        quote = "" if is_bare else said
        form = CsvFormat(self._sign(file, quote), quote, missing=self.missing)
        check_width(head_of(file), form.separator)
        if self.quote == "auto" and has_apostrophes_for_quotes(head_of(file), form.separator):
            form = replace(form, second="'")
        bare = replace(form, separator=self._sign(file, ""), quote="", second="")
        if self.quote != "auto" or is_bare or bare.separator != "\t":
            return form, sample_of(file, form)
        try:
            sample = sample_of(file, form)
        except DataError:
            return bare, sample_of(file, bare)
        if sample.is_torn and not (without := sample_of(file, bare)).is_torn:
            return bare, without
        return form, sample

    def _csv_file(self) -> CsvFile:
        encoding = self.encoding
        if encoding == "auto":
            with opened(self.file, self.path) as stream:
                encoding = "utf-16" if stream.read(2) in _UTF16_MARKS else "utf-8"
        file = CsvFile(self.file, self.path, encoding)
        n_passed, sign = preamble(head_of(file))
        return replace(file, n_passed=n_passed, sign=sign)

    def _check_table(self, head: str) -> None:
        is_open = self.delimiter == "auto" and bare_name(self.file).endswith(".txt")
        if is_open and is_prose(head):
            raise DataError(
                "Nothing cuts the lines of this file into columns: it looks like running text.",
                remedy="Read it with the text reader, or tell the CSV reader the delimiter.",
            )

    def _sign(self, file: CsvFile, quote: str) -> str:
        if self.delimiter == "auto":
            return file.sign or separator(head_of(file), quote)
        return _SIGNS.get(self.delimiter, self.delimiter)

    def _wanted(self) -> dict[str, Wanted]:
        wanted: dict[str, Wanted] = {}
        wanted |= dict.fromkeys(self.dates, "date")
        wanted |= dict.fromkeys(self.text, "string")
        wanted |= dict.fromkeys(self.numeric, "numeric")
        return wanted | dict.fromkeys(self.nominal, "nominal")


@dataclass(frozen=True)
class _Sketch:
    plan: Plan
    notes: tuple[Event, ...]
    is_named: bool
    rows: tuple[Row, ...]


def _check_signs(form: CsvFormat) -> None:
    """Refuse a sign that would mean two things."""
    signs = {
        "delimiter": form.separator,
        "quote": form.quote,
        "decimal": form.decimal,
        "thousands": form.thousands,
    }
    for name, other in (
        ("quote", "delimiter"),
        ("thousands", "decimal"),
        ("decimal", "quote"),
        ("thousands", "quote"),
    ):
        if signs[name] and signs[name] == signs[other]:
            raise DataError(
                f"The {name} and the {other} cannot both be '{signs[name]}'.",
                where=Where(parameter=name),
            )
