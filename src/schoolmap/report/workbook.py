"""study.xlsx: an evaluation for people to read and print, sheet by sheet."""

from __future__ import annotations

from pathlib import Path

from schoolmap.errors import MachineError
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.layout import LayoutModel
from schoolmap.model.study import Study
from schoolmap.report.book import open_book
from schoolmap.report.cover import Entry, add_cover, write_cover
from schoolmap.report.sheets_equity import write_equity
from schoolmap.report.sheets_method import write_method, write_problems
from schoolmap.report.sheets_places import write_schools, write_villages
from schoolmap.report.sheets_resources import write_resources
from schoolmap.report.sheets_summary import write_findings, write_summary


def write_workbook(path: Path, study: Study, model: LayoutModel, evaluation: Evaluation) -> Path:
    """Write study.xlsx in the study's language; an existing file is replaced.

    Parameters
    ----------
    path
        File to write.
    study, model, evaluation
        A study, its model, and the model evaluated as it stands today.

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

    language = study.settings.study.language
    year = f" {model.year}" if model.year else ""
    book = open_book(path, language=language, heading=f"{model.name}{year}")
    cover = add_cover(book)
    entries: list[Entry] = [
        write_summary(book, evaluation),
        write_schools(book, model, evaluation),
        write_villages(book, model, evaluation),
        write_findings(book, model, evaluation),
        write_resources(book, model, evaluation),
        write_equity(book, model, evaluation),
        write_problems(book, study),
        write_method(book, study, model, evaluation),
    ]
    simulated = study.settings.study.is_simulated
    write_cover(book, cover, model, evaluation, entries, simulated=simulated, aside=study.aside)
    try:
        book.workbook.close()
    except FileCreateError as error:
        zh = f"无法写入 {path.name}，请先关闭已打开的该文件"
        en = f"cannot write {path.name}; close it where it is open"
        raise MachineError(zh, en) from error
    return path
