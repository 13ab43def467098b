"""What brings the problems of GraphML and of road columns about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas
import shapely
from tests.graphml_text import BACK, BOMB, NODES, THERE, graphml

Damage = Callable[[Any], None]


def _graphml(text: str, body: str = "") -> Damage:
    def damage(county: Any) -> None:
        county.text("roads.graphml", text)
        county.section("roads", f'file = "roads.graphml"\n{body}')

    return damage


def _edited_layer(county: Any) -> None:
    line = shapely.LineString([(111.60, 36.20), (111.61, 36.20), (111.61, 36.21)])
    frame = geopandas.GeoDataFrame({"node_ids": ["1 2"]}, geometry=[line], crs=4326)
    frame.to_parquet(county.folder / "roads.parquet")
    county.section("roads", 'file = "roads.parquet"')


CASES: dict[str, Damage] = {
    "graphml_broken": _graphml(graphml(THERE)[:-20]),
    "graphml_entities": _graphml(BOMB),
    "graphml_none": _graphml("<html/>"),
    "graphml_several": _graphml("<graphml><graph/><graph/></graphml>"),
    "graphml_settings_unused": _graphml(graphml(THERE), 'layer = "edges"'),
    "graphml_nodes_aside": _graphml(graphml(THERE, nodes=NODES + '<node id="4"/>')),
    "graphml_edges_without_node": _graphml(graphml(THERE, {"u": "1", "v": "9"})),
    "graphml_edges_without_shape": _graphml(
        graphml(THERE, {"u": "2", "v": "3", "geometry": "POINT (1 1)"})
    ),
    "graphml_merged": _graphml(graphml(THERE, BACK)),
    "graphml_number_unused": _graphml(graphml({**THERE, "length": "-5"})),
    "road_nodes_unused": _edited_layer,
}
