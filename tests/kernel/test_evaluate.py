"""A county, evaluated whole."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace

import numpy as np
import pytest
from tests.worlds import CANDIDATE, CLOSED, Site, Village, by_road, drawn, make_model, with_status

from schoolmap import kernel
from schoolmap.kernel import KERNEL_VERSION, evaluate
from schoolmap.model.evaluation import UNDEFINED, Evaluation
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import INDICATORS, indicators_of

MODEL = drawn()
NOW = evaluate(MODEL)


def test_the_evaluation_says_of_what_it_is() -> None:
    assert (NOW.name, NOW.kernel_version) == ("today", KERNEL_VERSION)
    assert NOW.model_sha256 == MODEL.sha256
    assert NOW.is_open.tolist() == [True] * 3


def test_schools_of_the_drawn_county() -> None:
    schools = NOW.schools
    assert schools.load.sum(axis=1).tolist() == [54, 0, 27]
    assert schools.roll.sum(axis=1).tolist() == [54, 0, 27]  # nothing is reported
    assert schools.riders.tolist() == [24, 0, 0]
    assert schools.boarders_needed.tolist() == [0, 0, 12]
    assert schools.bed_gap.tolist() == [0, 0, 2]
    assert schools.over_seats.tolist() == [0, 0, 15]
    # S0: 30 x 1000 and 24 x 7000 over 54; S2: 12 x 12000 and 15 x 0 over 27
    assert schools.mean_length_m.tolist() == [198_000 / 54, UNDEFINED, 144_000 / 27]
    assert schools.max_length_m.tolist() == [7000, -1, 12_000]
    assert schools.stage_roll.tolist() == [[54, 0], [0, 0], [0, 27]]
    assert (schools.value == UNDEFINED).all()  # no resources are known


def test_seats_that_are_not_known_are_never_overfull() -> None:
    now = evaluate(make_model([Village(50)], [Site((1, 9))], {(0, 0): by_road(1)}))
    assert now.schools.over_seats.tolist() == [UNDEFINED]
    assert now.indicators["schools_over_seats"].value == 0


@pytest.mark.parametrize("status", [CANDIDATE, CLOSED])
def test_closed_and_candidate_sites_hold_zeros(status: int) -> None:
    now = evaluate(with_status(MODEL, 0, status))
    assert now.is_open.tolist() == [False, True, True]
    schools = now.schools
    for name in ("load", "roll", "riders", "boarders_needed", "bed_gap", "stage_roll"):
        assert not np.asarray(getattr(schools, name))[0].any()
    assert now.indicators["schools_open"].value == 2
    # V0 walks 3 km to the point now? no: 3000 s is beyond 1800 s, and the point has no bus
    assert now.indicators["pupils_walk"].value == 9 + 15  # V1 lower at S1, V3 junior


def test_every_id_of_the_contract_is_there() -> None:
    # FORMATS, indicators.json
    names = """
        pupils schools_open mean_length_m median_length_m p90_length_m max_length_m mean_walk_s
        share_walk_limit pupils_walk pupils_ride pupils_board pupils_unserved board_need beds
        bed_gap schools_over_seats schools_under_100 gini_length schutz_length e2sfca_mean
    """
    expected = set(names.split())
    for stage in ("primary", "junior"):
        expected |= {f"cv_2017.{i.name}.{stage}" for i in indicators_of("2017")}
        expected |= {f"cv_2012.{i.name}.{stage}" for i in indicators_of("2012")}
        expected |= {f"cv_2012.mean.{stage}"}
        for i in INDICATORS:
            expected |= {f"theil.{i.name}.{stage}{part}" for part in ("", ".between", ".within")}
            expected |= {f"gap_urban_rural.{i.name}.{stage}"}
    assert set(NOW.indicators) == expected


def test_figures_are_plain_numbers_and_never_nan() -> None:
    for figure in NOW.indicators.values():
        assert figure.value is None or type(figure.value) in (int, float)
        assert figure.unit
    for cut in (NOW.by_band, NOW.by_township, NOW.by_area_class):
        json.dumps(
            {g: {i: f.value for i, f in ids.items()} for g, ids in cut.items()}, allow_nan=False
        )
    for f in NOW.findings:
        json.dumps(asdict(f), allow_nan=False)
    for item in fields(NOW.schools):
        assert np.isfinite(getattr(NOW.schools, item.name)).all()


def same(a: Evaluation, b: Evaluation) -> bool:
    arrays = all(
        np.array_equal(getattr(x, f.name), getattr(y, f.name))
        for x, y in ((a.schools, b.schools), (a.assignment, b.assignment))
        for f in fields(x)
    )
    return arrays and (a.indicators, a.by_band, a.by_township, a.by_area_class, a.findings) == (
        b.indicators,
        b.by_band,
        b.by_township,
        b.by_area_class,
        b.findings,
    )


def test_the_same_model_gives_the_same_evaluation() -> None:
    assert same(NOW, evaluate(MODEL))
    assert same(NOW, evaluate(drawn()))


def test_evaluation_changes_nothing_in_the_model() -> None:
    model = drawn()
    for part in (model.villages, model.sites, model.od):
        for f in fields(part):
            if isinstance(getattr(part, f.name), np.ndarray):
                getattr(part, f.name).flags.writeable = False
    assert same(NOW, evaluate(model))


def narrow(model: LayoutModel) -> LayoutModel:
    """The same county with every whole number in int32, as a reader might hand it over."""

    def part(of: object) -> object:
        changed = {
            f.name: getattr(of, f.name).astype(np.int32)
            for f in fields(of)  # type: ignore[arg-type]
            if isinstance(getattr(of, f.name), np.ndarray)
            and getattr(of, f.name).dtype == np.int64
            and f.name != "indptr"
        }
        return replace(of, **changed)  # type: ignore[type-var]

    return replace(model, villages=part(model.villages), sites=part(model.sites))  # type: ignore[arg-type]


def test_narrow_whole_numbers_give_the_same_figures() -> None:
    rich = Site(
        roll=3000,
        seats=2000,
        beds=9,
        bus=True,
        classes=50,
        has={i.name: 20_000 for i in INDICATORS},
    )
    ways = {(i, j): by_road(1_000_000 * (i + 1) + j) for i in range(2) for j in range(2)}
    model = make_model([Village(40_000), Village(7)], [rich, Site((1, 9), beds=5)], ways)
    assert same(evaluate(model), evaluate(narrow(model)))


def test_public_names_are_sorted_and_there() -> None:
    assert kernel.__all__ == sorted(kernel.__all__)
    assert all(hasattr(kernel, name) for name in kernel.__all__)
    contract = {
        "coefficient_of_variation",
        "composite_cv",
        "split_stages",
        "gini",
        "schutz",
        "theil",
        "e2sfca",
        "evaluate",
    }
    assert contract <= set(kernel.__all__)
