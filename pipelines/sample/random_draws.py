"""Random draws, all made from `Generator.random`: NumPy keeps that stream, not its distributions.

So a seed gives the same bytes on every version of NumPy. Knows nothing of agencies or events.
"""

from collections.abc import Sequence

import numpy as np

from pipelines.sample.assumptions import WaitAssumption

Array = np.ndarray


def random_stream(seed: int, *path: int) -> np.random.Generator:
    """A generator of its own for each path, so that no part depends on what others drew."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *path])))


def draw_chance(rng: np.random.Generator, n: int, share: float | Array) -> Array:
    return rng.random(n) < share


def draw_choice(rng: np.random.Generator, n: int, weights: Sequence[float] | Array) -> Array:
    """Positions in `weights`, each as often as its weight says."""
    upto = np.cumsum(weights)
    return np.searchsorted(upto, rng.random(n) * upto[-1], side="right")


def draw_between(
    rng: np.random.Generator, n: int, low: int | Array, high: int | Array, lean: float = 1.0
) -> Array:
    """Whole numbers from low to high, both included; a lean above 1 favours the low ones."""
    width = np.maximum(np.asarray(high) - low + 1, 1)
    return (low + np.floor(width * rng.random(n) ** lean)).astype(np.int64)


def draw_normal(rng: np.random.Generator, n: int) -> Array:
    """Standard normal by Box and Muller."""
    radius = np.sqrt(-2 * np.log1p(-rng.random(n)))
    return radius * np.cos(2 * np.pi * rng.random(n))


def draw_wait_days(
    rng: np.random.Generator, n: int, wait: WaitAssumption, scale: Array, same_day: float | Array
) -> Array:
    """Right-skewed whole days; a scale of 1 is the field's own median and mean."""
    days = np.rint(wait.median * scale * np.exp(wait.sigma * draw_normal(rng, n)))
    return np.where(draw_chance(rng, n, same_day), 0, np.maximum(days, 1)).astype(np.int64)
