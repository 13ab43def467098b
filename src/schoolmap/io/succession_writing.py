"""Pairs of two years as tables: for programs, and for the people who decide."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from schoolmap.errors import Language, MachineError
from schoolmap.io.writing import Cell, Rows, csv_text
from schoolmap.model.succession import Pair, Place, Succession
from schoolmap.model.succession_deciding import Carried, sources
from schoolmap.model.succession_words import evidence_words

PAIR_COLUMNS = (
    "old_code", "old_name", "old_township", "new_code", "new_name", "new_township", "how",
    "evidence", "others", "decision_needed",
)  # fmt: skip


def pair_rows(found: Succession, *, language: Language) -> Rows:
    """Return the pairs as rows, as `PAIR_COLUMNS` names them."""
    return Rows(PAIR_COLUMNS, tuple(_row(found, pair, language) for pair in found.pairs))


def carried_rows(found: Succession, columns: Mapping[str, Carried]) -> Rows:
    """Return the new table with the old one's columns, and which old codes they come from."""
    heads = ("code", "name", "township", *columns, "from_codes")
    heirs = sources(found)
    rows: list[tuple[Cell, ...]] = [
        (
            place.code,
            place.name,
            place.township_name or place.township,
            *(column.values[j] for column in columns.values()),
            ";".join(found.old[i].code for i in heirs[j]) or None,
        )
        for j, place in enumerate(found.new)
    ]
    return Rows(heads, tuple(rows))


def write_rows(path: Path, rows: Rows) -> Path:
    """Write rows as CSV for Excel; an earlier file is replaced.

    Raises
    ------
    MachineError
        If it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # as bytes: line ends must not depend on the system
        path.write_bytes(csv_text(rows).encode("utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        zh = f"无法写入 {path}：{reason}；若在 Excel 或 WPS 中打开着，请先关闭。"
        en = f"Cannot write {path}: {reason}; close it if a spreadsheet has it open."
        raise MachineError(zh, en) from error
    return path


def succession_document(found: Succession, *, language: Language) -> dict[str, object]:
    """Return the join for programs: counts, townships, pairs."""
    rows = pair_rows(found, language=language)
    return {
        "old": len(found.old),
        "new": len(found.new),
        "counts": dict(found.counts()),
        "to_decide": len(found.to_decide),
        "townships": [
            {"old": k.old, "new": k.new, "how": k.how, "shared": k.shared, "total": k.total}
            for k in found.links
        ],
        "pairs": [dict(zip(rows.headers, row, strict=True)) for row in rows.cells],
    }


def _row(found: Succession, pair: Pair, language: Language) -> tuple[Cell, ...]:
    old = None if pair.old is None else found.old[pair.old]
    new = None if pair.new is None else found.new[pair.new]
    return (
        *_place(old),
        *_place(new),
        pair.how,
        evidence_words(pair.evidence, language),
        ";".join(found.new[j].code for j in pair.others) or None,
        int(pair.to_decide),
    )


def _place(place: Place | None) -> tuple[Cell, Cell, Cell]:
    if place is None:
        return None, None, None
    return place.code, place.name, place.township_name or place.township
