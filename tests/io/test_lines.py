"""Roads and boundaries."""

from __future__ import annotations

from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from shapely import LineString, MultiLineString

from schoolmap.geography.crs import project
from schoolmap.geography.datum import wgs84_to_gcj02
from schoolmap.model.study import RoadLines

HERE = LineString([(111.60, 36.20), (111.61, 36.20), (111.61, 36.21)])
ON = LineString([(111.61, 36.21), (111.62, 36.21)])


def roads(county: Any, shapes: list[Any], body: str = "", crs: Any = 4326, **columns: Any) -> Any:
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs=4326).to_crs(crs)
    frame.to_parquet(county.folder / "roads.parquet")
    county.section("roads", 'file = "roads.parquet"\n' + body)
    return county.read().roads


def lines(table: RoadLines) -> list[list[list[float]]]:
    ends = zip(table.indptr[:-1], table.indptr[1:], strict=True)
    return [table.lonlat[a:b].tolist() for a, b in ends]


def test_lines_as_drawn(county: Any) -> None:
    table = roads(
        county,
        [HERE, ON],
        highway=["tertiary", None],
        oneway=["yes", "-1"],
        speed_kmh=[40.0, np.nan],
        length_m=[2100.0, np.nan],
        name=["村道一", None],
    )
    assert lines(table) == [[list(p) for p in HERE.coords], [list(p) for p in ON.coords]]
    assert table.highway == ("tertiary", "")
    assert table.oneway.tolist() == [1, -1]
    assert table.speed_kmh[0] == 40.0
    assert np.isnan(table.speed_kmh[1])
    assert table.length_m[0] == 2100.0
    assert np.isnan(table.length_m[1])
    assert table.name == ("村道一", "")
    assert table.rows.tolist() == [1, 2]


def test_a_file_without_columns_gives_defaults(county: Any) -> None:
    table = roads(county, [HERE])
    assert (table.highway, table.name, table.oneway.tolist()) == (("",), ("",), [0])
    assert np.isnan(table.speed_kmh).all()


def test_a_multilinestring_becomes_lines_that_share_its_length(county: Any) -> None:
    # three parts along one meridian, 1 : 2 : 1
    parts = [
        [(111.6, 36.0 + a / 100), (111.6, 36.0 + b / 100)] for a, b in ((0, 1), (2, 4), (5, 6))
    ]
    table = roads(county, [MultiLineString(parts), HERE], length_m=[5000.0, 2100.0])
    assert table.length_m == pytest.approx([1250.0, 2500.0, 1250.0, 2100.0], abs=1e-6)
    assert table.rows.tolist() == [1, 1, 1, 2]
    assert len(table) == 4


def test_heights_are_dropped(county: Any) -> None:
    table = roads(county, [LineString([(111.6, 36.2, 500.0), (111.7, 36.2, 900.0)])])
    assert table.lonlat.shape == (2, 2)


@pytest.mark.parametrize("crs", ["EPSG:32649", "EPSG:4546", "EPSG:3857"])
def test_shared_vertices_stay_shared(county: Any, crs: str) -> None:
    rng = np.random.default_rng(7)
    nodes = np.column_stack([rng.uniform(111, 112, 300), rng.uniform(36, 37, 300)])
    ends = rng.integers(0, 300, (2000, 2))
    shapes = list(shapely.linestrings(nodes[ends[ends[:, 0] != ends[:, 1]]]))
    table = roads(county, shapes, crs=crs)
    assert len(np.unique(table.lonlat, axis=0)) == len(np.unique(ends))
    distance = project(table.lonlat, "EPSG:32649") - project(
        shapely.get_coordinates(shapes), "EPSG:32649"
    )
    assert np.abs(distance).max() < 0.001


def test_declared_gcj02_is_undone(county: Any) -> None:
    shifted = shapely.transform([HERE, ON], wgs84_to_gcj02)
    table = roads(county, list(shifted), 'coordinates = "gcj02"')
    assert table.lonlat == pytest.approx(shapely.get_coordinates([HERE, ON]), abs=1e-9)


def test_what_is_no_line_is_left_out(county: Any) -> None:
    bad = [None, LineString(), shapely.Point(111.6, 36.2), LineString([(511, 36), (512, 36)])]
    table = roads(county, [HERE, *bad, ON], name=list("abcdef"))
    assert table.name == ("a", "f")
    assert table.rows.tolist() == [1, 6]
    problem = county.only("road_set_aside")
    assert "4 features" in problem.en
    assert "number 2" in problem.en


def test_a_part_of_a_line_that_is_lost_is_said(county: Any) -> None:
    torn = MultiLineString([HERE, LineString([(511, 36), (512, 36)])])
    table = roads(county, [ON, torn])
    assert table.rows.tolist() == [1, 2]
    assert len(table.lonlat) == 2 + 3
    problem = county.only("road_parts_aside")
    assert problem.severity == "warning"
    assert "number 2" in problem.en
    assert "road_set_aside" not in {p.code for p in county.problems()}


def test_an_empty_part_of_a_line_is_no_line(county: Any) -> None:
    table = roads(county, [ON, shapely.from_wkt("MULTILINESTRING ((111 36, 111.1 36), EMPTY)")])
    assert np.diff(table.indptr).tolist() == [2, 2]
    assert "road_parts_aside" not in {p.code for p in county.problems()}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["是", "否"], [1, 0]),
        ([True, False], [1, 0]),
        ([1, -1], [1, -1]),
        ([1.0, np.nan], [1, 0]),
        (["reverse", "no"], [-1, 0]),
        (["T", "B"], [-1, 0]),  # Geofabrik: T against, B both
    ],
)
def test_oneway(county: Any, cells: list[object], expected: list[int]) -> None:
    assert roads(county, [HERE, ON], oneway=cells).oneway.tolist() == expected


