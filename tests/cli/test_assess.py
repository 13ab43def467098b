"""`schoolmap assess`: plans against today, in the terminal, as documents and as files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import schoolmap as sm
from schoolmap.cli.commands import bundled_study
from schoolmap.cli.running import run
from schoolmap.model.scenario import Close, Merge, Scenario, SetGrades
from schoolmap.model.study import Study

ZUOMU = bundled_study("zuomu")
SCHOOLS = ("红光小学", "左木小学")


@pytest.fixture(scope="module")
def study() -> Study:
    return sm.read_study(ZUOMU)


@pytest.fixture(scope="module")
def ids(study: Study) -> list[str]:
    return study.schools.text("school_id")


@pytest.fixture
def plans(tmp_path: Path, ids: list[str]) -> tuple[str, str]:
    close = Scenario("撤一所", (Close(ids[1]),), rules={"walk_limit_s.lower_primary": 1500})
    merge = Scenario("并一所", (SetGrades(ids[0], "1-9"), Merge(ids[2], ids[0])))
    files = (tmp_path / "撤.json", tmp_path / "并.json")
    for scenario, file in zip((close, merge), files, strict=True):
        sm.write_scenario(scenario, file)
    return str(files[0]), str(files[1])


def files_of(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_assess_writes_every_file_and_nothing_else(
    plans: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["assess", str(ZUOMU), *plans, "--out", str(out), "--quiet"]) == 0
    expected = {"map.html", "comparison.json", "run.json"}
    names = ("evaluation.json", "dossier.docx", "dossier.xlsx", "postings.docx")
    expected |= {f"{folder}/{name}" for folder in ("撤", "并") for name in names}
    assert files_of(out) == expected
    printed = capsys.readouterr().out
    for said in ("撤一所", "并一所", "现状", "各方案对照", "就学有变化", "试用标准", "新增问题"):
        assert said in printed
    assert str(out / "map.html") in printed


def test_documents_are_left_out_where_nobody_wants_them(
    plans: tuple[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    arguments = ["assess", str(ZUOMU), plans[0], "--out", str(out), "--quiet", "--no-documents"]
    assert run(arguments) == 0
    assert files_of(out) == {"map.html", "comparison.json", "run.json", "撤/evaluation.json"}


def test_one_plan_needs_no_table_of_all(
    plans: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["assess", str(ZUOMU), plans[0], "--out", str(tmp_path / "out"), "--quiet"]
    assert run([*arguments, "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "side by side" not in printed
    assert "Journeys change for" in printed
    assert "Map (open by double click)" in printed


def test_pupils_add_up_in_every_plan(
    plans: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["assess", str(ZUOMU), *plans, "--out", str(out), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["map"] == str(out / "map.html")
    parts = ("pupils_walk", "pupils_ride", "pupils_board", "pupils_unserved")
    for plan in document["plans"]:
        for side in ("before", "after"):
            value = {k: f["value"] for k, f in plan[side]["indicators"].items()}
            assert sum(value[p] for p in parts) == value["pupils"] == 417
        whole = json.loads((out / plan["folder"] / "evaluation.json").read_text(encoding="utf-8"))
        assert whole["after"] == plan["after"]["indicators"]
        changed = sum(run["pupils"] for run in whole["villages"])
        assert changed == plan["changed"]["pupils"]
        open_before, open_after = (
            plan[side]["indicators"]["schools_open"]["value"] for side in ("before", "after")
        )
        assert open_before - open_after == 1
    assert document == {
        **json.loads((out / "comparison.json").read_text(encoding="utf-8")),
        "map": document["map"],
        "files": document["files"],
    }


def test_the_map_for_the_public_is_another_file(
    plans: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["assess", str(ZUOMU), plans[0], "--out", str(out), "--quiet", "--public"]) == 0
    assert "map-public.html" in files_of(out)
    assert "公开版地图" in capsys.readouterr().out
    assert run(["run", str(ZUOMU), "--out", str(out / "run"), "--quiet", "--public"]) == 0
    assert "map-public.html" in files_of(out / "run")


def test_a_plan_that_cannot_be_carried_out_writes_nothing(
    plans: tuple[str, str], ids: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = Scenario("冲突", (Close(ids[0]), Merge(ids[1], ids[0])))
    file = sm.write_scenario(wrong, tmp_path / "冲突.json")
    out = tmp_path / "out"
    assert run(["assess", str(ZUOMU), plans[0], str(file), "--out", str(out), "--lang", "zh"]) == 1
    told = capsys.readouterr().err
    assert "冲突.json，第 2 项" in told
    assert "第 1 项已撤销" in told
    assert not out.exists()


def test_a_plan_of_another_model_names_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = sm.write_scenario(Scenario("旧方案", model_sha256="0" * 64), tmp_path / "旧.json")
    arguments = ["assess", str(ZUOMU), str(other), "--out", str(tmp_path / "out"), "--quiet"]
    assert run(arguments) == 1
    assert f"schoolmap run {ZUOMU} --out" in capsys.readouterr().err.replace("\n", "")


def test_a_plan_of_another_version_is_evaluated_with_a_word_of_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = sm.write_scenario(Scenario("旧", kernel_version="0"), tmp_path / "旧.json")
    assert run(["assess", str(ZUOMU), str(old), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    assert "计算版本 0" in capsys.readouterr().err


def test_names_are_text_and_never_markup(
    ids: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("[red]红[/red]", "[link=x]链[/nothing]")
    for at, name in enumerate(names):
        sm.write_scenario(Scenario(name, (Close(ids[at]),)), tmp_path / f"{at}.json")
    files = [str(tmp_path / "0.json"), str(tmp_path / "1.json")]
    assert run(["assess", str(ZUOMU), *files, "--out", str(tmp_path / "out"), "--quiet"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in names)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["nowhere.json"], 1),
        (["a/plan.json", "b/plan.json"], 2),
        (["map.html.json"], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int, tmp_path: Path) -> None:
    out = tmp_path / "out"
    paths = [str(tmp_path / name) for name in arguments]
    assert run(["assess", str(ZUOMU), *paths, "--out", str(out), "--quiet"]) == code
    assert not out.exists()


def test_the_scenario_in_the_place_of_a_result_is_spared(tmp_path: Path) -> None:
    # its results would go to evaluation/evaluation.json: to itself
    file = tmp_path / "evaluation" / "evaluation.json"
    file.parent.mkdir()
    before = sm.write_scenario(Scenario("x"), file).read_bytes()
    assert run(["assess", str(ZUOMU), str(file), "--out", str(tmp_path), "--quiet"]) == 2
    assert file.read_bytes() == before
