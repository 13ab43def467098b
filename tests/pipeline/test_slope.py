"""From heights to a model: what changes, what does not, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.pipeline.small import CRS, small_study
from tests.worlds import journeys_of, road

from schoolmap.model.study import Study
from schoolmap.model.terrain import Terrain, slope_words
from schoolmap.pipeline import prepare
from schoolmap.pipeline.runlog import RunLog
from schoolmap.pipeline.standing import with_standing

CELL_M = 20.0
WEST, NORTH = 498_000.0, 4_002_000.0


def terrain(height: np.ndarray, *, filled: np.ndarray | None = None, void: int = 0) -> Terrain:
    """A grid of 20 m in the study's CRS around its road, which runs east from 500 000 m."""
    return Terrain(
        height_m=height.astype(np.float32),
        filled=np.zeros(height.shape, bool) if filled is None else filled,
        transform=(CELL_M, 0.0, WEST, 0.0, -CELL_M, NORTH),
        crs=CRS,
        file="dem.tif",
        void_cells=void,
    )


def ramp(slope: float, size: tuple[int, int] = (200, 500)) -> np.ndarray:
    return np.broadcast_to(slope * (CELL_M * np.arange(size[1]) - 2000.0), size)


def on(height: np.ndarray, **kind: object) -> Study:
    return replace(small_study(**kind), terrain=terrain(height))  # type: ignore[arg-type]


def codes(study: Study) -> list[str]:
    return [p.code for p in with_standing(study, prepare(study)).problems]


def test_walks_take_the_slope_on_the_way_to_school() -> None:
    # V0 at 0 and V1 at 2000 m, S0 at 1000 m, S1 at 5000 m; 10 % up to the east
    level = journeys_of(prepare(small_study()).od)
    steep = journeys_of(prepare(on(ramp(0.1))).od)
    assert level[0, 0][1] == 1000
    assert steep[0, 0][1] == 1419  # up to school: 1000 s x e^0.35
    assert steep[1, 0][1] == 1000  # down to it
    assert steep[1, 1][1] == 4257
    assert {k: v[0] for k, v in level.items()} == {k: v[0] for k, v in steep.items()}
    assert {k: v[2:] for k, v in level.items()} == {k: v[2:] for k, v in steep.items()}


def test_flat_land_gives_the_same_journeys_and_says_that_slope_counts() -> None:
    level, flat = prepare(small_study()), prepare(on(np.full((200, 500), 812.0)))
    assert journeys_of(level.od) == journeys_of(flat.od)
    assert flat.slope is not None
    assert level.slope is None
    assert level.sha256 != flat.sha256


def test_the_figures_of_a_county_are_used() -> None:
    # 10 % up cut to 5 %: e^(3.5 x 0.05)
    study = on(ramp(0.1), rules={"slope.cap.road": 0.05})
    model = prepare(study)
    assert journeys_of(model.od)[0, 0][1] == 1191
    assert "slope.cap.road" not in model.standards
    assert codes(study) == ["terrain_capped_much"]


def test_roads_without_heights_are_said_to_be_level() -> None:
    height = ramp(0.05).copy()
    height[:, 200:] = np.nan  # the grid starts 2 km west of the road
    study = on(height)
    model = prepare(study)
    assert model.slope is not None
    assert 2900 < model.slope.level_m < 3100
    assert codes(study) == ["terrain_partial"]
    zh, en = slope_words(model.slope)
    assert "3.0 公里道路没有高程" in zh
    assert "3.0 km of road without heights" in en


def test_roads_on_filled_heights_are_said_to_be_uncertain() -> None:
    height = ramp(0.05)
    filled = np.zeros(height.shape, bool)
    filled[100, 150:155] = True
    study = replace(small_study(), terrain=terrain(height, filled=filled, void=7))
    model = prepare(study)
    assert model.slope is not None
    assert model.slope.filled_under_roads == 5
    assert 80 <= model.slope.filled_m <= 140
    assert codes(study) == ["terrain_filled_roads"]
    assert slope_words(model.slope)[0] == "坡度：已计入（Tobler 步行函数，dem.tif，5 格空洞已填补）"


def test_steep_paths_are_believed_where_steep_roads_are_not() -> None:
    path = [road((0, 0), (5000, 0), highway="path")]
    assert codes(on(ramp(0.3), roads=path)) == []
    assert codes(on(ramp(0.3))) == ["terrain_capped_much"]


def test_the_time_that_terrain_takes_is_logged() -> None:
    log = RunLog()
    prepare(on(ramp(0.1)), log=log)
    assert "terrain" in log.durations_s


def test_without_terrain_it_is_said_that_walks_are_level() -> None:
    assert slope_words(None) == (
        "未计坡度：步行按平路计算",
        "Slope not counted: walks are as on level road",
    )


@pytest.mark.parametrize("kind", [{}, {"roads": None}])
def test_without_terrain_nothing_is_doubted(kind: dict[str, None]) -> None:
    assert not [c for c in codes(small_study(**kind)) if c.startswith("terrain")]  # type: ignore[arg-type]
