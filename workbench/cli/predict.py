"""The verb ``predict``: new rows through a saved model, and how they differ from its own."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.options import AsJson, Csv, Data, Read, source
from workbench.cli.progress import shown_progress
from workbench.cli.report import refuse_unwritable
from workbench.cli.sentences import sentences
from workbench.cli.tables import drawn, table_of
from workbench.core.run import finish
from workbench.data.writers.open import write, writer_for
from workbench.evaluation.comparison.words import p_value
from workbench.export.model_file import load_model
from workbench.models.drift import AttributeDrift
from workbench.models.drift_report import DriftReport, findings
from workbench.nodes.predict import DriftNoted, Predict
from workbench.nodes.predicted import Predicted
from workbench.runs.output import as_json

MOST_ROWS = 30  # of the table; --json has all


def predict(
    model: Annotated[Path, typer.Argument(help="A model file.", metavar="MODEL")],
    data: Data,
    out: Annotated[Path, typer.Option(help="The file to write: CSV, or as its ending says.")],
    csv: Csv = None,
    read: Read = None,
    as_json_: AsJson = False,
) -> None:
    """Predict the rows of a data file: every column, `predicted`, and one `p(CLASS)` per class.

    What is new in the rows, or drifts from those that the model was trained on, is printed.
    """
    with sentences(), shown_progress() as progress:
        writer_for(out)  # an unknown ending is said before a long file is read
        refuse_unwritable(out)
        loaded = load_model(model).model
        rows = finish(source(data, csv=csv, read=read).reader().read(), progress)
        work = Predict().run(loaded, rows)
        # The table says it in full, so the notes need not.
        predicted = finish(work, lambda e: None if isinstance(e, DriftNoted) else progress(e))
        write(predicted, out)
        report = predicted.drift if isinstance(predicted, Predicted) else None
        if as_json_:
            facts = {"rows": rows.n_samples, "drift": report.facts() if report else None}
            print(as_json(facts), end="")
        elif report is not None:
            print(drift_text(report), end="")


def drift_text(report: DriftReport) -> str:
    """One sentence, and a table of the attributes that differ."""
    if not report.notable:
        return f"{report.sentence}\n"
    table = table_of("attribute", ">PSI", ">KS", ">p", "what is different")
    for drift in report.notable[:MOST_ROWS]:
        table.add_row(drift.name, *_figures(drift), findings(drift))
    left = len(report.notable) - MOST_ROWS
    more = f"… and {left} attributes more\n" if left > 0 else ""
    return f"{report.sentence}\n\n{drawn(table)}{more}"


def _figures(drift: AttributeDrift) -> tuple[str, ...]:
    figures = tuple("–" if value is None else f"{value:.3f}" for value in (drift.psi, drift.ks))
    return (*figures, p_value(drift.ks_p))
