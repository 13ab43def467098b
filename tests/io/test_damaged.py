"""Damage that was found by damaging: each is refused or read with a reason, and never crashes."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from tests.io.conftest import County

from schoolmap.errors import InputError, Problem, legible
from schoolmap.geography.crs import choose_crs
from schoolmap.geography.datum import to_wgs84
from schoolmap.io import read_scenario
from schoolmap.io.degrees import parse_degrees
from schoolmap.io.hearing import read_hearing
from schoolmap.io.ledger import some
from schoolmap.io.limits import MOST_TABLE_MB
from schoolmap.io.measures import (
    UnreadableCellError,
    parse_number,
    plain,
    unit_of,
    without_unseen,
)
from schoolmap.io.toml import MOST_MB, parse_toml, read_toml

WANYUAN = unit_of("万元", "yuan")


@pytest.mark.parametrize("text", ["1e400", "-1e400", "1e999999999", "9" * 5000, "1e308万元"])
@pytest.mark.parametrize("into", ["yuan", "m2"])
def test_a_number_no_float_holds_is_unreadable(text: str, into: str) -> None:
    with pytest.raises(UnreadableCellError):
        parse_number(text, unit=unit_of("万元", into), into=into)


def test_numbers_that_just_fit_are_read() -> None:
    assert parse_number("1e-999999999", unit=WANYUAN, into="yuan") == 0.0
    assert parse_number("-0.0", unit=WANYUAN, into="yuan") == 0.0
    assert parse_number(1e308) == 1e308
    with pytest.raises(UnreadableCellError):
        parse_number(1e308, unit=WANYUAN, into="yuan")
    with pytest.raises(UnreadableCellError):
        parse_degrees("1e400")


def test_absurd_bus_seats_are_unreadable(county: County) -> None:
    county.edit("schools.csv", "在校生数", "在校生数,校车")
    county.edit("schools.csv", ",120", ",120,1e308")
    assert county.only("word_unknown").value == "1e308"


@pytest.mark.parametrize(
    "line",
    [
        f"crs = {'9' * 5000}",
        f"crs = {'[' * 3000}{']' * 3000}",
        f"{'a.' * 3000}b = 1",
        "year = 2026-13-45",
    ],
)
def test_settings_that_no_parser_takes(county: County, line: str) -> None:
    county.sections["study"] += f"\n{line}"
    with pytest.raises(InputError) as caught:
        county.read()
    assert [p.code for p in caught.value.problems] == ["study_unreadable"]


def test_a_hearing_that_no_parser_takes(tmp_path: Path) -> None:
    path = tmp_path / "hearing.toml"
    for text in (f"x = {'[' * 3000}", f"x = {'9' * 5000}"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_hearing(path)
        assert [p.code for p in caught.value.problems] == ["hearing_unreadable"]


def test_settings_far_too_large(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_bytes(b"#" * (MOST_MB * 2**20 + 1))
    with pytest.raises(ValueError, match="larger than"):
        read_toml(path)


def test_settings_hold_nothing_unseen() -> None:
    read = parse_toml(b'name = "a\\u001b[2J\\u202eb"\nlist = ["\\u0007"]')
    assert read == {"name": "a[2Jb", "list": [""]}


def test_settings_of_thousands_of_unknown_keys(county: County) -> None:
    county.sections["study"] = "\n".join(f"[x{i}]" for i in range(5000))
    with pytest.raises(InputError) as caught:
        county.read()
    codes = Counter(problem.code for problem in caught.value.problems)
    # what is missing is told as well; all but fifty of the unknown are counted only
    assert codes["key_unknown"] == 50
    assert codes["key_missing"] == 1
    assert "4950" in next(p.zh for p in caught.value.problems if p.code == "keys_more")


@pytest.mark.parametrize("system", ["ESRI:104905", "IAU_2015:30100"])
def test_a_system_of_another_planet(system: str) -> None:
    with pytest.raises(InputError):
        to_wgs84([111.0], [36.0], system)
    with pytest.raises(InputError):
        choose_crs([], system)


def test_halves_of_characters_in_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    change = {"op": "close", "school": "S\ud800"}
    head = {"format": "schoolmap-scenario", "version": 1, "name": "\udfff", "changes": [change]}
    path.write_text(json.dumps(head), encoding="ascii")
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    assert [p.code for p in caught.value.problems] == ["text_broken", "text_broken"]
    for problem in caught.value.problems:
        problem.value.encode("utf-8")


def test_names_lose_what_nobody_sees() -> None:
    assert plain("c\x1b[2Jd") == "c[2Jd"
    assert plain("a\u202egpj.exe") == "agpj.exe"
    assert plain("a\x00\x07b\ud800") == "ab"
    assert plain("a\x0bb\u2028c") == "a b c"
    assert without_unseen("مدرسة 👨 𠮷") == "مدرسة 👨 𠮷"


def test_what_nobody_sees_in_a_name_is_told(county: County) -> None:
    county.edit("villages.csv", "上村", "上\u200b村")
    county.edit("villages.csv", "下村", "\u202e下村")
    county.edit("villages.csv", "V1", "V\u20601")
    villages = county.read().villages
    assert villages.columns["name"][:2].tolist() == ["上村", "下村"]
    assert villages.columns["village_id"][0] == "V1"
    told = [p for p in county.problems() if p.code == "names_cleaned"]
    assert [(p.row, p.column) for p in told] == [(2, "村庄代码"), (2, "村名")]
    assert "有 2 处" in told[1].zh
    assert "U+200B" in told[1].zh


def test_a_problem_is_fit_to_be_shown() -> None:
    words = {"zh": "\x1b[2J" + "长" * 5000, "en": "\u202e", "repair_zh": "", "repair_en": ""}
    problem = Problem("code", "error", "f\x07.csv", **words, value="\ud800")
    assert problem.zh.startswith("⟨1B⟩[2J长")
    assert len(problem.zh) == 1500
    assert (problem.file, problem.value, problem.en) == ("f⟨07⟩.csv", "⟨D800⟩", "⟨202E⟩")
    assert legible("a\tb\nc") == "a\tb\nc"
    assert len(some(["x" * 5000])) < 100


# --- layers


@pytest.mark.parametrize(
    "geo",
    [
        "[]",
        "1",
        '{"columns": []}',
        '{"primary_column": []}',
        '{"primary_column": "no", "columns": {"no": {"encoding": "WKB"}}}',
        '{"primary_column": "g", "columns": {"g": 5}}',
    ],
)
def test_metadata_of_a_parquet_file_that_lie(county: County, geo: str) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table(
        {
            "school_id": ["S1"],
            "name": ["中心小学"],
            "type": ["211"],
            "lon": [111.6],
            "lat": [36.2],
            "g": [b"\x01"],
        }
    ).replace_schema_metadata({b"geo": geo.encode()})
    parquet.write_table(table, county.folder / "schools.parquet")
    county.section("schools", 'file = "schools.parquet"\ncoordinates = "wgs84"')
    assert len(county.read().schools) == 1


@pytest.mark.parametrize("crs", ["EPSG:4326", {"id": {"authority": "EPSG"}}, {"id": 5}, [], 7])
def test_any_crs_of_a_parquet_file_is_known_or_refused(county: County, crs: object) -> None:
    import pyarrow as pa
    import shapely
    from pyarrow import parquet

    column = {"encoding": "WKB", "crs": crs}
    geo = json.dumps({"primary_column": "g", "columns": {"g": column}}).encode()
    point = shapely.to_wkb(shapely.Point(111.6, 36.2))
    table = pa.table({"school_id": ["S1"], "name": ["a"], "type": ["211"], "g": [point]})
    parquet.write_table(
        table.replace_schema_metadata({b"geo": geo}), county.folder / "schools.parquet"
    )
    county.section("schools", 'file = "schools.parquet"')
    if crs == "EPSG:4326":
        assert len(county.read().schools) == 1
    else:
        assert "coordinates_unknown" in county.codes()


def test_road_speeds_next_to_nothing_are_left_out(county: County) -> None:
    line = {"type": "LineString", "coordinates": [[111.6, 36.2], [111.64, 36.24]]}
    properties = {"highway": "tertiary", "speed_kmh": 5e-324}
    feature = {"type": "Feature", "properties": properties, "geometry": line}
    county.text("roads.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))
    county.section("roads", 'file = "roads.geojson"')
    assert "road_value_unreadable" in county.codes()


def test_a_ring_repeated_many_times_is_repaired_in_a_moment(county: County) -> None:
    ring = [[111.5, 36.1], [111.7, 36.1], [111.7, 36.3], [111.5, 36.3], [111.5, 36.1]]
    many = [[x + 1e-4 * k, y] for k in range(100) for x, y in ring]
    polygon = {"type": "Polygon", "coordinates": [ring, *([ring] * 60), [*many, many[0]]]}
    feature = {"type": "Feature", "properties": {}, "geometry": polygon}
    county.text("b.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))
    county.section("boundary", 'file = "b.geojson"')
    assert "boundary_repaired" in county.codes()


# --- no file at all


@pytest.mark.skipif(sys.platform == "win32", reason="no such files")
@pytest.mark.parametrize("name", ["schools.csv", "study.toml", "hearing.toml", "plan.json"])
@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "circle", "long"])
def test_what_is_no_file_is_missing(county: County, name: str, kind: str) -> None:
    path = county.folder / name
    county.write()
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    elif kind == "circle":
        path.symlink_to(path)
    else:
        path = path.with_name("x" * 300 + path.suffix)
    readers = {"hearing.toml": read_hearing, "plan.json": read_scenario}
    with pytest.raises(InputError) as caught:  # noqa: PT012
        if name in readers:
            readers[name](path)  # type: ignore[operator]
        elif name == "schools.csv" and kind == "long":
            county.section("schools", f'file = "{path.name}"\ncoordinates = "wgs84"')
            county.read()
        else:
            from schoolmap.io import read_study

            read_study(path if kind == "long" else county.folder)
    errors = [p.code for p in caught.value.problems if p.severity == "error"]
    assert [code.rpartition("_")[2] for code in errors] == ["missing"]


# --- made to fill the memory


def workbook(path: Path, sheet: bytes) -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    stream = io.BytesIO()
    book.save(stream)
    with (
        zipfile.ZipFile(stream) as parts,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in parts.namelist():
            made.writestr(name, sheet if name.endswith("sheet1.xml") else parts.read(name))


def test_a_row_that_no_sheet_has(county: County) -> None:
    row = b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>'
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="' + space + b'"><sheetData>' + row + b"</sheetData></worksheet>"
    workbook(county.folder / "schools.xlsx", sheet)
    county.section("schools", 'file = "schools.xlsx"\ncoordinates = "wgs84"')
    assert "file_unreadable" in county.codes()


def test_a_workbook_whose_parts_do_not_unpack(county: County) -> None:
    path = county.folder / "schools.xlsx"
    workbook(path, b"<worksheet/>" * 500)
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        parts = book.infolist()
    for part in parts:
        at = part.header_offset + 30 + len(part.filename)
        raw[at : at + 6] = b"\xff" * 6
    path.write_bytes(raw)
    county.section("schools", 'file = "schools.xlsx"\ncoordinates = "wgs84"')
    assert "file_unreadable" in county.codes()


def test_a_workbook_that_defines_entities(county: County) -> None:
    sheet = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet>&a;</worksheet>'
    )
    workbook(county.folder / "schools.xlsx", sheet)
    county.section("schools", 'file = "schools.xlsx"\ncoordinates = "wgs84"')
    assert "file_entities" in county.codes()


def test_a_table_wider_than_any_sheet(county: County) -> None:
    county.edit("schools.csv", "在校生数", "在校生数" + ",x" * 20_000)
    assert "workbook_too_large" in county.codes()


def test_a_table_larger_than_any_county(county: County) -> None:
    with (county.folder / "schools.csv").open("r+b") as stream:
        stream.truncate((MOST_TABLE_MB + 1) << 20)  # a hole: takes no room
    assert "file_too_large" in county.codes()


def test_a_row_of_very_long_numbers_counts_no_columns(county: County) -> None:
    county.edit("villages.csv", "\nV1,", "\n1,2,3," + "9" * 5000 + "\n²,²,²,²\nV1,")
    assert "id_twice" not in county.codes()


@pytest.mark.parametrize("value", ["1e308", "-1e308"])
def test_coordinates_beyond_any_number_of_degrees(county: County, value: str) -> None:
    county.edit("villages.csv", "111.6", value)
    assert county.codes()


def test_a_table_whose_rows_are_all_too_long_says_that_none_is_left(county: County) -> None:
    text = (county.folder / "schools.csv").read_text(encoding="utf-8")
    head, *rows = text.splitlines()
    (county.folder / "schools.csv").write_text(
        "\n".join([head, *(f"{row},x,y" for row in rows)]), encoding="utf-8"
    )
    assert {"row_too_long", "rows_none"} <= set(county.codes())


def test_a_row_whose_id_is_a_formula_that_failed_is_set_aside_and_counted(county: County) -> None:
    county.edit("villages.csv", "\nV2,", "\n#DIV/0!,")
    found = [p for p in county.problems() if p.code == "cell_error"]
    assert [p.action for p in found] == ["row_set_aside"]
    assert "V2" not in county.read().villages.text("village_id")


def test_where_a_datum_does_not_belong_is_asked_of_places_on_the_globe(county: County) -> None:
    county.section("villages", 'file = "villages.csv"\ncoordinates = "gcj02"')
    county.edit("villages.csv", "111.6[1-3]", "1e308")
    assert "datum_elsewhere" not in county.codes()
