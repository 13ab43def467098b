"""How to fill the workbook in, step by step."""

from __future__ import annotations

from schoolmap.errors import Language

_STEPS: tuple[tuple[str, str], ...] = (
    (
        "在“乡镇”表列出全县的乡镇、街道，每行一个。",
        "List the county's townships in their sheet, one a row.",
    ),
    (
        "在“学校”表每行填一所学校，在“村庄”表每行填一个村。可以从现有表格整列复制，选“只粘贴值”。",
        (
            "One school a row, one village a row. Whole columns may be pasted from other tables "
            "(paste values only)."
        ),
    ),
    (
        "不要改表头文字；用不到的列可以删去，列的顺序可以变。鼠标停在表头上有说明。",
        (
            "Leave the headers as they are; columns that are not used may be deleted, their order "
            "changed. A note shows when the mouse rests on a header."
        ),
    ),
    (
        "打开同一文件夹的 study.toml，写上县名，并写明经纬度取自哪种地图（coordinates）。",
        (
            "In study.toml beside this file, write the county's name, and which map the "
            "coordinates were taken from."
        ),
    ),
    (
        "保存并关闭本文件，运行 schoolmap check 检查；它会逐条说出哪一行哪一列要怎样改。",
        (
            "Save and close this file and run schoolmap check: it names every row and column that "
            "needs a repair."
        ),
    ),
)


def guide_steps(language: Language) -> list[str]:
    """Return the steps in the language asked for."""
    return [zh if language == "zh" else en for zh, en in _STEPS]
