"""Tables and figures of an evaluation as files: CSV for spreadsheets, JSON for programs.

CSV files are UTF-8 with a BOM and CRLF line ends, as Excel writes and reads them. Missing is
empty, booleans are 1 and 0, numbers have no thousands separators and the shortest form that reads
back to the same value. A text that a spreadsheet would run as a formula gets an apostrophe in
front; numbers never do.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import ACTION_TEXT, Language, Problem
from schoolmap.model.codes import STATUS_WORDS
from schoolmap.model.columns import SCHOOLS, VILLAGES
from schoolmap.model.evaluation import UNDEFINED, Evaluation, Figure
from schoolmap.model.grades import STAGES
from schoolmap.model.journeys import band_grades, journey, runs
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import INDICATORS
from schoolmap.model.study import Study, Table
from schoolmap.model.wording import finding_message, one_language, say, status_mark

Cell = str | int | float | bool | None
BOM = "\ufeff"
RUNS_IN_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet take a text for a formula, or hide one."""


@dataclass(frozen=True)
class Rows:
    """A table to be written: headers, and one tuple of cells per row."""

    headers: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        """Refuse rows that do not match the headers."""
        for row in self.cells:
            if len(row) != len(self.headers):
                msg = f"{len(row)} cells under {len(self.headers)} headers"
                raise ValueError(msg)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.cells)


ASSIGNMENT_HEADERS = (
    "village_id",
    "grades",
    "band",
    "pupils",
    "school_id",
    "length_m",
    "walk_s",
    "ride_s",
    "ride_length_m",
    "mode",
    "reason",
)
FINDING_HEADERS = (
    "rule",
    "severity",
    "subject_type",
    "subject_id",
    "value",
    "limit",
    "unit",
    "clause",
    "source",
    "status",
    "message",
)
PROBLEM_HEADERS = (
    "file",
    "sheet",
    "row",
    "column",
    "value",
    "severity",
    "code",
    "action",
    "message",
    "repair",
)


def assignment_rows(model: LayoutModel, evaluation: Evaluation) -> Rows:
    """Return who goes where: a row per village and run of grades with pupils.

    The column ``pupils`` adds up to the pupils of the county. An unserved run names the school
    that it is listed at, and the reason.
    """
    rows = []
    for run in runs(model, evaluation):
        way = run.journey
        rows.append(
            (
                model.villages.ids[run.village],
                run.grades,
                model.rules.bands[run.band].id,
                run.pupils,
                model.sites.ids[way.site] if way.site >= 0 else None,
                way.length_m,
                way.walk_s,
                way.ride_s,
                way.ride_length_m,
                way.mode,
                way.reason,
            )
        )
    return Rows(ASSIGNMENT_HEADERS, tuple(rows))


def village_rows(study: Study, model: LayoutModel, evaluation: Evaluation) -> Rows:
    """Return the villages as understood, with their journeys by band.

    A band whose grades go to different schools shows the journey of the most pupils (see
    `schoolmap.model.journeys.band_grades`).
    """
    villages = model.villages
    columns = _understood(study.villages, len(villages), {c.name for c in VILLAGES})
    for stage in STAGES:
        # `school_<band>` is the school of the journey; the designated one must not look like it
        if f"school_{stage}" in columns:
            columns[f"designated_{stage}"] = columns.pop(f"school_{stage}")
    columns |= _placed(villages.snap_mm, villages.component)
    columns["e2sfca"] = [_defined(v) for v in evaluation.e2sfca.tolist()]
    chosen = band_grades(model, evaluation)
    for k, band in enumerate(model.rules.bands):
        ways = [
            journey(model, evaluation.assignment, village, int(grade))
            for village, grade in enumerate(chosen[:, k])
        ]
        columns[f"school_{band.id}"] = [
            model.sites.ids[way.site] if way.site >= 0 else None for way in ways
        ]
        columns[f"length_m_{band.id}"] = [way.length_m for way in ways]
        columns[f"walk_s_{band.id}"] = [way.walk_s for way in ways]
        columns[f"ride_s_{band.id}"] = [way.ride_s for way in ways]
        columns[f"mode_{band.id}"] = [way.mode for way in ways]
    return _rows(columns)


