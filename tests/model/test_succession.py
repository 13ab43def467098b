"""Two years' villages: pencil cases, properties, and what is known of two real counties."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.model.succession import (
    CERTAIN,
    HOWS,
    Decision,
    Pair,
    Place,
    Succession,
    township_of,
)
from schoolmap.model.succession_deciding import carry_numbers, carry_texts, with_decisions
from schoolmap.model.succession_joining import join_places
from schoolmap.model.succession_words import evidence_words, how_words

A, B, C = "141024101", "141024102", "141024103"


def place(township: str, number: int, name: str, title: str = "甲乡", **more: float) -> Place:
    return Place(f"{township}{number}", name, township, title, number, **more)


def joined(old: list[Place], new: list[Place]) -> dict[str, tuple[str, str]]:
    """Return, by old name, how and to which new name it went."""
    found = join_places(old, new)
    check_accounts(found)
    return {
        found.old[p.old].name: (p.how, "" if p.new is None else found.new[p.new].name)
        for p in found.pairs
        if p.old is not None
    }


def check_accounts(found: Succession) -> None:
    """Every old place once; every new place once, besides what is merged into another's."""
    old = Counter(p.old for p in found.pairs if p.old is not None)
    assert old == Counter(range(len(found.old)))
    alone = Counter(p.new for p in found.pairs if p.new is not None and p.how != "merged_guess")
    assert alone == Counter(range(len(found.new)))
    for pair in found.pairs:
        assert pair.evidence
        assert (pair.old is None) == (pair.how == "new")
        assert (pair.new is None) == (pair.how == "gone")
        assert pair.to_decide == (pair.how in ("doubtful", "merged_guess", "gone"))
        for language in ("zh", "en"):
            assert evidence_words(pair.evidence, language)
            assert how_words(pair.how, language)
    assert sum(found.counts().values()) == len(found.pairs)


def test_code_and_name() -> None:
    old = [place(A, 200, "苗村委会"), place(A, 201, "李家坪村委会")]
    new = [place(A, 200, "苗村村委会"), place(A, 201, "李家坪村委会")]
    assert joined(old, new) == {
        "苗村委会": ("code", "苗村村委会"),
        "李家坪村委会": ("code", "李家坪村委会"),
    }


def test_a_code_given_to_another_village_does_not_join_them() -> None:
    """上庄 moved to 205, and its code went to 下庄: names tell."""
    old = [place(A, 200, "上庄村委会"), place(A, 201, "下庄村委会")]
    new = [place(A, 200, "下庄村委会"), place(A, 205, "上庄村委会")]
    assert joined(old, new) == {
        "上庄村委会": ("name_in_township", "上庄村委会"),
        "下庄村委会": ("name_in_township", "下庄村委会"),
    }


def test_one_code_with_names_alike_is_renamed_with_unlike_ones_doubtful() -> None:
    old = [place(A, 200, "严庄村委会"), place(A, 201, "红星庄村委会"), place(A, 202, "张村委会")]
    new = [place(A, 200, "严家庄村委会"), place(A, 201, "三和村委会"), place(A, 202, "东张村委会")]
    assert joined(old, new) == {
        "严庄村委会": ("code_renamed", "严家庄村委会"),
        "红星庄村委会": ("doubtful", "三和村委会"),
        "张村委会": ("code_renamed", "东张村委会"),
    }


def test_a_merged_township_by_where_its_villages_names_are() -> None:
    old = [place(A, 200 + i, name) for i, name in enumerate(("李家坪", "中社", "左木", "段家腰"))]
    old += [place(B, 200, "东龙门", "乙乡"), place(B, 201, "毛家庄", "乙乡")]
    names = ("东龙门", "毛家庄", "李家坪", "中社", "段家窑")
    new = [place(C, 200 + i, name, "丙乡") for i, name in enumerate(names)]
    found = join_places(old, new)
    assert [(k.old, k.new, k.how, k.shared, k.total) for k in found.links] == [
        (A, C, "villages", 2, 4),
        (B, C, "villages", 2, 2),
    ]
    assert joined(old, new) == {
        "李家坪": ("name_in_successor", "李家坪"),
        "中社": ("name_in_successor", "中社"),
        "左木": ("gone", ""),
        "段家腰": ("doubtful", "段家窑"),
        "东龙门": ("name_in_successor", "东龙门"),
        "毛家庄": ("name_in_successor", "毛家庄"),
    }


def test_a_township_that_became_a_town_keeps_its_villages() -> None:
    old = [place(A, 200, "辛南", "辛村乡")]
    new = [place(B, 207, "辛南", "辛村镇")]
    assert joined(old, new) == {"辛南": ("name_in_successor", "辛南")}


