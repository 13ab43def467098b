"""Files for spreadsheets and programs: by pencil, and what must hold of every county."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.synthetic import World, with_name, world

from schoolmap.io.writing import (
    ASSIGNMENT_HEADERS,
    FINDING_HEADERS,
    PROBLEM_HEADERS,
    Rows,
    assignment_rows,
    cell_text,
    csv_text,
    finding_rows,
    indicators_document,
    json_text,
    problem_rows,
    school_rows,
    village_rows,
    write_tables,
)
from schoolmap.model.evaluation import Evaluation, Figure, Finding
from schoolmap.model.journeys import band_grades, band_sites
from schoolmap.model.resources import INDICATORS
from schoolmap.model.wording import duration, finding_message, quantity, unit_name


def column(rows: Rows, name: str) -> list[object]:
    k = rows.headers.index(name)
    return [row[k] for row in rows.cells]


def assigned(county: World, **changes: dict[tuple[int, int], int]) -> World:
    """The county with entries of its assignment changed: field → (village, grade) → value."""
    assignment = county.evaluation.assignment
    arrays = {}
    for field, cells in changes.items():
        array = getattr(assignment, field).copy()
        for (village, grade), value in cells.items():
            array[village, grade - 1] = value
        arrays[field] = array
    evaluation = replace(county.evaluation, assignment=replace(assignment, **arrays))
    return replace(county, evaluation=evaluation)


def peopled(county: World, village: int, pupils: list[int]) -> World:
    """The county with the pupils of one village given by grade."""
    whole = county.model.villages.pupils.copy()
    whole[village] = pupils
    villages = replace(county.model.villages, pupils=whole)
    return replace(county, model=replace(county.model, villages=villages))


# --- cells


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("", ""),
        ("石门乡", "石门乡"),
        (True, "1"),
        (False, "0"),
        (1234567, "1234567"),
        (-5, "-5"),
        (-0.5, "-0.5"),
        (120.0, "120"),
        (0.1, "0.1"),
        (1e300, "1e+300"),
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1+1", "'＝1+1"),
        (" =1", " =1"),
        ("1-3", "1-3"),
    ],
)
def test_cell(cell: str | float | None, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        cell_text(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_read_back_to_the_same_value(value: float) -> None:
    assert float(cell_text(value)) == value


TEXT = st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


@given(st.lists(st.tuples(TEXT, st.integers() | st.none()), max_size=5))
def test_csv_reads_back_and_nothing_in_it_runs(cells: list[tuple[str, int | None]]) -> None:
    text = csv_text(Rows(("a", "b"), tuple(cells)))
    assert text.startswith("\ufeffa,b\r\n")
    rows = list(csv.reader(io.StringIO(text[1:], newline="")))[1:]
    assert len(rows) == len(cells)
    for (first, second), (value, number) in zip(rows, cells, strict=True):
        assert first in {value, f"'{value}"}
        assert not first.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert second == ("" if number is None else str(number))


def test_rows_must_match_their_headers() -> None:
    with pytest.raises(ValueError, match="2 cells under 1 headers"):
        Rows(("a",), ((1, 2),))


# --- who goes where


def test_assignment_rows_by_pencil() -> None:
    # village 0 stands 200 m from school 0 (1-6); grade 7 to 9 go to school 1, 3.2 km on, by bus
    county = peopled(world(12, 4), 0, [1, 0, 2, 3, 0, 0, 4, 0, 0])
    rows = assignment_rows(county.model, county.evaluation)
    assert rows.headers == ASSIGNMENT_HEADERS
    mine = [row for row in rows.cells if row[0] == "V0000"]
    assert mine == [
        ("V0000", "1-3", "lower_primary", 3, "S000", 200, 200, 20, 200, "walk", ""),
        # 200 s at 1.1 m/s are 181.8 s
        ("V0000", "4-6", "upper_primary", 3, "S000", 200, 182, 20, 200, "walk", ""),
        # 3200 s at 1.25 m/s
        ("V0000", "7-9", "junior", 4, "S001", 3200, 2560, 320, 3200, "ride", ""),
    ]


def test_a_band_whose_grades_part_has_a_row_for_each_run() -> None:
    county = peopled(world(12, 4), 0, [1, 2, 3, 0, 0, 0, 0, 0, 0])
    # the third grade goes to school 2 (index), whose row of village 0 is row 2 of the matrix
    county = assigned(county, site={(0, 3): 2}, row={(0, 3): 2})
    rows = assignment_rows(county.model, county.evaluation)
    mine = [row[1:5] for row in rows.cells if row[0] == "V0000"]
    assert mine == [("1-2", "lower_primary", 3, "S000"), ("3", "lower_primary", 3, "S002")]


def test_unserved_names_the_school_it_is_listed_at_and_the_reason() -> None:
    county = peopled(world(12, 4), 0, [0, 0, 0, 0, 0, 0, 0, 5, 0])
    county = assigned(
        county,
        mode={(0, g): 3 for g in (7, 8, 9)},
        reason={(0, g): 3 for g in (7, 8, 9)},
        row={(0, g): -1 for g in (7, 8, 9)},
        site={(0, g): -1 for g in (7, 8, 9)},
    )
    mine = [r for r in assignment_rows(county.model, county.evaluation).cells if r[0] == "V0000"]
    assert mine == [
        ("V0000", "7-9", "junior", 5, None, None, None, None, None, "unserved", "beyond_cutoff")
    ]


def test_no_vehicle_leaves_the_ride_empty() -> None:
    county = world(12, 4)
    od = county.model.od
    ride = np.full_like(od.ride_s, -1)
    model = replace(county.model, od=replace(od, ride_s=ride, ride_length_m=ride))
    rows = assignment_rows(model, county.evaluation)
    assert set(column(rows, "ride_s")) == set(column(rows, "ride_length_m")) == {None}
    assert None not in column(rows, "walk_s")


@pytest.mark.parametrize(("villages", "schools"), [(1, 1), (12, 4), (50, 7)])
def test_pupils_add_up(villages: int, schools: int) -> None:
    county = world(villages, schools)
    rows = assignment_rows(county.model, county.evaluation)
    pupils = column(rows, "pupils")
    assert sum(p for p in pupils if isinstance(p, int)) == county.model.villages.pupils.sum()
    assert all(isinstance(p, int) and p > 0 for p in pupils)
    table = village_rows(county.study, county.model, county.evaluation)
    grades = [v for g in range(1, 10) for v in column(table, f"g{g}")]
    assert sum(v for v in grades if isinstance(v, float)) == county.model.villages.pupils.sum()


# --- villages and schools


def test_band_takes_the_journey_of_the_most_pupils() -> None:
    county = peopled(world(12, 4), 0, [1, 2, 4, 0, 0, 0, 0, 0, 0])
    county = assigned(county, site={(0, 3): 2}, row={(0, 3): 2})
    assert band_grades(county.model, county.evaluation)[0].tolist() == [3, 4, 7]
    table = village_rows(county.study, county.model, county.evaluation)
    assert column(table, "school_lower_primary")[0] == "S002"
    # a tie goes to the lower grade; without pupils the first grade stands for the band
    tied = peopled(county, 0, [1, 2, 3, 0, 0, 0, 0, 0, 0])
    assert band_grades(tied.model, tied.evaluation)[0].tolist() == [1, 4, 7]
    empty = peopled(county, 0, [0] * 9)
    assert band_grades(empty.model, empty.evaluation)[0].tolist() == [1, 4, 7]


def test_unserved_villages_are_in_no_catchment() -> None:
    county = assigned(world(12, 4), mode={(0, g): 3 for g in (1, 2, 3)})
    sites = band_sites(county.model, county.evaluation)
    assert sites[0, 0] == -1
    assert (sites[1:, 0] >= 0).all()


def test_village_columns() -> None:
    county = world(12, 4)
    rows = village_rows(county.study, county.model, county.evaluation)
    given_, computed = rows.headers[:17], rows.headers[17:]
    assert given_ == (
        *("village_id", "name", "admin_village", "township", "area_class", "lon", "lat"),
        *("population", *(f"g{g}" for g in range(1, 10))),
    )
    assert computed == (
        *("snap_m", "component", "e2sfca"),
        *(
            f"{name}_{band}"
            for band in ("lower_primary", "upper_primary", "junior")
            for name in ("school", "length_m", "walk_s", "ride_s", "mode")
        ),
    )
    assert column(rows, "snap_m")[3] == 0.3
    assert column(rows, "e2sfca")[6] is None  # stands as undefined in the synthetic county


def test_school_columns() -> None:
    county = world(12, 4)
    rows = school_rows(county.study, county.model, county.evaluation)
    start = rows.headers.index("snap_m")
    bands = ("lower_primary", "upper_primary", "junior")
    assert rows.headers[start:] == (
        *("snap_m", "component", "roll", "load", *(f"load_{b}" for b in bands)),
        *("over_seats", "riders", "boarders_needed", "bed_gap", "mean_length_m", "max_length_m"),
        *(
            f"{word}.{i.name}.{stage}"
            for word in ("value", "shortfall")
            for i in INDICATORS
            for stage in ("primary", "junior")
        ),
    )
    assert column(rows, "status") == ["open", "open", "open", "closed"]
    assert column(rows, "grades") == ["1-6", "7-9", "1-3", "1-6"]
    assert column(rows, "owner") == ["公办"] * 4
    assert column(rows, "bus") == [19.0, False, 19.0, False]
    assert column(rows, "books")[3] is None
    assert column(rows, "max_length_m")[3] is None


def test_loads_add_up_over_bands_and_to_those_served() -> None:
    county = world(50, 7)
    rows = school_rows(county.study, county.model, county.evaluation)
    load = np.array(column(rows, "load"))
    bands = [np.array(column(rows, f"load_{b.id}")) for b in county.model.rules.bands]
    assert (load == bands[0] + bands[1] + bands[2]).all()
    assignment = assignment_rows(county.model, county.evaluation)
    served = [r[3] for r in assignment.cells if r[9] != "unserved"]
    assert load.sum() == sum(p for p in served if isinstance(p, int))


def test_a_table_of_another_county_is_refused() -> None:
    with pytest.raises(ValueError, match="12 rows, the model 20"):
        village_rows(world(12, 4).study, world(20, 4).model, world(20, 4).evaluation)


# --- findings, problems, indicators


def test_findings_join_the_rule_they_cite() -> None:
    county = world(12, 4)
    rows = finding_rows(county.model, county.evaluation, language="zh")
    assert rows.headers == FINDING_HEADERS
    walk = next(row for row in rows.cells if row[0] == "walk_limit_s.lower_primary")
    assert walk[1:7] == ("violation", "village", "V0011", 3661, 1800, "s")
    assert "国办发〔2018〕27号" in str(walk[7])
    assert walk[9] == "guideline; quoted"
    # 3661 s are 61 min 1 s, the limit is 30 min
    assert "第11村" in str(walk[10])
    assert "61 分钟 1 秒" in str(walk[10])
    assert "30 分钟" in str(walk[10])
    unknown = next(row for row in rows.cells if row[0] == "threshold.books.primary")
    assert unknown[4] is None
    assert unknown[7:10] == (None, None, "")


def test_english_findings_take_the_english_half_of_a_clause() -> None:
    county = world(12, 4, language="en")
    rows = finding_rows(county.model, county.evaluation, language="en")
    seats = next(row for row in rows.cells if row[0] == "seats_full")
    assert str(seats[7]).startswith("Assumption:")
    assert str(seats[10]).startswith("Primary School No. 1: roll")


def test_messages_of_the_kernels_findings() -> None:
    model = world(12, 4).model
    cv = Finding(
        "cv_limit_2017.junior", "violation", "county", "", 0.4957, 0.45, "ratio",
        "cv_2017.books.junior",
    )  # fmt: skip
    assert finding_message(cv, model, "en") == (
        "云岭县（模拟）: CV (2017) books per pupil, junior is 0.496, ceiling 0.450"
    )
    left = Finding(
        "walk_limit_s.lower_primary", "violation", "village", "V0001", None, 1800, "s",
        "lower_primary:no_road_within_limit", 7,
    )  # fmt: skip
    message = finding_message(left, model, "zh")
    assert message.startswith("第1村：小学低年级，附近没有道路，7 名学生")
    gone = Finding("no_such_rule", "note", "school", "S999", None, None, "")
    assert finding_message(gone, model, "zh") == "S999：no_such_rule"


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (None, "m", "—", "—"),
        (950, "m", "950 米", "950 m"),
        (1250, "m", "1.3 公里", "1.3 km"),
        (1801, "s", "30 分钟 1 秒", "30 min 1 s"),
        (1800, "s", "30 分钟", "30 min"),
        (0, "s", "0 秒", "0 s"),
        (0.625, "share", "62.5%", "62.5%"),
        (1234.5, "yuan/pupil", "1,234.50 元/人", "1,234.50 yuan/pupil"),
        (True, "yes/no", "是", "yes"),
    ],
)
def test_quantities(value: float | None, unit: str, zh: str, en: str) -> None:
    assert (quantity(value, unit, "zh"), quantity(value, unit, "en")) == (zh, en)


def test_units_and_times() -> None:
    assert unit_name("person/100 pupils", "zh") == "人/百人"
    assert unit_name("person/100 pupils", "en") == "persons/100 pupils"
    assert (unit_name("pupil/class", "zh"), unit_name("pupil/class", "en")) == (
        "人/班",
        "pupils/class",
    )
    assert unit_name("m2", "en") == "m²"
    assert unit_name("furlong", "zh") == "furlong"
    assert duration(59.6, "en") == "1 min"


def test_problems_say_what_was_done() -> None:
    county = world(12, 4)
    rows = problem_rows(county.study.problems, language="zh")
    assert rows.headers == PROBLEM_HEADERS
    assert rows.cells[0] == (
        "villages.csv", "", 5, "g1", "2.5", "warning", "pupils_rounded",
        "已按说明处理", "学生数有小数，已取整", "请核对原表",
    )  # fmt: skip


def test_indicators_have_value_and_unit_and_null_where_undefined() -> None:
    made = world(12, 4)
    model, evaluation = made.model, made.evaluation
    evaluation = replace(evaluation, indicators={**evaluation.indicators, "x": Figure(None, "m")})
    document = json.loads(json_text(indicators_document(model, evaluation)))
    assert document["indicators"]["x"] == {"value": None, "unit": "m"}
    assert set(document) >= {"indicators", "by_band", "by_township", "by_area_class"}
    total = document["indicators"]["pupils"]["value"]
    for cut in ("by_band", "by_township", "by_area_class"):
        assert sum(group["pupils"]["value"] for group in document[cut].values()) == total


def test_json_refuses_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        json_text({"x": math.nan})


# --- files


def test_files_are_there_and_the_same_twice(tmp_path: Path) -> None:
    county = with_name(world(12, 4), "=cmd|' /C calc'!A0")
    names = (
        *("assignment.csv", "villages.csv", "schools.csv"),
        *("indicators.json", "findings.csv", "problems.csv"),
    )
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        paths = write_tables(tmp_path / folder, county.study, county.model, county.evaluation)
        assert tuple(path.name for path in paths) == names
    for name in names:
        data = (tmp_path / "a" / name).read_bytes()
        assert data == (tmp_path / "b" / name).read_bytes()
        if name.endswith(".csv"):
            assert data.startswith(b"\xef\xbb\xbf")
            assert data.endswith(b"\r\n")
            assert data.count(b"\n") == data.count(b"\r\n")
    text = (tmp_path / "a" / "villages.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["name"] == "'=cmd|' /C calc'!A0"
    assert rows[0]["lon"] == "111"


def test_an_evaluation_without_findings_has_headers_only(tmp_path: Path) -> None:
    county = world(1, 1)
    bare: Evaluation = replace(county.evaluation, findings=())
    write_tables(tmp_path, replace(county.study, problems=()), county.model, bare)
    data = (tmp_path / "findings.csv").read_bytes()
    assert data.decode("utf-8-sig") == ",".join(FINDING_HEADERS) + "\r\n"
