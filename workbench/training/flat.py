"""The parameters of a network as one row of numbers, into which they then look."""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor


def as_one_row(tensors: Sequence[Tensor], device: torch.device, *, last: bool = False) -> Tensor:
    """All numbers as one row, shape (1, n); the tensors become views into it.

    Args:
        last: whether the filters of convolutions lie with their channels side by side, which
            makes torch compute pictures in that order.
    """
    if not tensors:
        return torch.empty(1, 0, device=device)
    row = gathered([t.detach() for t in tensors], last=last)
    for tensor, view in zip(tensors, _views(row, tensors, last=last), strict=True):
        tensor.data = view
    return row[None]


def gathered(tensors: Sequence[Tensor], *, last: bool = False) -> Tensor:
    """The numbers of all tensors in the order of ``as_one_row``, shape (n,)."""
    if last:
        tensors = [t.permute(0, 2, 3, 1) if t.dim() == 4 else t for t in tensors]
    return torch.cat([t.reshape(-1) for t in tensors])


@torch.no_grad()
def fill(tensors: Sequence[Tensor], row: Tensor, *, last: bool = False) -> None:
    """Copy the numbers of a row, shape (n,), into the tensors."""
    for tensor, view in zip(tensors, _views(row, tensors, last=last), strict=True):
        tensor.copy_(view)


def _views(row: Tensor, tensors: Sequence[Tensor], *, last: bool) -> Iterator[Tensor]:
    start = 0
    for tensor in tensors:
        part = row[start : start + tensor.numel()]
        if last and tensor.dim() == 4:
            n, channels, height, width = tensor.shape
            yield part.view(n, height, width, channels).permute(0, 3, 1, 2)
        else:
            yield part.view(tensor.shape)
        start += tensor.numel()
