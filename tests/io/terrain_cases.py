"""What brings about each problem of the terrain, by code: a damaged file beside a small county."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from typing import Any

import geopandas
import numpy as np
import rasterio
import shapely
from rasterio import Affine

CASES: dict[str, Callable[[Any], None]] = {}
ROAD = shapely.LineString([(111.60, 36.20), (111.62, 36.22), (111.64, 36.24)])


def _case(code: str, name: str, settings: str = "", *, roads: bool = True) -> Callable[..., Any]:
    """Register a function that writes the terrain file."""

    def register(write: Callable[[Any], None]) -> Callable[[Any], None]:
        def damage(county: Any) -> None:
            if roads:
                frame = geopandas.GeoDataFrame({"class": ["tertiary"]}, geometry=[ROAD], crs=4326)
                frame.to_file(county.folder / "roads.gpkg")
                county.section("roads", 'file = "roads.gpkg"')
            county.section("terrain", f'file = "{name}"\n{settings}')
            write(county.folder / name)

        CASES[code] = damage
        return write

    return register


def _tile(path: Any, cells: np.ndarray) -> None:
    path.write_bytes(cells.astype(">i2").tobytes())


def _ramp() -> np.ndarray:
    return np.add.outer(np.zeros(1201), np.arange(1201))


def _tif(path: Any, cells: np.ndarray, **profile: Any) -> None:
    bands = cells[None] if cells.ndim == 2 else cells
    shape = {"count": bands.shape[0], "height": bands.shape[1], "width": bands.shape[2]}
    lies = Affine(0.001, 0, 111.5, 0, -0.001, 36.35)
    options = {"driver": "GTiff", "dtype": bands.dtype.name, "crs": 4326, "transform": lies}
    with rasterio.open(path, "w", **{**options, **shape, **profile}) as raster:
        raster.write(bands)


def _hills() -> np.ndarray:
    return np.add.outer(np.arange(250), np.arange(250)).astype("float32")


@_case("terrain_without_roads", "N36E111.hgt", roads=False)
@_case("terrain_kind_unknown", "dem.asc")
def _anything(path: Any) -> None:
    path.write_bytes(b"1 2 3")


@_case("terrain_tiles_none", "heights")
def _empty_folder(path: Any) -> None:
    path.mkdir()


@_case("hgt_name", "tile.hgt")
def _no_name(path: Any) -> None:
    _tile(path, _ramp())


@_case("hgt_size", "N36E111.hgt")
def _half_a_tile(path: Any) -> None:
    path.write_bytes(b"00" * 70_000)


@_case("hgt_mixed", "heights")
def _mixed(path: Any) -> None:
    path.mkdir()
    _tile(path / "N36E111.hgt", _ramp())
    _tile(path / "N36E111_fine.hgt", np.zeros((3601, 3601)))


@_case("terrain_elsewhere", "N27E118.hgt")
def _elsewhere(path: Any) -> None:
    _tile(path, _ramp())


@_case("terrain_empty", "N36E111.hgt")
def _void(path: Any) -> None:
    _tile(path, np.full((1201, 1201), -32768))


@_case("terrain_constant", "N36E111.hgt")
def _constant(path: Any) -> None:
    _tile(path, np.full((1201, 1201), 7))


@_case("terrain_voids", "N36E111.hgt.zip")
def _holes(path: Any) -> None:
    cells = _ramp()
    cells[950:953, 740:743] = -32768
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("N36E111.hgt", cells.astype(">i2").tobytes())


@_case("terrain_absurd", "N36E111.hgt")
def _absurd(path: Any) -> None:
    cells = _ramp()
    cells[950:953, 740:743] = 32767
    _tile(path, cells)


@_case("terrain_steep", "N36E111.hgt")
def _steep(path: Any) -> None:
    _tile(path, np.where(np.indices((1201, 1201)).sum(axis=0) % 2, 0, 900))


@_case("terrain_crs_missing", "dem.tif")
def _nowhere(path: Any) -> None:
    _tif(path, _hills(), crs=None)


@_case("terrain_crs_shifted", "dem.tif", 'coordinates = "gcj02"')
@_case("terrain_needs_rasterio", "dem.tif")
def _fine(path: Any) -> None:
    _tif(path, _hills())


@_case("terrain_crs_bad", "dem.tif")
def _metres_as_degrees(path: Any) -> None:
    _tif(path, _hills(), transform=Affine(30, 0, 500_000, 0, -30, 4_000_000))


@_case("terrain_picture", "dem.tif")
def _picture(path: Any) -> None:
    _tif(path, np.zeros((3, 250, 250), "uint8"), photometric="RGB")


@_case("terrain_bands", "dem.tif")
def _bands(path: Any) -> None:
    _tif(path, np.stack((_hills(), _hills())))


@_case("terrain_feet", "dem.tif")
def _feet(path: Any) -> None:
    _tif(path, _hills())
    with rasterio.open(path, "r+") as raster:
        raster.units = ("ft",)


@_case("terrain_too_large", "dem.tif")
def _huge(path: Any) -> None:
    options = {"driver": "GTiff", "dtype": "uint8", "count": 1, "crs": 4326, "sparse_ok": True}
    lies = Affine(1e-6, 0, 111.5, 0, -1e-6, 36.35)
    size = {"width": 250_000, "height": 250_000, "tiled": True, "bigtiff": True}
    with rasterio.open(path, "w", transform=lies, **options, **size):
        pass


@_case("terrain_coarsened", "dem.tif")
def _finer_than_needed(path: Any) -> None:
    cells = np.add.outer(np.arange(7000), np.arange(7000)) // 64
    lies = Affine(1.6e-5, 0, 111.57, 0, -1.6e-5, 36.28)
    _tif(path, cells.astype("uint8"), transform=lies, compress="deflate")


def without_rasterio(monkeypatch: Any) -> None:
    """As where the extra is not installed."""
    monkeypatch.setitem(sys.modules, "rasterio", None)
