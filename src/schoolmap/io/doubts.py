"""What looks wrong in a table as a whole: odd ids, names given twice, a unit in the title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.cells import Cleaned
from schoolmap.io.frame import Frame
from schoolmap.io.headers import Head
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.measures import UNIT_ZH, plain, unit_of, unseen_in

Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]

_GATHERED = ("formula_uncomputed", "number_unknown")
"""Found in many cells of a column at once: said once for the column."""

_LONG_ID = 6
"""Digits from which ids are codes of one length, as 村庄代码 and 学校标识码 are."""
_MOST_SHARE = 0.8

_OWN_UNIT = re.compile(r"[(（\[【][^()（）]+[)）\]】]$|[/／]\s*\S+$")
_UNIT_ABOVE = re.compile(r"(?:计量|金额|面积)?单位[:：]?\s*([^\s:：]+)")


def say_repaired(frame: Frame, head: Head, cleaned: Cleaned, ledger: Ledger) -> None:
    """Say once for each kind of repair what was changed in a column."""
    for code in sorted(set(cleaned.repaired.values())):
        places = [at for at, found in cleaned.repaired.items() if found == code]
        before, after = frame.cells[head.index][places[0]], cleaned.values[places[0]]
        ledger.add(
            code,
            file=frame.file,
            row=int(frame.rows[places[0]]),
            column=head.header,
            value=" ".join(str(before).split()),
            count=len(places),
            rows=some(frame.rows[places].tolist(), most=20),
            before=" ".join(str(before).split()),
            after=after,
            unseen=some([f"U+{ord(mark):04X}" for mark in unseen_in(str(before))]),
        )


def say_gathered(
    frame: Frame, head: Head, cleaned: Cleaned, ledger: Ledger, *, fatal: bool
) -> frozenset[str]:
    """Report what is found in many cells of a column at once; return the codes that are done."""
    done = set()
    for code in _GATHERED:
        places = [at for at, found in cleaned.bad.items() if found == code]
        if not places or (fatal and code == "number_unknown"):
            continue
        done.add(code)
        ledger.add(
            code,
            file=frame.file,
            row=int(frame.rows[places[0]]),
            column=head.header,
            value=frame.cells[head.index][places[0]],
            count=len(places),
            rows=some(frame.rows[places].tolist(), most=20),
        )
    return frozenset(done)


def doubt_ids(frame: Frame, ids: Texts, usable: Mask, ledger: Ledger, *, header: str) -> None:
    """Report ids whose length is not that of the others: a digit or a leading zero is gone."""
    digits = [at for at in range(len(ids)) if str(ids[at]).isdigit()]
    if len(digits) < 3:
        return
    lengths = Counter(len(ids[at]) for at in digits)
    usual, count = lengths.most_common(1)[0]
    zeros = any(str(ids[at]).startswith("0") and len(ids[at]) == usual for at in digits)
    if not zeros and (usual < _LONG_ID or count < _MOST_SHARE * len(digits)):
        return
    for at in digits:
        length = len(ids[at])
        if usable[at] and length != usual:
            code = "id_zeros_lost" if zeros and length < usual else "id_length_odd"
            ledger.add(
                code,
                file=frame.file,
                row=int(frame.rows[at]),
                column=header,
                value=ids[at],
                length=length,
                usual=usual,
                padded=str(ids[at]).zfill(usual),
            )


def doubt_names(
    frame: Frame, names: Texts, within: tuple[Texts, ...], usable: Mask, ledger: Ledger
) -> None:
    """Report names that stand twice `within` one township (and 行政村) under different ids."""
    rows: dict[tuple[str, ...], list[int]] = {}
    for at in np.flatnonzero(usable):
        if names[at]:
            key = (*(part[at] for part in within), names[at])
            rows.setdefault(key, []).append(int(frame.rows[at]))
    twice = {key: found for key, found in rows.items() if len(found) > 1}
    if twice:
        listed = [f"{key[-1]} ({', '.join(map(str, found))})" for key, found in twice.items()]
        ledger.add(
            "names_twice",
            file=frame.file,
            row=next(iter(twice.values()))[1],
            count=len(twice),
            names=some(listed, most=12),
        )


def apply_unit_above(frame: Frame, heads: Mapping[str, Head], ledger: Ledger) -> dict[str, Head]:
    """Return the columns with a unit that stands above the header (单位：万元).

    It is for columns of its dimension that name no unit of their own; each is said.
    """
    found = dict(heads)
    for text in frame.above:
        match = _UNIT_ABOVE.search(plain(text))
        for label in re.split(r"[、,，/；;]", match[1]) if match is not None else ():
            for name, head in heads.items():
                into = head.column.unit
                unit = unit_of(label, into) if into in ("m2", "yuan") else None
                if unit is None or unit.factor == 1 or _OWN_UNIT.search(head.header):
                    continue
                found[name] = replace(head, unit=unit)
                ledger.add(
                    "unit_above",
                    file=frame.file,
                    column=head.header,
                    value=text,
                    unit=label,
                    into=into,
                    into_zh=UNIT_ZH.get(into, into),
                    header=head.header,
                )
    return found
