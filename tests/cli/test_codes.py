"""``schoolmap codes``: tables in, pairs out, a list to decide that is read again and never lost."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from schoolmap.cli.running import run

# 左木乡 and 山头乡 became 山目乡; 中社 took 左木 in; 段家腰 is written 段家窑 now
OLD = """代码,名称,乡镇代码,乡镇,学生数,人口,驻村干部
141024206200,李家坪村委会,141024206000,左木乡,5,400,甲
141024206202,中社村委会,141024206000,左木乡,7,500,乙
141024206205,左木村委会,141024206000,左木乡,11,600,丙
141024206209,段家腰村委会,141024206000,左木乡,13,,丁
"""
NEW = """区划代码,村名,街道代码,所属乡镇
141024207206,李家坪村委会,141024207,山目乡
141024207208,中社村委会,141024207,山目乡
141024207212,段家窑村委会,141024207,山目乡
"""


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    (tmp_path / "旧.csv").write_text(OLD, encoding="gb18030")
    (tmp_path / "新.csv").write_text(NEW, encoding="utf-8")
    return tmp_path


def codes(folder: Path, *more: str) -> int:
    files = [str(folder / "旧.csv"), str(folder / "新.csv")]
    return run(["codes", *files, "--out", str(folder / "对照.csv"), "--lang", "zh", *more])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def fill(path: Path, decisions: dict[str, Any]) -> None:
    """Fill the list in, as a person does in a spreadsheet."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[4]}
    for row in range(5, sheet.max_row + 1):
        code = sheet.cell(row, heads["旧代码"]).value
        if code in decisions:
            sheet.cell(row, heads["决定"], decisions[code])
    book.save(path)
    book.close()


