"""What the tables of schools and villages share: columns, ids, names, places."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import Action
from schoolmap.io.cells import KIND_WORDS, Value, clean, numbers, texts
from schoolmap.io.coordinates import coordinate_system, locate_rows
from schoolmap.io.doubts import (
    apply_unit_above,
    doubt_ids,
    doubt_names,
    say_gathered,
    say_repaired,
)
from schoolmap.io.examples import without_examples
from schoolmap.io.files import Source, read_frame
from schoolmap.io.frame import Frame
from schoolmap.io.headers import Head, Headers, check_values, match_headers, require
from schoolmap.io.ledger import Ledger
from schoolmap.io.paired_places import part_places
from schoolmap.io.rows import settle_rows
from schoolmap.io.texts import TEXTS
from schoolmap.io.texts_tables import REASONS

Mask = NDArray[np.bool_]
FloatArray = NDArray[np.float64]
ObjectArray = NDArray[np.object_]

_PLACE = ("lon", "lat")


@dataclass(frozen=True)
class Draft:
    """A table on its way: columns read, rows not yet judged.

    Attributes
    ----------
    frame
        The file's cells.
    heads
        Columns found.
    values
        Cleaned cells by column, one for each row.
    bad
        By column, rows whose cell could not be read.
    lonlat
        WGS-84 degrees, shape (n, 2).
    usable
        Rows that nothing was found against so far.
    """

    frame: Frame
    heads: Mapping[str, Head]
    values: Mapping[str, list[Value]]
    bad: Mapping[str, Mask]
    lonlat: FloatArray
    usable: Mask

    def numbers(self, name: str) -> FloatArray:
        """Return a number column; NaN throughout where the file has no such column."""
        if name not in self.values:
            return np.full(len(self.frame), np.nan)
        return numbers(self.values[name])

    def texts(self, name: str) -> ObjectArray:
        """Return a text column; "" throughout where the file has no such column."""
        if name not in self.values:
            return texts([None] * len(self.frame))
        return texts(self.values[name])

    def header(self, name: str) -> str:
        """Return a column's header as written in the file, else its name."""
        return self.heads[name].header if name in self.heads else name


def read_draft(
    source: Source,
    known: Headers,
    ledger: Ledger,
    *,
    id_name: str,
    required: tuple[str, ...],
    fatal: Callable[[Collection[str]], Mapping[str, str]],
) -> Draft | None:
    """Return a table's columns, read; None where the file cannot be used.

    Parameters
    ----------
    source
        The file.
    known
        Headers of the table.
    ledger
        Takes everything that is found.
    id_name
        Column of the ids.
    required
        Columns that the table cannot do without, longitude and latitude aside.
    fatal
        Of the columns found, those whose unreadable cells set the row aside, with the problem's
        code ("" = the one that the cell gives).
    """
    frame = read_frame(source, ledger, score=known.score, fit=known.fit)
    settings = source.settings
    check_values(settings.values, known, ledger, section=source.section)
    parted = None if frame is None else part_places(frame, known, settings.columns, ledger)
    if parted is None:
        return None
    frame, columns = parted
    heads = match_headers(
        frame.headers, known, columns, ledger, file=frame.file, section=source.section
    )
    places = () if frame.geometry is not None else _PLACE
    complete = require(
        (*required, *places), heads, known, ledger, file=frame.file, headers=frame.headers
    )
    if complete:
        given = len(frame)
        frame = without_examples(frame, heads[id_name], heads["name"], source, ledger)
        if not given:
            ledger.add("rows_none", file=frame.file)  # each row was set aside while it was read
            return None
        if not len(frame):
            # a new study hears of all that is missing at once
            coordinate_system(frame, source, ledger)
            return None
        frame = replace(frame, beside=given - len(frame))
        heads = apply_unit_above(frame, heads, ledger)
        frame = settle_rows(frame, heads, ledger, id_name=id_name)
        if not len(frame):
            ledger.add("file_empty", file=frame.file)
            return None
    located = locate_rows(frame, heads, source, ledger) if complete else None
    if located is None:
        return None
    lonlat, placed = located
    decisive = fatal(heads)
    values, bad = _columns(frame, heads, source, ledger, fatal=decisive)
    usable = placed.copy()
    for name in decisive:
        usable &= ~bad.get(name, np.zeros(len(frame), dtype=bool))
    draft = Draft(frame, heads, values, bad, lonlat, usable)
    usable &= _identified(draft, id_name, ledger)
    doubt_ids(draft.frame, draft.texts(id_name), usable, ledger, header=draft.header(id_name))
    within = draft.texts("township"), draft.texts("admin_village")
    doubt_names(draft.frame, draft.texts("name"), within, usable, ledger)
    return draft


