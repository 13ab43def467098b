"""What `check --fix` does and leaves, in words."""

from __future__ import annotations

FIXED: dict[str, tuple[str, str]] = {
    "encoding": ("改存为 UTF-8（带 BOM），Excel 和 WPS 都能直接打开", "saved as UTF-8 with a BOM"),
    "encoding_key": (
        "文件已改存为 UTF-8，设置随之改写",
        "the file is now UTF-8, so is its setting",
    ),
    "file_brought": (
        "文件在资料文件夹之外，已复制进来",
        "the file lay outside the study's folder and was copied into it",
    ),
    "title_row": (
        "表头之上的标题、说明行，程序不读，已移出（原文见左）",
        "a title above the header, which nothing reads, was taken out",
    ),
    "blank_row": ("空行已删去", "an empty row was taken out"),
    "total_row": (
        "合计行不是学校或村庄，程序本来就不用，已删去",
        "a row of totals is no school or village and was not used; it was taken out",
    ),
    "row_twice": (
        "与前面一行完全相同，程序本来就不用，已删去",
        "the very same as a row above it, which was not used; it was taken out",
    ),
    "blanks": ("去掉多余空格、换行和看不见的字符", "idle blanks and invisible characters went"),
    "full_width": ("全角数字、字母改为半角", "full-width digits and letters became half-width"),
    "number_form": (
        "千分位、全角、带“人”等写法的数改为单纯的数字",
        "a number with separators, full-width digits or a word became a bare number",
    ),
    "text_number": (
        "写成文字的数改为真正的数（大小不变），表格软件才能求和",
        "numbers written as text became numbers (of the same size), so that they can be summed",
    ),
    "unit": ("换算为本表的标准单位", "converted to the table's own unit"),
    "degrees": ("度分秒改为十进制度", "degrees, minutes and seconds became decimal degrees"),
    "grades_date": (
        "年级范围被表格软件变成了日期，已还原",
        "a span of grades that had become a date was restored",
    ),
    "swapped": (
        "经纬度写反了：对调后正好落在本县其他各点之间",
        "longitude and latitude were exchanged: the other way it lies among the other places",
    ),
    "swapped_columns": (
        "经度、纬度两列整列写反，已对调表头",
        "the columns of longitude and latitude were exchanged; their headers were put right",
    ),
    "zeros": (
        "代码前面的 0 被表格软件去掉了，按同列其他代码的位数补回",
        "leading zeros that a spreadsheet had dropped were restored, as other ids have them",
    ),
}
"""Kinds of repair, and why each is safe: Chinese, English."""

LEFT: dict[str, tuple[str, str]] = {
    "kind": (
        "{kind} 文件原样复制：其中的表不改写，请在 GIS 软件或 Excel 中改",
        "{kind} files are copied as they are; correct them in a GIS or a spreadsheet",
    ),
    "unread": (
        "表读不出来，原样复制；先按检查结果改正",
        "the table cannot be read and was copied as it is; repair what the check says first",
    ),
    "shape": (
        "{sheet_zh}{reason_zh}",
        "{sheet_en} {reason_en}",
    ),
    "settings": (
        "study.toml 不能随之改写，该文件原样复制",
        "study.toml could not be adapted, so the file was copied as it is",
    ),
    "differs": (
        "改写后读出的结果与原来不同，为稳妥起见整个文件原样复制",
        "what was read after rewriting was not the same, so the whole file was copied as it is",
    ),
    "unit_above": (
        "表头之上的说明提到单位，没有移出，以免丢失",
        "the lines above the header speak of a unit and were kept",
    ),
    "zeros_in_use": (
        "代码前面可能少了 0，但方案等文件正用着现在的写法，没有补",
        "ids may lack leading zeros, but scenarios use them as they are; they were kept",
    ),
}
"""Why something was left as it is."""

SHAPES: dict[str, tuple[str, str]] = {
    "lines_merged": (
        "有多行表头和合并单元格，这张表没有改动（合并单元格保留）",
        "has a header of several rows and merged cells: left exactly as it was",
    ),
    "lines": (
        "有多行表头，这张表没有改动",
        "has a header of several rows: left exactly as it was",
    ),
    "merged": (
        "有合并单元格，这张表没有改动（合并单元格保留）",
        "has merged cells: left exactly as it was",
    ),
    "cells": (
        "无法与原文件逐格对上，这张表没有改动",
        "cannot be matched with the file cell by cell: left exactly as it was",
    ),
}
"""What keeps a table from being rewritten."""

PAGE: dict[str, tuple[str, str]] = {
    "title": ("# 修改说明：{name}", "# What was changed: {name}"),
    "intro": (
        (
            "这是 `schoolmap check --fix` 另存的一份资料，原资料没有动。只改了形式上肯定可以改的；"
            "逐处见 `fixes.csv`。"
        ),
        (
            "This is a copy that `schoolmap check --fix` wrote; the original is as it was. Only "
            "what is certain was changed; `fixes.csv` lists every place."
        ),
    ),
    "done": ("## 已经改的（{count} 处）", "## Changed ({count} places)"),
    "none": ("没有需要改的。", "Nothing needed changing."),
    "left": ("## 没有改的，请人工核对（{count} 处）", "## Left for you ({count} places)"),
    "left_none": ("没有了。", "Nothing is left."),
    "same": (
        "改前改后读出的是同一份资料：计算结果不会变。",
        "Before and after, the same study is read: results do not change.",
    ),
    "other": (
        "改后多用上或改正了一些行：计算结果会随之变化。",
        "More rows are used or right than before: results change with them.",
    ),
    "books": (
        (
            "改写过的工作表只保留数值：格式、公式、批注、数据验证不在其中。同一文件里没有改动的工作表，"
            "合并单元格、隐藏的行和格式照旧，公式变为算好的数；图表不在其中（{files}）。"
        ),
        (
            "A rewritten sheet keeps its values only: formats, formulas, comments and validations "
            "are gone. Sheets of the same file that were not rewritten keep merged cells, hidden "
            "rows and formats; formulas became what they made, charts are gone ({files})."
        ),
    ),
    "more": ("还有 {count} 处", "{count} more"),
    "text_number": ("文字“{before}” → 数 {after}", "text {before!r} → number {after}"),
    "such_as": ("例如", "such as "),
    "rows": (
        (
            "下面的行号都是原表的行号。另存的表删去了标题、合计或空行，行号有变："
            "`fixes.csv` 的 row 是原表行号，row_after 是另存的表的行号。"
        ),
        (
            "All row numbers below are those of the original. The copy lacks titles, totals or "
            "empty rows, so its own differ: in `fixes.csv`, `row` is the original's and "
            "`row_after` the copy's."
        ),
    ),
    "places": ("{count} 处", "{count} places"),
}
