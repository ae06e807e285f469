"""What several verbs ask for in the same words, and what is made of it."""

import re
from pathlib import Path
from typing import Annotated

import typer

from workbench.core.errors import ParameterError
from workbench.runs.session import Source

Data = Annotated[
    Path,
    typer.Argument(help="A data file or folder of any kind that can be read.", metavar="DATA"),
]
LearnerKey = Annotated[str, typer.Option("--learner", help="knn, perceptron, mlp, logistic, …")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", help="A parameter, such as k=5.", metavar="NAME=VALUE")
]
ClassName = Annotated[
    str, typer.Option("--class", help="The class attribute; the last one by default.")
]
Nominal = Annotated[
    list[str] | None, typer.Option("--nominal", help="Read this attribute as nominal.")
]
Csv = Annotated[
    list[str] | None,
    typer.Option(
        "--csv", help="A parameter of the CSV reader, such as delimiter=';'.", metavar="NAME=VALUE"
    ),
]
Read = Annotated[
    list[str] | None,
    typer.Option(
        "--read", help="A parameter of the reader, such as table=people.", metavar="NAME=VALUE"
    ),
]
NodeSettings = Annotated[
    list[str] | None,
    typer.Option("--set", help="A parameter, such as mlp.epochs=50.", metavar="NODE.NAME=VALUE"),
]
NodeSweeps = Annotated[
    list[str] | None,
    typer.Option(
        "--sweep",
        help="A parameter with several values: knn.k=1,3,5 or mlp.epochs=10..50 step 10.",
        metavar="NODE.NAME=VALUES",
    ),
]
Resume = Annotated[
    Path | None,
    typer.Option(help="Go on with the run in this folder, which --out named.", metavar="DIR"),
]
CheckpointSeconds = Annotated[
    float,
    typer.Option(
        "--checkpoints",
        help="With --out or --resume: write trainings down every so many seconds.",
        metavar="SECONDS",
        min=0,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_ROWS = re.compile(r"(-?\d+)?(:)?(-?\d+)?")
MAX_DIGITS = 18


def source(
    data: Path,
    class_name: str = "",
    nominal: list[str] | None = None,
    csv: list[str] | None = None,
    read: list[str] | None = None,
) -> Source:
    """The data file with how it is to be read.

    Raises:
        ParameterError: a setting has no ``=``.
    """
    return Source(
        data,
        class_name,
        tuple(nominal or ()),
        tuple(pairs(csv, "--csv").items()),
        tuple(pairs(read, "--read").items()),
    )


def settings_of(settings: list[str] | None) -> dict[str, str]:
    """``["k=5"]`` as ``{"k": "5"}``.

    Raises:
        ParameterError: one has no ``=``.
    """
    return {name: value.strip() for name, value in pairs(settings, "--set").items()}


def pairs(settings: list[str] | None, option: str) -> dict[str, str]:
    """As ``settings_of``, the values as they stand: a blank may be one.

    Raises:
        ParameterError: one has no ``=``.
    """
    parts = [setting.partition("=") for setting in settings or []]
    for name, equals, _ in parts:
        if not equals:
            raise ParameterError(f"{option} {name} has no value; write {option} {name}=VALUE.")
    return {name.strip(): value for name, _, value in parts}


def rows_of(text: str) -> slice:
    """``0:5``, ``10:``, ``:-3`` or a single ``7`` as Python means it; what is not there is not.

    Raises:
        ParameterError: it is none of these.
    """
    match = _ROWS.fullmatch(text.strip())
    start, colon, stop = match.groups() if match else (None, None, None)
    if not (start or colon) or (stop and not colon) or len(text) > 2 * MAX_DIGITS:
        raise ParameterError(
            f"--rows {text} names no rows; write a range such as 0:5, 10: or :20, or one number."
        )
    first = int(start) if start else None
    if colon:
        return slice(first, int(stop) if stop else None)
    return slice(first, None if first == -1 else (first or 0) + 1)
