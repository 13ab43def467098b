"""A model with the schools that a scenario adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.added import AddedSite
from schoolmap.model.codes import STATUS_CANDIDATE
from schoolmap.model.layout import UNKNOWN, LayoutModel, Sites
from schoolmap.model.od import NO_RIDE, ODMatrix
from schoolmap.model.resources import RESOURCES

IntArray = NDArray[np.int64]


def extended(model: LayoutModel, added: Sequence[AddedSite]) -> LayoutModel:
    """Return the model with added schools after the listed ones, as candidates that serve nothing.

    Their resources are unknown, but for the movable ones, of which they have none yet.

    Parameters
    ----------
    model
        As prepared.
    added
        In the order of their site indices.
    """
    if not added:
        return model
    between = model.between or _nothing(len(model.sites))
    ways = [_on_foot(a) for a in added]
    return replace(
        model,
        sites=_sites(model.sites, added),
        od=_rows(model.od, [_journeys(a) for a in added]),
        between=_rows(between, ways),
    )


def _journeys(site: AddedSite) -> tuple[NDArray[np.integer], ...]:
    return site.village, site.length_m, site.walk_ref_s, site.ride_s, site.ride_length_m


def _on_foot(site: AddedSite) -> tuple[NDArray[np.integer], ...]:
    no_ride = np.full(site.site.size, NO_RIDE, dtype=np.int32)
    return site.site, site.site_walk_ref_s, site.site_walk_ref_s, no_ride, no_ride


def _nothing(n_site: int) -> ODMatrix:
    none = np.zeros(0, dtype=np.int32)
    return ODMatrix(np.zeros(n_site + 1, dtype=np.int64), none, none, none, none, none, n_site)


def _sites(sites: Sites, added: Sequence[AddedSite]) -> Sites:
    n = len(added)
    unknown = np.full(n, UNKNOWN, dtype=np.int64)
    nothing = np.where([r.movable for r in RESOURCES], 0, UNKNOWN)
    resources = np.broadcast_to(nothing, (n, len(RESOURCES))).astype(np.int64)
    no_stages = np.full((n, len(RESOURCES)), UNKNOWN, dtype=np.int64)

    def more(name: str, values: object) -> NDArray[np.generic]:
        mine = getattr(sites, name)
        return np.concatenate((mine, np.asarray(values, dtype=mine.dtype)))

    columns: dict[str, object] = {
        "type_code": np.zeros(n),
        "area_class": np.zeros(n),
        "status": np.full(n, STATUS_CANDIDATE),
        "private": np.zeros(n),
        "first_grade": np.zeros(n),
        "last_grade": np.zeros(n),
        **dict.fromkeys(("classes", "seats", "boarders", "boarders_girls", "beds"), unknown),
        "bus": np.zeros(n),
        "bus_seats": unknown,
        "roll": unknown,
        "roll_by_grade": np.full((n, sites.roll_by_grade.shape[1]), UNKNOWN),
        "senior_pupils": np.zeros(n),
        "resources": resources,
        "resources_primary": no_stages,
        "resources_junior": no_stages,
        "component": [a.component for a in added],
        "snap_mm": np.zeros(n),
        "lonlat": np.array([a.lonlat for a in added], dtype=np.float64),
        "xy_mm": np.zeros((n, 2)),
    }
    arrays = {name: more(name, values) for name, values in columns.items()}
    return Sites(
        ids=(*sites.ids, *(a.id for a in added)),
        names=(*sites.names, *(a.name or a.id for a in added)),
        names_en=(*sites.names_en, *("" for _ in added)),
        townships=(*sites.townships, *("" for _ in added)),
        **arrays,  # type: ignore[arg-type]
    )


def _rows(od: ODMatrix, added: Sequence[tuple[NDArray[np.integer], ...]]) -> ODMatrix:
    """Return the journeys with those to more destinations, sorted as before.

    `added` holds for each of them the origins, then the four columns of an `ODMatrix`.
    """
    n = od.n_destination
    origin = np.concatenate((od.origin(), *(a[0] for a in added)))
    columns = (np.full(a[0].size, n + k, dtype=np.int32) for k, a in enumerate(added))
    destination = np.concatenate((od.destination, *columns))
    order = np.lexsort((destination, origin))

    def column(name: str, at: int) -> NDArray[np.int32]:
        parts = (getattr(od, name), *(a[at] for a in added))
        joined: NDArray[np.int32] = np.concatenate(parts)[order].astype(np.int32)
        return joined

    counts = np.bincount(origin, minlength=od.n_origin)
    return ODMatrix(
        indptr=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        destination=destination[order].astype(np.int32),
        length_m=column("length_m", 1),
        walk_ref_s=column("walk_ref_s", 2),
        ride_s=column("ride_s", 3),
        ride_length_m=column("ride_length_m", 4),
        n_destination=n + len(added),
    )
