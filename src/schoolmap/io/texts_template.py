"""What is said about a table that is still to be filled in, in Chinese and in English."""

from __future__ import annotations

from schoolmap.io.wording import Text, stop

TEMPLATE: dict[str, Text] = {
    # a note, though the row is not used: it was never data
    "example_row": Text(
        "note",
        "row_set_aside",
        "示例行，不计入数据。",
        "An example row: it is not counted.",
        "填好以后可以删去；若这一行已改填成真实资料，请把编号改成真实代码。",
        "Delete it when the table is filled in; if real data stand in it now, give it its own id.",
    ),
    "table_unfilled": stop(
        "“{sheet}”还没有填写，只有示例行。",
        "Not filled in yet: {sheet} has the example row only.",
        "请从示例行下面一行起填写，每行一个；从别的表复制时选“只粘贴值”。",
        "Fill in one a row, below the example; paste values only where you copy.",
    ),
}
