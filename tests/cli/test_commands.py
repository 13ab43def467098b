"""The command line: exit codes, languages, documents, nothing written by a run that fails."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from schoolmap.cli.commands import bundled_study
from schoolmap.cli.running import run
from schoolmap.pipeline import OUTPUT_FILES

ZUOMU = bundled_study("zuomu")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published")
    assert run(["run", str(ZUOMU), "--out", str(out), "--quiet"]) == 0
    return out


def test_run_writes_every_file_and_nothing_else(published: Path) -> None:
    assert sorted(p.name for p in published.iterdir()) == sorted(OUTPUT_FILES)
    assert all(p.stat().st_size > 0 for p in published.iterdir())


def test_two_runs_differ_only_in_run_json(published: Path, tmp_path: Path) -> None:
    assert run(["run", str(ZUOMU), "--out", str(tmp_path), "--quiet"]) == 0
    different = [
        name
        for name in OUTPUT_FILES
        if (published / name).read_bytes() != (tmp_path / name).read_bytes()
    ]
    assert set(different) <= {"run.json"}


def test_json_gives_every_pupil_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["run", str(ZUOMU), "--out", str(tmp_path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    value = {name: figure["value"] for name, figure in document["indicators"].items()}
    parts = ("pupils_walk", "pupils_ride", "pupils_board", "pupils_unserved")
    assert sum(value[p] for p in parts) == value["pupils"] == 417


def test_english_on_demand(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["run", str(ZUOMU), "--out", str(tmp_path), "--quiet", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "Map (open by double click)" in printed
    assert "unserved" in printed


def test_failing_run_writes_nothing(tmp_path: Path) -> None:
    study = tmp_path / "study"
    study.mkdir()
    (study / "study.toml").write_text(
        '[study]\nname = "x"\n[schools]\nfile = "no.csv"\n[villages]\nfile = "no.csv"\n',
        encoding="utf-8",
    )
    out = tmp_path / "out"
    assert run(["run", str(study), "--out", str(out)]) == 1
    assert not out.exists()


def test_failing_write_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in OUTPUT_FILES:
        (tmp_path / name).write_text("before", encoding="utf-8")

    def no_space(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("schoolmap.io.geopackage.write_geopackage", no_space)
    assert run(["run", str(ZUOMU), "--out", str(tmp_path), "--quiet"]) == 3
    assert {p.name for p in tmp_path.iterdir()} == set(OUTPUT_FILES)
    assert all(p.read_text(encoding="utf-8") == "before" for p in tmp_path.iterdir())


def test_file_that_cannot_be_moved_puts_the_others_back(tmp_path: Path) -> None:
    for name in OUTPUT_FILES:
        (tmp_path / name).write_text("before", encoding="utf-8")
    (tmp_path / "study.gpkg").unlink()
    (tmp_path / "study.gpkg").mkdir()
    (tmp_path / "study.gpkg" / "in the way").write_text("before", encoding="utf-8")
    (tmp_path / "problems.csv").unlink()
    original = Path.replace

    def stuck(self: Path, target: Path) -> Path:
        if self.name == "study.gpkg" and self.parent.name.startswith(".schoolmap-"):
            raise PermissionError(13, "Permission denied")
        return original(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", stuck)
        assert run(["run", str(ZUOMU), "--out", str(tmp_path), "--quiet"]) == 3
    left = {p.name for p in tmp_path.iterdir()}
    assert left == set(OUTPUT_FILES) - {"problems.csv"}
    files = [p for p in tmp_path.iterdir() if p.is_file()]
    assert all(p.read_text(encoding="utf-8") == "before" for p in files)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["run", str(ZUOMU)], 2),
        (["nonsense"], 2),
        (["run", "nowhere", "--out", "x"], 1),
        (["check", "nowhere"], 1),
        (["inspect", str(ZUOMU), "--school", "没有的学校"], 2),
        (["standards", "no.such.rule"], 2),
        (["check", str(ZUOMU), "--quiet"], 0),
        (["standards", "cn-quality-2017", "--lang", "en"], 0),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert run(arguments) == code


def test_bug_ends_with_three(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("schoolmap.pipeline.assess", broken)
    assert run(["run", str(ZUOMU), "--out", str(tmp_path / "out"), "--quiet"]) == 3
    with pytest.raises(ZeroDivisionError):
        run(["run", str(ZUOMU), "--out", str(tmp_path / "out"), "--quiet", "--debug"])


def test_inspect_writes_word_and_excel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    word, excel = tmp_path / "sheet.docx", tmp_path / "sheet.xlsx"
    arguments = ["inspect", str(ZUOMU), "--school", "红光小学", "--quiet"]
    assert run([*arguments, "--docx", str(word), "--xlsx", str(excel)]) == 0
    assert word.read_bytes()[:2] == excel.read_bytes()[:2] == b"PK"
    assert "红光小学" in capsys.readouterr().out


def test_standards_json_has_source_and_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["standards", "walk_limit_s", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"walk_limit_s.lower_primary"} <= {row["id"] for row in rows}
    assert all(row["clause"] and row["force"] and row["verified"] for row in rows)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_output_that_finds_no_room_is_no_bug() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "schoolmap", "standards", "walk_limit_s", "--lang", "en"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert "no room" in done.stderr or "disk is full" in done.stderr
    assert "bug" not in done.stderr
