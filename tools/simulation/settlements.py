"""Where people settle: seats, administrative villages and natural villages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tools.simulation.paths import Spread, spread
from tools.simulation.terrain import Floats, Ints, Mask, Terrain


@dataclass(frozen=True)
class Zone:
    """A circle that the ordinary network keeps out of."""

    x: float
    y: float
    radius_m: float

    def holds(self, x: Floats, y: Floats, *, margin_m: float = 0.0) -> Mask:
        """Whether points lie within the circle widened by a margin."""
        return np.asarray(np.hypot(x - self.x, y - self.y) <= self.radius_m + margin_m)


def suitability(terrain: Terrain) -> Floats:
    """Score each cell for dwelling: gentle ground, near the valley floor, off the river."""
    gentle = np.exp(-((terrain.slope / 0.17) ** 2))
    low = 0.09 + np.exp(-terrain.height_above_stream_m / 60.0)
    dry = np.where(terrain.river_distance_m < 260.0, 0.0, 1.0)
    riverside = 1.0 + 1.2 * np.exp(-terrain.river_distance_m / 1800.0)
    return np.asarray(gentle * low * dry * riverside)


def scatter(
    terrain: Terrain,
    score: Floats,
    rng: np.random.Generator,
    *,
    count: int,
    spacing_m: float,
    taken: Sequence[int] = (),
) -> list[int]:
    """Draw cells with probability by score, none nearer to another than the spacing.

    The spacing is relaxed by a tenth whenever no cell is left.
    """
    xx, yy = terrain.grid.centres()
    x, y = xx.ravel(), yy.ravel()
    chosen: list[int] = []
    near = list(taken)
    while len(chosen) < count:
        free = score.ravel().copy()
        for cell in near:
            free[np.hypot(x - x[cell], y - y[cell]) < spacing_m] = 0.0
        total = np.cumsum(free)
        while len(chosen) < count and total[-1] > 0:
            cell = int(np.searchsorted(total, rng.uniform(0, total[-1]), side="right"))
            chosen.append(cell)
            near.append(cell)
            _clear(free, terrain, cell, spacing_m)
            total = np.cumsum(free)
        spacing_m *= 0.9
    return chosen


def _clear(free: Floats, terrain: Terrain, cell: int, radius_m: float) -> None:
    rows, columns = terrain.grid.shape
    reach = int(radius_m / terrain.grid.cell_m) + 1
    i, j = divmod(cell, columns)
    top, left = max(i - reach, 0), max(j - reach, 0)
    block = free.reshape(rows, columns)[top : i + reach + 1, left : j + reach + 1]
    di = np.arange(top, top + block.shape[0])[:, None] - i
    dj = np.arange(left, left + block.shape[1])[None, :] - j
    block[np.hypot(di, dj) * terrain.grid.cell_m < radius_m] = 0.0


def allocate(
    terrain: Terrain, cells: Sequence[int], *, river_weight: float = 40.0, only: Mask | None = None
) -> Spread:
    """Give each cell to the place that reaches it most cheaply over the terrain."""
    weight = np.where(terrain.river, river_weight, 1.0)
    if only is not None:
        weight = np.where(only, weight, np.inf)
    source = np.asarray(cells, dtype=np.int64)
    return spread(
        terrain.height_m,
        weight,
        source,
        np.arange(len(source)),
        cell_m=terrain.grid.cell_m,
        grade=0.12,
    )


def natural_villages(
    terrain: Terrain,
    score: Floats,
    owner: Ints,
    centres: Sequence[int],
    wanted: Sequence[int],
    rng: np.random.Generator,
    *,
    spacing_m: Sequence[float],
    reach_m: Sequence[float],
) -> list[list[int]]:
    """Place the natural villages of every administrative village, its centre first.

    Villages of unit k keep ``spacing_m[k]`` apart and thin out over ``reach_m[k]``; those for
    which a unit has no room go to the next one.
    """
    flat = score.ravel()
    xx, yy = terrain.grid.centres()
    x, y = xx.ravel(), yy.ravel()
    result = []
    short = 0
    order = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[order], np.arange(len(centres) + 1))
    for k, centre in enumerate(centres):
        mine = order[starts[k] : starts[k + 1]]
        near = np.exp(-np.hypot(x[mine] - x[centre], y[mine] - y[centre]) / reach_m[k])
        count = wanted[k] + short
        own = _pick(mine, flat[mine] * near, x, y, centre, count, rng, spacing_m[k])
        short = count - len(own)
        result.append(own)
    return result


def _pick(
    mine: Ints,
    weight: Floats,
    x: Floats,
    y: Floats,
    centre: int,
    count: int,
    rng: np.random.Generator,
    spacing_m: float,
) -> list[int]:
    chosen = [int(centre)]
    while len(chosen) < count:
        free = weight.copy()
        for cell in chosen:
            free[np.hypot(x[mine] - x[cell], y[mine] - y[cell]) < spacing_m] = 0.0
        total = np.cumsum(free)
        if total[-1] <= 0:
            spacing_m *= 0.85
            if spacing_m < 40:
                break
            continue
        at = int(np.searchsorted(total, rng.uniform(0, total[-1]), side="right"))
        chosen.append(int(mine[at]))
    return chosen


def split_count(total: int, weight: Floats, *, least: int) -> list[int]:
    """Split a whole number by weights (largest remainder), each share at least the least."""
    spare = total - least * len(weight)
    exact = spare * weight / weight.sum()
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: spare - int(whole.sum())]] += 1
    return [int(v) + least for v in whole]
