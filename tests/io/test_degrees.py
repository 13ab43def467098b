"""Degrees, minutes and seconds: what can mean one thing only is read, the rest is not guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.io.degrees import axis_of, is_sexagesimal, parse_degrees
from schoolmap.io.measures import UnreadableCellError

# 40 minutes are 2/3 of a degree, 30 seconds 1/120
SPOT = 111 + 40 / 60 + 30 / 3600


@pytest.mark.parametrize(
    "cell",
    [
        "111°40′30″", "111°40'30\"", "111° 40′ 30″", "111º40’30”", "１１１°４０′３０″",
        "111度40分30秒", "东经111度40分30秒", "东经:111°40′30″", "E111°40′30″", "111°40′30″E",
        "111 40 30", "111:40:30", "111-40-30", "111 40 30.0 E", "111°40.5′", "111°40′30''",
    ],
)  # fmt: skip
def test_minutes_and_seconds_are_read(cell: str) -> None:
    assert parse_degrees(cell) == pytest.approx(SPOT, abs=1e-12)
    assert is_sexagesimal(cell)


@pytest.mark.parametrize(
    ("cell", "degrees"),
    [
        ("111.4030", 111.403),
        (111.4030, 111.403),
        ("东经111.675", 111.675),
        ("E111.675", 111.675),
        ("111.675°", 111.675),
        ("111.675°E", 111.675),
        ("36.25N", 36.25),
        ("S33.5", -33.5),
        ("南纬33°30′", -33.5),
    ],
)
def test_decimal_degrees_stay_decimal(cell: object, degrees: float) -> None:
    assert parse_degrees(cell) == pytest.approx(degrees, abs=1e-12)


@pytest.mark.parametrize(
    "cell", ["111°60′", "111 61 30", "111°40′60″", "111.5°40′", "111°40.5′30″", "40′30″", "北", "E"]
)
def test_what_cannot_be_read_is_not_guessed(cell: str) -> None:
    with pytest.raises(UnreadableCellError):
        parse_degrees(cell)


def test_cells_say_which_axis_they_are() -> None:
    assert [axis_of(c) for c in ("N36.2", "北纬36度", "36°E", "西经 3°", "36.2", 36.2, None)] == [
        "lat", "lat", "lon", "lon", None, None, None,
    ]  # fmt: skip


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 59))
def test_every_whole_second_comes_back(degrees: int, minutes: int, seconds: int) -> None:
    exact = (degrees * 3600 + minutes * 60 + seconds) / 3600
    for text in (f"{degrees}°{minutes}′{seconds}″", f"{degrees} {minutes:02} {seconds:02}"):
        assert parse_degrees(text) == pytest.approx(exact, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [("-33°13′30″", -33.225), ("−33 13 30", -33.225), ("-33.225", -33.225)],
)
def test_a_minus_is_a_side(text: str, degrees: float) -> None:
    assert parse_degrees(text) == pytest.approx(degrees, abs=1e-12)


@pytest.mark.parametrize("text", ["-33°13′30″S", "--33°13′30″", "-33°73′"])
def test_a_minus_and_a_letter_say_two_things(text: str) -> None:
    with pytest.raises(UnreadableCellError):
        parse_degrees(text)
