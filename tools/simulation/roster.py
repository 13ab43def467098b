"""The list of Yunling's schools: who has one, of which kind, under which name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tools.simulation.places import Places
from tools.simulation.pupils import People
from tools.simulation.siting import (
    School,
    assign,
    greedy_sites,
    loads,
    report_rolls,
    spread_sites,
)
from tools.simulation.terrain import Floats, Ints

VILLAGE_SCHOOLS = (28, 18)
TEACHING_POINTS = 32
SENIOR_PUPILS = 2140
PRIMARY_NAMES = (
    "云岭县第一小学",
    "云岭县第二小学",
    "云岭县第三小学",
    "云岭县第四小学",
    "云岭县实验小学",
)
NINE_YEAR_COUNTRY = ("羊角乡", "箐口乡", "木瓜乡")
POINT_SPANS = ((1, 3), (1, 3), (1, 2), (1, 4), (1, 3))
LEAST_POINT_ROLL = 5
POINT_PUPILS = (6, 40)


@dataclass(frozen=True)
class Villages:
    """Natural villages as flat arrays, in unit order."""

    unit: Ints
    first: Ints
    township: Ints
    area_class: Ints
    points: Floats


def town_schools(villages: Villages, people: People, rng: np.random.Generator) -> list[School]:
    """Primaries, juniors, a through school and two private schools in the county town."""
    rows = np.nonzero(villages.area_class < 120)[0]
    weight = people.grades.sum(axis=1).astype(np.float64)[rows]
    where = villages.points[rows]
    spots = spread_sites(where, weight, 6) + spread_sites(where, weight, 4)
    spots += [int(k) for k in rng.choice(len(rows), 2, replace=False)]
    spots = [int(rows[k]) for k in spots]

    def at(
        name: str,
        kind: str,
        word: str,
        grades: tuple[int, int],
        k: int,
        *,
        private: bool = False,
        senior: int = 0,
    ) -> School:
        v = spots[k]
        return School(
            name,
            kind,
            word,
            grades,
            v,
            int(villages.township[v]),
            int(villages.area_class[v]),
            private=private,
            senior=senior,
        )

    result = [at(n, "town", "小学", (1, 6), k) for k, n in enumerate(PRIMARY_NAMES)]
    result.append(at("云岭县实验学校", "town", "九年一贯制学校", (1, 9), 5))
    result.append(at("云岭县第一中学", "town_junior", "完全中学", (7, 9), 6, senior=SENIOR_PUPILS))
    result += [
        at(f"云岭县第{n}中学", "town_junior", "初级中学", (7, 9), k)
        for n, k in (("二", 7), ("三", 8), ("四", 9))
    ]
    result.append(at("云岭县育才学校", "private", "九年一贯制学校", (1, 9), 10, private=True))
    result.append(at("云岭县春蕾小学", "private", "小学", (1, 6), 11, private=True))
    return result


def seat_schools(places: Places, villages: Villages) -> list[School]:
    """List a centre primary and a junior, or one nine-year school, at every other seat."""
    result = []
    for k, unit in enumerate(places.units):
        if not unit.seat or unit.code[6] == "0":
            continue
        first = int(villages.first[k])
        _, name = places.townships[unit.township]
        area = int(villages.area_class[first])
        if name in NINE_YEAR_COUNTRY:
            result.append(
                School(
                    f"{name}九年一贯制学校",
                    "seat",
                    "九年一贯制学校",
                    (1, 9),
                    first + 1,
                    unit.township,
                    area,
                )
            )
            continue
        result.append(
            School(f"{name}中心小学", "seat", "小学", (1, 6), first + 1, unit.township, area)
        )
        result.append(
            School(
                f"{name}初级中学", "seat_junior", "初级中学", (7, 9), first + 3, unit.township, area
            )
        )
    return result


def village_schools(
    places: Places,
    villages: Villages,
    people: People,
    distance: Floats,
    schools: list[School],
    rng: np.random.Generator,
) -> list[School]:
    """Village primaries where they save most, then teaching points in what is left over."""
    centres = [
        int(villages.first[k])
        for k, u in enumerate(places.units)
        if not u.seat
        and not u.community
        and np.isfinite(distance[:, villages.first[k]]).sum() > 100
    ]
    full = [s.village for s in schools if s.grades[0] == 1 and not s.private]
    now = distance[:, full].min(axis=1)
    primary = people.grades[:, :6].sum(axis=1).astype(np.float64)
    picked = greedy_sites(
        distance, primary, now, centres, rng, count=VILLAGE_SCHOOLS[0], noise=0.45
    )
    now = np.minimum(now, distance[:, picked].min(axis=1))
    rest = [c for c in centres if c not in picked]
    picked += greedy_sites(
        distance, np.sqrt(primary), now, rest, rng, count=VILLAGE_SCHOOLS[1], noise=0.5
    )
    now = np.minimum(now, distance[:, picked].min(axis=1))
    lower = people.grades[:, :3].sum(axis=1).astype(np.float64)
    left = [
        c
        for c in centres
        if c not in picked
        and POINT_PUPILS[0] <= lower[distance[:, c] < now].sum() <= POINT_PUPILS[1]
    ]
    points = greedy_sites(
        distance, np.sqrt(lower), now, left, rng, count=TEACHING_POINTS, noise=0.5
    )
    result = []
    for village in picked:
        unit = places.units[villages.unit[village]]
        result.append(
            School(
                f"{places.townships[unit.township][1]}{unit.name}小学",
                "village",
                "小学",
                (1, 6),
                village,
                unit.township,
                int(villages.area_class[village]),
            )
        )
    for k, village in enumerate(points):
        unit = places.units[villages.unit[village]]
        result.append(
            School(
                f"{places.townships[unit.township][1]}{unit.name.removesuffix('村')}教学点",
                "point",
                "教学点",
                POINT_SPANS[k % len(POINT_SPANS)],
                village,
                unit.township,
                int(villages.area_class[village]),
            )
        )
    return sorted(result, key=lambda s: (s.kind != "village", s.township, s.village))


def candidates(
    places: Places,
    villages: Villages,
    people: People,
    distance: Floats,
    schools: list[School],
    rng: np.random.Generator,
) -> list[School]:
    """Five planned sites: two in the county town, three in the country."""
    quarter = np.nonzero(villages.area_class == 112)[0]
    result = [
        School(
            "城东新区小学（规划）",
            "town",
            "小学",
            (1, 6),
            int(quarter[3]),
            int(villages.township[quarter[3]]),
            112,
            candidate=True,
        ),
        School(
            "云岭县第五中学（规划）",
            "town_junior",
            "初级中学",
            (7, 9),
            int(quarter[-4]),
            int(villages.township[quarter[-4]]),
            112,
            candidate=True,
        ),
    ]
    used = [s.village for s in schools]
    now = distance[:, [s.village for s in schools if s.grades == (1, 6)]].min(axis=1)
    centres = [
        int(villages.first[k])
        for k, u in enumerate(places.units)
        if not u.seat and not u.community and villages.first[k] not in used
    ]
    weight = people.grades[:, :6].sum(axis=1).astype(np.float64)
    for k, v in enumerate(greedy_sites(distance, weight, now, centres, rng, count=3, noise=0.1)):
        unit = places.units[villages.unit[v]]
        town = places.townships[unit.township][1]
        name = (
            f"{town}第二中心小学（规划）",
            f"{town}{unit.name}寄宿制小学（规划）",
            f"{town}{unit.name}小学（规划）",
        )[k]
        result.append(
            School(
                name,
                "seat" if k < 2 else "village",
                "小学",
                (1, 6),
                v,
                unit.township,
                int(villages.area_class[v]),
                candidate=True,
            )
        )
    return result


def build_roster(
    places: Places, villages: Villages, people: People, distance: Floats, rng: np.random.Generator
) -> tuple[list[School], Ints]:
    """List all schools, with their reported rolls; also who is nearest to whom."""
    schools = town_schools(villages, people, rng)
    schools += seat_schools(places, villages)
    schools += village_schools(places, villages, people, distance, schools, rng)
    schools += candidates(places, villages, people, distance, schools, rng)
    columns = distance[:, [s.village for s in schools]]
    assigned = assign(columns, schools)
    load = loads(assigned, people.grades, len(schools))
    upward = [_seat_above(s, schools) for s in schools]
    town = [k for k, s in enumerate(schools) if s.kind.startswith("town") and not s.candidate]
    report_rolls(schools, load, upward, town, rng)
    for school in schools:
        short = LEAST_POINT_ROLL - int(school.roll.sum())
        if school.kind == "point" and short > 0:
            school.roll[0] += short
    return schools, assigned


def _seat_above(school: School, schools: Sequence[School]) -> int:
    """Find the centre school of a village school's township (-1: none, or it is one itself)."""
    if school.kind not in ("village", "point"):
        return -1
    for k, other in enumerate(schools):
        if other.kind == "seat" and not other.candidate and other.township == school.township:
            return k
    return -1
