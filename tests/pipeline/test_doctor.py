"""Each doubt has a county drawn by hand that brings it about, and one beside it that does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from tests.pipeline.small import _texts, lonlat, small_study
from tests.worlds import road

from schoolmap.errors import Problem
from schoolmap.io.texts_doctor import DOCTOR
from schoolmap.model.study import BoundaryPart, Study
from schoolmap.pipeline import assess, prepare
from schoolmap.pipeline.doctor import _sharper as sharper
from schoolmap.pipeline.doctor import examine, network_doubts, table_doubts

ROOT = Path(__file__).parents[2]
CASES: dict[str, Callable[[], Study]] = {}


def schools(n: int = 2, **columns: Sequence[Any]) -> Study:
    """Return a study of n schools in a row, 1 km apart, with the columns given."""
    return small_study(
        schools=[(1000.0 * i, 0.0) for i in range(n)], school_columns=arrays(columns)
    )


def villages(n: int = 2, **columns: Sequence[Any]) -> Study:
    return small_study(
        villages=[(1000.0 * i, 0.0) for i in range(n)], village_columns=arrays(columns)
    )


def arrays(columns: dict[str, Sequence[Any]]) -> dict[str, np.ndarray]:
    return {
        name: _texts(list(values))
        if isinstance(values[0], str)
        else np.asarray(values, dtype=np.int16 if name == "type" else None)
        for name, values in columns.items()
    }


def pupils(*totals: float) -> dict[str, Sequence[Any]]:
    """Return villages' pupils, all of them in grade 1."""
    none = [0.0] * len(totals)
    return {"g1": totals, **{f"g{grade}": none for grade in range(2, 10)}}


def found(study: Study, *, network: bool = True) -> list[Problem]:
    if not network:
        return list(table_doubts(study))
    model = prepare(study)
    return [*table_doubts(study), *network_doubts(study, model, assess(model))]


def codes(study: Study, *, network: bool = False) -> set[str]:
    return {problem.code for problem in found(study, network=network)}


def within(study: Study, *corners: float) -> Study:
    """Return the study with a boundary: a box in metres from the corner of the drawing."""
    box = shapely.box(*corners)
    shape = shapely.transform(box, lambda xy: lonlat([tuple(p) for p in xy]))
    return replace(study, boundary=(BoundaryPart("county", "", shapely.to_wkb(shape)),))


AREA = ("land_area_m2", "building_area_m2")

