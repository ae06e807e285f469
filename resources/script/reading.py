"""Reading files."""

import csv
import re
from io import StringIO
from pathlib import Path

import pandas as pd


def read_arff(path):
    """Read an ARFF file; labels become categories in their declared order."""
    text = Path(path).read_text(encoding="utf-8")
    header, body = re.split(r"(?im)^\s*@data\b.*\n", text, maxsplit=1)
    pattern = r"(?im)^\s*@attribute\s+('[^']*'|\"[^\"]*\"|\S+)\s+(\{.*\}|\w+)"
    kinds = {}
    for name, kind in re.findall(pattern, header):
        is_nominal = kind.startswith("{")
        labels = csv.reader([kind.strip("{} ")], quotechar="'", skipinitialspace=True)
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
        quotechar="'",
        skipinitialspace=True,
    )
