"""Texts of what is found in tables as offices keep them: sheets, rows, cells."""

from __future__ import annotations

from schoolmap.io.wording import Text, aside, changed, doubt, note, remark, stop


def _aside_note(zh: str, en: str, repair_zh: str = "", repair_en: str = "") -> Text:
    """Return a note: the row is no record and is not used."""
    return Text("note", "row_set_aside", zh, en, repair_zh, repair_en)


REASONS: dict[str, tuple[str, str]] = {
    "number_unreadable": (
        "看不懂，或大得不合理",
        "it cannot be read, or is beyond reason",
    ),
    "number_negative": ("不能为负数", "it is negative"),
    "number_about": (
        "写的是大概数（约、余、左右），不能当作准确人数",
        "it is only about (约, 余), not exact",
    ),
    "number_span": ("写的是一个范围，不是一个数", "it is a span, not one number"),
    "number_percent": ("写的是百分比，不是人数", "it is a percentage"),
    "number_marked": (
        "数旁边带着注号（如 ①、²），分不清哪几位是数",
        "a footnote's mark (①, ²) stands beside it; which digits are the number is not sure",
    ),
    "number_is_date": (
        "表格软件把它变成了日期，原来的数已看不出",
        "a spreadsheet turned it into a date; the number is gone",
    ),
    "number_unknown": ("写的是“不详”一类的字，不能当作 0", "it says unknown, which is not 0"),
    "cell_error": ("公式出错", "its formula failed"),
    "formula_uncomputed": ("公式还没有计算结果", "its formula was never worked out"),
}
"""Why a number cannot be used, by the code of the cell: fills the texts of rows set aside."""

_SHEETS: dict[str, Text] = {
    "file_locked": stop(
        "文件加了打开密码，读不出来。",
        "The workbook is encrypted with a password and cannot be read.",
        "请用 Excel 或 WPS 输入密码打开，在“文件 → 信息 → 保护工作簿 → 用密码进行加密”"
        "（WPS：“文件 → 文档加密 → 密码加密”）里把密码清空，再保存。",
        "Open it with its password, clear the password (File, Info, Protect Workbook, Encrypt "
        "with Password) and save it.",
    ),
    "file_is_lock": stop(
        "这是 Excel 或 WPS 打开文件时留下的临时文件（以 ~$ 开头），里面没有数据。",
        "This is the temporary file (~$) that a spreadsheet keeps while a workbook is open.",
        "请在 study.toml 写真正的文件名（去掉 ~$）。",
        "Name the workbook itself in study.toml, without ~$.",
    ),
    "file_open": remark(
        "文件似乎正在 Excel 或 WPS 中打开着：读到的是上次保存的内容。",
        "The workbook seems to be open in a spreadsheet: what was saved last was read.",
        "若刚改过，请先保存，再运行一次。",
        "Save it and run again if it was changed since.",
    ),
    "content_unreadable": stop(
        "文件名以 {ending} 结尾，里面其实是{what_zh}，不能读取。",
        "The name ends with {ending}, but the file is {what_en}, which cannot be read.",
        "请用 Excel 或 WPS 打开它，另存为 xlsx；打不开则请重新导出。",
        "Open it in a spreadsheet and save it as xlsx; export it again if it does not open.",
    ),
    "content_other": remark(
        "文件名以 {ending} 结尾，里面其实是{what_zh}；已按内容读取。",
        "The name ends with {ending}, but the file is {what_en}; it was read as that.",
        "建议另存为 xlsx，免得别的软件打不开。",
        "Better save it as xlsx: other programs may not open it.",
    ),
    "reader_missing": stop(
        "读取 xls 需要 xlrd，这台电脑上没有安装。",
        "Reading xls needs xlrd, which is not installed.",
        "请用 Excel 或 WPS 另存为 xlsx；或请管理员安装：pip install schoolmap[xls]。",
        "Save it as xlsx in a spreadsheet, or install schoolmap[xls].",
    ),
    "workbook_too_large": stop(
        "表格大得不合理（{detail}），没有读取。",
        "The table is beyond reason ({detail}) and was not read.",
        "请把需要的表复制到新工作簿（只粘贴数值）再用。",
        "Copy the table that is needed into a new workbook (values only).",
    ),
    "sheet_ambiguous": stop(
        "有几个工作表的表头同样像这张表：{known}。不知道该用哪一个。",
        "Several sheets look like this table alike: {known}. Which one is meant is not known.",
        '请在 study.toml 写明要用的那一个，例如 sheet = "{first}"。',
        "Name one by sheet in study.toml.",
    ),
    "sheet_hidden": doubt(
        "读取的工作表“{chosen}”是隐藏的。",
        "The sheet {chosen!r} that was read is hidden.",
        "请确认没有读错：隐藏的往往是旧表。",
        "Make sure that it is the right one: hidden sheets are often old ones.",
    ),
    "rows_hidden": remark(
        "有 {count} 行被隐藏或筛选掉了，照样读取（第 {rows} 行）。",
        "{count} rows are hidden or filtered out; they were read all the same (rows {rows}).",
        "若不想要这些行，请删去。",
        "Delete them if they are not wanted.",
    ),
    "columns_hidden": remark(
        "这些列是隐藏的，照样读取：{columns}。",
        "These columns are hidden; they were read all the same: {columns}.",
        "请取消隐藏，看看里面的数对不对。",
        "Unhide them and look whether they are right.",
    ),
    "header_rows": remark(
        "第 {first} 到 {last} 行合起来当作表头。由上下两格合成的列名：{made_zh}{plain_zh}。",
        "Rows {first} to {last} were taken together as the header. Names made of two labels: "
        "{made_en}{plain_en}.",
        "若有不对，请改成一行表头。",
        "If one of them is wrong, give the table a header of one row.",
    ),
    "header_empty": remark(
        "这些列没有表头，没有使用（括号里是有内容的行数）：{columns}。",
        "These columns have no header and were not used (rows with content in brackets): "
        "{columns}.",
        "若其中有需要的数，请补上表头。",
        "Give those that are wanted a header.",
    ),
    "unit_above": changed(
        "表头上方写着单位为{unit}，这列自己没有写：按{unit}读取，换算为{into_zh}。",
        "A unit ({unit}) stands above the header and this column names none of its own: it was "
        "read in {unit} and converted to {into}.",
        "若这列其实是{into_zh}，请把表头写成“{header}({into_zh})”。",
        "If it is in {into}, write that into the header: {header}({into}).",
    ),
}

