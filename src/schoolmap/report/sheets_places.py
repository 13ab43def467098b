"""Sheets of study.xlsx: every school and every village."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from schoolmap.model.codes import AREA_GROUPS, STATUS_WORDS, area_group
from schoolmap.model.evaluation import UNDEFINED, Evaluation
from schoolmap.model.journeys import band_grades, journey
from schoolmap.model.layout import LayoutModel
from schoolmap.model.wording import (
    AREA_WORDS,
    BAND,
    MODE,
    STATUS,
    area_class_name,
    look_up,
    say,
    school_type_name,
)
from schoolmap.report.book import (
    Book,
    Column,
    Kind,
    Value,
    add_sheet,
    fit,
    mark,
    mark_words,
    set_page,
    whole_or,
    write_table,
)
from schoolmap.report.cover import Entry

HEADER_ROW = 3
MODE_FACE = {"ride": "warn", "board": "dim", "unserved": "bad"}


def write_schools(book: Book, model: LayoutModel, evaluation: Evaluation) -> Entry:
    """Write a line per school: size, seats, beds and the way of its pupils; totals below."""
    name = book.say("学校", "Schools")
    about = book.say("每所学校的规模、学位、床位与学生路程", "size, seats, beds and journeys")
    sheet = add_sheet(book, name, about)
    rows = [_school(book, model, evaluation, site) for site in range(len(model.sites))]
    columns = _school_columns(book, whole_or((row[7] for row in rows), "dec1"))
    summed = {7, 8, 9, 10, 11, 12, 13, 14, 16}
    total: list[Value] = [
        _add(rows[j][k] for j in np.flatnonzero(evaluation.is_open)) if k in summed else None
        for k in range(len(columns))
    ]
    total[0] = book.say("合计（在办）", "total (open)")
    widths = fit(sheet, columns, [*rows, total])
    area = write_table(book, sheet, HEADER_ROW, columns, rows, total=total, widths=widths)
    for column, face in ((10, "bad"), (14, "bad")):
        mark(book, sheet, area, column, rule=">", value=0, face=face)
    small = model.rules.small_school_pupils
    mark(book, sheet, area, 7, rule="<=", value=0, face="dim")  # nobody: not a small school
    mark(book, sheet, area, 7, rule="<", value=small, face="warn")
    states = {look_up(STATUS, word, book.language): "dim" for word in STATUS_WORDS[1:]}
    mark_words(book, sheet, area, 3, states)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.autofilter(HEADER_ROW, 0, area.last, len(columns) - 1)
    set_page(book, sheet, repeat=(HEADER_ROW, HEADER_ROW))
    return Entry(name, about, len(rows))


def _school_columns(book: Book, roll: Kind) -> list[Column]:
    say_ = book.say
    return [
        Column(say_("学校标识码", "school id")),
        Column(say_("学校", "school")),
        Column(say_("办学类型", "type")),
        Column(say_("状态", "status"), "centre"),
        Column(say_("乡镇", "township")),
        Column(say_("城乡", "area"), "centre"),
        Column(say_("年级", "grades"), "centre"),
        Column(say_("在校生", "roll"), roll),
        Column(say_("分配学生", "load"), "int"),
        Column(say_("学位", "seats"), "int"),
        Column(say_("超学位", "over seats"), roll),
        Column(say_("班级", "classes"), "int"),
        Column(say_("床位", "beds"), "int"),
        Column(say_("需寄宿", "boarders needed"), "int"),
        Column(say_("床位缺口", "beds missing"), "int"),
        Column(say_("校车", "bus"), "centre"),
        Column(say_("乘车学生", "riders"), "int"),
        Column(say_("平均路程（米）", "mean distance (m)"), "int"),
        Column(say_("最远路程（米）", "longest distance (m)"), "int"),
    ]


def _school(book: Book, model: LayoutModel, evaluation: Evaluation, site: int) -> list[Value]:
    sites, figures = model.sites, evaluation.schools
    first, last = int(sites.first_grade[site]), int(sites.last_grade[site])
    runs = bool(evaluation.is_open[site])
    english = book.language == "en" and sites.names_en[site]
    return [
        sites.ids[site],
        sites.names_en[site] if english else sites.names[site],
        school_type_name(int(sites.type_code[site]), book.language),
        look_up(STATUS, STATUS_WORDS[int(sites.status[site])], book.language),
        sites.townships[site],
        area_class_name(int(sites.area_class[site]), book.language),
        str(first) if first == last else f"{first}-{last}",
        float(np.cumsum(figures.roll[site])[-1]) if runs else None,
        int(figures.load[site].sum()) if runs else None,
        _given(int(sites.seats[site])),
        _given(float(figures.over_seats[site])) if runs else None,
        _given(int(sites.classes[site])),
        _given(int(sites.beds[site])),
        int(figures.boarders_needed[site]) if runs else None,
        int(figures.bed_gap[site]) if runs else None,
        book.say("有", "yes") if sites.bus[site] else None,
        int(figures.riders[site]) if runs else None,
        _given(float(figures.mean_length_m[site])),
        _given(int(figures.max_length_m[site])),
    ]


def write_villages(book: Book, model: LayoutModel, evaluation: Evaluation) -> Entry:
    """Write a line per village: pupils, and by band the school, the way and how it is gone."""
    name = book.say("村庄", "Villages")
    about = book.say("每个村庄各学段到哪所学校、路程与方式", "school, way and mode by band")
    sheet = add_sheet(book, name, about)
    columns = _village_columns(book, model)
    rows = _village_rows(book, model, evaluation)
    total: list[Value] = [None] * len(columns)
    total[0] = book.say("合计", "total")
    total[5] = int(model.villages.pupils.sum())
    widths = fit(sheet, columns, rows)
    area = write_table(book, sheet, HEADER_ROW, columns, rows, total=total, widths=widths)
    faces = {say(MODE[mode], book.language): face for mode, face in MODE_FACE.items()}
    for k in range(len(model.rules.bands)):
        mark_words(book, sheet, area, 10 + 5 * k, faces)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.autofilter(HEADER_ROW, 0, area.last, len(columns) - 1)
    set_page(book, sheet, repeat=(HEADER_ROW, HEADER_ROW))
    return Entry(name, about, len(rows))


def _village_columns(book: Book, model: LayoutModel) -> list[Column]:
    say_ = book.say
    columns = [
        Column(say_("村庄代码", "village id")),
        Column(say_("村名", "village")),
        Column(say_("行政村", "admin village")),
        Column(say_("乡镇", "township")),
        Column(say_("城乡", "area"), "centre"),
        Column(say_("学生", "pupils"), "int"),
    ]
    for band in model.rules.bands:
        words = look_up(BAND, band.id, book.language)
        columns += [
            Column(f"{words}\n{say_('学校', 'school')}"),
            Column(f"{words}\n{say_('路程（米）', 'distance (m)')}", "int"),
            Column(f"{words}\n{say_('步行（分）', 'walk (min)')}", "dec1"),
            Column(f"{words}\n{say_('乘车（分）', 'ride (min)')}", "dec1"),
            Column(f"{words}\n{say_('方式', 'mode')}", "centre"),
        ]
    columns.append(Column(say_("学位可达性", "seats in reach"), "dec2"))
    return columns


def _village_rows(book: Book, model: LayoutModel, evaluation: Evaluation) -> list[list[Value]]:
    villages, language = model.villages, book.language
    grades = band_grades(model, evaluation)
    names = model.sites.names
    if language == "en":
        pairs = zip(names, model.sites.names_en, strict=True)
        names = tuple(english or chinese for chinese, english in pairs)
    totals = villages.pupils.sum(axis=1).tolist()
    rows = []
    for v in range(len(villages)):
        row: list[Value] = [
            villages.ids[v],
            villages.names[v],
            villages.admin_villages[v],
            villages.townships[v],
            _area(int(villages.area_class[v]), book),
            totals[v],
        ]
        for grade in grades[v].tolist():
            way = journey(model, evaluation.assignment, v, grade)
            row += [
                names[way.site] if way.site >= 0 else None,
                way.length_m,
                None if way.walk_s is None else way.walk_s / 60,
                None if way.ride_s is None else way.ride_s / 60,
                look_up(MODE, way.mode, language),
            ]
        row.append(_given(float(evaluation.e2sfca[v])))
        rows.append(row)
    return rows


def _area(code: int, book: Book) -> str:
    group = area_group(code)
    return "" if group < 0 else look_up(AREA_WORDS, AREA_GROUPS[group], book.language)


def _given(value: float) -> float | None:
    return None if value <= UNDEFINED else value


def _add(values: Iterable[Value]) -> float | None:
    """Return the sum of the numbers among the cells, in row order."""
    total: float = 0
    for value in values:
        if isinstance(value, int | float):
            total += value
    return total
