"""Reading heights: tiles by pencil, GeoTIFF by rasterio's own writing, and what goes wrong."""

from __future__ import annotations

import sys
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.io.terrain_cases import CASES as TERRAIN_CASES

from schoolmap.io.files import Source
from schoolmap.io.ledger import Ledger
from schoolmap.io.terrain import read_terrain
from schoolmap.model.study import RoadLines, SourceSection
from schoolmap.model.terrain import Terrain

rasterio = pytest.importorskip("rasterio", reason="the extra terrain is not installed")
from rasterio import Affine  # noqa: E402


def from_origin(west: float, north: float, width: float, height: float) -> Affine:
    return Affine(width, 0.0, west, 0.0, -height, north)


def roads(*lonlat: tuple[float, float]) -> RoadLines:
    n = len(lonlat)
    return RoadLines(
        lonlat=np.array(lonlat, dtype=float),
        indptr=np.array([0, n]),
        highway=("tertiary",),
        oneway=np.zeros(1, dtype=np.int8),
        speed_kmh=np.full(1, np.nan),
        length_m=np.full(1, np.nan),
        name=("",),
        rows=np.array([1]),
        file="roads.gpkg",
    )


ROADS = roads((111.40, 36.30), (111.60, 36.50))


def read(
    path: Path, *, lines: RoadLines | None = ROADS, **settings: str
) -> tuple[Terrain | None, list[str], Ledger]:
    """Terrain, codes of what was found, and the ledger."""
    ledger = Ledger()
    section = SourceSection(file=path.name, **settings)
    terrain, _ = read_terrain(Source("terrain", section, path), lines, ledger)
    return terrain, [p.code for p in ledger.problems], ledger


def tile(path: Path, cells: np.ndarray, *, zipped: bool = False) -> Path:
    raw = cells.astype(">i2").tobytes()
    if zipped:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(path.name[:-4], raw)
    else:
        path.write_bytes(raw)
    return path


def coarse(value: int = 500) -> np.ndarray:
    return np.full((1201, 1201), value)


def lands(terrain: Terrain, lon: float, lat: float) -> float:
    """Height of the cell at a place."""
    a, _, c, _, e, f = terrain.transform
    return float(terrain.height_m[round((lat - f) / e), round((lon - c) / a)])


# --- tiles


def test_a_tile_starts_in_the_north_west(tmp_path: Path) -> None:
    cells = coarse()
    # row 1201 - 1 - 0.4 x 1200 = 720 from the north is 36.4 N; column 540 is 111.45 E
    cells[720, 540] = 812
    terrain, codes, _ = read(tile(tmp_path / "N36E111.hgt", cells))
    assert terrain is not None
    assert lands(terrain, 111.45, 36.4) == 812
    assert lands(terrain, 111.45 + 1 / 1200, 36.4) == 500
    assert codes == []
    # the window has the roads and 3 km around them, not the whole degree
    assert terrain.height_m.size < 400 * 400


@pytest.mark.parametrize("name", ["N36E111.hgt.zip", "n36e111.HGT.ZIP", "N36E111.SRTMGL3.hgt.zip"])
def test_a_tile_in_a_zip(tmp_path: Path, name: str) -> None:
    terrain, codes, _ = read(tile(tmp_path / name, coarse(321), zipped=True))
    assert terrain is not None
    assert lands(terrain, 111.5, 36.4) == 321
    assert codes == ["terrain_constant"]


def test_southern_and_western_tiles(tmp_path: Path) -> None:
    cells = coarse()
    cells[600, 300] = 77  # 33.5 S, 69.75 W
    place = roads((-69.80, -33.55), (-69.70, -33.45))
    terrain, _, _ = read(tile(tmp_path / "S34W070.hgt", cells), lines=place)
    assert terrain is not None
    assert lands(terrain, -69.75, -33.5) == 77


@pytest.mark.parametrize("pattern", ["", "*.hgt*"])
def test_tiles_of_a_folder_meet(tmp_path: Path, pattern: str) -> None:
    west, east = coarse(100), coarse(200)
    west[:, -1] = east[:, 0] = 150  # the column that both have
    tile(tmp_path / "N36E111.hgt", west)
    tile(tmp_path / "N36E112.hgt.zip", east, zipped=True)
    tile(tmp_path / "N50E007.hgt", coarse(9))  # away from the roads: not opened
    (tmp_path / "README.txt").write_text("tiles")
    across = roads((111.95, 36.4), (112.05, 36.4))
    terrain, codes, _ = read(tmp_path / pattern, lines=across)
    assert terrain is not None
    assert lands(terrain, 111.98, 36.4) == 100
    assert lands(terrain, 112.0, 36.4) == 150
    assert lands(terrain, 112.02, 36.4) == 200
    assert codes == []


