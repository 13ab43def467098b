"""Codes of two years: read, joined, decided, carried over and written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from schoolmap.errors import Language, Problem, UsageError
from schoolmap.io.succession import (
    PlacesTable,
    carried_columns,
    new_ledger,
    read_decisions,
    read_places,
    refuse,
    said,
)
from schoolmap.io.succession_writing import carried_rows, pair_rows, write_rows
from schoolmap.model.succession import Succession
from schoolmap.model.succession_deciding import (
    Carried,
    carry_numbers,
    carry_texts,
    with_decisions,
)
from schoolmap.model.succession_joining import join_places
from schoolmap.pipeline.placing import placed
from schoolmap.report.succession_book import write_decisions

_SUFFIX = {"decide": ("待定.xlsx", "decide.xlsx"), "carried": ("转入.csv", "carried.csv")}


@dataclass(frozen=True)
class Joined:
    """Two years' tables joined.

    Attributes
    ----------
    found
        The pairs, with what was decided.
    carried
        Columns of the old table, by name, for the new places.
    numbers
        Names of those that are amounts.
    problems
        What was found that does not stop.
    """

    found: Succession
    carried: dict[str, Carried]
    numbers: frozenset[str]
    problems: tuple[Problem, ...]


def join_codes(
    old: Path, new: Path, *, decisions: Path | None = None, carry: Sequence[str] = ()
) -> Joined:
    """Join two years' tables of villages; nothing is written.

    Parameters
    ----------
    old, new
        The tables: code and name, with township, coordinates and anything else.
    decisions
        The list of doubtful pairs, filled in.
    carry
        Columns of the old table to carry over.

    Raises
    ------
    InputError
        If a table, a decision or a column to carry cannot be used.
    """
    ledger = new_ledger()
    before, after = read_places(old, ledger), read_places(new, ledger)
    columns = [] if before is None else carried_columns(before, carry, ledger)
    if before is None or after is None:
        refuse(ledger)
        raise AssertionError  # a table that is not there has stopped
    found = join_places(before.places, after.places)
    if decisions is not None:
        told = read_decisions(decisions, found, ledger)
        refuse(ledger)
        found = with_decisions(found, told)
    refuse(ledger)
    carried = {before.headers[name]: _carried(found, before, name) for name in columns}
    numbers = frozenset(before.headers[name] for name in columns if name in before.numbers)
    return Joined(found, carried, numbers, tuple(said(ledger)))


def _carried(found: Succession, before: PlacesTable, name: str) -> Carried:
    cells = before.cells[name]
    if name in before.numbers:
        # a cell that could not be read, or is empty, is unknown
        numbers = [
            float(v) if isinstance(v, float | int) and math.isfinite(v) else None for v in cells
        ]
        return carry_numbers(found, numbers)
    return carry_texts(found, ["" if v is None else str(v) for v in cells])


def publish_codes(
    joined: Joined,
    out: Path,
    *,
    inputs: Sequence[Path] = (),
    decisions: Path | None = None,
    language: Language,
) -> dict[str, Path]:
    """Write the pairs, what is to be decided (unless it came filled in), and what was carried.

    All of them, or none.

    Parameters
    ----------
    joined
        As `join_codes` returns.
    out
        CSV file of the pairs; the others stand beside it.
    inputs
        The tables that were read; nothing is written over them.
    decisions
        The list that was read; it is left as it is.
    language
        Of evidence and headers.

    Returns
    -------
    Paths by ``pairs``, ``decide``, ``carried``; only those that were written.

    Raises
    ------
    UsageError
        If a list to decide is there already with other content: it may have been filled in; or if
        a file that was read would be written over.
    MachineError
        If they cannot be written.
    """
    found = joined.found
    written: dict[str, Path] = {}
    if decisions is None and found.to_decide:
        written["decide"] = beside(out, "decide", language)
    if joined.carried:
        written["carried"] = beside(out, "carried", language)
    written["pairs"] = out
    _spare(written.values(), [*inputs, *([] if decisions is None else [decisions])])
    with placed(out.parent, [path.name for path in written.values()]) as aside:
        if "decide" in written:
            fresh = write_decisions(aside / written["decide"].name, found, language=language)
            _spare_decided(written["decide"], fresh)
        if "carried" in written:
            write_rows(aside / written["carried"].name, carried_rows(found, joined.carried))
        write_rows(aside / out.name, pair_rows(found, language=language))
    return written


def beside(out: Path, which: str, language: Language) -> Path:
    """Return the name of a file beside the pairs."""
    suffix = _SUFFIX[which][0 if language == "zh" else 1]
    return out.with_name(f"{out.stem}-{suffix}")


def _spare(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Raise where a file that was read would be written over."""
    read = {path.resolve() for path in inputs}
    for path in outputs:
        if path.resolve() in read:
            raise UsageError(
                zh=f"{path} 是读入的表，不能写在它上面；请给 --out 换一个文件名。",
                en=f"{path} is a table that was read; give --out another name.",
            )


def _spare_decided(path: Path, fresh: Path) -> None:
    """Raise where a list is there and differs: it may hold a person's work."""
    if not path.exists() or fresh.read_bytes() == path.read_bytes():
        return
    raise UsageError(
        zh=f"{path} 已经存在，可能已有人填写，没有改动。填好了请加 --decisions {path}；"
        "不要了请先改名或删去。",
        en=f"{path} is there already and may have been filled in; nothing was changed. Read it by "
        f"--decisions {path}, or move it away.",
    )
