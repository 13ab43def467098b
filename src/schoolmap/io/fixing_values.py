"""Values that are certainly wrong and certainly repaired: exchanged coordinates, lost zeros."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.datum import DATUMS, normal_name, to_wgs84
from schoolmap.io.degrees import parse_degrees
from schoolmap.io.fixing import Draft, Fix
from schoolmap.io.headers import Headers
from schoolmap.io.measures import UnreadableCellError, plain
from schoolmap.model.columns import TABLES

_DIGITS = re.compile(r"\d+")
_NEAR_DEGREES = 0.5
"""A place this far beyond the others' box still belongs to the county."""
_FAR_DEGREES = 3.0
"""Farther from the county's middle than any county is wide: the place is wrong as it stands."""
_FEWEST = 3

DESIGNATED = ("school_primary", "school_junior")


@dataclass(frozen=True)
class Box:
    """Where the county lies: the box of the places that are surely right, in WGS-84."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def near(self, lonlat: NDArray[np.float64], reach: float) -> bool:
        """Return whether a place lies in the box, or no farther from it than `reach` degrees."""
        return bool(((lonlat >= self.low - reach) & (lonlat <= self.high + reach)).all())


def box_of(places: Sequence[NDArray[np.float64]]) -> Box | None:
    """Return the box of the places that lie around their common middle; None of too few."""
    lonlat = np.concatenate([np.empty((0, 2)), *places])
    lonlat = lonlat[np.isfinite(lonlat).all(axis=1)]
    if len(lonlat) < _FEWEST:
        return None
    middle = np.median(lonlat, axis=0)
    around = lonlat[(np.abs(lonlat - middle) <= _FAR_DEGREES).all(axis=1)]
    # where fewer than most lie around the middle, there is no saying which are right
    if 3 * len(around) < 2 * len(lonlat):
        return None
    return Box(around.min(axis=0), around.max(axis=0))


def exchange_places(draft: Draft, box: Box | None) -> Draft:
    """Return the draft with longitude and latitude exchanged where that is certain.

    Certain: as it stands a place is off the globe or far from the county, and the other way about
    it lies in it.
    """
    system = draft.source.settings.coordinates
    if box is None or system is None or normal_name(system) not in DATUMS:
        return draft
    lon, lat = draft.index("lon"), draft.index("lat")
    if lon < 0 or lat < 0:
        return draft
    rows, fixes = list(draft.rows), list(draft.fixes)
    for at in range(draft.header + 1, len(rows)):
        number, row = rows[at]
        if max(lon, lat) >= len(row):
            continue
        pair = _degrees(row[lon], row[lat])
        if pair is None or _right(pair, system, box, far=_FAR_DEGREES):
            continue
        if not _right(pair[::-1], system, box, far=_NEAR_DEGREES):
            continue
        new = list(row)
        new[lon], new[lat] = row[lat], row[lon]
        rows[at] = number, new
        fixes.append(
            Fix(
                "swapped",
                draft.source.file,
                row=number,
                row_after=at + 1,
                column=f"{draft.frame.headers[lon]}, {draft.frame.headers[lat]}",
                before=f"{row[lon]}, {row[lat]}",
                after=f"{row[lat]}, {row[lon]}",
            )
        )
    return replace(draft, rows=tuple(rows), fixes=tuple(fixes))


def exchange_columns(draft: Draft, box: Box | None) -> Draft:
    """Return the draft with the headers of longitude and latitude exchanged, where all are wrong.

    The reader says that the columns are exchanged where nearly every latitude lies beyond 90
    degrees; headers that study.toml names are left.
    """
    file, lon, lat = draft.source.file, draft.index("lon"), draft.index("lat")
    said = any(problem.code == "coordinates_columns_swapped" for problem in draft.found)
    known = Headers(TABLES[draft.source.section])
    named = {"lon", "lat"} & {known.name_of(key) for key in draft.source.settings.columns}
    system = draft.source.settings.coordinates
    if not said or named or min(lon, lat) < 0 or system is None:
        return draft
    number, header = draft.rows[draft.header]
    pairs = [_degrees(row[lat], row[lon]) for _, row in draft.rows[draft.header + 1 :]]
    # beside places of the other table that are surely right, these must lie among them
    if box is not None and not all(
        _right(pair, system, box, far=_FAR_DEGREES) for pair in pairs if pair is not None
    ):
        return draft
    new = list(header)
    new[lon], new[lat] = header[lat], header[lon]
    fix = Fix(
        "swapped_columns",
        file,
        row=number,
        row_after=draft.header + 1,
        column=f"{header[lon]}, {header[lat]}",
        before=f"{header[lon]}, {header[lat]}",
        after=f"{header[lat]}, {header[lon]}",
    )
    rows = (*draft.rows[: draft.header], (number, new), *draft.rows[draft.header + 1 :])
    return replace(draft, rows=rows, fixes=(*draft.fixes, fix))


def lost_zeros(draft: Draft, id_name: str) -> dict[str, str]:
    """Return ids that lack leading zeros, and what they certainly were.

    Certain: the ids of the column are digits of one length, three or more of them begin with a
    zero, and no two become alike.
    """
    at = draft.index(id_name)
    if at < 0:
        return {}
    ids = [plain(row[at]) for _, row in draft.rows[draft.header + 1 :] if at < len(row)]
    ids = [value for value in ids if value]
    if not all(_DIGITS.fullmatch(value) for value in ids):
        return {}
    lengths = Counter(len(value) for value in ids if value.startswith("0"))
    if len(lengths) != 1:
        return {}
    (length, count), longest = next(iter(lengths.items())), max(map(len, ids))
    if count < _FEWEST or longest != length:
        return {}
    short = {value: value.zfill(length) for value in ids if len(value) < length}
    if set(short.values()) & set(ids) or len(set(short.values())) < len(short):
        return {}
    return short


def restore_zeros(draft: Draft, names: Sequence[str], zeros: Mapping[str, str]) -> Draft:
    """Return the draft with zeros put back before the ids in some columns."""
    places = [draft.index(name) for name in names]
    rows, fixes = list(draft.rows), list(draft.fixes)
    for at in range(draft.header + 1, len(rows)):
        number, row = rows[at]
        for column in places:
            if not 0 <= column < len(row) or plain(row[column]) not in zeros:
                continue
            new = list(rows[at][1])
            new[column] = zeros[plain(row[column])]
            rows[at] = number, new
            fixes.append(
                Fix(
                    "zeros",
                    draft.source.file,
                    row=number,
                    row_after=at + 1,
                    column=draft.frame.headers[column],
                    before=str(row[column]),
                    after=str(new[column]),
                )
            )
    return replace(draft, rows=tuple(rows), fixes=tuple(fixes))


def _degrees(lon: object, lat: object) -> tuple[float, float] | None:
    try:
        pair = parse_degrees(lon), parse_degrees(lat)
    except UnreadableCellError:
        return None
    return pair if np.isfinite(pair).all() else None


def _right(pair: tuple[float, ...], system: str, box: Box, *, far: float) -> bool:
    """Return whether a pair of numbers is a place in the county or near it."""
    if abs(pair[0]) > 180 or abs(pair[1]) > 90:
        return False
    place = to_wgs84(np.array([pair[0]]), np.array([pair[1]]), system)[0]
    return box.near(place, far)
