"""OpenStreetMap files drawn by hand: which lines come out, where they join, for whom."""

from __future__ import annotations

import bz2
import gzip
from typing import Any

import numpy as np
import pytest
from tests.io.osm_world import LINE, Way, pbf, place, roads, way, xml

from schoolmap.errors import InputError, MachineError
from schoolmap.io import osm_file
from schoolmap.model.study import RoadLines
from schoolmap.network import build_graph
from schoolmap.network.graph import Lines

#        3
#        |
#   1 -- 5 -- 2     one way crosses the other; 5 is a node of both, of one, or there twice
#        |
#        4
CROSS = {1: (0.0, 0.0), 2: (20.0, 0.0), 3: (10.0, 10.0), 4: (10.0, -10.0), 5: (10.0, 0.0)}


def read(county: Any) -> RoadLines:
    table = county.read().roads
    assert table is not None
    return table


def degrees(table: RoadLines) -> list[int]:
    """How many edges meet in each node of the graph, sorted."""
    graph = build_graph(
        Lines(
            xy=table.lonlat * 100_000.0,
            indptr=table.indptr,
            highway=table.highway,
            oneway=table.oneway,
            speed_kmh=table.speed_kmh,
            length_m=table.length_m,
            vertex=table.vertex,
            walked=table.walked,
            ridden=table.ridden,
        ),
        speeds_kmh={"default": 20.0},
    )
    ends = np.concatenate((graph.u, graph.v))
    return sorted(np.bincount(ends, minlength=graph.n_node).tolist())


def test_a_crossing_is_where_a_node_is_shared(county: Any) -> None:
    roads(county, CROSS, way(1, 1, 5, 2), way(2, 3, 5, 4))
    table = read(county)
    assert table.vertex is not None
    assert table.vertex.tolist() == [1, 5, 2, 3, 5, 4]
    assert table.indptr.tolist() == [0, 3, 6]
    assert table.rows.tolist() == [1, 2]
    assert [tuple(p) for p in table.lonlat.tolist()] == [
        place(*CROSS[n]) for n in (1, 5, 2, 3, 5, 4)
    ]
    assert degrees(table) == [1, 1, 1, 1, 4]


def test_ways_without_a_shared_node_pass_over_each_other(county: Any) -> None:
    roads(county, CROSS, way(1, 1, 5, 2), way(2, 3, 4, bridge="yes"))
    table = read(county)
    assert table.bridge is not None
    assert table.bridge.tolist() == [False, True]
    assert degrees(table) == [1, 1, 1, 1]


def test_two_nodes_on_one_place_do_not_join(county: Any) -> None:
    """A bridge may have a node right above one of the road below: places say nothing."""
    roads(county, {**CROSS, 6: CROSS[5]}, way(1, 1, 5, 2), way(2, 3, 6, 4, bridge="viaduct"))
    assert degrees(read(county)) == [1, 1, 1, 1]
    assert "osm_nodes_apart" not in county.codes()


def test_a_dead_end_on_the_place_of_another_node_is_doubted(county: Any) -> None:
    roads(county, {**CROSS, 6: CROSS[5]}, way(1, 1, 5, 2), way(2, 3, 6))
    problem = county.only("osm_nodes_apart")
    assert "way 2 (111.610000, 36.200000)" in problem.zh
    assert problem.severity == "warning"


@pytest.mark.parametrize(
    ("tags", "direction"),
    [
        ({}, 0),
        ({"oneway": "yes"}, 1),
        ({"oneway": "true"}, 1),
        ({"oneway": "1"}, 1),
        ({"oneway": "-1"}, -1),
        ({"oneway": "no"}, 0),
        ({"oneway": "reversible"}, 0),
        ({"oneway": "alternating"}, 0),
        ({"junction": "roundabout"}, 1),
        ({"junction": "roundabout", "oneway": "no"}, 0),
        ({"oneway": "yes", "oneway_bus": "no"}, 0),
        ({"oneway": "yes", "oneway_psv": "no"}, 0),
        ({"oneway_bus": "-1"}, -1),
        ({"highway": "motorway"}, 1),
        ({"highway": "motorway", "oneway": "no"}, 0),
        ({"highway": "motorway_link"}, 0),
        ({"highway": "trunk"}, 0),
    ],
)
def test_direction(county: Any, tags: dict[str, str], direction: int) -> None:
    roads(county, LINE, way(7, 1, 2, 3, **tags))
    assert read(county).oneway.tolist() == [direction]


