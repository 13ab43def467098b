"""A study to a model: journeys, options, fingerprints."""

from __future__ import annotations

import re
from dataclasses import fields

import numpy as np
import pytest
from tests.pipeline.small import CRS, small_study
from tests.worlds import journeys_of, road

from schoolmap.errors import InputError
from schoolmap.model.layout import LayoutModel
from schoolmap.model.od import NO_RIDE
from schoolmap.model.study import Study
from schoolmap.pipeline import RunLog, assess, prepare

# V0-S0 1000, V0-S1 5000, V1-S0 1000, V1-S1 3000; at 30 km/h 120 ms a metre
ROWS = {
    (0, 0): (1000, 1000, 120, 1000),
    (0, 1): (5000, 5000, 600, 5000),
    (1, 0): (1000, 1000, 120, 1000),
    (1, 1): (3000, 3000, 360, 3000),
}


def rows(study: Study) -> dict[tuple[int, int], tuple[int, int, int, int]]:
    return journeys_of(prepare(study).od)


def test_journeys_of_a_small_study() -> None:
    model = prepare(small_study())
    assert journeys_of(model.od) == ROWS
    assert not model.estimated
    assert model.graph is not None
    assert model.graph.n_edge == 1
    assert model.walk_snaps is not None
    assert model.walk_snaps.indptr.size == 5  # villages first, sites after them
    assert model.villages.snap_mm.tolist() == [0, 0]
    assert model.villages.component.tolist() == model.sites.component.tolist() == [0, 0]
    assert np.diff(model.villages.xy_mm[:, 0]).tolist() == [2_000_000]
    assert (model.name, model.year, model.language) == ("small", "2026-2027", "en")


def test_a_county_without_road_data_is_estimated_and_says_so() -> None:
    model = prepare(small_study(roads=None))
    assert model.estimated
    assert (model.graph, model.walk_snaps, model.ride_snaps) == (None, None, None)
    # straight times 1.35; 20 km/h: 180 ms a metre
    assert journeys_of(model.od)[1, 1] == (4050, 4050, 729, 4050)
    assert assess(model).indicators["pupils"].value == 90


def test_the_detour_factor_is_a_rule() -> None:
    assert rows(small_study(roads=None, rules={"detour_factor": 2}))[0, 0][0] == 2000


@pytest.mark.parametrize("km", [3, 2.999])
def test_the_cutoff_is_an_option(km: float) -> None:
    for roads in ({}, {"roads": None, "rules": {"detour_factor": 1}}):
        found = set(rows(small_study(travel={"cutoff_km": km}, **roads)))  # type: ignore[arg-type]
        assert found == ({(0, 0), (1, 0), (1, 1)} if km == 3 else {(0, 0), (1, 0)})


def test_the_snap_limit_is_an_option() -> None:
    off = {"villages": ((0.0, 800.0), (2000.0, 0.0))}
    near = prepare(small_study(**off))  # type: ignore[arg-type]
    # the leg of 800 m at 0.8 m/s
    assert journeys_of(near.od)[0, 0] == (1800, 2000, 1120, 1800)
    far = prepare(small_study(**off, travel={"snap_limit_m": 799}))  # type: ignore[arg-type]
    assert {o for o, _ in journeys_of(far.od)} == {1}
    assert far.villages.component.tolist() == [-1, 0]
    assert far.villages.snap_mm.tolist() == [800_000, 0]  # the ledger still shows the leg


def test_the_model_knows_where_it_lies_and_how_far_it_looks() -> None:
    model = prepare(small_study(travel={"cutoff_km": 2.9995, "snap_limit_m": 700}))
    assert (model.crs, model.cutoff_s, model.snap_limit_m) == (CRS, 3000, 700.0)
    # whole seconds, half up: the pair 3 km apart is within them
    assert (1, 1) in journeys_of(model.od)


@pytest.mark.parametrize(("roads", "metres"), [({}, 4000), ({"roads": None}, 5400)])
def test_walks_between_schools(roads: dict[str, None], metres: int) -> None:
    between = prepare(small_study(**roads)).between  # type: ignore[arg-type]
    assert between is not None
    there = (metres, metres)
    walks = {pair: way[:2] for pair, way in journeys_of(between).items()}
    assert walks == {(0, 0): (0, 0), (0, 1): there, (1, 0): there, (1, 1): (0, 0)}


