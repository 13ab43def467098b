"""Which rows of a sheet are records: totals, notes and repeated headers are not.

People write more into a table than its records: 合计 and 小计, 填表人 below, the header again on
each printed page, a row of column numbers. Merged cells hold a value for several rows. What is
sure is done here and said; every row that is no record is set aside by name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.blocks import fill_townships, given_once
from schoolmap.io.frame import Cells, Frame
from schoolmap.io.headers import Head, header_key
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.sheets import is_filled
from schoolmap.io.totals import check_totals

_TOTAL = re.compile(
    r"(?:[\u4e00-\u9fff]{0,10}(?:合计|小计|总计|共计|累计)数?|计|全[县市区乡镇校])"
    r"(?::|\([^()]*\))?|(?:sub|grand)?total:?|sum:?",
    re.IGNORECASE,
)
_PART = re.compile(r"其中[::]?.{0,12}|.{0,8}(?:平均|均值|占比|比例|百分比)数?值?", re.IGNORECASE)
_NOTE = re.compile(
    r"(?:[(\[*※]?(?:说明|填表说明|注|备注|附注|注意|提示)[)\]]?\s*\d*[:.、]"
    r"|(?:单位|统计|填表|制表|审核|审定|复核|经办|分管|主要|学校|填报)?(?:负责人|领导|人|日期|时间|单位)"
    r"(?:\(?(?:签字|签章|盖章|公章)\)?)?:"
    r"|(?:制表|审核|复核|填表|填报|校对|联系电话|电话|数据来源|资料来源|打印时间|打印日期|盖章|公章):"
    r"|第\d+页|共\d+页|notes?:|source:)",
    re.IGNORECASE,
)
_TOWNSHIP = re.compile(
    r"(?:[(（]?[一二三四五六七八九十]+[)）]?[、.]?)?[\u4e00-\u9fff]{1,10}(?:镇|乡|街道|街道办事处|办事处|苏木)[:]?"
)
"""A title above the villages of a township."""
_LETTERS = frozenset("甲乙丙丁戊己庚辛壬癸") | {"栏次", "栏号", "序号", "代码", "-", "—"}
_DITTO = frozenset({"同上", "〃", "″", '"', "''", "ditto", "同上行"})
_MOST_DIGITS = 5
"""Of a number of pupils; a telephone's has more."""
_FILLED_DOWN = ("text", "type", "area_class", "status", "owner", "grades", "yes")
_NEVER_FILLED = ("name",)
_LEFT_BLANK = {
    "township": (
        "分乡镇统计里，这些行会算作“未填”",
        "figures by township count these rows as not given",
    ),
    "admin_village": (
        "这些行会没有行政村，同名的自然村无法分辨",
        "these rows have no administrative village, and equal names cannot be told apart",
    ),
}

_CODES = {
    "part": "row_part",
    "note": "row_note",
    "again": "row_header_again",
    "numbering": "row_numbering",
    "section": "row_section",
    "township": "row_township",
}


def settle_rows(frame: Frame, heads: Mapping[str, Head], ledger: Ledger, *, id_name: str) -> Frame:
    """Return the records of a frame, merged cells filled down; other rows are set aside.

    Parameters
    ----------
    frame
        As read.
    heads
        Columns found.
    ledger
        Takes each row that is no record, each total that the rows do not make, each filling.
    id_name
        Column of the ids.
    """
    if frame.geometry is not None:
        return frame  # what has a place is a record
    frame = _fill(frame, heads, ledger)
    kinds = _kinds(frame, heads, id_name)
    for at in np.flatnonzero(kinds != "").tolist():
        if kinds[at] != "total":
            row = int(frame.rows[at])
            ledger.add(_CODES[kinds[at]], file=frame.file, row=row, value=_words(frame, at))
    frame = fill_townships(frame, heads, kinds, ledger, ids=heads[id_name].index)
    stated = check_totals(frame, heads, kinds, ledger)
    _doubt_blanks(frame, heads, kinds == "", ledger)
    records = frame.take(kinds == "")
    return replace(records, beside=frame.beside + int((kinds != "").sum()), stated=stated)


