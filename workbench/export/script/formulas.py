"""What a learner computes, as formulas for the cell above its code in a notebook."""

from collections.abc import Mapping
from typing import Any

KNN = r"$$\hat p(c \mid x) = \frac{1}{k} \sum_{i \in N_k(x)} [y_i = c]$$"
LOGISTIC = (
    r"$$p(c \mid x) = \frac{e^{w_c \cdot x + b_c}}{\sum_j e^{w_j \cdot x + b_j}}, \qquad "
    r"w, b = \arg\min -\frac{1}{n} \sum_i \ln p(y_i \mid x_i) + \frac{\lambda}{n} \|w\|^2$$"
)
CROSS_ENTROPY = (
    r"$$p_c = \frac{e^{z_c}}{\sum_j e^{z_j}}, \qquad L = -\ln p_y, \qquad "
    r"\frac{\partial L}{\partial z_c} = p_c - [c = y]$$"
)
SQUARED_ERROR = r"$$L = (z - y)^2, \qquad \frac{\partial L}{\partial z} = 2 (z - y)$$"
ADAM = (
    r"$$m \leftarrow \beta_1 m + (1 - \beta_1) g, \quad "
    r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2, "
    r"\quad w \leftarrow w - \eta \, \frac{m / (1 - \beta_1^t)}"
    r"{\sqrt{v / (1 - \beta_2^t)} + \epsilon}$$"
)
UPDATES = {"adam": ADAM, "sgd": r"$$w \leftarrow w - \eta \, g$$"}
NETWORKS = frozenset({"mlp", "cnn", "rnn"})


def formulas(key: str, options: Mapping[str, Any]) -> str:
    """Markdown of a learner's formulas; empty where none are known.

    Args:
        key: of its component.
        options: of its step.
    """
    tells_classes = options.get("TASK") == "classification"
    if key in NETWORKS:
        # smoothed targets have another gradient
        smooth = bool(options.get("LABEL_SMOOTHING"))
        loss = CROSS_ENTROPY if tells_classes else SQUARED_ERROR
        update = UPDATES.get(options.get("OPTIMIZER", ""), "")
        return "\n\n".join(text for text in ("" if smooth else loss, update) if text)
    if key == "knn" and tells_classes and options.get("WEIGHTS") == "uniform":
        return KNN
    return LOGISTIC if key == "logistic" else ""
