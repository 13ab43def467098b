"""Self-inspection of one school, against cases worked with a pencil."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.errors import UsageError
from schoolmap.kernel import TODAY
from schoolmap.kernel.inspection import InspectionRow, SchoolFacts, facts_of, inspect_school
from schoolmap.kernel.movables import stock_today
from schoolmap.kernel.state import today
from schoolmap.model.evaluation import Assignment, Evaluation, SchoolFigures
from schoolmap.model.layout import LayoutModel, Sites, Villages
from schoolmap.model.od import ODMatrix
from schoolmap.model.resources import RESOURCE_INDEX, RESOURCES
from schoolmap.model.rules import rules_of
from schoolmap.standards import load

BASE = load([])
DONGSHE = SchoolFacts(
    school_id="1",
    name="东社小学",
    primary=981,
    classes=20,
    boarders=0,
    beds=0,
    resources={
        "teachers": 53,
        "land_area_m2": 13_125,
        "building_area_m2": 3_616,
        "sports_area_m2": 7_800,
        "toilet_seats": 40,
    },
)
# a township boarding school that the plan brings up to the standard: 300 pupils, 1,400 yuan and
# 3 m2 of rooms each; its county asks for 4 m2
TOWNSHIP = SchoolFacts(
    school_id="2",
    name="乡镇寄宿制小学",
    primary=300,
    classes=7,
    seats=315,
    boarders=120,
    beds=100,
    resources={"equipment_yuan": 420_000, "teaching_area_m2": 900, "dorm_area_m2": 300},
)


def by_item(facts: SchoolFacts, **overrides: float) -> dict[tuple[str, str | None], InspectionRow]:
    standards = load([], {rule.replace("__", "."): v for rule, v in overrides.items()})
    rows = inspect_school(facts, standards)
    table = {(row.item, row.stage): row for row in rows}
    assert len(table) == len(rows)
    return table


def test_recorded_school_class_size() -> None:
    row = by_item(DONGSHE)["class_size", None]
    assert row.value == 49.05
    assert (
        row.standard is BASE["class_limit.primary"] or row.standard == BASE["class_limit.primary"]
    )
    assert row.met is False
    # 20 classes of 45 hold 900; 981 pupils need 21.8, that is 22 classes
    assert (row.shortfall, row.shortfall_unit) == (2, "class")
    assert "81" in row.note_zh
    assert "81" in row.note_en


@pytest.mark.parametrize(
    ("item", "stage", "value", "met"),
    [
        ("land_area_m2", None, 13.4, None),
        ("building_area_m2", None, 3.7, None),
        ("sports_area_m2", "primary", 7.95, True),
        ("pupils_per_teacher", "primary", 18.5, None),
        ("school_size", None, 981, True),
        ("toilet_seats", None, 24.5, None),
    ],
)
def test_recorded_school(item: str, stage: str | None, value: float, met: bool | None) -> None:
    row = by_item(DONGSHE)[item, stage]
    assert row.value == pytest.approx(value, abs=0.05)
    assert row.met is met


def test_what_has_no_national_limit_says_so_by_having_no_standard() -> None:
    table = by_item(DONGSHE)
    for item in ("land_area_m2", "building_area_m2"):
        assert table[item, None].standard is None
        assert table[item, None].shortfall is None


def test_toilets_are_not_judged_without_pupils_by_sex() -> None:
    row = by_item(DONGSHE)["toilet_seats", None]
    # 981 / 40 = 24.5 and 981 / 13 = 75.5 seats
    assert "25" in row.note_zh
    assert "76" in row.note_zh
    assert row.met is None


def test_township_boarding_school_reads_off_what_it_lacks() -> None:
    table = by_item(TOWNSHIP, threshold__teaching_area_m2__primary=4)
    money, rooms = table["equipment_yuan", "primary"], table["teaching_area_m2", "primary"]
    assert (money.value, money.shortfall, money.shortfall_unit) == (1400, 180_000, "yuan")
    assert (rooms.value, rooms.shortfall, rooms.shortfall_unit) == (3, 300, "m2")
    assert rooms.standard is not None
    assert rooms.standard.table == "study"
    # by the national 4.5 m2 it would be 450
    assert by_item(TOWNSHIP)["teaching_area_m2", "primary"].shortfall == 450


def test_boarding() -> None:
    table = by_item(TOWNSHIP)
    beds, dormitory = table["beds", None], table["dorm_area_m2", None]
    assert (beds.met, beds.shortfall, beds.shortfall_unit) == (False, 20, "bed")
    # 120 boarders at 3 m2 are 360 m2
    assert (dormitory.value, dormitory.shortfall) == (2.5, 60)


@pytest.mark.parametrize(
    ("boarders", "beds", "items"),
    [
        (0, 0, set()),
        (None, None, set()),
        (None, 0, set()),
        (None, 40, {"beds", "dorm_area_m2"}),
        (5, None, {"beds", "dorm_area_m2"}),
    ],
)
def test_a_day_school_has_no_boarding_rows(
    boarders: float | None, beds: float | None, items: set[str]
) -> None:
    table = by_item(replace(TOWNSHIP, boarders=boarders, beds=beds))
    assert {item for item, _ in table} & {"beds", "dorm_area_m2"} == items
    if items:
        # unknown boarders cannot be judged; boarders without beds lack one each
        assert table["beds", None].met is (None if boarders is None else False)


def test_a_limit_is_kept_at_the_limit() -> None:
    facts = SchoolFacts(
        school_id="3",
        name="甲",
        primary=450,
        classes=10,
        seats=450,
        resources={"teachers_above_degree": 18.9, "staff": 450 / 19, "equipment_yuan": 900_000},
    )
    table = by_item(facts)
    for item in ("class_size", "seats"):
        assert table[item, None].met is True
        assert table[item, None].shortfall == 0
    # 4.2 per 100 of 450 pupils are 18.9
    for item in ("teachers_above_degree", "equipment_yuan", "staff_ratio"):
        assert table[item, "primary"].met is True, item


def test_missing_data_is_never_zero() -> None:
    facts = SchoolFacts(school_id="4", name="乙", primary=100)
    for row in by_item(facts).values():
        if row.item in {"school_size", "small_school"}:
            continue
        assert row.met is None, row.item
        assert row.shortfall is None
    nothing = replace(facts, resources={"equipment_yuan": 0, "toilet_seats": 0}, seats=0, classes=0)
    table = by_item(nothing)
    assert table["equipment_yuan", "primary"].shortfall == 200_000
    assert table["seats", None].shortfall == 100
    assert table["class_size", None].met is None  # no classes and 100 pupils: not filled in


@pytest.mark.parametrize(("pupils", "word"), [(99, "不足"), (100, "不少于")])
def test_small_school(pupils: float, word: str) -> None:
    row = by_item(SchoolFacts(school_id="5", name="丙", primary=pupils))["small_school", None]
    assert word in row.note_zh
    assert row.met is None


def test_seven_indicators() -> None:
    # 100 pupils: thresholds are 4.2, 1, 0.9, 450, 750, 200000, 2.3
    seven: dict[str, float | None] = {
        "teachers_above_degree": 5,
        "backbone_teachers": 1,
        "pe_arts_teachers": 1,
        "teaching_area_m2": 450,
        "sports_area_m2": 750,
        "equipment_yuan": 200_000,
        "multimedia_rooms": 3,
    }
    school = SchoolFacts(school_id="6", name="丁", primary=100, resources=seven)

    def judged(**changes: float | None) -> InspectionRow:
        changed = replace(school, resources={**seven, **changes})
        return by_item(changed)["min_indicators_met_2017", "primary"]

    assert (judged().value, judged().met) == (7, True)
    assert judged(multimedia_rooms=2).met is True  # 2 is 87 % of 2.3
    far = judged(multimedia_rooms=1.9)  # 83 %
    assert (far.value, far.met, far.shortfall) == (6, False, 0)
    two = judged(multimedia_rooms=2, sports_area_m2=740)
    assert (two.value, two.met, two.shortfall) == (5, False, 1)
    assert judged(multimedia_rooms=None).met is None
    assert judged(multimedia_rooms=None, sports_area_m2=100).met is False


THROUGH = SchoolFacts(
    school_id="7",
    name="九年一贯制学校",
    primary=166,
    junior=210,
    is_through=True,
    classes=9,
    resources={"books": 23_226, "staff": 30},
)


def test_through_school_is_split_by_weighted_pupils() -> None:
    # the published example: 23226 / (166 + 1.1 * 210) = 58.50378 books a weighted pupil
    table = by_item(THROUGH)
    primary, junior = table["books", "primary"], table["books", "junior"]
    assert primary.value == pytest.approx(58.50378, abs=5e-6)
    assert junior.value == pytest.approx(58.50378 * 1.1, abs=5e-6)
    assert primary.note_zh
    assert table["staff_ratio", "primary"].note_en


def test_stage_columns_go_before_the_split() -> None:
    facts = replace(THROUGH, resources={"books": 23_226, "books_primary": 1_660})
    table = by_item(facts)
    assert table["books", "primary"].value == 10
    assert table["books", "primary"].note_zh == ""
    assert table["books", "junior"].value == pytest.approx(58.50378 * 1.1, abs=5e-6)


def test_through_school_limits() -> None:
    table = by_item(replace(THROUGH, primary=1300, junior=1300, classes=52))
    assert (table["class_size", None].met, table["class_size", None].value) == (True, 50)
    size = table["school_size", None]
    assert (size.met, size.shortfall) == (False, 100)


def test_full_secondary_school() -> None:
    # 100 junior and 100 senior pupils weigh 100 + 120; 2200 books give 1000 to the junior stage
    facts = SchoolFacts(
        school_id="8",
        name="完全中学",
        junior=100,
        senior=100,
        classes=4,
        resources={"books": 2_200},
    )
    table = by_item(facts)
    assert table["books", "junior"].value == pytest.approx(10)
    assert table["class_size", None].met is None  # whose classes they are is not known
    assert "高中" in table["class_size", None].note_zh


def test_a_county_threshold_on_another_column_gets_its_row() -> None:
    facts = replace(DONGSHE, resources={**DONGSHE.resources, "computers": 90, "staff": 50})
    assert by_item(facts)["computers", "primary"].standard is None
    table = by_item(facts, threshold__computers__primary=0.1, threshold__land_area_m2__primary=15)
    assert table["computers", "primary"].shortfall == pytest.approx(8.1)
    assert table["land_area_m2", "primary"].shortfall == pytest.approx(981 * 15 - 13_125)


def test_a_school_without_pupils() -> None:
    table = by_item(SchoolFacts(school_id="9", name="空", classes=3, resources={"books": 10}))
    assert table["school_size", None].value == 0
    assert {stage for _, stage in table} == {None}


AMOUNT = st.none() | st.floats(0, 1e7)


@given(
    primary=st.integers(0, 3000),
    junior=st.integers(0, 3000),
    senior=st.sampled_from([0, 200]),
    classes=st.none() | st.integers(0, 80),
    amounts=st.fixed_dictionaries({r.name: AMOUNT for r in RESOURCES}),
)
def test_properties(
    primary: int, junior: int, senior: int, classes: int | None, amounts: dict[str, float | None]
) -> None:
    facts = SchoolFacts(
        school_id="p",
        name="p",
        primary=primary,
        junior=junior,
        senior=senior,
        classes=classes,
        is_through=bool(primary and junior),
        resources=amounts,
    )
    for row in inspect_school(facts, BASE):
        assert (row.met is None) == (row.shortfall is None)
        if row.met:
            assert row.shortfall == 0
        assert row.shortfall is None or row.shortfall >= 0
        assert row.standard is not None or row.met is None
        given_up = row.item == "min_indicators_met_2017"
        # what is added closes the gap: per-pupil resources are linear
        if row.met is False and not given_up and row.item in amounts and row.stage and not senior:
            if facts.is_through:
                continue
            more = {**amounts, row.item: (amounts[row.item] or 0) + (row.shortfall or 0)}
            closed = inspect_school(replace(facts, resources=more), BASE)
            assert next(r for r in closed if r.item == row.item).met is True


# --------------------------------------------------------------------------- facts of a model


def county() -> tuple[LayoutModel, Evaluation]:
    """One village, three sites: a nine-year school, a primary school, a candidate."""
    n = 3
    resources = np.full((n, len(RESOURCES)), -1, dtype=np.int64)
    resources[0, RESOURCE_INDEX["equipment_yuan"]] = 12_345  # fen
    resources[0, RESOURCE_INDEX["books"]] = 800
    by_stage = np.full_like(resources, -1)
    by_stage[0, RESOURCE_INDEX["books"]] = 300
    whole = np.array([9, -1, -1], dtype=np.int64)
    sites = Sites(
        ids=("A", "B", "C"),
        names=("甲校", "乙校", "丙校"),
        names_en=("School A", "", ""),
        townships=("城关镇", "", ""),
        type_code=np.array([312, 211, 211], dtype=np.int16),
        area_class=np.zeros(n, dtype=np.int16),
        status=np.array([0, 0, 1], dtype=np.int8),
        private=np.zeros(n, dtype=np.bool_),
        first_grade=np.ones(n, dtype=np.int8),
        last_grade=np.array([9, 6, 6], dtype=np.int8),
        classes=whole,
        seats=np.array([450, -1, -1], dtype=np.int64),
        boarders=np.array([20, -1, -1], dtype=np.int64),
        boarders_girls=np.full(n, -1, dtype=np.int64),
        beds=np.zeros(n, dtype=np.int64),
        bus=np.zeros(n, dtype=np.bool_),
        bus_seats=np.full(n, -1, dtype=np.int64),
        roll=np.array([70.0, -1.0, -1.0]),
        roll_by_grade=np.full((n, 9), -1.0),
        senior_pupils=np.zeros(n),
        resources=resources,
        resources_primary=by_stage,
        resources_junior=np.full_like(resources, -1),
        component=np.zeros(n, dtype=np.int32),
        snap_mm=np.zeros(n, dtype=np.int64),
        lonlat=np.zeros((n, 2)),
        xy_mm=np.zeros((n, 2), dtype=np.int64),
    )
    villages = Villages(
        ids=("V",),
        names=("村",),
        admin_villages=("",),
        townships=("",),
        area_class=np.zeros(1, dtype=np.int16),
        population=np.zeros(1, dtype=np.int64),
        pupils=np.ones((1, 9), dtype=np.int64),
        designated=np.full((1, 3), -1, dtype=np.int32),
        component=np.zeros(1, dtype=np.int32),
        snap_mm=np.zeros(1, dtype=np.int64),
        lonlat=np.zeros((1, 2)),
        xy_mm=np.zeros((1, 2), dtype=np.int64),
    )
    none = np.empty(0, dtype=np.int32)
    model = LayoutModel(
        name="县",
        year="2026-2027",
        language="zh",
        villages=villages,
        sites=sites,
        od=ODMatrix(np.zeros(2, dtype=np.int64), none, none, none, none, none, n),
        rules=rules_of(BASE),
        standards=BASE,
        graph=None,
        walk_snaps=None,
        ride_snaps=None,
        estimated=False,
    )
    return model, evaluation_of(model, np.array([[40.5, 29.5], [6.0, 0.0], [0.0, 0.0]]))


def evaluation_of(model: LayoutModel, stage_roll: np.ndarray) -> Evaluation:
    n = len(model.sites)
    whole, real = np.zeros(n, dtype=np.int64), np.zeros(n)
    figures = SchoolFigures(
        load=np.zeros((n, 9), dtype=np.int64),
        roll=np.zeros((n, 9)),
        over_seats=real,
        riders=whole,
        boarders_needed=whole,
        bed_gap=whole,
        mean_length_m=real,
        max_length_m=whole,
        stage_roll=stage_roll,
        value=np.zeros((n, 0, 2)),
        shortfall=np.zeros((n, 0, 2)),
        is_through=(model.sites.first_grade == 1) & (model.sites.last_grade == 9),
        is_small=stage_roll.sum(axis=1) > 0,
        class_size=real,
        class_limit=real,
        in_scope_2017=np.array([True, False, False]),
        met_2017=np.zeros((n, 2), dtype=np.int64),
        unknown_2017=np.zeros((n, 2), dtype=np.int64),
        verdict_2017=np.zeros((n, 2), dtype=np.int8),
    )
    cell = np.zeros((1, 9), dtype=np.int8)
    return Evaluation(
        name="today",
        model_sha256="",
        kernel_version="1",
        scenario=TODAY,
        added=(),
        state=today(model),
        assignment=Assignment(cell.astype(np.int32), cell, cell, cell.astype(np.int64)),
        schools=figures,
        stock=stock_today(model.sites),
        e2sfca=np.zeros(1),
        indicators={},
        by_band={},
        by_township={},
        by_area_class={},
        length_bands=(),
        findings=(),
    )


def test_facts_of_a_model() -> None:
    facts = facts_of(*county(), 0)
    assert (facts.school_id, facts.name, facts.name_en) == ("A", "甲校", "School A")
    assert (facts.county, facts.year, facts.township) == ("县", "2026-2027", "城关镇")
    assert (facts.primary, facts.junior, facts.senior) == (40.5, 29.5, 0)
    assert facts.is_through
    assert facts.roll_reported
    assert (facts.grades, facts.classes, facts.seats) == ((1, 9), 9, 450)
    assert (facts.boarders, facts.beds) == (20, 0)
    assert facts.resources["equipment_yuan"] == 123.45
    assert facts.resources["books"] == 800
    assert facts.resources["books_primary"] == 300
    assert facts.resources["books_junior"] is None
    assert facts.resources["staff"] is None


def test_facts_of_a_school_that_reported_little() -> None:
    facts = facts_of(*county(), 1)
    assert not facts.is_through
    assert not facts.roll_reported
    assert (facts.classes, facts.seats, facts.boarders) == (None, None, None)
    size = next(r for r in inspect_school(facts, BASE) if r.item == "school_size")
    assert "模型" in size.note_zh


@pytest.mark.parametrize(("site", "word"), [(2, "not open"), (3, "no site"), (-1, "no site")])
def test_no_such_school(site: int, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        facts_of(*county(), site)