def test_a_void_is_filled_and_said(tmp_path: Path) -> None:
    cells = np.add.outer(np.zeros(1201), np.arange(1201)) % 300
    cells[720, 540] = -32768
    terrain, codes, ledger = read(tile(tmp_path / "N36E111.hgt", cells))
    assert terrain is not None
    assert codes == ["terrain_voids"]
    assert (terrain.void_cells, terrain.filled_cells) == (1, 1)
    assert lands(terrain, 111.45, 36.4) == 240
    assert "1" in ledger.problems[0].zh
    assert ledger.problems[0].severity == "note"


def test_impossible_heights_are_taken_out(tmp_path: Path) -> None:
    cells = coarse()
    cells[700, 500:520] = 32767
    cells[700, 530] = 400
    terrain, codes, ledger = read(tile(tmp_path / "N36E111.hgt", cells))
    assert terrain is not None
    assert codes == ["terrain_absurd", "terrain_voids"]
    assert "20" in ledger.problems[0].zh
    assert ledger.problems[0].value == "32,767"
    assert np.nanmax(terrain.height_m) == 500


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("tile.hgt", b"\0" * 2 * 1201 * 1201, "hgt_name"),
        ("N36E111.hgt", b"\0" * 100, "hgt_size"),
        ("N36E111.hgt", b"", "hgt_size"),
        ("N36E111.hgt.zip", b"no zip", "file_unreadable"),
        ("dem.asc", b"ncols 3", "terrain_kind_unknown"),
        ("dem.tif", b"", "file_unreadable"),
        ("dem.tif", b"II*\0 not a tif", "file_unreadable"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    terrain, codes, ledger = read(path)
    assert terrain is None
    assert codes == [code]
    assert ledger.stops


def test_what_is_not_there(tmp_path: Path) -> None:
    assert read(tmp_path / "dem.tif")[1] == ["file_missing"]
    assert read(tmp_path)[1] == ["terrain_tiles_none"]
    assert read(tmp_path / "*.hgt")[1] == ["terrain_tiles_none"]


def test_a_zip_that_unpacks_to_far_more_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "N36E111.hgt.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("N36E111.hgt", b"\0" * 60_000_000)
    assert read(path)[1] == ["hgt_size"]


def test_mixed_steps_are_refused(tmp_path: Path) -> None:
    tile(tmp_path / "N36E111.hgt", coarse())
    tile(tmp_path / "N36E112.hgt", np.zeros((3601, 3601)))
    assert read(tmp_path, lines=roads((111.9, 36.4), (112.1, 36.4)))[1] == ["hgt_mixed"]


def test_another_county_s_tile_says_where_both_are(tmp_path: Path) -> None:
    terrain, codes, ledger = read(tile(tmp_path / "N27E118.hgt", coarse()))
    assert terrain is None
    assert codes == ["terrain_elsewhere"]
    assert "118.00–119.00, 27.00–28.00" in ledger.problems[0].zh
    assert "111.3" in ledger.problems[0].zh


def test_without_roads_there_is_nothing_to_slope(tmp_path: Path) -> None:
    terrain, codes, ledger = read(tile(tmp_path / "N36E111.hgt", coarse()), lines=None)
    assert terrain is None
    assert codes == ["terrain_without_roads"]
    assert not ledger.stops


def test_a_damaged_zip_is_said(tmp_path: Path) -> None:
    rough = np.random.default_rng(1).integers(0, 900, (1201, 1201))
    path = tile(tmp_path / "N36E111.hgt.zip", rough, zipped=True)
    raw = bytearray(path.read_bytes())
    raw[5000:5400] = b"\0" * 400
    path.write_bytes(raw)
    assert read(path)[1] == ["file_unreadable"]


def test_a_system_that_nobody_can_relate_to_the_earth(tmp_path: Path) -> None:
    local = 'LOCAL_CS["site",LOCAL_DATUM["site",0],UNIT["metre",1],AXIS["E",EAST],AXIS["N",NORTH]]'
    path = tif(tmp_path / "dem.tif", hills(), crs=rasterio.CRS.from_wkt(local))
    assert read(path)[1] == ["terrain_crs_bad"]


def test_all_void_stops(tmp_path: Path) -> None:
    assert read(tile(tmp_path / "N36E111.hgt", coarse(-32768)))[1] == ["terrain_empty"]


# --- GeoTIFF


def tif(path: Path, cells: np.ndarray, **profile: object) -> Path:
    bands = cells[None] if cells.ndim == 2 else cells
    options = {
        "crs": "EPSG:4326",
        "transform": from_origin(111.3, 36.6, 0.001, 0.001),
        "dtype": bands.dtype.name,
        "driver": "GTiff",
        "count": bands.shape[0],
        "height": bands.shape[1],
        "width": bands.shape[2],
        **profile,
    }
    with rasterio.open(path, "w", **options) as raster:
        raster.write(bands)
    return path


def hills(dtype: str = "float32") -> np.ndarray:
    row, column = np.mgrid[0:400, 0:400]
    return (500 + row / 4 + column / 8).astype(dtype)


def test_a_cell_of_a_geotiff_has_its_height_in_its_middle(tmp_path: Path) -> None:
    terrain, codes, _ = read(tif(tmp_path / "dem.tif", hills()))
    assert terrain is not None
    assert codes == []
    # the middle of column 200, row 100
    assert lands(terrain, 111.5005, 36.4995) == 500 + 25 + 25


def test_a_projected_geotiff_lies_where_its_system_says(tmp_path: Path) -> None:
    from pyproj import Transformer

    from schoolmap.geography.relief import to_cells

    x, y = Transformer.from_crs(4326, 32649, always_xy=True).transform(111.5, 36.4)
    cells = np.zeros((2000, 2000), dtype="int16")
    cells[1000, 1000] = 999
    corner = from_origin(x - 1000.5 * 30, y + 1000.5 * 30, 30, 30)
    terrain, _, _ = read(tif(tmp_path / "dem.tif", cells, crs="EPSG:32649", transform=corner))
    assert terrain is not None
    find = to_cells(terrain.transform, terrain.crs, terrain.height_m.shape)
    column, row = np.rint(find.of_lonlat(np.array([[111.5, 36.4]]))[0]).astype(int)
    assert terrain.height_m[row, column] == 999
    assert find.cell_m == pytest.approx(30, rel=0.01)


def test_declared_and_undeclared_voids(tmp_path: Path) -> None:
    cells = hills("int16")
    cells[150, 200] = -9999
    cells[160:162, 200] = -32768
    terrain, codes, ledger = read(tif(tmp_path / "dem.tif", cells, nodata=-9999))
    assert terrain is not None
    assert codes == ["terrain_absurd", "terrain_voids"]
    assert ledger.problems[0].value == "-32,768"
    assert (terrain.void_cells, terrain.filled_cells) == (3, 3)
    flat = tif(tmp_path / "u.tif", np.where(cells == -9999, 65535, 500).astype("uint16"))
    assert read(flat)[1] == ["terrain_absurd", "terrain_voids", "terrain_constant"]


def test_heights_in_feet_as_the_file_says(tmp_path: Path) -> None:
    path = tif(tmp_path / "dem.tif", np.full((400, 400), 1000, "int16"))
    with rasterio.open(path, "r+") as raster:
        raster.units = ("ft",)
    terrain, codes, _ = read(path)
    assert terrain is not None
    assert "terrain_feet" in codes
    assert lands(terrain, 111.5, 36.4) == pytest.approx(304.8)


def test_a_picture_is_no_terrain(tmp_path: Path) -> None:
    cells = np.zeros((3, 400, 400), dtype="uint8")
    assert read(tif(tmp_path / "dem.tif", cells, photometric="RGB"))[1] == ["terrain_picture"]


def test_more_bands_than_one(tmp_path: Path) -> None:
    cells = np.stack((hills(), hills() * 2))
    terrain, codes, _ = read(tif(tmp_path / "dem.tif", cells))
    assert terrain is not None
    assert codes == ["terrain_bands"]


def without_system(folder: Path) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return tif(folder / "bare.tif", hills(), crs=None)


def test_coordinate_systems(tmp_path: Path) -> None:
    bare = without_system(tmp_path)
    assert read(bare)[1] == ["terrain_crs_missing"]
    assert read(bare, coordinates="wgs84")[0] is not None
    assert read(bare, coordinates="cgcs2000")[0] is not None
    assert read(bare, coordinates="gcj02")[1] == ["terrain_crs_shifted"]
    assert read(bare, coordinates="EPSG:99999999")[1] == ["coordinates_unknown"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("国家2000", []),
        ("火星坐标系", ["terrain_crs_shifted"]),
        ("百度地图", ["terrain_crs_shifted"]),
        ("北京54", ["coordinates_old"]),
        ("beijing", ["coordinates_unknown"]),
    ],
)
def test_systems_are_called_as_in_the_tables(
    tmp_path: Path, written: str, expected: list[str]
) -> None:
    assert read(without_system(tmp_path), coordinates=written)[1] == expected
    metres = from_origin(500_000, 4_000_000, 30, 30)
    wrong = tif(tmp_path / "wrong.tif", hills(), transform=metres)
    terrain, codes, ledger = read(wrong)
    assert terrain is None
    assert codes == ["terrain_crs_bad"]
    assert "500000" in ledger.problems[0].zh


