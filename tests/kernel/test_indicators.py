"""Figures of the county and of its cuts, by pencil on the drawn county, and what always holds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from tests.kernel.test_assignment import counties
from tests.worlds import CLOSED, Site, Village, Way, by_road, drawn, make_model

from schoolmap.kernel import evaluate, gini, schutz
from schoolmap.model.evaluation import MODES, UNSERVED
from schoolmap.model.layout import LayoutModel

NOW = evaluate(drawn())


def test_the_drawn_county() -> None:
    # walk: V0 and V1 lower and upper 12 + 18, V3 junior 15. ride: V2 24. board: V2 junior 12.
    # unserved: V3 30, V4 9, junior of V0 6 and V1 9.
    # With a journey: 12 x 1000, 18 x 1000, 24 x 7000, 12 x 12000, 15 x 0: 81 pupils, 342 km.
    # Walking: lower 6 and 9 x 1000, 12 x 7000; upper (/1.1) 6 and 9 x 909, 12 x 6364;
    # junior (/1.25) 12 x 9600, 15 x 0: 304,203 s.
    # Sorted 15 at 0, 30 at 1000, 24 at 7000, 12 at 12000: the median is the 41st (40.5 is
    # reached at 45), the 90th percentile the 73rd (72.9).
    # board_need: unserved of upper and junior 15 + 3, 6 + 9 + 3 and the 12 who board: 48.
    # bed_gap: 12 boarders in 10 beds, and the 36 without a bed in reach.
    expected = {
        "pupils": 135,
        "pupils_walk": 45,
        "pupils_ride": 24,
        "pupils_board": 12,
        "pupils_unserved": 54,
        "mean_length_m": 342_000 / 81,
        "median_length_m": 1000,
        "p90_length_m": 12_000,
        "max_length_m": 12_000,
        "mean_walk_s": 304_203 / 81,
        "share_walk_limit": 45 / 135,
        "board_need": 48,
        "beds": 10,
        "bed_gap": 38,
        "schools_open": 3,
        # rolls are loads: S0 54 of 100 seats, S1 0 of 30, S2 27 of 12
        "schools_over_seats": 1,
        "schools_under_100": 3,  # S1 has nobody, which is fewer than 100
    }
    assert {name: NOW.indicators[name].value for name in expected} == expected


def test_spread_of_the_drawn_county() -> None:
    lengths, heads = [0, 1000, 7000, 12_000], [15, 30, 24, 12]
    assert NOW.indicators["gini_length"].value == pytest.approx(gini(lengths, heads))
    assert NOW.indicators["schutz_length"].value == pytest.approx(schutz(lengths, heads))


def test_access_of_the_drawn_county() -> None:
    # Within 1200 s: V0 and V1 of S0 (1.0), V1 of S1 (1.0), V3 of S2 (1.0).
    # Within 3600 s: V0 of S1 (3000 s: 0.22). V2 is 5000 s and more from everything.
    # S0: 100 / (12 + 18) a pupil of 1-6; S1: 30 / (0.22 x 6 + 9) of 1-3; S2: 12 / 15 of 7-9.
    s0, s1, s2 = 100 / 30, 30 / 10.32, 12 / 15
    expected = [
        (12 * s0 + 6 * 0.22 * s1) / 18,
        (18 * s0 + 9 * s1) / 27,
        0.0,
        15 * s2 / 45,
        0.0,
    ]
    assert NOW.e2sfca.tolist() == pytest.approx(expected)
    # all seats are in somebody's reach: 142 over 135 pupils
    assert NOW.indicators["e2sfca_mean"].value == pytest.approx(142 / 135)


def test_cuts_of_the_drawn_county() -> None:
    assert list(NOW.by_band) == ["lower_primary", "upper_primary", "junior"]
    assert NOW.by_band["junior"]["pupils_board"].value == 12
    assert NOW.by_band["junior"]["max_length_m"].value == 12_000
    assert NOW.by_band["lower_primary"]["board_need"].value == 0
    assert NOW.by_band["upper_primary"]["board_need"].value == 18
    assert set(NOW.by_township) == {"East", "West", ""}
    assert NOW.by_township["East"]["pupils"].value == 45
    assert NOW.by_township["East"]["mean_length_m"].value == 1000
    assert NOW.by_township[""]["mean_length_m"].value is None
    assert NOW.by_township[""]["pupils_unserved"].value == 9
    assert NOW.by_township["West"]["e2sfca_mean"].value == pytest.approx(12 / 81)
    # of the village: V0 is 镇区, V1, V2, V4 乡村, V3 unknown
    pupils = {name: cut["pupils"].value for name, cut in NOW.by_area_class.items()}
    assert pupils == {"城区": 0, "镇区": 18, "乡村": 72, "": 45}
    assert NOW.by_area_class["城区"]["share_walk_limit"].value is None


def test_the_walking_limit_share_counts_the_assigned_site_and_all_pupils() -> None:
    # 10 pupils a grade. V0 is designated to S1, 5 km away, with S0 next door: nobody is within
    # the limit of the assigned site though all are within the limit of some site
    model = make_model(
        [Village(10, designated=(1, 1, 1))],
        [Site((1, 9)), Site((1, 9), bus=True)],
        {(0, 0): by_road(10), (0, 1): by_road(5000)},
    )
    found = evaluate(model).indicators
    assert found["share_walk_limit"].value == 0
    assert found["pupils_ride"].value == 90
    assert found["mean_length_m"].value == 5000


def test_distances_cover_the_unserved_who_have_a_row() -> None:
    model = make_model([Village(1)], [Site((1, 9))], {(0, 0): Way(9000)})
    found = evaluate(model).indicators
    assert (found["pupils_unserved"].value, found["mean_length_m"].value) == (9, 9000)


def test_board_need_counts_whether_or_not_there_is_a_bed() -> None:
    def need(**kind: object) -> tuple[object, object]:
        site = Site((1, 9), **kind)  # type: ignore[arg-type]
        found = evaluate(make_model([Village(1)], [site], {(0, 0): by_road(30_000)})).indicators
        return found["board_need"].value, found["bed_gap"].value

    # grades 4-9; lower primary may not board
    assert need() == (6, 6)
    assert need(beds=4) == (6, 2)
    assert need(beds=10) == (6, 0)


def test_bed_gap_is_a_sum_over_sites() -> None:
    # six boarders at each; the spare beds of S0 do not help S1
    model = make_model(
        [Village(1), Village(1)],
        [Site((1, 9), beds=50), Site((1, 9), beds=2)],
        {(0, 0): by_road(30_000), (1, 1): by_road(30_000)},
    )
    found = evaluate(model)
    assert found.schools.bed_gap.tolist() == [0, 4]
    assert found.indicators["bed_gap"].value == 4
    assert found.indicators["beds"].value == 52


def test_beds_of_closed_schools_do_not_count() -> None:
    model = make_model([Village(1)], [Site(beds=50, status=CLOSED), Site(beds=2)], {})
    assert evaluate(model).indicators["beds"].value == 2
    assert evaluate(model).indicators["schools_open"].value == 1


def test_a_county_without_journeys_has_undefined_distances() -> None:
    found = evaluate(make_model([Village(2)], [Site((1, 9))], {})).indicators
    names = ["mean", "median", "p90", "max"]
    assert [found[f"{n}_length_m"].value for n in names] == [None] * 4
    assert found["mean_walk_s"].value is None
    assert found["gini_length"].value is None
    assert found["share_walk_limit"].value == 0
    assert found["e2sfca_mean"].value is None
    nobody = evaluate(make_model([Village(0)], [Site((1, 9), seats=5)], {(0, 0): by_road(1)}))
    assert nobody.indicators["share_walk_limit"].value is None
    assert nobody.indicators["pupils"].value == 0
    assert nobody.indicators["e2sfca_mean"].value is None


def test_sums_of_large_counties_do_not_wrap() -> None:
    # 40,000 pupils a grade x 2^31 m: beyond int32 and beyond 2^63 / 10^6
    model = make_model([Village(40_000)], [Site((1, 9))], {(0, 0): Way(2**31 - 2)})
    found = evaluate(model).indicators
    assert found["mean_length_m"].value == 2**31 - 2
    assert found["p90_length_m"].value == 2**31 - 2


@given(counties(designate=True))
@settings(max_examples=60)
def test_every_pupil_is_counted_once_in_every_cut(model: LayoutModel) -> None:
    now = evaluate(model)
    total = int(model.villages.pupils.sum())
    for cut in ({"": now.indicators}, now.by_band, now.by_township, now.by_area_class):
        for group in cut.values():
            assert sum(group[f"pupils_{m}"].value for m in MODES) == group["pupils"].value
        for name in ("pupils", *(f"pupils_{m}" for m in MODES), "board_need"):
            assert sum(g[name].value for g in cut.values()) == now.indicators[name].value
        assert sum(g["pupils"].value for g in cut.values()) == total
    served = total - now.indicators["pupils_unserved"].value
    assert int(now.schools.load.sum()) == served
    assert now.indicators["pupils_ride"].value == now.schools.riders.sum()
    assert now.indicators["pupils_board"].value == now.schools.boarders_needed.sum()


@given(counties(designate=True))
@settings(max_examples=40)
def test_distances_are_those_of_the_heads_one_by_one(model: LayoutModel) -> None:
    now = evaluate(model)
    heads: list[int] = []
    for i, pupils in enumerate(model.villages.pupils.tolist()):
        for g, n in enumerate(pupils):
            row = int(now.assignment.row[i, g])
            if row >= 0:
                heads += [int(model.od.length_m[row])] * n
    found = now.indicators
    if not heads:
        assert found["mean_length_m"].value is None
        return
    heads.sort()
    assert found["mean_length_m"].value == pytest.approx(np.mean(heads))
    assert found["max_length_m"].value == heads[-1]
    assert found["median_length_m"].value == heads[(len(heads) + 1) // 2 - 1]
    assert found["p90_length_m"].value == heads[-(-9 * len(heads) // 10) - 1]
    assert found["pupils"].value >= len(heads)
    unplaced = (now.assignment.row < 0) & (model.villages.pupils > 0)
    assert (now.assignment.mode[unplaced] == UNSERVED).all()


def test_pupils_by_length_of_their_journey() -> None:
    rows = NOW.length_bands
    assert [r.limit_m for r in rows] == [1000, 2000, 3000, 5000, 10_000, None, None]
    assert [r.no_journey for r in rows] == [False] * 6 + [True]
    # V0 12, V1 18, V3 15 (7-9, at 0 m) | V2 1-6 24 by bus, 7000 m, 7-9 12 at 12 km
    assert [r.pupils for r in rows] == [45, 0, 0, 0, 24, 12, 54]
    assert sum(r.pupils for r in rows) == NOW.indicators["pupils"].value


def test_length_classes_are_the_study_s() -> None:
    now = evaluate(drawn(**{"length_classes_m": [999, 5000]}))
    # V3's 15 walk 0 m; V0's and V1's 30 1000 m; 7 and 12 km beyond
    assert [(r.limit_m, r.pupils) for r in now.length_bands] == [
        (999, 15),
        (5000, 30),
        (None, 36),
        (None, 54),
    ]


def test_beds_that_nobody_reports_are_unknown_and_lodge_nobody() -> None:
    # 10 pupils of grade 7 live 9,000 s from the only school: too far on foot, no bus
    def county(*beds: int) -> dict[str, float | int | None]:
        sites = [Site((7, 9), type_code=311, beds=b) for b in beds]
        od = {(0, j): Way(9000, 9000, 600, 9000) for j in range(len(sites))}
        pupils = (0, 0, 0, 0, 0, 0, 10, 0, 0)
        found = evaluate(make_model([Village(pupils)], sites, od)).indicators
        return {name: found[name].value for name in ("beds", "bed_gap", "pupils_board")}

    assert county(-1) == {"beds": None, "bed_gap": 10, "pupils_board": 0}
    assert county(0) == {"beds": 0, "bed_gap": 10, "pupils_board": 0}
    assert county(-1, 4) == {"beds": 4, "bed_gap": 6, "pupils_board": 10}
