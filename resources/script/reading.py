"""Reading files."""

import csv
import re
from io import StringIO
from pathlib import Path

import pandas as pd

from options import DATES, LABELS_OF, MISSING, QUOTE, SEPARATOR


def read_arff(path):
    """Read an ARFF file; labels become categories in their declared order."""
    text = Path(path).read_text(encoding="utf-8")
    header, body = re.split(r"(?im)^\s*@data\b.*\n", text, maxsplit=1)
    pattern = r"(?im)^\s*@attribute\s+('[^']*'|\"[^\"]*\"|\S+)\s+(\{.*\}|\w+)"
    kinds = {}
    for name, kind in re.findall(pattern, header):
        is_nominal = kind.startswith("{")
        labels = csv.reader([kind.strip("{} ")], quotechar=QUOTE, skipinitialspace=True)
        kinds[name.strip("'\"")] = (
            pd.CategoricalDtype(next(labels)) if is_nominal else float
        )
    return pd.read_csv(
        StringIO(body),
        names=list(kinds),
        dtype=kinds,
        na_values="?",
        keep_default_na=False,
        comment="%",
        quotechar=QUOTE,
        skipinitialspace=True,
    )


def read_csv(path):
    """Read a table; labels become categories in the order given."""
    kinds = {}
    if LABELS_OF:
        for name, labels in LABELS_OF.items():
            kinds[name] = pd.CategoricalDtype(labels)
    table = pd.read_csv(
        path,
        sep=SEPARATOR,
        dtype=kinds,
        parse_dates=list(DATES),
        na_values=list(MISSING),
        keep_default_na=False,
        skipinitialspace=True,
    )
    numbers = table.select_dtypes("number").columns
    return table.astype(dict.fromkeys(numbers, float))
