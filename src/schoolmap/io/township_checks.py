"""Whether villages and township polygons are in one datum: each village knows its township.

A county's outline says nothing of a shift of 500 m, for few villages lie along it. Townships do:
their edges run through the county, and a wrong datum carries the villages on one side of them over.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.fit import METRES_PER_DEGREE, turned
from schoolmap.geography.readings import family, other_readings
from schoolmap.io.china import package_of
from schoolmap.io.ledger import Ledger
from schoolmap.io.suspicion import fewest_changes
from schoolmap.io.suspicion_words import option_words
from schoolmap.model.study import BoundaryPart, StudyFile, Table

FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]

_FEWEST_PLACES = 30
_FEWEST_GAINED = 8
"""So many villages more must lie in their own township."""
_CLEAR = 3.0
"""Standard errors of a sign test against the reading as declared."""
_CLEAR_OF_CONTROLS = 1.0
"""The same against each control: villages stand some way off the edges of townships, so that a
move by 45 degrees off the right one still serves nearly as well."""


def doubt_townships(
    villages: Table, boundary: Sequence[BoundaryPart], settings: StudyFile, ledger: Ledger
) -> None:
    """Report villages that fall into their own townships clearly better in another datum.

    Needs a boundary of several named townships, and villages that name theirs; says nothing
    without.

    Parameters
    ----------
    villages, boundary
        As read, in WGS-84.
    settings
        Says how each was declared.
    ledger
        Takes ``township_datum_suspected``.
    """
    if settings.boundary is None or len({part.name for part in boundary}) < 2:
        return
    own = _own_part(villages.text("township"), boundary)
    known = own >= 0
    if int(known.sum()) < _FEWEST_PLACES:
        return
    lonlat = np.column_stack([villages.numbers("lon"), villages.numbers("lat")])[known]
    first = ("villages", villages.label, family(settings.villages.coordinates))
    second = ("boundary", settings.boundary.file, family(settings.boundary.coordinates))
    packaged = package_of(settings.boundary.file) is not None
    readings = other_readings(lonlat, first[2], second[2], second_known=packaged)
    inside = _Inside(boundary, own[known])
    now = inside.of(lonlat)
    found = [inside.of(reading.lonlat) for reading in readings]
    if not found:
        return
    best = int(np.argmax([int(mask.sum()) for mask in found]))
    if not _clearly_more(found[best], now, fewest=_FEWEST_GAINED, errors=_CLEAR):
        return
    controls = [inside.of(points) for points in _controls(lonlat, readings[best].lonlat)]
    if not all(
        _clearly_more(found[best], control, fewest=1, errors=_CLEAR_OF_CONTROLS)
        for control in controls
    ):
        return
    ledger.add(
        "township_datum_suspected",
        file="study.toml",
        column="villages.coordinates, boundary.coordinates",
        **option_words(
            *fewest_changes(readings[best], first, second),
            declared={
                "villages": settings.villages.coordinates or "wgs84",
                "boundary": settings.boundary.coordinates or "wgs84",
            },
        ),
        **_shares(now, found[best], controls),
    )


class _Inside:
    """The township polygon of each village, to look places up in."""

    def __init__(self, boundary: Sequence[BoundaryPart], own: NDArray[np.int64]) -> None:
        import shapely

        shapes = shapely.from_wkb([part.wkb for part in boundary])
        shapely.prepare(shapes)
        self._own = shapes[own]

    def of(self, lonlat: FloatArray) -> Mask:
        """Return which places lie in their own township, shape (n,)."""
        import shapely

        inside: Mask = shapely.intersects_xy(self._own, lonlat[:, 0], lonlat[:, 1])
        return inside


def _own_part(townships: Sequence[str], boundary: Sequence[BoundaryPart]) -> NDArray[np.int64]:
    """Return the polygon of each village's township, -1 where none, or several, has its name."""
    names = [part.name for part in boundary]
    single = {name: at for at, name in enumerate(names) if name and names.count(name) == 1}
    return np.array([single.get(name, -1) for name in townships], dtype=np.int64)


def _clearly_more(mask: Mask, other: Mask, *, fewest: int, errors: float) -> bool:
    """Return whether more places lie right in `mask`, by a sign test over those that differ."""
    gained, lost = int((mask & ~other).sum()), int((other & ~mask).sum())
    if gained - lost < fewest:
        return False
    return (gained - lost) / float(np.sqrt(gained + lost)) >= errors


def _controls(given: FloatArray, moved: FloatArray) -> FloatArray:
    scale = np.array([np.cos(np.radians(float(np.median(given[:, 1])))), 1.0]) * METRES_PER_DEGREE
    points: FloatArray = given + turned((moved - given) * scale) / scale
    return points


def _shares(now: Mask, then: Mask, controls: Sequence[Mask]) -> dict[str, Any]:
    best = max(float(mask.mean()) for mask in controls)
    return {
        "count": len(now),
        "before": f"{now.mean() * 100:.1f}",
        "after": f"{then.mean() * 100:.1f}",
        "control": f"{best * 100:.1f}",
    }