def test_a_roundabout_is_ridden_round_in_one_direction(county: Any) -> None:
    #    the ring 1 2 3 4 is ridden in the order of its nodes; arms end at 1 and 3
    ring = {1: (0.0, 0.0), 2: (10.0, 10.0), 3: (0.0, 20.0), 4: (-10.0, 10.0),
            5: (0.0, -10.0), 6: (0.0, 30.0)}  # fmt: skip
    roads(county, ring, way(1, 1, 2, 3, 4, 1, junction="roundabout"), way(2, 5, 1), way(3, 3, 6))
    table = read(county)
    assert table.oneway.tolist() == [1, 0, 0]
    assert degrees(table) == [1, 1, 3, 3]


def test_a_study_in_chinese_prefers_chinese_names(county: Any) -> None:
    both = way(1, 1, 2, name="Main Street", name_zh="主街", name_en="Main St")
    roads(county, LINE, both, way(2, 2, 3, name="Bei  Lu"))
    assert read(county).name == ("主街", "Bei Lu")
    county.section("study", 'name = "Test"\nlanguage = "en"')
    assert read(county).name == ("Main St", "Bei Lu")


def test_names_keep_their_signs(county: Any) -> None:
    name = "国道 G108, 左=右 50% é \U0001f6b8"
    roads(county, LINE, way(1, 1, 2, name=name))
    assert read(county).name == (name,)


def test_missing_nodes_cut_a_way(county: Any) -> None:
    nodes = {n: (float(n), 0.0) for n in (1, 2, 3, 5, 6, 8)}
    roads(county, nodes, way(1, 1, 2, 3, 4, 5, 6, 7, 8), way(2, 3, 4, 9), way(3, 1, 8))
    table = read(county)
    assert table.vertex is not None
    assert np.split(table.vertex, table.indptr[1:-1])[0].tolist() == [1, 2, 3]
    assert [v.tolist() for v in np.split(table.vertex, table.indptr[1:-1])] == [
        [1, 2, 3], [5, 6], [1, 8],
    ]  # fmt: skip
    assert table.rows.tolist() == [1, 1, 3]
    problem = county.only("osm_cut")
    # nodes 4 and 7 of way 1; 4 and 9 of way 2, which is left with node 3 alone
    assert "2 ways lack 4 nodes" in problem.en
    assert "the first is way 1" in problem.en
    assert "1 of them cannot be used" in problem.en
    assert "osm_short" not in county.codes()


@pytest.mark.parametrize("lonlat", ["200 36", "111.6 95", "0 0", "-179.9 89.9", "1e300 36"])
def test_a_node_in_an_impossible_place_cuts_too(county: Any, lonlat: str) -> None:
    content = xml(CROSS, [way(1, 1, 5, 2, 3, 4)])
    good = 'lon="{}" lat="{}"'.format(*place(*CROSS[2]))
    assert content.count(good) == 1
    county.text("roads.osm", content.replace(good, 'lon="{}" lat="{}"'.format(*lonlat.split())))
    county.section("roads", 'file = "roads.osm"')
    table = read(county)
    assert table.vertex is not None
    assert table.vertex.tolist() == [1, 5, 3, 4]
    assert "1 ways lack 1 nodes" in county.only("osm_cut").en


@pytest.mark.parametrize("value", ["1e9", "99999999999", "nan", "", "111,6"])
def test_a_place_that_is_no_number_is_a_problem(county: Any, value: str) -> None:
    content = xml(LINE, [way(1, 1, 2)]).replace(f'lon="{place(*LINE[1])[0]}"', f'lon="{value}"')
    county.text("roads.osm", content)
    county.section("roads", 'file = "roads.osm"')
    assert county.only("file_unreadable").file == "roads.osm"


def test_repeated_nodes_closed_ways_and_single_nodes(county: Any) -> None:
    ring = way(2, 1, 2, 3, 1)
    roads(county, LINE, way(1, 1, 1, 2, 2), ring, way(3, 1), way(4, 2, 2), Way(5, ()))
    table = read(county)
    assert table.rows.tolist() == [1, 2]
    assert table.vertex is not None
    assert table.vertex.tolist() == [1, 1, 2, 2, 1, 2, 3, 1]
    problem = county.only("osm_short")
    # a way without nodes is no more use than one of a single node
    assert "3 ways" in problem.en
    assert "way 3" in problem.en


def test_ways_that_stand_before_their_nodes(county: Any) -> None:
    """Overpass sends them so when it is asked for ``out body; >; out skel;``."""
    drawn = [way(1, 1, 5, 2), way(2, 3, 5, 4)]
    roads(county, CROSS, *drawn, ways_first=True)
    table = read(county)
    roads(county, CROSS, *drawn)
    straight = read(county)
    assert np.array_equal(table.lonlat, straight.lonlat)
    assert "osm_cut" not in county.codes()


