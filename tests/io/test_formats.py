"""One small county in every format reads the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely

from schoolmap.io import read_study
from schoolmap.model.study import Table

Writer = Callable[[pd.DataFrame, Path], str]


def _frame(text: str) -> pd.DataFrame:
    # as a GIS or a spreadsheet would keep them: numbers as numbers
    return pd.read_csv(io.StringIO(text))


def _layer(frame: pd.DataFrame, crs: str = "EPSG:4326") -> geopandas.GeoDataFrame:
    points = geopandas.points_from_xy(frame["经度"], frame["纬度"])
    layer = geopandas.GeoDataFrame(frame.drop(columns=["经度", "纬度"]), geometry=points, crs=4326)
    return layer.to_crs(crs)


def _csv(frame: pd.DataFrame, stem: Path) -> str:
    frame.to_csv(stem.with_suffix(".csv"), index=False)
    return ".csv"


def _csv_bom(frame: pd.DataFrame, stem: Path) -> str:
    frame.to_csv(stem.with_suffix(".csv"), index=False, encoding="utf-8-sig")
    return ".csv"


def _csv_gb(frame: pd.DataFrame, stem: Path) -> str:
    frame.to_csv(stem.with_suffix(".csv"), index=False, encoding="gb18030")
    return ".csv"


def _csv_semicolons(frame: pd.DataFrame, stem: Path) -> str:
    frame.to_csv(stem.with_suffix(".csv"), index=False, sep=";")
    return ".csv"


def _tsv(frame: pd.DataFrame, stem: Path) -> str:
    frame.to_csv(stem.with_suffix(".tsv"), index=False, sep="\t")
    return ".tsv"


def _tsv_utf16(frame: pd.DataFrame, stem: Path) -> str:
    # what Excel calls "Unicode text"
    frame.to_csv(stem.with_suffix(".txt"), index=False, sep="\t", encoding="utf-16")
    return ".txt"


def _csv_quoted(frame: pd.DataFrame, stem: Path) -> str:
    frame.to_csv(stem.with_suffix(".csv"), index=False, quoting=csv.QUOTE_ALL)
    return ".csv"


def _xlsx(frame: pd.DataFrame, stem: Path) -> str:
    frame.to_excel(stem.with_suffix(".xlsx"), index=False)
    return ".xlsx"


def _gpkg(frame: pd.DataFrame, stem: Path) -> str:
    _layer(frame).to_file(stem.with_suffix(".gpkg"))
    return ".gpkg"


def _gpkg_projected(frame: pd.DataFrame, stem: Path) -> str:
    _layer(frame, "EPSG:32649").to_file(stem.with_suffix(".gpkg"))
    return ".gpkg"


def _geojson(frame: pd.DataFrame, stem: Path) -> str:
    _layer(frame).to_file(stem.with_suffix(".geojson"), driver="GeoJSON")
    return ".geojson"


def _shp(frame: pd.DataFrame, stem: Path) -> str:
    # field names of a shapefile hold 10 bytes: three Chinese characters
    short = {"学校标识码": "标识码", "办学类型": "type", "学校名称": "名称", "在校生数": "pupils"}
    short |= {"村庄代码": "村代码", "小学生数": "pupils_pri", "初中生数": "pupils_jun"}
    _layer(frame.rename(columns=short)).to_file(stem.with_suffix(".shp"), encoding="utf-8")
    return ".shp"


def _shp_gb_without_cpg(frame: pd.DataFrame, stem: Path) -> str:
    short = {"学校标识码": "id", "办学类型": "type", "学校名称": "name", "在校生数": "pupils"}
    short |= {"村庄代码": "id", "村名": "name", "小学生数": "pupils_pri", "初中生数": "pupils_jun"}
    _layer(frame.rename(columns=short)).to_file(stem.with_suffix(".shp"), encoding="gb18030")
    stem.with_suffix(".cpg").unlink()
    return ".shp"


def _geoparquet(frame: pd.DataFrame, stem: Path) -> str:
    _layer(frame).to_parquet(stem.with_suffix(".parquet"))
    return ".parquet"


def _parquet(frame: pd.DataFrame, stem: Path) -> str:
    frame.to_parquet(stem.with_suffix(".parquet"))
    return ".parquet"


WRITERS: list[Writer] = [
    _csv,
    _csv_bom,
    _csv_gb,
    _csv_semicolons,
    _csv_quoted,
    _tsv,
    _tsv_utf16,
    _xlsx,
    _gpkg,
    _gpkg_projected,
    _geojson,
    _shp,
    _shp_gb_without_cpg,
    _geoparquet,
    _parquet,
]


def assert_same(one: Table, other: Table) -> None:
    """Assert equal columns, rows and cells; places within a tenth of a millimetre."""
    assert set(one.columns) == set(other.columns)
    assert (one.rows == other.rows).all()
    for name, values in one.columns.items():
        if name in ("lon", "lat"):
            assert np.abs(values - other.columns[name]).max() < 1e-9
        elif values.dtype == object:
            assert list(values) == list(other.columns[name]), name
        else:
            np.testing.assert_array_equal(values, other.columns[name], err_msg=name)


@pytest.mark.parametrize("write", WRITERS)
def test_every_format_reads_alike(county: Any, write: Writer) -> None:
    expected = county.read()
    texts = {n: (county.folder / f"{n}.csv").read_text("utf-8") for n in ("schools", "villages")}
    columns = {
        "schools": {},
        "villages": {"pupils_primary": "pupils_pri", "pupils_junior": "pupils_jun"},
    }
    if write is _shp_gb_without_cpg:
        columns["schools"] = {"school_id": "id"}
        columns["villages"]["village_id"] = "id"
    for name, text in texts.items():
        ending = write(_frame(text), county.folder / f"other_{name}")
        body = f'file = "other_{name}{ending}"'
        if ending not in (".gpkg", ".geojson", ".shp") and write is not _geoparquet:
            body += '\ncoordinates = "wgs84"'
        if ending == ".shp":
            body += f"\n[{name}.columns]\n"
            body += "\n".join(f'{key} = "{value}"' for key, value in columns[name].items())
        county.section(name, body)
    study = county.read()
    assert_same(study.schools, expected.schools)
    assert_same(study.villages, expected.villages)


def test_first_rows_are_as_written(county: Any) -> None:
    schools = county.read().schools
    assert schools.text("school_id") == ["S1", "S2", "S3"]
    assert schools.text("name") == ["中心小学", "第一中学", "河湾教学点"]
    assert schools.columns["type"].tolist() == [211, 311, 218]
    assert schools.columns["first_grade"].tolist() == [1, 7, 1]
    assert schools.columns["last_grade"].tolist() == [6, 9, 3]
    assert schools.columns["pupils"].tolist() == [120.0, 90.0, 8.0]
    assert schools.rows.tolist() == [2, 3, 4]
    assert schools.columns["lon"].tolist() == [111.60, 111.62, 111.64]


def test_declared_datum_beats_the_label_of_a_layer(county: Any) -> None:
    """GCJ-02 numbers labelled EPSG:4326: Beijing's published point."""
    frame = _frame((county.folder / "schools.csv").read_text("utf-8"))
    frame["经度"], frame["纬度"] = 116.38404722455657, 39.91334545536069
    _layer(frame).to_file(county.folder / "gcj.gpkg")
    county.section("schools", 'file = "gcj.gpkg"\ncoordinates = "gcj02"')
    schools = county.read().schools
    assert schools.columns["lon"] == pytest.approx(116.377817, abs=1e-9)
    assert schools.columns["lat"] == pytest.approx(39.911954, abs=1e-9)


