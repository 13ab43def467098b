"""dossier.xlsx: a plan village by village and school by school, with totals that stay live."""

from __future__ import annotations

from pathlib import Path

from schoolmap.errors import MachineError
from schoolmap.report.book import open_book
from schoolmap.report.dossier_content import Dossier
from schoolmap.report.dossier_sheets_judged import (
    write_county,
    write_findings_changed,
    write_money,
    write_rulings,
    write_through_years,
)
from schoolmap.report.dossier_sheets_places import (
    write_indicators,
    write_school_rows,
    write_village_rows,
)
from schoolmap.report.dossier_sheets_summary import add_summary, write_notes, write_summary


def write_dossier_book(path: Path, dossier: Dossier) -> Path:
    """Write the dossier of a plan as a workbook; an existing file is replaced.

    Parameters
    ----------
    path
        File to write.
    dossier
        What it says.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    MachineError
        If the file cannot be written, for instance because it is open in Excel.
    """
    from xlsxwriter.exceptions import FileCreateError

    head = dossier.head
    book = open_book(path, language=head.language, heading=f"{head.county}　{head.plan}")
    summary = add_summary(book)
    villages = write_village_rows(book, dossier)
    write_school_rows(book, dossier)
    write_indicators(book, dossier)
    write_rulings(book, dossier)
    write_through_years(book, dossier)
    write_money(book, dossier)
    write_county(book, dossier)
    write_findings_changed(book, dossier)
    write_notes(book, dossier)
    write_summary(book, summary, dossier, villages)
    try:
        book.workbook.close()
    except FileCreateError as error:
        zh = f"无法写入 {path.name}，请先关闭已打开的该文件"
        en = f"cannot write {path.name}; close it where it is open"
        raise MachineError(zh, en) from error
    return path
