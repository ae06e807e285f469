import numpy as np
import pytest

from workbench.core.errors import ModelError
from workbench.models.threshold import DecisionThreshold

THREE = np.array([[0.2, 0.5, 0.3], [0.3, 0.5, 0.2], [0.1, 0.45, 0.45], [0.25, 0.25, 0.5]])


def test_that_the_class_is_predicted_from_its_threshold_on_and_else_the_best_of_the_others() -> (
    None
):
    decided = DecisionThreshold("a", 0.25).decided(("a", "b", "c"), THREE)
    np.testing.assert_array_equal(decided, [1, 0, 1, 0])
    assert decided.dtype == np.int32


def test_that_the_class_is_not_predicted_below_its_threshold_however_probable() -> None:
    decided = DecisionThreshold("b", 0.6).decided(("a", "b", "c"), THREE)
    np.testing.assert_array_equal(decided, [2, 0, 2, 2])


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_that_a_threshold_that_is_no_probability_is_refused(value: float) -> None:
    with pytest.raises(ModelError, match="between 0 and 1"):
        DecisionThreshold("a", value)


def test_that_a_class_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ModelError, match=r"class 'z'.*a, b, c"):
        DecisionThreshold("z", 0.5).decided(("a", "b", "c"), THREE)
