"""``schoolmap check`` as a clerk and as a program see it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.text import Text

from schoolmap.cli.diagnosis import diagnosis_lines, verdict
from schoolmap.cli.running import run
from schoolmap.cli.wrapping import wrap
from schoolmap.errors import Language, Problem
from schoolmap.io import read_study
from schoolmap.io.checks import GROUPS, checks
from schoolmap.model.aside import SetAside
from schoolmap.pipeline.doctor import Diagnosis, Tally, examine

ROOT = Path(__file__).parents[2]
ZUOMU = ROOT / "data" / "studies" / "zuomu"
TALLY = Tally(3, 0, 99, 0, 417, 0, 0)


def problem(code: str, row: int | None = 2, **fields: Any) -> Problem:
    texts = {"zh": f"第{row}处有问题。", "en": f"Trouble {row}.", "repair_zh": "请改正。"}
    given = {"severity": "warning", "file": "villages.csv", "repair_en": "Mend it.", **texts}
    return Problem(code, **{**given, "row": row, **fields})


def shown(
    problems: list[Problem], *, language: Language = "zh", width: int | None = None, **how: Any
) -> list[str]:
    found = Diagnosis("试验县", tuple(problems), study=object(), tally=TALLY)  # type: ignore[arg-type]
    return [line.plain for line in diagnosis_lines(found, language, width=width, **how)]


def test_the_most_harmful_comes_first() -> None:
    lines = shown(
        [
            problem("headers_unused", None, severity="note"),
            problem("cohort_jump"),
            problem("unit_slip_suspected"),
            problem("id_empty", action="row_set_aside"),
            problem("file_missing", None, severity="error", action="stopped"),
        ]
    )
    titles = [zh for zh, _ in GROUPS.values()]
    assert [line.split("  ")[0] for line in lines if line.split("  ")[0] in titles] == titles
    assert lines[-1].startswith("不能运行：")


def test_a_check_with_many_places_gives_examples_and_says_how_many_more() -> None:
    many = [problem("id_empty", row, action="row_set_aside") for row in range(2, 42)]
    lines = shown(many)
    assert sum("处有问题" in line for line in lines) == 3
    assert any("… 还有 37 处" in line for line in lines)
    # the repair that all of them share stands once
    assert sum("请改正" in line for line in lines) == 1
    assert sum("处有问题" in line for line in shown(many, most=None)) == 40


def test_places_that_say_the_same_stand_in_one_line() -> None:
    many = [problem("id_empty", row, zh="代码为空。", value=f"村{row}") for row in range(2, 22)]
    lines = shown(many)
    (line,) = (line for line in lines if "代码为空" in line)
    assert "第 2「村2」、3「村3」、" in line
    assert "9「村9」 行" in line
    assert any("还有 12 处" in line for line in lines)


def test_one_more_place_is_shown_and_not_counted() -> None:
    assert not any("还有" in line for line in shown([problem("id_empty", r) for r in range(2, 6)]))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 80])
def test_nothing_is_wider_than_the_terminal(language: Language, width: int) -> None:
    found = examine(ZUOMU)
    for line in diagnosis_lines(found, language, width=width):
        for part in line.plain.split("\n"):
            assert cell_len(part) <= width


@pytest.mark.parametrize("width", [20, 33])
def test_lines_break_like_chinese(width: int) -> None:
    text = "第 402 行「天坳」村庄离最近的道路 2,587 米，超过 2,000 米，未接入（a.csv）。" * 2
    lines = wrap(Text(text), width, lead=4).plain.split("\n")
    assert "".join(line.strip() for line in lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert cell_len(line) <= width
        assert line.strip()[0] not in "，。」）"
        assert line.strip()[-1] not in "「（"
    assert all(line.startswith("    ") for line in lines[1:])
    assert any("2,587" in line for line in lines)


def test_the_last_sentence_says_what_counts() -> None:
    tally = Tally(3, 1, 99, 2, 417, 12, 5)
    found = Diagnosis("县", (), study=object(), tally=tally)  # type: ignore[arg-type]
    said = verdict(found, "zh").plain
    for part in ("可以运行", "学校 3 所", "99 个", "417 人", "1 行", "2 行", "12 人", "5 名学生"):
        assert part in said
    assert verdict(found, "en").plain.startswith("Ready to run: 3 schools, 99 villages")


def test_pupils_of_rows_set_aside_are_counted(tmp_path: Path) -> None:
    shutil.copytree(ZUOMU, tmp_path / "zuomu")
    boundary = ROOT / "data" / "boundaries"
    shutil.copytree(boundary, tmp_path.parent / "boundaries", dirs_exist_ok=True)
    file = tmp_path / "zuomu" / "villages.csv"
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    cells = lines[1].split(",")
    lost = sum(int(cell) for cell in cells[8:17])
    cells[5] = ""
    lines[1] = ",".join(cells)
    file.write_text("\n".join(lines), encoding="utf-8")
    settings = tmp_path / "zuomu" / "study.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("../../boundaries", str(boundary)), encoding="utf-8")
    tally = examine(tmp_path / "zuomu", quick=True).tally
    assert tally is not None
    assert (tally.villages, tally.villages_aside) == (98, 1)
    assert (tally.pupils, tally.pupils_aside) == (417 - lost, lost)
    assert tally.pupils_off is None
    study = read_study(tmp_path / "zuomu")
    assert study.aside == SetAside(villages=1, pupils=lost)
    # a grade that nobody can read makes of the number the least that was lost
    first = int(cells[8])
    cells[8] = "很多"
    lines[1] = ",".join(cells)
    file.write_text("\n".join(lines), encoding="utf-8")
    study = read_study(tmp_path / "zuomu")
    assert study.aside == SetAside(villages=1, pupils=lost - first, unread=True)


def test_json_is_as_documented(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(ZUOMU), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    for key in (*document, *document["used"], *document["problems"][0]):
        assert f"`{key}`" in page
    assert document["format"] == "schoolmap-check"
    assert document["can_run"] is document["network"] is True
    assert document["used"] == {"schools": 3, "villages": 99, "pupils": 417}
    assert document["set_aside"] == {"schools": 0, "villages": 0, "pupils": 0}
    assert sum(document["groups"].values()) == len(document["problems"])
    assert sum(document["severities"].values()) == len(document["problems"])


def test_json_of_a_study_that_cannot_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(tmp_path), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["can_run"] is False
    assert document["used"] is document["set_aside"] is document["pupils_off_network"] is None
    assert [p["group"] for p in document["problems"]] == ["stops"]


def test_quick_leaves_the_network_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(ZUOMU), "--json", "--quick"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["network"] is False
    assert "not_connected" not in {p["code"] for p in document["problems"]}


def test_list_has_every_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--list", "--json", "--lang", "en"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in listed] == list(checks())
    assert run(["check", "--list", "--lang", "zh"]) == 0
    printed = capsys.readouterr().out
    assert all(code in printed for code in checks())


def test_explain_tells_one_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--explain", "road_island", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "road_island" in printed
    assert "→" in printed
    assert run(["check", "--explain", "road_iland", "--lang", "en"]) == 2
    assert "road_island" in capsys.readouterr().err


def test_check_needs_a_study() -> None:
    assert run(["check"]) == 2