def school_rows(study: Study, model: LayoutModel, evaluation: Evaluation) -> Rows:
    """Return the schools as understood, with roll, load, beds and resources against thresholds."""
    sites, figures = model.sites, evaluation.schools
    columns = _understood(study.schools, len(sites), {c.name for c in SCHOOLS})
    columns |= _placed(sites.snap_mm, sites.component)
    columns["roll"] = _total(figures.roll)
    columns["load"] = _total(figures.load)
    for band in model.rules.bands:
        columns[f"load_{band.id}"] = _total(figures.load[:, band.first - 1 : band.last])
    columns["over_seats"] = [_defined(v) for v in figures.over_seats.tolist()]
    columns["riders"] = figures.riders.tolist()
    columns["boarders_needed"] = figures.boarders_needed.tolist()
    columns["bed_gap"] = figures.bed_gap.tolist()
    columns["mean_length_m"] = [_defined(v) for v in figures.mean_length_m.tolist()]
    columns["max_length_m"] = [None if v < 0 else v for v in figures.max_length_m.tolist()]
    for word, values in (("value", figures.value), ("shortfall", figures.shortfall)):
        for i, indicator in enumerate(INDICATORS):
            for s, stage in enumerate(STAGES):
                name = f"{word}.{indicator.name}.{stage}"
                columns[name] = [_defined(v) for v in values[:, i, s].tolist()]
    return _rows(columns)


def finding_rows(model: LayoutModel, evaluation: Evaluation, *, language: Language) -> Rows:
    """Return the findings with clause, source and status of their rule, in the order found."""
    rows = []
    for finding in evaluation.findings:
        rule = model.standards.get(finding.rule)
        rows.append(
            (
                finding.rule,
                finding.severity,
                finding.subject_type,
                finding.subject_id,
                finding.value,
                finding.limit,
                finding.unit,
                one_language(rule.clause, language) if rule else None,
                one_language(rule.source, language) if rule else None,
                status_mark(rule),
                finding_message(finding, model, language),
            )
        )
    return Rows(FINDING_HEADERS, tuple(rows))


def problem_rows(problems: Sequence[Problem], *, language: Language) -> Rows:
    """Return what was found in the input: where, what was done about it, how to repair it."""
    return Rows(
        PROBLEM_HEADERS,
        tuple(
            (
                problem.file,
                problem.sheet,
                problem.row,
                problem.column,
                problem.value,
                problem.severity,
                problem.code,
                say(ACTION_TEXT[problem.action], language),
                problem.message(language),
                problem.repair(language),
            )
            for problem in problems
        ),
    )


def indicators_document(model: LayoutModel, evaluation: Evaluation) -> dict[str, object]:
    """Return the figures of the county and of its groups, ready for JSON; undefined is None.

    ``estimated`` says whether distances are straight lines times the detour factor, ``slope``
    whether walking times count slope.
    """
    groups = {
        "by_band": evaluation.by_band,
        "by_township": evaluation.by_township,
        "by_area_class": evaluation.by_area_class,
    }
    return {
        "name": evaluation.name,
        "model_sha256": evaluation.model_sha256,
        "kernel_version": evaluation.kernel_version,
        "estimated": model.estimated,
        "slope": model.slope is not None,
        "indicators": _figures(evaluation.indicators),
        **{key: {g: _figures(f) for g, f in group.items()} for key, group in groups.items()},
    }