def test_a_title_above_the_header_is_passed_over(county: Any) -> None:
    text = "试验县学校基本情况表,,,,,\n\n" + (county.folder / "schools.csv").read_text("utf-8")
    county.text("schools.csv", text)
    schools = county.read().schools
    assert schools.rows.tolist() == [4, 5, 6]
    assert county.only("header_row").row == 3


def test_blank_rows_are_counted_but_not_read(county: Any) -> None:
    county.edit("schools.csv", "S2,", "\n,,,,,\nS2,")
    assert county.read().schools.rows.tolist() == [2, 5, 6]


def test_a_sheet_is_chosen_by_its_name(county: Any) -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    sheet = book.create_sheet("学校")
    for row in csv.reader(io.StringIO((county.folder / "schools.csv").read_text("utf-8"))):
        sheet.append(row)
    sheet["J3"] = "表外的备注"
    book.save(county.folder / "schools.xlsx")
    county.section("schools", 'file = "schools.xlsx"\ncoordinates = "wgs84"')
    assert county.read().schools.text("school_id") == ["S1", "S2", "S3"]
    assert "说明" in county.only("sheet_chosen").zh


def test_polygon_villages_stand_at_a_point_inside(county: Any) -> None:
    frame = _frame((county.folder / "villages.csv").read_text("utf-8"))
    layer = _layer(frame)
    # a horseshoe: its centroid is not inside
    horseshoe = shapely.from_wkt(
        "POLYGON ((111.6 36.2, 111.7 36.2, 111.7 36.21, 111.61 36.21, 111.61 36.29, 111.7 36.29,"
        " 111.7 36.3, 111.6 36.3, 111.6 36.2))"
    )
    layer.loc[0, "geometry"] = horseshoe
    layer.to_file(county.folder / "villages.gpkg")
    county.section("villages", 'file = "villages.gpkg"')
    villages = county.read().villages
    place = villages.columns["lon"][0], villages.columns["lat"][0]
    assert shapely.intersects_xy(horseshoe, *place)
    assert "1 features" in county.only("geometry_not_point").en


def test_the_file_itself_may_be_named(county: Any) -> None:
    county.write()
    study = read_study(county.folder / "study.toml")
    assert study.folder == county.folder
    assert [item.file for item in study.inputs] == ["study.toml", "schools.csv", "villages.csv"]
    assert all(len(item.sha256) == 64 for item in study.inputs)


def test_reading_twice_gives_the_same(county: Any) -> None:
    one, other = county.read(), county.read()
    assert_same(one.schools, other.schools)
    assert one.problems == other.problems
    assert one.inputs == other.inputs
