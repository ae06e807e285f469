"""Texts in a graph are cut as ``data/text`` cuts them."""

import unicodedata
from typing import Any

import numpy as np
import onnxruntime
import pytest

from workbench.data.text.tokens import Unit, tokens
from workbench.data.text.vocabulary import Vocabulary
from workbench.export.onnx.graph import OnnxGraph, operator, typed
from workbench.export.onnx.texts import tokenised
from workbench.preprocess.tokenise import Cutting, FittedTokenise

TEXTS = (
    "Hello, World! It's 3.14 (or 1,000.5kg) today…",
    "한국어를 배웁니다. 딥러닝 3장!",
    "don’t STOP ‘quoted’ _under_score a-b c/d",
    "tabs\tand\nlines\r\nand\u00a0hard\u3000blanks",
    "naïve café ÉCOLE Straße привет ПРИВЕТ",
    "日本語 中文 ①② Ⅳ ½ x²",
    "👍🏽 👩‍👩‍👧 🇰🇷🇺🇸 e\u0301 ok",
    "",
    " ",
    "x",
)


def cut(
    texts: tuple[str, ...], unit: Unit, lower_case: bool, side: str = "end"
) -> tuple[list[Any], list[Any]]:
    """What our own step and the graph make of texts."""
    known = sorted({t for text in texts for t in tokens(text, unit, lower_case=lower_case)})
    step = FittedTokenise(
        Cutting(unit, lower_case, side),  # type: ignore[arg-type]
        {"text": Vocabulary(("<unknown>", *known))},
        {"text": 12},
    )
    graph = OnnxGraph()
    graph.inputs.append(typed("text", object, [None, 1]))
    graph.nodes.append(operator("Identity", [tokenised(graph, "text", step, "text")], ["out"]))
    model = graph.model([typed("out", np.int64, None)], "test")
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    column = np.array([*texts, None], dtype=object)[:-1]
    [got] = session.run(None, {"text": column[:, None]})
    full = np.full((len(texts), 12), -1, np.int64)
    full[:, : got.shape[1]] = got
    ours = step._rows(column, step.vocabularies["text"], 12)
    return ours.tolist(), full.tolist()


@pytest.mark.parametrize("unit", ["word", "character", "whitespace"])
@pytest.mark.parametrize("lower_case", [True, False])
@pytest.mark.parametrize("side", ["end", "start"])
def test_that_texts_are_cut_alike(unit: Unit, lower_case: bool, side: str) -> None:
    ours, theirs = cut(TEXTS, unit, lower_case, side)
    assert theirs == ours


def test_that_one_empty_text_has_no_token() -> None:
    assert cut(("",), "word", lower_case=True) == ([[-1] * 12], [[-1] * 12])


@pytest.mark.parametrize("lower_case", [True, False])
@pytest.mark.parametrize("side", ["end", "start"])
def test_that_no_text_at_all_has_no_row(lower_case: bool, side: str) -> None:
    assert cut((), "word", lower_case, side) == ([], [])


def test_that_letters_typed_in_parts_are_found() -> None:
    step = FittedTokenise(
        Cutting("word", lower_case=True, cut="end"),
        {"text": Vocabulary(("<unknown>", "한국어", "école"))},
        {"text": 4},
    )
    graph = OnnxGraph()
    graph.inputs.append(typed("text", object, [None, 1]))
    graph.nodes.append(operator("Identity", [tokenised(graph, "text", step, "text")], ["out"]))
    model = graph.model([typed("out", np.int64, None)], "test")
    session = onnxruntime.InferenceSession(model.SerializeToString())
    text = unicodedata.normalize("NFD", "한국어 École ÉCOLE")
    [got] = session.run(None, {"text": np.array([[text]], dtype=object)})
    assert got.tolist() == [[1, 2, 2, -1]]
