"""`schoolmap assess` again: what people edited stays, what changes nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

import schoolmap as sm
from schoolmap.cli.commands import bundled_study
from schoolmap.cli.running import run
from schoolmap.model.scenario import Close, Scenario, SetBus, SetSeats
from schoolmap.model.wording import quantity

ZUOMU = bundled_study("zuomu")
PAPERS = ("dossier.docx", "dossier.xlsx", "postings.docx")


@pytest.fixture(scope="module")
def ids() -> list[str]:
    return sm.read_study(ZUOMU).schools.text("school_id")


def test_an_edited_dossier_is_kept(
    ids: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = sm.write_scenario(Scenario("撤一所", (Close(ids[1]),)), tmp_path / "撤.json")
    out = tmp_path / "out"
    arguments = ["assess", str(ZUOMU), str(plan), "--out", str(out), "--quiet", "--lang", "zh"]
    assert run(arguments) == 0
    edited = out / "撤" / "dossier.docx"
    edited.write_bytes(b"edited by the clerk")
    capsys.readouterr()
    assert run(arguments) == 0
    told = capsys.readouterr().err
    assert "已改名保留为“dossier (2).docx”" in told
    assert edited.with_name("dossier (2).docx").read_bytes() == b"edited by the clerk"
    assert edited.read_bytes() != b"edited by the clerk"
    # what this tool wrote and nobody touched is the same again, and is not heaped up
    assert {p.name for p in (out / "撤").iterdir()} == {
        *PAPERS,
        "dossier (2).docx",
        "evaluation.json",
    }


def test_changes_that_do_nothing_are_said(
    ids: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = sm.read_study(ZUOMU)
    seats = int(sm.prepare(study).sites.seats[0])
    changes = (SetSeats(ids[0], seats), SetSeats(ids[0], seats + 1), SetBus(ids[0], bus=False))
    plan = sm.write_scenario(Scenario("不变", changes), tmp_path / "不变.json")
    out = ["--out", str(tmp_path / "out"), "--no-documents", "--quiet", "--lang", "zh"]
    assert run(["assess", str(ZUOMU), str(plan), *out]) == 0
    told = capsys.readouterr().err
    assert "不变.json，第 1 项" in told
    assert "第 2 项" not in told
    assert "这一项不改变什么" in told


def test_the_folder_of_the_plans_takes_no_results(
    ids: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = sm.write_scenario(Scenario("撤一所", (Close(ids[1]),)), tmp_path / "撤.json")
    assert run(["assess", str(ZUOMU), str(plan), "--out", str(tmp_path), "--quiet"]) != 0
    assert "方案文件 撤.json 所在之处" in capsys.readouterr().err.replace("\n", "")
    assert [p.name for p in tmp_path.iterdir()] == ["撤.json"]


def test_lengths_have_one_unit_in_every_table(
    ids: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = sm.write_scenario(Scenario("甲", (Close(ids[1]),)), tmp_path / "甲.json")
    two = sm.write_scenario(Scenario("乙", (Close(ids[2]),)), tmp_path / "乙.json")
    out = ["--out", str(tmp_path / "out"), "--no-documents", "--quiet", "--lang", "zh"]
    assert run(["assess", str(ZUOMU), str(one), str(two), *out]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "第90百分位" in line]
    assert len(lines) == 3
    assert all("米" in line and "公里" not in line for line in lines)


def test_days_in_words() -> None:
    assert (quantity(20, "day", "zh"), quantity(20, "day", "en")) == ("20 天", "20 days")