CASES["closed_with_pupils"] = lambda: schools(status=[0, 2], pupils=[90.0, 8.0])
CASES["candidate_with_pupils"] = lambda: schools(status=[0, 1], pupils=[90.0, 8.0])
CASES["grades_beyond_type"] = lambda: schools(
    type=[211, 218], first_grade=[1, 1], last_grade=[9, 2]
)
CASES["pupils_without_classes"] = lambda: schools(pupils=[90.0, 8.0], classes=[2.0, 0.0])
CASES["classes_without_pupils"] = lambda: schools(pupils=[90.0, 0.0], classes=[2.0, 1.0])
CASES["roll_beyond_seats"] = lambda: schools(pupils=[90.0, 151.0], seats=[60.0, 100.0])
CASES["boarders_beyond_beds"] = lambda: schools(boarders=[15.0, 16.0], beds=[10.0, 10.0])
CASES["boarders_without_beds"] = lambda: schools(boarders=[15.0, 16.0], beds=[10.0, np.nan])
CASES["bus_seats_implausible"] = lambda: schools(bus=[True, True], bus_seats=[19.0, 2.0])
CASES["number_implausible"] = lambda: schools(pupils=[900.0, 90_000.0])
CASES["stages_disagree"] = lambda: schools(
    teachers=[9.0, 9.0], teachers_primary=[5.0, 5.0], teachers_junior=[4.0, 6.0]
)
CASES["per_pupil_implausible"] = lambda: schools(pupils=[90.0, 90.0], books=[900.0, 90_000.0])
CASES["unit_slip_suspected"] = lambda: schools(
    4, pupils=[100.0] * 4, equipment_yuan=[2e5, 2e5, 2e5, 2e9]
)
CASES["unit_slip_column"] = lambda: schools(
    4, pupils=[100.0] * 4, equipment_yuan=[20.0, 22.0, 18.0, 21.0]
)
CASES["same_school_twice"] = lambda: small_study(
    schools=[(1000.0, 0.0), (1020.0, 0.0)],
    school_columns=arrays({"name": ["红光小学", "红光完全小学"], "type": [211, 211]}),
)
CASES["school_name_twice"] = lambda: schools(
    name=["红光小学", "红光小学"], township=["山目乡", "山目乡"]
)
CASES["villages_without_pupils"] = lambda: villages(3, **pupils(9, 0, 5))
CASES["villages_mostly_without_pupils"] = lambda: villages(3, **pupils(9, 0, 0))
CASES["villages_at_one_point"] = lambda: small_study(villages=[(0.0, 0.0), (0.0, 0.0)])
CASES["pupils_beyond_population"] = lambda: villages(population=[100.0, 100.0], **pupils(30, 31))
CASES["pupils_without_population"] = lambda: villages(population=[100.0, 0.0], **pupils(30, 1))
CASES["village_number_implausible"] = lambda: villages(**pupils(30, 30_000))
CASES["cohort_jump"] = lambda: villages(age4=[60.0, 60.0], age5=[25.0, 30.0], **pupils(25, 30))
CASES["township_spelled_twice"] = lambda: villages(
    3, township=["山目乡", "山目 乡", "山目乡"], **pupils(1, 1, 1)
)
CASES["rolls_against_villages"] = lambda: small_study(
    school_columns=arrays({"pupils": [90.0, 90.0], "type": [211, 211], "last_grade": [6, 6]})
)
CASES["school_outside_boundary"] = lambda: within(
    small_study(schools=[(1000.0, 0.0), (2000.0, 0.0), (5000.0, 0.0)]), -500, -500, 3000, 500
)
CASES["school_nobody_assigned"] = lambda: small_study(
    school_columns=arrays({"pupils": [80.0, 10.0]})
)
CASES["school_far_from_road"] = lambda: small_study(schools=[(1000.0, 0.0), (5000.0, 400.0)])
CASES["road_island"] = lambda: small_study(
    villages=[(0.0, 0.0), (2000.0, 300.0)],
    roads=[road((0, 0), (5000, 0)), road((2000, 250), (2000, 350))],
)


def _round_about(up: float) -> Study:
    """Draw a village 4 km from its school along a path, and a road round by `up` metres north."""
    return small_study(
        villages=[(0.0, 0.0), (4000.0, 0.0)],
        schools=[(4000.0, 0.0)],
        roads=[
            road((0, 0), (4000, 0), highway="path"),
            road((0, 0), (0, up), (4000, up), (4000, 0), highway="secondary"),
        ],
        school_columns=arrays({"bus": [True]}),
    )


CASES["ride_far_round"] = lambda: _round_about(8000.0)
CASES["border_nearer_than_school"] = lambda: within(
    small_study(
        villages=[(0.0, 0.0), (20_000.0, 0.0)], roads=[road((0, 0), (20_000, 0))]
    ),
    -500, -2000, 21_000, 2000,
)  # fmt: skip


@pytest.mark.parametrize("code", sorted(DOCTOR))
def test_every_doubt_is_brought_about(code: str) -> None:
    hits = [problem for problem in found(CASES[code]()) if problem.code == code]
    assert len(hits) == 1, code
    problem = hits[0]
    for text in (problem.zh, problem.en, problem.repair_zh, problem.repair_en):
        assert text
        assert not re.search(r"[{}]|nan|None", text), text
    assert problem.file in {"schools.csv", "villages.csv"}
    assert problem.severity != "error"


def test_a_plain_county_is_not_doubted() -> None:
    assert codes(small_study(), network=True) == set()


