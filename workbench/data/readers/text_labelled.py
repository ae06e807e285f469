"""Texts with a label in the same line, where quotes and commas are part of the text."""

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.arff_text.rows import MAX_ERRORS, TICK_S, raise_first
from workbench.data.readers.compression import bare_name
from workbench.data.readers.reader import Reader
from workbench.data.readers.text_file import ENCODING_HELP, Encoding, head_of, lines_of, text_of
from workbench.data.schema import Attribute, Schema

_TREC = re.compile(r"[A-Z]+:[A-Za-z]+ \S")
SAMPLE_LINES = 200


class LabelledLinesReader(Reader):
    """Read lines that each hold a text and its label, such as "Crust is not good.<tab>0".

    Nothing but the one separator counts: quotes and commas are part of the text, as in the
    collections of text messages, sentences and questions that are written so.
    """

    key: ClassVar[str] = "labelled_lines"
    title: ClassVar[str] = "Labelled lines"
    icon: ClassVar[str] = "mdi6.tag-text-outline"
    aliases: ClassVar[tuple[str, ...]] = ("sentence and label", "TREC", "SMS")

    label: Literal["auto", "first", "last"] = Field(
        default="auto",
        description="Where the label stands; 'auto' takes the side with fewer different values.",
    )
    separator: Literal["auto", "tab", "blank"] = Field(
        default="auto",
        description="What stands between text and label: a tab, or the first or last blank; "
        "'auto' is a tab if the first lines have one.",
    )
    is_fine: bool = Field(
        default=True,
        description="Whether a label such as DESC:manner stays whole; else it is cut before the "
        "colon, which gives fewer classes.",
    )
    encoding: Encoding = Field(
        default="utf-8", description=ENCODING_HELP, json_schema_extra={"advanced": True}
    )

    @classmethod
    @override
    def recognises(cls, path: Path) -> bool:
        if not path.is_file():
            return False
        name = bare_name(path)
        if name.endswith("_labelled.txt"):
            return True
        if not name.endswith((".txt", ".train", ".test", ".label")):
            return False
        head = head_of(path)[:SAMPLE_LINES]
        return bool(head) and all(_TREC.match(line) for line in head)

    @override
    def read(self) -> Run[Dataset]:
        lines = lines_of(text_of(self.content(), self.encoding, self.path))
        if not lines:
            raise DataError("The file is empty.", where=Where(file=self.path))
        sign = self._sign(lines)
        texts: list[str] = []
        labels: list[str] = []
        told = 0.0
        for done, (text, label) in enumerate(self._cut(lines, sign), start=1):
            texts.append(text)
            labels.append(label if self.is_fine else label.partition(":")[0])
            if time.monotonic() - told > TICK_S:
                yield Progressed(done, len(lines), f"line {lines[done - 1][0]}")
                told = time.monotonic()
        dataset, notes = self.with_chosen_class(_dataset(texts, labels, self.file.stem))
        yield from notes
        return dataset

    def _sign(self, lines: Sequence[tuple[int, str]]) -> str:
        if self.separator == "auto":
            return "\t" if any("\t" in line for _, line in lines[:SAMPLE_LINES]) else " "
        return "\t" if self.separator == "tab" else " "

    def _cut(self, lines: Sequence[tuple[int, str]], sign: str) -> Iterator[tuple[str, str]]:
        """The text and the label of each line.

        Raises:
            DataError: lines without the separator; names up to 20 of them.
        """
        wrong = [(n, line) for n, line in lines if sign not in line][:MAX_ERRORS]
        raise_first([self._unlabelled(n, line, sign) for n, line in wrong])
        is_first = self._is_first([line for _, line in lines[:SAMPLE_LINES]], sign)
        for _, line in lines:
            before, _, after = line.partition(sign) if is_first else line.rpartition(sign)
            text, label = (after, before) if is_first else (before, after)
            yield text.strip(), label.strip()

    def _is_first(self, lines: Sequence[str], sign: str) -> bool:
        if self.label != "auto":
            return self.label == "first"
        if all(_TREC.match(line) for line in lines):
            return True
        first = {line.partition(sign)[0].strip() for line in lines}
        last = {line.rpartition(sign)[2].strip() for line in lines}
        return len(first) < len(last)

    def _unlabelled(self, line: int, content: str, sign: str) -> DataError:
        name = "tab" if sign == "\t" else "blank"
        return DataError(
            f"No {name} between a text and its label: '{content[:40]}'.",
            where=Where(file=self.path, line=line, column=len(content) + 1),
        )


def _dataset(texts: list[str], labels: list[str], name: str) -> Dataset:
    values = tuple(sorted(set(labels)))
    positions = {label: code for code, label in enumerate(values)}
    attributes = (Attribute("text", "string"), Attribute("class", "nominal", values))
    codes = np.array([positions[label] for label in labels], dtype=np.int32)
    return Dataset(Schema(attributes, name), (np.array(texts, dtype=object), codes))
