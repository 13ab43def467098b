"""Sheets of dossier.xlsx: a row for each village and band, and for each school."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from schoolmap.model.affected import SchoolStanding
from schoolmap.model.grades import N_GRADE, STAGES
from schoolmap.model.resources import INDICATORS
from schoolmap.model.wording import (
    BAND,
    MODE,
    REASON,
    STAGE,
    indicator_name,
    look_up,
    say,
    unit_name,
)
from schoolmap.report.book import (
    Area,
    Book,
    Column,
    Value,
    add_sheet,
    fit,
    mark,
    mark_words,
    set_page,
    whole_or,
    write_table,
)
from schoolmap.report.dossier_content import Dossier, Movement, SchoolChange
from schoolmap.report.dossier_totals import week_m
from schoolmap.report.dossier_words import KIND
from schoolmap.report.live import cell, write_live_total

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADER_ROW = 3
_A3 = 8
_NUMBERS_WIDE = 9.0
MODE_FACE = {"ride": "warn", "board": "dim", "unserved": "bad"}


@dataclass(frozen=True)
class VillageSheet:
    """Where the village rows stand, for formulas of other sheets."""

    name: str
    area: Area
    pupils: int
    mode_before: int
    mode_after: int
    km_before: int
    km_after: int
    minutes_before: int
    minutes_after: int
    week_before: int
    week_after: int


_PUPILS, _G1 = 8, 9
_FROM, _MODE_WAS, _KM_WAS, _MIN_WAS = 18, 19, 20, 21
_TO, _MODE_NOW, _KM_NOW, _MIN_NOW = 22, 23, 24, 25
_ADDED_KM, _ADDED_MIN, _WEEK_WAS, _WEEK_NOW, _WHY = 26, 27, 28, 29, 30


def write_village_rows(book: Book, dossier: Dossier) -> VillageSheet:
    """Write a row for each village and run of grades that changes; differences are formulas."""
    name = book.say("分村", "Villages")
    about = book.say(
        "每村每学段一行；增减、每周人公里和合计为公式，可筛选",
        "a row a village and band; differences, weeks and totals are formulas",
    )
    sheet = add_sheet(book, name, about)
    every = (*dossier.movements, *dossier.left_out)
    columns = _village_columns(book)
    rows = [_village(book, m) for m in every]
    columns = [_narrow(column) for column in columns]
    widths = fit(sheet, columns, rows)
    area = write_table(book, sheet, HEADER_ROW, columns, rows, widths=widths)
    _hide_empty_grades(sheet, every)
    for row, m in enumerate(every, area.first):
        _differences(book, sheet, row, m, dossier)
    sums: dict[int, int | float] = {_PUPILS: sum(m.pupils for m in every)}
    for g in range(N_GRADE):
        sums[_G1 + g] = sum(m.by_grade[g] for m in every)
    if dossier.ways is not None:
        ways = dossier.ways
        sums[_WEEK_WAS] = sum(week_m(m.before, m.pupils, ways) for m in every) / 1000
        sums[_WEEK_NOW] = sum(week_m(m.after, m.pupils, ways) for m in every) / 1000
    label = book.say("合计", "total")
    write_live_total(book, sheet, area, columns, sums, label=label)
    faces = {look_up(MODE, m, book.language): face for m, face in MODE_FACE.items()}
    for column in (_MODE_WAS, _MODE_NOW):
        mark_words(book, sheet, area, column, faces)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.autofilter(HEADER_ROW, 0, area.last, len(columns) - 1)
    set_page(book, sheet, repeat=(HEADER_ROW, HEADER_ROW))
    sheet.set_paper(_A3)
    places = (_PUPILS, _MODE_WAS, _MODE_NOW, _KM_WAS, _KM_NOW, _MIN_WAS, _MIN_NOW)
    return VillageSheet(name, area, *places, _WEEK_WAS, _WEEK_NOW)


def _narrow(column: Column) -> Column:
    """Return a column of numbers as narrow as its numbers; its header wraps."""
    if column.kind in {"text", "wrap", "centre"}:
        return column
    return replace(column, width=column.width or _NUMBERS_WIDE)


def _hide_empty_grades(sheet: Worksheet, movements: Sequence[Movement]) -> None:
    for g in range(N_GRADE):
        if not any(m.by_grade[g] for m in movements):
            sheet.set_column(_G1 + g, _G1 + g, None, None, {"hidden": True})


def _village_columns(book: Book) -> list[Column]:
    say = book.say
    before, after = say("现状", "today"), say("方案", "plan")

    def side(word: str) -> list[Column]:
        return [
            Column(say(f"{word}学校", f"school, {word}")),
            Column(say(f"{word}方式", f"how, {word}"), "centre"),
            Column(say(f"{word}路程（公里）", f"km, {word}"), "dec2"),
            Column(say(f"{word}用时（分钟）", f"minutes, {word}"), "dec1"),
        ]

    return [
        Column(say("村庄代码", "village id")),
        Column(say("村", "village")),
        Column(say("行政村", "administrative village")),
        Column(say("乡镇", "township")),
        Column(say("学段", "band"), "centre"),
        Column(say("年级", "grades"), "centre"),
        Column(say("原学校代码", "school id today")),
        Column(say("方案学校代码", "school id, plan")),
        Column(say("学生", "pupils"), "int"),
        *(Column(say(f"{g}年级", f"grade {g}"), "int", 6.5) for g in range(1, N_GRADE + 1)),
        *side(before),
        *side(after),
        Column(say("路程增减（公里）", "km added"), "dec2"),
        Column(say("用时增减（分钟）", "minutes added"), "dec1"),
        Column(say("现状每周（人公里）", "pupil-km a week, today"), "dec1"),
        Column(say("方案每周（人公里）", "pupil-km a week, plan"), "dec1"),
        Column(say("未安排原因", "why unserved")),
    ]


def _village(book: Book, m: Movement) -> list[Value]:
    language = book.language
    cells: list[Value] = [
        m.village_id,
        m.village,
        m.admin_village,
        m.township,
        look_up(BAND, m.band, language),
        m.grades,
        m.before.school_id,
        m.after.school_id,
        m.pupils,
        *(n or None for n in m.by_grade),
    ]
    for way in (m.before, m.after):
        cells += [
            way.school,
            look_up(MODE, way.mode, language),
            None if way.length_m is None else way.length_m / 1000,
            None if way.seconds is None else way.seconds / 60,
        ]
    return [*cells, None, None, None, None, look_up(REASON, m.after.reason, language)]


def _differences(book: Book, sheet: Worksheet, row: int, m: Movement, dossier: Dossier) -> None:
    """Write what a row's own cells come to, as formulas."""
    faces = book.formats
    for column, (was, now), added, unit, face in (
        (_ADDED_KM, (_KM_WAS, _KM_NOW), m.added_m, 1000, "dec2"),
        (_ADDED_MIN, (_MIN_WAS, _MIN_NOW), m.added_s, 60, "dec1"),
    ):
        if added is not None:
            formula = f"={cell(row, now)}-{cell(row, was)}"
            sheet.write_formula(row, column, formula, faces[face], added / unit)
    if dossier.ways is None:
        return
    board = look_up(MODE, "board", book.language)
    for column, way, km, mode in (
        (_WEEK_WAS, m.before, _KM_WAS, _MODE_WAS),
        (_WEEK_NOW, m.after, _KM_NOW, _MODE_NOW),
    ):
        times = f'IF({cell(row, mode)}="{board}",ways_weekly,ways_daily)'
        formula = f"={cell(row, _PUPILS)}*{cell(row, km)}*{times}"
        value = week_m(way, m.pupils, dossier.ways) / 1000
        sheet.write_formula(row, column, formula, faces["dec1"], value)


