"""Scenarios on a county drawn on paper: what they do, what they cannot, what is written."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.pipeline.small import lonlat, small_study

import schoolmap as sm
from schoolmap.kernel.conflicts import CODES
from schoolmap.model.evaluation import UNSERVED
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import (
    Change,
    Close,
    Designate,
    Merge,
    Open,
    Place,
    Scenario,
    SetBeds,
    SetBus,
    SetGrades,
    SetSeats,
)
from schoolmap.model.scenario_words import change_words, scenario_names
from schoolmap.model.study import Study
from schoolmap.pipeline import Origin, ScenarioFile, publish_comparison, read_scenarios
from schoolmap.pipeline.outputs import shapes_of, view_of

#   V0 at 0, S0 at 1000 m, V1 at 2000 m, S1 at 5000 m; nine pupils a grade more than the one below
PUPILS = 45


@pytest.fixture(scope="module")
def study() -> Study:
    names = np.array(["东小学", "西小学"], dtype=object)
    return small_study(school_columns={"name": names, "status": np.array([0, 0], dtype=np.int8)})


@pytest.fixture(scope="module")
def model(study: Study) -> LayoutModel:
    return sm.prepare(study)


def plan(*changes: Change, **other: object) -> Scenario:
    return Scenario("plan", changes, **other)  # type: ignore[arg-type]


def refused(model: LayoutModel, scenario: Scenario, **words: str) -> list[sm.InputError]:
    with pytest.raises(sm.InputError) as caught:
        sm.assess(model, scenario, origin=Origin("plan.json", **words))
    return list(caught.value.problems)


# --- what scenarios do


def test_today_is_what_no_scenario_changes(model: LayoutModel) -> None:
    today, nothing = sm.assess(model), sm.assess(model, plan())
    assert today.indicators == nothing.indicators
    assert today.findings == nothing.findings


def test_closing_the_only_school_in_reach_is_seen(model: LayoutModel) -> None:
    # S1 is 5000 m from V0 and 3000 m from V1: no bus, no beds, farther than anyone may walk but
    # junior pupils of V1: 3000 / 1.25 = 2400 s, just within
    after = sm.assess(model, plan(Close("S0")))
    junior = 7 + 8 + 9
    assert after.indicators["pupils_walk"].value == junior
    assert after.indicators["pupils_unserved"].value == 2 * PUPILS - junior
    assert after.schools.load[1].tolist() == [0, 0, 0, 0, 0, 0, 7, 8, 9]
    assert (after.assignment.mode[0] == UNSERVED).all()


def test_a_plan_is_held_against_today_under_the_rules_that_it_tries(model: LayoutModel) -> None:
    tried = plan(Close("S1"), rules={"walk_limit_s.lower_primary": 600})
    comparison = sm.compare(model, [tried, plan(Close("S1"))])
    own, other = comparison.plans
    lower = 1 + 2 + 3
    # 1000 m take longer than ten minutes: lower primary of both villages
    assert own.before.indicators["pupils_unserved"].value == 2 * lower
    assert own.after.indicators["pupils_unserved"].value == 2 * lower
    assert comparison.today.indicators["pupils_unserved"].value == 0
    assert other.before is comparison.today
    assert own.seen.standards["walk_limit_s.lower_primary"].value == 600
    assert own.seen.standards["walk_limit_s.lower_primary"].table == "study"
    assert comparison.model.standards["walk_limit_s.lower_primary"].value == 1800


def test_a_file_says_the_same_as_the_scenario(model: LayoutModel, tmp_path: Path) -> None:
    scenario = plan(Close("S0"), SetBeds("S1", 40), model_sha256=model.sha256)
    file = sm.write_scenario(scenario, tmp_path / "plan.json")
    one, two = sm.assess(model, scenario), sm.assess(model, sm.read_scenario(file))
    assert one.indicators == two.indicators
    assert one.scenario == two.scenario


# --- what they cannot


def test_a_scenario_of_another_model_says_how_to_rebuild(model: LayoutModel) -> None:
    other = plan(Close("no such school"), model_sha256="0" * 64)
    (problem,) = refused(model, other, study="data/studies/云岭")
    assert problem.code == "other_model"
    assert "000000000000" in problem.zh
    assert model.sha256[:12] in problem.zh
    assert "schoolmap run data/studies/云岭 --out" in problem.repair_zh
    assert "schoolmap run data/studies/云岭 --out" in problem.repair_en


def test_the_earlier_change_is_named(model: LayoutModel) -> None:
    (problem,) = refused(model, plan(SetSeats("S1", 9), Close("S0"), Merge("S1", "S0")))
    assert problem.place("zh") == "plan.json，第 3 项"
    assert problem.zh == "要把 S1 西小学 并入 S0 东小学，但第 2 项已撤销 S0 东小学。"
    assert problem.en == (
        "Cannot merge S1 西小学 into S0 东小学: change 2 says to close S0 东小学."
    )


LON, LAT = lonlat(((2000.0, 0.0),))[0].tolist()
NEW = Open("N1", lon=LON, lat=LAT, grades="1-6")
CONFLICTS: list[tuple[str, tuple[Change, ...], str]] = [
    ("unknown_school", (Close("S7"),), "没有代码为 S7 的学校"),
    ("unknown_school", (Close("东小学"),), "是否应为 S0 东小学"),
    ("unknown_school", (SetBeds("N1", 9), NEW), "第 2 项才开办它"),
    ("unknown_village", (Designate("V9", "junior", "S0"),), "没有代码为 V9 的村庄"),
    ("unknown_band", (Designate("V0", "senior", "S0"),), "senior"),
    ("already_closed", (Close("S0"), Close("S0")), "第 1 项已撤销 S0 东小学"),
    ("already_closed", (Merge("S0", "S1"), Close("S0")), "第 1 项已把 S0 东小学 并入 S1 西小学"),
    ("already_open", (Open("S0"),), "S0 东小学 本来就在办"),
    ("already_open", (Close("S0"), Open("S0"), Open("S0")), "第 2 项已开办 S0 东小学"),
    ("into_itself", (Merge("S0", "S0"),), "不能并入自己"),
    ("into_closed", (Close("S1"), Merge("S0", "S1")), "第 1 项已撤销 S1 西小学"),
    ("not_open", (Close("S1"), Designate("V0", "junior", "S1")), "第 1 项已撤销 S1 西小学"),
    ("listed_has_place", (Close("S0"), Open("S0", lon=111.0, lat=36.0)), "位置以表为准"),
    ("new_needs_place", (Open("N1", grades="1-6"),), "须给出位置"),
    ("new_needs_grades", (Open("N1", lon=LON, lat=LAT),), "须给出年级范围"),
    ("bad_grades", (SetGrades("S0", "9-1"),), "9-1"),
    ("negative", (SetSeats("S0", -1),), "-1 是负数"),
]


@pytest.mark.parametrize(("code", "changes", "said"), CONFLICTS)
def test_what_cannot_be_applied_is_said_in_words(
    model: LayoutModel, code: str, changes: tuple[Change, ...], said: str
) -> None:
    (problem,) = refused(model, plan(*changes))
    assert problem.code == code
    assert said in problem.zh + problem.repair_zh
    assert (problem.severity, problem.action) == ("error", "stopped")
    assert re.search("[\u4e00-\u9fff]", problem.repair_zh)
    assert not re.search("[。，]", problem.en + problem.repair_en)
    assert not re.search(r"\{\w*\}|None", problem.zh + problem.en + problem.repair_en)


def test_every_conflict_has_a_case() -> None:
    assert {code for code, *_ in CONFLICTS} | {"no_journeys"} == set(CODES)


def test_a_model_that_knows_nothing_of_roads_takes_no_new_school(model: LayoutModel) -> None:
    bare = replace(model, graph=None, walk_snaps=None, ride_snaps=None)
    (problem,) = refused(bare, plan(NEW))
    assert problem.code == "no_journeys"
    assert "开办 N1（1-6 年级）" in problem.zh


def test_a_new_school_off_the_road_is_told_with_the_rest(model: LayoutModel) -> None:
    far = Open("N1", lon=111.0, lat=36.0, grades="1-6")
    found = refused(model, plan(Close("S1"), far, rules={"walk_limit_s.junior": 1}))
    assert [(p.file, p.change, p.code) for p in found] == [
        ("plan.json", None, "unsuitable_rule_value"),
        ("plan.json", 2, "opening_no_road"),
    ]


def test_candidates_and_closed_schools_are_told_apart() -> None:
    status = np.array([0, 1], dtype=np.int8)
    model = sm.prepare(small_study(school_columns={"status": status}))
    (problem,) = refused(model, plan(Merge("S0", "S1")))
    assert "规划学校，还没有开办" in problem.zh
    assert sm.assess(model, plan(Open("S1"), Merge("S0", "S1"))).is_open.tolist() == [False, True]


def test_all_problems_of_all_plans_come_at_once(model: LayoutModel) -> None:
    plans = [
        plan(Close("S7"), Close("S8"), rules={"detour_factor": 2, "walk_limit_s.junior": 1}),
        plan(Merge("S0", "S0")),
        plan(Close("S0")),
    ]
    origins = [Origin(f"{name}.json") for name in "abc"]
    with pytest.raises(sm.InputError) as caught:
        sm.compare(model, plans, origins=origins)
    assert [(p.file, p.code) for p in caught.value.problems] == [
        ("a.json", "rule_not_tried"),
        ("a.json", "unsuitable_rule_value"),
        ("a.json", "unknown_school"),
        ("a.json", "unknown_school"),
        ("b.json", "into_itself"),
    ]


# --- changes in words


WORDS: list[tuple[Change, str, str]] = [
    (Close("S0"), "撤销 S0 东小学", "close S0 东小学"),
    (Merge("S0", "S1"), "把 S0 东小学 并入 S1 西小学", "merge S0 东小学 into S1 西小学"),
    (Open("S0"), "开办 S0 东小学", "open S0 东小学"),
    (
        Open("N1", name="新校", grades="1-6", seats=240, beds=60, bus=True),
        "开办 N1 新校（1-6 年级，240 个学位，60 张床位，有校车）",
        "open N1 新校 (grades 1-6, 240 seats, 60 beds, with a bus)",
    ),
    (SetGrades("S0", "1-3"), "把 S0 东小学 改办 1-3 年级", "set the grades of S0 东小学 to 1-3"),
    (SetSeats("S0", 540), "把 S0 东小学 的学位改为 540", "set the seats of S0 东小学 to 540"),
    (SetBeds("S0", 120), "把 S0 东小学 的床位改为 120", "set the beds of S0 东小学 to 120"),
    (SetBus("S0", bus=True), "给 S0 东小学 配校车", "give S0 东小学 a bus"),
    (SetBus("S0", bus=False), "撤下 S0 东小学 的校车", "take the bus from S0 东小学"),
    (
        Designate("V0", "lower_primary", "S0"),
        "把 V0 village 0 的小学低年级划归 S0 东小学",
        "designate S0 东小学 to lower primary of V0 village 0",
    ),
]


@pytest.mark.parametrize(("change", "zh", "en"), WORDS)
def test_changes_in_words(model: LayoutModel, change: Change, zh: str, en: str) -> None:
    scenario = plan(change)
    assert change_words(change, scenario_names(model, scenario, "zh"), "zh") == zh
    assert change_words(change, scenario_names(model, scenario, "en"), "en") == en


# --- a school where none is listed


def test_a_new_school_stands_on_the_road_and_takes_who_is_near(model: LayoutModel) -> None:
    # where V1 stands; S0 and S1 stay open, V0 keeps S0
    new = Open("N1", name="新校", lon=LON, lat=LAT, grades="1-9", seats=90)
    after = sm.assess(model, plan(new))
    assert [a.id for a in after.added] == ["N1"]
    assert after.assignment.site.tolist() == [[0] * 9, [2] * 9]
    assert after.schools.load[2].sum() == PUPILS
    assert after.indicators["mean_length_m"].value == pytest.approx(500, abs=1)
    # the map and a replay take the place as it is
    site = after.added[0]
    (settled,) = after.scenario.changes
    assert settled == replace(new, at=Place(site.edge, site.offset_mm))
    assert sm.assess(model, plan(settled)).indicators == after.indicators


def test_where_there_are_no_roads_a_new_school_stands_where_its_degrees_say() -> None:
    model = sm.prepare(small_study(roads=None))
    after = sm.assess(model, plan(NEW))
    (settled,) = after.scenario.changes
    assert isinstance(settled, Open)
    # the corner of the drawing is at 500 km east, 4000 km north: V1 stands 2 km east of it
    assert settled.at == Place(x_mm=502_000_000, y_mm=4_000_000_000)
    assert after.added[0].length_m.tolist() == [2700, 0]  # straight times 1.35
    assert sm.assess(model, plan(settled)).indicators == after.indicators


def test_plans_of_the_map_know_where_their_new_schools_stand(
    study: Study, model: LayoutModel
) -> None:
    comparison = sm.compare(model, [plan(NEW)])
    (change,) = comparison.plans[0].scenario.changes
    assert isinstance(change, Open)
    assert change.at is not None
    for public in (False, True):
        view = view_of(
            study, model, [comparison.plans[0].scenario], shapes_of(study, model), public=public
        )
        assert view.data


# --- files


def files_of(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def scenario_files(folder: Path, **plans: Scenario) -> tuple[ScenarioFile, ...]:
    folder.mkdir(exist_ok=True)
    paths = [sm.write_scenario(p, folder / f"{name}.json") for name, p in plans.items()]
    return read_scenarios(paths)


def test_a_comparison_is_written_whole(study: Study, model: LayoutModel, tmp_path: Path) -> None:
    plans = scenario_files(
        tmp_path / "plans", 甲=Scenario("甲案", (Close("S0"),)), 乙=Scenario("乙案")
    )
    comparison = sm.compare(model, [p.scenario for p in plans])
    out = tmp_path / "out"
    written = publish_comparison(study, comparison, plans, out, public=True)
    assert {p.relative_to(out).as_posix() for p in written} == files_of(out)
    assert files_of(out) == {
        "map.html",
        "map-public.html",
        "comparison.json",
        "run.json",
        "甲/evaluation.json",
        "甲/dossier.docx",
        "甲/dossier.xlsx",
        "甲/postings.docx",
        "乙/evaluation.json",
        # nothing closes: there is nothing to post
        "乙/dossier.docx",
        "乙/dossier.xlsx",
    }
    document = json.loads((out / "comparison.json").read_text(encoding="utf-8"))
    assert [p["folder"] for p in document["plans"]] == ["甲", "乙"]
    first, second = document["plans"]
    assert first["changed"] == {
        "villages": 2,
        "pupils": 2 * PUPILS,
        # lower and upper primary of V1 are listed at S1, farther than S0 was, like junior pupils;
        # so is V0
        "pupils_farther": 2 * PUPILS,
        "pupils_losing_a_place": 2 * PUPILS - (7 + 8 + 9),
        "schools": 2,
    }
    assert second["changed"] == dict.fromkeys(first["changed"], 0)
    assert second["after"] == document["today"]
    whole = json.loads((out / "甲" / "evaluation.json").read_text(encoding="utf-8"))
    assert whole["scenario"]["name"] == "甲案"
    assert whole["after"] == first["after"]["indicators"]
    assert sum(run["pupils"] for run in whole["villages"]) == 2 * PUPILS
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert set(run["scenarios"]) == {"甲.json", "乙.json"}


def test_two_comparisons_differ_only_in_run_json(
    study: Study, model: LayoutModel, tmp_path: Path
) -> None:
    plans = scenario_files(tmp_path / "plans", a=plan(Close("S0")))
    comparison = sm.compare(model, [p.scenario for p in plans])
    for name in ("one", "two"):
        publish_comparison(study, comparison, plans, tmp_path / name)
    different = {
        name
        for name in files_of(tmp_path / "one")
        if (tmp_path / "one" / name).read_bytes() != (tmp_path / "two" / name).read_bytes()
    }
    assert different <= {"run.json"}


def test_a_comparison_that_fails_leaves_what_was_there(
    study: Study, model: LayoutModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = scenario_files(tmp_path / "plans", a=plan(Close("S0")))
    comparison = sm.compare(model, [p.scenario for p in plans])
    out = tmp_path / "out"
    (out / "a").mkdir(parents=True)
    (out / "a" / "evaluation.json").write_text("before", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("schoolmap.pipeline.comparing.write_maps", full)
    with pytest.raises(sm.MachineError, match="disk is full"):
        publish_comparison(study, comparison, plans, out)
    assert files_of(out) == {"a/evaluation.json"}
    assert (out / "a" / "evaluation.json").read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize(
    "names",
    [("a/plan.json", "b/plan.json"), ("a/plan.json", "b/PLAN.txt"), ("a/Run.json.json",)],
)
def test_results_that_would_share_a_folder_are_refused(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        sm.write_scenario(plan(), tmp_path / name)
    with pytest.raises(sm.UsageError, match="Rename"):
        read_scenarios([tmp_path / name for name in names])


def test_every_file_is_read_before_anything_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(sm.InputError) as caught:
        read_scenarios([tmp_path / "a.json", tmp_path / "b.json"])
    assert [(p.file, p.code) for p in caught.value.problems] == [
        ("a.json", "scenario_not_json"),
        ("b.json", "scenario_missing"),
    ]


def test_a_scenario_file_is_never_overwritten(
    study: Study, model: LayoutModel, tmp_path: Path
) -> None:
    # out/plan/evaluation.json would take the place of the scenario of that very name
    file = tmp_path / "evaluation" / "evaluation.json"
    file.parent.mkdir()
    sm.write_scenario(plan(), file)
    plans = read_scenarios([file])
    comparison = sm.compare(model, [p.scenario for p in plans])
    before = file.read_bytes()
    with pytest.raises(sm.UsageError):
        publish_comparison(study, comparison, plans, tmp_path)
    assert file.read_bytes() == before