def csv_text(rows: Rows) -> str:
    """Return a table as CSV text with a BOM (see the module's own words on the form)."""
    buffer = io.StringIO(newline="")
    buffer.write(BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(rows.headers)
    for row in rows.cells:
        writer.writerow([cell_text(cell) for cell in row])
    return buffer.getvalue()


def cell_text(cell: Cell) -> str:
    """Return one cell as CSV text.

    Raises
    ------
    ValueError
        If a number is not finite: a missing value is None.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(RUNS_IN_SPREADSHEETS) else cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, int):
        return str(cell)
    if not np.isfinite(cell):
        msg = f"not a number to write: {cell!r}"
        raise ValueError(msg)
    value = float(cell)
    # whole amounts read better without a point, and read back to the same value
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def json_text(document: Mapping[str, object]) -> str:
    """Return a document as JSON text: indented, Chinese as it is, no NaN, a line end."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def write_tables(
    folder: Path, study: Study, model: LayoutModel, evaluation: Evaluation
) -> tuple[Path, ...]:
    """Write assignment, villages, schools, findings, problems (CSV) and indicators.json.

    Parameters
    ----------
    folder
        Folder that exists.
    study, model, evaluation
        A study, its model, and the model evaluated as it stands today.

    Returns
    -------
    tuple
        The files, in the order written.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    language = study.settings.study.language
    texts = {
        "assignment.csv": csv_text(assignment_rows(model, evaluation)),
        "villages.csv": csv_text(village_rows(study, model, evaluation)),
        "schools.csv": csv_text(school_rows(study, model, evaluation)),
        "indicators.json": json_text(indicators_document(model, evaluation)),
        "findings.csv": csv_text(finding_rows(model, evaluation, language=language)),
        "problems.csv": csv_text(problem_rows(study.problems, language=language)),
    }
    paths = []
    for name, text in texts.items():
        path = folder / name
        # as bytes: line ends must not depend on the system
        path.write_bytes(text.encode("utf-8"))
        paths.append(path)
    return tuple(paths)


def _figures(figures: Mapping[str, Figure]) -> dict[str, dict[str, Cell]]:
    return {key: {"value": f.value, "unit": f.unit} for key, f in figures.items()}


def _understood(table: Table, length: int, contract: set[str]) -> dict[str, Sequence[Cell]]:
    """Return the contract's columns that a table has, in the contract's order and its words."""
    if len(table) != length:
        msg = f"the {table.name} table has {len(table)} rows, the model {length}"
        raise ValueError(msg)
    order = [c.name for c in (SCHOOLS if table.name == "schools" else VILLAGES)]
    words = _worded(table)
    found: dict[str, Sequence[Cell]] = {}
    for name in order:
        if name in contract and name in words:
            found[name] = words[name]
        elif name in contract and name in table.columns:
            found[name] = _plain(table.columns[name])
    return found


def _worded(table: Table) -> dict[str, Sequence[Cell]]:
    """Return the columns that the reader took apart, as a schools file would give them."""
    columns = table.columns
    found: dict[str, Sequence[Cell]] = {}
    if "first_grade" in columns and "last_grade" in columns:
        spans = zip(columns["first_grade"].tolist(), columns["last_grade"].tolist(), strict=True)
        found["grades"] = [str(a) if a == b else f"{a}-{b}" for a, b in spans]
    if "status" in columns:
        found["status"] = [STATUS_WORDS[int(v)] for v in columns["status"].tolist()]
    if "private" in columns:
        found["owner"] = ["民办" if v else "公办" for v in columns["private"].tolist()]
    if "area_class" in columns:
        found["area_class"] = [int(v) or None for v in columns["area_class"].tolist()]
    if "bus" in columns:
        seats = table.numbers("bus_seats").tolist()
        runs_bus = zip(columns["bus"].tolist(), seats, strict=True)
        found["bus"] = [s if b and s > 1 else bool(b) for b, s in runs_bus]
    return found


def _plain(values: NDArray[np.generic]) -> list[Cell]:
    if values.dtype.kind == "f":
        return [None if np.isnan(v) else v for v in values.tolist()]
    if values.dtype.kind in "iub":
        return list(values.tolist())
    return [str(v) or None for v in values.tolist()]


def _placed(snap_mm: NDArray[np.int64], component: NDArray[np.int32]) -> dict[str, Sequence[Cell]]:
    return {
        "snap_m": [None if v < 0 else v / 1000 for v in snap_mm.tolist()],
        "component": [None if v < 0 else v for v in component.tolist()],
    }


def _total(by_grade: NDArray[np.int64] | NDArray[np.float64]) -> list[Cell]:
    """Return sums over grades, float ones in grade order; an unreported row stays empty."""
    return [_defined(v) for v in np.cumsum(by_grade, axis=1)[:, -1].tolist()]


def _defined(value: float) -> float | None:
    return None if value <= UNDEFINED else value


def _rows(columns: Mapping[str, Sequence[Cell]]) -> Rows:
    return Rows(tuple(columns), tuple(zip(*columns.values(), strict=True)))