def write_school_rows(book: Book, dossier: Dossier) -> None:
    """Write a row for each school that changes, both sides of every figure; live totals below."""
    name = book.say("学校", "Schools")
    about = book.say("每所有变化的学校一行，现状与方案", "a row a school that changes, both sides")
    sheet = add_sheet(book, name, about)
    rows = [_school(book, s) for s in dossier.schools]
    rolls = [row[k] for row in rows for k in (5, 6)]
    columns = [_narrow(c) for c in _school_columns(book, whole_or(rolls, "dec1"))]
    widths = fit(sheet, columns, rows)
    area = write_table(book, sheet, HEADER_ROW, columns, rows, widths=widths)
    summed = {k for k, column in enumerate(columns) if k >= 5 and column.kind in {"int", "dec1"}}
    summed -= {k for k, column in enumerate(columns) if column.header in _averages(book)}
    sums = {k: _sum(row[k] for row in rows) for k in summed}
    write_live_total(book, sheet, area, columns, sums, label=book.say("合计", "total"))
    over = next(k for k, c in enumerate(columns) if c.header == book.say("超学位", "over seats"))
    mark(book, sheet, area, over, rule=">", value=0, face="bad")
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.autofilter(HEADER_ROW, 0, area.last, len(columns) - 1)
    set_page(book, sheet, repeat=(HEADER_ROW, HEADER_ROW))
    sheet.set_paper(_A3)


def _averages(book: Book) -> set[str]:
    say = book.say
    return {
        say("班额·现状", "class size, today"),
        say("班额·方案", "class size, plan"),
        say("班额上限", "class limit"),
    }


def _sum(values: object) -> float:
    total = 0.0
    for value in values:  # type: ignore[attr-defined]
        if isinstance(value, int | float):
            total += value
    return total


