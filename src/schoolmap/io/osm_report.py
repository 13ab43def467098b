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
        judged, distinct = self.judged, np.unique(kept)
        if distinct.size < self.ids.size:
            replace(self, kind=self.kind[distinct], ids=self.ids[distinct]).read(
                np.arange(distinct.size)
            )
            return
        self._add("osm_tracks", self._ways([j.highway == "track" and not j.ridden for j in judged]))
        self._add("osm_in_turns", self._ways([j.in_turns for j in judged]))
        self._add("osm_speed_zone", self._ways([j.zone for j in judged]))
        for key in dict.fromkeys(key for j in judged for key, _ in j.unread):
            ways = self._ways([key in dict(j.unread) for j in judged])
            values = Counter(dict(judged[at].unread)[key] for at in self.kind[ways].tolist())
            words = {"key": key, "values": _counted(values, most=_MOST_VALUES)}
            self._add("osm_value_unread", ways, words)

    def kept(self, roads: RoadLines) -> None:
        """Say what was read."""
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


def _size(marks: Mask | None) -> int:
    return 0 if marks is None else int(np.count_nonzero(marks))


def _counted(found: Counter[str], *, most: int = _MOST_CLASSES) -> str:
    return some([f"{word} {count}" for word, count in found.most_common()], most=most)
