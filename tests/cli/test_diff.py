"""`schoolmap diff`: two plans in words, and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schoolmap.cli.commands import bundled_study
from schoolmap.cli.running import run
from schoolmap.io.scenarios import write_scenario
from schoolmap.model.scenario import Close, Merge, Scenario, SetSeats


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    a, b = tmp_path / "a.json", tmp_path / "b.json"
    write_scenario(Scenario("甲", (Close("S1"), SetSeats("S2", 90))), a)
    write_scenario(Scenario("甲", (Close("S1"), SetSeats("S2", 120), Merge("S3", "S2"))), b)
    return str(a), str(b)


def test_in_words(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", *files, "--lang", "zh"]) == 0
    printed = capsys.readouterr().out
    assert "有 2 处不同" in printed
    assert "+ 多了第 3 项：把 S3 并入 S2" in printed
    assert "~ 把 S2 的学位改为 120：学位 90 → 120" in printed


def test_the_same_plan_twice(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", files[0], files[0], "--lang", "en"]) == 0
    assert "do the same" in capsys.readouterr().out


def test_with_names_of_a_study(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zuomu = bundled_study("zuomu")
    a, b = tmp_path / "a.json", tmp_path / "b.json"
    import schoolmap as sm

    study = sm.read_study(zuomu)
    school, name = study.schools.text("school_id")[1], study.schools.text("name")[1]
    write_scenario(Scenario("甲"), a)
    write_scenario(Scenario("乙", (Close(school),)), b)
    assert run(["diff", str(a), str(b), "--study", str(zuomu)]) == 0
    assert f"撤销 {school} {name}" in capsys.readouterr().out


def test_as_json(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", *files, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["same"] is False
    assert document["added"] == [{"number": 3, "op": "merge", "school": "S3", "into": "S2"}]
    (altered,) = document["altered"]
    assert altered["fields"] == ["seats"]
    assert altered["after"] == {"number": 2, "op": "set_seats", "school": "S2", "seats": 120}


def test_a_file_that_is_no_plan_is_said(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    assert run(["diff", files[0], str(broken)]) == 1
    assert "broken.json" in capsys.readouterr().err
