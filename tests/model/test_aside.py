"""How villages that are not counted are said."""

from __future__ import annotations

from schoolmap.model.aside import SetAside, aside_words, counted_text


def test_pupils_that_are_not_counted_are_said_with_the_whole() -> None:
    aside = SetAside(villages=2, pupils=20)
    zh = "学生 5,631 人（另有 2 个村 20 人因资料问题未计入，原表共 5,651 人）"
    en = "5,631 pupils; 2 villages with 20 pupils are not counted (the table has 5,651)"
    assert counted_text(aside, 5631, "zh") == zh
    assert counted_text(aside, 5631, "en") == en


def test_a_number_that_nobody_can_read_is_not_made_up() -> None:
    unknown = aside_words(SetAside(villages=1, unread=True), 100)
    assert unknown is not None
    assert "人数不明" in unknown[0]
    assert "原表共" not in unknown[0]
    least = aside_words(SetAside(villages=3, pupils=20, unread=True), 100)
    assert least is not None
    assert "3 个村至少 20 人" in least[0]
    assert "at least 20 pupils" in least[1]


def test_nothing_is_said_where_all_are_counted() -> None:
    assert counted_text(SetAside(), 5631, "zh") == ""
    assert aside_words(SetAside(), 5631) is None