def test_speeds_are_rules() -> None:
    fast = small_study(rules={"ride_speed_km_h.tertiary": 60})
    assert rows(fast)[0, 0] == (1000, 1000, 60, 1000)
    own = small_study(roads=[road((0, 0), (5000, 0), highway="gravel")])
    assert rows(own)[0, 0][2] == 180  # default, 20 km/h
    own = small_study(
        roads=[road((0, 0), (5000, 0), highway="gravel")], rules={"ride_speed_km_h.gravel": 10}
    )
    assert rows(own)[0, 0][2] == 360
    leg = {"villages": ((0.0, 800.0), (2000.0, 0.0))}
    slow = small_study(**leg, rules={"off_road_speed_m_s": 0.4})  # type: ignore[arg-type]
    assert rows(slow)[0, 0] == (1800, 3000, 2120, 1800)


def test_no_vehicle() -> None:
    path = small_study(roads=[road((0, 0), (5000, 0), highway="path")])
    assert {way[2:] for way in rows(path).values()} == {(NO_RIDE, NO_RIDE)}


def test_roads_without_length_are_an_error_in_the_readers_words() -> None:
    with pytest.raises(InputError) as caught:
        prepare(small_study(roads=[road((5, 5), (5, 5))]))
    (problem,) = caught.value.problems
    assert (problem.code, problem.file, problem.severity) == ("no_roads", "roads.gpkg", "error")
    assert problem.repair_zh
    assert problem.repair_en


def test_a_crs_in_degrees_is_an_error() -> None:
    study = small_study()
    degrees = study.settings.study.model_copy(update={"crs": "EPSG:4326"})
    broken = Study(
        **{
            **{f.name: getattr(study, f.name) for f in fields(study)},
            "settings": study.settings.model_copy(update={"study": degrees}),
        }
    )
    with pytest.raises(InputError):
        prepare(broken)


# --- designation and arrays, as the tables say


def texts(*values: str) -> np.ndarray:
    return np.array(values, dtype=object)


def test_designated_schools_are_by_stage() -> None:
    columns = {"school_primary": texts("S1", ""), "school_junior": texts("", "S0")}
    model = prepare(small_study(village_columns=columns))
    assert model.villages.designated.tolist() == [[1, 1, -1], [-1, -1, 0]]


def test_reported_figures_become_whole_numbers_and_unknown_stays_unknown() -> None:
    columns = {
        "pupils": np.array([120.0, np.nan]),
        "seats": np.array([np.nan, 7.0]),
        "classes": np.array([3.0, 3.0]),
        "beds": np.array([np.nan, 12.0]),
        "equipment_yuan": np.array([1234.565, np.nan]),
        "books_primary": np.array([0.0, np.nan]),
    }
    sites = prepare(small_study(school_columns=columns)).sites
    assert sites.roll.tolist() == [120, -1]
    assert sites.roll_by_grade.tolist() == [[-1.0] * 9] * 2
    assert sites.seats.tolist() == [150, 7]  # a through school: 3 x the larger limit
    assert sites.beds.tolist() == [-1, 12]  # not given is unknown, never none
    assert sites.classes.tolist() == [3, 3]
    assert 123_457 in sites.resources[0].tolist()  # fen, half up
    assert (sites.resources[1] == -1).all()
    assert sorted(sites.resources_primary[0].tolist())[-1] == 0
    assert (sites.resources_junior == -1).all()


