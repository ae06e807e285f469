"""What a script must be told of a convolutional network: its layers, and how pixels are scaled."""

from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.core.deferred import deferred
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.export.script.literals import Code
from workbench.flow.graph import Node
from workbench.models.cnn import CNN
from workbench.models.cnn_rows import PictureFold
from workbench.models.learner import Fold
from workbench.runs.scripting.limits import refused

if TYPE_CHECKING:
    from workbench.export.script import layers
else:
    layers = deferred("workbench.export.script.layers")


def picture_facts(node: Node, learner: CNN, train: Dataset) -> dict[str, Any]:
    """The options of a convolutional network's step.

    Raises:
        WorkbenchError: there is a layer that torch does not have by itself, or pictures are read
            in a way that scripts do not know.
    """
    fold = finish(learner.ready(Fold(train, None, None, 0)))
    if not isinstance(fold, PictureFold) or fold.rows.name:
        raise refused(node, "it looks at pictures, not at a row's numbers")
    network = learner.network(fold)
    shape = learner.input_shape(fold)
    if shape != fold.rows.source:
        raise refused(node, "it takes pictures of another size than there are")
    made = layers.constructions(network)
    if made.unknown:
        raise refused(node, f"torch has no layer '{made.unknown}' of its own")
    return {
        "LAYERS": Code(made.code),
        "SIZE": tuple(shape),
        "SCALES_PIXELS": _scales(node, fold),
    }


def _scales(node: Node, fold: PictureFold) -> bool:
    """Whether values are brought to 0 … 1 by the training rows' least and greatest."""
    values, scaling = fold.train.inputs, fold.rows.scaling
    low, spread = float(values.min()), float(np.ptp(values)) or 1.0
    if scaling.mean == (0.0,) and scaling.std == (1.0,):
        return False
    if not np.allclose([scaling.mean[0], scaling.std[0]], [low, spread], rtol=1e-6):
        raise refused(node, "it scales pixels by its own mean and deviation")
    return True
