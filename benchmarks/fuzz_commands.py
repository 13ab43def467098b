"""The fuzzer's cases as whole commands: exit codes, words, files that open."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

from benchmarks.fuzz import Case, Outcome

COMMANDS = ("check", "run", "assess")


def judge_command(case: Case, folder: Path) -> Outcome:
    """Return how a command takes a damaged study; which one goes by the seed."""
    from schoolmap.cli.running import run

    command = "assess" if case.what.startswith(("scenario", "hearing")) else COMMANDS[case.seed % 3]
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    arguments = {
        "check": [str(folder)],
        "run": [str(folder), "--out", str(out)],
        "assess": [
            *(str(folder), str(folder / "plan.json"), "--out", str(out), "--no-documents"),
            *("--hearing", str(folder / "hearing.toml")),
        ],
    }[command]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run([command, *arguments, "--lang", ("zh", "en")[case.seed % 2]])
    text = said.getvalue()
    shown = f"{command} {code}: {text.strip().splitlines()[-1][:160] if text.strip() else ''}"
    # 2: the plan does not fit the study
    if code not in (0, 1, 2) or "Traceback" in text:
        return Outcome("crash", shown)
    if not text.strip():
        return Outcome("no words", shown)
    if any(ord(mark) < 32 and mark not in "\n\t" for mark in text):
        return Outcome("a terminal would obey", shown)
    if command != "check" and (code == 0) != out.is_dir():
        return Outcome("half", shown)
    wrong = _unreadable(out) if out.is_dir() else ""
    if wrong:
        return Outcome("unreadable output", wrong)
    return Outcome("done" if code == 0 else "refused")


def _unreadable(out: Path) -> str:
    """Return the first file that does not open."""
    for path in sorted(out.rglob("*")):
        try:
            if path.suffix == ".csv":
                with path.open(encoding="utf-8-sig", newline="") as stream:
                    assert len({len(row) for row in csv.reader(stream)}) == 1
            elif path.suffix == ".json":
                json.loads(path.read_text(encoding="utf-8"))
            elif path.suffix in (".xlsx", ".docx"):
                assert zipfile.ZipFile(path).testzip() is None
            elif path.suffix == ".gpkg":
                with contextlib.closing(sqlite3.connect(path)) as base:
                    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            elif path.suffix == ".html":
                assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")
        except (AssertionError, ValueError, OSError, sqlite3.Error, zipfile.BadZipFile) as error:
            return f"{path.name}: {type(error).__name__} {error}"
    return ""
