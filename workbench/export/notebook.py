"""A flow as a Jupyter notebook: the pieces of its script as cells, with a heading for each node."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from workbench.export.script.compose import Composition, Part
from workbench.export.script.formulas import formulas
from workbench.export.script.literals import in_words
from workbench.export.script.script import needs
from workbench.export.script.source import lines_of

FORMAT = {"nbformat": 4, "nbformat_minor": 5}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook_text(title: str, made: Composition, notes: tuple[str, ...] = ()) -> str:
    """A notebook whose cells, run in order, do the steps of a composition.

    Args:
        title: what the notebook is about.
        notes: further sentences below it.
    """
    cells = [dict(cell, id=f"cell-{i}") for i, cell in enumerate(_cells(title, made, notes))]
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    content = {"cells": cells, "metadata": metadata, **FORMAT}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _cells(title: str, made: Composition, notes: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    yield _words(f"# {_told(title)}\n\n{' '.join(map(_told, (needs(made), *notes)))}")
    yield _code(made.imports)
    for part in made.parts:
        known = formulas(part.step.key, part.step.options)
        told = (f"## {_told(part.step.title)}", part.step.help, known)
        yield _words("\n\n".join(text for text in told if text))
        yield from map(_code, _sources(part))


def _sources(part: Part) -> Iterator[str]:
    """Constants and functions, then what is done with them."""
    yield from part.definitions
    yield "\n".join(text for text in (part.constants, part.statements) if text)


def _told(text: str) -> str:
    """Anybody's text as one line of Markdown, in which no HTML is meant."""
    return escape(in_words(text), quote=False)


def _words(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": _lines(text)}


def _code(text: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": _lines(text),
    }


def _lines(text: str) -> list[str]:
    return lines_of(text.rstrip())
