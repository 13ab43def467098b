"""Cells and numbers as people write them, worked by pencil."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.io.cells import (
    parse_area_class,
    parse_grades,
    parse_id,
    parse_oneway,
    parse_owner,
    parse_status,
    parse_type,
    parse_yes,
)
from schoolmap.io.degrees import parse_degrees
from schoolmap.io.measures import UnreadableCellError, parse_number, unit_of


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12.0),
        (" １２３ ", 123.0),
        ("1,234", 1234.0),
        ("１，２３４．５", 1234.5),
        ("12 345", 12345.0),
        ("1.2E+05", 120000.0),
        (".5", 0.5),
        ("300人", 300.0),
        ("2.5 万", 25000.0),
        (7, 7.0),
        (7.25, 7.25),
        ("-3", -3.0),
    ],
)
def test_numbers(cell: object, number: float) -> None:
    assert parse_number(cell, into="pupil") == number


@pytest.mark.parametrize(
    "cell", ["", None, "—", "-", "无", "不详", "/", "／", "－", "n/a", math.nan]
)
def test_what_stands_for_no_number(cell: object) -> None:
    assert math.isnan(parse_number(cell))


@pytest.mark.parametrize(
    "cell", ["约300", "12,5", "1,23", "3-4", "十", "50%", "12亩3分", "inf", True, math.inf]
)
def test_what_is_not_a_number(cell: object) -> None:
    with pytest.raises(UnreadableCellError):
        parse_number(cell, into="pupil")


@pytest.mark.parametrize(
    ("label", "into", "value", "expected"),
    [
        ("万元", "yuan", "35.7", 357000.0),
        ("万元", "yuan", 1.1, 11000.0),
        ("千元", "yuan", "2", 2000.0),
        ("亩", "m2", "3", 2000.0),  # 15 mu are a hectare
        ("亩", "m2", "15", 10000.0),
        ("公顷", "m2", "0.5", 5000.0),
        ("㎡", "m2", "8", 8.0),
        ("公里", "m", "1.5", 1500.0),
        ("万人", "person", "3", 30000.0),
        ("m/s", "km/h", "10", 36.0),
    ],
)
def test_units(label: str, into: str, value: object, expected: float) -> None:
    unit = unit_of(label, into)
    assert unit is not None
    assert parse_number(value, unit=unit, into=into) == expected


def test_a_unit_in_the_cell_beats_the_headers() -> None:
    mu = unit_of("亩", "m2")
    assert parse_number("5000平方米", unit=mu, into="m2") == 5000.0
    with pytest.raises(UnreadableCellError):
        parse_number("5000元", unit=mu, into="m2")


@given(st.integers(0, 10**12))
def test_thousands_separators_change_nothing(number: int) -> None:
    assert parse_number(f"{number:,}") == number


@pytest.mark.parametrize(
    ("cell", "degrees"),
    [
        ("111.6723", 111.6723),
        ("111°40′12″", 111.67),
        ("东经111度40分12秒", 111.67),
        ("33°30'S", -33.5),
    ],
)
def test_degrees(cell: str, degrees: float) -> None:
    assert parse_degrees(cell) == pytest.approx(degrees, abs=1e-12)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (141024206200.0, "141024206200"),
        (141024206200, "141024206200"),
        ("141024206200.0", "141024206200"),
        ("０１２", "012"),
        ("0012", "0012"),
        (" S1 ", "S1"),
        (None, ""),
    ],
)
def test_ids_keep_their_digits(cell: object, text: str) -> None:
    assert parse_id(cell) == text


@pytest.mark.parametrize("cell", ["1.41E+11", "1.41024e+11", 1.4102420620012345e17])
def test_ids_that_lost_digits_are_told(cell: object) -> None:
    with pytest.raises(UnreadableCellError, match="id_digits_lost"):
        parse_id(cell)


@pytest.mark.parametrize(
    ("cell", "code"),
    [(211, 211), (211.0, 211), ("211", 211), ("小学", 211), ("211 小学", 211), ("小学(211)", 211),
     ("九年一贯制学校", 312), ("Teaching Point", 218), ("完小", 211), ("", None)],
)  # fmt: skip
def test_types(cell: object, code: int | None) -> None:
    assert parse_type(cell) == code


@pytest.mark.parametrize("cell", ["幼儿园", "999", "21", "2110"])
def test_unknown_types(cell: str) -> None:
    with pytest.raises(UnreadableCellError):
        parse_type(cell)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("城区", 100), ("镇区", 120), ("乡村", 200), ("121", 121), (220, 220), ("村庄", 220),
     ("111主城区", 111), ("town", 120), ("不详", None)],
)  # fmt: skip
def test_area_classes(cell: object, code: int | None) -> None:
    assert parse_area_class(cell) == code


@pytest.mark.parametrize(
    ("cell", "span"),
    [("1-6", (1, 6)), ("１－３", (1, 3)), ("7～9", (7, 9)), ("一至六年级", (1, 6)),
     ("1年级-6年级", (1, 6)), ("七年级到九年级", (7, 9)), ("1-12", (1, 12)), ("3", (3, 3)),
     (dt.datetime(2026, 1, 6), (1, 6)), (dt.datetime(2026, 9, 7), (7, 9)), ("1月6日", (1, 6)),
     ("6-Jan", (1, 6)), ("", None)],
)  # fmt: skip
def test_spans_of_grades(cell: object, span: tuple[int, int] | None) -> None:
    assert parse_grades(cell) == span


@pytest.mark.parametrize("cell", ["6-1", "小班", "0-6", "1-13"])
def test_what_is_no_span(cell: str) -> None:
    with pytest.raises(UnreadableCellError):
        parse_grades(cell)


def test_words() -> None:
    assert [parse_status(s) for s in ("在办", "candidate", "停办", "")] == [0, 1, 2, None]
    assert [parse_owner(s) for s in ("民办", "公办", "县级教育部门", "Private")] == [1, 0, 0, 1]
    assert [parse_yes(s) for s in ("是", "有", 1, "TRUE", True, "45座", "无", 0)] == [
        1, 1, 1, 1, 1, 45, 0, 0,
    ]  # fmt: skip
    assert [parse_oneway(s) for s in ("yes", 1, "是", True, "-1", -1.0, "no", None)] == [
        1, 1, 1, 1, -1, -1, 0, 0,
    ]  # fmt: skip