_TEXT_FILES: dict[str, Text] = {
    "encoding_mixed": Text(
        "warning",
        "value_changed",
        "文件里混有两种文字编码：有 {count} 行是 {encoding}，已按各自的编码读取（第 {rows} 行）。",
        "The file mixes two encodings: {count} lines are {encoding}; each was read in its own "
        "(lines {rows}).",
        "请核对这些行的汉字；另存为 UTF-8 编码的 CSV。",
        "Check the characters in these lines; save the file as CSV in UTF-8.",
    ),
    "text_garbled": doubt(
        "有 {count} 行里有乱码（如“锟斤拷”“�”），原来的汉字已经丢了（第 {rows} 行）。",
        "{count} rows hold garbled characters; what they were is lost (rows {rows}).",
        "请从没有乱码的原表重新导出。",
        "Export the table again from where it is still right.",
    ),
    "delimiter_odd": remark(
        "各列是用“{delimiter}”隔开的，已照此读取。",
        "The columns are separated by {delimiter!r}; they were read like that.",
        "建议改用英文逗号，或另存为 xlsx。",
        "Better use commas, or save it as xlsx.",
    ),
    "quotes_unbalanced": stop(
        "这一行的英文引号不成对，后面 {lost} 行被并进了一个单元格。",
        "A quotation mark in this row has no partner: it swallows {lost} lines that follow.",
        '请删去该行多余的引号 "，或补上另一半。',
        "Remove the mark, or add its partner.",
    ),
    "quote_single": doubt(
        "有英文引号不成对，照原样读取（第 {rows} 行）。",
        "A quotation mark has no partner; it was read as it stands (rows {rows}).",
        "请核对这几行的单元格有没有连在一起。",
        "Check whether cells ran together in these rows.",
    ),
    "rows_short": doubt(
        "有 {count} 行的单元格比表头少，缺的按空白处理（第 {rows} 行）。",
        "{count} rows have fewer cells than the header; those missing are empty (rows {rows}).",
        "请检查这些行是否漏了逗号，或用了中文逗号。",
        "Look for missing commas in these rows.",
    ),
}

