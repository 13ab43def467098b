"""Who drew the boundary stands on the map, as text, where a boundary asks for it."""

from __future__ import annotations

from dataclasses import replace

import shapely
from tests.maps.synthetic import County

from schoolmap.geography.cells import build_shapes
from schoolmap.maps import build_view, render_page
from schoolmap.model.study import BoundaryPart

CREDIT = "界线 boundary: 天地图，某包 1.0"


def test_a_credit_stands_in_the_attribution(small: County) -> None:
    plain = render_page(build_view(small.model, small.shapes))
    assert "addAttribution" not in _script(plain)
    for public in (False, True):
        shapes = replace(small.shapes, credit=CREDIT)
        page = render_page(build_view(small.model, shapes, public=public))
        assert "addAttribution(" in _script(page)
        assert r"\u5929\u5730\u56fe" in _script(page)


def test_a_credit_never_becomes_markup(small: County) -> None:
    shapes = replace(small.shapes, credit="</script><img src=x onerror=alert(1)>")
    page = render_page(build_view(small.model, shapes))
    assert "<img" not in page
    assert "onerror=alert(1)&gt;" in page.replace(r"\u0026", "&")


def test_the_credits_of_a_boundary_are_told_once(small: County) -> None:
    wkb = bytes(shapely.to_wkb(shapely.box(110, 35, 111, 36)))
    parts = tuple(BoundaryPart(name, "", wkb, "乙" if name == "c" else "甲") for name in "abc")
    xy = small.model.villages.xy_mm[:0] / 1000.0
    assert build_shapes(xy, parts, [], crs="EPSG:32649").credit == "甲; 乙"


def _script(page: str) -> str:
    """Return what the page runs of its own: Leaflet defines the method that is looked for."""
    return page[page.rindex("L.map(") :]