def test_names_are_looked_for_in_the_own_county() -> None:
    """Two counties each have a 辛村乡 with a village 辛南; both became towns under new codes."""
    old = [Place("110101200200", "辛南", "110101200", "辛村乡", 2),
           Place("110102200200", "辛南", "110102200", "辛村乡", 3)]  # fmt: skip
    new = [Place("110101105207", "辛南", "110101105", "辛村镇", 2),
           Place("110102105207", "辛南", "110102105", "辛村镇", 3)]  # fmt: skip
    found = join_places(old, new)
    assert [(p.old, p.new, p.how) for p in found.pairs] == [
        (0, 0, "name_in_successor"),
        (1, 1, "name_in_successor"),
    ]


def test_a_county_that_became_a_district_keeps_its_villages() -> None:
    old = [Place("110221200200", "辛南", "110221200", "辛村乡", 2)]
    new = [Place("110112105207", "辛南", "110112105", "辛村镇", 2)]
    assert joined(old, new) == {"辛南": ("name_in_successor", "辛南")}


def test_one_name_in_a_township_that_is_no_heir_is_only_suggested() -> None:
    old = [place(A, 200, "王庄"), place(A, 201, "李庄"), place(B, 200, "东沟", "乙乡")]
    new = [place(A, 201, "李庄"), place(B, 200, "东沟", "乙乡"), place(B, 201, "王庄", "乙乡")]
    assert joined(old, new)["王庄"] == ("doubtful", "王庄")


def test_a_name_that_stands_twice_is_not_joined() -> None:
    old = [place(A, 200, "王庄村委会"), place(A, 201, "王庄村村民委员会")]
    new = [place(A, 210, "王庄村委会"), place(A, 211, "赵庄村委会")]
    assert joined(old, new)["王庄村委会"][0] == "doubtful"
    assert joined(old, new)["王庄村村民委员会"] == ("merged_guess", "王庄村委会")


def test_a_village_and_a_community_of_one_name_are_for_a_person() -> None:
    old = [place(A, 205, "城东村委会")]
    new = [place(A, 6, "城东社区居民委员会")]
    assert joined(old, new) == {"城东村委会": ("doubtful", "城东社区居民委员会")}


def test_east_and_west_that_became_one_are_both_suggested() -> None:
    old = [place(A, 1, "东圈头"), place(A, 2, "西圈头"), place(A, 3, "店上")]
    new = [place(A, 9, "圈头"), place(A, 3, "店上")]
    assert joined(old, new) == {
        "东圈头": ("doubtful", "圈头"),
        "西圈头": ("merged_guess", "圈头"),
        "店上": ("code", "店上"),
    }


def test_one_that_became_several_names_them() -> None:
    old = [place(A, 1, "老庄")]
    new = [place(A, 7, "东老庄"), place(A, 8, "西老庄")]
    found = join_places(old, new)
    check_accounts(found)
    assert joined(old, new) == {"老庄": ("doubtful", "东老庄")}
    assert f"{A}8" in evidence_words(found.pairs[0].evidence, "zh")
    assert found.pairs[0].others == (1,)


def test_a_near_neighbour_is_suggested_and_a_far_namesake_doubted() -> None:
    """A hundredth of a degree of latitude is 1.1 km, a tenth 11 km."""
    old = [
        place(A, 1, "店上", lon=111.6, lat=36.20),
        place(A, 2, "左木", lon=111.6, lat=36.21),
        place(A, 3, "王庄", lon=111.6, lat=36.30),
    ]
    new = [
        place(A, 1, "店上", lon=111.6, lat=36.20),
        place(A, 8, "王庄", lon=111.6, lat=36.40),
    ]
    assert joined(old, new) == {
        "店上": ("code", "店上"),
        "左木": ("merged_guess", "店上"),
        "王庄": ("doubtful", "王庄"),
    }
    near = next(p for p in join_places(old, new).pairs if p.old == 1)
    assert "1.1 千米" in evidence_words(near.evidence, "zh")


def test_codes_of_townships() -> None:
    assert township_of("141024206200", "141024206", "左木乡") == "141024206"
    assert township_of("141024206200", "141024206000", "左木乡") == "141024206"
    assert township_of("141024206200", "", "左木乡") == "141024206"
    assert township_of("V12", "", "左木乡") == "左木乡"


def test_tables_without_township_codes_join_by_township_names() -> None:
    old = [Place("V1", "李家坪", "左木乡", "左木乡", 2)]
    new = [Place("X1", "李家坪村", "左木乡", "左木乡", 2)]
    assert joined(old, new) == {"李家坪": ("name_in_township", "李家坪村")}


NAMES = st.text("东西李里家坪村", min_size=1, max_size=4)
TOWNSHIPS = st.sampled_from([A, B, C])


@st.composite
def tables(draw: st.DrawFn) -> list[Place]:
    rows = draw(st.lists(st.tuples(TOWNSHIPS, st.integers(200, 205), NAMES), max_size=12))
    found = {f"{t}{n}": place(t, n, name, f"{t[-1]}乡") for t, n, name in rows}
    return list(found.values())


