"""A table's file with its form repaired: what is certain is changed, the rest is left."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from schoolmap.errors import Problem
from schoolmap.io.files import Source, read_frame
from schoolmap.io.fixing_cells import NewCell, new_column, new_header
from schoolmap.io.fixing_grids import (
    BOOK_KINDS,
    TEXT_KINDS,
    Grid,
    Row,
    book_bytes,
    find_grid,
    is_filled,
    text_bytes,
    why_no_grid,
)
from schoolmap.io.frame import Frame
from schoolmap.io.headers import Head, Headers, match_headers
from schoolmap.io.ledger import Ledger
from schoolmap.io.schools import read_schools
from schoolmap.io.texts_fixes import SHAPES
from schoolmap.io.villages import read_villages
from schoolmap.model.columns import TABLES
from schoolmap.model.study import SourceSection, Table


@dataclass(frozen=True)
class Fix:
    """One place that was changed, or left although it might be wrong.

    Attributes
    ----------
    kind
        Of `schoolmap.io.texts_fixes.FIXED`, or of ``LEFT`` where it was not `done`.
    sheet
        Of a workbook with several; "" elsewhere.
    row, row_after
        In the original and in the copy; None for the whole file, or where the row is gone.
    """

    kind: str
    file: str
    row: int | None = None
    row_after: int | None = None
    column: str = ""
    before: str = ""
    after: str = ""
    done: bool = True
    sheet: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """A table's file on its way to its better form.

    Attributes
    ----------
    source, grid, frame, heads
        The file and what the reader makes of it.
    rows
        Rows as they shall stand, each with its number in the original; the header among them.
    header
        Position of the header among `rows`.
    fixes
        What was done.
    found
        Problems that the reader has with the file.
    """

    source: Source
    grid: Grid
    frame: Frame
    heads: Mapping[str, Head]
    found: tuple[Problem, ...]
    rows: tuple[tuple[int, Row], ...]
    header: int
    fixes: tuple[Fix, ...]

    def index(self, name: str) -> int:
        """Return where a column stands, -1 where the file has none."""
        return self.heads[name].index if name in self.heads else -1


def draft_of(source: Source, *, primary_last: int) -> Draft | Fix:
    """Return a table's file in its better form, or why it is left as it is.

    Parameters
    ----------
    source
        File and settings of ``[schools]`` or ``[villages]``.
    primary_last
        Last grade of primary school.
    """
    kind = source.path.suffix.lower()
    if kind not in TEXT_KINDS + BOOK_KINDS:
        return Fix("kind", source.file, done=False, words={"kind": kind.lstrip(".")})
    ledger, known = Ledger(), Headers(TABLES[source.section], primary_last=primary_last)
    frame = read_frame(source, ledger, score=known.score) if source.path.is_file() else None
    if frame is None:
        return Fix("unread", source.file, done=False)
    grid = find_grid(source.path, frame, source.settings.encoding)
    if grid is None:
        reason = why_no_grid(source.path, frame, source.settings.encoding)
        zh, en = SHAPES[reason]
        sheet = ledger.sheet_of(source.file)
        return Fix(
            "shape",
            source.file,
            done=False,
            words={
                "reason_zh": zh,
                "reason_en": en,
                "sheet_zh": f"工作表“{sheet}”" if sheet else "表",
                "sheet_en": f"Sheet {sheet!r}" if sheet else "The table",
            },
        )
    heads = match_headers(
        frame.headers,
        known,
        source.settings.columns,
        ledger,
        file=source.file,
        section=source.section,
    )
    heard = Ledger()
    table = read_table(source, heard, primary_last=primary_last)
    used = set() if table is None else set(table.rows.tolist())
    draft = Draft(source, grid, frame, heads, heard.problems, (), 0, ())
    return _drafted(draft, known, used, primary_last=primary_last)


def read_table(source: Source, ledger: Ledger | None = None, *, primary_last: int) -> Table | None:
    """Return the table that a file holds, None where it cannot be used."""
    read = read_schools if source.section == "schools" else read_villages
    return read(source, ledger or Ledger(), primary_last=primary_last)


def same_table(before: Table | None, after: Table | None) -> bool:
    """Return whether two tables hold the same, wherever their rows stand."""
    if before is None or after is None:
        return before is after
    if before.columns.keys() != after.columns.keys() or len(before) != len(after):
        return False
    for name, values in before.columns.items():
        others = after.columns[name]
        floats = values.dtype.kind == "f"
        if not np.array_equal(values, others, equal_nan=floats):
            return False
    return True


def draft_bytes(drafts: Sequence[Draft]) -> bytes:
    """Return the file that one draft, or several sheets' drafts, make."""
    first = drafts[0]
    if first.source.path.suffix.lower() in TEXT_KINDS:
        return text_bytes([row for _, row in first.rows], first.grid.delimiter)
    return book_bytes(first.source.path, {d.grid.sheet: [row for _, row in d.rows] for d in drafts})


