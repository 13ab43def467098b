"""What is said of an OpenStreetMap file: what was kept and left out, with a way to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.ledger import Ledger, some
from schoolmap.io.osm_rights import Judged
from schoolmap.model.study import RoadLines

IntArray = NDArray[np.int64]
Mask = NDArray[np.bool_]

_ASIDE_CODES = {
    "not_travelled": "osm_not_travelled",
    "area": "osm_area",
    "ferry": "osm_ferry",
    "closed": "osm_closed",
}
_PER_DEGREE = 1e7
"""OpenStreetMap keeps places in whole ten-millionths of a degree."""
_MOST_VALUES = 6
_MOST_CLASSES = 12


@dataclass(frozen=True)
class Report:
    """Says what became of the ways; `kind` indexes `judged` for each way."""

    file: str
    ledger: Ledger
    judged: Sequence[Judged]
    kind: IntArray
    ids: IntArray

    def _ways(self, which: Sequence[bool]) -> IntArray:
        """Return the ways of the kinds that are marked."""
        return np.flatnonzero(np.array(which, dtype=bool)[self.kind])

    def _add(self, code: str, ways: IntArray, words: Mapping[str, object] | None = None) -> None:
        if ways.size:
            first = int(self.ids[ways[0]])
            gaps: dict[str, Any] = {"count": int(ways.size), "first": first, **(words or {})}
            self.ledger.add(code, file=self.file, **gaps)

    def aside(self) -> None:
        """Report the ways that are no roads to travel."""
        for reason, code in _ASIDE_CODES.items():
            ways = self._ways([one.aside == reason for one in self.judged])
            classes = Counter(self.judged[at].highway for at in self.kind[ways].tolist())
            self._add(code, ways, {"classes": _counted(classes)})

    def cut(self, missing: IntArray, used: Mask, kept: IntArray) -> None:
        """Report ways that were cut, or are too short; `missing` counts the nodes of each way."""
        whole = np.zeros(self.ids.size, dtype=bool)
        whole[kept] = True
        lost = used & ~whole
        cut = np.flatnonzero(missing)
        gone = int(np.count_nonzero(lost & (missing > 0)))
        self._add("osm_cut", cut, {"missing": int(missing.sum()), "lost": gone})
        self._add("osm_short", np.flatnonzero(lost & (missing == 0)))

    def read(self, kept: IntArray) -> None:
        """Report how tags of the ways kept were understood."""
        from schoolmap.network.graph import NOT_WALKED

        # pieces of one way follow each other
        judged, distinct = self.judged, kept[np.diff(kept, prepend=-1) > 0]
        if distinct.size < self.ids.size:
            replace(self, kind=self.kind[distinct], ids=self.ids[distinct]).read(
                np.arange(distinct.size)
            )
            return
        self._add("osm_tracks", self._ways([j.highway == "track" and not j.ridden for j in judged]))
        by_class = NOT_WALKED | {"busway"}
        self._add(
            "osm_no_walkers",
            self._ways([not j.walked and j.highway not in by_class for j in judged]),
        )
        self._add("osm_in_turns", self._ways([j.in_turns for j in judged]))
        self._add("osm_speed_zone", self._ways([j.zone for j in judged]))
        for key in dict.fromkeys(key for j in judged for key, _ in j.unread):
            ways = self._ways([key in dict(j.unread) for j in judged])
            values = Counter(dict(judged[at].unread)[key] for at in self.kind[ways].tolist())
            words = {"key": key, "values": _counted(values, most=_MOST_VALUES)}
            self._add("osm_value_unread", ways, words)

    def kept(self, roads: RoadLines) -> None:
        """Say what was read, and which ends only seem to join."""
        apart = _apart(roads)
        if apart.size:
            of_line = np.searchsorted(roads.indptr, apart, side="right") - 1
            shown = [
                f"way {roads.rows[line]} ({roads.lonlat[at, 0]:.6f}, {roads.lonlat[at, 1]:.6f})"
                for at, line in zip(apart[: _MOST_VALUES + 1], of_line, strict=False)
            ]
            count, some_shown = int(apart.size), some(shown, most=_MOST_VALUES)
            self.ledger.add("osm_nodes_apart", file=self.file, count=count, shown=some_shown)
        self.ledger.add(
            "osm_kept",
            file=self.file,
            count=len(roads),
            walked=_size(roads.walked),
            ridden=_size(roads.ridden),
            bridges=_size(roads.bridge),
            oneway=_size(roads.oneway != 0),
            limited=_size(np.isfinite(roads.speed_kmh)),
            named=len(roads) - roads.name.count(""),
            classes=_counted(Counter(roads.highway)),
        )


def _apart(roads: RoadLines) -> IntArray:
    """Return the dead ends on the very place of another node, as vertices; no nearer look.

    Within `schoolmap.io.road_checks` ends that almost touch are doubted; editors of OpenStreetMap
    look for those themselves, while two nodes on one place are what imports leave behind.
    """
    vertex = np.arange(0) if roads.vertex is None else roads.vertex
    # both axes in one number: a place is at most 1.8e9 steps from the middle of its axis
    key = np.rint(roads.lonlat[:, 0] * _PER_DEGREE).astype(np.int64) << 32
    key += np.rint(roads.lonlat[:, 1] * _PER_DEGREE).astype(np.int64)
    is_end = np.zeros(key.size, dtype=bool)
    is_end[roads.indptr[:-1]] = is_end[roads.indptr[1:] - 1] = True
    ends = np.sort(key[is_end])
    ends = ends[np.diff(ends, prepend=ends[0] - 1) > 0]
    at = np.searchsorted(ends, key)
    at[at == ends.size] = 0
    near = np.flatnonzero(ends[at] == key)
    place, node = at[near], np.unique(vertex[near], return_inverse=True)[1].ravel()
    # a place has one node where its least and its greatest are the same
    least, most = np.full(ends.size, node.size), np.full(ends.size, -1)
    np.minimum.at(least, place, node)
    np.maximum.at(most, place, node)
    dead = is_end[near] & (np.bincount(node)[node] == 1) & (least < most)[place]
    found: IntArray = near[dead]
    return found


def _size(marks: Mask | None) -> int:
    return 0 if marks is None else int(np.count_nonzero(marks))


def _counted(found: Counter[str], *, most: int = _MOST_CLASSES) -> str:
    return some([f"{word} {count}" for word, count in found.most_common()], most=most)
