"""The tables themselves: complete rows, the figures of the documents, no addresses."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolmap.model.columns import SCHOOLS
from schoolmap.model.grades import BAND_IDS, STAGES
from schoolmap.model.resources import indicators_of
from schoolmap.model.rules import Standard, rules_of
from schoolmap.standards import BASE_TABLES, load, load_table, table_names

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "standards.json"
FIELDS = {
    "id", "value", "unit", "comparison", "name_zh", "name_en", "clause", "source", "year",
    "force", "verified", "note",
}  # fmt: skip


def every_row() -> Iterator[tuple[str, dict[str, object]]]:
    folder = ROOT / "src" / "schoolmap" / "standards" / "tables"
    for path in sorted(folder.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["row"]:
            yield path.stem, row


ROWS = list(every_row())
IDS = [f"{table}:{row['id']}" for table, row in ROWS]


@pytest.mark.parametrize(("table", "row"), ROWS, ids=IDS)
def test_a_row_is_complete(table: str, row: dict[str, object]) -> None:
    assert set(row) | {"year"} == FIELDS
    assert all(str(row[key]) for key in FIELDS - {"note", "year"}), table
    assert row["comparison"] in {"<=", ">=", "=", "<"}
    assert row["force"] in {"binding", "guideline", "assumption"}
    assert row["verified"] in {"quoted", "secondary", "memory"}
    assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)*", str(row["id"]))


@pytest.mark.parametrize(("table", "row"), ROWS, ids=IDS)
def test_a_row_tells_its_standing_in_both_languages(table: str, row: dict[str, object]) -> None:
    assert str(row["source"]).count(" / ") == 1, table
    assert not row["note"] or str(row["note"]).count(" / ") == 1
    if row["force"] == "assumption":
        zh, _, en = str(row["clause"]).partition(" / ")
        assert zh.startswith("假定：")
        assert en.startswith("Assumption: ")
    assert not re.search(r"https?:|www\.|\.com|\.cn\b", json.dumps(row, ensure_ascii=False))


def test_an_id_stands_once_in_a_table_and_once_in_the_base() -> None:
    ids = [(table, row["id"]) for table, row in ROWS]
    assert len(ids) == len(set(ids))
    base = [row["id"] for table, row in ROWS if table in BASE_TABLES]
    assert len(base) == len(set(base))


def test_table_names_and_order() -> None:
    assert set(BASE_TABLES) < set(table_names())
    assert {"cn-shanxi-2013", "cn-reference"} < set(table_names())
    assert next(iter(load_table("cn-layout"))) == "grades.lower_primary"


# FORMATS, the table of rules, row by row
DOCUMENTED: dict[str, object] = {
    "grades.lower_primary": "1-3",
    "grades.upper_primary": "4-6",
    "grades.junior": "7-9",
    "walk_speed_m_s.lower_primary": 1.0,
    "walk_speed_m_s.upper_primary": 1.1,
    "walk_speed_m_s.junior": 1.25,
    "walk_limit_s.lower_primary": 1800,
    "walk_limit_s.upper_primary": 2400,
    "walk_limit_s.junior": 2400,
    "ride_limit_s.lower_primary": 1800,
    "ride_limit_s.upper_primary": 2400,
    "ride_limit_s.junior": 2400,
    "may_board.lower_primary": False,
    "may_board.upper_primary": True,
    "may_board.junior": True,
    "off_road_speed_m_s": 0.8,
    "assign_private": False,
    "class_limit.primary": 45,
    "class_limit.junior": 50,
    "school_limit.primary": 2000,
    "school_limit.junior": 2000,
    "school_limit.through": 2500,
    "small_school_pupils": 100,
    "dorm_area_m2": 3.0,
    "detour_factor": 1.35,
    "cv_limit_2017.primary": 0.50,
    "cv_limit_2017.junior": 0.45,
    "cv_limit_2012.primary": 0.65,
    "cv_limit_2012.junior": 0.55,
    "scope_private.2012": False,
    "scope_teaching_points.2012": False,
    "scope_private.2017": True,
    "scope_teaching_points.2017": True,
    "scope_teaching_point_min.2017": 50,
}


@pytest.mark.parametrize("rule", DOCUMENTED)
def test_documented_figure(rule: str) -> None:
    value = load([])[rule].value
    assert value == DOCUMENTED[rule]
    assert isinstance(value, bool) == isinstance(DOCUMENTED[rule], bool)


def test_force_as_documented() -> None:
    rows = load([])
    for rule in ("walk_limit_s.upper_primary", "ride_limit_s.junior", "off_road_speed_m_s",
                 "assign_private", "detour_factor", "scope_teaching_point_min.2017",
                 *(f"walk_speed_m_s.{band}" for band in BAND_IDS)):  # fmt: skip
        assert rows[rule].force == "assumption", rule
    assert rows["walk_limit_s.lower_primary"].force == "guideline"
    assert "国办发〔2018〕27号" in rows["walk_limit_s.lower_primary"].clause
    assert "晋教基〔2013〕33号" in rows["walk_limit_s.junior"].clause
    assert rows["class_limit.primary"].force == "binding"
    assert all(row.force == "assumption" for rule, row in rows.items() if "ride_speed" in rule)


def test_the_base_holds_all_that_the_kernel_reads() -> None:
    rules = rules_of(load([]))
    assert {name for name, _ in rules.thresholds} == {i.name for i in indicators_of("2017")}
    assert {stage for _, stage in rules.thresholds} == set(STAGES)
    assert len(rules.access_step_s) == len(rules.access_weight) == 3


def test_thresholds_name_schools_columns() -> None:
    columns = {column.name for column in SCHOOLS}
    named = [
        str(row["id"]).split(".") for _, row in ROWS if str(row["id"]).startswith("threshold.")
    ]
    assert {column for _, column, _ in named} <= columns
    assert {stage for _, _, stage in named} <= set(STAGES)


# ------------------------------------------------------------- against the file of evidence

LEVEL = {
    "quoted": "quoted",
    "secondary_summary": "secondary",
    "figure_only_elsewhere": "secondary",
    "memory": "memory",
}
SEVEN = {
    "above_edu": "teachers_above_degree",
    "backbone": "backbone_teachers",
    "pe_art": "pe_arts_teachers",
    "teach_area": "teaching_area_m2",
    "sport_area": "sports_area_m2",
    "equip": "equipment_yuan",
    "multimedia": "multimedia_rooms",
}
# id in the file of evidence -> (id in a table, factor to the table's unit)
RENAMED: dict[str, tuple[str, float]] = {
    "b12_cv_primary": ("cv_limit_2012.primary", 1),
    "b12_cv_junior": ("cv_limit_2012.junior", 1),
    **{
        f"q17_{short}_{stage}": (f"threshold.{column}.{stage}", 1)
        for short, column in SEVEN.items()
        for stage in STAGES
    },
    "q17_min_items": ("min_indicators_met_2017", 1),
    "q17_rest_pct": ("rest_share_2017", 0.01),
    "q17_cv_primary": ("cv_limit_2017.primary", 1),
    "q17_cv_junior": ("cv_limit_2017.junior", 1),
    "q17_tp_min": ("scope_teaching_point_min.2017", 1),
    "q17_g03_music_area": ("music_room_area_m2", 1),
    "q17_g03_art_area": ("art_room_area_m2", 1),
    "q17_g03_classes_per_room": ("classes_per_special_room", 1),
    "q17_g04_size_primary": ("school_limit.primary", 1),
    "q17_g04_size_junior": ("school_limit.junior", 1),
    "q17_g04_size_through": ("school_limit.through", 1),
    "q17_g05_class_primary": ("class_limit.primary", 1),
    "q17_g05_class_junior": ("class_limit.junior", 1),
    "q17_g06_small_fund": ("funding_floor_pupils", 1),
    "q17_g07_special": ("special_education_fund_yuan", 1),
    "q17_g09_training": ("teacher_training_share", 0.01),
    "q17_g11_rotation": ("rotation_share.teachers", 0.01),
    "q17_g11_rotation_backbone": ("rotation_share.backbone", 0.01),
    "q17_g12_cert": ("certified_teacher_share", 0.01),
    "q17_g14_quota": ("senior_quota_share", 0.01),
    "q17_g13_near_primary": ("near_enrolment_share.primary", 0.01),
    "q17_g13_near_junior": ("near_enrolment_share.junior", 0.01),
    "q17_g15_migrant": ("migrant_share", 0.01),
    "q17_e01_retention": ("retention_share.junior", 0.01),
    "q17_e02_disabled": ("disabled_enrolment_share", 0.01),
    "q17_s_satisf": ("satisfaction_share", 0.01),
    "t_g13_minutes": ("walk_limit_s.lower_primary", 60),
    "small_school": ("small_school_pupils", 1),
    "r_gb50099_p": ("service_radius_m.gb50099.primary", 1),
    "r_gb50099_j": ("service_radius_m.gb50099.junior", 1),
    "r_gb50180_p": ("service_radius_m.gb50180.primary", 1),
    "r_gb50180_j": ("service_radius_m.gb50180.junior", 1),
    "r_hebei_p": ("service_radius_m.hebei.primary", 1),
    "r_prov_25": ("service_radius_m.provinces.primary", 1),
    "p_hebei_notice": ("publicity_months.hebei", 1),
    "t_shanxi_j": ("walk_limit_s.junior", 60),
    "pop_shanxi_j1": ("junior_school_population", 1),
    "shanxi_books": ("threshold.books.primary", 1),
    "t_guangzhou_p": ("walk_s.guangzhou.primary", 60),
    "t_guangzhou_j": ("walk_s.guangzhou.junior", 60),
    "seats_gz_p": ("seats_per_1000.guangzhou.primary", 1),
    "seats_gz_j": ("seats_per_1000.guangzhou.junior", 1),
    "bench_dist_all": ("distance_benchmark_m.all", 1000),
    "bench_dist_town": ("distance_benchmark_m.town", 1000),
    "bench_dist_vill": ("distance_benchmark_m.village", 1000),
    "v_k": ("observed_walk_speed_m_s.kindergarten", 1),
    "v_g6": ("observed_walk_speed_m_s.grade_6", 1),
    "v_pre": ("observed_walk_speed_m_s.preschool_crossing", 1),
    "v_adult": ("observed_walk_speed_m_s.adult_model", 1),
    "dorm_area": ("dorm_area_m2", 1),
    "dorm_bed": ("beds_per_boarder", 1),
    "dorm_wc_dist": ("outdoor_toilet_distance_m", 1),
    "canteen_pollution": ("canteen_pollution_distance_m", 1),
    "dorm_gz_p": ("dorm_area_range_m2.guizhou.primary", 1),
    "dorm_gz_j": ("dorm_area_range_m2.guizhou.junior", 1),
    "wc_boy": ("boys_per_toilet", 1),
    "wc_urinal": ("boys_per_urinal", 1),
    "wc_girl": ("girls_per_toilet", 1),
    "board_subsidy": ("boarder_subsidy_yuan", 1),
    "staff_p": ("staff_ratio.primary", 1),
    "staff_j": ("staff_ratio.junior", 1),
    "fund_primary": ("operating_fund_yuan.primary", 1),
    "fund_junior": ("operating_fund_yuan.junior", 1),
    "fund_qt": ("small_school_supplement.qingtian", 1),
    "split_twelve": ("split_ratio.twelve_year", 1),
    "j109_incomplete": ("rural_school_scale.incomplete_primary", 1),
}  # fmt: skip
# said in words there, as a figure here
SAID: dict[str, tuple[str, object]] = {
    "split_nine": ("split_weight.junior", 1.1),
    "split_full": ("split_weight.senior", 1.2),
    "t_g13_board": ("may_board.lower_primary", False),
    "t_g46_board": ("may_board.upper_primary", True),
    "bus_rule": ("school_bus_duty", True),
    "j109_primary": ("rural_school_scale.primary", "6,12,18,24 x 45"),
    "j109_junior": ("rural_school_scale.junior", "12,18,24 x 50"),
}


def of_tables(rule: str) -> Standard:
    """Return the row of the table that is about it: the provincial one where both have it."""
    for name in ("cn-shanxi-2013", *BASE_TABLES, "cn-reference"):
        if rule in load_table(name):
            return load_table(name)[rule]
    pytest.fail(f"no table has {rule}")


@pytest.fixture(scope="module")
def evidence() -> dict[str, dict[str, object]]:
    if not SHARED.exists():
        pytest.skip("the file of evidence (../shared/standards.json) is not beside this checkout")
    rows = json.loads(SHARED.read_text(encoding="utf-8"))["standards"]
    return {row["id"]: row for row in rows if row["value"] is not None}


@pytest.mark.shared
def test_every_figure_of_the_evidence_is_in_a_table(
    evidence: dict[str, dict[str, object]],
) -> None:
    for key, row in evidence.items():
        if key in SAID:
            rule, value = SAID[key]
        elif key.startswith("c102_"):
            rule = "building_area_per_pupil_m2." + re.sub(
                r"^c102_(base|plan)_(\w+)_(\d+)$", r"\1.\2.\3", key
            )
            value = row["value"]
        else:
            rule, factor = RENAMED[key]
            value = row["value"]
            if isinstance(value, int | float):
                value = pytest.approx(value * factor, rel=1e-12)
        found = of_tables(rule)
        assert found.value == value, key
        assert found.verified == LEVEL[str(row["verified_level"])], key
        assert found.year == row["year"], key