def test_ways_count_once(county: Any) -> None:
    roads(county, LINE, way(1, 1, 2), way(2, 2, 3), way(1, 1, 2))
    assert read(county).rows.tolist() == [1, 2]
    assert "the first is way 1" in county.only("osm_twice").en


def test_rows_in_are_rows_used_and_rows_left_out(county: Any) -> None:
    roads(
        county,
        LINE,
        way(1, 1, 2, 3),
        way(2, 1, 2, highway="construction"),
        way(3, 1, 2, 3, 1, highway="pedestrian", area="yes"),
        way(4, 1, 3, highway="", route="ferry"),
        way(5, 1, 3, access="private"),
        way(6, 2, 3, highway="track"),
        Way(7, (1, 2), {"building": "yes"}),
        way(8, 1, 3, highway="rest_area"),
        way(9, 1, 3, highway="", route="bus"),
    )
    table = read(county)
    assert table.rows.tolist() == [1, 6]
    left = {code: county.only(code) for code in ("osm_area", "osm_ferry", "osm_closed")}
    assert ["way 3" in left["osm_area"].zh, "way 4" in left["osm_ferry"].en] == [True, True]
    assert "way 5" in left["osm_closed"].en
    assert "construction 1, rest_area 1" in county.only("osm_not_travelled").en
    assert "way 2" in county.only("osm_not_travelled").en
    assert "2 road lines were read: 2 for walkers, 1 for school buses" in county.only("osm_kept").en


def test_a_class_can_be_read_as_another(county: Any) -> None:
    body = 'values = { highway = { track = "unclassified" } }'
    roads(county, LINE, way(1, 1, 2, highway="track"), body=body)
    table = read(county)
    assert table.highway == ("unclassified",)
    assert table.ridden is not None
    assert table.ridden.all()
    assert not {"osm_tracks", "osm_settings_unused"} & set(county.codes())


def test_no_speed_is_missed_on_lines_that_nobody_rides(county: Any) -> None:
    roads(county, LINE, way(1, 1, 2), way(2, 2, 3, highway="platform"))
    assert "road_class_default_speed" not in county.codes()
    roads(county, LINE, way(1, 1, 2), way(2, 2, 3, highway="lane"))
    assert "lane 1" in county.only("road_class_default_speed").en


def test_what_is_wrong_with_file_and_settings_is_said_at_once(county: Any) -> None:
    (county.folder / "roads.osm").write_bytes(HTML)
    county.section("roads", 'file = "roads.osm"\ncoordinates = "gcj02"')
    assert {"osm_not_osm", "osm_coordinates"} <= set(county.codes())


@pytest.mark.parametrize("declared", ["wgs84", "WGS-84", "EPSG:4326"])
def test_wgs84_may_be_declared(county: Any, declared: str) -> None:
    roads(county, LINE, way(1, 1, 2), body=f'coordinates = "{declared}"')
    assert len(read(county)) == 1


DRAWN = [
    way(11, 1, 5, 2, highway="primary", oneway="yes", maxspeed="60", name="国道"),
    way(12, 3, 5, 4, highway="track", motor_vehicle="yes", bridge="yes"),
]


def _packed(name: str) -> Any:
    def write(county: Any) -> None:
        path = county.folder / name
        content = xml(CROSS, DRAWN).encode()
        if name.endswith("gz"):
            content = gzip.compress(content, mtime=0)
        if name.endswith("bz2"):
            content = bz2.compress(content)
        path.write_bytes(content)

    return write


@pytest.mark.parametrize("name", ["r.osm.pbf", "r.osm.gz", "r.osm.bz2", "r.pbf", "路网.osm"])
def test_every_packing_reads_the_same(county: Any, name: str) -> None:
    roads(county, CROSS, *DRAWN)
    plain = read(county)
    if name.endswith("pbf"):
        pbf(county.folder / name, CROSS, DRAWN)
    else:
        _packed(name)(county)
    county.section("roads", f'file = "{name}"')
    packed = read(county)
    for column in ("lonlat", "indptr", "oneway", "speed_kmh", "rows", "vertex", "walked", "bridge"):
        assert np.array_equal(
            getattr(plain, column), getattr(packed, column), equal_nan=column == "speed_kmh"
        )
    assert (plain.highway, plain.name) == (packed.highway, packed.name)


