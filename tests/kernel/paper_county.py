"""A county of three schools and six villages, drawn on paper.

One road, 30 km/h by bus (120 ms a metre), walked at 1 m/s; everything stands on the road.

    km  1    2    4       9    10    12           17   18           22   23
        V0---S0---V1------V2---S1----V3-----------S2---V4----------(S3)--V5
        town 1-9               1-6   (N1 at 12.5) 1-6               1-3
             bus                                                 planned
             12 beds

               km to:   S0   S1   S2   S3
    V0  10 a grade       1    9   16   21
    V1   8 a grade       2    6   13   18
    V2   5 a grade       7    1    8   13
    V3   4 a grade      10    2    5   10
    V4   3 a grade      16    8    1    4
    V5   2 a grade      21   13    6    1          32 a grade, 288 in all

How far each mode goes (DESIGN §4, standards cn-layout): lower primary walks 1800 m and rides
1800 s / 0.12 = 15,000 m; upper primary walks 2400 s at 1.1 m/s = 2640 m and rides 20,000 m; junior
walks 2400 s at 1.25 m/s = 3000 m and rides 20,000 m. Lower primary may not board.

Rolls: S0 reports nothing; S1 reports 84, twice its load of 42; S2 reports 5, 5, 5, 9, 9, 9 where
its load is 3 a grade. Books and rooms: 10, 13 and 4 per primary pupil; equipment: 1000, 600 and
300 yuan. S0 is a through school: 126 primary pupils count 1 each and 96 junior ones 1.1 each, so
2316 books are 2316 / (126 + 105.6) = 10 for each primary pupil and 11 for each junior one.
"""

from __future__ import annotations

import numpy as np
from tests.worlds import CANDIDATE, Site, Village, by_road, make_model

from schoolmap.kernel import evaluate
from schoolmap.model.added import AddedSite
from schoolmap.model.evaluation import MODES, Evaluation
from schoolmap.model.forecast import Children
from schoolmap.model.resources import RESOURCE_INDEX
from schoolmap.model.scenario import Change, Scenario

VILLAGES = (
    Village(10, township="Town"),
    Village(8, township="Town"),
    Village(5, township="Middle"),
    Village(4, township="Middle"),
    Village(3, township="Far"),
    Village(2, township="Far"),
)
SITES = (
    Site(
        (1, 9), type_code=312, area=121, bus=True, beds=12, seats=300, classes=9,
        has={"books": 2316, "teaching_area_m2": 2316, "equipment_yuan": 231_600, "staff": 20,
             "dorm_area_m2": 36},
    ),
    Site(
        (1, 6), seats=90, classes=6, roll=84,
        has={"books": 1092, "teaching_area_m2": 1092, "equipment_yuan": 50_400, "staff": 6,
             "building_area_m2": 500, "land_area_m2": 3000},
    ),
    Site(
        (1, 6), seats=40, classes=6, grades=(5, 5, 5, 9, 9, 9, 0, 0, 0),
        has={"books": 168, "teaching_area_m2": 168, "equipment_yuan": 12_600, "staff": 4},
    ),
    Site((1, 3), status=CANDIDATE, type_code=218, seats=20),
)  # fmt: skip
KM = (
    (1, 9, 16, 21),
    (2, 6, 13, 18),
    (7, 1, 8, 13),
    (10, 2, 5, 10),
    (16, 8, 1, 4),
    (21, 13, 6, 1),
)
COUNTY = make_model(
    VILLAGES,
    SITES,
    {(i, j): by_road(1000 * km) for i, row in enumerate(KM) for j, km in enumerate(row)},
)

_TO_N1 = np.array([11_500, 8500, 3500, 500, 5500, 10_500], dtype=np.int32)
_FROM = np.array([10_500, 2500, 4500, 9500], dtype=np.int32)
N1 = AddedSite(
    id="N1", name="new", lonlat=(111.0, 36.0), edge=0, offset_mm=0, component=0,
    village=np.arange(6), length_m=_TO_N1, walk_ref_s=_TO_N1,
    ride_s=_TO_N1 * 12 // 100, ride_length_m=_TO_N1,
    site=np.arange(4), site_walk_ref_s=_FROM,
)  # fmt: skip
"""A school opened where none is listed, half a kilometre beyond V3."""

CHILDREN = Children(
    np.array([
        [6, 6, 6, 7, 8, 9],
        [5, 5, 5, 6, 7, 8],
        [3, 3, 4, 4, 5, 5],
        [2, 2, 3, 3, 3, 4],
        [0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 1, 2],
    ], dtype=float),
    np.ones(6, dtype=bool),
    0,
)  # fmt: skip
"""Children of 0 to 5 years by village. V4 has none."""

BANDS = {"L": 0, "U": 3, "J": 6}
"""First grade of each band, counted from 0: lower primary, upper primary, junior."""

Way = tuple[str, int, str]


def plan(*changes: Change, added: tuple[AddedSite, ...] = ()) -> Evaluation:
    """The county after changes."""
    return evaluate(COUNTY, Scenario("plan", changes), added=added)


def ways(of: Evaluation) -> dict[str, Way]:
    """School, metres and mode by village and band; all grades of a band go alike."""
    names = [*COUNTY.sites.ids, *(a.id for a in of.added)]
    metres = {(i, j): 1000 * km for i, row in enumerate(KM) for j, km in enumerate(row)}
    metres |= {(i, len(SITES)): int(m) for i, m in enumerate(_TO_N1)}
    found = {}
    for i in range(len(VILLAGES)):
        for band, first in BANDS.items():
            three = {
                (int(of.assignment.site[i, g]), int(of.assignment.mode[i, g]))
                for g in range(first, first + 3)
            }
            ((site, mode),) = three
            found[f"V{i}{band}"] = (names[site], metres[i, site], MODES[mode])
    return found


def changed(before: Evaluation, after: Evaluation) -> dict[str, Way]:
    """Ways after, of those whose way changes."""
    was, now = ways(before), ways(after)
    return {key: way for key, way in now.items() if was[key] != way}


def totals(of: Evaluation) -> list[float]:
    """Roll of every school."""
    rolls: list[float] = of.schools.roll.sum(axis=1).tolist()
    return rolls


def has(of: Evaluation, name: str) -> list[float]:
    """What every school has of a resource, in its stored unit."""
    amounts: list[float] = of.stock.whole[:, RESOURCE_INDEX[name]].tolist()
    return amounts


RESOURCE_RULES = ("threshold", "min_indicators_met_2017")


def marks(of: Evaluation, *, resources: bool = False) -> set[str]:
    """Findings in short: rule, subject, severity; those about resources of schools only on wish."""
    return {
        f"{f.rule} {f.subject_id or f.detail} {f.severity}"
        for f in of.findings
        if resources or f.rule.partition(".")[0] not in RESOURCE_RULES
    }


def news(before: Evaluation, after: Evaluation) -> tuple[set[str], set[str]]:
    """Findings that are new, and those that are solved."""
    return marks(after) - marks(before), marks(before) - marks(after)


def figure(of: Evaluation, name: str) -> float | int | None:
    """A figure of the county."""
    return of.indicators[name].value
