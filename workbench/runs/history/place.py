"""Where the history lies: in the user's data folder, or where a variable of the environment says.

``WORKBENCH_HISTORY=off`` keeps none; any other value is the folder to use.
"""

import os
from pathlib import Path

import platformdirs

VARIABLE = "WORKBENCH_HISTORY"
OFF = "off"
FOLDER = "history"


def history_folder(beside: Path | None = None) -> Path | None:
    """The folder of the history; None where none is to be kept.

    Args:
        beside: a data folder that is not the user's own.
    """
    asked = os.environ.get(VARIABLE, "").strip()
    if asked.lower() == OFF:
        return None
    if beside is not None:
        return beside / FOLDER
    return Path(asked) if asked else platformdirs.user_data_path("workbench") / FOLDER
