"""Every problem that can be found in a study: each has a case here that brings it about."""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Callable
from typing import Any

import geopandas
import openpyxl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.io import osm_world, road_cases, table_cases
from tests.io.coordinate_cases import CASES as COORDINATE_CASES
from tests.io.terrain_cases import CASES as TERRAIN_CASES
from tests.io.terrain_cases import without_rasterio

from schoolmap.cli import app
from schoolmap.errors import InputError
from schoolmap.io import read_study
from schoolmap.io.checks import group_of
from schoolmap.io.limits import MOST_TABLE_MB
from schoolmap.io.texts import TEXTS
from schoolmap.io.texts_postgis import DATABASES

Damage = Callable[[Any], None]
CASES: dict[str, Damage] = {
    **road_cases.CASES,
    **table_cases.CASES,
    **osm_world.CASES,
    **TERRAIN_CASES,
}


def case(code: str) -> Callable[[Damage], Damage]:
    """Register what brings a problem about."""

    def register(damage: Damage) -> Damage:
        CASES[code] = damage
        return damage

    return register


def _edit(code: str, file: str, pattern: str, by: str) -> None:
    CASES[code] = lambda county: county.edit(file, pattern, by)


def _section(code: str, name: str, body: str) -> None:
    CASES[code] = lambda county: county.section(name, body)


def _layer(county: Any, file: str, shapes: list[Any], **columns: Any) -> None:
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs=4326)
    frame.to_file(county.folder / file)


def _roads(county: Any, shapes: list[Any], **columns: Any) -> None:
    _layer(county, "roads.gpkg", shapes, **columns)
    county.section("roads", 'file = "roads.gpkg"\nlayer = "roads"')


def _boundary(county: Any, shapes: list[Any], **columns: Any) -> None:
    _layer(county, "boundary.gpkg", shapes, **columns)
    county.section("boundary", 'file = "boundary.gpkg"')


LINE = shapely.LineString([(111.6, 36.2), (111.62, 36.22)])
BOX = shapely.box(111.5, 36.1, 111.7, 36.3)

# study.toml
_section("key_missing", "study", "")
_section("key_unknown", "study", 'name = "试验县"\nlangauge = "zh"')
_section("keys_more", "study", 'name = "试验县"\n' + "\n".join(f"k{i} = 1" for i in range(60)))
_section("key_bad", "study", 'name = "试验县"\nlanguage = "fr"')
_section("crs_not_metric", "study", 'name = "试验县"\ncrs = "EPSG:4326"')
_section("source_unsupported", "roads", 'file = "county.et"')

# files
_section("file_missing", "villages", 'file = "gone.csv"\ncoordinates = "wgs84"')
_section("file_kind_unknown", "villages", 'file = "villages.pdf"')
_section(
    "encoding_unknown", "schools", 'file = "schools.csv"\ncoordinates = "wgs84"\nencoding = "x"'
)
_edit("row_too_long", "schools.csv", "S1,", "S1,,")
_edit("header_row", "schools.csv", "^", "试验县学校一览\n")


@case("study_missing")
def _(county: Any) -> None:
    county.write = lambda: None


@case("study_is_table")
def _(county: Any) -> None:
    county.write()
    county.write = lambda: None
    county.folder /= "schools.csv"


@case("study_unreadable")
def _(county: Any) -> None:
    county.section("study", "name = 试验县")


@case("file_unreadable")
def _(county: Any) -> None:
    (county.folder / "schools.xlsx").write_bytes(b"PK\x03\x04 cut short on its way")
    county.section("schools", 'file = "schools.xlsx"\ncoordinates = "wgs84"')


@case("file_too_large")
def _(county: Any) -> None:
    with (county.folder / "schools.csv").open("r+b") as stream:
        stream.truncate((MOST_TABLE_MB + 1) << 20)  # a hole: takes no room