def _school_columns(book: Book, roll: str) -> list[Column]:
    say = book.say
    kind = "int" if roll == "int" else "dec1"
    pairs = (
        ("在校生", "roll", kind),
        ("需设班级", "classes needed", "int"),
        ("床位", "beds", "int"),
        ("需寄宿", "boarders", "int"),
        ("乘车学生", "riders", "int"),
        ("教职工", "staff", "int"),
        ("编制标准应有教职工", "staff by the ratio", "dec1"),
    )
    both = [
        Column(say(f"{zh}·{side_zh}", f"{en}, {side_en}"), kind)  # type: ignore[arg-type]
        for zh, en, kind in pairs
        for side_zh, side_en in (("现状", "today"), ("方案", "plan"))
    ]
    return [
        Column(say("学校标识码", "school id")),
        Column(say("学校", "school")),
        Column(say("乡镇", "township")),
        Column(say("变动", "becomes"), "centre"),
        Column(say("年级", "grades"), "centre"),
        *both,
        Column(say("学位", "seats"), "int"),
        Column(say("超学位", "over seats"), "dec1"),
        Column(say("现有班级", "classes"), "int"),
        Column(say("班额·现状", "class size, today"), "dec1"),
        Column(say("班额·方案", "class size, plan"), "dec1"),
        Column(say("班额上限", "class limit"), "int"),
        Column(say("宿舍面积（平方米）", "dormitory, m²"), "dec1"),
        Column(say("宿舍应有（平方米）", "dormitory needed, m²"), "dec1"),
        Column(say("食堂座位", "canteen seats"), "int"),
        Column(say("食堂应有", "canteen needed"), "int"),
        Column(say("厕所蹲位", "toilets"), "int"),
        Column(say("蹲位应有", "toilets needed"), "int"),
        Column(say("转入学生（推算）", "arriving, modelled"), "int"),
        Column(say("转出学生（推算）", "leaving, modelled"), "int"),
        Column(say("学生去向", "pupils go to")),
    ]


def _school(book: Book, s: SchoolChange) -> list[Value]:
    was, now = s.before, s.after

    def both(name: str) -> list[Value]:
        return [_of(was, name), _of(now, name)]

    return [
        s.school_id,
        s.name,
        s.township,
        say(KIND[s.kind], book.language),
        now.grades if now.open or was is None else was.grades,
        s.roll_before,
        now.roll,
        *both("classes_needed"),
        *both("beds"),
        *both("boarders"),
        *both("riders"),
        *both("staff"),
        *both("staff_need"),
        now.seats,
        now.over_seats,
        now.classes,
        _of(was, "class_size"),
        now.class_size,
        s.class_limit,
        now.dorm_area_m2,
        now.dorm_area_need_m2,
        now.canteen_seats,
        now.canteen_need,
        now.toilet_seats,
        now.toilet_need,
        s.arriving,
        s.leaving,
        ("、" if book.language == "zh" else ", ").join(s.into),
    ]


def _of(side: SchoolStanding | None, name: str) -> Value:
    if side is None or not side.open:
        return None
    value: Value = getattr(side, name)
    return value


def write_indicators(book: Book, dossier: Dossier) -> None:
    """Write every resource indicator of every school that changes, before and after."""
    name = book.say("办学条件", "Resources")
    about = book.say("每校每项指标，现状与方案", "every indicator of every school, both sides")
    sheet = add_sheet(book, name, about)
    say = book.say
    columns = [
        Column(say("学校标识码", "school id")),
        Column(say("学校", "school")),
        Column(say("学段", "stage"), "centre"),
        Column(say("指标", "indicator")),
        Column(say("单位", "unit"), "centre"),
        Column(say("标准", "standard"), "dec2"),
        Column(say("现状", "today"), "dec2"),
        Column(say("方案", "plan"), "dec2"),
        Column(say("增减", "change"), "dec2"),
    ]
    rows = [
        row for s in dossier.schools if s.after.open for row in _indicator_rows(book, s, dossier)
    ]
    widths = fit(sheet, columns, rows)
    area = write_table(book, sheet, HEADER_ROW, columns, rows, widths=widths)
    for at, values in enumerate(rows, area.first):
        was, now = values[6], values[7]
        if isinstance(was, float) and isinstance(now, float):
            formula = f"={cell(at, 7)}-{cell(at, 6)}"
            sheet.write_formula(at, 8, formula, book.formats["dec2"], now - was)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.autofilter(HEADER_ROW, 0, area.last, len(columns) - 1)
    set_page(book, sheet, repeat=(HEADER_ROW, HEADER_ROW))


def _indicator_rows(book: Book, s: SchoolChange, dossier: Dossier) -> list[list[Value]]:
    found: list[list[Value]] = []
    for stage in STAGES:
        for indicator in INDICATORS:
            key = f"{indicator.name}.{stage}"
            was = None if s.before is None else s.before.values.get(key)
            now = s.after.values.get(key)
            if was is None and now is None:
                continue
            row = dossier.standards.get(f"threshold.{key}")
            found.append(
                [
                    s.school_id,
                    s.name,
                    look_up(STAGE, stage, book.language),
                    indicator_name(indicator.name, book.language),
                    unit_name(indicator.resource.unit, book.language),
                    None if row is None else row.number,
                    was,
                    now,
                    None,
                ]
            )
    return found
