"""From a section of study.toml to a frame: which file, which reader."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from schoolmap.errors import MachineError
from schoolmap.io.frame import Frame
from schoolmap.io.ledger import Ledger
from schoolmap.io.limits import within_limits
from schoolmap.io.whole import is_file
from schoolmap.model.study import InputFile, SourceSection

GRID_KINDS: tuple[str, ...] = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")
LAYER_KINDS: tuple[str, ...] = (".gpkg", ".geojson", ".json", ".shp", ".parquet", ".geoparquet")
# a shapefile is several files; all of them make the data
_SHAPE_PARTS: tuple[str, ...] = (".shp", ".dbf", ".shx", ".prj", ".cpg")

_LATER: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        (".et", ".ett", ".ods", ".xlsb", ".numbers"),
        ("请用 WPS 或 Excel 打开，另存为 xlsx。", "Open it in a spreadsheet and save it as xlsx."),
    ),
}


@dataclass(frozen=True)
class Fetched:
    """A table as it came from a database: its rows, None where there was a problem instead."""

    frame: Frame | None
    sha256: str = ""


@dataclass(frozen=True)
class Source:
    """A file to be read, or a table of a database.

    Attributes
    ----------
    section
        Section of study.toml: ``schools``, ``villages``, ``roads`` or ``boundary``.
    settings
        What the section says.
    path
        Where the file is.
    fetched
        The rows of a table, which are all read at one moment; None for a file.
    """

    section: str
    settings: SourceSection
    path: Path
    fetched: Fetched | None = None

    @property
    def in_database(self) -> bool:
        """Whether study.toml names a database and not a file."""
        return "://" in self.settings.file

    @property
    def file(self) -> str:
        """Name of the file in study.toml; of a table, without user and password."""
        return shown_table(self.settings) if self.in_database else self.settings.file


def shown_table(settings: SourceSection) -> str:
    """Return how a table of a database is named to people: host, database, table."""
    parts = urlsplit(settings.file)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path} {settings.table or ''}".rstrip()


HeaderScore = Callable[[Sequence[object]], int]
"""How many cells of a row are headers that the table knows."""


def read_frame(
    source: Source, ledger: Ledger, *, score: HeaderScore, fit: HeaderScore | None = None
) -> Frame | None:
    """Return the cells and geometry of a file, or None where a problem was found instead.

    Parameters
    ----------
    source
        The file: csv, tsv, xlsx, xls, gpkg, geojson, shp or (geo)parquet, by its ending.
    ledger
        Takes what is found: a missing file, sheet or layer, an encoding that cannot be read.
    score
        Finds the header among the first rows of a sheet.
    fit
        Counts the required columns of a row of cells: tells the sheet that is meant.

    Raises
    ------
    MachineError
        If the file may not be read.
    """
    if source.fetched is not None:
        return source.fetched.frame
    if not _readable(source, ledger):
        return None
    try:
        if source.path.suffix.lower() in GRID_KINDS:
            from schoolmap.io.grids import read_grid

            return read_grid(source, ledger, score=score, fit=fit)
        from schoolmap.io.layers import read_layer

        return read_layer(source, ledger)
    except PermissionError as error:
        zh = f"没有权限读取 {source.file}；若在 Excel 或 WPS 中打开着，请先关闭。"
        en = f"no permission to read {source.file}; close it if a spreadsheet has it open."
        raise MachineError(zh, en) from error


def locate(folder: Path, section: str, settings: SourceSection) -> Source:
    """Return where a section's file is; names are relative to the folder of study.toml."""
    return Source(section, settings, folder / settings.file.replace("\\", "/"))


def fingerprints(source: Source) -> list[InputFile]:
    """Return name and sha256 of a file, of each part of a shapefile, or of a table's rows."""
    if source.fetched is not None:
        return [InputFile(source.file, source.fetched.sha256)]
    from schoolmap.io.china import package_of, packaged_fingerprints

    if package_of(source.file) is not None:
        return packaged_fingerprints(source.file)
    if source.path.suffix.lower() != ".shp":
        return [fingerprint(source.path, source.file)]
    stem = source.file[: -len(source.path.suffix)]
    parts = [(source.path.with_suffix(part), stem + part) for part in _SHAPE_PARTS]
    return [fingerprint(path, name) for path, name in parts if path.is_file()]


def fingerprint(path: Path, name: str) -> InputFile:
    """Return a file's name in the study and its sha256."""
    with path.open("rb") as stream:
        return InputFile(name, hashlib.file_digest(stream, "sha256").hexdigest())


def _readable(source: Source, ledger: Ledger) -> bool:
    file, kind = source.file, source.path.suffix.lower()
    if source.in_database:
        ledger.add("database_unknown", file=file)
        return False
    if kind in _LATER:
        zh, en = _LATER[kind]
        ledger.add("source_unsupported", file=file, what=kind, how_zh=zh, how_en=en)
        return False
    if kind not in GRID_KINDS + LAYER_KINDS:
        ledger.add("file_kind_unknown", file=file, kinds="csv, xlsx, gpkg, geojson, shp, parquet")
        return False
    if not is_file(source.path):
        ledger.add("file_missing", file=file)
        return False
    return kind not in GRID_KINDS or within_limits(source.path, file, ledger)
