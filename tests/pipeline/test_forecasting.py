"""A study's years ahead: the bundled township, files, doors."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import schoolmap as sm
from schoolmap.cli.commands import bundled_study
from schoolmap.cli.running import run
from schoolmap.errors import UsageError
from schoolmap.model.forecast import VARIANTS, Forecast
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Close, Scenario
from schoolmap.model.study import Study
from schoolmap.pipeline import FORECAST_FILES, publish_forecast

ZUOMU = bundled_study("zuomu")


@pytest.fixture(scope="module")
def study() -> Study:
    return sm.read_study(ZUOMU)


@pytest.fixture(scope="module")
def model(study: Study) -> LayoutModel:
    return sm.prepare(study)


@pytest.fixture(scope="module")
def found(study: Study, model: LayoutModel) -> Forecast:
    school = next(j for j in range(len(model.sites)) if model.sites.status[j] == 0)
    return sm.forecast(study, model, [Scenario("close one", (Close(model.sites.ids[school]),))])


def test_year_0_is_the_study_as_it_is(model: LayoutModel, found: Forecast) -> None:
    now = sm.assess(model)
    for v in range(3):
        assert (found.pupils[v, 0] == model.villages.pupils).all()
        assert (found.today.roll[v, 0] == now.schools.roll).all()
        assert (found.today.load[v, 0] == now.schools.load).all()
    assert found.model_sha256 == model.sha256 != found.sha256


def test_variants_are_in_order(found: Forecast) -> None:
    low, middle, high = found.county.pupils
    assert (low <= middle).all()
    assert (middle <= high).all()


def test_the_table_has_every_village_year_and_variant_once(
    study: Study, model: LayoutModel, found: Forecast, tmp_path: Path
) -> None:
    paths = publish_forecast(study, model, found, tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(FORECAST_FILES)
    text = paths[1].read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    villages = [r for r in rows if r["subject_type"] == "village"]
    keys = {(r["subject_id"], r["variant"], r["year"]) for r in villages}
    assert len(keys) == len(villages) == len(model.villages) * 3 * len(found.years)
    assert all(int(r["pupils"]) == sum(int(r[f"g{g}"]) for g in range(1, 10)) for r in rows)
    document = json.loads(paths[0].read_text(encoding="utf-8"))
    for v, variant in enumerate(VARIANTS):
        county = document["county"][variant]
        for y, year in enumerate(found.years):
            mine = [r for r in villages if (r["variant"], r["year"]) == (variant, year)]
            assert sum(int(r["pupils"]) for r in mine) == county[y]["pupils"]
            assert county[y]["pupils"] == found.county.pupils[v, y] == sum(county[y]["grades"])
    plans = {r["plan"] for r in rows if r["subject_type"] == "school"}
    assert plans == {"today", "close one"} == {layout["name"] for layout in document["layouts"]}


def test_the_document_says_what_it_rests_on(found: Forecast) -> None:
    from schoolmap.io.forecasts import forecast_document

    document = forecast_document(found)
    basis, assumptions = document["basis"], document["assumptions"]
    assert isinstance(basis, dict)
    assert isinstance(assumptions, list)
    assert basis["ages"] == {"0": 37, "1": 34, "2": 38, "3": 42, "4": 52, "5": 46}
    assert basis["entrants_by_trend"] == list(found.years[7:])
    rules = {a["id"] for a in assumptions}
    assert {"forecast.entry_age", "forecast.births_change_share.low"} < rules
    assert all(a["clause"] and a["source"] and a["force"] for a in assumptions)
    today, plan = document["layouts"]  # type: ignore[misc]
    assert today["years_hold"] is None
    for v, variant in enumerate(VARIANTS):
        broken = {b["year"] for b in plan["breaches"] if b["variant"] == variant}
        assert set(plan["years_hold"][variant]) == set(found.years) - broken
        assert len(plan["years_hold"][variant]) == found.plans[0].holds[v].sum()


def test_a_table_of_the_study_is_not_written_over(
    study: Study, model: LayoutModel, found: Forecast, tmp_path: Path
) -> None:
    from dataclasses import replace

    from schoolmap.model.study import InputFile

    mine = replace(study, folder=tmp_path, inputs=(InputFile("forecast.csv", ""),))
    with pytest.raises(UsageError, match="table of the study"):
        publish_forecast(mine, model, found, tmp_path)
    assert not list(tmp_path.iterdir())


# ------------------------------------------------------------------------------ the command


def test_command_in_both_languages(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["forecast", str(ZUOMU), "--quiet", "--out", str(tmp_path)]) == 0
    zh = capsys.readouterr().out
    assert run(["forecast", str(ZUOMU), "--quiet", "--lang", "en"]) == 0
    en = capsys.readouterr().out
    for text, words in ((zh, ("今后各年学生数", "假设")), (en, ("years ahead", "assumptions"))):
        assert all(word in text for word in words)
        assert "2019-2020" in text
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(FORECAST_FILES)


def test_command_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forecast", str(ZUOMU), "--json", "--years", "3"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["years"]) == 4
    assert set(document["county"]) == set(VARIANTS)


def test_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run(["forecast", str(ZUOMU), "--quiet", "--out", str(tmp_path / name)]) == 0
    for name in FORECAST_FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_wrong_parameters_stop_it_with_the_repair(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = (ZUOMU / "study.toml").read_text(encoding="utf-8").replace("../../", f"{ZUOMU}/../../")
    for file in ("schools.xlsx", "villages.csv", "roads.geojson"):
        text = text.replace(f'"{file}"', f'"{ZUOMU / file}"')
    rules = '\n[rules]\n"forecast.births_change_share.low" = 0.1\n'
    assert "[rules]" not in text
    (tmp_path / "study.toml").write_text(text + rules, encoding="utf-8")
    assert run(["forecast", str(tmp_path), "--lang", "en"]) == 1
    assert "low, middle and high must not fall" in capsys.readouterr().err


def test_rounding_hardly_moves_the_bundled_county() -> None:
    import numpy as np

    from schoolmap.kernel.forecast import Demand, forecast_pupils
    from schoolmap.model.codes import area_group
    from schoolmap.model.forecast import children_of, forecast_rules

    table = sm.read_study(bundled_study("yunling"))
    villages = table.villages
    pupils = np.column_stack([villages.numbers(f"g{g}") for g in range(1, 10)]).astype(np.int64)
    area = np.array([area_group(int(c)) for c in villages.columns["area_class"].tolist()])
    demand = Demand(pupils, children_of(villages), area)
    expected, whole = forecast_pupils(demand, forecast_rules(table.standards))
    by_grade, made = expected.sum(axis=2), whole.sum(axis=2)
    assert abs(made.sum(axis=2) / by_grade.sum(axis=2) - 1).max() < 0.001
    assert abs(made / by_grade - 1).max() < 0.01
    assert abs(made - by_grade).max() < 12
