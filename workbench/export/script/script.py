"""The text of a script."""

from collections.abc import Sequence

from workbench.export.script.compose import Composition, composed
from workbench.export.script.step import Step


def script_text(title: str, steps: Sequence[Step]) -> str:
    """One script that does these steps.

    Args:
        title: what the script is about, for its first line.
    """
    made = composed(steps)
    return "\n".join([f'"""{title}"""\n', made.imports, _constants(made), _work(made)])


def _constants(made: Composition) -> str:
    return "\n".join(f"# {p.step.title}\n{p.constants}" for p in made.parts if p.constants)


def _work(made: Composition) -> str:
    definitions = [f"\n{text}\n" for part in made.parts for text in part.definitions]
    statements = [f"# {p.step.title}\n{p.statements}" for p in made.parts if p.statements]
    return "\n".join(["".join(definitions), "\n".join(statements)])
