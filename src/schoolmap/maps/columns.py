"""A layout model as plain data and whole-number columns, for the kernel's twin in the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel import KERNEL_VERSION
from schoolmap.model.codes import AREA_CLASSES, AREA_GROUPS, area_group
from schoolmap.model.layout import LayoutModel, Sites
from schoolmap.model.od import ODMatrix
from schoolmap.model.resources import INDICATORS, RESOURCE_INDEX, RESOURCES
from schoolmap.units import MM_PER_M

IntArray = NDArray[np.int64]
Arrays = dict[str, IntArray]


@dataclass(frozen=True)
class ModelColumns:
    """What `readModel` of ``kernel/model.mjs`` makes a model of.

    Attributes
    ----------
    data
        Plain JSON: texts, standards, and amounts that may be large or have a fraction.
    plain, alike
        Whole-number arrays by name, all within 32 bits; neighbours in those of `alike` differ
        little.
    """

    data: Mapping[str, object]
    plain: Mapping[str, IntArray]
    alike: Mapping[str, IntArray]


def model_columns(model: LayoutModel) -> ModelColumns:
    """Return a model as data and columns.

    Journeys are written as what each village adds to an earlier village near it, site by site: on
    roads most of them differ by the way between the two, so that they pack small.

    Parameters
    ----------
    model
        As prepared; its rows of `between`, if any, go along.
    """
    villages, sites = model.villages, model.sites
    metres = (sites.xy_mm + MM_PER_M // 2) // MM_PER_M
    rows = _like_earlier(villages.xy_mm)
    plain = {
        "villages.area_class": _whole(villages.area_class),
        "villages.pupils": _whole(villages.pupils),
        "villages.component": _whole(villages.component),
        **{f"sites.{name}": _whole(getattr(sites, name)) for name in _SITE_COLUMNS},
        "sites.x_m": metres[:, 0],
        "sites.y_m": metres[:, 1],
        **_journeys(model.od, rows),
    }
    alike = {
        "villages.designated": _whole(villages.designated),
        "od.site": _whole(model.od.destination),
    }
    if model.between is not None:
        plain |= _between(model.between, _like_earlier(sites.xy_mm))
        alike["between.site"] = _whole(model.between.destination)
    return ModelColumns(_data(model), plain, alike)


_SITE_COLUMNS = (
    "type_code",
    "area_class",
    "status",
    "private",
    "first_grade",
    "last_grade",
    "bus",
    "component",
)


def _data(model: LayoutModel) -> dict[str, object]:
    return {
        "sha256": model.sha256,
        "kernel_version": KERNEL_VERSION,
        "estimated": model.estimated,
        "language": model.language,
        "cutoff_s": model.cutoff_s,
        "villages": {
            "ids": list(model.villages.ids),
            "townships": list(model.villages.townships),
        },
        "sites": _site_data(model.sites),
        "standards": {
            rule: {
                "value": list(row.value) if isinstance(row.value, tuple) else row.value,
                "force": row.force,
                "table": row.table,
            }
            for rule, row in model.standards.items()
        },
        "resources": [
            {"name": r.name, "scale": r.scale, "movable": r.movable, "unit": r.unit}
            for r in RESOURCES
        ],
        "indicators": [
            {
                "name": i.name,
                "resource": RESOURCE_INDEX[i.name],
                "per": i.per,
                "editions": list(i.editions),
                "unit": f"{i.resource.unit}/{'pupil' if i.per == 1 else f'{i.per} pupils'}",
            }
            for i in INDICATORS
        ],
        "area_groups": list(AREA_GROUPS),
        "area_group_of": [[code, area_group(code)] for code in AREA_CLASSES],
        "between": model.between is not None,
    }


def _site_data(sites: Sites) -> dict[str, object]:
    amounts = (
        "classes",
        "seats",
        "beds",
        "bus_seats",
        "roll",
        "roll_by_grade",
        "senior_pupils",
        "resources",
        "resources_primary",
        "resources_junior",
    )
    return {
        "ids": list(sites.ids),
        "names": list(sites.names),
        **{name: _numbers(getattr(sites, name)) for name in amounts},
    }


def _numbers(values: NDArray[np.generic]) -> list[float]:
    """Return numbers flat; whole ones without a fraction, which says the same in fewer bytes."""
    flat: list[float] = values.ravel().tolist()
    return [int(v) if v == int(v) else v for v in flat]


def _whole(values: NDArray[np.generic]) -> IntArray:
    return values.astype(np.int64).ravel()


def _journeys(od: ODMatrix, like: IntArray) -> Arrays:
    return {
        "od.count": np.diff(od.indptr).astype(np.int64),
        "od.like": like,
        "od.length_m": _added(od, like, od.length_m),
        "od.walk_extra_s": _added(od, like, od.walk_ref_s - od.length_m),
        "od.ride_s": _added(od, like, od.ride_s),
        "od.ride_length_m": _added(od, like, od.ride_length_m),
    }


def _between(between: ODMatrix, like: IntArray) -> Arrays:
    return {
        "between.count": np.diff(between.indptr).astype(np.int64),
        "between.like": like,
        "between.walk_ref_s": _added(between, like, between.walk_ref_s),
    }


def _like_earlier(xy_mm: IntArray) -> IntArray:
    """Return for each place the nearest of the places before it in straight line, -1 none."""
    like = np.full(len(xy_mm), -1, dtype=np.int64)
    xy = xy_mm.astype(np.float64)
    for i in range(1, len(xy)):
        d = xy[:i] - xy[i]
        like[i] = np.argmin(d[:, 0] * d[:, 0] + d[:, 1] * d[:, 1])
    return like


def _added(od: ODMatrix, like: IntArray, column: NDArray[np.int32]) -> IntArray:
    """Return a column less what the origin's like has in its row to the same site, if any."""
    origin, values = od.origin(), _whole(column)
    keys = origin * od.n_destination + od.destination
    asked = like[origin] * od.n_destination + od.destination
    if not keys.size:
        return values
    at = np.minimum(np.searchsorted(keys, asked), keys.size - 1)
    known = (like[origin] >= 0) & (keys[at] == asked)
    return values - np.where(known, values[at], 0)
