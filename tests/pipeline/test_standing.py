"""What only the network shows: places off the road, islands, estimates, roads elsewhere."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import schoolmap as sm
from schoolmap.cli.commands import bundled_study
from schoolmap.cli.running import run
from schoolmap.pipeline import with_standing

ROADS = Path(__file__).resolve().parents[2] / "data" / "studies" / "zuomu" / "roads.geojson"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """The bundled township, free to be damaged."""
    folder = tmp_path / "county"
    shutil.copytree(bundled_study("zuomu"), folder)
    settings = folder / "study.toml"
    boundary = bundled_study("zuomu").parents[1] / "boundaries" / "zuomu.geojson"
    shutil.copy(boundary, folder / "boundary.geojson")
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("../../boundaries/zuomu.geojson", "boundary.geojson"), encoding="utf-8"
    )
    return folder


def codes(folder: Path) -> list[tuple[str, str]]:
    study = sm.read_study(folder)
    return [(p.code, p.value) for p in with_standing(study, sm.prepare(study)).problems]


def test_unconnected_villages_are_listed_by_name(county: Path) -> None:
    # two hamlets stand more than 1 km off any road (data/studies/zuomu/README.md)
    listed = [value for code, value in codes(county) if code == "not_connected"]
    assert sorted(listed) == ["后树坪", "高家圪垛"]


def test_island_is_listed(county: Path) -> None:
    roads = json.loads(ROADS.read_text(encoding="utf-8"))
    study = sm.read_study(county)
    lon, lat = study.villages.numbers("lon")[0], study.villages.numbers("lat")[0]
    # a short road of its own under the first village, which then is nearest to it
    island = [[lon - 2e-5, lat], [lon + 2e-5, lat]]
    roads["features"].append(
        {
            "type": "Feature",
            "properties": {"highway": "residential", "oneway": None, "name": None},
            "geometry": {"type": "LineString", "coordinates": island},
        }
    )
    (county / "roads.geojson").write_text(json.dumps(roads), encoding="utf-8")
    listed = [value for code, value in codes(county) if code == "other_component"]
    assert listed == [study.villages.text("name")[0]]


def test_roads_elsewhere_stop_the_study(county: Path, tmp_path: Path) -> None:
    roads = json.loads(ROADS.read_text(encoding="utf-8"))
    for feature in roads["features"]:
        line = feature["geometry"]["coordinates"]
        feature["geometry"]["coordinates"] = [[x + 3, y] for x, y, *_ in line]
    (county / "roads.geojson").write_text(json.dumps(roads), encoding="utf-8")
    with pytest.raises(sm.InputError) as caught:
        sm.prepare(sm.read_study(county))
    assert {p.code for p in caught.value.problems} == {"roads_apart"}
    assert run(["run", str(county), "--out", str(tmp_path / "out"), "--quiet"]) == 1
    assert not (tmp_path / "out").exists()


def test_estimates_say_so(county: Path) -> None:
    settings = county / "study.toml"
    text = settings.read_text(encoding="utf-8")
    before, after = text.split("[roads]")
    settings.write_text(before + after[after.index("[") :], encoding="utf-8")
    assert "distances_estimated" in {code for code, _ in codes(county)}


@pytest.mark.parametrize("out", [".", "../county"])
def test_results_never_take_the_place_of_the_tables(
    county: Path, out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county)
    before = {p.name: p.read_bytes() for p in county.iterdir() if p.is_file()}
    assert run(["run", ".", "--out", out, "--quiet"]) == 2
    assert {p.name: p.read_bytes() for p in county.iterdir() if p.is_file()} == before


def test_a_table_elsewhere_is_spared_too(county: Path, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    shutil.move(county / "villages.csv", tables / "villages.csv")
    settings = county / "study.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('"villages.csv"', '"../tables/villages.csv"'), "utf-8")
    before = (tables / "villages.csv").read_bytes()
    assert run(["run", str(county), "--out", str(tables), "--quiet"]) == 2
    assert (tables / "villages.csv").read_bytes() == before
