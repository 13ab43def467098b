"""Sheets of study.xlsx: what was found in the input, how figures are made, standards in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schoolmap.errors import ACTION_TEXT
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.layout import LayoutModel
from schoolmap.model.rules import Standard
from schoolmap.model.study import Study
from schoolmap.model.wording import (
    FORCE,
    VERIFIED,
    look_up,
    one_language,
    say,
    unit_name,
    verified_words,
)
from schoolmap.report.book import (
    GREY,
    Book,
    Column,
    Value,
    add_sheet,
    fit,
    mark_words,
    set_page,
    write_table,
)
from schoolmap.report.cover import Entry
from schoolmap.report.method_text import METHOD, slope_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

PROBLEM_WORDS = {
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "note": ("提示", "note"),
}


def write_problems(book: Book, study: Study) -> Entry:
    """Write what was found in the input, where, and what was done about it."""
    name = book.say("数据问题", "Data problems")
    about = book.say("输入数据中发现的问题与处理", "what was found in the input, and done")
    sheet = add_sheet(book, name, about, tab=GREY)
    language = book.language
    columns = [
        Column(book.say("级别", "severity"), "centre", 9),
        Column(book.say("文件", "file"), "text", 20),
        Column(book.say("工作表", "sheet"), "text", 14),
        Column(book.say("行", "row"), "int", 7),
        Column(book.say("列", "column"), "text", 16),
        Column(book.say("原值", "value"), "text", 18),
        Column(book.say("问题", "problem"), "wrap", 46),
        Column(book.say("处理", "done"), "wrap", 16),
        Column(book.say("建议", "repair"), "wrap", 42),
    ]
    rows: list[list[Value]] = [
        [
            look_up(PROBLEM_WORDS, p.severity, language),
            p.file,
            p.sheet,
            p.row,
            p.column,
            p.value,
            p.message(language),
            say(ACTION_TEXT[p.action], language),
            p.repair(language),
        ]
        for p in study.problems
    ]
    if not rows:
        none = book.say("没有发现问题。", "Nothing was found.")
        sheet.write_string(3, 0, none, book.formats["plain"])
    widths = fit(sheet, columns, rows)
    area = write_table(book, sheet, 4, columns, rows, widths=widths)
    words = {say(PROBLEM_WORDS[k], language): f for k, f in (("error", "bad"), ("warning", "warn"))}
    mark_words(book, sheet, area, 0, words)
    sheet.freeze_panes(5, 0)
    if rows:
        sheet.autofilter(4, 0, area.last, len(columns) - 1)
    set_page(book, sheet, repeat=(4, 4))
    return Entry(name, about, len(rows))


def write_method(book: Book, study: Study, model: LayoutModel, evaluation: Evaluation) -> Entry:
    """Write how figures are made, the files read, and the standards in force with their source."""
    name = book.say("方法与数据", "Method and data")
    about = book.say("算法说明、输入文件、所用标准及其依据与核实情况", "method, files, standards")
    sheet = add_sheet(book, name, about, tab=GREY)
    columns = [
        Column(book.say("编号", "id"), "text", 36),
        Column(book.say("名称", "name"), "wrap", 30),
        Column(book.say("数值", "value"), "centre", 14),
        Column(book.say("单位", "unit"), "centre", 15),
        Column(book.say("效力", "force"), "centre", 10),
        Column(book.say("核实", "verified"), "centre", 16),
        Column(book.say("依据", "clause"), "wrap", 40),
        Column(book.say("出处", "source"), "wrap", 22),
        Column(book.say("说明", "note"), "wrap", 36),
        Column(book.say("标准表", "table"), "text", 16),
    ]
    row = _method(book, sheet, model, 3)
    row = _files(book, sheet, study, evaluation, row + 1)
    sheet.write_string(
        row + 1, 0, book.say("所用标准", "Standards in force"), book.formats["section"]
    )
    sheet.write_string(row + 2, 0, _verified(book, study, model), book.formats["muted"])
    rows = [_standard(book, s) for _, s in sorted(_in_force(study, model).items())]
    top = row + 3
    widths = fit(sheet, columns, rows)
    area = write_table(book, sheet, top, columns, rows, widths=widths)
    language = book.language
    mark_words(book, sheet, area, 4, {say(FORCE["assumption"], language): "warn"})
    faces = {say(VERIFIED["memory"], language): "bad", say(VERIFIED["secondary"], language): "dim"}
    mark_words(book, sheet, area, 5, faces)
    sheet.autofilter(top, 0, area.last, len(columns) - 1)
    set_page(book, sheet)
    return Entry(name, about, len(rows))


def _method(book: Book, sheet: Worksheet, model: LayoutModel, row: int) -> int:
    """Write the paragraphs on method; return the next free row."""
    sheet.write_string(row, 0, book.say("方法", "Method"), book.formats["section"])
    estimated = (
        "本县没有道路数据，所有路程为直线距离乘以折算系数。",
        "The county has no road data: every distance is a straight line times a detour factor.",
    )
    paragraphs = [*METHOD, estimated] if model.estimated else [*METHOD, slope_text(model.slope)]
    for pair in paragraphs:
        row += 1
        sheet.write_string(row, 0, "· " + say(pair, book.language), book.formats["plain"])
    return row + 1


def _files(book: Book, sheet: Worksheet, study: Study, evaluation: Evaluation, row: int) -> int:
    sheet.write_string(row, 0, book.say("输入文件", "Files read"), book.formats["section"])
    lines = [(item.file, item.sha256) for item in study.inputs]
    lines.append((book.say("模型指纹", "model fingerprint"), evaluation.model_sha256))
    lines.append((book.say("计算内核版本", "kernel version"), evaluation.kernel_version))
    for file, digest in lines:
        row += 1
        sheet.write_string(row, 0, file, book.formats["plain"])
        sheet.write_string(row, 1, digest, book.formats["mono"])
    return row + 1


def _in_force(study: Study, model: LayoutModel) -> dict[str, Standard]:
    """Return the figures of the model, and those that its walking times were made with."""
    slope = {rule: row for rule, row in study.standards.items() if rule.startswith("slope.")}
    return {**model.standards, **({} if model.slope is None else slope)}


def _verified(book: Book, study: Study, model: LayoutModel) -> str:
    rows = _in_force(study, model).values()
    assumed = sum(row.force == "assumption" for row in rows)
    memory = sum(row.verified == "memory" and row.force != "assumption" for row in rows)
    return book.say(
        f"共 {len(rows)} 条，其中 {assumed} 条为本工具的假设，{memory} 条凭记忆、未核对原文；"
        "使用前请核实，可在 study.toml 的 [rules] 中改写。",
        f"{len(rows)} rows; {assumed} are assumptions of this tool, {memory} are from memory and "
        "unverified. Check them before use; [rules] of study.toml overrides them.",
    )


def _standard(book: Book, row: Standard) -> list[Value]:
    language = book.language
    return [
        row.id,
        say((row.name_zh, row.name_en), language),
        _value(book, row),
        unit_name(row.unit, language),
        look_up(FORCE, row.force, language),
        verified_words(row, language),
        one_language(row.clause, language),
        one_language(row.source, language),
        one_language(row.note, language),
        row.table,
    ]


def _value(book: Book, row: Standard) -> str:
    sign = {"<=": "≤ ", ">=": "≥ ", "<": "< ", ">": "> "}.get(row.comparison, "")
    if isinstance(row.value, bool):
        return book.say("是", "yes") if row.value else book.say("否", "no")
    if isinstance(row.value, tuple):
        return ", ".join(f"{v:g}" for v in row.value)
    return f"{sign}{row.value}"
