"""A plain text as training material: contexts and what comes next, or its lines."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, unless
from workbench.core.errors import DataError, Where
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.compression import bare_name
from workbench.data.readers.reader import Reader
from workbench.data.readers.text_file import (
    ENCODING_HELP,
    Encoding,
    head_of,
    lines_of,
    looks_like_table,
    text_of,
)
from workbench.data.schema import Attribute, Schema
from workbench.data.text.tokens import tokens
from workbench.data.text.vocabulary import Codes, TokenSequences, Vocabulary

CHUNK = 1 << 17  # characters cut into tokens between two events


class PlainTextReader(Reader):
    """Read a text to predict the next character or word from those before it.

    Each sample is a context of some tokens and, as its class, the token that follows. With the
    unit 'line' each line becomes a text of its own, without a class. Neighbouring contexts share
    tokens: to test fairly, split without shuffling, so that the end of the text is the test.

    The vocabulary is that of the whole file. That is no leak: it says which tokens exist, as the
    labels of a nominal attribute do, and not where or before what they stand; one that comes in
    the test part alone has a number, but nothing was learnt for it.
    """

    key: ClassVar[str] = "plain_text"
    title: ClassVar[str] = "Plain text"
    icon: ClassVar[str] = "mdi6.script-text-outline"
    aliases: ClassVar[tuple[str, ...]] = ("next character", "next word", "language model", "txt")
    only_if: ClassVar[Mapping[str, Conditions]] = {
        "length": {"unit": unless("line")},
        "stride": {"unit": unless("line")},
        "lower_case": {"unit": unless("line")},
        "largest_vocabulary": {"unit": unless("line")},
    }

    unit: Literal["character", "word", "line"] = Field(
        default="character",
        description="What a token is: a character, or a word or punctuation mark; 'line' makes "
        "each line a text.",
    )
    length: int = Field(
        default=32,
        ge=1,
        le=100_000,
        description="How many tokens of context a sample has.",
        json_schema_extra={"unit": "tokens"},
    )
    stride: int = Field(
        default=1,
        ge=1,
        description="How many tokens one context begins after the one before.",
        json_schema_extra={"unit": "tokens"},
    )
    lower_case: bool = Field(
        default=False, description="Whether capital letters become small ones first."
    )
    largest_vocabulary: int = Field(
        default=0,
        ge=0,
        description="How many tokens are kept, the most frequent first; the others become "
        "<unknown>. 0 keeps all.",
        json_schema_extra={"advanced": True},
    )
    encoding: Encoding = Field(
        default="utf-8", description=ENCODING_HELP, json_schema_extra={"advanced": True}
    )

    @classmethod
    @override
    def recognises(cls, path: Path) -> bool:
        if not bare_name(path).endswith(".txt") or not path.is_file():
            return False
        head = head_of(path)
        return len(head) > 1 and not looks_like_table(head)

    @override
    def read(self) -> Run[Dataset]:
        text = text_of(self.content(), self.encoding, self.path)
        yield Progressed(0, len(text), "reading")
        if self.unit == "line":
            whole = self._lines(text)
        else:
            codes, values = yield from self._coded(text)
            whole = self._contexts(codes, values)
        dataset, notes = self.with_chosen_class(whole)
        yield from notes
        return dataset

    def _lines(self, text: str) -> Dataset:
        texts = [line for _, line in lines_of(text)]
        schema = Schema((Attribute("text", "string"),), self.file.stem)
        return Dataset(schema, (np.array(texts, dtype=object),))

    def _coded(self, text: str) -> Run[tuple[Codes, tuple[str, ...]]]:
        """The text as numbers, shape (its tokens,), and what they stand for."""
        sequences = TokenSequences()
        unit: Literal["character", "word"] = "word" if self.unit == "word" else "character"
        for end, part in _chunks(text):
            sequences.take([tokens(part, unit, lower_case=self.lower_case)])
            yield Progressed(end, len(text), "cutting the text into tokens")
        vocabulary = Vocabulary.of(sequences.counts(), self.largest_vocabulary)
        codes = sequences.in_terms_of(vocabulary)
        if np.any(codes == 0):
            return codes, vocabulary.values
        return codes - np.int32(1), vocabulary.values[1:]

    def _contexts(self, codes: Codes, values: tuple[str, ...]) -> Dataset:
        if len(codes) <= self.length:
            counted = "1 token" if len(codes) == 1 else f"{len(codes)} tokens"
            raise DataError(
                f"The text has {counted}; contexts of {self.length} need {self.length + 1}.",
                remedy="Set 'length' to less.",
                where=Where(file=self.path, parameter="length"),
            )
        following = codes[self.length :: self.stride].copy()
        contexts = sliding_window_view(codes, self.length)[:-1][:: self.stride]  # a view
        attributes = (
            Attribute("context", "array", values, shape=(self.length,)),
            Attribute("next", "nominal", values),
        )
        return Dataset(Schema(attributes, self.file.stem), (contexts, following))


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Parts that end with a line, and where they end; no token goes beyond the end of a line."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + CHUNK) + 1 or len(text)
        yield end, text[start:end]
        start = end