@case("file_entities")
def _(county: Any) -> None:
    _workbook(county, "学校")
    with zipfile.ZipFile(county.folder / "schools.xlsx", "a") as book:
        book.writestr("xl/more.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>')


@case("file_empty")
def _(county: Any) -> None:
    county.text("villages.csv", "村庄代码,村名,经度,纬度,学生数\n")


@case("table_unfilled")
def _(county: Any) -> None:
    county.text("villages.csv", "村庄代码,村名,经度,纬度,学生数\n示例,上村,111.6,36.2,5\n")


def _workbook(county: Any, sheet: str | None) -> None:
    book = openpyxl.Workbook()
    for row in (county.folder / "schools.csv").read_text("utf-8").splitlines():
        book.active.append(row.split(","))
    book.create_sheet("说明")
    book.save(county.folder / "schools.xlsx")
    body = 'file = "schools.xlsx"\ncoordinates = "wgs84"'
    county.section("schools", body + (f'\nsheet = "{sheet}"' if sheet else ""))


CASES["sheet_missing"] = lambda county: _workbook(county, "小学")
CASES["sheet_chosen"] = lambda county: _workbook(county, None)


def _two_layers(county: Any, layer: str | None) -> None:
    for name in ("一", "二"):
        frame = geopandas.GeoDataFrame({"name": ["路"]}, geometry=[LINE], crs=4326)
        frame.to_file(county.folder / "roads.gpkg", layer=name)
    county.section("roads", 'file = "roads.gpkg"' + (f'\nlayer = "{layer}"' if layer else ""))


CASES["layer_missing"] = lambda county: _two_layers(county, "三")
CASES["layer_chosen"] = lambda county: _two_layers(county, None)


@case("encoding_undecodable")
def _(county: Any) -> None:
    path = county.folder / "schools.csv"
    path.write_bytes(path.read_bytes() + b"S9,\xff\xff\xff")


CASES["geometry_missing"] = lambda county: county.section("roads", 'file = "schools.csv"')

# headers
_edit("column_missing", "schools.csv", "办学类型", "类别")
_section(
    "mapped_column_unknown",
    "schools",
    'file = "schools.csv"\ncoordinates = "wgs84"\ncolumns = { kind = "办学类型" }',
)
_section(
    "mapped_column_twice",
    "schools",
    'file = "schools.csv"\ncoordinates = "wgs84"\n'
    'columns = { type = "办学类型", "学校类别" = "办学类型" }',
)
_section(
    "mapped_header_missing",
    "schools",
    'file = "schools.csv"\ncoordinates = "wgs84"\ncolumns = { type = "类别" }',
)
_edit("header_twice", "schools.csv", "在校生数", "学校")
_edit("header_shadowed", "villages.csv", "初中生数", "村庄")
_edit("headers_unused", "schools.csv", "在校生数", "校长")
_edit("unit_converted", "schools.csv", "在校生数", "占地面积（亩）")
_edit("unit_mismatch", "schools.csv", "在校生数", "占地面积（万元）")
_edit("unit_unknown", "schools.csv", "在校生数", "占地面积（含租用）")

# cells
_edit("number_negative", "schools.csv", "36.20,120", "36.20,-120")
_edit("id_empty", "schools.csv", "S2,", ",")
_edit("example_row", "schools.csv", "S2,", "示例,")
_edit("id_twice", "schools.csv", "S2,", "S1,")
_edit("id_digits_lost", "schools.csv", "S2,", "1.41E+11,")
_edit("name_empty", "villages.csv", "上村", "")
_edit("type_unknown", "schools.csv", "初级中学", "幼儿园")


@case("number_not_whole")
def _(county: Any) -> None:
    county.edit("schools.csv", "在校生数", "班级数")
    county.edit("schools.csv", "36.20,120", "36.20,6.5")


def _instead_of_pupils(header: str, cell: str) -> Damage:
    def damage(county: Any) -> None:
        county.edit("schools.csv", "在校生数", header)
        county.edit("schools.csv", "36.20,120", f"36.20,{cell}")
        county.edit("schools.csv", "36.22,90", "36.22,")
        county.edit("schools.csv", "36.24,8", "36.24,")

    return damage


CASES["word_unknown"] = _instead_of_pupils("状态", "不知道")
CASES["grades_unreadable"] = _instead_of_pupils("年级范围", "大班")
CASES["grades_from_date"] = _instead_of_pupils("年级范围", "1月6日")
CASES["grades_cut"] = _instead_of_pupils("年级范围", "1-12")
CASES["grades_outside"] = _instead_of_pupils("年级范围", "10-12")

# coordinates
_section("coordinates_undeclared", "schools", 'file = "schools.csv"')
_section("coordinates_unknown", "schools", 'file = "schools.csv"\ncoordinates = "beijing"')
_edit("coordinates_missing", "schools.csv", "111.62,36.22", ",")
_edit("coordinates_zero", "schools.csv", "111.62,36.22", "0,0")
_edit("coordinates_unreadable", "schools.csv", "111.62,36.22", "111.62,北")
_edit("coordinates_out_of_range", "schools.csv", "111.62,36.22", "511.62,36.22")
_edit("coordinates_swapped", "schools.csv", "111.62,36.22", "36.22,111.62")
_edit("place_far", "schools.csv", "111.62,36.22", "101.62,36.22")


@case("coordinates_swap_suspected")
def _(county: Any) -> None:
    """Kashgar lies at 76 E, 39 N: exchanged, both numbers are still in range."""
    for name in ("schools.csv", "villages.csv"):
        text = (county.folder / name).read_text("utf-8")
        county.text(name, text.replace("111.6", "76.6").replace("36.2", "39.2"))
    county.edit("schools.csv", "76.62,39.22", "39.22,76.62")


@case("tables_apart")
def _(county: Any) -> None:
    text = (county.folder / "villages.csv").read_text("utf-8")
    county.text("villages.csv", text.replace("111.6", "101.6"))


@case("outside_boundary")
def _(county: Any) -> None:
    _boundary(county, [shapely.box(111.5, 36.1, 111.63, 36.3)])


@case("geometry_not_point")
def _(county: Any) -> None:
    _layer(county, "villages.gpkg", [BOX], village_id=["V1"], name=["村"], pupils=[9])
    county.section("villages", 'file = "villages.gpkg"')


@case("rows_none")
def _(county: Any) -> None:
    county.text("villages.csv", "村庄代码,村名,经度,纬度,学生数\n,村,111,36,3\n")


# pupils
_edit("pupils_unreadable", "villages.csv", ",7,3", ",七,3")
_edit("pupils_missing", "villages.csv", ",7,3", ",,")
_edit("pupils_empty_zero", "villages.csv", ",7,3", ",7,")
_edit("pupils_rounded", "villages.csv", ",7,3", ",7.4,3")
_edit("pupils_stage_missing", "villages.csv", "初中生数", "备注")
CASES["pupils_spread"] = lambda _: None


@case("pupils_column_missing")
def _(county: Any) -> None:
    county.edit("villages.csv", "小学生数,初中生数", "备注,其他")


@case("pupils_grades_missing")
def _(county: Any) -> None:
    county.edit("villages.csv", "小学生数,初中生数", "一年级,二年级")


@case("pupils_disagree")
def _(county: Any) -> None:
    county.text("villages.csv", "村庄代码,村名,经度,纬度,g1,学生数\nV1,上村,111.6,36.2,5,9\n")


def _schools(header: str, row: str) -> Damage:
    text = f"school_id,name,lon,lat,{header}\nS1,中心小学,111.6,36.2,{row}\n"
    return lambda county: county.text("schools.csv", text)


CASES["pupils_include_senior"] = _schools("type,g7,g8,g9,senior_pupils,pupils", "341,9,9,9,30,57")
CASES["pupils_senior_taken_off"] = _schools("type,senior_pupils,pupils", "341,30,57")
CASES["pupils_senior_exceed"] = _schools("type,senior_pupils,pupils", "341,57,57")
CASES["pupils_senior_unknown"] = _schools("type,pupils", "345,57")
CASES["seats_unknown_senior"] = _schools("type,senior_pupils,pupils,classes", "341,30,57,6")
CASES["count_fraction"] = _schools("type,teachers", "211,12.5")
CASES["pupils_outside_grades"] = _schools("type,g1,g7", "211,9,9")
CASES["grades_assumed_short"] = _schools("type,g1,g2,g3", "218,4,5,")
CASES["part_exceeds_whole"] = _schools("type,staff,teachers", "211,9,10")


# designated schools
def _designated(header: str, cells: str) -> Damage:
    def damage(county: Any) -> None:
        county.text(
            "villages.csv",
            f"村庄代码,村名,经度,纬度,学生数,{header}\nV1,上村,111.6,36.2,5,{cells}\n",
        )

    return damage


CASES["beds_unknown"] = lambda _county: None
CASES["bus_unknown"] = lambda _county: None
CASES["bus_column_empty"] = _schools("type,是否有校车", "211,")
CASES["bus_blank"] = _schools("type,是否有校车", "211,是\nS2,东小学,111.61,36.2,211,")
CASES["designated_unknown"] = _designated("学区小学", "S77")
CASES["designated_by_name"] = _designated("学区小学", "中心小学")
CASES["designated_serves_none"] = _designated("学区初中", "S1")


@case("designated_private")
def _(county: Any) -> None:
    _instead_of_pupils("举办者", "民办")(county)
    _designated("学区小学", "S1")(county)


@case("designated_not_open")
def _(county: Any) -> None:
    _instead_of_pupils("状态", "停办")(county)
    _designated("学区小学", "S1")(county)


# lines
CASES["road_set_aside"] = lambda county: _roads(county, [LINE, shapely.Point(111.6, 36.2), None])
CASES["road_parts_aside"] = lambda county: _roads(
    county, [shapely.MultiLineString([LINE, shapely.LineString([(511, 36), (512, 36)])])]
)
CASES["road_value_unreadable"] = lambda county: _roads(county, [LINE], oneway=["vielleicht"])
CASES["road_class_words"] = lambda county: _roads(county, [LINE], 道路等级=["县道"])
CASES["road_not_travelled"] = lambda county: _roads(
    county, [LINE, LINE], highway=["track", "proposed"]
)
CASES["road_class_default_speed"] = lambda county: _roads(county, [LINE], highway=["gravel"])
CASES["road_length_unit"] = lambda county: _roads(county, [LINE], length_m=[2.9])
CASES["road_length_short"] = lambda county: _roads(county, [LINE], length_m=[2000.0])
CASES["road_ends_apart"] = lambda county: _roads(
    county, [LINE, shapely.LineString([(111.61, 36.21), (111.61, 36.25)])]
)


@case("ride_speed_unused")
def _(county: Any) -> None:
    _roads(county, [LINE], highway=["track"])
    county.section("rules", '"ride_speed_km_h.gravel" = 10')


CASES["roads_none"] = lambda county: _roads(county, [shapely.Point(111.6, 36.2)])
CASES["boundary_not_polygon"] = lambda county: _boundary(county, [BOX, LINE])
CASES["boundary_none"] = lambda county: _boundary(county, [LINE])
CASES["boundary_repaired"] = lambda county: _boundary(
    county, [shapely.from_wkt("POLYGON ((111 36, 112 37, 112 36, 111 37, 111 36))")]
)


CASES.update(COORDINATE_CASES)


@pytest.mark.parametrize("code", sorted(CASES))
def test_what_is_found_is_said_in_both_languages(
    county: Any, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    CASES[code](county)
    if code == "terrain_needs_rasterio":
        without_rasterio(monkeypatch)
    found = [problem for problem in county.problems() if problem.code == code]
    assert found
    for problem in found:
        for text in (problem.zh, problem.en, problem.repair_zh, problem.repair_en):
            assert "{" not in text.replace("{ ", "").replace("{…", "")
            assert "None" not in text
        if problem.severity != "note":
            assert problem.repair_zh
            assert problem.repair_en
        assert (problem.action == "stopped") == (problem.severity == "error")
        assert problem.file


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_each_language_is_itself(code: str) -> None:
    text = TEXTS[code]
    assert re.search("[\u4e00-\u9fff]", text.zh)
    assert not re.search("[\u4e00-\u9fff]", text.en + text.repair_en)
    assert bool(text.repair_zh) == bool(text.repair_en)


def test_no_text_names_a_command_that_is_not_there() -> None:
    said = "".join(f"{t.zh}{t.en}{t.repair_zh}{t.repair_en}" for t in TEXTS.values())
    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert set(re.findall(r"schoolmap ([a-z]+)", said)) <= known


def test_every_text_has_a_case() -> None:
    # what a database can do is provoked beside the database, in test_postgis.py
    assert set(TEXTS) - set(DATABASES) <= set(CASES)


def test_an_undamaged_study_says_what_was_spread_and_what_is_unknown(county: Any) -> None:
    assert set(county.codes()) == {"pupils_spread", "beds_unknown", "bus_unknown", "rows_read"}


def test_known_beds_and_buses_are_not_called_unknown(county: Any) -> None:
    _instead_of_pupils("床位数", "0")(county)
    assert "beds_unknown" not in county.codes()
    assert "bus_unknown" in county.codes()


def test_blank_cells_for_the_bus_are_told_as_what_they_are_counted_as(county: Any) -> None:
    _schools("type,是否有校车", "211,\nS2,东小学,111.61,36.2,211,")(county)
    [empty] = [p for p in county.problems() if p.code.startswith("bus_")]
    assert empty.zh == "“是否有校车”列全部空着，按没有校车计算：因此乘车 0 人。"
    assert group_of(empty) == "distorts"
    _schools("type,是否有校车", "211,否\nS2,东小学,111.61,36.2,211,\nS3,西小学,111.62,36.2,211,")(
        county
    )
    [blank] = [p for p in county.problems() if p.code.startswith("bus_")]
    assert blank.zh == "有 2 所学校的“是否有校车”空着（第 3, 4 行），按没有校车计算。"
    assert group_of(blank) == "distorts"


def test_five_and_four_years_give_schools_their_usual_grades(county: Any) -> None:
    county.section("rules", '"grades.upper_primary" = "4-5"\n"grades.junior" = "6-9"')
    county.write()
    schools = read_study(county.folder).schools
    spans = dict(
        zip(
            schools.columns["type"].tolist(),
            zip(
                schools.columns["first_grade"].tolist(),
                schools.columns["last_grade"].tolist(),
                strict=True,
            ),
            strict=True,
        )
    )
    assert spans[211] == (1, 5)
    assert spans.get(311, (6, 9)) == (6, 9)
    assert spans.get(218, (1, 3)) == (1, 3)


def test_everything_is_reported_at_once(county: Any) -> None:
    county.section("study", 'name = "试验县"\nstandards = ["atlantis"]')
    county.section("schools", 'file = "schools.csv"')
    county.section("villages", 'file = "gone.csv"\ncoordinates = "wgs84"')
    county.section("roads", 'file = "county.et"')
    county.section("boundary", 'file = "gone.geojson"')
    county.section("rules", '"walk_limit_s.nobody" = 5')
    county.write()
    with pytest.raises(InputError) as caught:
        read_study(county.folder)
    stops = [problem for problem in caught.value.problems if problem.severity == "error"]
    assert len(stops) == 6
    assert {"coordinates_undeclared", "source_unsupported", "file_missing"} <= {
        problem.code for problem in stops
    }


def test_every_wrong_key_of_study_toml_is_named(county: Any) -> None:
    county.section("study", 'language = "fr"\nyaer = "2026"')
    county.section("travel", "cutoff_km = -1\nsnap_limit_m = 100000")
    del county.sections["villages"]
    found = {problem.column: problem.code for problem in county.problems()}
    assert found == {
        "study.name": "key_missing",
        "study.language": "key_bad",
        "study.yaer": "key_unknown",
        "travel.cutoff_km": "key_bad",
        "travel.snap_limit_m": "key_bad",
        "villages": "key_missing",
    }


def test_rules_may_be_written_without_quotes(county: Any) -> None:
    county.section("rules", '"walk_limit_s.junior" = 1800')
    quoted = county.read()
    county.section("rules", "walk_limit_s.junior = 1800")
    assert county.read().standards == quoted.standards
    assert quoted.standards["walk_limit_s.junior"].value == 1800


def test_a_problem_names_file_row_column_and_value(county: Any) -> None:
    county.edit("villages.csv", ",12,0", ",十二,0")
    problem = county.only("pupils_unreadable")
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "villages.csv",
        4,
        "小学生数",
        "十二",
    )
    assert problem.action == "row_set_aside"
    assert county.read().villages.text("village_id") == ["V1", "V2", "V4"]


def test_study_toml_of_a_windows_editor(county: Any) -> None:
    county.write()
    path = county.folder / "study.toml"
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_study(path).settings.study.name == "试验县"
    path.write_bytes('[study]\nname = "试验县"\n'.encode("gb18030"))
    with pytest.raises(InputError) as caught:
        read_study(path)
    assert {p.code for p in caught.value.problems} == {"key_missing"}


CELLS = st.sampled_from(
    ["", "S1", "V1", "V2", "—", "无", "abc", "-1", "0", "7", "3.5", "36.2", "111.6", "1e3", "小学",
     "211", "1.41E+11", "１２", '"', "9" * 30, "nan", "inf", "999", "停办", "1-6", "是"]
)  # fmt: skip


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 5), CELLS), max_size=8),
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 5), CELLS), max_size=8),
)
def test_rows_in_are_rows_used_and_rows_set_aside(
    county: Any, villages: list[tuple[int, int, str]], schools: list[tuple[int, int, str]]
) -> None:
    """Whatever stands in the cells: a row is used, or set aside with a reason, never lost."""
    intact = {}
    for name, damages in (("villages.csv", villages), ("schools.csv", schools)):
        intact[name] = (county.folder / name).read_text("utf-8")
        rows = [line.split(",") for line in intact[name].splitlines()]
        for row, column, cell in damages:
            rows[row][column] = cell if cell != '"' else '""""'
        county.text(name, "\n".join(",".join(row) for row in rows))
    try:
        county.write()
        study = read_study(county.folder)
        tables, problems = (study.schools, study.villages), study.problems
    except InputError as error:
        tables, problems = (), error.problems
        assert any(p.code == "rows_none" for p in problems)
    finally:
        for name, text in intact.items():
            county.text(name, text)
    for table in tables:
        aside = {
            problem.row
            for problem in problems
            if problem.action == "row_set_aside" and problem.file == table.file
        }
        used = set(table.rows.tolist())
        assert not used & aside
        assert used | aside == set(range(2, 6 if table.name == "villages" else 5))
        assert len(used) == len(table)
