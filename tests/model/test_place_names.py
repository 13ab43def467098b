"""Names of places: offices taken off, likenesses named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.model.place_names import likeness, place_name, township_key
from schoolmap.model.syllables import FIRSTS, gb_code, same_sound, syllable


@pytest.mark.parametrize(
    ("text", "key", "kind"),
    [
        ("李家坪村委会", "李家坪", "village"),
        ("李家坪村村民委员会", "李家坪", "village"),
        ("李家坪村", "李家坪", "village"),
        ("李家坪", "李家坪", ""),
        (" 李家坪　村委会", "李家坪", "village"),
        # both spellings stand for the village 苗村
        ("苗村委会", "苗", "village"),
        ("苗村村委会", "苗", "village"),
        ("东社社区居民委员会", "东社", "community"),
        ("铝厂社区居委会", "铝厂", "community"),
        ("广胜寺居委会", "广胜寺", "community"),
        ("王村社区", "王", "community"),
        ("村", "村", ""),
        ("村委会", "村委会", ""),
        ("", "", ""),
    ],
)
def test_the_office_is_no_part_of_the_name(text: str, key: str, kind: str) -> None:
    assert (place_name(text).key, place_name(text).kind) == (key, kind)


@pytest.mark.parametrize(
    ("first", "second", "like"),
    [
        ("李家坪", "李家坪", "same"),
        ("李家坪", "里家坪", "sound"),
        ("杨家腰", "杨家窑", "sound"),
        ("湾里", "弯里", "sound"),
        ("东城", "城东", "order"),
        ("南辛堡", "辛堡", "longer"),
        ("常青一", "常一", "longer"),
        ("宜树", "宜树岭", "longer"),
        ("段家山", "吉家山", "one_character"),
        # such a character tells neighbours apart
        ("东王庄", "西王庄", None),
        ("前坡底", "后坡底", None),
        ("常青一", "常青二", None),
        ("大孔", "小孔", None),
        ("东庄", "王庄", None),
        ("张", "东张", None),
        ("金山沟", "左木", None),
    ],
)
def test_likeness(first: str, second: str, like: str | None) -> None:
    assert likeness(first, second) == like
    assert likeness(second, first) == like


def test_one_character_is_enough_where_the_code_ties_them() -> None:
    assert likeness("张", "东张", short=True) == "longer"


@given(st.text("东西李里家坪村庄", max_size=5), st.text("东西李里家坪村庄", max_size=5))
def test_likeness_does_not_hang_on_the_order(first: str, second: str) -> None:
    assert likeness(first, second) == likeness(second, first)


def test_townships_by_name() -> None:
    assert township_key("辛村乡") == township_key("辛村镇") == "辛村"
    assert township_key("千峰街道办事处") == township_key("千峰街道") == "千峰"
    assert township_key("镇") == "镇"


def test_the_syllables_are_in_the_order_of_the_standard() -> None:
    codes = [gb_code(character) for character in FIRSTS]
    assert codes == sorted(set(codes))
    assert codes[0] == 0xB0A1
    assert 0 not in codes


@pytest.mark.parametrize("pair", ["腰窑", "李里", "湾弯", "庄装", "坪平", "村存", "石师", "女女"])
def test_characters_that_sound_alike(pair: str) -> None:
    assert same_sound(*pair)


@pytest.mark.parametrize("pair", ["东西", "山三", "陈城", "林凌", "圪疙", "ab", "李a"])
def test_characters_that_do_not_or_are_not_known(pair: str) -> None:
    assert not same_sound(*pair)


def test_every_character_of_the_first_level_has_a_syllable() -> None:
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF if high < 0xD7 else 0xFA):
            assert syllable(bytes([high, low]).decode("gb2312")) >= 0
    assert syllable("圪") == -1
    assert max(syllable(c) for c in "座做作坐") == len(FIRSTS) - 1
