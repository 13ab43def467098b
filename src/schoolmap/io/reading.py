"""Reading a study: every file, every problem at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from schoolmap import standards
from schoolmap.errors import InputError
from schoolmap.geography.crs import choose_crs
from schoolmap.io.aside import villages_aside
from schoolmap.io.boundary import read_boundary
from schoolmap.io.coordinates import doubt_places, doubt_tables
from schoolmap.io.designation import check_designations
from schoolmap.io.files import Source, fingerprint, fingerprints, locate
from schoolmap.io.ledger import Ledger
from schoolmap.io.outline_checks import doubt_outline
from schoolmap.io.packs import packs_of
from schoolmap.io.place_checks import doubt_outside
from schoolmap.io.road_checks import doubt_speed_rules, note_speeds
from schoolmap.io.roads import read_roads
from schoolmap.io.schools import read_schools
from schoolmap.io.settings import find_settings, read_settings
from schoolmap.io.suspicion import doubt_datums
from schoolmap.io.terrain import read_terrain
from schoolmap.io.township_checks import doubt_townships
from schoolmap.io.township_places import doubt_other_township
from schoolmap.io.villages import read_villages
from schoolmap.model.grades import parse_span
from schoolmap.model.rules import Standard
from schoolmap.model.study import BoundaryPart, InputFile, RoadLines, Study, StudyFile, Table
from schoolmap.model.terrain import Terrain

_PRIMARY_LAST = 6
_DATUM_CODES = ("boundary_datum_suspected", "datum_suspected", "township_datum_suspected")


def read_study(path: str | Path) -> Study:
    """Read a study and check it, once.

    Parameters
    ----------
    path
        A folder with a study.toml, or the file itself.

    Returns
    -------
    Tables, road lines and boundary in WGS-84. `Study.problems` holds what was found that does not
    stop a run: rows set aside, values changed, warnings and notes.

    Raises
    ------
    InputError
        If the study cannot be used; it holds everything that was found in all of its files.
    """
    file = find_settings(path)
    settings = read_settings(file)
    ledger = Ledger()
    figures = _standards(settings, file.name, ledger)
    _check_crs(settings, ledger)
    if figures:
        ledger.extend(packs_of(file.parent, settings.pack.files, figures)[1])
    last = _primary_last(figures)
    sources = _sources(file.parent, settings, ledger)
    schools = read_schools(sources["schools"], ledger, primary_last=last)
    villages = read_villages(sources["villages"], ledger, primary_last=last)
    language = settings.study.language
    roads = read_roads(sources["roads"], ledger, language=language) if "roads" in sources else None
    if roads is not None and figures:
        _doubt_speeds(roads, settings, figures, file.name, ledger)
    terrain, heights = _terrain(file.parent, settings, roads, ledger)
    boundary = read_boundary(sources["boundary"], ledger) if "boundary" in sources else ()
    if boundary and settings.boundary is not None:
        doubt_outline(boundary, settings.boundary, ledger)
    if schools is not None and villages is not None:
        private = "assign_private" in figures and bool(figures["assign_private"].value)
        with ledger.within(villages):
            villages = check_designations(
                villages, schools, ledger, primary_last=last, assign_private=private
            )
        _doubt(schools, villages, boundary, ledger)
        if boundary:
            doubt_townships(villages, boundary, settings, ledger)
        if roads is not None:
            doubt_datums(schools, villages, roads, settings, ledger)
        _doubt_own_townships((schools, villages), boundary, ledger)
    if ledger.stops or schools is None or villages is None:
        raise InputError(ledger.problems)
    study = Study(
        folder=file.parent,
        settings=settings,
        standards=figures,
        schools=schools,
        villages=villages,
        roads=roads,
        boundary=boundary,
        problems=ledger.problems,
        inputs=(*_inputs(file, list(sources.values()), settings.pack.files), *heights),
        terrain=terrain,
    )
    return replace(study, aside=villages_aside(study))


def _standards(settings: StudyFile, file: str, ledger: Ledger) -> Mapping[str, Standard]:
    """Return the standards in force; what is wrong with them is reported with the rest."""
    try:
        return standards.load(settings.study.standards, settings.rules, file=file)
    except InputError as error:
        ledger.extend(error.problems)
        return {}


def _check_crs(settings: StudyFile, ledger: Ledger) -> None:
    if settings.study.crs is None:
        return
    try:
        choose_crs([], settings.study.crs)
    except InputError as error:
        ledger.extend(error.problems)


def _primary_last(figures: Mapping[str, Standard]) -> int:
    row = figures.get("grades.upper_primary")
    return _PRIMARY_LAST if row is None else parse_span(str(row.value))[1]


def _sources(folder: Path, settings: StudyFile, ledger: Ledger) -> dict[str, Source]:
    sections = {
        "schools": settings.schools,
        "villages": settings.villages,
        "roads": settings.roads,
        "boundary": settings.boundary,
    }
    located = {name: locate(folder, name, s) for name, s in sections.items() if s is not None}
    if any(source.in_database for source in located.values()):
        from schoolmap.io.postgis import fetch_tables

        return fetch_tables(located, ledger)
    return located


def _terrain(
    folder: Path, settings: StudyFile, roads: RoadLines | None, ledger: Ledger
) -> tuple[Terrain | None, list[InputFile]]:
    """Return the heights about the roads, and the files that they come from."""
    if settings.terrain is None or (roads is None and settings.roads is not None):
        return None, []
    source = locate(folder, "terrain", settings.terrain)
    terrain, files = read_terrain(source, roads, ledger)
    # a folder or a pattern stands for several files: each is named
    names = [source.file if path == source.path else path.name for path in files]
    return terrain, [fingerprint(path, name) for path, name in zip(files, names, strict=True)]


def _doubt_speeds(
    roads: RoadLines,
    settings: StudyFile,
    figures: Mapping[str, Standard],
    file: str,
    ledger: Ledger,
) -> None:
    """Report road classes without a speed, and speeds without a road class."""
    note_speeds(roads, figures, ledger)
    if any(rule.startswith("ride_speed_km_h.") for rule in settings.rules):
        tables = standards.load(settings.study.standards)
        doubt_speed_rules(roads, settings.rules, ledger, tables=tables, file=file)


def _doubt(
    schools: Table, villages: Table, boundary: Sequence[BoundaryPart], ledger: Ledger
) -> None:
    """Report places that are not where one would expect them."""
    for table in (schools, villages):
        with ledger.within(table):
            doubt_places(_lonlat(table), table.rows, ledger, file=table.file)
            if boundary:
                doubt_outside(table, boundary, ledger)
    with ledger.within(villages):
        doubt_tables(_lonlat(schools), _lonlat(villages), ledger, file=villages.file)


def _doubt_own_townships(
    tables: Sequence[Table], boundary: Sequence[BoundaryPart], ledger: Ledger
) -> None:
    """Report places in another township than their own, after the systems were looked at."""
    doubted = any(problem.code in _DATUM_CODES for problem in ledger.problems)
    for table in tables:
        doubt_other_township(table, boundary, ledger, datum_doubted=doubted)


def _lonlat(table: Table) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.column_stack([table.numbers("lon"), table.numbers("lat")])


def _inputs(file: Path, sources: Sequence[Source], packs: Sequence[str]) -> tuple[InputFile, ...]:
    found = [fingerprint(file, file.name), *(fingerprint(file.parent / p, p) for p in packs)]
    for source in sources:
        found.extend(fingerprints(source))
    return tuple(dict.fromkeys(found))