@given(tables(), tables())
def test_every_row_is_accounted_for(old: list[Place], new: list[Place]) -> None:
    check_accounts(join_places(old, new))


@given(tables())
def test_a_table_joined_with_itself_is_itself(table: list[Place]) -> None:
    found = join_places(table, table)
    assert [(p.old, p.new, p.how) for p in found.pairs] == [
        (i, i, "code") for i in range(len(table))
    ]


@given(tables(), tables(), st.data())
def test_what_is_joined_for_certain_does_not_hang_on_the_order_of_rows(
    old: list[Place], new: list[Place], data: st.DataObject
) -> None:
    def certain(found: Succession) -> set[tuple[str, str, str]]:
        return {
            (found.old[p.old].code, found.new[p.new].code, p.how)
            for p in found.pairs
            if p.old is not None and p.new is not None and p.how in CERTAIN
        }

    turned = join_places(data.draw(st.permutations(old)), data.draw(st.permutations(new)))
    assert certain(turned) == certain(join_places(old, new))


@given(tables(), tables(), st.data())
def test_decided_rows_are_accounted_for_too(
    old: list[Place], new: list[Place], data: st.DataObject
) -> None:
    found = join_places(old, new)
    codes = [p.code for p in new]
    decisions = {}
    for pair in found.to_decide:
        assert pair.old is not None
        choices = [Decision("no")]
        if pair.new is not None:
            choices.append(Decision("yes"))
        if codes:
            several = st.lists(st.sampled_from(codes), min_size=1, max_size=3)
            choices.append(Decision("codes", tuple(data.draw(several))))
        decisions[found.old[pair.old].code] = data.draw(st.sampled_from(choices))
    decided = with_decisions(found, decisions)
    assert not decided.to_decide
    assert {p.old for p in decided.pairs if p.old is not None} == set(range(len(old)))
    assert {p.new for p in decided.pairs if p.new is not None} == set(range(len(new)))
    for pair in decided.pairs:
        assert pair.how in HOWS
    values = [float(k + 1) for k in range(len(old))]
    carried = carry_numbers(decided, values)
    inside = {p.old for p in decided.pairs if p.new is not None and p.how in CERTAIN}
    assert carried.moved == sum(values[i] for i in inside if i is not None)
    assert carried.moved + carried.left == sum(values)
    assert sum(v for v in carried.values if isinstance(v, float)) == carried.moved


def _decided() -> Succession:
    """东圈头 and 西圈头 became 圈头; 左木 joined 店上; 老庄 was split in two."""
    old = [place(A, 1, "东圈头"), place(A, 2, "西圈头"), place(A, 3, "店上"), place(A, 4, "左木"),
           place(A, 5, "老庄")]  # fmt: skip
    new = [place(A, 9, "圈头"), place(A, 3, "店上"), place(A, 7, "甲"), place(A, 8, "乙")]
    decisions = {
        f"{A}1": Decision("yes"),
        f"{A}2": Decision("yes"),
        f"{A}4": Decision("codes", (f"{A}3",)),
        f"{A}5": Decision("codes", (f"{A}7", f"{A}8")),
    }
    return with_decisions(join_places(old, new), decisions)


def test_decisions_are_called_by_what_they_do() -> None:
    found = _decided()
    assert [(p.old, p.new, p.how) for p in found.pairs] == [
        (0, 0, "merged"),
        (1, 0, "merged"),
        (2, 1, "code"),
        (3, 1, "merged"),
        (4, 2, "split"),
        (4, 3, "split"),
    ]


def test_merged_villages_add_up_and_split_ones_stay_behind() -> None:
    carried = carry_numbers(_decided(), [5.0, 7.0, 11.0, 13.0, 17.0])
    assert carried.values == (12.0, 24.0, None, None)
    assert (carried.moved, carried.left) == (36.0, 17.0)


def test_a_part_that_is_not_known_makes_the_sum_unknown() -> None:
    carried = carry_numbers(_decided(), [5.0, None, 11.0, 13.0, 17.0])
    assert carried.values == (None, 24.0, None, None)
    assert (carried.moved, carried.left) == (24.0, 22.0)


def test_texts_are_carried_from_one_place_only() -> None:
    assert carry_texts(_decided(), list("甲乙丙丁戊")).values == (None, None, None, None)


def test_a_refused_suggestion_leaves_both_alone() -> None:
    old, new = [place(A, 1, "段家山")], [place(A, 2, "吉家山")]
    found = join_places(old, new)
    assert [p.how for p in found.pairs] == ["doubtful"]
    refused = with_decisions(found, {f"{A}1": Decision("no")})
    assert [(p.how, p.old, p.new) for p in refused.pairs] == [
        ("gone", 0, None),
        ("new", None, 0),
    ]


