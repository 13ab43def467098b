"""What can be found in two tables of codes and in the decisions about them."""

from __future__ import annotations

from schoolmap.io.texts import TEXTS
from schoolmap.io.wording import Text, aside, doubt, stop

SUCCESSION_TEXTS: dict[str, Text] = {
    **TEXTS,
    # there is no study.toml here to repair anything in
    "file_missing": stop(
        "找不到文件。",
        "The file is not there.",
        "请检查文件名和所在文件夹。",
        "Check its name and folder.",
    ),
    "column_missing": stop(
        "缺少必需的列“{zh}”（{name}）。",
        "The required column {name} ({zh}) is missing.",
        "请把表中这一列的表头改成“{zh}”。",
        "Name the column {name} in the table's header.",
    ),
    "code_twice": aside(
        "代码与第 {other} 行重复；保留了第 {other} 行。",
        "The code was already used in row {other}, which is kept.",
        "请核对代码，一个村一个代码。",
        "Check it: one code for one place.",
    ),
    "carry_unreadable": doubt(
        "这一格不是数字，按未知处理，不转入新代码。",
        "Not a number: it is taken as unknown and not carried.",
        "请改成数字；没有写 0。",
        "Write a number, 0 for none.",
    ),
    "decision_unreadable": stop(
        "“决定”一栏看不懂，新表中也没有这个代码。",
        "The decision is not understood, nor is it a code of the new table.",
        "请写：是、否、撤销，或新表中的代码（拆成几个的，用分号隔开）。",
        "Write yes, no, gone, or codes of the new table with semicolons between them.",
    ),
    "decision_without_suggestion": stop(
        "这一行没有建议的新代码，不能写“是”。",
        "Nothing is suggested in this row, so that it cannot be accepted.",
        "并入了哪个村，就写哪个村的新代码；没有了写“撤销”。",
        "Write the code of the place that it joined, or gone.",
    ),
    "decision_code_unknown": doubt(
        "这个旧代码不在待定之列，这一行的决定没有用上。",
        "This old code is not among those to be decided: the decision was not used.",
        "请核对旧代码，或重新生成待定表。",
        "Check the old code, or make the list anew.",
    ),
    "decision_twice": stop(
        "同一个旧代码写了两次决定，前一次在第 {other} 行。",
        "This old code is decided twice; the first is in row {other}.",
        "请只留一行；拆成几个村的，把几个新代码写在同一格。",
        "Keep one row; write several new codes into one cell.",
    ),
    "carry_unknown": stop(
        "旧表没有“{name}”这一列。可以转的列：{known}。",
        "The old table has no column {name!r}. It has: {known}.",
        "请改正 --carry 中的列名。",
        "Correct the names in --carry.",
    ),
}
