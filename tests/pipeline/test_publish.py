"""Files of a run: all of them or none, and the same bytes twice."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from tests.pipeline.small import small_study

from schoolmap.errors import MachineError, Problem
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Close, Scenario
from schoolmap.model.study import Study
from schoolmap.pipeline import OUTPUT_FILES, RunLog, assess, prepare, publish

World = tuple[Study, LayoutModel, Evaluation]


@pytest.fixture(scope="module")
def world() -> World:
    study = small_study(villages=((0.0, 0.0), (2000.0, 300.0), (3000.0, -700.0), (500.0, 900.0)))
    model = prepare(study)
    return study, model, assess(model)


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def test_the_workbook_tells_what_harms_most_first_and_the_table_what_was_found_first(
    world: World, tmp_path: Path
) -> None:
    study, model, now = world
    codes = ("rows_read", "cohort_jump", "bus_unknown", "rows_short", "not_connected")
    severity = ("note", "warning", "warning", "note", "warning")
    found = [
        Problem(code, kind, "a.csv", code, code, "", "")
        for code, kind in zip(codes, severity, strict=True)
    ]
    publish(replace(study, problems=tuple(found)), model, [now], tmp_path)
    listed = (tmp_path / "problems.csv").read_text("utf-8-sig")
    assert re.findall("|".join(codes), listed)[::2] == list(codes)
    rows = openpyxl.load_workbook(tmp_path / "study.xlsx")["Data problems"].iter_rows()
    shown = [cell.value for row in rows for cell in row if cell.value in codes]
    assert shown == ["not_connected", "bus_unknown", "cohort_jump", "rows_read", "rows_short"]


def test_every_file_and_nothing_else_is_written_the_same_twice(
    world: World, tmp_path: Path
) -> None:
    study, model, now = world
    log = RunLog()
    written = publish(study, model, [now], tmp_path / "a" / "b", log=log)
    assert written == tuple(tmp_path / "a" / "b" / name for name in OUTPUT_FILES)
    publish(study, model, [now], tmp_path / "c")
    one, two = digests(tmp_path / "a" / "b"), digests(tmp_path / "c")
    assert set(one) == set(OUTPUT_FILES)
    assert {name for name in one if one[name] != two[name]} <= {"run.json"}
    run = json.loads((tmp_path / "c" / "run.json").read_text(encoding="utf-8"))
    assert run["model_sha256"] == model.sha256
    assert run["parameters"]["travel"]["cutoff_km"] == 50
    assert {"shapes", "tables", "workbook", "geopackage", "map"} <= log.durations_s.keys()


def test_tables_are_of_today_whatever_plans_the_map_holds(world: World, tmp_path: Path) -> None:
    study, model, now = world
    plan = assess(model, Scenario("plan", (Close("S0"),)))
    publish(study, model, [now], tmp_path / "today")
    written = publish(study, model, [now, plan], tmp_path / "plans", public=True)
    assert written[-1] == tmp_path / "plans" / "map-public.html"
    one, two = digests(tmp_path / "today"), digests(tmp_path / "plans")
    assert set(two) == {*OUTPUT_FILES, "map-public.html"}
    assert all(one[name] == two[name] for name in OUTPUT_FILES if name.endswith(("csv", "s.json")))


def test_a_run_that_fails_leaves_what_was_there(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, model, now = world
    (tmp_path / "map.html").write_text("old", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("schoolmap.report.workbook.write_workbook", full)
    with pytest.raises(MachineError, match="disk is full") as caught:
        publish(study, model, [now], tmp_path)
    assert "未改动" in caught.value.zh
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]
    assert (tmp_path / "map.html").read_text(encoding="utf-8") == "old"


def test_a_bug_is_not_dressed_up_as_the_machines_fault(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, model, now = world

    def broken(*_: object, **__: object) -> None:
        raise KeyError

    monkeypatch.setattr("schoolmap.report.workbook.write_workbook", broken)
    with pytest.raises(KeyError):
        publish(study, model, [now], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made(world: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(MachineError, match="Cannot write to"):
        publish(*world[:2], [world[2]], tmp_path / "file" / "out")
