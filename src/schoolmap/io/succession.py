"""Reading two years' tables of villages, and what people decided about their pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from schoolmap.errors import InputError, Problem
from schoolmap.io.cells import NO, YES, Cleaned, clean, parse_id
from schoolmap.io.files import Source, read_frame
from schoolmap.io.frame import Frame
from schoolmap.io.headers import Head, Headers, header_key, match_headers, require
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.measures import UnreadableCellError, plain
from schoolmap.io.succession_texts import SUCCESSION_TEXTS
from schoolmap.model.columns import VILLAGES, Column
from schoolmap.model.study import SourceSection
from schoolmap.model.succession import Decision, Place, Succession, township_of

_CODES = ("village_id", "name", "township", "lon", "lat")
_OWN = (
    Column(
        "village_id",
        "代码",
        "id",
        aliases=("村庄代码", "code", "区划代码", "统计用区划代码", "村代码", "行政区划代码"),
    ),
    Column("name", "名称", "text", aliases=("村名", "村庄名称", "村庄", "社区名称")),
    Column(
        "township_code", "乡镇代码", "id", aliases=("streetcode", "街道代码", "乡级代码", "镇代码")
    ),
)
COLUMNS: tuple[Column, ...] = (
    *_OWN,
    *(
        c
        for c in VILLAGES
        if c.name not in ("village_id", "name", "school_primary", "school_junior")
    ),
)
DECISIONS: tuple[Column, ...] = (
    Column("old_code", "旧代码", "id"),
    Column("decision", "决定", "text"),
)
_GONE = frozenset({"撤销", "撤", "gone", "none", "removed"})
_NOT_SAID = frozenset({"headers_unused", "header_row", "sheet_chosen"})
"""Notes of the reader that say nothing here: a table of codes may have any columns."""


@dataclass(frozen=True)
class PlacesTable:
    """A year's table.

    Attributes
    ----------
    places
        Its villages.
    headers
        Of the file, by column: as known to us, else as written.
    cells
        Cleaned cells of each column, one for each place.
    numbers
        Columns of amounts, which add up where villages were merged.
    unread
        Rows of the file whose cell could not be read, with the cell, by column of amounts.
    file
        Name of the file.
    """

    places: tuple[Place, ...]
    headers: Mapping[str, str]
    cells: Mapping[str, Sequence[object]]
    numbers: frozenset[str]
    unread: Mapping[str, Sequence[tuple[int, object]]]
    file: str


def read_places(path: Path, ledger: Ledger) -> PlacesTable | None:
    """Read a table with code and name, and with township and coordinates where it has them.

    None where it cannot be used. Rows without a code, or with a code that an earlier row has, are
    set aside and reported.
    """
    known = Headers(COLUMNS)
    found = _frame(path, known, ledger)
    if found is None:
        return None
    frame, heads = found
    if not require(("village_id", "name"), heads, known, ledger, file=frame.file):
        return None
    cleaned = {name: clean(head, frame.cells[head.index], {}) for name, head in heads.items()}
    kept = _coded(frame, heads["village_id"], cleaned["village_id"], ledger)
    if not kept:
        ledger.add("rows_none", file=frame.file)
        return None
    cells: dict[str, Sequence[object]] = {
        name: [column.values[at] for at in kept] for name, column in cleaned.items()
    }
    headers = {name: head.header for name, head in heads.items()}
    used = {head.index for head in heads.values()}
    for index, header in enumerate(frame.headers):
        if header and index not in used and header not in cells:
            cells[header] = [plain(frame.cells[index][at]) for at in kept]
            headers[header] = header
    places = [_place(cells, k, row=int(frame.rows[at])) for k, at in enumerate(kept)]
    numbers = frozenset(n for n, h in heads.items() if h.column.kind in ("amount", "count"))
    own = set(kept)
    unread = {
        name: [
            (int(frame.rows[at]), frame.cells[heads[name].index][at])
            for at in sorted(cleaned[name].bad)
            if at in own
        ]
        for name in numbers
    }
    return PlacesTable(tuple(places), headers, cells, numbers, unread, frame.file)


def new_ledger() -> Ledger:
    """Return a ledger with the words of this room."""
    return Ledger(SUCCESSION_TEXTS)


def said(ledger: Ledger) -> list[Problem]:
    """Return the problems that say something here."""
    return [p for p in ledger.problems if p.code not in _NOT_SAID]


def carried_columns(table: PlacesTable, asked: Sequence[str], ledger: Ledger) -> list[str]:
    """Return the columns that ``--carry`` names, by our name or as written in the file."""
    keys = {header_key(header): name for name, header in table.headers.items()}
    keys |= {header_key(name): name for name in table.headers}
    free = [h for n, h in table.headers.items() if n not in (*_CODES, "township_code")]
    found = []
    for name in asked:
        column = keys.get(header_key(name))
        if column is None or column in _CODES:
            ledger.add(
                "carry_unknown", file="--carry", value=name, name=name, known=some(free, most=40)
            )
        else:
            found.append(column)
    for name in dict.fromkeys(found):
        for row, cell in table.unread.get(name, ()):
            head = table.headers[name]
            ledger.add("carry_unreadable", file=table.file, row=row, column=head, value=cell)
    return list(dict.fromkeys(found))


def read_decisions(path: Path, found: Succession, ledger: Ledger) -> dict[str, Decision]:
    """Read what people decided: a row for each old code, blank where it is still open.

    Parameters
    ----------
    path
        The list of doubtful pairs, filled in.
    found
        The join that it was made of.
    ledger
        Takes decisions that cannot be understood or used.
    """
    known = Headers(DECISIONS)
    read = _frame(path, known, ledger)
    if read is None:
        return {}
    frame, heads = read
    if not require(("old_code", "decision"), heads, known, ledger, file=frame.file):
        return {}
    open_pairs = {found.old[p.old].code: p for p in found.to_decide if p.old is not None}
    new_codes = {place.code for place in found.new}
    decisions: dict[str, Decision] = {}
    rows: dict[str, int] = {}
    for at in range(len(frame)):
        cell = frame.cells[heads["decision"].index][at]
        text, row = plain(cell), int(frame.rows[at])
        if not text:
            continue
        code = _code(frame.cells[heads["old_code"].index][at])
        if code not in open_pairs:
            head = heads["old_code"].header
            ledger.add("decision_code_unknown", file=frame.file, row=row, column=head, value=code)
            continue
        decision = _decision(cell, new_codes)
        if decision is None:
            head = heads["decision"].header
            ledger.add("decision_unreadable", file=frame.file, row=row, column=head, value=text)
        elif decision.verdict == "yes" and open_pairs[code].new is None:
            head = heads["decision"].header
            ledger.add(
                "decision_without_suggestion", file=frame.file, row=row, column=head, value=text
            )
        elif code in decisions:
            ledger.add("decision_twice", file=frame.file, row=row, value=code, other=rows[code])
        else:
            decisions[code], rows[code] = decision, row
    return decisions


def _frame(path: Path, known: Headers, ledger: Ledger) -> tuple[Frame, dict[str, Head]] | None:
    source = Source("villages", SourceSection(file=path.name), path)
    frame = read_frame(source, ledger, score=known.score)
    if frame is None:
        return None
    heads = match_headers(frame.headers, known, {}, ledger, file=frame.file, section="villages")
    return frame, heads


def _coded(frame: Frame, head: Head, codes: Cleaned, ledger: Ledger) -> list[int]:
    """Return the rows that have a code of their own."""
    first: dict[str, int] = {}
    kept = []
    for at, value in enumerate(codes.values):
        row, code = int(frame.rows[at]), str(value or "")
        if at in codes.bad:
            cell = frame.cells[head.index][at]
            ledger.add(codes.bad[at], file=frame.file, row=row, column=head.header, value=cell)
        elif not code:
            ledger.add("id_empty", file=frame.file, row=row, column=head.header)
        elif code in first:
            ledger.add(
                "code_twice",
                file=frame.file,
                row=row,
                column=head.header,
                value=code,
                other=first[code],
            )
        else:
            first[code] = row
            kept.append(at)
    return kept


def _place(cells: Mapping[str, Sequence[object]], k: int, *, row: int) -> Place:
    def text(name: str) -> str:
        return str(cells[name][k] or "") if name in cells else ""

    def degrees(name: str) -> float | None:
        value = cells[name][k] if name in cells else None
        # spreadsheets write 0 where a place was never surveyed
        return float(value) if isinstance(value, float | int) and value else None

    code, township = text("village_id"), text("township")
    return Place(
        code=code,
        name=text("name") or code,
        township=township_of(code, text("township_code"), township),
        township_name=township,
        row=row,
        lon=degrees("lon"),
        lat=degrees("lat"),
    )


def _code(cell: object) -> str:
    try:
        return parse_id(cell)
    except UnreadableCellError:
        return plain(cell)


def _decision(cell: object, new_codes: set[str]) -> Decision | None:
    text = plain(cell).lower()
    if text in YES:
        return Decision("yes")
    if text in NO or text in _GONE:
        return Decision("no")
    for mark in ";；，、+/":
        text = text.replace(mark, ",")
    codes = tuple(_code(part.strip()) for part in text.split(",") if part.strip())
    if isinstance(cell, int | float):
        codes = (_code(cell),)
    return Decision("codes", codes) if codes and set(codes) <= new_codes else None


def refuse(ledger: Ledger) -> None:
    """Raise what was found where it stops.

    Raises
    ------
    InputError
        With everything that was found.
    """
    if ledger.stops:
        raise InputError(said(ledger))