_ROWS: dict[str, Text] = {
    "row_total": _aside_note(
        "这是合计行，不当作记录；{checked_zh}。",
        "A row of totals, not a record; {checked_en}.",
    ),
    "total_differs": doubt(
        "“{label}”写的是 {written}，{span_zh}各行加起来是 {made}，相差 {more}{unread_zh}。",
        "{label} says {written}, the rows of {span_en} make {made}: {more} apart{unread_en}.",
        "{hint_zh}",
        "{hint_en}",
    ),
    "row_part": _aside_note(
        "这是“其中”“平均”一类的行，不当作记录。",
        "A row of parts or means, not a record.",
    ),
    "row_note": _aside_note(
        "这是表后的说明或签字，不当作记录。",
        "A note or a signature, not a record.",
    ),
    "row_header_again": _aside_note(
        "表头又出现一次（分页打印时常见），不当作记录。",
        "The header again, as on printed pages; not a record.",
    ),
    "row_numbering": _aside_note(
        "这是栏次编号行（甲、1、2……），不当作记录。",
        "A row that numbers the columns, not a record.",
    ),
    "row_section": aside(
        "这一行只有一格文字，看作分组标题，不当作记录。",
        "Only one cell of this row is filled: it was taken as a title of the rows below.",
        "若是乡镇名，请给表加一列“乡镇”，逐行填写；若是漏填的记录，请补全。",
        "If it is a township, add a column of townships; if it is a record, fill it in.",
    ),
    "row_township": _aside_note(
        "这一行是乡镇的标题，不当作记录；下面各村没有据此填上乡镇。",
        "The title of a township, not a record; the villages below were not given it.",
        "需要按乡镇统计时，请给表加一列“乡镇”，逐行填写。",
        "Add a column of townships if figures by township are wanted.",
    ),
    "merged_filled": note(
        "合并单元格已向下填到 {count} 行（第 {rows} 行）。",
        "Merged cells were filled down into {count} rows (rows {rows}).",
    ),
    "merged_unfilled": doubt(
        "第 {first} 到 {last} 行合并成一格：这个值只给了第 {first} 行，其余各行算空白。",
        "Rows {first} to {last} are one merged cell: its value went to row {first}, the others "
        "are empty.",
        "请取消合并，逐行填写。",
        "Unmerge it and fill in each row.",
    ),
    "ditto_filled": note(
        "有 {count} 处写“同上”，已照上一行填写（第 {rows} 行）。",
        "{count} cells say ditto; they were filled from the row above (rows {rows}).",
    ),
    "blocks_filled": note(
        "乡镇只写在每组第一行，其余 {count} 行已向下填，依据是{why_zh}：{sizes_zh}。",
        "The township stands in the first row of each group; the other {count} rows were filled "
        "down, told by {why_en}: {sizes_en}.",
        "若有不对，请逐行填写。",
        "If that is wrong, fill in each row.",
    ),
    "blanks_below": doubt(
        "有 {count} 行空着，只有每组第一行有值；不能确定每组到哪里为止，没有替它填。{harm_zh}。",
        "{count} rows are empty below the first of each group; where a group ends is not sure, so "
        "they were not filled: {harm_en}.",
        "请逐行填写，或把每组合并成一个单元格（存为 xlsx，会自动填满）。",
        "Fill in each row, or merge the cells of each group (saved as xlsx, they are filled down).",
    ),
    "rows_read": remark(
        "表头以下共 {read} 行：使用 {used} 行，合计、说明等 {beside} 行，未使用 {aside} 行；"
        "使用的行共有学生 {pupils} 人。",
        "{read} rows below the header: {used} used, {beside} totals and notes, {aside} not "
        "used; the rows used have {pupils} pupils.",
        "请与原表核对行数和人数。",
        "Compare rows and pupils with your sheet.",
    ),
    "rows_read_only": remark(
        "表头以下共 {read} 行：使用 {used} 行，合计、说明等 {beside} 行，未使用 {aside} 行。",
        "{read} rows below the header: {used} used, {beside} totals and notes, {aside} not used.",
        "请与原表核对行数。",
        "Compare the rows with your sheet.",
    ),
}

