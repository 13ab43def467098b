"""The page of columns, and Chinese names as keys of study.toml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from schoolmap.io.columns_page import columns_markdown
from schoolmap.model.columns import TABLES

ROOT = Path(__file__).parents[2]


def test_the_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "columns.md").read_text(encoding="utf-8")
    assert page == columns_markdown(), "run tools/make_columns.py"


@pytest.mark.parametrize("table", sorted(TABLES))
def test_each_column_is_on_the_page_with_what_it_needs(table: str) -> None:
    section = columns_markdown().split(f"`[{table}]`")[1].split("\n## ")[0]
    for column in TABLES[table]:
        base = re.sub("_(primary|junior)$", "", column.name)
        row = re.search(rf"^\| `(?:{column.name}|{base})`.*$", section, re.MULTILINE)
        assert row is not None, column.name
        assert not column.required or "是 yes" in row[0]


def mapped(county: Any, table: str, header: str, columns: str) -> None:
    """Rename a header and say so in study.toml."""
    names = {"schools": "学校名称", "villages": "村名"}
    county.edit(f"{table}.csv", names[table], header)
    county.section(table, f'file = "{table}.csv"\ncoordinates = "wgs84"\ncolumns = {{ {columns} }}')


@pytest.mark.parametrize("key", ["name", '"名称"', '"学校名称"', '"校名"', '"单位名称"'])
def test_a_key_may_be_any_name_of_the_column(county: Any, key: str) -> None:
    mapped(county, "schools", "全称", f'{key} = "全称"')
    assert county.read().schools.text("name") == ["中心小学", "第一中学", "河湾教学点"]


def test_a_key_that_is_none_and_one_that_is_there_twice(county: Any) -> None:
    mapped(county, "schools", "全称", '"名称" = "全称", "校长" = "全称", name = "全称"')
    assert {"mapped_column_unknown", "mapped_column_twice"} <= set(county.codes())
    assert (
        "docs/columns.md"
        in county.only("mapped_column_unknown").zh + county.only("mapped_column_unknown").repair_zh
    )


def test_a_missing_column_points_at_the_page(county: Any) -> None:
    county.edit("schools.csv", "办学类型", "类")
    assert "docs/columns.md" in county.only("column_missing").repair_zh
