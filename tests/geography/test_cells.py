"""Cells by pencil, and what must hold of every county."""

from __future__ import annotations

import time

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolmap.geography.catchments import catchments, neighbours, within
from schoolmap.geography.cells import HULL_MIN_M, Shapes, build_shapes
from schoolmap.geography.crs import unproject
from schoolmap.model.study import BoundaryPart

CRS = "EPSG:32649"
EAST, NORTH = 500_000.0, 4_000_000.0  # on the central meridian of zone 49


def at(*km: tuple[float, float]) -> np.ndarray:
    """Projected metres of kilometres from a corner."""
    return np.array(km, dtype=float).reshape(-1, 2) * 1000 + [EAST, NORTH]


def part(name: str, shape: shapely.Geometry) -> BoundaryPart:
    """A boundary part in WGS-84 of a shape in kilometres from the corner."""
    metres = shapely.transform(shape, lambda km: km * 1000 + [EAST, NORTH])
    return BoundaryPart(
        name, "", shapely.to_wkb(shapely.transform(metres, lambda p: unproject(p, CRS)))
    )


def build(xy: np.ndarray, *parts: BoundaryPart, townships: list[str] | None = None) -> Shapes:
    return build_shapes(xy, parts, townships or [""] * len(xy), crs=CRS)


def km2(shape: shapely.Geometry) -> float:
    return shapely.area(shape) / 1e6


SQUARE = shapely.box(0, 0, 4, 2)


def test_two_villages_share_a_rectangle_at_the_middle_line() -> None:
    # villages at x = 1 and x = 3: the border is x = 2, each has 2 km x 2 km
    shapes = build(at((1, 1), (3, 1)), part("county", SQUARE))
    assert [km2(cell) for cell in shapes.cells] == pytest.approx([4.0, 4.0], rel=1e-6)
    assert shapes.county is not None
    assert km2(shapes.county) == pytest.approx(8.0, rel=1e-6)
    assert shapes.cells[0].bounds[2] == pytest.approx(EAST + 2000, abs=0.01)


def test_coincident_villages_have_the_same_cell() -> None:
    shapes = build(at((1, 1), (3, 1), (1, 1)), part("county", SQUARE))
    assert shapes.cells[0].equals(shapes.cells[2])
    assert km2(shapes.cells[2]) == pytest.approx(4.0, rel=1e-6)


def test_one_village_has_the_whole_county() -> None:
    shapes = build(at((1, 1), (1, 1)), part("county", SQUARE))
    assert [km2(cell) for cell in shapes.cells] == pytest.approx([8.0, 8.0], rel=1e-6)


def test_village_far_outside_the_county_has_an_empty_cell() -> None:
    shapes = build(at((1, 1), (3, 1), (50, 1)), part("county", SQUARE))
    assert shapes.cells[2].is_empty
    assert km2(shapes.cells[0]) + km2(shapes.cells[1]) == pytest.approx(8.0, rel=1e-6)


def test_village_just_outside_keeps_its_side_of_the_border() -> None:
    # between x = 3 and a village 1 km beyond the county's edge the border is x = 4: the edge
    # itself; at x = 4.5 it is x = 3.75, and a strip of 0.25 km x 2 km is left
    shapes = build(at((1, 1), (3, 1), (4.5, 1)), part("county", SQUARE))
    assert km2(shapes.cells[2]) == pytest.approx(0.5, rel=1e-6)


def test_without_a_boundary_the_hull_holds_every_village() -> None:
    xy = at((0, 0), (4, 0), (0, 3))
    shapes = build(xy)
    assert shapes.county is None
    land = shapely.union_all(list(shapes.cells))
    # hull 6 km2, perimeter 12 km, margin 1 km (5 % of the 5 km diagonal is less): 6 + 12 + pi
    assert HULL_MIN_M == 1000
    assert km2(land) == pytest.approx(6 + 12 + np.pi, rel=0.01)
    assert all(land.contains(shapely.Point(p)) for p in xy)


@pytest.mark.parametrize("km", [[(0, 0)], [(0, 0), (2, 0)], [(0, 0), (1, 0), (2, 0)]])
def test_villages_on_a_line_have_cells_too(km: list[tuple[float, float]]) -> None:
    shapes = build(at(*km))
    assert all(cell.area > 0 for cell in shapes.cells)


def test_no_village_no_cell() -> None:
    shapes = build(np.zeros((0, 2)), part("county", SQUARE))
    assert shapes.cells == ()
    assert shapes.townships == ()


def test_townships_are_the_boundary_parts_where_there_are_several() -> None:
    west, east = part("西乡", shapely.box(0, 0, 1, 2)), part("东镇", shapely.box(1, 0, 4, 2))
    shapes = build(at((1, 1), (3, 1)), west, east, townships=["甲", "乙"])
    assert [name for name, _ in shapes.townships] == ["西乡", "东镇"]
    assert [km2(s) for _, s in shapes.townships] == pytest.approx([2.0, 6.0], rel=1e-6)


