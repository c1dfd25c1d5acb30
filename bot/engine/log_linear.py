"""Weights of signs that make the right one of several choices likeliest (a log-linear model)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Choices:
    """What one thing may mean.

    Args:
        signs: of each choice.
        right: of each whether it is meant; several may be.
    """

    signs: Sequence[Mapping[str, float]]
    right: Sequence[bool]


def learnt(cases: Sequence[Choices], strength: float) -> dict[str, float]:
    """The weight of each sign.

    Args:
        cases: to learn from; those without a right choice teach nothing.
        strength: how strongly weights are kept near 0, each measured by its sign's usual size.
    """
    useful = [one for one in cases if any(one.right)]
    names = sorted({name for one in useful for signs in one.signs for name in signs})
    rows = np.array(
        [[signs.get(name, 0.0) for name in names] for one in useful for signs in one.signs]
    )
    scale = np.sqrt((rows**2).mean(axis=0))
    scale[scale == 0.0] = 1.0
    rows = rows / scale
    right = np.array([good for one in useful for good in one.right], dtype=np.float64)
    sizes = np.array([len(one.signs) for one in useful])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    case = np.repeat(np.arange(len(useful)), sizes)

    def surprise(weights: Numbers) -> tuple[float, Numbers]:
        scores = rows @ weights
        scores = np.exp(scores - np.maximum.reduceat(scores, starts)[case])
        chance = scores / np.add.reduceat(scores, starts)[case]
        good = chance * right
        of_case = np.add.reduceat(good, starts) + 1e-12
        told = -np.log(of_case).sum() + strength * weights @ weights
        return told, rows.T @ (chance - good / of_case[case]) + 2 * strength * weights

    found = minimize(surprise, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return dict(zip(names, (found.x / scale).tolist(), strict=True))
