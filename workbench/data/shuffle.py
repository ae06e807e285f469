"""Shuffles: WEKA's, to the row, and ours, and none at all.

WEKA shuffles with java.util.Random, a linear congruential generator that its documentation
states exactly (Knuth, The Art of Computer Programming, volume 2, section 3.2.1).
"""

from typing import Literal, TypeAlias

import numpy as np

from workbench.data.dataset import IntArray

Shuffling: TypeAlias = Literal["plain", "weka", "none"]

_MULTIPLIER = 0x5DEECE66D
_MASK = (1 << 48) - 1


class JavaRandom:
    """java.util.Random: the same seed gives the same numbers as in Java."""

    def __init__(self, seed: int) -> None:
        self._state = (seed ^ _MULTIPLIER) & _MASK

    def next_bits(self, bits: int) -> int:
        """The next ``bits`` (at most 32) random bits, as a number that is not negative."""
        self._state = (self._state * _MULTIPLIER + 0xB) & _MASK
        return self._state >> (48 - bits)

    def next_int(self, bound: int) -> int:
        """The next number in [0, bound)."""
        if bound & (bound - 1) == 0:
            return (bound * self.next_bits(31)) >> 31
        while True:
            bits = self.next_bits(31)
            value = bits % bound
            # Java draws again where bits − value + bound − 1 overflows 32 bits.
            if bits - value + bound - 1 < 1 << 31:
                return value


def weka_permutation(n: int, seed: int) -> list[int]:
    """The order into which WEKA's ``Instances.randomize`` puts n rows."""
    random = JavaRandom(seed)
    order = list(range(n))
    for j in range(n - 1, 0, -1):
        i = random.next_int(j + 1)
        order[j], order[i] = order[i], order[j]
    return order


def permutation(n: int, seed: int, shuffling: Shuffling) -> IntArray:
    """An order of n rows, shape (n,); their own with "none"."""
    if shuffling == "none":
        return np.arange(n)
    if shuffling == "weka":
        return np.array(weka_permutation(n, seed), dtype=np.int64)
    return np.random.default_rng(seed).permutation(n)