def test_townships_are_dissolved_cells_where_the_boundary_is_one() -> None:
    xy = at((0.5, 1), (1.5, 1), (2.5, 1), (3.5, 1))
    shapes = build(xy, part("county", SQUARE), townships=["乙", "乙", "甲", ""])
    assert {name: round(km2(s), 3) for name, s in shapes.townships} == {"乙": 4.0, "甲": 2.0}
    assert [name for name, _ in shapes.townships] == sorted(["乙", "甲"])


def test_a_county_with_a_hole_and_a_self_crossing_part_is_mended() -> None:
    bow = shapely.Polygon([(0, 0), (4, 2), (4, 0), (0, 2)])
    shapes = build(at((0.5, 1), (3.5, 1)), part("county", bow))
    assert shapes.county is not None
    assert shapes.county.is_valid
    assert km2(shapes.county) == pytest.approx(4.0, rel=1e-3)
    assert sum(km2(cell) for cell in shapes.cells) == pytest.approx(4.0, rel=1e-3)


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="townships"):
        build_shapes(at((0, 0)), (), [], crs=CRS)
    with pytest.raises(ValueError, match="finite"):
        build_shapes(np.array([[np.nan, 0.0]]), (), [""], crs=CRS)
    shapes = build(at((1, 1), (3, 1)))
    with pytest.raises(ValueError, match="one value per village"):
        within(shapes, np.array([1.0]), 2)


def test_catchments_by_pencil() -> None:
    xy = at((0.5, 1), (1.5, 1), (2.5, 1), (3.5, 1))
    shapes = build(xy, part("county", SQUARE))
    areas = catchments(shapes, np.array([5, 2, 5, -1]))
    assert list(areas) == [2, 5]
    assert km2(areas[2]) == pytest.approx(2.0, rel=1e-6)
    # two cells apart from each other: one multipolygon of two pieces
    assert km2(areas[5]) == pytest.approx(4.0, rel=1e-6)
    assert len(shapely.get_parts(areas[5])) == 2


def test_within_leaves_out_a_place_shared_with_a_village_beyond() -> None:
    shapes = build(at((1, 1), (3, 1), (1, 1)), part("county", SQUARE))
    assert within(shapes, np.array([10, 20, 99]), 20).equals(shapes.cells[1])
    assert km2(within(shapes, np.array([10, 20, 20]), 20)) == pytest.approx(8.0, rel=1e-6)
    assert within(shapes, np.array([-1, np.nan, -1]), 20).is_empty


def test_neighbours_of_a_row_of_villages() -> None:
    shapes = build(at((0.5, 1), (1.5, 1), (2.5, 1)), part("county", SQUARE))
    assert neighbours(shapes).tolist() == [[0, 1], [1, 2]]


PLACES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=25).map(
    lambda places: [(x / 10, y / 10) for x, y in places]
)


@settings(deadline=None, max_examples=60)
@given(places=PLACES, data=st.data(), bounded=st.booleans())
def test_a_village_beyond_the_limit_never_lies_inside(
    places: list[tuple[float, float]], data: st.DataObject, bounded: bool
) -> None:
    xy = at(*places)
    parts = (part("county", shapely.box(0.5, 0.5, 3.5, 3.5)),) if bounded else ()
    values = np.array(data.draw(st.lists(st.integers(-1, 9), min_size=len(xy), max_size=len(xy))))
    shapes = build(xy, *parts)
    land = within(shapes, values, 5)
    for point, value in zip(shapely.points(xy), values, strict=True):
        if value < 0 or value > 5:
            assert not land.covers(point)


@settings(deadline=None, max_examples=60)
@given(places=PLACES, data=st.data())
def test_cells_cover_the_land_once(places: list[tuple[float, float]], data: st.DataObject) -> None:
    # without two villages in one place the cells add up to the county, and so do catchments
    xy = at(*sorted(set(places)))
    county = part("county", shapely.box(0.5, 0.5, 3.5, 3.5))
    shapes = build(xy, county)
    assert shapes.county is not None
    total = sum(cell.area for cell in shapes.cells)
    assert total == pytest.approx(shapes.county.area, rel=1e-9)
    assert shapely.union_all(list(shapes.cells)).area == pytest.approx(total, rel=1e-9)
    sites = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(xy), max_size=len(xy))))
    areas = catchments(shapes, sites)
    assert sum(a.area for a in areas.values()) == pytest.approx(total, rel=1e-9)
    assert set(areas) == set(sites.tolist())


def test_three_thousand_villages_are_quick_and_repeatable() -> None:
    rng = np.random.default_rng(7)
    xy = rng.uniform(0, 60_000, (3000, 2)) + np.array([EAST, NORTH])
    angle = np.linspace(0, 2 * np.pi, 20_001)[:-1]
    reach = 30 + 4 * np.sin(40 * angle)
    ring = np.stack([30 + reach * np.cos(angle), 30 + reach * np.sin(angle)], axis=1)
    county = part("county", shapely.Polygon(ring))
    start = time.perf_counter()
    shapes = build(xy, county, townships=[f"T{i % 20}" for i in range(3000)])
    assert time.perf_counter() - start < 5  # ample: about a second is usual
    again = build(xy, county, townships=[f"T{i % 20}" for i in range(3000)])
    assert [c.wkb for c in shapes.cells] == [c.wkb for c in again.cells]
