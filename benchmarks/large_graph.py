"""A county of about 100,000 junctions: the simulated one with a dense net of lanes for its roads.

The lanes make a grid over the county, each bent in its midst, one in twenty missing; every twelfth
is a better road. Villages and schools stay where they are.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import schoolmap as sm
from schoolmap.model.layout import LayoutModel
from schoolmap.model.study import RoadLines, Study

STUDY = Path(__file__).resolve().parents[1] / "data" / "studies" / "yunling"
SIDE = 330
MISSING, ONEWAY, EVERY = 0.05, 0.03, 12

FloatArray = NDArray[np.float64]


def large_study(side: int = SIDE, seed: int = 1) -> Study:
    """Return the simulated county with a grid of ``side * side`` junctions for its roads."""
    study = sm.read_study(STUDY)
    lon, lat = (
        np.concatenate([t.numbers(c) for t in (study.villages, study.schools)])
        for c in ("lon", "lat")
    )
    return replace(study, roads=grid_roads(lon, lat, side=side, seed=seed))


def large_model(side: int = SIDE, seed: int = 1) -> LayoutModel:
    """Return the model of `large_study`."""
    return sm.prepare(large_study(side, seed))


def grid_roads(lon: FloatArray, lat: FloatArray, *, side: int, seed: int) -> RoadLines:
    """Return lanes over the box of some points, each line with one bend."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(*(np.linspace(a.min(), a.max(), side) for a in (lon, lat)))
    step = np.array([x[0, 1] - x[0, 0], y[1, 0] - y[0, 0]])
    node = np.column_stack((x.ravel(), y.ravel())) + rng.uniform(-0.3, 0.3, (side**2, 2)) * step
    number = np.arange(side**2).reshape(side, side)
    ends = np.concatenate([np.column_stack((a.ravel(), b.ravel())) for a, b in _neighbours(number)])
    line_of = np.concatenate([i.ravel() for i in _rows_and_columns(side)])
    kept = rng.random(len(ends)) >= MISSING
    ends, line_of = ends[kept], line_of[kept]
    bend = (node[ends[:, 0]] + node[ends[:, 1]]) / 2 + rng.uniform(-0.2, 0.2, ends.shape) * step
    n = len(ends)
    main = line_of % EVERY == 0
    return RoadLines(
        lonlat=np.stack((node[ends[:, 0]], bend, node[ends[:, 1]]), axis=1).reshape(-1, 2),
        indptr=np.arange(n + 1, dtype=np.int64) * 3,
        highway=tuple(np.where(main, "tertiary", "track").tolist()),
        oneway=np.where(rng.random(n) < ONEWAY, 1, 0).astype(np.int8),
        speed_kmh=np.full(n, np.nan),
        length_m=np.full(n, np.nan),
        name=("",) * n,
        rows=np.arange(1, n + 1, dtype=np.int64),
        file="grid",
    )


def _neighbours(number: NDArray[np.int64]) -> tuple[tuple[NDArray[np.int64], ...], ...]:
    return (number[:, :-1], number[:, 1:]), (number[:-1], number[1:])


def _rows_and_columns(side: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the row of each lane that goes along, and the column of each that goes across."""
    row, column = np.indices((side, side))
    return row[:, :-1], column[:-1]


if __name__ == "__main__":
    graph = large_model().graph
    if graph is not None:
        print(f"{graph.n_node:,} junctions, {graph.n_edge:,} edges")
