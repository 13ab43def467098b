"""Workbooks: which sheet is meant, and its cells."""

from __future__ import annotations

from collections.abc import Sequence

from schoolmap.io.files import HeaderScore, Source
from schoolmap.io.headings import find_heading
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.sheets import TABLE_WORDS, LockedError, Sheet, SheetName, TooLargeError
from schoolmap.io.sniffing import Content
from schoolmap.io.xls import OldWorkbook
from schoolmap.io.xlsx import Workbook

_PEEK_ROWS = 30
"""Filled rows of a sheet that tell whether it holds the table."""


def read_book(
    source: Source,
    ledger: Ledger,
    *,
    content: Content,
    score: HeaderScore,
    fit: HeaderScore | None,
) -> Sheet | None:
    """Return the sheet that holds the table, None where a problem was found instead."""
    file = source.file
    try:
        with Workbook(source.path) if content == "xlsx" else OldWorkbook(source.path) as book:
            name = _choose(book, source, ledger, score, fit)
            ledger.at_sheet(file, name if name is not None and len(book.sheets) > 1 else "")
            return None if name is None else book.sheet(name)
    except PermissionError:
        raise
    except LockedError:
        ledger.add("file_locked", file=file)
    except ImportError:
        ledger.add("reader_missing", file=file)
    except TooLargeError as error:
        ledger.add("workbook_too_large", file=file, detail=error.what)
    except Exception as error:
        ledger.add("file_unreadable", file=file, detail=str(error) or type(error).__name__)
    return None


def _choose(
    book: Workbook | OldWorkbook,
    source: Source,
    ledger: Ledger,
    score: HeaderScore,
    fit: HeaderScore | None,
) -> str | None:
    file, wanted = source.file, source.settings.sheet
    sheets = book.sheets
    names = [sheet.name for sheet in sheets]
    if wanted is not None:
        squeezed = [name for name in names if name.strip() == wanted.strip()]
        if wanted not in names and len(squeezed) != 1:
            ledger.add("sheet_missing", file=file, value=wanted, known=some(names))
            return None
        chosen = wanted if wanted in names else squeezed[0]
    else:
        found = _by_content(book, source, ledger, score, fit)
        if found is None:
            return None
        chosen = found
    if next(sheet.hidden for sheet in sheets if sheet.name == chosen):
        ledger.add("sheet_hidden", file=file, value=chosen, chosen=chosen)
    return chosen


def _by_content(
    book: Workbook | OldWorkbook,
    source: Source,
    ledger: Ledger,
    score: HeaderScore,
    fit: HeaderScore | None,
) -> str | None:
    """Return the sheet by its name, else the one whose header knows most of the table.

    Hidden sheets are looked at only where no visible one holds the table. Of two that know the
    same, neither is taken: last year's sheet looks like this year's.
    """
    file = source.file
    if not book.sheets:
        ledger.add("file_empty", file=file)
        return None
    words = TABLE_WORDS[source.section]
    exact = [s for s in book.sheets if s.name.strip().lower() in words and not s.hidden]
    if len(book.sheets) == 1 or exact:
        return _say_chosen((exact or book.sheets)[0], book.sheets, source, ledger)
    ranks = {s.name: _rank(book, s.name, score, fit) for s in book.sheets}
    visible = [s for s in book.sheets if not s.hidden]
    fine = [s for s in visible if ranks[s.name] > (0, 0)]
    pool = fine or [s for s in book.sheets if ranks[s.name] > (0, 0)] or visible or book.sheets
    best = max(ranks[s.name] for s in pool)
    ties = [s for s in pool if ranks[s.name] == best]
    if len(ties) > 1 and best > (0, 0):
        hinted = [s for s in ties if any(word in s.name.lower() for word in words)]
        if len(hinted) != 1:
            ledger.add(
                "sheet_ambiguous", file=file, known=some([s.name for s in ties]), first=ties[0].name
            )
            return None
        ties = hinted
    return _say_chosen(ties[0], book.sheets, source, ledger)


def _rank(
    book: Workbook | OldWorkbook, name: str, score: HeaderScore, fit: HeaderScore | None
) -> tuple[int, int]:
    """Return how many required and how many known columns a sheet has; (0, 0) for no table."""
    sheet = book.sheet(name, most_rows=_PEEK_ROWS)
    if not sheet.rows:
        return (0, 0)
    # merged cells stand behind the rows and are not known yet: groups count by their labels
    heading = find_heading(sheet.rows, sheet.merges, score)
    known = score(heading.names)
    if known < 2:
        return (0, 0)
    return (fit(heading.names) if fit is not None else 0, known)


def _say_chosen(
    chosen: SheetName, sheets: Sequence[SheetName], source: Source, ledger: Ledger
) -> str:
    others = [
        f"{sheet.name} (隐藏/hidden)" if sheet.hidden else sheet.name
        for sheet in sheets
        if sheet.name != chosen.name
    ]
    if others:
        ledger.add("sheet_chosen", file=source.file, chosen=chosen.name, others=some(others))
    return chosen.name
