"""A new study, filled in as a clerk would: empty it says what is missing, filled it makes a map."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from schoolmap.cli.running import run
from schoolmap.errors import InputError, Language, UsageError
from schoolmap.io import read_study
from schoolmap.io.headers import Headers
from schoolmap.io.template import Beginning, settings_text
from schoolmap.model.columns import SCHOOLS, TABLES, VILLAGES
from schoolmap.model.study import StudyFile
from schoolmap.pipeline.starting import begin_study

LANGUAGES: tuple[Language, ...] = ("zh", "en")

# by FORMATS.md: id, name, type, longitude, latitude, pupils by grade
SCHOOL_ROWS = (
    ("0141024001", "河湾中心小学", "小学", 111.6723, 36.2534, {1: 10, 2: 12, 6: 9}),
    ("0141024002", "县第一初级中学", "初级中学", 111.6911, 36.2602, {7: 20, 8: 18, 9: 21}),
    ("0141024003", "上湾教学点", "218", 111.6502, 36.2705, {1: 3, 2: 2}),
)
VILLAGE_ROWS = (
    ("014102400001", "上湾", 111.6500, 36.2700, (3, 2, 2, 0, 1, 2, 3, 4, 1)),
    ("014102400002", "下湾", 111.6690, 36.2510, (4, 5, 3, 2, 1, 2, 6, 5, 7)),
    ("014102400003", "前庄", 111.6800, 36.2550, (1, 0, 0, 2, 3, 1, 2, 2, 3)),
    ("014102400004", "后庄", 111.6850, 36.2610, (0, 0, 1, 0, 0, 1, 1, 0, 0)),
    ("014102400005", "东岭", 111.7100, 36.2650, (2, 3, 2, 4, 3, 3, 4, 5, 6)),
)
PUPILS = sum(sum(row[4]) for row in VILLAGE_ROWS)


def fill(book_path: Path) -> None:
    """Fill the workbook in below its example rows, header by header."""
    book = openpyxl.load_workbook(book_path)
    places = {
        name: {str(cell.value).rstrip("*").split(" ")[0]: cell.column for cell in book[name][1]}
        for name in ("学校", "村庄")
    }
    grades = [column.zh for column in SCHOOLS if re.fullmatch(r"g\d", column.name)]
    for row, (code, name, kind, lon, lat, pupils) in enumerate(SCHOOL_ROWS, start=3):
        cells: dict[str, Any] = {"学校标识码": code, "名称": name, "办学类型": kind}
        cells |= {"经度": lon, "纬度": lat, "床位数": 0, "校车": "否"}
        cells |= {grades[g - 1]: n for g, n in pupils.items()}
        for head, value in cells.items():
            book["学校"].cell(row, places["学校"][head], value)
    for row, (code, name, lon, lat, counts) in enumerate(VILLAGE_ROWS, start=3):
        cells = {"村庄代码": code, "村名": name, "经度": lon, "纬度": lat}
        cells |= dict(zip(grades, counts, strict=True))
        for head, value in cells.items():
            book["村庄"].cell(row, places["村庄"][head], value)
    book.save(book_path)
    book.close()


def choose(settings: Path, system: str) -> None:
    """Take the # off the coordinates, as the file says."""
    text = settings.read_text(encoding="utf-8-sig")
    text, count = re.subn(rf'(?m)^#(coordinates = "{system}")', r"\1", text)
    assert count == 2
    settings.write_text(text, encoding="utf-8-sig")


