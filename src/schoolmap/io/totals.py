"""Totals that a table states, checked against its rows: where they differ, a number is mistyped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.frame import Frame, Stated
from schoolmap.io.headers import Head
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.measures import UnreadableCellError, parse_number

Kinds = NDArray[np.object_]
FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]

_TYPO = (
    "多半有一行打错或漏了，请逐行核对这一列；核对无误再改合计。",
    "Most likely one row is mistyped or missing: check this column row by row.",
)
_UNREAD = (
    "先改好这一列看不懂的格（第 {rows} 行），再看合计对不对。",
    "Repair the cells that cannot be read first (rows {rows}), then look at the total again.",
)
_SUMMED = ("count", "amount")
_RELATIVE = 1e-6
"""Of a total: below it there is only the noise of fractions."""
_SHOWN_DECIMALS = 0.005
"""Of one number as shown with two decimals: areas and money are rounded before they are added."""


@dataclass(frozen=True)
class _Column:
    """A column of numbers: of all rows, NaN where there is none; rows that cannot be read."""

    head: Head
    numbers: FloatArray
    unread: Mask


@dataclass(frozen=True)
class _Claim:
    """Rows that a total may stand for, and how it differs from them by column."""

    zh: str
    en: str
    rows: Mask
    differs: tuple[tuple[_Column, float, float], ...]
    agreeing: tuple[_Column, ...]

    @property
    def agrees(self) -> int:
        """Number of columns that agree."""
        return len(self.agreeing)


def check_totals(
    frame: Frame, heads: Mapping[str, Head], kinds: Kinds, ledger: Ledger
) -> tuple[Stated, ...]:
    """Return what the table states; report each total row, and each number its rows do not make.

    A total may stand for the whole table, for the rows above it up to the total before, for those
    below it, or for a township: it is held against the one that it agrees with best.
    """
    totals = np.flatnonzero(kinds == "total")
    if not len(totals):
        return ()
    stated: list[Stated] = []
    records = kinds == ""
    columns = [_read(frame, head) for head in heads.values() if head.column.kind in _SUMMED]
    towns = _townships(frame, heads)
    named = sorted(set(towns[records]) - {""})
    for at in totals.tolist():
        row, label = int(frame.rows[at]), _label(frame, at)
        claims = [
            _compare(columns, at, rows, zh, en)
            for zh, en, rows in (
                *_own_township(frame, towns, named, records, at),
                *_candidates(label, records, totals, at),
            )
            if rows.any()
        ]
        best = max(claims, key=lambda claim: claim.agrees, default=None)
        words = _checked(best)
        ledger.add(
            "row_total",
            file=frame.file,
            row=row,
            value=label,
            checked_zh=words[0],
            checked_en=words[1],
        )
        if best is not None:
            _report(frame, row, label, best, ledger)
            stated += _stated(frame, best)
    return tuple(stated)


def _stated(frame: Frame, claim: _Claim) -> Iterator[Stated]:
    rows = frozenset(frame.rows[claim.rows].tolist())
    for column in claim.agreeing:
        yield Stated(column.head.header, rows, 0.0)
    for column, written, made in claim.differs:
        yield Stated(column.head.header, rows, made - written)


def _checked(claim: _Claim | None) -> tuple[str, str]:
    """Return what was checked, in both languages."""
    count = 0 if claim is None else claim.agrees + len(claim.differs)
    if claim is None or not count:
        return "没有可以核对的数", "there was nothing to check"
    if not claim.differs:
        zh = f"核对了 {count} 列，与{claim.zh}各行之和都相符"
        return zh, f"its {count} columns agree with the rows of {claim.en}"
    zh = f"核对了 {count} 列，有 {len(claim.differs)} 列与{claim.zh}各行之和不符"
    return zh, f"{len(claim.differs)} of its {count} columns differ from the rows of {claim.en}"


def _report(frame: Frame, row: int, label: str, claim: _Claim, ledger: Ledger) -> None:
    for column, written, made in claim.differs:
        factor = 1.0 if column.head.unit is None else float(column.head.unit.factor)
        unread = frame.rows[column.unread & claim.rows].tolist()
        ledger.add(
            "total_differs",
            file=frame.file,
            row=row,
            column=column.head.header,
            value=f"{written / factor:.10g}",
            label=label,
            written=f"{written / factor:.10g}",
            made=f"{made / factor:.10g}",
            more=f"{abs(written - made) / factor:.10g}",
            span_zh=claim.zh,
            span_en=claim.en,
            unread_zh=f"（另有 {len(unread)} 格看不懂，没有加进去）" if unread else "",
            unread_en=f" ({len(unread)} cells could not be read)" if unread else "",
            hint_zh=_UNREAD[0].format(rows=some(unread)) if unread else _TYPO[0],
            hint_en=_UNREAD[1].format(rows=some(unread)) if unread else _TYPO[1],
        )


def _label(frame: Frame, at: int) -> str:
    texts = [str(c[at]).strip() for c in frame.cells if isinstance(c[at], str) and c[at].strip()]
    words = [text for text in texts if "计" in text or "total" in text.lower()]
    return "".join((words or texts or [""])[0].split())


def _townships(frame: Frame, heads: Mapping[str, Head]) -> Texts:
    """Return each row's township, "" where there is none."""
    if "township" not in heads:
        return np.full(len(frame), "", dtype=object)
    cells = frame.cells[heads["township"].index]
    return np.array(["" if c is None else str(c).strip() for c in cells], dtype=object)


