"""The workbook says what the evaluation says, in both languages, and nothing runs in it."""

from __future__ import annotations

import time
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.report.synthetic import World, with_name, world

from schoolmap.errors import MachineError
from schoolmap.kernel import evaluate
from schoolmap.model.aside import SetAside
from schoolmap.model.evaluation import Figure
from schoolmap.report.book import line_count, text_width, whole_or
from schoolmap.report.workbook import write_workbook

SHEETS = [
    "封面",
    "概览",
    "学校",
    "村庄",
    "问题",
    "资源与差距",
    "差异系数",
    "数据问题",
    "方法与数据",
]


def written(tmp_path: Path, county: World) -> openpyxl.Workbook:
    path = write_workbook(tmp_path / "study.xlsx", county.study, county.model, county.evaluation)
    return openpyxl.load_workbook(path)


def cells(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def column(sheet: Worksheet, header: str, *, at: int = 4) -> list[object]:
    """Values below a header, to the end of the sheet."""
    headers = [str(c.value).replace("\n", "") for c in sheet[at]]
    k = headers.index(header) + 1
    return [sheet.cell(row, k).value for row in range(at + 1, sheet.max_row + 1)]


def test_sheets_stand_in_order_and_the_cover_links_to_them(tmp_path: Path) -> None:
    book = written(tmp_path, world())
    assert book.sheetnames == SHEETS
    links = {c.value: c.hyperlink.location for row in book["封面"] for c in row if c.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in SHEETS[1:]}


def test_cover_says_simulated_and_shows_the_fingerprint(tmp_path: Path) -> None:
    county = world()
    text = str(cells(written(tmp_path, county)["封面"]))
    assert "模拟数据" in text
    assert county.model.sha256 in text
    # the study says it, in its name or outright: not the model's name
    for name, simulated, shown in (("某县", None, False), ("某县", True, True)):
        section = county.study.settings.study.model_copy(
            update={"name": name, "simulated": simulated}
        )
        settings = county.study.settings.model_copy(update={"study": section})
        study = replace(county.study, settings=settings)
        plain = replace(county.model, name=name)
        path = write_workbook(tmp_path / "b.xlsx", study, plain, county.evaluation)
        assert ("模拟数据" in str(cells(openpyxl.load_workbook(path)["封面"]))) == shown


def test_pupils_add_up_in_every_sheet(tmp_path: Path) -> None:
    county = world(30, 6)
    total = int(county.model.villages.pupils.sum())
    book = written(tmp_path, county)
    *villages, last = column(book["村庄"], "学生")
    assert sum(v for v in villages if isinstance(v, int)) == last == total
    *loads, last = column(book["学校"], "分配学生")
    unserved = county.evaluation.indicators["pupils_unserved"].value
    assert unserved is not None
    assert sum(v for v in loads if isinstance(v, int)) == last == total - unserved
    rows = cells(book["概览"])
    title = "分乡镇（按村庄所在乡镇）"
    start = next(i for i, row in enumerate(rows) if row[0] == title) + 2
    groups = []
    while rows[start][0] != "全县":
        groups.append(rows[start][1])
        start += 1
    assert sum(groups) == rows[start][1] == total


def test_schools_sheet_holds_the_figures(tmp_path: Path) -> None:
    county = world(30, 6)
    sheet = written(tmp_path, county)["学校"]
    sites, figures = county.model.sites, county.evaluation.schools
    assert column(sheet, "学校")[:6] == list(sites.names)
    assert column(sheet, "最远路程（米）")[:5] == figures.max_length_m.tolist()[:5]
    assert column(sheet, "状态")[5] == "停办"
    assert column(sheet, "分配学生")[5] is None
    # beds of the closed school are no beds of the county
    beds = sum(int(b) for b, o in zip(sites.beds, county.evaluation.is_open, strict=True) if o)
    assert column(sheet, "床位")[6] == beds


def test_resources_sheet_adds_up_what_is_missing(tmp_path: Path) -> None:
    county = world(30, 6)
    sheet = written(tmp_path, county)["资源与差距"]
    header = next(i for i, row in enumerate(cells(sheet), 1) if row[0] == "学校")
    *missing, total = column(sheet, "教学仪器设备值缺（元）", at=header)
    numbers = [v for v in missing if isinstance(v, int | float)]
    assert sum(numbers) == pytest.approx(total)
    k = 5  # equipment_yuan
    expected = county.evaluation.schools.shortfall[:, k, :]
    assert total == pytest.approx(float(expected[expected > 0].sum()))
    assert sheet.cell(4, 1).value == "小学标准（≥）"


def test_findings_are_listed_the_gravest_first_with_their_clause(tmp_path: Path) -> None:
    county = world()
    sheet = written(tmp_path, county)["问题"]
    rows = cells(sheet)
    header = max(i for i, row in enumerate(rows, 1) if row[0] == "级别")
    levels = column(sheet, "级别", at=header)
    assert levels == ["不达标"] * 4 + ["预警"] * 2 + ["提示"]
    assert len(levels) == len(county.evaluation.findings)
    clauses = column(sheet, "依据", at=header)
    assert any("国办发〔2018〕27号" in str(clause) for clause in clauses)
    status = column(sheet, "效力与核实", at=header)
    assert "强制；未核实（凭记忆）" in status


def test_equity_sheet_holds_each_cv_against_its_ceiling(tmp_path: Path) -> None:
    county = world()
    rows = cells(written(tmp_path, county)["差异系数"])
    mean = next(row for row in rows if row[0] == "综合差异系数（平均）")
    # 0.61 in both stages; ceilings 0.65 and 0.55
    assert mean[1:7] == [0.61, 0.65, "达标", 0.61, 0.55, "不达标"]
    # the last of seven is 0.25 + 6 x 0.05 = 0.55, above 0.50 and 0.45
    last = next(row for row in rows if row[0] == "每百名学生网络多媒体教室数")
    assert last[1:7] == [pytest.approx(0.55), 0.5, "不达标", pytest.approx(0.55), 0.45, "不达标"]


def test_method_sheet_says_what_is_assumed_or_from_memory(tmp_path: Path) -> None:
    county = world()
    rows = cells(written(tmp_path, county)["方法与数据"])
    by_id = {row[0]: row for row in rows}
    assert by_id["cv_limit_2012.primary"][4:6] == ["强制", "未核实（凭记忆）"]
    assert by_id["off_road_speed_m_s"][4:6] == ["假设", "本工具自定"]
    assert set(county.model.standards) <= set(by_id)


def test_problems_sheet_names_row_and_repair(tmp_path: Path) -> None:
    county = world()
    text = str(cells(written(tmp_path, county)["数据问题"]))
    assert "学生数有小数" in text
    placed = replace(county.study.problems[0], sheet="村情")
    book = written(tmp_path, replace(county, study=replace(county.study, problems=(placed,))))
    header, row = cells(book["数据问题"])[4:6]
    assert row[[str(h).strip() for h in header].index("工作表")] == "村情"
    clean = replace(county.study, problems=())
    path = write_workbook(tmp_path / "b.xlsx", clean, county.model, county.evaluation)
    assert "没有发现问题" in str(cells(openpyxl.load_workbook(path)["数据问题"]))


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.org","x")'
    path = write_workbook(
        tmp_path / "study.xlsx",
        (county := with_name(world(), evil)).study,
        county.model,
        county.evaluation,
    )
    sheet = openpyxl.load_workbook(path)["村庄"]
    cell = sheet.cell(5, 2)
    assert (cell.value, cell.data_type) == (evil, "s")
    with zipfile.ZipFile(path) as packed:
        sheets = [packed.read(n) for n in packed.namelist() if n.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in text for text in sheets)


def test_english_workbook_has_no_chinese_headers(tmp_path: Path) -> None:
    book = written(tmp_path, world(language="en"))
    assert book.sheetnames[0] == "Cover"
    for name in ("Schools", "Villages"):
        headers = "".join(str(cell.value) for cell in book[name][4])
        assert headers.isascii()
    assert "Simulated data" in str(cells(book["Cover"]))


def test_headers_are_frozen_repeated_and_filtered(tmp_path: Path) -> None:
    book = written(tmp_path, world())
    for name in ("学校", "村庄"):
        sheet = book[name]
        assert sheet.freeze_panes == "C5"
        assert sheet.auto_filter.ref is not None
        assert sheet.print_title_rows == "$4:$4"
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert not sheet.merged_cells.ranges


def test_same_input_same_bytes(tmp_path: Path) -> None:
    one, two = world(), world()
    a = write_workbook(tmp_path / "a.xlsx", one.study, one.model, one.evaluation)
    time.sleep(1.1)  # a clock in the file would show
    b = write_workbook(tmp_path / "b.xlsx", two.study, two.model, two.evaluation)
    assert a.read_bytes() == b.read_bytes()


def test_evaluated_by_the_kernel(tmp_path: Path) -> None:
    county = world(40, 8)
    book = written(tmp_path, replace(county, evaluation=evaluate(county.model)))
    total = column(book["村庄"], "学生")[-1]
    assert total == int(county.model.villages.pupils.sum())


def test_an_open_file_is_said_in_words(tmp_path: Path) -> None:
    county = world()
    folder = tmp_path / "study.xlsx"
    folder.mkdir()
    with pytest.raises(MachineError, match=r"study\.xlsx"):
        write_workbook(folder, county.study, county.model, county.evaluation)


def test_a_real_county_takes_seconds_not_minutes(tmp_path: Path) -> None:
    county = world(1500, 120)
    start = time.perf_counter()
    write_workbook(tmp_path / "study.xlsx", county.study, county.model, county.evaluation)
    assert time.perf_counter() - start < 8  # ample: about a second is usual


def test_chinese_takes_two_places() -> None:
    assert text_width("ab") == 2
    assert text_width("学校") == pytest.approx(3.8)
    assert text_width("学校\nabcdef") == 6
    assert line_count("学校", 10) == 1
    assert line_count("a" * 20, 11.5) == 2


def test_whole_numbers_show_no_point() -> None:
    assert whole_or([1.0, 2, None], "dec1") == "int"
    assert whole_or([1.5, 2], "dec1") == "dec1"


def test_missing_beds_are_said_with_their_parts(tmp_path: Path) -> None:
    county = world()
    gap = county.evaluation.schools.bed_gap * 0
    gap[0] = 2
    evaluation = replace(county.evaluation, schools=replace(county.evaluation.schools, bed_gap=gap))
    book = written(tmp_path, replace(county, evaluation=evaluation))
    parts = "床位缺口 3 = 各校缺 2 + 没有学校可去的 1"
    summary = [row[0] for row in cells(book["概览"])]
    assert f"{parts}；寄宿学生 0（其中 2 人没有床位）" in summary
    assert parts in [row[1] for row in cells(book["封面"])]
    method = [str(row[0]) for row in cells(book["方法与数据"])]
    assert any("床位缺口分两部分" in line for line in method)


def test_the_cover_says_who_is_not_counted(tmp_path: Path) -> None:
    county = world()
    pupils = int(county.model.villages.pupils.sum())
    aside = replace(county.study, aside=SetAside(villages=2, pupils=20))
    said = [row[1] for row in cells(written(tmp_path, replace(county, study=aside))["封面"])]
    whole = f"原表共 {pupils + 20:,} 人"
    assert any(whole in str(line) and "另有 2 个村 20 人" in str(line) for line in said)
    plain = [str(row[1]) for row in cells(written(tmp_path, county)["封面"])]
    assert not any("未计入" in line for line in plain)


def test_tables_by_group_are_left_out_where_groups_are_mostly_not_given(tmp_path: Path) -> None:
    county = world()
    whole = dict(county.evaluation.indicators)
    blank = {"东镇": {**whole, "pupils": Figure(87, "pupil")}, "": whole}
    evaluation = replace(county.evaluation, by_township=blank)
    summary = written(tmp_path, replace(county, evaluation=evaluation))["概览"]
    lines = [row[0] for row in cells(summary)]
    assert "“乡镇”大多没有填，分乡镇统计不能用" in lines
    assert "东镇" not in lines
    assert "分城乡（按村庄城乡类型）" in lines
