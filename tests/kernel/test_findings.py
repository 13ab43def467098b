"""Rules that are not kept: each with its figure, its limit and the row that it cites."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from tests.kernel.test_assignment import counties
from tests.worlds import CLOSED, STANDARDS, Site, Village, by_road, drawn, make_model

from schoolmap.kernel import evaluate
from schoolmap.kernel.resources import shortfalls
from schoolmap.model.evaluation import Finding
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import indicators_of
from schoolmap.model.wording import finding_text


def found(model: LayoutModel, prefix: str = "") -> list[Finding]:
    return [f for f in evaluate(model).findings if f.rule.startswith(prefix)]


def of_school(prefix: str, *sites: Site, **rules: object) -> list[tuple[str, object, object]]:
    """Rule, value and limit of the findings of schools without villages."""
    return [(f.rule, f.value, f.limit) for f in found(make_model([], sites, {}, **rules), prefix)]


def test_villages_of_the_drawn_county() -> None:
    rows = found(drawn(), "walk_limit_s")
    assert {
        (f.subject_id, f.rule.split(".")[1]): (f.severity, f.pupils, f.detail) for f in rows
    } == {
        ("V0", "junior"): ("warning", 6, "junior:beyond_cutoff"),
        ("V1", "junior"): ("warning", 9, "junior:beyond_cutoff"),
        ("V3", "lower_primary"): ("violation", 15, "lower_primary:beyond_cutoff"),
        ("V3", "upper_primary"): ("warning", 15, "upper_primary:beyond_cutoff"),
        ("V4", "lower_primary"): ("violation", 3, "lower_primary:no_road_within_limit"),
        ("V4", "upper_primary"): ("warning", 3, "upper_primary:no_road_within_limit"),
        ("V4", "junior"): ("warning", 3, "junior:no_road_within_limit"),
    }
    assert all(f.value is None and f.subject_type == "village" and f.unit == "s" for f in rows)


def test_lower_primary_that_can_neither_walk_nor_ride_is_a_violation_with_its_figures() -> None:
    model = make_model([Village(2)], [Site((1, 3))], {(0, 0): by_road(2000)})
    (finding,) = [f for f in found(model, "walk_limit_s") if f.rule.endswith("lower_primary")]
    assert (finding.value, finding.limit, finding.pupils) == (2000, 1800, 6)
    assert finding.severity == "violation"
    assert model.standards[finding.rule].clause.startswith("国办发〔2018〕27号")


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        (Site(roll=91, classes=2), [("class_limit.primary", 45.5, 45)]),
        (Site(roll=90, classes=2), []),
        (Site((7, 9), roll=101, classes=2), [("class_limit.junior", 50.5, 50)]),
        # a through school reports its classes together: the larger limit
        (Site((1, 9), roll=98, classes=2), []),
        (Site((1, 9), roll=102, classes=2), [("class_limit.junior", 51, 50)]),
        (Site(roll=5000), []),  # classes not known
        (Site((7, 9), roll=5000, classes=2, senior=1), []),  # classes count senior ones
        # by its span a through school, though nobody is in grades 7 to 9
        (Site((1, 9), grades=(48, 48, 0, 0, 0, 0, 0, 0, 0), classes=2), []),
        (Site(roll=5000, classes=0), []),
    ],
)
def test_class_size(site: Site, expected: list[object]) -> None:
    assert of_school("class_limit", site) == expected


def test_a_through_school_is_held_to_the_larger_limit_whichever_it_is() -> None:
    site, rules = Site((1, 9), roll=104, classes=2), {"class_limit.primary": 55}
    assert of_school("class_limit", site, **rules) == []
    site = Site((1, 9), roll=112, classes=2)
    assert of_school("class_limit", site, **rules) == [("class_limit.primary", 56, 55)]


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        (Site(roll=2000), []),
        (Site(roll=2001), [("school_limit.primary", 2001, 2000)]),
        (Site((7, 9), roll=2001), [("school_limit.junior", 2001, 2000)]),
        (Site((1, 9), roll=2500), []),
        (Site((1, 9), roll=2501), [("school_limit.through", 2501, 2500)]),
        (Site((1, 9), grades=(2400, 0, 0, 0, 0, 0, 0, 0, 0)), []),
    ],
)
def test_school_size(site: Site, expected: list[object]) -> None:
    found_rows = of_school("school_limit", site)
    assert [(r, pytest.approx(v), limit) for r, v, limit in found_rows] == expected


def test_seats() -> None:
    assert of_school("seats_full", Site(roll=100, seats=100)) == []
    assert of_school("seats_full", Site(roll=101, seats=100)) == [("seats_full", 101, 100)]
    assert of_school("seats_full", Site(roll=101)) == []


def test_small_schools_are_a_note() -> None:
    assert of_school("small", Site(roll=99)) == [("small_school_pupils", 99, 100)]
    assert of_school("small", Site(roll=100)) == []
    assert of_school("small", Site(roll=0)) == [("small_school_pupils", 0, 100)]
    assert of_school("small", Site(roll=99, status=CLOSED)) == []
    # public or private, of any span: the roll alone decides
    for site in (Site((1, 9), roll=99), Site((7, 9), roll=99), Site(roll=99, private=True)):
        assert of_school("small", site) == [("small_school_pupils", pytest.approx(99), 100)]
    assert of_school("small", Site(roll=99), small_school_pupils=50) == []


def boarding(site: Site, **rules: object) -> list[Finding]:
    """Six boarders a pupil: grades 4 to 9 of one village."""
    model = make_model([Village(1)], [site], {(0, 0): by_road(30_000)}, **rules)
    return [f for f in found(model) if f.rule in ("beds_per_boarder", "dorm_area_m2")]


def test_beds_and_dormitories() -> None:
    assert boarding(Site((1, 9), beds=6)) == []
    (beds,) = boarding(Site((1, 9), beds=3))
    assert (beds.rule, beds.value, beds.limit, beds.severity) == (
        "beds_per_boarder",
        0.5,
        1,
        "violation",
    )
    (area,) = boarding(Site((1, 9), beds=6, has={"dorm_area_m2": 15}))
    assert (area.rule, area.value, area.limit) == ("dorm_area_m2", 2.5, 3.0)
    assert boarding(Site((1, 9), beds=6, has={"dorm_area_m2": 18})) == []
    assert boarding(Site((1, 9), beds=6, has={"dorm_area_m2": 15}), dorm_area_m2=2.5) == []


def test_dormitories_given_by_stage_and_what_the_boarders_are() -> None:
    by_stage = {"has_primary": {"dorm_area_m2": 9}, "has_junior": {"dorm_area_m2": 6}}
    (area,) = boarding(Site((1, 9), beds=6, **by_stage))
    assert (area.value, area.pupils, area.detail) == (2.5, 6, "modelled_boarders")
    # what the senior pupils have is not known
    assert boarding(Site((1, 9), beds=6, senior=10, **by_stage)) == []
    assert boarding(Site((1, 9), beds=6, has_primary={"dorm_area_m2": 9})) == []
    text = finding_text(area, STANDARDS, "zh")
    assert "模型推算" in text
    assert "modelled, not reported" in finding_text(area, STANDARDS, "en")


def test_a_need_that_is_only_noise_is_none() -> None:
    # 0.1 x 3 = 0.30000000000000004
    site = Site(roll=3, has={"teachers": 0, "equipment_yuan": 0.3})
    rule = {"threshold.equipment_yuan.primary": 0.1}
    assert of_school("threshold.equipment", site, **rule) == []
    assert shortfalls(np.array([0.1 * 3, 0.4, 0.0]), np.array([0.3, 0.3, 5.0])).tolist() == [
        0,
        0.4 - 0.3,
        0,
    ]


def test_each_reason_of_a_village_has_its_own_pupils() -> None:
    # grade 1 has no school; grades 2 and 3 one that is too far
    village = Village((5, 6, 7, 0, 0, 0, 0, 0, 0))
    model = make_model([village], [Site((2, 6))], {(0, 0): by_road(5000)})
    rows = found(model, "walk_limit_s")
    assert [(f.detail, f.pupils) for f in rows] == [
        ("lower_primary:no_site_for_grade", 5),
        ("lower_primary:band_may_not_board", 13),
    ]


def test_how_it_weighs_that_lower_primary_is_unserved() -> None:
    county = [Village(1)], [Site((1, 3))], {(0, 0): by_road(9000)}

    def severity(model: LayoutModel) -> str:
        return next(f.severity for f in found(model, "walk_limit_s.lower"))

    assert severity(make_model(*county)) == "violation"
    own = make_model(*county, **{"walk_limit_s.lower_primary": 1500})
    assert own.standards["walk_limit_s.lower_primary"].force == "assumption"
    assert severity(own) == "violation"  # the county's own figure
    rows = {**own.standards}
    rows["walk_limit_s.lower_primary"] = replace(
        rows["walk_limit_s.lower_primary"], table="cn-layout"
    )
    assert severity(replace(own, standards=rows)) == "warning"  # this tool's


def test_riders_beyond_the_bus_seats_are_a_note() -> None:
    model = make_model([Village(5)], [Site(bus=True)], {(0, 0): by_road(5000)})
    assert found(model, "bus_seats") == []  # seats not known
    for seats, rows in ((30, []), (29, [(30, 29, "note")])):
        sites = replace(model.sites, bus_seats=np.array([seats]))
        notes = found(replace(model, sites=sites), "bus_seats")
        assert [(f.value, f.limit, f.severity) for f in notes] == rows


def test_a_cv_that_cannot_be_made_leaves_a_note() -> None:
    notes = {f.rule: f for f in found(make_model([], [Site(roll=200, has=ENOUGH)], {}), "cv_limit")}
    assert set(notes) == {"cv_limit_2012.primary"}  # no junior pupils, and all seven are known
    note = notes["cv_limit_2012.primary"]
    assert (note.severity, note.value, note.subject_type) == ("note", None, "county")
    assert note.detail.split(":") == [
        f"cv_2012.{name}.primary" for name in ("computers", "books", "teachers", "senior_teachers")
    ]
    assert "无法计算：差异系数（2012）生均计算机台数·小学，" in finding_text(note, STANDARDS, "zh")
    assert "cannot be made: CV (2012) books per pupil, primary" in finding_text(
        note, STANDARDS, "en"
    ).replace("computers per pupil, primary, CV (2012) ", "")


def test_a_calibration_note_says_load_and_reported_roll() -> None:
    model = make_model([Village(30)], [Site(roll=60)], {(0, 0): by_road(1)})
    (note,) = found(model, "calibration")
    assert finding_text(note, STANDARDS, "zh").startswith("模型分配 180 人，上报在校生 60 人")
    assert "reported roll 60 pupils" in finding_text(note, STANDARDS, "en")


ENOUGH = {
    "teachers_above_degree": 42,
    "backbone_teachers": 10,
    "pe_arts_teachers": 9,
    "teaching_area_m2": 4500,
    "sports_area_m2": 7500,
    "equipment_yuan": 2_000_000,
    "multimedia_rooms": 23,
}


def test_a_school_that_just_meets_every_threshold() -> None:
    # the seven of 1000 primary pupils, to the last square metre
    assert set(ENOUGH) == {i.name for i in indicators_of("2017")}
    assert of_school("threshold", Site(roll=1000, has=ENOUGH)) == []
    assert of_school("min_indicators", Site(roll=1000, has=ENOUGH)) == []


def test_a_threshold_missed() -> None:
    site = Site(roll=1000, has={**ENOUGH, "multimedia_rooms": 22})
    assert of_school("threshold", site) == [("threshold.multimedia_rooms.primary", 2.2, 2.3)]
    assert of_school("min_indicators", site) == []  # six of seven are met


def test_fewer_than_six_of_seven() -> None:
    site = Site(roll=1000, has={**ENOUGH, "multimedia_rooms": 22, "sports_area_m2": 0})
    assert of_school("min_indicators", site) == [("min_indicators_met_2017", 5, 6)]
    # with five met and two unknown nobody can tell
    unknown = {k: v for k, v in ENOUGH.items() if k not in ("multimedia_rooms", "sports_area_m2")}
    assert of_school("min_indicators", Site(roll=1000, has=unknown)) == []


@pytest.mark.parametrize(
    "site", [Site(roll=49, type_code=218, span=(1, 3)), Site(roll=49, status=CLOSED)]
)
def test_thresholds_are_for_those_that_the_2017_method_counts(site: Site) -> None:
    poor = Site(**{**site.__dict__, "has": {"multimedia_rooms": 0}})
    assert of_school("threshold", poor) == []


@pytest.mark.parametrize(
    ("b", "rules"), [(90, []), (110, ["cv_limit_2017.primary"])], ids=["within", "above"]
)
def test_cv_against_its_ceiling(b: int, rules: list[str]) -> None:
    # 100 pupils each with 10 and b rooms: CV = |b - 10| / (b + 10); 90: 0.8, so loosen to 0.8
    sites = (
        Site(roll=100, has={"multimedia_rooms": 10}),
        Site(roll=100, has={"multimedia_rooms": b}),
    )
    limit = {"cv_limit_2017.primary": 0.81}
    rows = found(make_model([], sites, {}, **limit), "cv_limit")
    rows = [f for f in rows if f.severity != "note"]
    assert [f.rule for f in rows] == rules
    for f in rows:
        assert (f.subject_type, f.subject_id) == ("county", "")
        assert f.detail == "cv_2017.multimedia_rooms.primary"
        assert f.value == pytest.approx(100 / 120)


def test_the_composite_of_2012_is_tested_as_a_whole() -> None:
    names = [i.name for i in indicators_of("2012")]
    sites = [Site(roll=100, has=dict.fromkeys(names, float(k))) for k in (1, 9)]  # CV 0.8 each
    rows = found(make_model([], sites, {}), "cv_limit_2012")
    assert [(f.rule, f.limit, f.detail) for f in rows] == [
        ("cv_limit_2012.primary", 0.65, "cv_2012.mean.primary")
    ]


@pytest.mark.parametrize(
    ("roll", "pupils", "noted"),
    # the share 0.5 and 30 pupils, both to be exceeded; load = 6 x pupils
    [(60, 15, False), (60, 16, True), (20, 8, False), (0, 5, False), (0, 6, True), (200, 16, True)],
)
def test_roll_against_load(roll: int, pupils: int, *, noted: bool) -> None:
    model = make_model([Village(pupils)], [Site(roll=roll)], {(0, 0): by_road(1)})
    rows = found(model, "calibration")
    assert bool(rows) == noted
    if rows:
        assert (rows[0].value, rows[0].limit) == (6 * pupils, roll)


def test_a_roll_that_was_not_reported_is_not_held_against_the_load() -> None:
    assert found(make_model([Village(99)], [Site()], {(0, 0): by_road(1)}), "calibration") == []


@given(counties(designate=True))
@settings(max_examples=40)
def test_every_finding_cites_a_row_and_every_unserved_pupil_is_in_one(model: LayoutModel) -> None:
    now = evaluate(model)
    ids = {*model.villages.ids, *model.sites.ids, ""}
    for f in now.findings:
        assert model.standards[f.rule].clause
        assert f.subject_id in ids
    listed = sum(f.pupils for f in now.findings if f.rule.startswith("walk_limit_s"))
    assert listed == now.indicators["pupils_unserved"].value