def _columns(
    frame: Frame,
    heads: Mapping[str, Head],
    source: Source,
    ledger: Ledger,
    *,
    fatal: Mapping[str, str],
) -> tuple[dict[str, list[Value]], dict[str, Mask]]:
    values: dict[str, list[Value]] = {}
    bad: dict[str, Mask] = {}
    for name, head in heads.items():
        if name in _PLACE:
            continue
        cells = frame.cells[head.index]
        cleaned = clean(head, cells, source.settings.values.get(name, {}))
        values[name] = cleaned.values
        bad[name] = np.zeros(len(frame), dtype=bool)
        words = KIND_WORDS.get(head.column.kind, {})
        for at in cleaned.bad:
            bad[name][at] = True
        say_repaired(frame, head, cleaned, ledger)
        gathered = say_gathered(frame, head, cleaned, ledger, fatal=name in fatal)
        for at, code in cleaned.bad.items():
            if code in gathered:
                continue
            why = REASONS.get(code, REASONS["number_unreadable"])
            reported = fatal.get(name) or code
            ledger.add(
                reported,
                file=frame.file,
                row=int(frame.rows[at]),
                column=head.header,
                value=cells[at],
                action=_fate(reported, fatal=name in fatal),
                known=words.get("known", ""),
                default_zh=words.get("default_zh", ""),
                default_en=words.get("default_en", ""),
                why_zh=why[0],
                why_en=why[1],
            )
    return values, bad


def _fate(code: str, *, fatal: bool) -> Action | None:
    """Return what becomes of a cell that cannot be read: with it goes the row, or the value."""
    if not fatal:
        return "value_changed"
    return None if TEXTS[code].severity == "error" else "row_set_aside"


def _identified(draft: Draft, id_name: str, ledger: Ledger) -> Mask:
    """Return which rows have an id of their own; the first of two that share one keeps it."""
    frame, header = draft.frame, draft.header(id_name)
    fine = np.ones(len(frame), dtype=bool)
    first: dict[str, int] = {}
    names = draft.texts("name")
    for at, value in enumerate(draft.texts(id_name)):
        if draft.bad[id_name][at]:
            continue
        row = int(frame.rows[at])
        if not value:
            fine[at] = False
            ledger.add("id_empty", file=frame.file, row=row, column=header)
        elif not draft.usable[at]:
            continue  # a row that is set aside anyway must not claim the id
        elif value in first:
            fine[at] = False
            other = first[value]
            pair = names[at], names[other]
            differ = pair[0] != pair[1]
            ledger.add(
                "id_twice",
                file=frame.file,
                row=row,
                column=header,
                value=value,
                other=int(frame.rows[other]),
                names_zh=f"，名称却不同（“{pair[0]}”与“{pair[1]}”）" if differ else "",
                names_en=f" under another name ({pair[1]!r}, not {pair[0]!r})" if differ else "",
            )
        else:
            first[value] = at
    return fine


def named(draft: Draft, id_name: str, ledger: Ledger) -> ObjectArray:
    """Return the names; a row without one is called by its id."""
    names = draft.texts("name")
    for at in np.flatnonzero(draft.usable & (names == "")):
        names[at] = draft.texts(id_name)[at]
        ledger.add(
            "name_empty",
            file=draft.frame.file,
            row=int(draft.frame.rows[at]),
            column=draft.header("name"),
            value=names[at],
        )
    return names


def area_classes(draft: Draft) -> NDArray[np.int16]:
    """Return 城乡类型 codes, 0 where unknown."""
    return np.nan_to_num(draft.numbers("area_class"), nan=0.0).astype(np.int16)