def test_pairs_and_a_list_to_decide(tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert codes(tables) == 0
    told = capsys.readouterr()
    assert "左木乡 → 山目乡（4 个村名中有 2 个对得上）" in told.out
    assert "还有 2 处待定" in told.err
    how = {row["old_name"]: (row["how"], row["new_code"]) for row in rows(tables / "对照.csv")}
    assert how == {
        "李家坪村委会": ("name_in_successor", "141024207206"),
        "中社村委会": ("name_in_successor", "141024207208"),
        "左木村委会": ("gone", ""),
        "段家腰村委会": ("doubtful", "141024207212"),
    }
    sheet = openpyxl.load_workbook(tables / "对照-待定.xlsx").worksheets[0]
    # 12 digits as text: a spreadsheet would show a number as 1.41E+11
    assert [sheet.cell(r, 2).value for r in (5, 6)] == ["141024206209", "141024206205"]


def test_decisions_come_back_and_figures_are_carried(
    tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert codes(tables) == 0
    listed = tables / "对照-待定.xlsx"
    fill(listed, {"141024206205": "141024207208", "141024206209": "是"})
    before = listed.read_bytes()
    capsys.readouterr()
    assert codes(tables, "--decisions", str(listed), "--carry", "学生数，人口,驻村干部") == 0
    told = capsys.readouterr()
    assert "没有待定的了" in told.err
    assert "学生数：已转入 36，未转 0" in told.out
    assert listed.read_bytes() == before
    carried = {row["code"]: row for row in rows(tables / "对照-转入.csv")}
    assert {c: r["学生数"] for c, r in carried.items()} == {
        "141024207206": "5",
        "141024207208": "18",  # 7 of its own and 11 of 左木
        "141024207212": "13",
    }
    # what is not known stays unknown; a name has no sum
    assert [r["人口"] for r in carried.values()] == ["400", "1100", ""]
    assert [r["驻村干部"] for r in carried.values()] == ["甲", "", "丁"]
    assert carried["141024207208"]["from_codes"] == "141024206202;141024206205"
    how = {row["old_name"]: row["how"] for row in rows(tables / "对照.csv")}
    assert how["左木村委会"] == "merged"
    assert how["段家腰村委会"] == "decided"


def test_a_figure_that_is_no_number_is_told_and_unknown(
    tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = OLD.replace("左木乡,5,400", "左木乡,不少,400")
    (tables / "旧.csv").write_text(text, encoding="utf-8")
    assert codes(tables, "--carry", "学生数") == 0
    told = capsys.readouterr()
    assert "旧.csv，第 2 行，“学生数”列 「不少」" in told.err
    assert "学生数：已转入 7，未转 24" in told.out


def test_undecided_figures_are_told_and_stay_behind(
    tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert codes(tables, "--carry", "pupils") == 0
    assert "学生数：已转入 12，未转 24" in capsys.readouterr().out


def test_a_code_that_the_spreadsheet_made_a_number_is_understood(tables: Path) -> None:
    assert codes(tables) == 0
    listed = tables / "对照-待定.xlsx"
    fill(listed, {"141024206205": 141024207208})
    assert codes(tables, "--decisions", str(listed)) == 0
    how = {row["old_name"]: row["how"] for row in rows(tables / "对照.csv")}
    assert how["左木村委会"] == "merged"
    assert how["段家腰村委会"] == "doubtful"


@pytest.mark.parametrize(
    ("decision", "said"),
    [("141024207999", "看不懂"), ("大概是", "看不懂"), ("是", "没有建议的新代码")],
)
def test_decisions_that_cannot_be_used_stop_and_write_nothing(
    tables: Path, decision: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert codes(tables) == 0
    listed = tables / "对照-待定.xlsx"
    fill(listed, {"141024206205": decision})
    (tables / "对照.csv").unlink()
    assert codes(tables, "--decisions", str(listed)) == 1
    assert said in capsys.readouterr().err
    assert not (tables / "对照.csv").exists()


def test_decisions_about_another_code_and_twice_about_one(
    tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert codes(tables) == 0
    text = "旧代码,决定\n141024206200,否\n141024206205,撤销\n141024206205,141024207208\n"
    (tables / "决定.csv").write_text(text, encoding="utf-8")
    assert codes(tables, "--decisions", str(tables / "决定.csv")) == 1
    told = capsys.readouterr().err
    assert "决定没有用上" in told
    assert "前一次在第 3 行" in told


def test_a_list_that_may_have_been_filled_in_is_not_written_over(tables: Path) -> None:
    assert codes(tables) == 0
    listed = tables / "对照-待定.xlsx"
    before = listed.read_bytes()
    assert codes(tables) == 0  # the same list again
    assert listed.read_bytes() == before
    fill(listed, {"141024206209": "是"})
    filled = listed.read_bytes()
    assert codes(tables) == 2
    assert listed.read_bytes() == filled


def test_a_table_that_is_read_is_never_written_over(tables: Path) -> None:
    before = {path: path.read_bytes() for path in tables.iterdir()}
    for name in ("旧.csv", "新.csv"):
        assert codes(tables, "--out", str(tables / name)) == 2
    (tables / "结果").mkdir()
    (tables / "结果" / "别的.txt").write_text("留着")
    assert codes(tables, "--out", str(tables / "结果")) == 3
    (tables / "结果" / "别的.txt").unlink()
    (tables / "结果").rmdir()
    assert {path: path.read_bytes() for path in tables.iterdir()} == before


def test_rows_without_a_code_of_their_own_are_told(
    tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tables / "新.csv").open("a", encoding="utf-8") as stream:
        stream.write("141024207208,重复村,141024207,山目乡\n,无码村,141024207,山目乡\n")
    assert codes(tables) == 0
    told = capsys.readouterr().err
    assert "新.csv，第 5 行" in told
    assert "新.csv，第 6 行" in told
    assert "重复村" not in (tables / "对照.csv").read_text("utf-8-sig")


def test_what_cannot_be_used_is_told_at_once(
    tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tables / "新.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert codes(tables, "--carry", "班级数") == 1
    told = capsys.readouterr().err
    assert "新.csv，“village_id”列" in told
    assert "班级数" in told
    assert not (tables / "对照.csv").exists()


def test_a_column_that_is_not_there(tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert codes(tables, "--carry", "班级数") == 1
    told = capsys.readouterr().err
    assert "班级数" in told
    assert "学生数" in told  # of those that there are


def test_json(tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert codes(tables, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["old"], document["new"], document["to_decide"]) == (4, 3, 2)
    assert sum(document["counts"].values()) == len(document["pairs"])
    assert document["townships"][0]["how"] == "villages"


def test_same_bytes_twice_and_in_english(tables: Path, tmp_path: Path) -> None:
    files = [str(tables / "旧.csv"), str(tables / "新.csv")]
    outs = [tmp_path / "a/x.csv", tmp_path / "b/x.csv"]
    for out in outs:
        assert run(["codes", *files, "--out", str(out), "--lang", "en", "--quiet"]) == 0
    for name in ("x.csv", "x-decide.xlsx"):
        first, second = (out.with_name(name).read_bytes() for out in outs)
        assert first == second
    assert "names sound alike" in outs[0].read_text("utf-8-sig")
