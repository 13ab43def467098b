"""Nobody can work out who lives in a hamlet from everything that the public page tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack
from tests.maps.synthetic import county

import schoolmap as sm
from schoolmap.kernel import evaluate
from schoolmap.maps import build_view
from schoolmap.maps.head import townships
from schoolmap.maps.public import _kept
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.extending import extended
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Close, Merge, Scenario
from schoolmap.pipeline.outputs import shapes_of

LEAST = 10
HALF = LEAST // 2
MODES = ("walk", "ride", "board", "unserved")
STUDIES = Path(__file__).parents[2] / "data" / "studies"
Cells = NDArray[np.float64]
Told = dict[str, Any]


class Reader:
    """Linear (in)equalities on pupils by village and grade, from what is told."""

    def __init__(self, model: LayoutModel) -> None:
        self.model = model
        self.shape = model.villages.pupils.shape
        self.rows: list[Cells] = []
        self.most: list[float] = []

    def at_most(self, weights: Cells, most: float) -> None:
        self.rows.append(np.broadcast_to(weights, self.shape).astype(float).ravel())
        self.most.append(most)

    def between(self, weights: Cells, low: float, high: float) -> None:
        self.at_most(weights, high)
        self.at_most(-weights, -low)

    def counted(self, cells: NDArray[np.bool_], told: int | None) -> None:
        """A count as the page tells it: the nearest step, none, or nothing where it is hidden."""
        if told is None:
            return
        weights = cells.astype(float)
        if told == 0:
            self.at_most(weights, 0)
        else:
            self.between(weights, told - HALF, told + HALF - 1)

    def averaged(self, cells: NDArray[np.bool_], length: Cells, f: Told) -> None:
        """A mean and the ninth tenth, rounded; the step is a power of ten that divides them."""
        gone = cells & (length >= 0)
        mean, p90 = f["mean_length_m"][0], f["p90_length_m"][0]
        pupils = f["pupils"][0]
        if mean is None or not pupils:
            return
        half = next(s for s in (10, 100, 1000) if s >= LEAST * 5000 / pupils) / 2
        self.at_most(np.where(gone, mean - half - length, 0), 0)
        self.at_most(np.where(gone, length - mean - half, 0), 0)
        self.at_most(np.where(gone, np.where(length < p90 - half, 0.1, -0.9), 0), 0)
        self.at_most(np.where(gone, np.where(length <= p90 + half, -0.1, 0.9), 0), 0)

    def reads(self, told: Told, layout: Evaluation) -> None:
        """Take in a layout."""
        made, figures = layout.assignment, told["figures"]
        od = extended(self.model, layout.added).od
        length = np.where(made.row < 0, -1, od.length_m[np.maximum(made.row, 0)]).astype(float)
        everyone = np.ones(self.shape, dtype=bool)
        self.counted(everyone, figures["pupils"][0])
        for code, mode in enumerate(MODES):
            self.counted(made.mode == code, figures[f"pupils_{mode}"][0])
        share, walked = figures["share_walk_limit"][0], made.mode == 0
        if share is not None:
            step = max(s for s in (0.1, 0.01, 0.001) if round(share / s, 6) % 1 == 0)
            self.at_most(np.where(walked, 1.0, 0.0) - share - step / 2, 0)
            self.at_most(share - step / 2 - np.where(walked, 1.0, 0.0), 0)
        self.averaged(everyone, length, figures)
        for band in self.model.rules.bands:
            of_band = np.zeros(self.shape, dtype=bool)
            of_band[:, band.first - 1 : band.last] = True
            self.counted(of_band, told["by_band"][band.id]["pupils"][0])
            self.averaged(of_band, length, told["by_band"][band.id])
        low = -1.0
        for row in told["length_bands"]:
            high = np.inf if row["limit_m"] is None else float(row["limit_m"])
            inside = (length >= 0) & (length > low) & (length <= high)
            self.counted(length < 0 if row["no_journey"] else inside, row["pupils"])
            low = high

    def townships(self, told: dict[str, Told], today: Evaluation) -> None:
        row = today.assignment.row
        length = np.where(row < 0, -1, self.model.od.length_m[np.maximum(row, 0)]).astype(float)
        names = np.array(self.model.villages.townships)
        for name, figures in told.items():
            cells = np.broadcast_to((names == name)[:, None], self.shape)
            self.counted(cells, figures["pupils"][0])
            self.averaged(cells, length, figures)

    def bounds(self, hidden: Sequence[int], shown: Sequence[int]) -> dict[int, tuple[float, float]]:
        """Return the fewest and the most pupils that each hidden village can have."""
        n, grades = self.shape
        of_village = coo_array(
            (np.ones(n * grades), (np.repeat(np.arange(n), grades), np.arange(n * grades))),
            shape=(n, n * grades),
        ).tocsr()
        total = self.model.villages.pupils.sum(axis=1)
        some = -of_village[list(hidden)]
        told = csr_array(np.array(self.rows))
        known = {
            "A_ub": vstack([told, some]),
            "b_ub": np.array([*self.most, *[-1.0] * len(hidden)]) + 1e-6,
            "A_eq": of_village[list(shown)],
            "b_eq": total[list(shown)],
        }
        found = {}
        for v in hidden:
            aim = of_village[[v]].toarray()[0]
            low, high = linprog(aim, **known), linprog(-aim, **known)
            assert low.status == 0
            assert high.status in (0, 3), "what is told is true of the county itself"
            found[v] = (low.fun, np.inf if high.status == 3 else -high.fun)
        return found


def pinned(model: LayoutModel, shapes: Any, plans: Sequence[Scenario]) -> list[str]:
    """Return the villages of which a reader of the page knows too much."""
    view = build_view(model, shapes, scenarios=plans, public=True)
    data: Any = view.data
    kept = _kept(model, townships(model, shapes), LEAST)
    reader = Reader(model)
    today = evaluate(model)
    for told, plan in zip(data["layouts"], (None, *plans), strict=True):
        reader.reads(told, today if plan is None else evaluate(model, plan))
    reader.townships(data["by_township"], today)
    hidden = np.flatnonzero(kept.hidden).tolist()
    assert len(hidden) > 5
    found = reader.bounds(hidden, np.flatnonzero(~kept.hidden).tolist())
    ids = model.villages.ids
    return [f"{ids[v]}: {a:g} to {b:g}" for v, (a, b) in found.items() if b - a < LEAST - 1 - 1e-3]


@pytest.mark.parametrize("planned", [False, True])
def test_of_a_small_county_no_hidden_village_is_known(planned: bool) -> None:
    made = county(20, 120)
    pupils = made.model.villages.pupils.copy()
    pupils[::3] = pupils[::3] // 4
    model = replace(made.model, villages=replace(made.model.villages, pupils=pupils))
    ids = model.sites.ids
    plans = [Scenario("撤并", (Close(ids[2]), Merge(ids[3], ids[1])))] if planned else []
    assert pinned(model, made.shapes, plans) == []


def test_of_a_mountain_county_no_hidden_village_is_known() -> None:
    study = sm.read_study(STUDIES / "zuomu")
    model = sm.prepare(study)
    assert pinned(model, shapes_of(study, model), []) == []
