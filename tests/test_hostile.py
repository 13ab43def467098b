"""Hostile names through every output: read back as they were, never run, never obeyed."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.hostile import NAMES, PLANS, STUDY_NAME, school_ids, write_study

from schoolmap.cli.running import run
from schoolmap.io.measures import plain

KEPT = [plain(name) for name in NAMES.values()]
"""What the tables hold of the names: NFKC, single blanks, nothing that nobody sees."""
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the commands write of such a study."""
    folder = tmp_path_factory.mktemp("hostile")
    plans = [str(plan) for plan in write_study(folder / "study")]
    study = str(folder / "study")
    commands = (
        ["run", study, "--out", str(folder / "run"), "--public", "--quiet"],
        ["assess", study, *plans, "--out", str(folder / "assess"), "--quiet"],
        ["forecast", study, "--out", str(folder / "forecast"), "--quiet"],
        ["hearing", study, plans[0], "--out", str(folder / "hearing.toml"), "--quiet"],
        [
            *("inspect", study, "--school", "__proto__", "--quiet"),
            *("--docx", str(folder / "sheet.docx"), "--xlsx", str(folder / "sheet.xlsx")),
        ],
    )
    for command in commands:
        assert run(command) == 0, command[0]
    return folder


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", ["check", "run", "assess", "forecast", "diff", "inspect"])
def test_a_terminal_is_never_commanded(
    place: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str, lang: str
) -> None:
    study = str(place / "study")
    plans = [str(place / f"plan {k}.json") for k in range(len(PLANS))]
    arguments = {
        "check": [study],
        "run": [study, "--out", str(tmp_path)],
        "assess": [study, *plans, "--out", str(tmp_path), "--no-documents"],
        "forecast": [study],
        "diff": [plans[0], plans[3], "--study", study],
        "inspect": [study, "--school", "constructor"],
    }[command]
    for extra in ([], ["--json"]):
        assert run([command, *arguments, "--lang", lang, *extra]) == 0
        out, err = capfd.readouterr()
        assert not OBEYED.search(out + err)
        if extra:
            json.loads(out)


def csv_files(place: Path) -> Iterator[Path]:
    yield from place.glob("run/*.csv")
    yield from place.glob("forecast/*.csv")


def test_csv_reads_back_and_is_never_run(place: Path) -> None:
    for path in csv_files(place):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        assert len({len(row) for row in rows}) == 1, path.name
        for row in rows[1:]:
            for cell in row:
                assert not re.match(r"[=@\t\r]|[+-](?!\d+(\.\d+)?(e-?\d+)?$)", cell), cell
    for table in ("schools", "villages"):
        with (place / "run" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
            names = [row["name"] for row in csv.DictReader(stream)]
        assert len(names) == len(KEPT)
        for name, kept in zip(names, KEPT, strict=True):
            assert name in (kept, f"'{kept}")


def books(place: Path) -> list[Path]:
    found = [place / "run/study.xlsx", place / "sheet.xlsx", *place.glob("assess/*/dossier.xlsx")]
    assert len(found) == 2 + len(PLANS)
    return found


def test_workbooks_hold_texts_and_not_formulas(place: Path) -> None:
    import openpyxl

    for path in books(place):
        book = openpyxl.load_workbook(path)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        # formulas of our own count what stands in the book; none is made of a name
        for cell in cells:
            if cell.data_type == "f":
                assert not any(name in str(cell.value) for name in KEPT if len(name) > 4)
                assert "cmd" not in str(cell.value)
        if path.name == "study.xlsx":
            texts = {str(cell.value) for cell in cells}
            missing = [name for name in KEPT if name not in texts]
            assert missing == []
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    ET.fromstring(parts.read(name))  # noqa: S314 (our own file)
                assert "javascript:alert" not in name


def test_documents_open_and_say_the_names(place: Path) -> None:
    import docx

    found = [place / "sheet.docx", *place.glob("assess/*/*.docx")]
    assert len(found) > len(PLANS)
    for path in found:
        document = docx.Document(str(path))
        text = "\n".join(node.text or "" for node in document.element.body.iter() if node.text)
        assert not OBEYED.search(text)
        with zipfile.ZipFile(path) as parts:
            targets = b"".join(parts.read(n) for n in parts.namelist() if n.endswith(".rels"))
        assert b"javascript:" not in targets
    dossier = docx.Document(str(place / "assess/plan 0/dossier.docx"))
    text = "".join(node.text or "" for node in dossier.element.body.iter())
    assert PLANS[0] in text
    assert STUDY_NAME in text


def test_geopackages_read_back_and_their_styles_are_xml(place: Path) -> None:
    import pyogrio

    path = place / "run/study.gpkg"
    for layer in ("schools", "villages"):
        frame = pyogrio.read_dataframe(path, layer=layer)
        assert frame["name"].tolist() == KEPT
    ids = pyogrio.read_dataframe(path, layer="schools")["school_id"].tolist()
    assert ids == [plain(school) for school in school_ids()]
    with sqlite3.connect(path) as base:
        styles = [row[0] for row in base.execute("SELECT styleQML FROM layer_styles")]
    base.close()
    assert styles
    for style in styles:
        ET.fromstring(style)  # noqa: S314 (our own file)


def test_json_keeps_ids_and_names(place: Path) -> None:
    for path in place.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    for k, name in enumerate(PLANS):
        path = place / f"assess/plan {k}/evaluation.json"
        document = json.loads(path.read_text(encoding="utf-8"))
        assert document["scenario"]["name"] == plain(name)


def test_pages_hold_no_tag_of_a_name(place: Path) -> None:
    for path in (*place.glob("*/map.html"), *place.glob("*/map-public.html")):
        text = path.read_text(encoding="utf-8")
        assert "<img src=x" not in text
        assert "</script><script>alert" not in text
        assert "<b>县</b>" not in text


@pytest.mark.parametrize(
    "name",
    ["CON", "nul", "a:b", "a|b", "a?", "a*", "<a>", "plan ", "plan.", "a\x1b", 'a"b', "a\\b"],
)
def test_a_plan_whose_folder_no_windows_takes_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    plan = write_study(tmp_path / "study")[0]
    named = plan.with_name(f"{name}.json")
    plan.rename(named)
    out = tmp_path / "out"
    code = run(["assess", str(tmp_path / "study"), str(named), "--out", str(out), "--quiet"])
    assert code == 2
    assert not out.exists()
    said = capfd.readouterr().err
    assert "Windows" in said
    assert not OBEYED.search(said)
