"""What a script must be told of networks that make rows."""

from collections.abc import Collection
from typing import Any

from workbench.data.dataset import Dataset
from workbench.flow.graph import Node
from workbench.models.vae import VAE
from workbench.models.vector_learner import VectorLearner
from workbench.models.vector_rows import is_unit_by_nature
from workbench.runs.scripting.limits import refused

# Nodes that ask of such a model no more than rows, or how its training went.
TAKERS = frozenset({"take_model", "learning_curve", "save_model"})


def generative_facts(
    node: Node, learner: VectorLearner, train: Dataset, takers: Collection[str]
) -> dict[str, Any]:
    """The options of the step of a network that makes rows.

    Args:
        takers: kinds of the nodes that take its fits.

    Raises:
        WorkbenchError: the rows hold more than numbers without gaps, or it is to predict.
    """
    features = train.schema.features
    if any(a.kind != "numeric" or train.missing(a.name).any() for a in features):
        raise refused(node, "its rows hold more than numbers without gaps")
    if not set(takers) <= TAKERS:
        raise refused(node, "it is to predict, for which its code would be read out")
    is_unit = learner.values == "unit" or (
        learner.values == "auto" and (learner.scale == "min-max" or is_unit_by_nature(train))
    )
    scale = "min-max" if is_unit else learner.scale
    starts_wide = learner.parameters().get("activation") not in {"sigmoid", "tanh"}
    is_vae = isinstance(learner, VAE)
    return {
        "IS_UNIT": is_unit,
        "SCALING": scale if learner.prepare else "none",
        "N_VALUES": len(features),
        "LOSS": "bound" if is_vae else "pair",
        "INITIALISATION": "he" if is_vae and starts_wide else "xavier",
        "LABEL": "",
    }