def test_steep_beyond_reason_is_doubted(tmp_path: Path) -> None:
    cells = np.where(np.indices((400, 400)).sum(axis=0) % 2, 0, 900).astype("int16")
    assert read(tif(tmp_path / "dem.tif", cells))[1] == ["terrain_steep"]


def test_without_rasterio_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tif(tmp_path / "dem.tif", hills())
    monkeypatch.setitem(sys.modules, "rasterio", None)
    terrain, codes, ledger = read(path)
    assert terrain is None
    assert codes == ["terrain_needs_rasterio"]
    assert "schoolmap[terrain]" in ledger.problems[0].repair_zh


def test_only_the_window_of_a_huge_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "dem.tif"
    profile = {
        "driver": "GTiff", "width": 200_000, "height": 200_000, "count": 1, "dtype": "int16",
        "crs": "EPSG:4326", "transform": from_origin(100, 50, 0.0001, 0.0001), "sparse_ok": True,
        "tiled": True, "compress": "deflate", "nodata": -1, "bigtiff": True,
    }  # fmt: skip
    with rasterio.open(path, "w", **profile) as raster:
        window = rasterio.windows.Window(113_000, 134_000, 4000, 4000)
        raster.write(np.full((1, 4000, 4000), 88, "int16"), window=window)
    terrain, _, _ = read(path)
    assert terrain is not None
    assert terrain.height_m.size < 10_000_000
    assert lands(terrain, 111.5, 36.4) == 88


