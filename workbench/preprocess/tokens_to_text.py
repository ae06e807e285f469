"""Tokens to text: sequences of tokens as texts that can be read and saved."""

from dataclasses import replace
from typing import ClassVar

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute
from workbench.data.text.joining import glue
from workbench.preprocess.columns import chosen
from workbench.preprocess.transform import DatasetTransform


class TokensToText(DatasetTransform):
    """Write sequences of tokens as texts, such as those that a recurrent network generated.

    Characters stand side by side, words and punctuation marks have blanks between them. An empty
    sequence becomes a missing text.
    """

    key: ClassVar[str] = "tokens_to_text"
    title: ClassVar[str] = "Tokens to text"
    icon: ClassVar[str] = "mdi6.format-text"
    aliases: ClassVar[tuple[str, ...]] = ("detokenise", "decode", "untokenize", "join")

    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means every sequence of tokens.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        attributes, columns = list(dataset.schema.attributes), list(dataset.columns)
        for attribute in chosen(dataset, self.attributes, "array"):
            if not attribute.values:
                if self.attributes:
                    raise DataError(f"Attribute '{attribute.name}' holds no tokens.")
                continue
            place = dataset.schema.index(attribute.name)
            attributes[place] = replace(attribute, kind="string", values=(), shape=())
            columns[place] = _texts(attribute, columns[place])
        return dataset.with_columns(attributes, columns)


def _texts(attribute: Attribute, column: Column) -> Column:
    values, between = attribute.values, glue(attribute.values)
    texts = np.empty(len(column), dtype=object)
    for i, row in enumerate(column):
        parts = [values[code] for code in row.tolist() if code >= 0]
        texts[i] = between.join(parts) if parts else None
    return texts