def say_rows(
    frame: Frame, usable: NDArray[np.bool_], pupils: NDArray[np.float64] | None, ledger: Ledger
) -> None:
    """Say how many rows were read and used, and the pupils of those used, to be compared.

    Parameters
    ----------
    frame
        The records.
    usable
        Those that are used.
    pupils
        Of the rows used; NaN where unknown. None where the table has none.
    """
    used = int(usable.sum())
    read = len(frame) + frame.beside + frame.dropped
    total = 0.0
    for number in np.nan_to_num(pupils) if pupils is not None else ():
        total += float(number)
    ledger.add(
        "rows_read" if pupils is not None else "rows_read_only",
        file=frame.file,
        read=read,
        used=used,
        beside=frame.beside,
        aside=read - used - frame.beside,
        pupils=f"{total:.10g}",
    )


def squeezed(cell: object) -> str:
    """Return a cell's text without any blanks: ``合　计`` is 合计."""
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell))
    return "".join(text.split())


def total_label(cell: object) -> str:
    """Return the label of a total in a cell, "" where it is none."""
    text = squeezed(cell) if isinstance(cell, str) else ""
    return text if _TOTAL.fullmatch(text) else ""


def _kinds(frame: Frame, heads: Mapping[str, Head], id_name: str) -> NDArray[np.object_]:
    """Return what each row is: "" for a record, else total, part, note and so on."""
    kinds = np.full(len(frame), "", dtype=object)
    wide = _wide_merges(frame)
    ids, names = heads[id_name].index, heads["name"].index
    lonlat = [heads[name].index for name in ("lon", "lat") if name in heads]
    noted = False
    for at in range(len(frame)):
        cells = [column[at] for column in frame.cells]
        filled = {i: cell for i, cell in enumerate(cells) if is_filled(cell)}
        if _is_record(cells[ids], cells[names]) and not _repeats(frame, filled):
            noted = False
            continue
        labels = {i: cell for i, cell in filled.items() if i in (ids, names)}
        placed = bool(lonlat) and all(i in filled for i in lonlat)
        own = labels if _is_named(cells[ids], cells[names], placed=placed) else filled
        kinds[at] = _kind(frame, filled, own, at, names=names, wide=wide, noted=noted)
        noted = noted or kinds[at] == "note"
    return kinds


def _is_record(identity: object, name: object) -> bool:
    """Return whether a row has an id with a digit and a name that is not that of a total."""
    text = squeezed(name)
    return (
        any(character.isdigit() for character in squeezed(identity))
        and bool(text)
        and not text.isdigit()
        and not _TOTAL.fullmatch(text)
        and not text.startswith("其中:")
    )


def _is_named(identity: object, name: object, *, placed: bool) -> bool:
    """Return whether a row has a name, and an id or a place: it is a record or a total's label.

    What its other cells say does not matter: the remark of a village may be 全镇, or 其中留守3人.
    """
    named, coded = (any(map(str.isalpha, squeezed(cell))) for cell in (name, identity))
    return named and (coded or placed)


def _kind(
    frame: Frame,
    filled: Mapping[int, object],
    own: Mapping[int, object],
    at: int,
    *,
    names: int,
    wide: frozenset[int],
    noted: bool,
) -> str:
    """Return what a row is; `own` are the cells of it whose words may name a total."""
    texts = {i: squeezed(cell) for i, cell in filled.items() if isinstance(cell, str)}
    first = next(iter(texts.values()), "")
    if _repeats(frame, filled):  # its labels may name totals
        return "again"
    for kind, pattern in (("total", _TOTAL), ("part", _PART)):
        if any(pattern.fullmatch(text) for i, text in texts.items() if i in own):
            return kind
    if _NOTE.match(first) or (noted and _is_footing(filled, texts, names)):
        return "note"
    if _counts_columns(filled):
        return "numbering"
    return _title(frame, filled, at, names=names, wide=wide)


def _is_footing(filled: Mapping[int, object], texts: Mapping[int, str], names: int) -> bool:
    """Return whether a row below a note goes on with it: a text or two, no name with its pupils."""
    counted = names in filled and any(
        t.isdigit() and len(t) <= _MOST_DIGITS for t in texts.values()
    )
    return 0 < len(filled) <= 2 and len(texts) == len(filled) and not counted


def _title(
    frame: Frame, filled: Mapping[int, object], at: int, *, names: int, wide: frozenset[int]
) -> str:
    """Return whether a row with one text only is a title of the rows below it."""
    cell = next(iter(filled.values()), None)
    if len(filled) != 1 or not isinstance(cell, str):
        return ""
    if int(frame.rows[at]) not in wide and names in filled:
        return ""  # a record of which only the name is there
    text = squeezed(cell)
    if _TOWNSHIP.fullmatch(text):
        return "township"
    return "note" if len(text) > 20 else "section"


