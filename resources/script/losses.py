"""What is minimised, and what is reported."""

import numpy as np
import torch
from torch.nn import functional as F

from options import CODE, IS_UNIT, LABEL_SMOOTHING, LOSS, N_VALUES, TASK


def bound_losses(outputs, targets):
    """Give the negative bound on the log-likelihood of each row, in nats."""
    values = targets[:, :N_VALUES]
    parts = outputs[:, : N_VALUES + 2 * CODE].split((N_VALUES, CODE, CODE), 1)
    decoded, mean, log_variance = parts
    if IS_UNIT:
        terms = F.binary_cross_entropy_with_logits(decoded, values, reduction="none")
        reconstruction = terms.sum(1)
    else:
        log_spread = outputs[:, -1].clamp(min=-6.0)
        errors = (decoded - values).square().sum(1)
        constant = N_VALUES * (log_spread + np.log(2 * np.pi))
        reconstruction = (errors * torch.exp(-log_spread) + constant) / 2
    terms = 1 + log_variance - mean.square() - log_variance.exp()
    return reconstruction - terms.sum(1) / 2


def loss_gradient(outputs, targets):
    """Give the gradient of the mean loss with respect to the network's outputs."""
    if LOSS == "bound":
        outputs.requires_grad_()
        (bound_losses(outputs, targets) * (1 / len(targets))).sum().backward()
        return outputs.grad
    if TASK == "classification":
        # of the cross-entropy: softmax(outputs) - one-hot(targets)
        gradient = torch.softmax(outputs, -1)
        if LABEL_SMOOTHING:
            gradient[torch.arange(len(targets)), targets] -= 1 - LABEL_SMOOTHING
            gradient -= LABEL_SMOOTHING / outputs.shape[-1]
        else:
            gradient[torch.arange(len(targets)), targets] -= 1
        return gradient * (1 / len(targets))
    return 2 * (outputs - targets[:, None]) * (1 / len(targets))


def loss_and_score(outputs, targets):
    """Add up the losses of a batch, and what its score is the mean of."""
    if LOSS == "bound":
        decoded = outputs[:, :N_VALUES]
        if IS_UNIT:
            decoded = torch.sigmoid(decoded)
        errors = (decoded - targets[:, :N_VALUES]).square().mean(1)
        return torch.stack([bound_losses(outputs, targets).sum(), errors.sum()])
    if TASK == "classification":
        if LABEL_SMOOTHING:
            smoothing = {"label_smoothing": LABEL_SMOOTHING}
            losses = F.cross_entropy(outputs, targets, reduction="sum", **smoothing)
        else:
            losses = F.cross_entropy(outputs, targets, reduction="sum")
        return torch.stack([losses, (outputs.argmax(-1) == targets).sum()])
    losses = (outputs[:, 0] - targets).square().sum()
    return torch.stack([losses, losses])


def figures_of(sums, targets):
    """Give the mean loss, and the accuracy or R²."""
    loss, score = (sums / len(targets)).tolist()
    if LOSS == "bound":
        score = 1 - score / targets[:, :N_VALUES].numpy().var(dtype=float)
    elif TASK == "regression":
        score = 1 - score / targets.numpy().var()
    return loss, score
