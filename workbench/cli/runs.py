"""The verb ``runs``: the history of what was run, in a window or a terminal."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import run_text
from workbench.cli.options import AsJson
from workbench.cli.sentences import sentences
from workbench.core.errors import DataError, FlowError, ParameterError
from workbench.core.files import write_text, written_atomically
from workbench.runs.history import facts
from workbench.runs.history.history import History
from workbench.runs.history.listing import Wanted, listed
from workbench.runs.history.place import history_folder
from workbench.runs.history.records import Row

app = typer.Typer(
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    help="List what was run; with a verb behind it: look at a run, note, tag, open, delete it.",
)

RunId = Annotated[int, typer.Argument(help="The number of a run.", metavar="RUN")]
RunIds = Annotated[list[int], typer.Argument(help="Numbers of runs.", metavar="RUN…")]


@app.callback()
def list_runs(
    context: typer.Context,
    sort: Annotated[
        str, typer.Option(help="A score, or started, seconds, data, learner, name or run.")
    ] = "",
    tag: Annotated[str, typer.Option(help="Only runs with this tag.")] = "",
    learner: Annotated[str, typer.Option(help="Only this learner, by key or name.")] = "",
    data: Annotated[str, typer.Option(help="Only these data, by name or fingerprint.")] = "",
    find: Annotated[str, typer.Option(help="Only runs in which all these words stand.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="How many at most; 0 for all.")] = 50,
    as_json_: AsJson = False,
) -> None:
    """List the runs, the latest first; one line for each learner."""
    if context.invoked_subcommand is not None:
        return
    with _history() as history:
        rows = history.rows()
        wanted = Wanted(tag, learner, data, find)
        chosen = listed(rows, wanted, sort, limit)
        if as_json_:
            print(_json([facts.line(row) for row in chosen]))
        else:
            n_wanted = sum(map(wanted.allows, rows))
            print(run_text.table(chosen, n_wanted, sort), end="")


@app.command()
def show(run: RunId, as_json_: AsJson = False) -> None:
    """Show everything that is known of a run."""
    with _history() as history:
        told = [facts.whole(history, row) for row in _rows(history, [run])]
        print(_json(told) if as_json_ else run_text.run(told), end="\n" if as_json_ else "")


@app.command()
def note(
    run: RunId, text: Annotated[str, typer.Argument(help="The note; empty for none.")]
) -> None:
    """Write a note at a run, in place of the one before."""
    with _history() as history:
        _rows(history, [run])
        history.set_note([run], text)


@app.command()
def tag(
    run: RunId,
    tags: Annotated[list[str], typer.Argument(help="Tags to add; -TAG after -- takes one away.")],
) -> None:
    """Give a run tags, beside those that it has."""
    with _history() as history:
        row = _rows(history, [run])[0]
        gone = {tag.removeprefix("-") for tag in tags if tag.startswith("-")}
        added = [tag for tag in tags if not tag.startswith("-")]
        history.set_tags([run], [tag for tag in (*row.tags, *added) if tag not in gone])


@app.command()
def delete(runs: RunIds) -> None:
    """Delete runs for good, with their models."""
    with _history() as history:
        rows = _rows(history, runs)
        under_way = sorted({row.run for row in rows if row.state == "running"})
        if under_way:
            raise DataError(
                f"Run {under_way[0]} is on its way.", remedy="Wait for its end, or stop it."
            )
        history.purge(runs)
    print(f"deleted {len(set(runs)):,}", file=sys.stderr)


@app.command("open")
def open_(
    run: RunId,
    out: Annotated[Path, typer.Argument(help="The file to write.", metavar="OUT.flow|OUT.model")],
) -> None:
    """Write the flow of a run as it was run, or the model that came of it."""
    with _history() as history:
        rows = _rows(history, [run])
        if out.suffix.lower() == ".model":
            content = history.shelf.path(_model(rows)).read_bytes()
            with written_atomically(out) as beside:
                beside.write_bytes(content)
        elif out.suffix.lower() == ".flow":
            write_text(out, history.flow(run))
        else:
            raise FlowError(
                f"'{out.name}' names neither a flow nor a model.",
                remedy="Its name must end in .flow or .model.",
            )
    print(f"saved {out}", file=sys.stderr)


@app.command()
def clear(*, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete every run."""
    with _history() as history:
        n_runs = len({row.run for row in history.rows()})
        if not yes and not typer.confirm(f"Delete {n_runs:,} runs for good?", err=True):
            raise typer.Exit(1)
        history.clear()


@app.command()
def switch(
    state: Annotated[str, typer.Argument(help="on or off.", metavar="on|off")],
) -> None:
    """Record runs from now on, or none."""
    with _history() as history:
        if state not in {"on", "off"}:
            raise ParameterError(f"'{state}' must be on or off.")
        history.switch(on=state == "on")


@app.command("set-aside")
def set_aside() -> None:
    """Rename a history that cannot be read, so that a new one is begun."""
    with _history() as history:
        print(f"renamed to {history.set_aside()}", file=sys.stderr)


@contextmanager
def _history() -> Iterator[History]:
    with sentences():
        history = History(history_folder())
        try:
            yield history
        finally:
            history.close()


def _rows(history: History, runs: list[int]) -> list[Row]:
    """The lines of some runs.

    Raises:
        DataError: there is no such run.
    """
    rows = history.rows(runs)
    missing = sorted(set(runs) - {row.run for row in rows})
    if missing:
        raise DataError(f"The history holds no run {missing[0]}.", remedy="List them with 'runs'.")
    return rows


def _model(rows: list[Row]) -> str:
    """The first model of a run.

    Raises:
        DataError: none is kept.
    """
    kept = next((row.model for row in rows if row.model), "")
    if not kept:
        why = next((row.model_note for row in rows if row.model_note), "")
        raise DataError(f"No model of run {rows[0].run} is kept. {why}".strip())
    return kept


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