@pytest.mark.parametrize("name", ["yunling", "zuomu"])
def test_no_false_alarm_in_the_bundled_studies(name: str) -> None:
    diagnosis = examine(ROOT / "data" / "studies" / name)
    doubts = {p.code for p in diagnosis.problems if p.code in DOCTOR and p.severity != "note"}
    # four villages beyond a river without a bridge are drawn so
    assert doubts <= {"road_island"}
    assert diagnosis.can_run


@pytest.mark.parametrize(
    ("study", "code"),
    [
        (lambda: schools(pupils=[90.0, 150.0], seats=[60.0, 100.0]), "roll_beyond_seats"),
        (lambda: schools(boarders=[15.0, 15.0], beds=[10.0, 10.0]), "boarders_beyond_beds"),
        (lambda: schools(boarders=[15.0, 16.0]), "boarders_without_beds"),
        (lambda: schools(bus=[True, True], bus_seats=[7.0, np.nan]), "bus_seats_implausible"),
        # a teaching point of eight shares a whole school
        (
            lambda: schools(pupils=[90.0, 8.0], land_area_m2=[900.0, 8000.0]),
            "per_pupil_implausible",
        ),
        (lambda: villages(population=[100.0, 9.0], **pupils(30, 4)), "pupils_beyond_population"),
        (lambda: villages(age4=[9.0, 9.0], age5=[1.0, 1.0]), "cohort_jump"),
        (lambda: villages(township=["东山乡", "西山乡"]), "township_spelled_twice"),
        (lambda: villages(township=["城关镇", "城关乡"]), "township_spelled_twice"),
        (
            lambda: schools(name=["中心小学", "中心小学"], township=["山目乡", "水目乡"]),
            "school_name_twice",
        ),
        (
            lambda: small_study(
                schools=[(1000.0, 0.0), (1020.0, 0.0)],
                school_columns=arrays(
                    {
                        "name": ["红光小学", "红光中学"],
                        "first_grade": [1, 7],
                        "last_grade": [6, 9],
                    }
                ),
            ),
            "same_school_twice",
        ),
    ],
)
def test_what_is_near_a_slip_is_none(study: Callable[[], Study], code: str) -> None:
    assert code not in codes(study())


def test_the_gap_of_an_island_is_where_it_is_drawn() -> None:
    """The main road runs along y = 0, the island's stands from y = 250 m to 350 m at x = 2000 m."""
    (problem,) = (p for p in found(CASES["road_island"]()) if p.code == "road_island")
    ends = re.findall(r"\((\d+\.\d+), (\d+\.\d+)\)", problem.en)
    expected = lonlat([(2000.0, 250.0), (2000.0, 0.0)])
    assert np.allclose(np.array(ends, dtype=float), expected, atol=1e-6)
    assert "gap is 250 m" in problem.en
    assert problem.row == 3


def test_a_school_just_outside_is_so_many_metres_off() -> None:
    """The box ends 85 m short of the school."""
    drawn = small_study(schools=[(1000.0, 0.0), (2000.0, 0.0), (3085.0, 0.0)])
    (problem,) = (
        p
        for p in found(within(drawn, -500, -500, 3000, 500), network=False)
        if p.code == "school_outside_boundary"
    )
    assert "约 85 米" in problem.zh
    assert "about 85 m " in problem.en


def test_a_ride_far_round_is_told_with_both_lengths() -> None:
    """8 + 4 + 8 km by road against 4 km on foot; round by 4.9 km it is only 9.8 km longer."""
    (problem,) = (p for p in found(_round_about(8000.0)) if p.code == "ride_far_round")
    assert "步行 4.0 千米，乘车 20.0 千米" in problem.zh
    assert "'village 0'" in problem.en
    # the second village stands at the school; all 45 pupils of the first live beyond any walk
    assert "1 villages (45 pupils" in problem.en
    assert "ride_far_round" not in codes(_round_about(4900.0), network=True)
    # 18.2 km, 14.2 km longer
    assert "ride_far_round" in codes(_round_about(7100.0), network=True)