def test_speeds_and_lengths_with_units_and_rubbish(county: Any) -> None:
    columns = {"限速": ["50 km/h", "walk"], "长度（公里）": [1.5, 0.0]}
    table = roads(county, [HERE, ON], **columns)
    assert table.speed_kmh[0] == 50.0
    assert np.isnan(table.speed_kmh[1])
    assert table.length_m[0] == 1500.0
    assert np.isnan(table.length_m[1])
    found = [p for p in county.problems() if p.code == "road_value_unreadable"]
    assert [(p.column, p.value) for p in found] == [("长度（公里）", "0"), ("限速", "walk")]


def test_classes_in_chinese_and_as_lists(county: Any) -> None:
    table = roads(county, [HERE, ON], highway=["县道", "['residential', 'track']"])
    assert table.highway == ("tertiary", "track")
    body = 'values = { highway = { "县道" = "secondary" } }'
    assert roads(county, [HERE], body, highway=["县道"]).highway == ("secondary",)


def test_list_fields_of_a_geojson(county: Any) -> None:
    county.text(
        "roads.geojson",
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        '{"highway": ["track", "path"], "osmid": [1, 2]}, "geometry": {"type": "LineString", '
        '"coordinates": [[111.6, 36.2], [111.61, 36.2]]}}]}',
    )
    county.section("roads", 'file = "roads.geojson"')
    assert county.read().roads.highway == ("path",)


def test_merged_ways_count_as_their_lowest_class_and_a_ban_on_one_bars_all(county: Any) -> None:
    merged = ["['motorway', 'trunk']", "[steps, residential]", "['县道', '乡道']", "primary"]
    north = [36.20, 36.21, 36.22, 36.23]
    lines = [LineString([(111.60, lat), (111.61, lat)]) for lat in north]
    body = 'values = { highway = { "乡道" = "track" } }'
    table = roads(county, lines, body, highway=merged)
    assert table.highway == ("trunk", "steps", "track", "primary")
    assert table.walked.tolist() == [False, True, True, True]
    assert table.ridden.tolist() == [True, False, True, True]
    # in whatever order they are listed
    turned = ["['trunk', 'motorway']", "['residential', 'steps']", "['乡道', '县道']", "primary"]
    assert roads(county, lines, body, highway=turned).highway == table.highway


def test_a_right_that_is_given_goes_before_the_classes_of_merged_ways(county: Any) -> None:
    table = roads(county, [HERE, ON], highway=["['motorway', 'trunk']", "path"], walked=[1, None])
    assert table.walked.tolist() == [True, True]
    assert table.ridden.tolist() == [True, False]


def boundary(county: Any, shapes: list[Any], body: str = "", **columns: Any) -> Any:
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs=4326)
    frame.to_file(county.folder / "boundary.gpkg")
    county.section("boundary", 'file = "boundary.gpkg"\n' + body)
    return county.read().boundary


def test_townships_with_names_and_codes(county: Any) -> None:
    shapes = [shapely.box(111, 36, 111.5, 37), shapely.box(111.5, 36, 112, 37)]
    parts = boundary(county, shapes, 乡镇=["左木乡", "山头乡"], adcode=[141024206, 141024205])
    assert [(p.name, p.code) for p in parts] == [
        ("左木乡", "141024206"),
        ("山头乡", "141024205"),
    ]
    assert [shapely.from_wkb(p.wkb).equals(s) for p, s in zip(parts, shapes, strict=True)]


def test_a_bow_tie_is_repaired(county: Any) -> None:
    bow_tie = shapely.from_wkt("POLYGON ((111 36, 112 37, 112 36, 111 37, 111 36))")
    (part,) = boundary(county, [bow_tie], name=["县"])
    shape = shapely.from_wkb(part.wkb)
    assert shape.is_valid
    # two triangles of a quarter square degree each
    assert shape.area == pytest.approx(0.5)
    assert "县" in county.only("boundary_repaired").en


def test_a_boundary_in_gcj02(county: Any) -> None:
    box = shapely.box(111.5, 36.1, 111.7, 36.3)
    shifted = shapely.transform(box, wgs84_to_gcj02)
    (part,) = boundary(county, [shifted], 'coordinates = "gcj02"')
    assert shapely.get_coordinates(shapely.from_wkb(part.wkb)) == pytest.approx(
        shapely.get_coordinates(box), abs=1e-9
    )


def test_most_places_outside_the_boundary_is_a_warning(county: Any) -> None:
    boundary(county, [shapely.box(110, 35, 110.5, 35.5)])
    found = [p for p in county.problems() if p.code == "outside_boundary"]
    assert [p.severity for p in found] == ["warning", "warning"]
    boundary(county, [shapely.box(111.5, 36.1, 111.63, 36.3)])
    found = [p for p in county.problems() if p.code == "outside_boundary"]
    assert [p.severity for p in found] == ["note", "note"]


def test_tunnels_are_off_the_ground_as_bridges_are(county: Any) -> None:
    """As in extracts for a GIS, which have T and F for both."""
    columns = {"bridge": ["T", "F", "F", None], "tunnel": ["F", "T", "F", "no"]}
    lines = [HERE, ON, HERE, ON]
    assert roads(county, lines, **columns).bridge.tolist() == [True, True, False, False]
    only = {"隧道": ["yes", "building_passage", "", "否"]}
    assert roads(county, lines, **only).bridge.tolist() == [True, True, False, False]
    assert roads(county, lines).bridge is None