@pytest.mark.parametrize(
    ("span", "rules", "seats"),
    [
        ((1, 6), {}, 90),
        ((7, 9), {}, 100),
        ((1, 9), {}, 100),
        ((1, 9), {"class_limit.primary": 55}, 110),  # FORMATS: the larger limit
        ((7, 9), {"class_limit.primary": 55}, 100),
        ((1, 6), {"grades.upper_primary": "4-5", "grades.junior": "6-9"}, 100),
    ],
)
def test_default_seats_are_classes_times_the_limit(
    span: tuple[int, int], rules: dict[str, object], seats: int
) -> None:
    columns = {
        "classes": np.array([2.0, np.nan]),
        "first_grade": np.full(2, span[0], dtype=np.int8),
        "last_grade": np.full(2, span[1], dtype=np.int8),
    }
    sites = prepare(small_study(school_columns=columns, rules=rules)).sites
    assert sites.seats.tolist() == [seats, -1]


def test_pupils_by_grade_of_a_school() -> None:
    columns = {f"g{g}": np.array([np.nan, float(g)]) for g in (1, 2)}
    sites = prepare(small_study(school_columns=columns)).sites
    assert sites.roll_by_grade.tolist() == [[-1.0] * 9, [1.0, 2.0] + [0.0] * 7]


# --- fingerprints


def sha(**kind: object) -> str:
    return prepare(small_study(**kind)).sha256  # type: ignore[arg-type]


def test_the_fingerprint_is_the_same_twice() -> None:
    assert sha() == sha()
    assert re.fullmatch(r"[0-9a-f]{64}", sha())


@pytest.mark.parametrize(
    "change",
    [
        {"roads": None},
        {"roads": [road((0, 0), (5000, 0), highway="trunk")]},
        {"villages": ((0.0, 1.0), (2000.0, 0.0))},
        {"travel": {"cutoff_km": 2}},
        {"rules": {"walk_limit_s.lower_primary": 1500}},
        {"rules": {"assign_private": True}},
        {"village_columns": {"g1": np.array([1.0, 2.0])}},
        {"village_columns": {"name": texts("a", "b")}},
        {"school_columns": {"status": np.array([0, 2], dtype=np.int8)}},
        {"school_columns": {"beds": np.array([1.0, np.nan])}},
        {"school_columns": {"pupils": np.array([0.5, np.nan])}},
    ],
    ids=str,
)
def test_the_fingerprint_changes_with_whatever_an_evaluation_depends_on(
    change: dict[str, object],
) -> None:
    assert sha(**change) != sha()


def test_the_fingerprint_is_of_values_not_of_memory() -> None:
    # big-endian and strided copies of the same numbers
    model = prepare(small_study())
    changed = {
        f.name: getattr(model, f.name) for f in fields(model) if f.name not in ("od", "villages")
    }

    def twisted(part: object) -> object:
        arrays = {}
        for f in fields(part):  # type: ignore[arg-type]
            value = getattr(part, f.name)
            if isinstance(value, np.ndarray):
                value = np.asfortranarray(value.astype(value.dtype.newbyteorder(">")))
            arrays[f.name] = value
        return type(part)(**arrays)

    other = LayoutModel(**changed, od=twisted(model.od), villages=twisted(model.villages))  # type: ignore[arg-type]
    assert other.sha256 == model.sha256


def test_two_fields_are_not_mistaken_for_one() -> None:
    # the same numbers in another shape, or in another column, are another model
    one = sha(school_columns={"seats": np.array([5.0, np.nan])})
    two = sha(school_columns={"beds": np.array([5.0, np.nan]), "seats": np.full(2, np.nan)})
    assert one != two


# --- the log


def test_steps_are_timed_and_told() -> None:
    told: list[tuple[str, int, int]] = []
    log = RunLog(listener=lambda *event: told.append(event))
    prepare(small_study(), log=log)
    assert list(log.durations_s) == ["network", "snap", "od_matrix"]
    assert all(s >= 0 for s in log.durations_s.values())
    assert [event for event in told if event[0] == "od_matrix"] == [
        ("od_matrix", 0, 0),
        ("od_matrix", 1, 2),
        ("od_matrix", 2, 2),
        ("od_matrix", 1, 1),
    ]


def test_the_log_says_what_ran() -> None:
    document = RunLog().document({"travel": {"cutoff_km": 50}})
    assert document["parameters"] == {"travel": {"cutoff_km": 50}}
    assert {"schoolmap", "python", "libraries", "durations_s", "peak_memory_mb"} <= document.keys()