def test_a_pair_that_is_certain_is_not_open_to_decisions() -> None:
    found = join_places([place(A, 1, "店上")], [place(A, 1, "店上"), place(A, 2, "新")])
    assert with_decisions(found, {f"{A}1": Decision("codes", (f"{A}2",))}) == found


# two real counties, 2019 and 2023


def real(folder: Path, county: str, year: int) -> list[Place]:
    with (folder / f"villages_{county}_{year}.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    return [
        Place(r["code"], r["name"], r["streetCode"], r["township"], k)
        for k, r in enumerate(rows, start=2)
    ]


@pytest.fixture(scope="module")
def hongtong(shared_data: Path) -> Succession:
    folder = shared_data / "hongtong"
    return join_places(real(folder, "hongtong", 2019), real(folder, "hongtong", 2023))


def by_name(found: Succession, township: str) -> dict[str, Pair]:
    return {
        found.old[p.old].name.removesuffix("村委会"): p
        for p in found.pairs
        if p.old is not None and found.old[p.old].township_name == township
    }


@pytest.mark.shared
def test_the_counts_of_a_real_county_add_up(hongtong: Succession) -> None:
    check_accounts(hongtong)
    assert (len(hongtong.old), len(hongtong.new)) == (439, 343)
    same = {p.code: p.name for p in hongtong.old}
    both = [p for p in hongtong.new if same.get(p.code) == p.name]
    # an independent count: rows of one code and one name, letter by letter
    assert hongtong.counts()["code"] >= len(both) == 246


@pytest.mark.shared
def test_two_townships_that_became_one_as_worked_out_by_hand(hongtong: Succession) -> None:
    """The README: 左木乡 (10 villages) and 山头乡 (9) became 山目乡 (13)."""
    links = [k for k in hongtong.links if k.new == "141024207"]
    assert [(k.old, k.how, k.shared, k.total) for k in links] == [
        ("141024205", "villages", 4, 9),
        ("141024206", "villages", 6, 10),
    ]
    kept = {"李家坪": "206", "三交河": "207", "中社": "208", "霍家庄": "209", "翟庄": "210",
            "红光": "211"}  # fmt: skip
    zuomu = by_name(hongtong, "左木乡")
    assert len(zuomu) == 10
    for name, number in kept.items():
        pair = zuomu[name]
        assert pair.how == "name_in_successor"
        assert pair.new is not None
        assert hongtong.new[pair.new].code == f"141024207{number}"
        assert hongtong.new[pair.new].township_name == "山目乡"
    assert zuomu["段家山"].how == "doubtful"
    assert {n for n, p in zuomu.items() if p.how == "gone"} == {"金山沟", "左木", "王家坪"}
    shantou = by_name(hongtong, "山头乡")
    joined_names = {"东龙门", "毛家庄", "曹家沟", "笔架庄"}
    assert {n for n, p in shantou.items() if p.how == "name_in_successor"} == joined_names
    suspected = {
        n: hongtong.new[p.new].name
        for n, p in shantou.items()
        if p.how == "doubtful" and p.new is not None
    }
    assert suspected == {"杨家腰": "杨家窑村委会", "宜树村": "宜树岭村委会"}
    assert "同音" in evidence_words(shantou["杨家腰"].evidence, "zh")
    assert {n for n, p in shantou.items() if p.how == "gone"} == {"妥当", "安头", "曲家岭"}
    # all 13 of the new township are spoken for
    assert all(p.how != "new" for p in hongtong.pairs
               if p.new is not None and hongtong.new[p.new].township == "141024207")  # fmt: skip


@pytest.mark.shared
def test_a_township_that_became_a_town(hongtong: Succession) -> None:
    link = next(k for k in hongtong.links if k.old == "141024203")
    assert (link.new, link.how) == ("141024109", "name")


@pytest.mark.shared
def test_eleven_units_both_years_but_not_the_same_ones(shared_data: Path) -> None:
    """The README: 东社街道 has 11 units in 2019 and in 2023, not the same ones."""
    folder = shared_data / "hongtong"
    found = join_places(real(folder, "wanbailin", 2019), real(folder, "wanbailin", 2023))
    check_accounts(found)
    here = [
        p
        for p in found.pairs
        if (p.old is not None and found.old[p.old].township_name == "东社街道")
        or (p.new is not None and found.new[p.new].township_name == "东社街道")
    ]
    assert Counter(p.how for p in here) == {"code": 10, "gone": 1, "new": 1}
    gone = next(p for p in here if p.how == "gone")
    assert gone.old is not None
    assert found.old[gone.old].name == "石马村委会"
    # named beside it for a person to think of, but joined by nothing
    assert [found.new[j].name for j in gone.others] == ["赞城社区居民委员会"]