def test_a_unit_that_slipped_is_named() -> None:
    (yuan,) = (p for p in found(CASES["unit_slip_suspected"]()) if "slip" in p.code)
    assert (yuan.row, yuan.column) == (5, "equipment_yuan")
    assert "元与万元" in yuan.zh
    assert "10,000" in yuan.zh
    land = schools(4, pupils=[100.0] * 4, land_area_m2=[3000.0, 2500.0, 4.5, 2800.0])
    (mu,) = (p for p in found(land) if "slip" in p.code)
    assert (mu.row, mu.code) == (4, "unit_slip_suspected")
    assert "平方米与亩" in mu.zh


def test_parts_are_held_against_their_wholes() -> None:
    study = schools(teaching_area_m2=[90.0, 100.0], building_area_m2=[100.0, 99.0])
    (problem,) = (p for p in found(study) if p.code == "part_exceeds_whole")
    assert problem.row == 3


def test_what_reading_has_said_is_not_said_again() -> None:
    twice = CASES["school_name_twice"]()
    note = Problem("names_twice", "warning", "schools.csv", "", "", "", "", row=3)
    assert "school_name_twice" not in codes(replace(twice, problems=(note,)))
    beyond = CASES["school_outside_boundary"]()
    told = Problem("place_outside", "warning", "schools.csv", "", "", "", "", row=4)
    assert "school_outside_boundary" not in codes(replace(beyond, problems=(told,)))


def test_a_neighbours_school_in_the_table_answers_for_the_border() -> None:
    far = within(
        small_study(
            villages=[(0.0, 0.0), (20_000.0, 0.0)],
            schools=[(1000.0, 0.0), (22_000.0, 0.0)],
            roads=[road((0, 0), (22_000, 0))],
        ),
        -500, -2000, 21_000, 2000,
    )  # fmt: skip
    assert "border_nearer_than_school" not in codes(far, network=True)


def test_limits_are_the_countys_own() -> None:
    study = replace(
        schools(pupils=[90.0, 150.0], seats=[60.0, 100.0]),
        standards=small_study(rules={"plausible.roll_over_seats": 1.2}).standards,
    )
    assert sum(p.code == "roll_beyond_seats" for p in table_doubts(study)) == 2


def test_limits_of_the_plausible_are_no_part_of_a_model() -> None:
    plain, strict = (
        prepare(small_study(rules=rules)).sha256
        for rules in ({}, {"plausible.roll_over_seats": 1.2})
    )
    assert plain == strict


def test_doubts_name_the_sheet_where_one_workbook_holds_both_tables() -> None:
    plain = schools(pupils=[90.0, 8.0], classes=[2.0, 0.0])
    book = "county.xlsx"
    study = replace(
        plain,
        schools=replace(plain.schools, file=book, sheet="学校"),
        villages=replace(plain.villages, file=book, sheet="村庄"),
    )
    told = {(p.code, p.row): p.sheet for p in found(study)}
    assert told["pupils_without_classes", 3] == "学校"
    # the villages' doubts come in between and after
    assert {p.sheet for p in found(villages_apart(study))} >= {"村庄"}


def villages_apart(study: Study) -> Study:
    """Return the study with two of its villages at one point."""
    columns = dict(study.villages.columns)
    columns["lon"], columns["lat"] = (
        np.repeat(study.villages.numbers(axis)[:1], len(study.villages)) for axis in ("lon", "lat")
    )
    return replace(study, villages=replace(study.villages, columns=columns))


def test_a_doubt_about_one_sheet_does_not_hide_what_was_read_in_another() -> None:
    study = villages_apart(small_study())
    note = Problem(
        code="coordinates_repeated",
        severity="note",
        file="villages.csv",
        zh="",
        en="",
        repair_zh="",
        repair_en="",
    )
    doubts = table_doubts(study)
    assert "villages_at_one_point" in {doubt.code for doubt in doubts}
    other = replace(note, sheet="学校")
    assert sharper((note, other), doubts) == (other,)
