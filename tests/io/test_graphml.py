"""GraphML as osmnx writes it, by pencil and against networkx's own reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
import shapely
from tests.graphml_text import BACK, BOMB, CURVE, CURVE_BACK, NODES, THERE, graphml

from schoolmap.errors import InputError, Problem
from schoolmap.io.files import Source
from schoolmap.io.ledger import Ledger
from schoolmap.io.osm_words import edge_facts
from schoolmap.io.roads import read_roads
from schoolmap.model.study import RoadLines, SourceSection


def read(tmp_path: Path, text: str, **settings: Any) -> tuple[RoadLines | None, list[Problem]]:
    path = tmp_path / "roads.graphml"
    path.write_text(text, encoding="utf-8")
    ledger = Ledger()
    source = Source("roads", SourceSection(file=path.name, **settings), path)
    return read_roads(source, ledger), list(ledger.problems)


def roads_of(tmp_path: Path, *edges: dict[str, str], **options: Any) -> RoadLines:
    roads, _ = read(tmp_path, graphml(*edges, **options))
    assert roads is not None
    return roads


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_there_and_back_are_one_two_way_line(tmp_path: Path) -> None:
    roads, problems = read(tmp_path, graphml(THERE, BACK))
    assert roads is not None
    assert len(roads) == 1
    assert roads.oneway.tolist() == [0]
    assert roads.vertex is not None
    assert roads.vertex.tolist() == [1, 2]
    assert roads.lonlat.tolist() == [[111.60, 36.20], [111.61, 36.20]]
    assert codes(problems) == ["graphml_merged"]


def test_a_curve_and_its_reverse_are_one_line_with_a_vertex_of_its_own(tmp_path: Path) -> None:
    roads = roads_of(
        tmp_path,
        {**THERE, "geometry": CURVE, "length": "1100.5"},
        {**BACK, "geometry": CURVE_BACK, "length": "1100.5000000001"},
    )
    assert (len(roads), roads.oneway.tolist(), roads.length_m.tolist()) == (1, [0], [1100.5])
    assert roads.vertex is not None
    assert roads.vertex[[0, 2]].tolist() == [1, 2]
    assert roads.vertex[1] < 0


def test_two_roads_between_the_same_nodes_stay_two(tmp_path: Path) -> None:
    # a straight road there and back, and a curved one-way
    roads = roads_of(
        tmp_path, THERE, BACK, {**THERE, "oneway": "True", "geometry": CURVE, "highway": "service"}
    )
    assert roads.highway == ("residential", "service")
    assert roads.oneway.tolist() == [0, 1]


def test_edges_along_different_geometry_are_each_one_way(tmp_path: Path) -> None:
    # the two carriageways of one road: there by the curve, back straight
    roads = roads_of(tmp_path, {**THERE, "geometry": CURVE}, BACK)
    assert roads.oneway.tolist() == [1, 1]


def test_a_one_way_edge_stays_one_way(tmp_path: Path) -> None:
    roads = roads_of(tmp_path, {**THERE, "oneway": "True"}, {"u": "2", "v": "3"})
    assert roads.oneway.tolist() == [1, 1]


def test_directions_that_differ_in_speed_stay_two(tmp_path: Path) -> None:
    roads = roads_of(tmp_path, {**THERE, "speed_kph": "40"}, {**BACK, "speed_kph": "25"})
    assert roads.oneway.tolist() == [1, 1]
    assert roads.speed_kmh.tolist() == [40.0, 25.0]


def test_a_geometry_drawn_from_the_other_end_is_turned(tmp_path: Path) -> None:
    roads = roads_of(tmp_path, {**THERE, "oneway": "True", "geometry": CURVE_BACK})
    assert roads.lonlat[:, 0].tolist() == [111.6, 111.605, 111.61]


def test_three_copies_of_an_edge_pair_once(tmp_path: Path) -> None:
    roads = roads_of(tmp_path, THERE, THERE, BACK)
    assert sorted(roads.oneway.tolist()) == [0, 1]


def test_a_ring_there_and_back_is_one(tmp_path: Path) -> None:
    ring = "LINESTRING (111.6 36.2, 111.61 36.2, 111.61 36.21, 111.6 36.2)"
    back = "LINESTRING (111.6 36.2, 111.61 36.21, 111.61 36.2, 111.6 36.2)"
    roads = roads_of(tmp_path, {"u": "1", "v": "1", "geometry": ring},
                     {"u": "1", "v": "1", "geometry": back})  # fmt: skip
    assert roads.oneway.tolist() == [0]


@pytest.mark.parametrize(("word", "oneway"), [("yes", 1), ("no", 0), ("-1", 1), ("", 0)])
def test_words_of_openstreetmap_make_each_edge_a_way(
    tmp_path: Path, word: str, oneway: int
) -> None:
    # all_oneway: osmnx has turned what was tagged -1, and writes each way once
    edge = {"u": "1", "v": "2", "highway": "residential"}
    other = {"u": "2", "v": "3", "highway": "residential", "oneway": "no"}
    roads = roads_of(tmp_path, {**edge, **({"oneway": word} if word else {})}, other)
    assert roads.oneway.tolist() == [oneway, 0]


def test_an_undirected_graph_is_two_way_but_for_its_one_way_streets(tmp_path: Path) -> None:
    roads = roads_of(
        tmp_path,
        {"u": "1", "v": "2", "oneway": "False"},
        {"u": "2", "v": "3", "oneway": "True", "from": "3", "to": "2"},
        default="undirected",
    )
    assert roads.oneway.tolist() == [0, -1]


def test_lists_of_merged_ways(tmp_path: Path) -> None:
    roads = roads_of(
        tmp_path,
        {
            "u": "1", "v": "2", "highway": "['tertiary', 'steps']", "name": "['河边路', '上街']",
            "maxspeed": "['40', '30 mph', 'signals']", "bridge": "['yes', 'viaduct']",
        },
    )  # fmt: skip
    assert roads.highway == ("steps",)
    assert roads.name == ("上街 / 河边路",)
    assert roads.speed_kmh.tolist() == [40.0]
    assert roads.walked is not None
    assert roads.ridden is not None
    assert roads.bridge is not None
    assert (roads.walked[0], roads.ridden[0], roads.bridge[0]) == (True, False, True)


@pytest.mark.parametrize(
    ("tags", "walked", "ridden"),
    [
        ({"highway": "residential"}, True, True),
        ({"highway": "motorway"}, False, True),
        ({"highway": "path"}, True, False),
        ({"highway": "path", "motor_vehicle": "yes"}, True, False),
        ({"highway": "path", "ridden": "True"}, True, True),
        ({"highway": "pedestrian", "motor_vehicle": "yes"}, True, True),
        ({"highway": "track"}, True, False),
        ({"highway": "residential", "walked": "False"}, False, True),
        ({"highway": "path", "access": "yes"}, True, False),
        ({"highway": "service", "access": "private"}, False, False),
        ({"highway": "service", "access": "private", "foot": "yes"}, True, False),
        ({"highway": "track", "motor_vehicle": "agricultural"}, True, False),
        ({"highway": "trunk", "foot": "no"}, False, True),
        ({"highway": "service", "access": "['yes', 'no']"}, False, False),
        ({"highway": "service", "access": "destination"}, True, True),
    ],
)
def test_who_may_use_it(tmp_path: Path, tags: dict[str, str], walked: bool, ridden: bool) -> None:
    roads = roads_of(tmp_path, {"u": "1", "v": "2", **tags})
    assert roads.walked is not None
    assert roads.ridden is not None
    assert (bool(roads.walked[0]), bool(roads.ridden[0])) == (walked, ridden)


def test_metres_are_put_back_into_degrees(tmp_path: Path) -> None:
    # 111 E is the central meridian of zone 49: easting 500 km; equator: northing 0
    nodes = """<node id="a"><data key="k1">500000</data><data key="k2">0</data></node>
    <node id="b"><data key="k1">500000</data><data key="k2">4427757.218</data></node>"""
    crs = '<data key="k0">EPSG:32649</data>'
    roads = roads_of(tmp_path, {"u": "a", "v": "b"}, nodes=nodes, crs=crs)
    # the meridian from the equator to 40 N is 4,429,529.03 m long; a UTM zone shows 0.9996 of it
    assert roads.lonlat[0] == pytest.approx([111.0, 0.0], abs=1e-9)
    assert roads.lonlat[1] == pytest.approx([111.0, 40.0], abs=1e-7)
    assert roads.vertex is not None
    assert roads.vertex.tolist() == [0, 1]


def test_without_a_crs_it_must_be_declared(tmp_path: Path) -> None:
    text = graphml(THERE, crs="")
    assert codes(read(tmp_path, text)[1]) == ["coordinates_undeclared"]
    assert read(tmp_path, text, coordinates="wgs84")[0] is not None


def test_what_cannot_be_used_is_set_aside_and_said(tmp_path: Path) -> None:
    nodes = NODES + '<node id="4"><data key="k1">111.6</data></node>'
    roads, problems = read(
        tmp_path,
        graphml(
            THERE,
            {"u": "1", "v": "4"},
            {"u": "1", "v": "9"},
            {"u": "2", "v": "3", "geometry": "POINT (1 1)"},
            {"u": "2", "v": "3", "geometry": "LINESTRING (nonsense"},
            {"u": "2", "v": "3", "length": "-5"},
            nodes=nodes,
        ),
    )
    assert roads is not None
    assert roads.rows.tolist() == [1, 6]
    assert codes(problems) == [
        "graphml_nodes_aside",
        "graphml_edges_without_node",
        "graphml_edges_without_shape",
        "graphml_number_unused",
    ]
    assert "2, 3" in problems[1].zh
    assert "4, 5" in problems[2].zh


def test_nodes_at_one_place_joined_by_an_edge_of_no_length_are_one(tmp_path: Path) -> None:
    nodes = NODES + '<node id="4"><data key="k1">111.61</data><data key="k2">36.20</data></node>'
    roads = roads_of(
        tmp_path, {"u": "1", "v": "2"}, {"u": "2", "v": "4"}, {"u": "4", "v": "3"}, nodes=nodes
    )
    assert roads.vertex is not None
    assert roads.vertex.tolist() == [1, 2, 2, 3]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "graphml_entities"),
        ("", "graphml_broken"),
        ("PK\x03\x04 a zip", "graphml_broken"),
        ("<html><body>Gateway timeout</body></html>", "graphml_none"),
        (graphml(THERE)[:-40], "graphml_broken"),
        (graphml(THERE).replace("</node>", "", 1), "graphml_broken"),
        (graphml(), "roads_none"),
        ("<graphml>" + "<a>" * 5000, "graphml_none"),
        ("<graphml><graph/><graph/></graphml>", "graphml_several"),
        ("<graphml><graph><hyperedge/></graph></graphml>", "graphml_none"),
        ('<?xml version="1.0" encoding="klingon"?><graphml/>', "graphml_broken"),
        ("<graphml>&undeclared;</graphml>", "graphml_broken"),
    ],
)
def test_what_is_hostile_or_broken_is_refused_with_a_repair(
    tmp_path: Path, text: str, code: str
) -> None:
    roads, problems = read(tmp_path, text)
    assert roads is None
    assert codes(problems) == [code]
    assert problems[0].severity == "error"
    assert problems[0].repair_zh


@pytest.mark.parametrize("at", range(0, 1440, 61))
def test_a_file_cut_anywhere_is_refused(tmp_path: Path, at: int) -> None:
    text = graphml(THERE, BACK)
    assert len(text) > 1440
    assert codes(read(tmp_path, text[:at])[1]) == ["graphml_broken"]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    ledger = Ledger()
    path = tmp_path / "gone.graphml"
    assert read_roads(Source("roads", SourceSection(file=path.name), path), ledger) is None
    assert codes(list(ledger.problems)) == ["file_missing"]


def test_a_study_reads_it(county: Any) -> None:
    county.text("roads.graphml", graphml(THERE, BACK))
    county.section("roads", 'file = "roads.graphml"')
    assert len(county.read().roads) == 1
    county.text("roads.graphml", BOMB)
    with pytest.raises(InputError):
        county.read()


@pytest.mark.parametrize("seed", range(5))
def test_the_streamed_reader_finds_what_networkx_finds(tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph = nx.MultiDiGraph(crs="epsg:4326")
    for node in range(30):
        graph.add_node(node, x=str(rng.uniform(111, 112)), y=str(rng.uniform(36, 37)))
    for u, v in rng.integers(0, 30, (120, 2)).tolist():
        way = [(float(graph.nodes[n]["x"]), float(graph.nodes[n]["y"])) for n in (u, v)]
        middle = tuple(rng.uniform(36, 37, 2))
        shape = shapely.LineString([way[0], middle, way[1]])
        graph.add_edge(u, v, length=str(rng.uniform(1, 9)), geometry=shape.wkt, highway="路 & <b>")
    path = tmp_path / "roads.graphml"
    nx.write_graphml(graph, path)
    again = nx.read_graphml(path, force_multigraph=True)
    roads, _ = read(tmp_path, path.read_text(encoding="utf-8"))
    assert roads is not None
    assert len(roads) == again.number_of_edges() == 120
    assert roads.vertex is not None
    ends = list(zip(roads.vertex[roads.indptr[:-1]], roads.vertex[roads.indptr[1:] - 1],
                    strict=True))  # fmt: skip
    expected = [(int(u), int(v)) for u, v in again.edges()]
    assert [(int(u), int(v)) for u, v in ends] == expected
    assert roads.length_m.tolist() == [float(d["length"]) for *_, d in again.edges(data=True)]


def test_settings_without_effect_are_said(tmp_path: Path) -> None:
    settings = {
        "columns": {"name": "road_name"},
        "values": {"oneway": {"是": 1}, "highway": {"residential": "tertiary"}},
        "layer": "edges",
    }
    _, problems = read(tmp_path, graphml(THERE, BACK), **settings)
    said = next(p for p in problems if p.code == "graphml_settings_unused")
    assert (said.severity, said.file, said.column) == ("warning", "study.toml", "roads")
    for name in ("columns", "values.oneway", "layer"):
        assert name in said.zh
    assert "values.highway" not in said.zh
    _, problems = read(tmp_path, graphml(THERE, BACK), coordinates="wgs84")
    assert "graphml_settings_unused" not in codes(problems)


def test_classes_are_read_as_study_toml_says(tmp_path: Path) -> None:
    track = {**THERE, "highway": "track"}
    as_it_is = roads_of(tmp_path, track)
    roads, _ = read(tmp_path, graphml(track), values={"highway": {"Track": "unclassified"}})
    assert roads is not None
    assert as_it_is.ridden is not None
    assert roads.ridden is not None
    assert (as_it_is.highway, as_it_is.ridden.tolist()) == (("track",), [False])
    assert (roads.highway, roads.ridden.tolist()) == (("unclassified",), [True])


def test_a_ban_counts_however_many_lists_an_edge_has() -> None:
    """Every key has two values, the last class of which only walkers use: 2 to the 9th ways."""
    keys = ("oneway", "maxspeed", "access", "bridge", "junction", "bus", "psv", "tunnel")
    tags: dict[str, object] = {key: ["30", "40"] for key in keys}
    tags["highway"] = ["residential", "steps"]
    facts = edge_facts(tags)
    assert (facts.highway, facts.ridden, facts.speed_kmh) == ("steps", False, 30.0)


def test_a_default_for_everything_counts_for_edges(tmp_path: Path) -> None:
    text = graphml({"u": "1", "v": "2"}, {**THERE, "u": "2", "v": "3", "highway": "service"})
    head, graph = text.split("<graph ", 1)
    key = '<key id="all" for="all" attr.name="highway"><default>track</default></key>'
    roads, _ = read(tmp_path, f"{head}{key}<graph {graph}")
    assert roads is not None
    assert roads.highway == ("track", "service")


def test_a_vertex_that_is_no_number_is_said_and_nothing_else(tmp_path: Path) -> None:
    line = "LINESTRING (111.6 36.2, nan nan, 111.61 36.2)"
    _, problems = read(tmp_path, graphml({**THERE, "geometry": line}))
    assert "graphml_edges_without_shape" in codes(problems)
