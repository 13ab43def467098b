"""Room maps: one offline page in which layouts are looked at, tried and evaluated.

`build_view` turns a model and its shapes into plain data, for planners (the page evaluates plans
itself) or for the public; `render_page` and `make_map` turn that data into a page or a folium map.
The page needs a browser that knows import maps, `DecompressionStream` and `Object.hasOwn`: Chrome
and Edge 93 (2021), Firefox 113, Safari 16.4 or newer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schoolmap.maps.view import MapView, build_view

if TYPE_CHECKING:
    import folium

__all__ = ["MapView", "build_view", "make_map", "render_page"]


def make_map(view: MapView, *, tiles: str | None = None) -> folium.Map:
    """Return the page as a folium map, for a notebook or for more folium layers.

    Parameters
    ----------
    view
        What `build_view` returned.
    tiles
        Address of an online tile service (``https://…/{z}/{x}/{y}.png``); None keeps the page
        offline.

    Raises
    ------
    UsageError
        If `tiles` is not such an address.
    """
    from schoolmap.maps.page import make_map as build

    return build(view, tiles=tiles)


def render_page(view: MapView, *, tiles: str | None = None) -> str:
    """Return the page as HTML text: one file that works offline; same view, same bytes.

    Parameters
    ----------
    view
        What `build_view` returned.
    tiles
        As in `make_map`; relaxes the page's content policy for that host's pictures only.
    """
    return str(make_map(view, tiles=tiles).get_root().render())