def reread(draft: Draft, ledger: Ledger | None = None, *, primary_last: int) -> Table | None:
    """Return the table that the reader will find in the file as drafted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / draft.source.path.name
        path.write_bytes(draft_bytes([draft]))
        settings = as_utf8(draft.source.settings)
        return read_table(
            Source(draft.source.section, settings, path), ledger, primary_last=primary_last
        )


def as_utf8(settings: SourceSection) -> SourceSection:
    """Return a section with its encoding, where it names one, changed to UTF-8."""
    if settings.encoding is None:
        return settings
    return settings.model_copy(update={"encoding": "utf-8"})


def _drafted(draft: Draft, known: Headers, used: set[int], *, primary_last: int) -> Draft:
    source, grid, frame = draft.source, draft.grid, draft.frame
    as_text = source.path.suffix.lower() in TEXT_KINDS
    mapped = {known.name_of(key) for key in source.settings.columns}
    columns: dict[int, list[NewCell]] = {}
    header = list(grid.rows[grid.header])
    fixes: list[Fix] = []
    if as_text and not grid.encoded:
        fixes.append(Fix("encoding", source.file))
    for name, head in draft.heads.items():
        # a header that study.toml names must stay as it is, and its unit with it
        keep_unit = head.unit is not None and name in mapped
        new = new_header(head, known, keep_unit=keep_unit)
        plain_head = head if keep_unit is False else replace(head, unit=None)
        cells = frame.cells[head.index]
        translate = source.settings.values.get(name, {})
        columns[head.index] = new_column(plain_head, cells, translate, as_text=as_text)
        if head.unit is not None and new.kind != "unit":
            columns[head.index] = [NewCell(cell) for cell in cells]
        if new.kind:
            header[head.index] = new.value
            fixes.append(
                Fix(
                    new.kind,
                    source.file,
                    row=grid.header + 1,
                    column=head.header,
                    before=head.header,
                    after=str(new.value),
                )
            )
    start = replace(draft, fixes=tuple(fixes))
    with_totals = _with_rows(start, header, columns, used, totals=frozenset())
    totals = frozenset(p.row for p in draft.found if p.code == "row_total")
    if not totals or _totals_differ(with_totals, primary_last=primary_last):
        return with_totals
    return _with_rows(start, header, columns, used, totals=totals)


def _with_rows(
    draft: Draft,
    header: Row,
    columns: Mapping[int, Sequence[NewCell]],
    used: set[int],
    *,
    totals: frozenset[int | None],
) -> Draft:
    """Return the draft with its rows: those above the header, the header, those below it."""
    grid, file = draft.grid, draft.source.file
    rows, fixes = _above(draft)
    header_at = len(rows)
    rows.append((grid.header + 1, header))
    place = {int(number): at for at, number in enumerate(draft.frame.rows.tolist())}
    seen: dict[tuple[object, ...], int] = {}
    last = max((at for at, row in enumerate(grid.rows) if any(map(is_filled, row))), default=0)
    for at in range(grid.header + 1, last + 1):
        number, row = at + 1, list(grid.rows[at])
        if not any(map(is_filled, row)):
            fixes.append(Fix("blank_row", file, row=number))
            continue
        if number in totals:
            fixes.append(Fix("total_row", file, row=number, before=_joined(row)))
            continue
        changed: list[Fix] = []
        if number in place:
            for column, cells in columns.items():
                new = cells[place[number]]
                if new.kind and column < len(row):
                    changed.append(_changed(draft, number, column, row[column], new))
                    row[column] = new.value
        key = tuple(str(cell) for cell in row)
        if number not in used and key in seen:
            fixes.append(Fix("row_twice", file, row=number, before=_joined(row)))
            continue
        if number in used:
            seen.setdefault(key, number)
        rows.append((number, row))
        fixes += [replace(fix, row_after=len(rows)) for fix in changed]
    return replace(draft, rows=tuple(rows), header=header_at, fixes=(*draft.fixes, *fixes))


def _above(draft: Draft) -> tuple[list[tuple[int, Row]], list[Fix]]:
    """Return what stays above the header, and what is done: titles go, words of units stay."""
    file = draft.source.file
    above = [(at + 1, list(row)) for at, row in enumerate(draft.grid.rows[: draft.grid.header])]
    said = " ".join(_joined(row) for _, row in above)
    if "单位" in said or "unit" in said.lower():
        return above, [Fix("unit_above", file, row=1, before=said, done=False)]
    return [], [
        Fix("title_row", file, row=number, before=_joined(row))
        for number, row in above
        if any(map(is_filled, row))
    ]


def _changed(draft: Draft, number: int, column: int, before: object, new: NewCell) -> Fix:
    return Fix(
        new.kind,
        draft.source.file,
        row=number,
        column=draft.frame.headers[column],
        before=str(before),
        after=str(new.value),
    )


def _totals_differ(draft: Draft, *, primary_last: int) -> bool:
    """Return whether a total is not what its rows make, once rows that stand twice are gone.

    Such a total says that a row is mistyped or missing: without it nobody would know.
    """
    heard = Ledger()
    reread(draft, heard, primary_last=primary_last)
    return any(problem.code == "total_differs" for problem in heard.problems)


def _joined(row: Row) -> str:
    return " | ".join(str(cell) for cell in row if is_filled(cell))