def _own_township(
    frame: Frame, towns: Texts, named: Sequence[str], records: Mask, at: int
) -> Iterator[tuple[str, str, Mask]]:
    """Yield the rows of the township that a total names."""
    label = "".join(str(column[at]) for column in frame.cells if isinstance(column[at], str))
    town = next((town for town in named if town in label), None)
    if town is not None:
        yield f"“{town}”", town, records & (towns == town)


def _candidates(
    label: str, records: Mask, totals: NDArray[np.int64], at: int
) -> Iterator[tuple[str, str, Mask]]:
    """Yield what else a total may stand for, the likeliest first (ties go to it)."""
    every = np.arange(len(records))
    before = totals[totals < at]
    after = totals[totals > at]
    above = records & (every < at) & (every > (before[-1] if len(before) else -1))
    below = records & (every > at) & (every < (after[0] if len(after) else len(records)))
    parts = (
        ("它上面的一段", "the block above it", above),
        ("它下面的一段", "the block below it", below),
    )
    whole = ("全表", "the whole table", records)
    if "小计" in label or "sub" in label.lower():
        yield from parts
        yield whole
    else:
        yield whole
        yield from parts


def _compare(columns: list[_Column], at: int, rows: Mask, zh: str, en: str) -> _Claim:
    differs = []
    agreeing = []
    for column in columns:
        written = column.numbers[at]
        own = column.numbers[rows]
        own = own[np.isfinite(own)]
        if np.isnan(written) or not len(own):
            continue
        made = float(own.cumsum()[-1])  # in the order of the rows
        # shares, averages and the like are not sums: only units of things and amounts are summed
        slack = _RELATIVE * max(1.0, abs(made))
        if column.head.column.unit in ("m2", "yuan"):
            factor = 1.0 if column.head.unit is None else float(column.head.unit.factor)
            slack = max(slack, _SHOWN_DECIMALS * factor * len(own))
        if abs(written - made) > slack:
            differs.append((column, float(written), made))
        else:
            agreeing.append(column)
    return _Claim(zh, en, rows, tuple(differs), tuple(agreeing))


def _read(frame: Frame, head: Head) -> _Column:
    numbers = np.full(len(frame), np.nan)
    unread = np.zeros(len(frame), dtype=bool)
    for at, cell in enumerate(frame.cells[head.index]):
        try:
            numbers[at] = parse_number(cell, unit=head.unit, into=head.column.unit)
        except UnreadableCellError:
            unread[at] = True
    return _Column(head, numbers, unread)
