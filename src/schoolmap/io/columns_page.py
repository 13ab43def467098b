"""The page of all columns, docs/columns.md, made from the contracts of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from schoolmap.model.columns import TABLES, Column, Kind

_HEAD = """\
# 各表的列 / Columns

<!-- 由 tools/make_columns.py 生成，请勿手改 / made by tools/make_columns.py, not by hand -->

表头写成下面任何一种都认得：键、中文名、“也认得”。大小写、空格、下划线、全角半角不论；
括号里可写单位，如 `占地面积（亩）`。列的先后不论，没有列出的列不使用。
A header may be a key, a Chinese name or one of the others; case, blanks, underscores and width do
not matter, and a unit may stand in brackets. The order of columns is free; others are not used.

表头另有叫法的，在 study.toml 对应的一节写 `columns`：等号左边写键或中文名，右边写文件里的列名。
**中文要加英文引号**，英文键可以不加。
For any other header, write `columns` in that section of study.toml: a key or a Chinese name on the
left (**Chinese in straight quotes**), the header of the file on the right.

```toml
[schools]
file = "学校.xlsx"
coordinates = "wgs84"
columns = {{ name = "单位全称", "寄宿生数" = "在校住宿" }}
```

“也认得”里打 * 的是日常叫法，表里没有其他列叫这一列时才用。
Headers with * are everyday words: understood only where no other header names the column.
"""
_TITLES: Mapping[str, tuple[str, str]] = {
    "schools": ("学校表 `[schools]`", "schools"),
    "villages": ("村庄表 `[villages]`", "villages"),
    "roads": ("道路 `[roads]`", "roads"),
}
_KINDS: Mapping[Kind, tuple[str, str]] = {
    "id": ("代码，按文字读，不丢开头的 0", "text that identifies"),
    "text": ("文字", "text"),
    "count": ("整数，不小于 0", "whole number, 0 or more"),
    "amount": ("数，不小于 0", "number, 0 or more"),
    "degrees": (
        "度；十进制或度分秒，投影坐标写米",
        "degrees, decimal or with minutes; metres where projected",
    ),
    "yes": ("是、否；写座位数也算是", "yes or no; a number of seats says yes"),
    "type": ("办学类型的名称或代码，如 小学、211", "name or code of a type, such as 211"),
    "area_class": ("城区、镇区、乡村或代码", "urban, town, rural or a code"),
    "grades": ("如 1-6", "a span such as 1-6"),
    "status": ("在办、规划、停办", "open, candidate, closed"),
    "owner": ("公办、民办", "public, private"),
    "oneway": ("yes、no、-1、是、否", "yes, no, -1"),
}
_UNITS: Mapping[str, str] = {
    "m2": "平方米 m²",
    "yuan": "元 yuan",
    "m": "米 m",
    "km/h": "公里/小时 km/h",
    "pupil": "人 pupils",
    "person": "人 persons",
    "class": "班 classes",
    "seat": "个 seats",
    "bed": "张 beds",
}
_BY_STAGE = """\
标 † 的列可以分学段另给：键后加 `_primary`、`_junior`，中文名后加 `_小学`、`_初中`，
如 `teachers_primary`、`专任教师数_小学`。
Columns with † may be given by stage too: `teachers_primary`, `teachers_junior`.
"""
_JUNIOR = """\
`初一`、`初中一年级` 是小学最高年级的下一个年级：六三制是七年级，五四制（或表里有 `初四`）是六年级。
没有学生数列，而 `合计` 紧挨着全部年级列时，它就是学生数。
`初一` is the grade after the last of primary school: grade 7, or grade 6 in a 5+4 system or where
there is a `初四`. A `合计` right beside all grades is the total of pupils if nothing else is.
"""


def columns_markdown() -> str:
    """Return docs/columns.md."""
    sections = ("\n".join(_section(table, columns)) for table, columns in TABLES.items())
    return "\n".join([_HEAD.replace("{{", "{").replace("}}", "}"), *sections])


def _section(table: str, columns: Sequence[Column]) -> Iterator[str]:
    zh, en = _TITLES[table]
    names = {column.name for column in columns}
    staged = {name for name in names if f"{name}_junior" in names and f"{name}_primary" in names}
    # pupils of villages by stage are columns of their own, with headers of their own
    staged -= {"pupils", "school"}
    parts = {f"{name}_{stage}" for name in staged for stage in ("primary", "junior")}
    yield f"## {zh} / {en}\n"
    yield (
        "| 键 / key | 中文名 / Chinese | 必填 / required | 填什么 / values | 单位 / unit "
        "| 也认得 / other headers |"
    )
    yield "|---|---|---|---|---|---|"
    for column in columns:
        if column.name not in parts:
            yield _row(column, "†" if column.name in staged else "")
    yield ""
    if staged:
        yield _BY_STAGE
    if "g7" in names:
        yield _JUNIOR


def _row(column: Column, mark: str) -> str:
    kind_zh, kind_en = _KINDS[column.kind]
    others = [*(f"`{word}`" for word in column.aliases), *(f"`{word}`*" for word in column.also)]
    cells = (
        f"`{column.name}`{mark}",
        column.zh,
        "是 yes" if column.required else "",
        f"{kind_zh} / {kind_en}",
        _UNITS.get(column.unit, column.unit),
        "、".join(others),
    )
    return f"| {' | '.join(cells)} |"
