"""A new study: the folder that a county fills in."""

from __future__ import annotations

from pathlib import Path

from schoolmap.errors import Language, MachineError, UsageError
from schoolmap.geography.datum import DATUMS, is_definition, normal_name
from schoolmap.io.template import Beginning, free_folder, write_settings
from schoolmap.report.template_book import BOOK_NAME, sheet_name, write_template


def begin_study(
    folder: Path, *, language: Language, name: str = "", coordinates: str = ""
) -> tuple[Path, Path]:
    """Write a study folder to fill in, and return its study.toml and its workbook.

    Parameters
    ----------
    folder
        A new folder, or an empty one.
    language
        Of the settings, the headers and the notes.
    name
        Of the county, where it is known already.
    coordinates
        System of the coordinates that will be filled in, where it is known already.

    Raises
    ------
    UsageError
        If there is something in the folder, or the coordinate system is not known.
    MachineError
        If it cannot be written; nothing is left behind then.
    """
    beginning = Beginning(
        book=BOOK_NAME[language],
        schools=sheet_name("schools", language),
        villages=sheet_name("villages", language),
        name=name,
        coordinates=_system(coordinates),
    )
    free_folder(folder)
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        settings = write_settings(folder, beginning, language=language)
        book = write_template(folder / beginning.book, language=language)
    except (OSError, MachineError) as error:
        _undo(folder, beginning, made=made)
        if isinstance(error, MachineError):
            raise
        zh, en = (
            f"无法建立 {folder}：{error.strerror}。",
            f"Cannot make {folder}: {error.strerror}.",
        )
        raise MachineError(zh, en) from error
    return settings, book


def _system(coordinates: str) -> str:
    name = normal_name(coordinates) if coordinates else ""
    if name and name not in DATUMS and not is_definition(name):
        zh = f"坐标系 {coordinates} 不认识。请写 gcj02、bd09、wgs84、cgcs2000 或 EPSG:编号。"
        en = f"{coordinates} is no known system: write gcj02, bd09, wgs84, cgcs2000 or EPSG:number."
        raise UsageError(zh, en)
    return name


def _undo(folder: Path, beginning: Beginning, *, made: bool) -> None:
    """Take away what was begun: the folder was free before."""
    for file in ("study.toml", beginning.book):
        (folder / file).unlink(missing_ok=True)
    if made and folder.is_dir():
        folder.rmdir()
