"""The one projected CRS of a study: metres to measure in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from schoolmap.errors import InputError, Problem
from schoolmap.geography.datum import is_definition

if TYPE_CHECKING:
    from pyproj import CRS

FloatArray = NDArray[np.float64]

_MOST_STRETCH = 0.01
"""A zone of 6 degrees is off by 0.1 % at its edge, a country's conic by less than 1 %."""


def choose_crs(lonlat: ArrayLike, declared: str | None = None) -> str:
    """Return the CRS to measure in: the declared one, else the UTM zone of the median point.

    Parameters
    ----------
    lonlat
        WGS-84 degrees, shape (n, 2); points that are not finite are left out.
    declared
        CRS of study.toml, for example ``EPSG:32649``; must be projected, in metres, and not be
        Mercator's, whose metres are none on the ground.

    Returns
    -------
    A name that `project` and `unproject` take, for example ``EPSG:32649``.

    Raises
    ------
    InputError
        If the declared CRS is unknown, does not measure metres or stretches them by more than 1 %
        at the median point, or if there is no point.
    """
    points = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    points = points[np.isfinite(points).all(axis=1)]
    if declared is not None:
        crs = _checked(declared.strip())
        if len(points):
            _refuse_stretched(crs, np.median(points, axis=0))
        return crs
    if not len(points):
        raise InputError([_no_points()])
    lon, lat = (float(value) for value in np.median(points, axis=0))
    zone = math.floor((lon + 180.0) / 6.0) % 60 + 1
    return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"


def project(lonlat: ArrayLike, crs: str) -> FloatArray:
    """Return metres in `crs` of WGS-84 degrees, shape (n, 2), float64.

    Raises
    ------
    InputError
        If a point cannot be shown in `crs`.
    """
    return _transform(lonlat, source="EPSG:4326", target=crs)


def unproject(xy: ArrayLike, crs: str) -> FloatArray:
    """Return WGS-84 degrees of metres in `crs`, shape (n, 2), float64.

    Raises
    ------
    InputError
        If a point lies outside `crs`.
    """
    return _transform(xy, source=crs, target="EPSG:4326")


def _transform(points: ArrayLike, *, source: str, target: str) -> FloatArray:
    from pyproj import Transformer

    given = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    transformer = Transformer.from_crs(source, target, always_xy=True)
    x, y = transformer.transform(given[:, 0], given[:, 1])
    result = np.column_stack([x, y])
    if not np.isfinite(result).all():
        raise InputError([_outside(source if target == "EPSG:4326" else target)])
    return result


def _checked(declared: str) -> str:
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    if not is_definition(declared):
        raise InputError([_not_metric(declared)])
    try:
        crs = CRS.from_user_input(declared)
        Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    except ProjError as error:
        raise InputError([_not_metric(declared)]) from error
    in_metres = all(axis.unit_conversion_factor == 1.0 for axis in crs.axis_info)
    if not (crs.is_projected and in_metres) or _is_mercator(crs):
        raise InputError([_not_metric(declared)])
    return declared


def _refuse_stretched(crs: str, place: FloatArray) -> None:
    """Refuse a CRS whose metres are none at a place: another zone's, or another country's."""
    from pyproj import Proj
    from pyproj.exceptions import ProjError

    try:
        factors = Proj(crs).get_factors(float(place[0]), float(place[1]))
    except ProjError as error:
        raise InputError([_outside(crs)]) from error
    scales = (factors.meridional_scale, factors.parallel_scale)
    off = max(abs(scale - 1.0) if math.isfinite(scale) else 1.0 for scale in scales)
    if off > _MOST_STRETCH:
        raise InputError([_stretched(crs, off)])


def _stretched(crs: str, off: float) -> Problem:
    percent = f"{min(off, 9.99) * 100:.0f}"
    return Problem(
        code="crs_stretched",
        severity="error",
        file="study.toml",
        column="study.crs",
        value=crs,
        action="stopped",
        zh=f"该坐标系在本县量出的长度差 {percent}%：多半是别的分带或别的地区的。",
        en=f"Lengths measured in this CRS are {percent} % off in this county: it is probably "
        "another zone's, or another country's.",
        repair_zh="请删去 crs（自动选用 UTM 分带），或改为本县所在的分带。",
        repair_en="Leave crs out (the UTM zone is then used), or name the zone of this county.",
    )


def _is_mercator(crs: CRS) -> bool:
    """Return whether a CRS is Mercator's, also that of web maps: its metres are none on the ground.

    They are a quarter too many in the middle of China. Transverse and oblique ones are true.
    """
    operation = crs.coordinate_operation
    name = "" if operation is None else operation.method_name
    return name.startswith("Mercator") or name.endswith("Pseudo Mercator")


def _not_metric(declared: str) -> Problem:
    return Problem(
        code="crs_not_metric",
        severity="error",
        file="study.toml",
        column="study.crs",
        value=declared,
        action="stopped",
        zh="量算用的坐标系必须是以米为单位的投影坐标系；墨卡托（如 EPSG:3857）的米不是地面上的米。",
        en="The CRS to measure in must be a projected one, in metres; those of Mercator (such as "
        "EPSG:3857) are none on the ground.",
        repair_zh="请删去 crs（自动选用 UTM 分带），或写例如 EPSG:32649、EPSG:4547。",
        repair_en="Leave crs out (the UTM zone is then used), or write one such as EPSG:32649.",
    )


def _no_points() -> Problem:
    return Problem(
        code="crs_no_points",
        severity="error",
        file="",
        action="stopped",
        zh="没有可用的坐标，无法选定投影坐标系。",
        en="There is no usable coordinate to choose a projected CRS by.",
        repair_zh="请检查学校表和村庄表的经纬度。",
        repair_en="Check longitude and latitude of the schools and villages.",
    )


def _outside(crs: str) -> Problem:
    return Problem(
        code="crs_outside",
        severity="error",
        file="study.toml",
        column="study.crs",
        value=crs,
        action="stopped",
        zh="有坐标不在该投影坐标系的范围内。",
        en="Some coordinates cannot be shown in this CRS.",
        repair_zh="请检查 crs 与各表的坐标系声明。",
        repair_en="Check crs and the coordinates declared for each table.",
    )
