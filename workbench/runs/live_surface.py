"""What a network in training gives over a plane, as the view of decision boundaries draws it."""

from workbench.evaluation.surface import Surface, UnitMaps
from workbench.training.events import PlaneSeen


def surface_in_training(learner: str, seen: PlaneSeen) -> Surface:
    """The surface of a network that is in training; unnamed classes are counted from 1."""
    n = seen.outputs.shape[2]
    is_regression = n == 1
    counted = tuple(f"class {i + 1}" for i in range(n))
    x, y = seen.names if len(seen.names) == 2 else ("input 1", "input 2")
    return Surface(
        learner=learner,
        fold=seen.fold,
        names=(x, y),
        x=seen.x,
        y=seen.y,
        outputs=seen.outputs,
        classes=() if is_regression else seen.classes or counted,
        points=seen.points,
        actual=seen.targets,
        predicted=seen.predicted,
        units=tuple(UnitMaps(name, values) for name, values in seen.units),
        epoch=seen.epoch,
    )
