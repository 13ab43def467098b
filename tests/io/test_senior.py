"""Schools that also teach grades 10 to 12; counts with fractions; simulated studies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from schoolmap.model.arrays import sites_of
from schoolmap.model.layout import UNKNOWN, Sites
from schoolmap.model.rules import rules_of
from schoolmap.model.study import Study, StudySection

HEAD = "school_id,name,lon,lat"
PLACE = "111.6,36.2"


def table(county: Any, header: str, *rows: str) -> None:
    body = "".join(f"S{k},学校{k},{PLACE},{row}\n" for k, row in enumerate(rows, start=1))
    county.text("schools.csv", f"{HEAD},{header}\n{body}")


def senior_codes(county: Any) -> list[str]:
    return [code for code in county.codes() if "senior" in code]


def sites(study: Study) -> Sites:
    n = len(study.schools)
    return sites_of(
        study.schools,
        rules=rules_of(study.standards),
        xy_m=np.zeros((n, 2)),
        component=np.zeros(n, dtype=np.int32),
        snap_mm=np.zeros(n, dtype=np.int64),
    )


def test_senior_pupils_are_taken_off_where_there_are_no_grades(county: Any) -> None:
    table(county, "type,pupils,senior_pupils", "341,900,600", "345,700,", "211,80,", "312,90,0")
    study = county.read()
    assert study.schools.numbers("pupils").tolist() == [300.0, 700.0, 80.0, 90.0]
    assert sites(study).roll.tolist() == [300.0, 700.0, 80.0, 90.0]
    note = county.only("pupils_senior_taken_off")
    assert (note.severity, note.action) == ("note", "value_changed")
    assert "rows 2)" in note.en
    doubt = county.only("pupils_senior_unknown")
    assert (doubt.severity, doubt.action) == ("warning", "kept")
    assert "rows 3)" in doubt.en


def test_pupils_fewer_than_senior_ones_are_kept(county: Any) -> None:
    table(county, "type,pupils,senior_pupils", "341,500,600")
    assert county.read().schools.numbers("pupils").tolist() == [500.0]
    assert senior_codes(county) == ["pupils_senior_exceed"]


def test_grades_win(county: Any) -> None:
    table(
        county,
        "type,g7,g8,g9,pupils,senior_pupils",
        "341,100,100,100,300,600",  # grades 7-9 only
        "341,100,100,100,900,600",  # the whole school
        "341,,,,900,600",  # no grades in this row
    )
    assert county.read().schools.numbers("pupils").tolist() == [300.0, 300.0, 300.0]
    assert sorted(senior_codes(county)) == ["pupils_include_senior", "pupils_senior_taken_off"]


def test_grades_without_senior_pupils_leave_no_doubt(county: Any) -> None:
    table(county, "type,g7,g8,g9", "341,100,100,100")
    assert senior_codes(county) == []


def test_boarders_of_the_whole_school_are_no_contradiction(county: Any) -> None:
    table(county, "type,pupils,senior_pupils,boarders", "341,900,600,700", "311,60,,70")
    problem = county.only("part_exceeds_whole")
    assert problem.row == 3


def test_no_seats_are_derived_from_senior_classes(county: Any) -> None:
    table(
        county,
        "type,pupils,senior_pupils,classes,seats",
        "341,900,600,18,",
        "341,900,600,18,350",
        "311,200,,4,",
    )
    # 4 junior classes of 50
    assert sites(county.read()).seats.tolist() == [UNKNOWN, 350, 200]
    note = county.only("seats_unknown_senior")
    assert (note.severity, note.action) == ("note", "kept")
    assert "rows 2)" in note.en


def test_counts_with_fractions_are_said_and_rounded_half_up(county: Any) -> None:
    table(
        county,
        "type,teachers,books,books_primary,land_area_m2",
        "211,12.5,100,50.5,10.25",
        "211,8,99,40,10",
        "211,7.4,99,,10",
    )
    study = county.read()
    assert study.schools.numbers("teachers").tolist() == [12.5, 8.0, 7.4]
    assert sites(study).resources[:, 1].tolist() == [13, 8, 7]
    found = {p.column: p for p in county.problems() if p.code == "count_fraction"}
    assert set(found) == {"teachers", "books_primary"}
    assert found["teachers"].severity == "note"
    assert found["teachers"].en.startswith("2 numbers are not whole (rows 2, 4)")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"name": "试验县"}, False),
        ({"name": "试验县（模拟）"}, True),
        ({"name": "Simulated County"}, True),
        ({"name": "试验县", "simulated": True}, True),
        ({"name": "模拟县", "simulated": False}, False),
    ],
)
def test_simulated(body: dict[str, Any], expected: bool) -> None:
    assert StudySection(**body).is_simulated is expected


def test_simulated_must_be_true_or_false(county: Any) -> None:
    county.section("study", 'name = "试验县"\nsimulated = "模拟"')
    problem = county.only("key_bad")
    assert problem.column == "study.simulated"
    assert "true 或 false" in problem.zh
