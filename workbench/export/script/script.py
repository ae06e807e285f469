"""The text of a script."""

from collections.abc import Iterator

from workbench.export.script.compose import Composition
from workbench.export.script.literals import in_docstring, in_words

PACKAGES = {"sklearn": "scikit-learn"}  # what is installed under another name than is imported


def script_text(title: str, made: Composition, notes: tuple[str, ...] = ()) -> str:
    """One script that does the steps of a composition.

    Args:
        title: what the script is about, for its first line.
        notes: further sentences for its head.
    """
    sections = [_head(title, made, notes), made.imports, *_work(made)]
    return "\n".join(section for section in sections if section)


def needs(made: Composition) -> str:
    """What has to be installed, as a sentence."""
    return f"Needs {', '.join(PACKAGES.get(name, name) for name in made.packages)}."


def _head(title: str, made: Composition, notes: tuple[str, ...]) -> str:
    told = [in_docstring(text) for text in (title, needs(made), *notes)]
    return "\n".join([f'"""{told[0]}', "", *told[1:], '"""', ""])


def _work(made: Composition) -> Iterator[str]:
    """Constants, functions, and what each step does."""
    titled = [(f"# {in_words(part.step.title)}\n", part) for part in made.parts]
    yield "\n".join(f"{title}{p.constants}" for title, p in titled if p.constants)
    yield "".join(f"\n{text}\n" for part in made.parts for text in part.definitions)
    yield "\n".join(f"{title}{p.statements}" for title, p in titled if p.statements)
