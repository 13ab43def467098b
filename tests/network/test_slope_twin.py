"""The page on a graph that was cut and timed by slope: the same rows and routes as Python."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from tests.network.test_slope import hill, to_cell
from tests.network.test_twin import check_exact, check_listed, check_read, expected, some_places
from tests.network.towns import county, random_roads
from tests.network.twin_node import Twin, twin

from schoolmap.model.graph import RoadGraph
from schoolmap.model.layout import LayoutModel
from schoolmap.network.slope import SlopeRules, sloped


@pytest.fixture(scope="module")
def node() -> Iterator[Twin]:
    with twin() as running:
        yield running


def mountains(seed: int) -> LayoutModel:
    rng = np.random.default_rng(seed)
    points = [tuple(p) for p in (rng.random((60, 2)) * 20_000).tolist()]
    terrain = hill(seed)

    def shape(graph: RoadGraph) -> RoadGraph:
        # the whole county on the hills of one square
        rules = SlopeRules(150.0, {"default": 0.15, "path": 0.45})
        fold = lambda xy: to_cell(np.mod(xy, 3900.0) - 950.0)  # noqa: E731
        return sloped(graph, terrain, fold, rules=rules)[0]

    return county(random_roads(seed), points[:50], points[50:], shape=shape)


@pytest.mark.parametrize("seed", [21, 22])
def test_the_page_routes_on_slopes_as_python_does(node: Twin, seed: int) -> None:
    model = mountains(seed)
    graph = model.graph
    assert graph is not None
    assert (graph.walk_uv_ms != graph.walk_vu_ms).sum() > 50
    check_read(node, model)
    places = some_places(graph, 40, np.random.default_rng(seed))
    assert node.added(model, places) == expected(model, places)
    check_exact(node, model, places[:10])
    pairs = [(v, s) for v in range(0, 50, 5) for s in range(10)]
    check_listed(node, model, pairs)
