import numpy as np
import pytest

from workbench.core.errors import ModelError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.models.learner import Fold
from workbench.models.mlp import MLP
from workbench.models.mlp_model import MLPModel

CLASS = Attribute("side", "nominal", ("left", "right"), role="class")


def pictures(n: int = 80, seed: int = 0) -> Dataset:
    """Grey pictures, 4 × 4, brighter on the side that is their class; a number beside them."""
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 2, n).astype(np.int32)
    pixels = rng.integers(0, 120, (n, 4, 4))
    for i, code in enumerate(codes):
        pixels[i, :, 2 * code : 2 * code + 2] += 120
    attributes = (Attribute("image", "array", shape=(4, 4)), Attribute("x", "numeric"), CLASS)
    return Dataset(Schema(attributes), (pixels.astype(np.uint8), rng.normal(size=n), codes))


@pytest.mark.parametrize("scale", ["standardise", "min-max", "none"])
def test_that_pictures_are_learnt_from_as_they_are(scale: str) -> None:
    learner = MLP.parse({"epochs": 20, "scale": scale})
    model = finish(learner.fit(Fold(pictures())))
    fresh = pictures(seed=1)
    assert np.mean(model.predict(fresh) == fresh.labels) >= 0.95
    again = MLPModel.from_state(model.state(), model.schema, model.preparation)
    np.testing.assert_array_equal(again.predict_proba(fresh), model.predict_proba(fresh))


def test_that_a_model_of_pictures_without_its_layout_is_refused() -> None:
    model = finish(MLP.parse({"epochs": 1}).fit(Fold(pictures())))
    state = model.state()
    bare = {name: array for name, array in state.arrays.items() if "layout" not in name}
    without = {name: value for name, value in state.values.items() if name != "layout"}
    for damaged in (State(without, state.arrays), State(state.values, bare)):
        with pytest.raises(ModelError):
            MLPModel.from_state(damaged, model.schema, model.preparation)