def test_a_window_beyond_reason_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dem.tif"
    profile = {
        "driver": "GTiff", "width": 200_000, "height": 200_000, "count": 1, "dtype": "uint8",
        "crs": "EPSG:4326", "transform": from_origin(111.3, 36.6, 1e-6, 1e-6), "sparse_ok": True,
        "tiled": True, "compress": "deflate", "bigtiff": True,
    }  # fmt: skip
    with rasterio.open(path, "w", **profile):
        pass
    terrain, codes, _ = read(path)
    assert terrain is None
    assert codes == ["terrain_too_large"]


def test_a_fine_grid_is_averaged(tmp_path: Path) -> None:
    # 0.2 degrees at 1e-5.3: 40 million cells and more
    path = tmp_path / "dem.tif"
    cells = np.zeros((7000, 7000), dtype="uint8")
    cells[:, 1::2] = 2
    tif(path, cells, transform=from_origin(111.4, 36.5, 3e-5, 3e-5), compress="deflate")
    terrain, codes, _ = read(path)
    assert terrain is not None
    assert "terrain_coarsened" in codes
    assert lands(terrain, 111.5, 36.4) == 1


@pytest.mark.parametrize("absolute", [False, True])
def test_the_files_read_are_named_with_their_fingerprints(
    county: Any, tmp_path: Path, absolute: bool
) -> None:
    folder = tmp_path / "heights"
    TERRAIN_CASES["terrain_voids"](county)
    folder.mkdir()
    for name in ("N36E111.hgt.zip", "N20E100.hgt"):
        tile(folder / name, coarse(), zipped=name.endswith("zip"))
    where = folder.as_posix() if absolute else "heights"
    county.section("terrain", f'file = "{where}"')
    study = county.read()
    assert [f.file for f in study.inputs][-1] == "N36E111.hgt.zip"
    assert study.terrain is not None
    county.section("terrain", f'file = "{where}/N36E111.hgt.zip"')
    assert [f.file for f in county.read().inputs][-1] == f"{where}/N36E111.hgt.zip"
