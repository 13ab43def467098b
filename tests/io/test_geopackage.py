"""study.gpkg: layers, styles that QGIS knows how to read, the same bytes twice."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pyogrio
import pytest
from tests.report.synthetic import CRS, World, world

from schoolmap.geography.cells import Shapes, build_shapes
from schoolmap.geography.crs import project
from schoolmap.io.geopackage import LAYERS, catchment_layer, write_geopackage
from schoolmap.io.layer_styles import TINTS, field_name
from schoolmap.io.qgis import rgba
from schoolmap.model.evaluation import UNSERVED


def shapes_of(county: World) -> Shapes:
    xy = project(county.model.villages.lonlat, CRS)
    return build_shapes(xy, county.study.boundary, county.model.villages.townships, crs=CRS)


def written(path: Path, county: World) -> Path:
    return write_geopackage(path, county.study, county.model, county.evaluation, shapes_of(county))


def styles(path: Path) -> dict[str, ET.Element]:
    query = "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
    with closing(sqlite3.connect(path)) as base:
        rows = base.execute(query).fetchall()
    assert all(row[1:3] == ("geom", 1) for row in rows)
    return {row[0]: ET.fromstring(row[3]) for row in rows}  # noqa: S314 - our own text


@pytest.fixture
def county() -> World:
    return world(30, 6)


@pytest.fixture
def package(tmp_path: Path, county: World) -> Path:
    return written(tmp_path / "study.gpkg", county)


def test_layers_types_and_counts(package: Path, county: World) -> None:
    layers = dict(pyogrio.list_layers(package).tolist())
    assert {name: layers[name] for name in LAYERS} == {
        "boundary": "MultiPolygon",
        "catchments": "MultiPolygon",
        "roads": "LineString",
        "villages": "Point",
        "schools": "Point",
    }
    for name in LAYERS:
        frame = pyogrio.read_dataframe(package, layer=name)
        assert frame.crs == "EPSG:4326"
        assert len(frame) > 0
    villages = pyogrio.read_dataframe(package, layer="villages")
    assert villages["village_id"].tolist() == list(county.model.villages.ids)
    assert villages["pupils"].sum() == county.model.villages.pupils.sum()
    assert np.allclose(villages.geometry.x, county.model.villages.lonlat[:, 0], atol=1e-12)


def test_catchments_hold_all_who_are_served(package: Path, county: World) -> None:
    frame = pyogrio.read_dataframe(package, layer="catchments")
    assert frame["pupils"].sum() == county.evaluation.schools.load.sum()
    for band in county.model.rules.bands:
        mine = frame[frame["band"] == band.id]
        assert mine["school_id"].is_unique
        # every village goes to one school of the band, and the county is covered once
        assert mine["villages"].sum() == len(county.model.villages)
        boundary = pyogrio.read_dataframe(package, layer="boundary").to_crs(CRS)
        assert mine.to_crs(CRS).area.sum() == pytest.approx(boundary.area.sum(), rel=1e-6)


def test_neighbouring_catchments_have_different_tints(county: World) -> None:
    layer = catchment_layer(county.model, county.evaluation, shapes_of(county))
    rows = list(zip(layer.shapes, layer.fields["band"], layer.fields["tint"], strict=True))
    for k, (shape, band, tint) in enumerate(rows):
        assert isinstance(tint, int)
        assert tint < len(TINTS)
        for other, other_band, other_tint in rows[:k]:
            assert shape is not None
            assert other is not None
            if band == other_band and shape.buffer(-1e-9).intersects(other.buffer(1e-6)):
                assert tint != other_tint


def test_every_layer_has_a_default_style_that_parses(package: Path) -> None:
    found = styles(package)
    assert set(found) == set(LAYERS)
    kinds = {name: root.find("renderer-v2").get("type") for name, root in found.items()}  # type: ignore[union-attr]
    assert kinds == {
        "boundary": "singleSymbol",
        "catchments": "RuleRenderer",
        "roads": "categorizedSymbol",
        "villages": "categorizedSymbol",
        "schools": "categorizedSymbol",
    }


def test_styles_refer_to_symbols_and_columns_that_are_there(package: Path) -> None:
    for name, root in styles(package).items():
        renderer = root.find("renderer-v2")
        assert renderer is not None
        symbols = {s.get("name") for s in renderer.findall("symbols/symbol")}
        used = {e.get("symbol") for e in renderer.iter() if e.tag in {"category", "rule"}} - {None}
        assert used <= symbols
        assert len(symbols) == max(len(used), 1)
        columns = set(pyogrio.read_info(package, layer=name)["fields"].tolist())
        attribute = renderer.get("attr")
        assert attribute is None or attribute in columns
        assert {a.get("field") for a in root.findall("aliases/alias")} == columns
        label = root.find("labeling/settings/text-style")
        assert label is None or label.get("fieldName") in columns


def test_every_value_has_a_symbol(package: Path) -> None:
    for name, attribute in (("schools", "kind"), ("villages", "mode")):
        values = set(pyogrio.read_dataframe(package, layer=name)[attribute])
        root = styles(package)[name]
        assert values <= {c.get("value") for c in root.iter("category")}


def test_the_same_study_gives_the_same_bytes(tmp_path: Path, county: World) -> None:
    first = written(tmp_path / "a.gpkg", county).read_bytes()
    time.sleep(1.1)  # a clock in the file would show
    assert written(tmp_path / "b.gpkg", world(30, 6)).read_bytes() == first


def test_an_existing_file_is_replaced(tmp_path: Path, county: World) -> None:
    path = tmp_path / "study.gpkg"
    path.write_text("not a database")
    assert len(pyogrio.list_layers(written(path, county))) == len(LAYERS) + 1


def test_without_roads_and_boundary_the_layers_are_there_but_empty(tmp_path: Path) -> None:
    county = world(12, 4)
    bare = replace(county, study=replace(county.study, roads=None, boundary=()))
    path = written(tmp_path / "study.gpkg", bare)
    for name in ("roads", "boundary"):
        assert len(pyogrio.read_dataframe(path, layer=name)) == 0
    assert set(styles(path)) == set(LAYERS)


def test_a_band_that_nobody_serves_has_no_catchments(tmp_path: Path, county: World) -> None:
    assignment = county.evaluation.assignment
    mode = assignment.mode.copy()
    mode[:, 6:] = UNSERVED
    load = county.evaluation.schools.load.copy()
    load[:, 6:] = 0
    evaluation = replace(
        county.evaluation,
        assignment=replace(assignment, mode=mode),
        schools=replace(county.evaluation.schools, load=load),
    )
    path = written(tmp_path / "study.gpkg", replace(county, evaluation=evaluation))
    bands = set(pyogrio.read_dataframe(path, layer="catchments")["band"])
    assert bands == {"lower_primary", "upper_primary"}


def test_what_is_missing_is_null(package: Path) -> None:
    schools = pyogrio.read_dataframe(package, layer="schools")
    assert schools["books"].isna().sum() == 1
    assert schools["value.books.junior"].dtype.kind == "f"
    villages = pyogrio.read_dataframe(package, layer="villages")
    assert villages["e2sfca"].isna().any()


def test_words_for_columns() -> None:
    assert field_name("teachers", "zh") == "专任教师数"
    assert field_name("mode_junior", "zh") == "初中 方式"
    assert field_name("shortfall.books.primary", "zh") == "生均图书册数·小学 差额"
    assert field_name("load_lower_primary", "en") == "lower primary load"
    assert field_name("anything", "en") == "anything"
    assert rgba("#0a10ff", 20) == "10,16,255,20"
