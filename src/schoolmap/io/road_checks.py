"""Doubts about road lines: declared lengths, ends that almost touch, classes and their speeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.ledger import Ledger, some
from schoolmap.model.rules import Standard
from schoolmap.model.study import RoadLines

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Mask = NDArray[np.bool_]

TOUCH_M = 1.0
"""An end of a line nearer than this to another line, and not joined to it, almost touches it."""

LENGTH_RATIO = (0.5, 2.0)
"""Declared over drawn length: where the median line lies outside, the unit must be wrong. Straight
links that stand for winding roads have medians of up to 1.3."""

_SHORTEST = 0.95
"""A road is not shorter than its drawn line; projections and simplified arcs make up to 5 %."""
_ROUNDING_M = 1.0
"""Declared lengths are often rounded to metres."""

_EARTH_M = 6_371_008.8
_SPEED = "ride_speed_km_h."
_MOST_ENDS = 5


def without_unbuilt(roads: RoadLines, ledger: Ledger) -> RoadLines | None:
    """Return the lines that one can travel, None where there is none: others are set aside."""
    from schoolmap.network.graph import NOT_TRAVELLED

    keep: Mask = np.array([word not in NOT_TRAVELLED for word in roads.highway], dtype=bool)
    if keep.all():
        return roads
    found = Counter(word for word in roads.highway if word in NOT_TRAVELLED)
    first = int(roads.rows[np.flatnonzero(~keep)[0]])
    ledger.add(
        "road_not_travelled",
        file=roads.file,
        count=int((~keep).sum()),
        first=first,
        classes=_counted(found),
    )
    if not keep.any():
        ledger.add("roads_none", file=roads.file)
        return None
    return roads.take(keep)


def doubt_lengths(roads: RoadLines, ledger: Ledger, *, header: str) -> None:
    """Compare declared with drawn lengths: another unit stops the study, short lines are doubted.

    Parameters
    ----------
    roads
        As read.
    ledger
        Takes what is found.
    header
        Header of the lengths in the file.
    """
    drawn = drawn_m(roads)
    both = np.isfinite(roads.length_m) & (drawn > 0.0)
    if not both.any():
        return
    ratio = float(np.median(roads.length_m[both] / drawn[both]))
    if not LENGTH_RATIO[0] <= ratio <= LENGTH_RATIO[1]:
        ledger.add(
            "road_length_unit",
            file=roads.file,
            column=header,
            ratio=f"{ratio:.3g}",
            count=int(both.sum()),
        )
        return
    declared = np.where(both, roads.length_m, np.inf)
    short = (declared < _SHORTEST * drawn) & (drawn - declared > _ROUNDING_M)
    if short.any():
        ledger.add(
            "road_length_short",
            file=roads.file,
            column=header,
            count=int(short.sum()),
            rows=some(np.unique(roads.rows[short]).tolist()),
        )


def drawn_m(roads: RoadLines) -> FloatArray:
    """Return the length of each line as drawn, in metres on a sphere, shape (n_line,)."""
    of_line = np.repeat(np.arange(len(roads)), np.diff(roads.indptr))
    within = of_line[:-1] == of_line[1:]
    step = np.radians(np.diff(roads.lonlat, axis=0))
    middle = np.radians((roads.lonlat[:-1, 1] + roads.lonlat[1:, 1]) / 2.0)
    size = _EARTH_M * np.hypot(step[:, 0] * np.cos(middle), step[:, 1])
    drawn: FloatArray = np.bincount(
        of_line[:-1][within], weights=size[within], minlength=len(roads)
    ).astype(np.float64)
    return drawn


def doubt_ends(roads: RoadLines, ledger: Ledger) -> None:
    """Report dead ends that lie within `TOUCH_M` of another line without being joined to it."""
    loose = _loose_ends(roads)
    if not loose.size:
        return
    of_line = np.repeat(np.arange(len(roads)), np.diff(roads.indptr))
    shown = [
        f"{roads.rows[of_line[at]]} ({roads.lonlat[at, 0]:.6f}, {roads.lonlat[at, 1]:.6f})"
        for at in loose[: _MOST_ENDS + 1]
    ]
    ledger.add(
        "road_ends_apart",
        file=roads.file,
        count=int(loose.size),
        reach=f"{TOUCH_M:g}",
        shown=some(shown, most=_MOST_ENDS),
    )


def _loose_ends(roads: RoadLines) -> IntArray:
    """Return the vertices that are dead ends and almost touch another line."""
    import shapely

    from schoolmap.network.graph import JOIN_M

    number, tail, head, line = _segments(roads)
    ends, neighbour, own_line = _dead_ends(number, tail, head, line)
    if not ends.size:
        return ends
    east = np.cos(np.radians(float(np.median(roads.lonlat[:, 1]))))
    xy = np.radians(roads.lonlat) * (_EARTH_M * east, _EARTH_M)
    tree = shapely.STRtree(np.asarray(shapely.linestrings(np.stack([xy[tail], xy[head]], axis=1))))
    at, near = tree.query(shapely.points(xy[ends]), predicate="dwithin", distance=TOUCH_M)
    other = line[near] != own_line[at]
    at, near = at[other], near[other]

    def joined(vertex: IntArray) -> Mask:
        """Return whether a vertex is an end of the near segment."""
        nearest = np.minimum(
            np.hypot(*(xy[vertex] - xy[tail[near]]).T), np.hypot(*(xy[vertex] - xy[head[near]]).T)
        )
        found: Mask = nearest <= JOIN_M
        return found

    fixed = np.bincount(at, weights=joined(ends[at]), minlength=ends.size) > 0
    # a stub shorter than the reach is near the road that it leaves from: joined already
    apart = ~joined(neighbour[at]) & ~fixed[at]
    return np.sort(ends[np.unique(at[apart])])


def _segments(roads: RoadLines) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return each vertex's number (equal places, equal numbers), and the distinct segments.

    A segment is its two vertices and its line; one that is drawn twice (there and back) is one.
    """
    of_line = np.repeat(np.arange(len(roads)), np.diff(roads.indptr))
    places = np.ascontiguousarray(roads.lonlat).view(np.complex128).ravel()
    number = np.unique(places, return_inverse=True)[1].ravel()
    same = (of_line[:-1] == of_line[1:]) & (number[:-1] != number[1:])
    tail = np.flatnonzero(same)
    a, b = number[tail], number[tail + 1]
    key = np.minimum(a, b) * np.int64(number.size) + np.maximum(a, b)
    tail = tail[np.unique(key, return_index=True)[1]]
    return number, tail, tail + 1, of_line[tail]


