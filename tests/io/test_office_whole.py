"""A county's own workbook, ten troubles at once, through `check` and `run`; numbers by pencil."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from schoolmap.cli.running import run
from schoolmap.io import read_study

SCHOOLS: list[list[Any]] = [
    ["云岭县义务教育学校情况表"],
    ["填报单位：云岭县教育局", *[None] * 8, "填报日期：2026年9月10日", None, "单位：人、万元"],
    ["学校标识码", "学校名称", "办学类型", "乡镇", "位置", None, "在校生数", None, None,
     "其中：寄宿生", "床位数", "教学仪器设备值", "校车", "备注"],
    [None, None, None, None, "东经", "北纬", "小学", "初中", "合计", *[None] * 5],
    ["2114000001", "中心 小学", "小学", "城关镇", 111.600, 36.200, 120, None, 120, "无", "无",
     "12.5", "有", None],
    ["2114000002", "第一中学", "初级中学", None, "111.620", 36.220, None, "90人", "９０", "３０",
     40, 8, "无", None],
    ["2114000003", "河湾教学点", "教学点", "河口乡", "111°38′24″", "36°14′24″", 8, None, 8, "无",
     None, "不详", "无", None],
    ["合 计", *[None] * 5, 128, 90, 218, 30, 40, 20.5, None, None],
    ["说明：1.数据截至2026年9月1日。"],
    ["填表人：张三", None, None, "审核人：李四"],
]  # fmt: skip
SCHOOL_MERGES = ("A1:N1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:I3", "J3:J4", "K3:K4",
                 "L3:L4", "M3:M4", "N3:N4", "D5:D6", "A9:N9")  # fmt: skip
VILLAGES: list[list[Any]] = [
    ["云岭县服务村情况表"],
    ["单位：人"],
    ["乡镇", "村庄代码", "村名", "经度", "纬度", "在校生数", *[None] * 6],
    [*[None] * 5, "一年级", "二年级", "三年级", "四年级", "五年级", "六年级", "小计"],
    ["城关镇", 141024100201, "上　村", 111.61, 36.21, 1, 2, 1, 1, 1, 1, 7],
    [None, "'141024100202", "下村", "111.62", "36.22", "１", 1, 1, 1, 1, 1, 6],
    ["小计", *[None] * 4, 2, 3, 2, 2, 2, 2, 13],
    ["河口乡", "141024200201", "河湾", 111.63, 36.23, 2, 2, 2, 2, 2, 2, 12],
    [None, "141024200202", "山头", 111.64, 36.24, "约5", 0, 0, 1, "—", 0, 6],
    [None, "141024200203", "后沟", "无", "无", 1, 0, 0, 0, 0, 0, 1],
    ["小计", *[None] * 4, 8, 2, 2, 3, 2, 2, 19],
    ["合计", "5个村", *[None] * 3, 10, 5, 4, 5, 4, 5, 33],
    ["填表人：王五"],
]
VILLAGE_MERGES = ("A1:L1", "A2:L2", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:L3", "A5:A6",
                  "A8:A10")  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active["A1"] = "云岭县教育局"
    for title, rows, merges in (
        ("学校情况表", SCHOOLS, SCHOOL_MERGES),
        ("服务村情况表", VILLAGES, VILLAGE_MERGES),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for area in merges:
            sheet.merge_cells(area)
    book["服务村情况表"].row_dimensions[6].hidden = True
    folder = tmp_path / "yunling"
    folder.mkdir()
    book.save(folder / "云岭县报表.xlsx")
    sections = "".join(
        f'[{name}]\nfile = "云岭县报表.xlsx"\ncoordinates = "wgs84"\n'
        for name in ("schools", "villages")
    )
    text = '[study]\nname = "云岭县（模拟）"\n' + sections
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return folder


def test_what_is_read(study: Path) -> None:
    read = read_study(study)
    schools, villages = read.schools, read.villages
    assert schools.rows.tolist() == [5, 6, 7]
    assert schools.text("name") == ["中心小学", "第一中学", "河湾教学点"]
    assert schools.text("township") == ["城关镇", "城关镇", "河口乡"]
    assert schools.columns["pupils"].tolist() == [120.0, 90.0, 8.0]
    assert schools.columns["boarders"].tolist() == [0.0, 30.0, 0.0]
    assert schools.numbers("beds").tolist()[:2] == [0.0, 40.0]
    assert schools.columns["equipment_yuan"].tolist()[:2] == [125_000.0, 80_000.0]
    # 38'24" are 0.64 degrees, 14'24" are 0.24
    assert schools.columns["lon"].tolist() == pytest.approx([111.6, 111.62, 111.64])
    assert schools.columns["lat"].tolist() == pytest.approx([36.2, 36.22, 36.24])
    assert villages.rows.tolist() == [5, 6, 8]
    assert villages.text("village_id") == ["141024100201", "141024100202", "141024200201"]
    assert villages.text("township") == ["城关镇", "城关镇", "河口乡"]
    # 7 + 6 + 12 pupils
    assert [int(villages.columns[f"g{g}"].sum()) for g in range(1, 10)] == [
        4, 5, 4, 4, 4, 4, 0, 0, 0,
    ]  # fmt: skip


def test_every_row_is_accounted_for(study: Path) -> None:
    problems = read_study(study).problems
    aside = {(p.sheet, p.row) for p in problems if p.action == "row_set_aside"}
    assert aside == {
        *(("学校情况表", row) for row in (8, 9, 10)),
        *(("服务村情况表", row) for row in (7, 9, 10, 11, 12, 13)),
    }
    said = [p.zh for p in problems if p.code == "rows_read"]
    assert "共 6 行：使用 3 行，合计、说明等 3 行，未使用 0 行" in said[0]
    assert "共有学生 218 人" in said[0]
    assert "共 9 行：使用 3 行，合计、说明等 4 行，未使用 2 行" in said[1]
    assert "共有学生 25 人" in said[1]


def test_the_typo_in_the_total_is_found(study: Path) -> None:
    """Grade six makes 4, not 5; grade one lacks the 约5 that cannot be read; 33 lacks nothing."""
    found = [p for p in read_study(study).problems if p.code == "total_differs"]
    assert [(p.row, p.column, p.value) for p in found] == [
        (11, "一年级", "8"), (12, "一年级", "10"), (12, "六年级", "5"), (12, "在校生数", "33"),
    ]  # fmt: skip
    assert all(p.sheet == "服务村情况表" for p in found)
    assert "相差 5（另有 1 格看不懂" in found[0].zh
    assert "第 9 行" in found[0].repair_zh
    assert "写的是 5，全表各行加起来是 4，相差 1" in found[2].zh
    assert "写的是 33，全表各行加起来是 32，相差 1" in found[3].zh


def test_check_says_where_in_the_workbook(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(study), "--lang", "zh"]) == 0
    printed = capsys.readouterr()
    said = printed.out + printed.err
    assert "工作表“服务村情况表”，第 9 行，“一年级”列「约5」" in said
    # 山头 has 约5, 1 and nothing else; 后沟 has 1; totals and notes lose nobody
    assert "用上学校 3 所、村庄 3 个、学生 25 人；未用学校 0 行、村庄 2 行（学生 2 人）" in said


def test_run_gives_the_pupils_counted_by_hand(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(["run", str(study), "--out", str(out), "--quiet"]) == 0
    document = json.loads((out / "indicators.json").read_text("utf-8"))
    value = {name: figure["value"] for name, figure in document["indicators"].items()}
    assert value["pupils"] == 25
    assert value["schools_open"] == 3
    assert value["beds"] == 40
    with (out / "problems.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["sheet"] for row in rows if row["code"] == "total_differs"} == {"服务村情况表"}
