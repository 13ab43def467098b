"""What a dossier says: by pencil, and the same as the evaluation that it was made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from tests.report.dossier_world import JUNIOR, LOWER, MERGE, PUPILS, UPPER, made, merger

from schoolmap.kernel.burden import burden_change
from schoolmap.model.beds import bed_gap_of
from schoolmap.model.burden import trips_of
from schoolmap.model.evaluation import MODES
from schoolmap.model.scenario import Close, Open, SetBus, SetGrades
from schoolmap.report.dossier_content import Movement, Way, Ways
from schoolmap.report.dossier_to_do import to_settle
from schoolmap.report.dossier_totals import parted, side_mean, totals_of
from schoolmap.report.dossier_words import (
    change,
    count,
    joined_spans,
    kilometres,
    listed,
    many,
    minutes,
    moved,
    place_name,
)
from schoolmap.report.paper import open_paper

# --- by pencil


def test_pupils_of_the_merger_by_pencil() -> None:
    dossier = merger().dossier
    totals = totals_of(dossier.movements, dossier.ways)
    assert (totals.villages, totals.pupils) == (2, 2 * PUPILS)
    assert totals.modes_before == {"walk": 2 * PUPILS, "ride": 0, "board": 0, "unserved": 0}
    riders = PUPILS + LOWER + UPPER
    assert totals.modes_after == {"walk": JUNIOR, "ride": riders, "board": 0, "unserved": 0}
    assert (totals.new_ride, totals.new_board, totals.new_unserved) == (riders, 0, 0)
    assert (totals.farther, totals.nearer) == (2 * PUPILS, 0)


def test_ways_of_the_merger_by_pencil() -> None:
    dossier = merger().dossier
    totals = totals_of(dossier.movements, dossier.ways)
    assert totals.mean_before_m == 1000
    assert totals.mean_after_m == (5000 + 3000) / 2
    # walked at 1.0, 1.1 and 1.25 m/s
    assert totals.slowest_before_s == 1000
    assert totals.slowest_after_s == 2400
    assert totals.longest_after_m == 5000
    # ten ways a week
    assert totals.week_before_m == 2 * PUPILS * 1000 * 10
    assert totals.week_after_m == PUPILS * (5000 + 3000) * 10


def test_rows_of_the_merger_by_pencil() -> None:
    rows = {
        (m.village_id, m.band): (
            m.grades,
            m.pupils,
            m.after.mode,
            m.after.length_m,
            m.after.seconds,
        )
        for m in merger().dossier.movements
    }
    assert rows == {
        ("V0", "lower_primary"): ("1-3", LOWER, "ride", 5000, 600),
        ("V0", "upper_primary"): ("4-6", UPPER, "ride", 5000, 600),
        ("V0", "junior"): ("7-9", JUNIOR, "ride", 5000, 600),
        ("V1", "lower_primary"): ("1-3", LOWER, "ride", 3000, 360),
        ("V1", "upper_primary"): ("4-6", UPPER, "ride", 3000, 360),
        ("V1", "junior"): ("7-9", JUNIOR, "walk", 3000, 2400),
    }
    assert all(m.before == _way("S0", "东坡教学点", m) for m in merger().dossier.movements)


def _way(school: str, name: str, movement: Movement) -> Way:
    speed = {"lower_primary": 1.0, "upper_primary": 1.1, "junior": 1.25}[movement.band]
    return Way(school, name, "walk", "", 1000, int(1000 / speed + 0.5))


def test_schools_of_the_merger_by_pencil() -> None:
    closed, receiving = merger().dossier.schools
    assert (closed.school_id, closed.kind, closed.into) == ("S0", "closed", ("西河中心小学",))
    assert (closed.roll_before, closed.after.roll, closed.leaving) == (2 * PUPILS, 0, 2 * PUPILS)
    assert (receiving.kind, receiving.roll_before, receiving.after.roll) == (
        "receiving",
        0,
        2 * PUPILS,
    )
    assert receiving.arriving == 2 * PUPILS


def test_a_closure_into_nothing_says_who_loses_a_school() -> None:
    # S1 loses its bus too: only junior pupils of V1 can still walk there
    case = made(SetBus("S1", bus=False), Close("S0"))
    totals = totals_of(case.dossier.movements)
    assert totals.new_unserved == 2 * PUPILS - JUNIOR
    paper = open_paper("zh", title="", footer="")
    assert f"{2 * PUPILS - JUNIOR} 名学生" in to_settle(paper, case.dossier)[0]


def test_who_has_no_school_on_either_side_is_set_apart() -> None:
    # V2 is 3500 m from S0: nobody may walk so far, nor the 7500 m to S1
    case = made(Close("S0"), remote=True)
    assert [(m.village_id, m.pupils) for m in case.dossier.left_out] == [
        ("V2", LOWER),
        ("V2", UPPER),
        ("V2", JUNIOR),
    ]
    for m in case.dossier.left_out:
        assert m.before.mode == m.after.mode == "unserved"
        assert m.before.length_m is m.after.length_m is None
    assert {m.village_id for m in case.dossier.movements} == {"V0", "V1"}


def test_a_school_that_gives_up_grades_is_no_closed_one() -> None:
    case = made(SetGrades("S0", "1-3"))
    assert {m.band for m in case.dossier.movements} == {"upper_primary", "junior"}
    assert [s.kind for s in case.dossier.schools] == ["reduced", "receiving"]
    assert case.dossier.schools[0].into == ("西河中心小学",)


def test_an_opened_school_is_among_those_that_change() -> None:
    lon, lat = made(MERGE).model.villages.lonlat[0].tolist()
    case = made(Open("N1", name="新校", lon=lon, lat=lat, grades="1-9", seats=90))
    kinds = {s.school_id: s.kind for s in case.dossier.schools}
    assert kinds["N1"] == "opened"
    nearer = totals_of(case.dossier.movements).nearer
    assert nearer == PUPILS
    assert {m.after.school for m in case.dossier.movements} == {"新校"}


def test_tried_rules_are_said_in_words() -> None:
    case = made(MERGE, rules={"walk_limit_s.lower_primary": 1500})
    assert case.dossier.head.tried == ("小学低年级步行单程时间上限 25 分钟",)


# --- the same as the evaluation


@pytest.mark.parametrize("language", ["zh", "en"])
def test_counts_equal_the_evaluations(language: str) -> None:
    case = merger(language)  # type: ignore[arg-type]
    totals = totals_of(case.dossier.movements)
    before, after = case.plan.before.indicators, case.plan.after.indicators
    for mode in MODES:
        moved_pupils = totals.modes_after[mode] - totals.modes_before[mode]
        name = f"pupils_{mode}"
        assert moved_pupils == after[name].value - before[name].value


def test_rows_equal_the_journeys_of_the_evaluation() -> None:
    case = merger()
    od, assignment = case.plan.seen.od, case.plan.after.assignment
    for m in case.dossier.movements:
        village = case.model.villages.ids.index(m.village_id)
        for grade in np.flatnonzero(m.by_grade).tolist():
            row = int(assignment.row[village, grade])
            assert MODES[int(assignment.mode[village, grade])] == m.after.mode
            length = od.length_m if m.after.mode == "walk" else od.ride_length_m
            assert m.after.length_m == int(length[row])
            assert m.by_grade[grade] == int(case.model.villages.pupils[village, grade])


def test_the_week_equals_the_kernels() -> None:
    case = merger()
    trips = trips_of(case.study.standards)
    both = burden_change(
        (case.model, case.plan.before.assignment),
        (case.plan.seen, case.plan.after.assignment),
        trips,
    )
    totals = totals_of(case.dossier.movements, Ways(trips.daily, trips.weekly))
    # everybody moves, so the county's week is that of those who move
    assert totals.week_before_m == int(both.before.as_assigned.sum())
    assert totals.week_after_m == int(both.after.as_assigned.sum())
    assert totals.daily_after_m == int(both.after.all_daily.sum())
    assert totals.weekly_after_m == int(both.after.all_weekly.sum())


def test_schools_equal_the_evaluation() -> None:
    case = merger()
    for school in case.dossier.schools:
        j = case.plan.seen.sites.ids.index(school.school_id)
        roll = float(np.cumsum(case.plan.after.schools.roll[j])[-1])
        assert school.after.roll == roll
        assert school.after.seats == max(int(case.plan.after.state.seats[j]), -1) or (
            school.after.seats is None
        )
        assert school.after.riders == int(case.plan.after.schools.riders[j])


def test_figures_of_the_county_equal_the_evaluation() -> None:
    case = merger()
    gaps = [bed_gap_of(side) for side in (case.plan.before, case.plan.after)]
    parts = {
        "bed_gap_at_schools": [gap.at_schools for gap in gaps],
        "bed_gap_nowhere": [gap.nowhere for gap in gaps],
    }
    assert parts.keys() <= {figure.figure for figure in case.dossier.figures}
    for figure in case.dossier.figures:
        if figure.figure in parts:
            assert [figure.before, figure.after] == parts[figure.figure]
            continue
        assert figure.before == case.plan.before.indicators[figure.figure].value
        assert figure.after == case.plan.after.indicators[figure.figure].value


def test_notes_are_the_findings_that_differ() -> None:
    case = merger()
    was = Counter((f.rule, f.subject_id, f.detail) for f in case.plan.before.findings)
    now = Counter((f.rule, f.subject_id, f.detail) for f in case.plan.after.findings)
    standing = Counter(n.standing for n in case.dossier.notes)
    assert standing["new"] == len(now - was)
    # what the closed school fell short of is gone with it, and not solved
    closed = {f for f in was - now if f[1] == "S0"}
    assert standing["closed"] == len(closed)
    assert standing["solved"] == len(was - now) - len(closed)


def test_every_rule_has_a_verdict_or_a_step() -> None:
    case = merger()
    assert case.dossier.rulings is not None
    assert case.dossier.steps is not None
    pack = case.judged.judgement.pack
    judged = [r for r in pack.rules if r.bar != "procedure" and r.kind != "evidence"]
    assert [r.name for r in case.dossier.rulings] == [r.zh for r in judged]
    words = {s.words for s in case.dossier.steps}
    assert {r.zh for r in pack.rules if r.kind == "evidence"} <= words


def test_costs_equal_the_kernels_bounds() -> None:
    from schoolmap.pipeline.costing import cost

    case = merger()
    found = cost(case.model, case.plan.before, case.plan.after, standards=case.study.standards)
    assert case.dossier.costs is not None
    assert [(c.low, c.middle, c.high) for c in case.dossier.costs.lines] == [
        tuple(map(float, line.bounds)) for line in found.lines
    ]


# --- words


def test_numbers_are_shown_as_people_read_them() -> None:
    assert kilometres(6945) == "6.9"
    assert minutes(90) == "1.5"
    assert kilometres(None) == minutes(None) == count(None) == "—"
    assert count(612.0) == "612"
    assert count(31.13) == "31.1"
    assert change(3, 5) == "+2"
    assert change(5, 3) == "-2"
    assert change(3, 3) == "0"
    assert change(None, 3) == "—"
    assert moved("620", "697") == "620 → 697"
    assert moved("3", "3") == "3"
    assert many(1, "village") == "1 village"
    assert many(1200, "pupil") == "1,200 pupils"


def test_names_in_a_row_stop_somewhere() -> None:
    assert listed(["甲", "乙", "丙"], "zh", most=2) == "甲、乙等 3 处"
    assert listed(["A", "B", "C"], "en", most=2) == "A, B and 1 more"
    assert listed(["A"], "en", most=2) == "A"


def test_spans_of_grades_join_where_they_touch() -> None:
    assert joined_spans(["4", "1-3"]) == ["1-4"]
    assert joined_spans(["1-2", "5-6"]) == ["1-2", "5-6"]


def test_a_natural_village_goes_by_both_names_unless_they_are_one() -> None:
    assert place_name("碗河村", "大坎") == "碗河村大坎"
    assert place_name("碗河村", "碗河") == "碗河"
    assert place_name("", "大坎") == "大坎"


def test_a_mean_leaves_out_who_has_no_journey() -> None:
    ways = [(Way("S", "S", "walk", "", 1000, 1000), 3), (Way("", "", "unserved"), 9)]
    assert side_mean(ways, "length_m") == 1000
    assert side_mean(ways[1:], "length_m") is None


def test_totals_of_nobody_are_zero() -> None:
    totals = totals_of(())
    assert (totals.pupils, totals.compared) == (0, 0)
    assert totals.mean_after_m is None
    assert totals.week_after_m is None


def test_a_row_knows_what_it_adds() -> None:
    (one, *_) = merger().dossier.movements
    assert one.added_m == 4000
    lost = replace(one, after=Way("", "", "unserved"))
    assert lost.added_m is None
    assert lost.added_s is None


def test_pupils_of_closed_schools_are_told_apart_from_those_who_gain() -> None:
    """Two pupils of a school that stays, brought from 5 km to 1 km, do not soften the closure."""
    dossier = merger().dossier
    (closed,) = (s.school_id for s in dossier.of_kind("closed"))
    one = next(m for m in dossier.movements if m.before.school_id == closed)
    gains = replace(
        one,
        by_grade=(2, *(0,) * 8),
        before=replace(one.before, school_id="elsewhere", length_m=5000),
        after=replace(one.after, length_m=1000),
    )
    whole = replace(dossier, movements=(*dossier.movements, gains))
    closing, others = parted(whole)
    assert others == (gains,)
    assert {m.before.school_id for m in closing} == {closed}
    assert totals_of(others).nearer == 2
    assert totals_of(closing).mean_after_m == totals_of(parted(dossier)[0]).mean_after_m
