"""What is said of files that are larger than any county, or made to fill the memory."""

from __future__ import annotations

from schoolmap.io.wording import Text, stop

LIMITS: dict[str, Text] = {
    "file_too_large": stop(
        "文件展开后有 {mb} MB，一个县的表格不会超过 {most} MB。",
        "The file holds {mb} MB; the tables of a county stay below {most} MB.",
        "请检查是否选错了文件；若表格末尾有大片空行空列，删去后另存一份。",
        "See whether it is the right file; where empty rows or columns trail behind the table, "
        "delete them and save it again.",
    ),
    "file_entities": stop(
        "工作簿内含有实体定义（DOCTYPE），正常的表格不会有，可能被人动过手脚。",
        "The workbook defines entities (DOCTYPE), which no spreadsheet writes; it may have been "
        "tampered with.",
        "请向提供者重新索取，或在 Excel 或 WPS 中打开后另存为新的 xlsx。",
        "Ask for the file again, or open it in a spreadsheet and save it as a new xlsx.",
    ),
}
