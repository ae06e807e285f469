import numpy as np
import pytest

from workbench.core.errors import ModelError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models.learner import Fold
from workbench.models.majority import Majority
from workbench.nodes.generate import GenerateSamples


def test_that_a_model_that_cannot_generate_is_refused_by_its_learner() -> None:
    attributes = (Attribute("x", "numeric"), Attribute("class", "nominal", ("a",), "class"))
    rows = Dataset(Schema(attributes), (np.zeros(3), np.zeros(3, np.int32)))
    model = finish(Majority().fit(Fold(rows)))
    with pytest.raises(ModelError, match="'majority' cannot generate samples"):
        finish(GenerateSamples().run(model))


def test_that_the_status_says_how_many_of_what() -> None:
    assert GenerateSamples(n=5, label="b").status() == "5 of b"