def test_what_a_file_holds_counts_not_what_it_is_called(county: Any) -> None:
    """A PBF that was saved as .osm is still a PBF."""
    pbf(county.folder / "right.osm.pbf", CROSS, DRAWN)
    (county.folder / "right.osm.pbf").rename(county.folder / "wrong.osm")
    county.section("roads", 'file = "wrong.osm"')
    assert len(read(county)) == 2


HTML = b"<!DOCTYPE html>\n<html><head><title>404</title></head><body>no osm here</body></html>"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"   \n", ""),
        (HTML, "web page"),
        (b"SQLite format 3\0" + bytes(200), "GeoPackage"),
        (b"PK\x03\x04" + bytes(200), "zip"),
        (b'{"type": "FeatureCollection"}', "GeoJSON"),
        (b"<?xml version='1.0'?><osmChange version='0.6'></osmChange>", "osmChange"),
        (b"<?xml version='1.0'?><gpx></gpx>", ""),
        (gzip.compress(HTML, mtime=0), "gzip"),
        (gzip.compress(HTML, mtime=0)[:20], "gzip"),
        (bytes(range(256)) * 4, ""),
    ],
)
@pytest.mark.parametrize("name", ["roads.osm.pbf", "roads.osm"])
def test_other_files_are_named_for_what_they_are(
    county: Any, content: bytes, word: str, name: str
) -> None:
    (county.folder / name).write_bytes(content)
    county.section("roads", f'file = "{name}"')
    problem = county.only("osm_not_osm")
    assert problem.file == name
    assert word in problem.en


def test_files_that_end_early_are_problems(county: Any) -> None:
    pbf(county.folder / "whole.osm.pbf", CROSS, DRAWN)
    whole = (county.folder / "whole.osm.pbf").read_bytes()
    text = xml(CROSS, DRAWN).encode()
    cut = {
        "a.osm.pbf": whole[:-10],
        "b.osm.pbf": whole[:30],
        "c.osm": text[: len(text) // 2],
        "d.osm.gz": gzip.compress(text, mtime=0)[:-40],
    }
    for name, content in cut.items():
        (county.folder / name).write_bytes(content)
        county.section("roads", f'file = "{name}"')
        problem = county.only("file_unreadable")
        assert problem.file == name
        assert str(county.folder) not in problem.zh


@pytest.mark.parametrize(
    "content",
    [
        b"<?xml version='1.0'?><osm version='0.6'></osm>",
        xml(LINE, []).encode(),
        xml({}, [way(1, 1, 2)]).encode(),
        xml(LINE, [way(1, 1, 2, highway="proposed")]).encode(),
    ],
)
def test_a_file_without_a_road_is_a_problem(county: Any, content: bytes) -> None:
    (county.folder / "roads.osm").write_bytes(content)
    county.section("roads", 'file = "roads.osm"')
    assert county.only("osm_no_roads").action == "stopped"


LAUGHS = '<!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    "prolog",
    [
        LAUGHS,
        LAUGHS.lower().replace("entity", "ENTITY"),
        f"<!-- {'x' * 100_000} -->{LAUGHS}",
        '<!DOCTYPE osm [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE osm SYSTEM "osm.dtd">',
    ],
)
def test_entities_are_refused(county: Any, prolog: str) -> None:
    roads(county, LINE, way(1, 1, 2, name="&c;"), prolog=prolog)
    codes = set(county.codes())
    assert codes & {"osm_entities", "osm_not_osm", "file_unreadable"}
    with pytest.raises(InputError):
        county.read()


def test_roads_elsewhere_stay_what_they_were(county: Any) -> None:
    """Villages in a .osm file are not read, and said so."""
    county.text("villages.osm", xml(LINE, [way(1, 1, 2)]))
    county.section("villages", 'file = "villages.osm"\ncoordinates = "wgs84"')
    assert county.only("file_kind_unknown").file == "villages.osm"


def test_a_missing_file_is_a_problem(county: Any) -> None:
    county.section("roads", 'file = "gone.osm.pbf"')
    assert county.only("file_missing").file == "gone.osm.pbf"


def test_without_space_for_the_text_nothing_is_begun(
    county: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    roads(county, LINE, way(1, 1, 2))
    usage = osm_file.shutil.disk_usage("/")._replace(free=100)
    monkeypatch.setattr(osm_file.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(MachineError, match="space"):
        county.read()


def test_the_same_file_reads_the_same(county: Any) -> None:
    roads(county, CROSS, *DRAWN)
    one, other = county.read(), county.read()
    assert one.problems == other.problems
    assert one.inputs == other.inputs
    assert "roads.osm" in {found.file for found in one.inputs}