def _repeats(frame: Frame, filled: Mapping[int, object]) -> bool:
    """Return whether a row is the header again."""
    same = sum(
        isinstance(cell, str) and header_key(cell) == header_key(frame.headers[i])
        for i, cell in filled.items()
    )
    return same >= 2 and 2 * same > len(filled)


def _counts_columns(filled: Mapping[int, object]) -> bool:
    """Return whether a row only numbers the columns: 甲, 乙, 1, 2, 3."""
    texts = [squeezed(cell).strip("()") for cell in filled.values()]
    counted = [int(text) for text in texts if _is_small(text)]
    others = [text for text in texts if not _is_small(text)]
    in_order = counted == list(range(1, len(counted) + 1)) and len(counted) > 2
    return in_order and all(text in _LETTERS for text in others)


def _is_small(text: str) -> bool:
    """Return whether a text is a number that could count columns; ``²`` is a digit, not one."""
    return text.isdecimal() and len(text) <= 4


def _wide_merges(frame: Frame) -> frozenset[int]:
    least = max(3, len(frame.headers) // 2)
    return frozenset(m.first_row for m in frame.merges if m.width >= least)


def _words(frame: Frame, at: int) -> str:
    return " ".join(str(c[at]).strip() for c in frame.cells if is_filled(c[at]))


def _fill(frame: Frame, heads: Mapping[str, Head], ledger: Ledger) -> Frame:
    """Return the frame with merged and ditto cells filled down where one word is for all rows."""
    columns = [column.copy() for column in frame.cells]
    for head in heads.values():
        cells = columns[head.index]
        down = head.column.kind in _FILLED_DOWN and head.column.name not in _NEVER_FILLED
        _fill_merged(frame, head, cells, ledger, down=down)
        if down:
            _fill_ditto(frame, head, cells, ledger)
    return replace(frame, cells=tuple(columns))


def _fill_merged(frame: Frame, head: Head, cells: Cells, ledger: Ledger, *, down: bool) -> None:
    rows: list[int] = []
    for merge in frame.merges:
        if merge.first_column != head.index or merge.last_row == merge.first_row:
            continue
        inside = (frame.rows >= merge.first_row) & (frame.rows <= merge.last_row)
        places = np.flatnonzero(inside)
        if len(places) < 2 or not is_filled(cells[places[0]]):
            continue
        value = cells[places[0]]
        if down:
            cells[places[1:]] = value
            rows.extend(frame.rows[places[1:]].tolist())
            continue
        ledger.add(
            "merged_unfilled",
            file=frame.file,
            row=merge.first_row,
            column=head.header,
            value=value,
            first=merge.first_row,
            last=int(frame.rows[places[-1]]),
        )
    if rows:
        ledger.add(
            "merged_filled",
            file=frame.file,
            column=head.header,
            count=len(rows),
            rows=some(sorted(rows), most=20),
        )


def _fill_ditto(frame: Frame, head: Head, cells: Cells, ledger: Ledger) -> None:
    rows: list[int] = []
    for at in range(1, len(frame)):
        again = isinstance(cells[at], str) and squeezed(cells[at]) in _DITTO
        if again and is_filled(cells[at - 1]) and not total_label(cells[at - 1]):
            cells[at] = cells[at - 1]
            rows.append(int(frame.rows[at]))
    if rows:
        ledger.add(
            "ditto_filled",
            file=frame.file,
            row=rows[0],
            column=head.header,
            count=len(rows),
            rows=some(rows, most=20),
        )


def _doubt_blanks(
    frame: Frame, heads: Mapping[str, Head], records: NDArray[np.bool_], ledger: Ledger
) -> None:
    """Point at townships that are given once and left out below: merged cells saved as text."""
    for name in _LEFT_BLANK:
        if name not in heads:
            continue
        if not given_once(frame, heads[name].index, records):
            continue
        cells = frame.cells[heads[name].index]
        rows = [int(frame.rows[at]) for at in np.flatnonzero(records) if not is_filled(cells[at])]
        ledger.add(
            "blanks_below",
            file=frame.file,
            row=rows[0],
            column=heads[name].header,
            count=len(rows),
            harm_zh=_LEFT_BLANK[name][0],
            harm_en=_LEFT_BLANK[name][1],
        )
