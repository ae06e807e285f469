"""What would hang or fill the memory is refused in a sentence."""

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.preprocess import columns
from workbench.preprocess.one_hot import OneHot
from workbench.preprocess.rename_attributes import RenameAttributes
from workbench.preprocess.replace_values import ReplaceValues
from workbench.preprocess.select_attributes import SelectAttributes
from workbench.preprocess.string_to_words import StringToWords
from workbench.preprocess.transform import DatasetTransform

ENDLESS = "(a|aa)+$"
LONG = "a" * 60 + "b"


def rows() -> Dataset:
    texts = np.array(["one two three", LONG], dtype=object)
    labels = np.array([0, 1], np.int32)
    attributes = (Attribute(LONG, "string"), Attribute("c", "nominal", ("x", "y")))
    return Dataset(Schema(attributes), (texts, labels))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "step",
    [
        SelectAttributes(pattern=ENDLESS),
        RenameAttributes(pattern=ENDLESS, replacement="b"),
        ReplaceValues(attributes=(LONG,), find=ENDLESS, match="pattern"),
    ],
)
def test_that_a_pattern_that_never_ends_is_stopped(step: DatasetTransform) -> None:
    with pytest.raises(DataError, match=r"'\(a\|aa\)\+\$' takes too long with the text 'aaaa"):
        step.apply(rows())


def test_that_more_columns_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    words, labels = StringToWords().fit(rows()), OneHot().fit(rows())
    monkeypatch.setattr(columns, "LARGEST", 8 * 2 * 2)
    labels.apply(rows())
    with pytest.raises(DataError, match=r"would become 4 columns of 2 numbers.*'words_to_keep'"):
        words.apply(rows())
    monkeypatch.setattr(columns, "LARGEST", 8 * 2)
    with pytest.raises(DataError, match=r"'c' would become 2 columns of 2 numbers"):
        labels.apply(rows())