def _dead_ends(
    number: IntArray, tail: IntArray, head: IntArray, line: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """Return vertices with one segment only, the other vertex of that segment, and its line."""
    vertex, beyond = np.concatenate([tail, head]), np.concatenate([head, tail])
    degree = np.bincount(number[vertex], minlength=number.size)
    dead = degree[number[vertex]] == 1
    return vertex[dead], beyond[dead], np.concatenate([line, line])[dead]


def note_speeds(roads: RoadLines, figures: Mapping[str, Standard], ledger: Ledger) -> None:
    """Say which classes have no speed of their own and are ridden at the default speed.

    Lines that no vehicle rides, or that declare a speed, do not count.

    Parameters
    ----------
    roads
        As read.
    figures
        Standards in force.
    ledger
        Takes what is found.
    """
    from schoolmap.network.graph import NOT_RIDDEN

    needless = np.isfinite(roads.speed_kmh)
    if roads.ridden is not None:
        needless = needless | ~roads.ridden
    found = Counter(
        word
        for word, skipped in zip(roads.highway, needless.tolist(), strict=True)
        if not skipped and word not in NOT_RIDDEN and f"{_SPEED}{word}" not in figures
    )
    if found:
        default = figures[f"{_SPEED}default"].value
        ledger.add(
            "road_class_default_speed",
            file=roads.file,
            speed=default,
            classes_zh=_counted(found, blank="（无等级）"),
            classes_en=_counted(found, blank="(no class)"),
        )


def doubt_speed_rules(
    roads: RoadLines,
    set_by_study: Iterable[str],
    ledger: Ledger,
    *,
    tables: Iterable[str],
    file: str,
) -> None:
    """Doubt speeds that the study sets for classes that neither a line nor a table has.

    Parameters
    ----------
    roads
        As read.
    set_by_study
        Ids of ``[rules]``.
    ledger
        Takes what is found.
    tables
        Ids of the standards tables.
    file
        The study's file.
    """
    known = {*tables, *(f"{_SPEED}{word}" for word in roads.highway)}
    classes = some([word for word, _ in Counter(roads.highway).most_common() if word], most=12)
    for rule in set_by_study:
        if rule.startswith(_SPEED) and _folded(rule) not in known:
            ledger.add(
                "ride_speed_unused",
                file=file,
                column=rule,
                word=rule.removeprefix(_SPEED),
                classes=classes or "—",
            )


def _folded(rule: str) -> str:
    return _SPEED + rule.removeprefix(_SPEED).strip().lower()


def _counted(found: Counter[str], *, blank: str = "") -> str:
    return some([f"{word or blank} {count}" for word, count in found.most_common()], most=12)