def codes(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_study(folder)
    return [problem.code for problem in caught.value.problems]


def test_a_new_study_says_what_is_missing(tmp_path: Path) -> None:
    begin_study(tmp_path / "县", language="zh")
    found = codes(tmp_path / "县")
    assert found.count("table_unfilled") == 2
    assert found.count("coordinates_undeclared") == 2
    assert found.count("example_row") == 2
    errors = {"table_unfilled", "coordinates_undeclared"}
    assert set(found) - errors <= {"example_row", "unit_converted"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_coordinates_may_be_said_at_once(language: Language, tmp_path: Path) -> None:
    begin_study(tmp_path / "s", language=language, name='甲"乙', coordinates="GCJ-02")
    assert "coordinates_undeclared" not in codes(tmp_path / "s")
    settings = tomllib.loads((tmp_path / "s/study.toml").read_text(encoding="utf-8-sig"))
    assert settings["study"]["name"] == '甲"乙'
    assert settings["villages"]["coordinates"] == "gcj02"


@pytest.mark.parametrize("language", LANGUAGES)
def test_settings_that_are_switched_off_are_right_when_switched_on(language: Language) -> None:
    text = settings_text(Beginning("b.xlsx", "s", "v"), language=language)
    seen: set[str] = set()
    lines = []
    for line in text.split("\n"):
        if line.startswith("["):
            seen.clear()
        if re.match(r"#\S", line):
            key = line[1:].split(" = ")[0]
            # of the coordinate systems only one can be on
            lines.append(line[1:] if key not in seen else line)
            seen.add(key)
            if line.startswith("#["):
                seen.clear()
        else:
            lines.append(line)
    settings = StudyFile.model_validate(tomllib.loads("\n".join(lines)))
    assert settings.roads is not None
    assert settings.boundary is not None
    assert settings.terrain is not None
    assert settings.pack.files
    assert settings.study.crs
    assert settings.study.year
    assert len(settings.rules) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_header_is_the_column_that_the_reader_takes_it_for(
    language: Language,
) -> None:
    from schoolmap.report.template_columns import SCHOOL_FIELDS, VILLAGE_FIELDS

    for table, fields in (("schools", SCHOOL_FIELDS), ("villages", VILLAGE_FIELDS)):
        known = Headers(TABLES[table])
        for field in fields:
            found = known.recognise(field.header(language))
            assert found is not None
            assert found.name == field.column.name
    must = {c.name for c in (*SCHOOLS, *VILLAGES) if c.required}
    assert must <= {f.column.name for f in (*SCHOOL_FIELDS, *VILLAGE_FIELDS) if f.need == "must"}


def test_a_filled_study_passes_and_makes_a_map(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "新县"
    assert run(["init", str(folder), "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "schoolmap check" in told
    assert "schoolmap run" in told
    assert run(["check", str(folder), "--lang", "zh"]) == 1
    assert "还没有填完" in capsys.readouterr().out
    fill(folder / "学校布局数据.xlsx")
    choose(folder / "study.toml", "gcj02")
    assert run(["check", str(folder), "--lang", "zh"]) == 0
    assert f"学校 3 所、村庄 5 个、学生 {PUPILS} 人全部用上" in capsys.readouterr().out
    out = tmp_path / "成果"
    assert run(["run", str(folder), "--out", str(out), "--quiet"]) == 0
    assert (out / "map.html").stat().st_size > 0


def test_rows_of_one_sheet_are_not_counted_in_the_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, path = begin_study(tmp_path / "s", language="zh", coordinates="gcj02")
    fill(path)
    book = openpyxl.load_workbook(path)
    book["学校"].cell(5, 3, "不知道")  # the teaching point's type
    book.save(path)
    book.close()
    assert run(["check", str(settings.parent), "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "未用学校 1 行" in told
    assert "村庄 1 行" not in told


def check_filled(folder: Path) -> None:
    study = read_study(folder)
    # text columns keep the zeros that a number would lose
    assert study.schools.text("school_id") == [row[0] for row in SCHOOL_ROWS]
    assert study.villages.text("village_id") == [row[0] for row in VILLAGE_ROWS]
    assert sum(int(study.villages.numbers(f"g{g}").sum()) for g in range(1, 10)) == PUPILS
    assert sum(p.code == "example_row" for p in study.problems) == 2


@pytest.mark.slow
def test_a_filled_study_survives_another_office_program(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    settings, book = begin_study(tmp_path / "s", language="zh", coordinates="wgs84")
    fill(book)
    check_filled(settings.parent)
    out, home = tmp_path / "saved", (tmp_path / "home").as_uri()
    subprocess.run(
        [program, f"-env:UserInstallation={home}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(out), str(book)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    shutil.copy(out / book.name, book)
    check_filled(settings.parent)


def test_the_workbook_offers_lists_and_freezes_what_names_a_row(tmp_path: Path) -> None:
    _, path = begin_study(tmp_path / "s", language="zh")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["填表说明", "学校", "村庄", "乡镇", "代码"]
    for name in ("学校", "村庄"):
        sheet = book[name]
        assert sheet.freeze_panes == "C2"
        assert all(cell.comment is not None for cell in sheet[1])
        assert sheet["A3"].number_format == "@" or sheet.column_dimensions["A"].number_format == "@"
    formulas = {
        str(v.formula1) for v in book["学校"].data_validations.dataValidation if v.type == "list"
    }
    assert '"是,否"' in formulas
    assert '"在办,规划,停办"' in formulas
    assert any("九年一贯制" in f for f in formulas)
    book.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_bytes_every_time(language: Language, tmp_path: Path) -> None:
    first = begin_study(tmp_path / "a", language=language)
    second = begin_study(tmp_path / "b", language=language)
    for a, b in zip(first, second, strict=True):
        assert a.read_bytes() == b.read_bytes()


def test_nothing_that_is_there_is_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError):
        begin_study(tmp_path, language="zh")
    assert run(["init", str(tmp_path)]) == 2
    assert run(["init", str(tmp_path / "mine.txt")]) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unknown_coordinate_system_begins_nothing(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "s"), "--coordinates", "beijing54"]) == 2
    assert not (tmp_path / "s").exists()


def test_a_failed_beginning_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from schoolmap.errors import MachineError
    from schoolmap.pipeline import starting

    def full(*_: object, **__: object) -> Path:
        raise MachineError(*("磁盘已满", "no space"))

    monkeypatch.setattr(starting, "write_template", full)
    assert run(["init", str(tmp_path / "s")]) == 3
    assert not (tmp_path / "s").exists()