_CELLS: dict[str, Text] = {
    "none_is_zero": note(
        "有 {count} 处写“{before}”，这一列里是“没有”的意思，按 0 计（第 {rows} 行）。",
        "{count} cells say that there are none; they count as 0 (rows {rows}).",
        "若其实是不知道，请留空。",
        "Leave them empty if it is not known.",
    ),
    "number_unknown": Text(
        "note",
        "value_changed",
        "有 {count} 处写的是“不详”“待定”一类的字，按缺失处理，不算 0（第 {rows} 行）。",
        "{count} cells say that the value is not known; taken as missing, not as 0 (rows {rows}).",
        "查清后请补上。",
        "Fill them in when they are known.",
    ),
    "number_about": changed(
        "写的是大概数，不是准确数，按缺失处理。",
        "Only about, not exact; taken as missing.",
        "请查实后填准确的数。",
        "Find out the exact number.",
    ),
    "number_span": changed(
        "写的是一个范围，不知道该取哪个数，按缺失处理。",
        "A span, not one number; taken as missing.",
        "请填一个数。",
        "Write one number.",
    ),
    "number_percent": changed(
        "写的是百分比，这一列要的是数量，按缺失处理。",
        "A percentage where a number was meant; taken as missing.",
        "请换算成数量再填。",
        "Write the number itself.",
    ),
    "number_marked": changed(
        "数旁边带着注号（如 ①、²），分不清哪几位是数，按缺失处理。",
        "A footnote's mark (①, ²) stands beside the number; taken as missing.",
        "请删去注号，只留数。",
        "Take the mark out.",
    ),
    "number_is_date": changed(
        "表格软件把它变成了日期，原来的数已看不出，按缺失处理。",
        "A spreadsheet turned it into a date; the number is gone and taken as missing.",
        "请把该列设为“常规”格式，再重新填写。",
        "Format the column as general and enter it again.",
    ),
    "cell_error": changed(
        "公式出错，按缺失处理。",
        "The formula failed; taken as missing.",
        "请修好公式，或直接填数值。",
        "Repair the formula, or write the value.",
    ),
    "formula_uncomputed": stop(
        "有 {count} 个公式，文件里没有存下计算结果（第 {rows} 行）。",
        "The file does not hold the results of {count} formulas (rows {rows}).",
        "请用 Excel 或 WPS 打开它，按一下保存再用；或把公式复制后“选择性粘贴 → 数值”。",
        "Open it in a spreadsheet and save it, or paste the formulas as values.",
    ),
    "id_cleaned": note(
        "有 {count} 个代码去掉了多余的符号（单引号、空格、.0；首例：{before} → {after}）。",
        "{count} ids were freed of marks that are not theirs (an apostrophe, blanks, .0; first: "
        "{before} is {after}).",
    ),
    "id_marked": doubt(
        "有 {count} 个代码带着注号或上标，当作代码的一部分读取（首例：{before} → {after}）。",
        "{count} ids have a footnote's mark or raised digits, read as part of the id (first: "
        "{before} is {after}).",
        "若是注号，请从代码里删去。",
        "Take the mark out of the id if it is a footnote's.",
    ),
    "pupils_grades_unread": doubt(
        "有 {count} 所学校的分年级人数里有看不懂的，改用在校生数，不用分年级人数（第 {rows} 行）。",
        "{count} schools have a grade that cannot be read: their total was used, not the grades "
        "(rows {rows}).",
        "请补全分年级人数。",
        "Complete the pupils by grade.",
    ),
    "id_is_date": aside(
        "代码被表格软件变成了日期，原来的代码已看不出。",
        "A spreadsheet turned the id into a date; what it was is lost.",
        "请先把该列设为“文本”格式，再重新填写代码。",
        "Format the column as text, then enter the id again.",
    ),
    "id_zeros_lost": doubt(
        "代码有 {length} 位，其他多为 {usual} 位并有以 0 开头的：可能丢了开头的 0（{padded}？）。",
        "The id has {length} digits, the others {usual}, some with leading zeros: its own may be "
        "lost ({padded}?).",
        "请把该列设为“文本”格式，重新填写代码。",
        "Format the column as text, then enter the id again.",
    ),
    "id_length_odd": doubt(
        "代码有 {length} 位，其他多为 {usual} 位：可能多打或漏打了数字。",
        "The id has {length} digits, most others {usual}: one may be missing or too many.",
        "请核对代码。",
        "Check the id.",
    ),
    "names_twice": doubt(
        "有 {count} 个名称在同一乡镇里出现多次、代码不同（括号里是行号）：{names}。都保留了。",
        "{count} names stand more than once in one township under different ids (rows in "
        "brackets): {names}. All were kept.",
        "请核对是不是同一处登记了两次：若是，学生会被重复计算。",
        "Check whether a place was entered twice: its pupils would count twice.",
    ),
    "text_closed": note(
        "有 {count} 处去掉了汉字之间的空格或换行（首例：{before} → {after}）。",
        "Blanks between Chinese characters were taken out of {count} cells (first: {before} is "
        "{after}).",
    ),
    "names_cleaned": note(
        "有 {count} 处夹着看不见的字符（首例：{unseen}），已去掉，读作“{after}”（第 {rows} 行）。",
        "Characters that nobody sees (first: {unseen}) were taken out of {count} cells; the first "
        "is now {after} (rows {rows}).",
    ),
    "text_blank": note(
        "有 {count} 处写“{before}”，当作没有填（第 {rows} 行）。",
        "{count} cells hold a mark for nothing; they were taken as empty (rows {rows}).",
    ),
}

TABLES: dict[str, Text] = {**_SHEETS, **_TEXT_FILES, **_ROWS, **_CELLS}
