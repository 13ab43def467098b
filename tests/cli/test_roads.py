"""`schoolmap roads`: download and convert, and what becomes of the output when it goes wrong."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pyogrio
import pytest
from tests.overpass import World, overpass_server
from tests.routes import routable, same_routes

from schoolmap.cli.road_report import road_path
from schoolmap.cli.running import run
from schoolmap.io.ledger import Ledger
from schoolmap.io.road_files import read_road_file
from schoolmap.model.study import RoadLines

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
BOX = "110.85,35.85,111.35,36.15"


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    with overpass_server() as served:
        monkeypatch.setenv("SCHOOLMAP_OVERPASS", served.url)
        yield served


def read(path: Path) -> RoadLines:
    return read_road_file(path, Ledger())


def test_a_place_becomes_a_layer_that_a_study_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "county" / "roads.gpkg"
    assert run(["roads", "画县", "--out", str(out), "--lang", "zh"]) == 0
    printed = capsys.readouterr()
    assert f"已写出 {out}：8 条道路" in printed.out
    for said in (
        "画县, 某市, 中国",
        "分 4 块",
        "OpenStreetMap",
        "ODbL",
        f'\n[roads]\nfile = "{out.as_posix()}"\n',
    ):
        assert said in printed.err
    info = pyogrio.read_info(out, layer="roads")
    assert {
        "highway", "oneway", "speed_kmh", "length_m", "name", "walked", "ridden", "bridge",
        "node_ids",
    } == set(info["fields"])  # fmt: skip
    assert info["crs"] == "EPSG:4326"
    assert "OpenStreetMap" in str(info["layer_metadata"])
    assert [path.name for path in out.parent.iterdir()] == ["roads.gpkg"]
    assert "--tracks" in printed.err
    assert run(["roads", "画县", "--out", str(out), "--quiet", "--tracks"]) == 0
    printed = capsys.readouterr()
    assert not printed.err.count("机耕路")
    ridden = read(out).ridden
    assert ridden is not None
    assert ridden[6]


def test_the_advice_names_the_file_as_study_toml_will(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert road_path(Path("roads.gpkg")) == "roads.gpkg"
    assert road_path(tmp_path / "roads.gpkg") == "roads.gpkg"
    assert road_path(Path("data") / "roads.gpkg") == "data/roads.gpkg"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "study.toml").touch()
    assert road_path(Path("data") / "roads.gpkg") == "roads.gpkg"


def test_the_same_routes_from_either_file(world: World, tmp_path: Path) -> None:
    files = [tmp_path / "roads.gpkg", tmp_path / "roads.graphml"]
    for path in files:
        assert run(["roads", "--bbox", BOX, "--out", str(path), "--quiet"]) == 0
    assert len(world.queries) == 6
    layer, graph = (read(path) for path in files)
    assert layer.vertex is not None
    assert same_routes(routable(layer), routable(graph)) > 100
    # and back again, from file to file
    for source, target in ((files[1], "a.gpkg"), (files[0], "a.graphml"), (files[0], "b.gpkg")):
        assert run(["roads", str(source), "--out", str(tmp_path / target), "--quiet"]) == 0
        assert same_routes(routable(layer), routable(read(tmp_path / target))) > 100
    assert (tmp_path / "b.gpkg").read_bytes() == files[0].read_bytes()
    again = tmp_path / "again.graphml"
    assert run(["roads", str(files[0]), "--out", str(again), "--quiet"]) == 0
    assert again.read_bytes() == (tmp_path / "a.graphml").read_bytes()
    assert "OpenStreetMap" in nx.read_graphml(files[1]).graph["attribution"]


def test_a_boundary_with_a_margin(tmp_path: Path) -> None:
    # the county ends at 111.02: node 13 at 111.1 lies 7 km beyond
    path = tmp_path / "county.geojson"
    ring = [[110.94, 35.99], [111.02, 35.99], [111.02, 36.02], [110.94, 36.02], [110.94, 35.99]]
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), encoding="utf-8")
    out = tmp_path / "roads.gpkg"
    reached = {}
    for km in ("0", "20"):
        asked = ["roads", "--boundary", str(path), "--buffer-km", km, "--out", str(out)]
        assert run([*asked, "--quiet"]) == 0
        vertex = read(out).vertex
        assert vertex is not None
        reached[km] = set(vertex.tolist())
    assert 20 not in reached["0"]
    assert {13, 20} <= reached["20"]


def test_interrupted_and_taken_up_again(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "roads.gpkg"
    out.write_bytes(b"last year's roads")
    world.faults[:] = ["", "", "", "interrupt"]
    world.on_interrupt = lambda: os.kill(os.getpid(), signal.SIGINT)
    asked = ["roads", "--bbox", BOX, "--out", str(out), "--lang", "zh"]
    assert run(asked) == 3
    assert "已中断；原有文件未改动" in capsys.readouterr().err
    assert out.read_bytes() == b"last year's roads"
    assert len(world.queries) == 4
    assert run(asked) == 0
    # three tiles were kept; the one that was broken off and the last two are asked for
    assert len(world.queries) == 7
    assert "3 块沿用此前已下载的" in capsys.readouterr().err
    assert len(read(out)) == 8
    assert [path.name for path in tmp_path.glob("*") if path.name != "cache"] == ["roads.gpkg"]
    # all anew
    assert run([*asked, "--fresh"]) == 0
    assert len(world.queries) == 13


@pytest.mark.parametrize(
    ("arguments", "faults", "code", "said"),
    [
        (["没有"], [], 1, "没有找到这个地方"),
        (["山头"], [], 1, "没有它的边界"),
        (["gone.gpkg"], [], 1, "找不到要转换的文件"),
        (["--bbox", "0,0,60,60"], [], 1, "超过 50,000 平方千米"),
        (["--bbox", "100,20,100.1,20.1"], [], 1, "没有道路"),
        (["--boundary", "gone.geojson"], [], 1, "找不到文件"),
        (["--bbox", "111,36,110,37"], [], 2, "西,南,东,北"),
        (["--bbox", "a,b,c,d"], [], 2, "西,南,东,北"),
        (["画县", "--bbox", BOX], [], 2, "只给一个"),
        ([], [], 2, "只给一个"),
        (["画县", "--endpoint", "ftp://x"], [], 2, "服务器地址"),
        (["--bbox", BOX], ["html"] * 9, 3, "请先登录 校园网"),
        (["--bbox", BOX], ["busy"] * 9, 3, "正忙（429），试了 6 次"),
        (["--bbox", BOX], ["truncated"] * 9, 3, "不完整或不是数据"),
        (["--bbox", BOX], ["refused"], 3, "拒绝了请求（403"),
        (["--bbox", BOX, "--endpoint", "http://127.0.0.1:9"], [], 3, "可能没有连接互联网"),
    ],
)
def test_what_goes_wrong_is_said_and_the_output_stays(
    world: World,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    faults: list[str],
    code: int,
    said: str,
) -> None:
    out = tmp_path / "roads.gpkg"
    out.write_bytes(b"last year's roads")
    world.faults[:] = faults
    assert run(["roads", *arguments, "--out", str(out), "--lang", "zh"]) == code
    printed = capsys.readouterr()
    assert said in printed.err
    assert "Traceback" not in printed.err
    assert not printed.out
    assert out.read_bytes() == b"last year's roads"
    assert [path.name for path in tmp_path.glob(".schoolmap-*")] == []
    if code == 2 or "0,0,60,60" in arguments:
        assert not world.queries


def test_the_output_must_be_one_that_a_study_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["roads", "画县", "--out", str(tmp_path / "roads.docx"), "--lang", "en"]) == 2
    assert ".gpkg or .graphml" in capsys.readouterr().err
    out = tmp_path / "roads.gpkg"
    assert run(["roads", "--bbox", BOX, "--out", str(out), "--quiet"]) == 0
    before = out.read_bytes()
    assert run(["roads", str(out), "--out", str(out)]) == 2
    assert out.read_bytes() == before


def test_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "roads.graphml"
    assert run(["roads", "画县", "--out", str(out), "--json", "--lang", "en"]) == 0
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert not printed.err
    assert (document["lines"], document["tiles"], document["tiles_kept"]) == (8, 4, 0)
    assert document["area"].startswith("画县")
    assert "2026-11-20" in document["attribution"]
    assert document["length_km"] == pytest.approx(
        sum(document["length_km_by_class"].values()), abs=0.01
    )
    assert run(["roads", str(out), "--out", str(tmp_path / "b.gpkg"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [problem["code"] for problem in document["problems"]] == ["graphml_merged"]
    assert "2026-11-20" in document["attribution"]
