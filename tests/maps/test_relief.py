"""The relief on the page: inside the file, under everything, and only where the reader wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.maps.conftest import Opened
from tests.maps.synthetic import CRS, County, county

from schoolmap.geography.crs import unproject
from schoolmap.geography.hillshade import shade_relief
from schoolmap.maps import build_view, render_page
from schoolmap.model.terrain import SlopeUse, Terrain

OpenPage = Callable[..., Opened]
USE = SlopeUse("dem.tif", 12, 12, 3, 90_000, 500, 0, 0, 30)


@pytest.fixture(scope="module")
def hills() -> County:
    """A county in hills."""
    plain = county(5, 40, seed=4)
    assert plain.shapes.county is not None
    west, south, east, north = plain.shapes.county.bounds
    lonlat = np.asarray(unproject([(west, south), (east, north)], CRS))
    (x0, y0), (x1, y1) = lonlat
    row, column = np.indices((300, 300))
    height = (200 * np.sin(row / 17) * np.cos(column / 23)).astype(np.float32)
    transform = ((x1 - x0) / 299, 0.0, x0, 0.0, (y0 - y1) / 299, y1)
    terrain = Terrain(height, np.zeros((300, 300), bool), transform, "EPSG:4326", "dem.tif")
    shapes = replace(plain.shapes, relief=shade_relief(terrain))
    model = replace(plain.model, slope=USE)
    return replace(plain, model=model, shapes=shapes)


def page(world: County, folder: Path, *, public: bool = False) -> Path:
    path = folder / ("public.html" if public else "map.html")
    view = build_view(world.model, world.shapes, public=public)
    path.write_text(render_page(view), encoding="utf-8")
    return path


def test_a_page_without_heights_has_no_picture_and_says_that_walks_are_level(
    hills: County,
) -> None:
    plain = county(5, 40, seed=4)
    data = build_view(plain.model, plain.shapes).data
    assert "relief" not in data
    assert data["study"]["slope"][0] == "未计坡度：步行按平路计算"  # type: ignore[index]
    sloped = build_view(hills.model, hills.shapes).data
    assert sloped["relief"]["src"].startswith("data:image/png;base64,")  # type: ignore[index]
    assert "12 格空洞已填补" in sloped["study"]["slope"][0]  # type: ignore[index]


def grey(opened: Opened) -> float:
    """How much the colours of the ground differ from place to place."""
    return float(
        opened.page.evaluate(
            """() => {
              const canvas = document.querySelector('.leaflet-schoolmap-ground-pane canvas')
                ?? document.querySelector('[class*=ground] canvas');
              const { width, height } = canvas;
              const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
              const seen = new Set();
              for (let i = 0; i < data.length; i += 4 * 97)
                seen.add((data[i] << 16) + (data[i + 1] << 8) + data[i + 2]);
              return seen.size;
            }"""
        )
    )


@pytest.mark.browser
@pytest.mark.enable_socket
@pytest.mark.parametrize("public", [False, True])
def test_the_relief_is_drawn_offline(
    open_page: OpenPage, hills: County, tmp_path: Path, public: bool
) -> None:
    opened = open_page(page(hills, tmp_path, public=public))
    opened.page.wait_for_timeout(600)
    assert opened.console == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in opened.requests)
    assert grey(opened) > 60


@pytest.mark.browser
@pytest.mark.enable_socket
def test_the_reader_may_switch_the_relief_off(
    open_page: OpenPage, hills: County, tmp_path: Path
) -> None:
    opened = open_page(page(hills, tmp_path))
    opened.page.wait_for_timeout(600)
    with_relief = grey(opened)
    opened.page.locator("text=图层").first.click()
    opened.page.locator("[data-layer=relief]").uncheck()
    opened.page.wait_for_timeout(600)
    assert grey(opened) < with_relief / 2


@pytest.mark.browser
@pytest.mark.enable_socket
def test_without_heights_there_is_nothing_to_switch(open_page: OpenPage, tmp_path: Path) -> None:
    opened = open_page(page(county(5, 40, seed=4), tmp_path))
    opened.page.locator("text=图层").first.click()
    assert opened.page.locator("[data-layer=roads]").count() == 1
    assert opened.page.locator("[data-layer=relief]").count() == 0
