"""Every learner's model, on data that come with the program, predicts the same in a new process."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.open import reader_for
from workbench.export.model_file import save_model
from workbench.models.learner import Fold, Learner
from workbench.models.model import Model
from workbench.models.threshold import DecisionThreshold
from workbench.models.training_statistics import TrainingStatistics
from workbench.nodes.catalog import catalog
from workbench.preprocess.tokenise import Tokenise

REPOSITORY = Path(__file__).resolve().parents[3]
DATA = REPOSITORY / "resources" / "data"
N_LEARNERS = 11

IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
import numpy as np
from workbench.core.run import finish
from workbench.data.readers.open import reader_for
from workbench.export.model_file import load_model
for name in sys.argv[1:]:
    path = Path(name)
    rows = finish(reader_for(path.with_suffix(".data").read_text()).read())
    model = load_model(path).model
    np.save(path.with_suffix(".outputs.npy"), finish(model.outputs(rows)))
    np.save(path.with_suffix(".predicted.npy"), model.predict(rows))
"""


def read(name: str) -> Dataset:
    return finish(reader_for(DATA / name).read())


def quick(kind: type[Learner]) -> Learner:
    """The learner, trained as shortly as it lets itself be."""
    names = ("epochs", "pretraining_epochs", "rbm_epochs")
    values: dict[str, Any] = {name: 1 for name in names if name in kind.model_fields}
    return kind.parse(values)


@pytest.mark.slow
def test_that_every_learner_predicts_identically_in_a_fresh_process(tmp_path: Path) -> None:
    kinds = [kind for kind in catalog().values() if issubclass(kind, Learner)]
    assert len(kinds) >= N_LEARNERS
    models: dict[Path, tuple[Model, Dataset]] = {}
    for kind in kinds:
        for name in ("iris.arff", "messages_labelled.txt") if kind.key == "rnn" else ("iris.arff",):
            rows = read(name)
            steps = (Tokenise().fit(rows),) if name.endswith("txt") else ()
            prepared = steps[0].apply(rows) if steps else rows
            model = finish(quick(kind).fit(Fold(prepared))).behind(rows.schema, steps)
            kept = DecisionThreshold(model.classes[-1], 0.2)
            model = replace(model, threshold=kept, statistics=TrainingStatistics.of(rows))
            path = tmp_path / f"{kind.key}_{len(models)}.model"
            save_model(path, model, {})
            path.with_suffix(".data").write_text(str(DATA / name))
            models[path] = (model, rows)
    subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS, *map(str, models)],
        capture_output=True, text=True, check=True, cwd=REPOSITORY,
    )  # fmt: skip
    for path, (model, rows) in models.items():
        outputs = np.load(path.with_suffix(".outputs.npy"))
        np.testing.assert_array_equal(outputs, finish(model.outputs(rows)), err_msg=path.stem)
        predicted = np.load(path.with_suffix(".predicted.npy"))
        np.testing.assert_array_equal(predicted, model.predict(rows), err_msg=path.stem)
