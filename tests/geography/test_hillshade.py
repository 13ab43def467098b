"""The picture of the land: lit from the north-west, in its place, and small."""

from __future__ import annotations

import io
import math

import numpy as np
from matplotlib.image import imread

from schoolmap.geography.hillshade import MOST_BYTES, shade_relief
from schoolmap.geography.relief import corners_lonlat, edges_of, finder, overlap, to_cells
from schoolmap.model.terrain import Terrain

STEP = 0.0005


def terrain(height: np.ndarray) -> Terrain:
    """Cells of about 50 m, the first in the north-west at 111 E, 37 N."""
    cells = height.astype(np.float32)
    transform = (STEP, 0.0, 111.0, 0.0, -STEP, 37.0)
    return Terrain(cells, np.zeros(cells.shape, bool), transform, "EPSG:4326", "dem.tif")


def cone(n: int = 300) -> np.ndarray:
    row, column = np.indices((n, n))
    return 3000 - 10 * np.hypot(row - n / 2, column - n / 2)


def pixels(height: np.ndarray) -> np.ndarray:
    """Red, green, blue and opacity of the picture, 0 to 1."""
    relief = shade_relief(terrain(height))
    assert relief is not None
    return np.asarray(imread(io.BytesIO(relief.png)))


def test_what_faces_north_west_is_light_and_what_faces_south_east_dark() -> None:
    picture = pixels(cone())
    n, m = picture.shape[:2]
    light, dark = picture[n // 3, m // 3], picture[2 * n // 3, 2 * m // 3]
    assert light[0] == 1.0
    assert light[3] > 0.02
    assert dark[0] < 0.3
    assert dark[3] > 0.05


def test_level_ground_stays_clear() -> None:
    height = cone()
    height[:, 200:] = 900.0
    picture = pixels(height)
    assert (picture[50:-50, 250:-30, 3] == 0).all()


def test_flat_land_and_no_land_have_no_picture() -> None:
    assert shade_relief(terrain(np.full((80, 80), 431.0))) is None
    assert shade_relief(terrain(np.full((80, 80), np.nan))) is None
    assert shade_relief(terrain(cone()), (120.0, 30.0, 121.0, 31.0)) is None


def test_the_picture_is_as_large_as_the_page_can_bear() -> None:
    rough = np.random.default_rng(1).normal(0, 40, (1500, 1500)).cumsum(axis=0)
    relief = shade_relief(terrain(rough))
    assert relief is not None
    assert len(relief.png) <= MOST_BYTES
    assert relief == shade_relief(terrain(rough))


def test_its_place_is_that_of_web_mercator() -> None:
    relief = shade_relief(terrain(cone()))
    assert relief is not None
    west, north, _, south = relief.plane
    assert west == (111.0 - STEP / 2 + 180) / 360 * 256
    top = math.radians(37.0 + STEP / 2)
    assert math.isclose(north, 128 * (1 - math.asinh(math.tan(top)) / math.pi))
    assert south > north


def test_what_has_no_height_is_clear_and_the_picture_ends_softly() -> None:
    height = cone()
    height[:, :100] = np.nan
    picture = pixels(height)
    assert (picture[:, :90, 3] == 0).all()
    beside, inside = picture[150:, 101:104, 3].mean(), picture[150:, 130:160, 3].mean()
    assert beside < inside


# --- finding cells


def test_cells_of_a_turned_grid() -> None:
    # a grid that lies on its side: columns go south, rows go east
    transform = (0.0, 2.0, 10.0, -2.0, 0.0, 50.0)
    find = finder(transform, "EPSG:32649", "EPSG:32649")
    np.testing.assert_allclose(find(np.array([[14.0, 40.0]])), [[5.0, 2.0]])


def test_the_box_and_the_cells_of_a_grid() -> None:
    box = corners_lonlat((STEP, 0, 111.0, 0, -STEP, 37.0), "EPSG:4326", (100, 200))
    np.testing.assert_allclose(
        box, (111 - STEP / 2, 37 - 99.5 * STEP, 111 + 199.5 * STEP, 37 + STEP / 2)
    )
    cells = to_cells((STEP, 0, 111.0, 0, -STEP, 37.0), "EPSG:4326", (100, 200))
    np.testing.assert_allclose(cells.of_lonlat(np.array([[111.05, 36.98]])), [[100, 40]])
    # the shorter side is along the parallel: cos 37 x 55.7 m
    assert 44 < cells.cell_m < 45
    assert len(edges_of(box)) == 36
    assert overlap((0, 0, 1, 1), (1, 1, 2, 2))
    assert not overlap((0, 0, 1, 1), (1.1, 0, 2, 1))
