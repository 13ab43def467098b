"""Small counties and scenarios drawn at random, full of what goes wrong: ties, unknowns, zeros.

A case is made by a `random.Random`, so that hypothesis (which brings one that shrinks) and the
long run of ``benchmarks/twin.py`` draw alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from tests.worlds import CANDIDATE, CLOSED, OPEN, STANDARDS, Site, Village, Way, make_model, make_od

from schoolmap.kernel import conflicts
from schoolmap.model.added import AddedSite
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.od import NO_RIDE, ODMatrix
from schoolmap.model.resources import RESOURCES
from schoolmap.model.rules import Value
from schoolmap.model.scenario import (
    Change,
    Close,
    Designate,
    Merge,
    Open,
    Place,
    Scenario,
    SetBeds,
    SetBus,
    SetGrades,
    SetSeats,
    may_be_tried,
)

BANDS = ("lower_primary", "upper_primary", "junior")
STAGES = ("primary", "junior")
SPANS = ("1-6", "1-3", "1-2", "1-4", "7-9", "1-9", "4-9", "5", "3-7", "1", "1-5", "6-9")
SECONDS = (0, 1, 600, 1199, 1200, 1201, 1798, 1799, 1800, 1801, 1802, 2000, 2001, 2002, 2400, 2401)
SECONDS += (2638, 2639, 2640, 2641, 2999, 3000, 3001, 3600, 3601, 5000, 40000)
TIES = (1002, 1003, 1003, 1797, 1798, 1809, 1810)
"""Pairs of the same second at 1.25 m/s, or at 1.1 m/s."""
METRES = (0, 1, 500, 999, 1000, 1001, 1800, 2000, 2000, 3000, 5000, 12345, 49999)
RIDES = (NO_RIDE, NO_RIDE, 0, 120, 600, 600, 1799, 1800, 1801, 2400, 2401, 9000)
WORDS = ("T", "T", "U", "", "7", "10")
AREAS = (111, 121, 122, 210, 220, 220, 0, 100, 999)


@dataclass(frozen=True)
class Trial:
    """A scenario and the schools that it adds; `added` None: nobody looked for journeys."""

    scenario: Scenario
    added: tuple[AddedSite, ...] | None


@dataclass(frozen=True)
class Case:
    """A county and what is tried in it, one plan after the other."""

    model: LayoutModel
    trials: tuple[Trial, ...]


def draw_case(r: Random) -> Case:
    """Plans whose changes do not conflict, or now and then do; later ones may go on from earlier.

    A kernel that keeps something of one evaluation for the next must not mix them up.
    """
    model = draw_model(r)
    new = tuple(draw_added(r, model, f"N{k}") for k in range(r.choice((0, 1, 1, 2, 3))))
    trials: list[Trial] = []
    last = Scenario("plan")
    for _ in range(r.choice((1, 2, 3))):
        if r.random() < 0.1:
            trials.append(_careless(r, model, new))
            continue
        same = r.random() < 0.5
        kept = last.changes[: r.randrange(len(last.changes) + 1)] if same else ()
        rules = last.rules if same and r.random() < 0.7 else draw_tried(r)
        last = Scenario("plan", kept, rules)
        for _ in range(r.choice((0, 1, 1, 2, 3, 5, 8))):
            last = _lengthened(r, model, last, new)
        trials.append(Trial(last, _added_by(r, last, new)))
    return Case(model, tuple(trials))


def _careless(r: Random, model: LayoutModel, new: tuple[AddedSite, ...]) -> Trial:
    changes = tuple(draw_change(r, model, new) for _ in range(r.choice((1, 2, 5, 8))))
    return Trial(Scenario("plan", changes, draw_tried(r)), r.choice(((), new, None)))


def _lengthened(
    r: Random, model: LayoutModel, scenario: Scenario, new: Sequence[AddedSite]
) -> Scenario:
    """The scenario with one more change that can be applied, if one is found soon."""
    for _ in range(4):
        change = draw_change(r, model, new)
        longer = replace(scenario, changes=(*scenario.changes, change))
        if not conflicts(model, longer, new):
            return longer
    return scenario


def _added_by(r: Random, scenario: Scenario, new: tuple[AddedSite, ...]) -> tuple[AddedSite, ...]:
    opened = dict.fromkeys(c.school for c in scenario.changes if isinstance(c, Open))
    first = [site for school in opened for site in new if site.id == school]
    # journeys that nobody asked for do no harm
    rest = [site for site in new if site.id not in opened] if r.random() < 0.1 else []
    return (*first, *rest)


# --- the county


def draw_model(r: Random) -> LayoutModel:
    """A county of up to eight villages and six sites."""
    n_village, n_site = r.randrange(1, 9), r.choice((0, 1, 2, 3, 3, 4, 5, 6))
    seconds = r.choice((SECONDS, SECONDS, TIES))
    model = make_model(
        [_village(r, n_site) for _ in range(n_village)],
        [_site(r) for _ in range(n_site)],
        {
            (i, j): _way(r, seconds)
            for i in range(n_village)
            for j in range(n_site)
            if r.random() < 0.75
        },
        **_study_rules(r),
    )
    sites = replace(
        model.sites,
        bus_seats=_ints([r.choice((UNKNOWN, 0, 1, 5, 40)) for _ in range(n_site)]),
        xy_mm=_ints(
            [[r.choice((0, 499, 500, 2_000_000)) for _ in "xy"] for _ in range(n_site)]
        ).reshape(n_site, 2),
    )
    villages = replace(
        model.villages,
        xy_mm=_ints([[r.randrange(9000) for _ in "xy"] for _ in range(n_village)]),
    )
    return replace(model, sites=sites, villages=villages, between=_between(r, n_site))


def _ints(values: Sequence[object]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def _village(r: Random, n_site: int) -> Village:
    few = r.choice(((0,), (0, 1), (0, 1, 2, 7), (3,), (1, 5, 30, 200)))
    named = range(-1, n_site) if r.random() < 0.4 else (-1,)
    return Village(
        tuple(r.choice(few) for _ in range(9)),
        township=r.choice(WORDS),
        area=r.choice(AREAS),
        component=r.choice((0, 0, 0, 1, -1)),
        designated=(r.choice(named), r.choice(named), r.choice(named)),
    )


def _site(r: Random) -> Site:
    kind = r.choice(("", "", "total", "grades"))
    whole, by_stage = r.choice(((0, 0), (0.9, 0), (0.8, 0.2), (0.4, 0.6), (0, 0.9)))
    first, _, last = r.choice(SPANS).partition("-")
    return Site(
        span=(int(first), int(last or first)),
        type_code=r.choice((211, 211, 218, 311, 312)),
        status=r.choice((OPEN, OPEN, OPEN, CANDIDATE, CLOSED)),
        private=r.random() < 0.2,
        area=r.choice(AREAS),
        seats=r.choice((UNKNOWN, 0, 10, 45, 270)),
        beds=r.choice((UNKNOWN, 0, 0, 4, 30)),
        bus=r.random() < 0.4,
        classes=r.choice((UNKNOWN, 0, 1, 6)),
        roll=r.choice((0.0, 1.0, 37.5, 99.0, 100.0, 2600.0)) if kind == "total" else UNKNOWN,
        grades=tuple(r.choice((0.0, 3.0, 11.25, 60.0)) for _ in range(9))
        if kind == "grades"
        else None,
        senior=r.choice((0.0, 0.0, 0.0, 120.0)),
        component=r.choice((0, 0, 0, 1, -1)),
        has=_amounts(r, whole),
        has_primary=_amounts(r, by_stage),
        has_junior=_amounts(r, by_stage),
    )


def _amounts(r: Random, share: float) -> dict[str, float]:
    tables = (0, 1, 3, 12.5, 333.33, 40000000.07)
    return {
        x.name: r.choice(tables) if x.scale > 1 else r.choice((0, 1, 2, 7, 40, 3001))
        for x in RESOURCES
        if r.random() < share
    }


def _way(r: Random, seconds: Sequence[int] = SECONDS + TIES) -> Way:
    ride = r.choice(RIDES)
    return Way(r.choice(METRES), r.choice(seconds), ride, r.choice(METRES))


def _between(r: Random, n_site: int) -> ODMatrix | None:
    if r.random() < 0.3:
        return None
    pairs = [(a, b) for a in range(n_site) for b in range(n_site) if r.random() < 0.7]
    return make_od(
        {pair: Way(r.choice(METRES), r.choice(SECONDS)) for pair in pairs}, n_site, n_site
    )


def _study_rules(r: Random) -> dict[str, Value]:
    rules: dict[str, Value] = {}
    if r.random() < 0.2:
        rules |= {"grades.upper_primary": "4-5", "grades.junior": "6-9"}
    if r.random() < 0.2:
        rules |= {"split_weight.junior": r.choice((1.1, 1.37)), "split_weight.senior": 1.21}
    if r.random() < 0.2:
        rules |= {"access_step_s": (1200, 1800, 3000), "access_weight": (1.0, 0.7, 0.1)}
    if r.random() < 0.2:
        limits = _each("school_limit", STAGES)
        rules |= dict.fromkeys((*limits, *_each("class_limit", STAGES)), r.choice((2, 40)))
    if r.random() < 0.3:
        rules |= draw_tried(r)
    return rules


def draw_tried(r: Random) -> dict[str, Value]:
    """Figures that a scenario may try, mostly none."""
    if r.random() < 0.6:
        return {}
    drawn = (r.choice(TRIED)(r) for _ in range(r.choice((1, 2, 4, 12))))
    return dict(drawn)


def _tried(rules: Sequence[str], *values: Value) -> Callable[[Random], tuple[str, Value]]:
    assert all(may_be_tried(rule) for rule in rules)

    def draw(r: Random) -> tuple[str, Value]:
        rule = r.choice(rules)
        # the figure that is in force changes nothing
        own = [STANDARDS[rule].value] if rule in STANDARDS else []
        return rule, r.choice((*values, *own))

    return draw


def _each(rule: str, parts: Sequence[str]) -> list[str]:
    return [f"{rule}.{part}" for part in parts]


_THRESHOLDS = [rule for rule in STANDARDS if rule.startswith("threshold.")]
TRIED = (
    _tried(_each("walk_limit_s", BANDS), 60, 1200, 1800, 2400, 3600),
    _tried(_each("ride_limit_s", BANDS), 60, 600, 1800, 2400, 7200),
    _tried(_each("walk_speed_m_s", BANDS), 0.9, 1, 1.1, 1.25, 1.5, 0.7),
    _tried(_each("may_board", BANDS), True, False),
    _tried(["assign_private"], True, False),
    _tried(_each("school_limit", (*STAGES, "through")), 10, 99.5, 3000),
    _tried(["small_school_pupils"], 0, 30, 100.5, 400),
    _tried(["seats_full"], 0.5, 0.95, 1.1),
    _tried(["dorm_area_m2"], 2.5, 4),
    _tried(["beds_per_boarder"], 0.5, 1, 1.1),
    _tried(["bus_seats"], 0.5, 1, 3),
    _tried([*_THRESHOLDS, "threshold.books.primary", "threshold.land_area_m2.junior"], 0, 0.3, 20),
    _tried(["min_indicators_met_2017"], 0, 3, 5, 7),
    _tried(["rest_share_2017"], 0, 0.5, 1),
    _tried(_each("cv_limit_2012", STAGES), 0.1, 1.1),
    _tried(_each("cv_limit_2017", STAGES), 0.1, 1.1),
    _tried(_each("scope_private", ("2012", "2017")), True, False),
    _tried(_each("scope_teaching_points", ("2012", "2017")), True, False),
    _tried(_each("scope_teaching_point_min", ("2012", "2017")), 0, 20, 150),
    _tried(["calibration_share"], 0, 0.07, 1),
    _tried(["calibration_pupils"], 0, 3, 60),
)


# --- what is tried in it


def draw_added(r: Random, model: LayoutModel, school: str) -> AddedSite:
    """A school where none is listed, with journeys that tie with those to listed ones."""
    villages = [i for i in range(len(model.villages)) if r.random() < 0.7]
    sites = [j for j in range(len(model.sites)) if r.random() < 0.7]
    ways = [_way(r) for _ in villages]
    return AddedSite(
        id=school,
        name=r.choice(("", "new school")),
        lonlat=(111.5, 36.25),
        edge=r.choice((-1, 7)),
        offset_mm=r.choice((-1, 1500)),
        component=r.choice((0, 0, 1, -1)),
        village=_ints(villages),
        length_m=np.array([w.length_m for w in ways], dtype=np.int32),
        walk_ref_s=np.array([w.walk_s for w in ways], dtype=np.int32),
        ride_s=np.array([w.ride_s for w in ways], dtype=np.int32),
        ride_length_m=np.array(
            [NO_RIDE if w.ride_s == NO_RIDE else w.ride_m for w in ways], dtype=np.int32
        ),
        site=_ints(sites),
        site_walk_ref_s=np.array([r.choice(SECONDS) for _ in sites], dtype=np.int32),
    )


def draw_change(r: Random, model: LayoutModel, new: Sequence[AddedSite]) -> Change:
    """Any change; it may conflict with the county or with an earlier one."""
    ids = [*model.sites.ids, *(site.id for site in new)]
    if not ids or r.random() < 0.03:
        ids = [*ids, "nobody"]
    school = r.choice(ids)
    draw = {
        "close": lambda: Close(school),
        "merge": lambda: Merge(school, r.choice(ids)),
        "open": lambda: _open(r, model, new),
        "set_grades": lambda: SetGrades(school, _span(r)),
        "set_seats": lambda: SetSeats(school, _amount(r)),
        "set_beds": lambda: SetBeds(school, _amount(r)),
        "set_bus": lambda: SetBus(school, r.random() < 0.5),
        "designate": lambda: Designate(_village_id(r, model), _band_id(r), school),
    }
    often = ("merge", "merge", "merge", "close", "open", "designate")
    change: Change = draw[r.choice((*draw, *often))]()
    return change


def _span(r: Random) -> str:
    return r.choice(("1-12", "0", "9-7", "x")) if r.random() < 0.03 else r.choice(SPANS)


def _amount(r: Random) -> int:
    return -1 if r.random() < 0.03 else r.choice((0, 0, 5, 44, 45, 46, 300))


def _village_id(r: Random, model: LayoutModel) -> str:
    return "nowhere" if r.random() < 0.03 else r.choice(model.villages.ids)


def _band_id(r: Random) -> str:
    return "senior" if r.random() < 0.03 else r.choice(BANDS)


def _open(r: Random, model: LayoutModel, new: Sequence[AddedSite]) -> Open:
    listed = [*model.sites.ids] if r.random() < 0.5 or not new else []
    school = r.choice([*listed, *(site.id for site in new)] or ["nobody"])
    placed = school not in model.sites.ids
    if r.random() < 0.03:
        placed = not placed
    at = r.choice((None, Place(7, 1500), Place(x_mm=5, y_mm=-8)))
    return Open(
        school,
        name=r.choice(("", "new school")),
        lon=111.5 if placed else None,
        lat=36.25 if placed else None,
        grades=_span(r) if placed or r.random() < 0.3 else "",
        seats=r.choice((None, _amount(r))),
        beds=r.choice((None, _amount(r))),
        bus=r.choice((None, True, False)),
        at=at if placed else None,
    )
