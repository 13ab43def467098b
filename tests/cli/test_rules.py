"""`schoolmap assess` and `hearing` on a bundled study: rules, papers, a province's own pack."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest

import schoolmap as sm
from schoolmap.cli.commands import bundled_study
from schoolmap.cli.running import run
from schoolmap.io.hearing import read_hearing
from schoolmap.model.ruling import KINDS, VERDICTS
from schoolmap.model.scenario import Merge, Scenario
from schoolmap.standards.packs import national_pack, parse_pack

ZUOMU = bundled_study("zuomu")
DOCS = Path(__file__).parents[2] / "docs" / "hearing.md"
BLOCKS = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.fixture(scope="module")
def ids() -> list[str]:
    return sm.read_study(ZUOMU).schools.text("school_id")


@pytest.fixture
def plan(tmp_path: Path, ids: list[str]) -> Path:
    path = tmp_path / "并.json"
    return sm.write_scenario(Scenario("并一所", (Merge(ids[2], ids[1]),)), path)


def assessed(plan: Path, out: Path, *more: str, study: Path = ZUOMU) -> dict[str, object]:
    assert run(["assess", str(study), str(plan), "--out", str(out), "--quiet", *more]) == 0
    document: dict[str, object] = json.loads(
        (out / plan.stem / "evaluation.json").read_text(encoding="utf-8")
    )
    return document


def rule(document: dict[str, object], name: str) -> dict[str, object]:
    rules: list[dict[str, object]] = document["rules"]  # type: ignore[assignment]
    return next(r for r in rules if r["id"] == name)


def test_assess_says_whether_a_plan_is_allowed(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    document = assessed(plan, out)
    printed = capsys.readouterr().out
    for said in ("规则 30 条", "待提供材料", "程序：", "制定", "论证", "公示", "听证", "报批"):
        assert said in printed
    assert rule(document, "publicity")["verdict"] == "to_supply"
    assert rule(document, "publicity")["figure"]["value"] == 30  # type: ignore[index]
    assert rule(document, "receiver_seats")["clause"]
    affected = document["affected"]
    assert affected["total"]["pupils"] == sum(  # type: ignore[index]
        v["pupils"]
        for v in affected["villages"]  # type: ignore[index]
    )
    comparison = json.loads((out / "comparison.json").read_text(encoding="utf-8"))
    counted = comparison["plans"][0]["rules"]
    assert set(counted) <= set(VERDICTS)
    assert sum(counted.values()) == len(national_pack().rules)


def test_the_form_is_filled_in_and_read(
    plan: Path, tmp_path: Path, ids: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "hearing.toml"
    assert run(["hearing", str(ZUOMU), str(plan), "--out", str(form), "--quiet"]) == 0
    text = form.read_text(encoding="utf-8")
    assert text.count("# [[vote]]") == 2
    assert f'# school = "{ids[2]}"' in text
    # it may be read as it stands, and when every section is filled in
    assert read_hearing(form)[0].plan == "并"
    lines = [re.sub(r"^# (?=[\[a-z])", "", line) for line in text.splitlines()]
    filled = "\n".join(lines).replace('file = ""', 'file = "记录.docx"')
    filled = filled.replace('reference = ""', 'reference = "某号"').replace("for = 0", "for = 3")
    form.write_text(filled.replace("asked = 0", "asked = 3"), encoding="utf-8")
    (tmp_path / "记录.docx").write_bytes(b"x")
    document = assessed(plan, tmp_path / "out", "--hearing", str(form))
    assert rule(document, "parents")["verdict"] == "kept"
    assert rule(document, "transition")["verdict"] == "kept"
    # January has 31 days; the hearing falls into it, and so does the approval
    assert rule(document, "publicity")["verdict"] == "kept"
    assert rule(document, "order")["verdict"] == "broken"
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert "hearing.toml" in record["scenarios"]
    assert run(["hearing", str(ZUOMU), str(plan), "--out", str(form), "--quiet"]) == 3
    assert "已存在" in capsys.readouterr().err


def test_a_school_that_is_not_there_stops_it(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brought = tmp_path / "hearing.toml"
    brought.write_text(
        '[[vote]]\nschool = "X"\nbody = "parents"\ndate = 2026-01-01\nfor = 1\nagainst = 0\n',
        encoding="utf-8",
    )
    arguments = ["assess", str(ZUOMU), str(plan), "--out", str(tmp_path / "out"), "--quiet"]
    assert run([*arguments, "--hearing", str(brought)]) == 1
    assert "没有代码为“X”的学校" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.fixture
def province(tmp_path: Path) -> Path:
    study = tmp_path / "study"
    shutil.copytree(ZUOMU, study)
    boundaries = tmp_path.parent / tmp_path.name / "boundaries"
    shutil.copytree(ZUOMU.parent.parent / "boundaries", boundaries)
    file = study / "study.toml"
    text = file.read_text(encoding="utf-8").replace("../../boundaries", "../boundaries")
    file.write_text(text + '\n[pack]\nfiles = ["province.toml"]\n', encoding="utf-8")
    return study


def test_a_province_adds_its_own_rules(
    plan: Path, province: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (province / "province.toml").write_text(BLOCKS[2], encoding="utf-8")
    document = assessed(plan, tmp_path / "out", study=province)
    assert rule(document, "sx_council")["verdict"] == "to_supply"
    assert rule(document, "sx_upper_time")["figure"]["value"] == 2400  # type: ignore[index]
    assert [r["id"] for r in document["rules_set_aside"]] == ["only_small"]  # type: ignore[attr-defined]
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert "province.toml" in record["inputs"]
    capsys.readouterr()


def test_check_reads_the_packs_too(province: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(province)]) == 1
    assert "province.toml" in capsys.readouterr().out
    (province / "province.toml").write_text("[[rule]]\nid = 1\n", encoding="utf-8")
    assert run(["check", str(province)]) == 1
    assert "缺少“kind”" in capsys.readouterr().out
    (province / "province.toml").write_text(BLOCKS[2], encoding="utf-8")
    assert run(["check", str(province)]) == 0


# --- the document says what the program does


def test_the_examples_of_the_document_are_read(tmp_path: Path) -> None:
    hearing, settings, pack = BLOCKS
    (tmp_path / "hearing.toml").write_text(hearing, encoding="utf-8")
    found, doubts = read_hearing(tmp_path / "hearing.toml")
    assert doubts == ()
    assert found.votes[0].counted == 55
    assert tomllib.loads(settings) == {"pack": {"files": ["province.toml"]}}
    parsed, problems = parse_pack(tomllib.loads(pack), name="province.toml")
    assert problems == ()
    assert [r.id for r in parsed.rules] == ["sx_upper_time", "sx_council"]


def test_the_document_names_every_kind_and_every_paper() -> None:
    text = DOCS.read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z_]+)` \|", text, flags=re.MULTILINE)
    papers = [r.evidence for r in national_pack().rules if r.evidence]
    assert set(listed) - {"kind", "name"} == {*KINDS, *papers}
    for verdict in VERDICTS:
        assert f"`{verdict}`" in text
