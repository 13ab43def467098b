"""The page: a folium map whose every script and style is inside the file."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any
from urllib.parse import urlsplit

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.template import Template

from schoolmap.errors import MachineError, UsageError
from schoolmap.maps import assets
from schoolmap.maps.encode import squeeze_json
from schoolmap.maps.view import MapView

NOTEBOOK_HEIGHT = "760px"
MIN_ZOOM, MAX_ZOOM = 6, 17
LOCAL = {"leaflet": assets.leaflet_js, "leaflet_css": assets.leaflet_css}
"""Links that folium layers may ask for, by name, with the text that takes their place."""


class OfflineFigure(Figure):
    """A figure that renders to one file: links become their text, or rendering fails."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="{{ this.lang }}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{{ this.policy() }}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="icon" href="data:,">\n'
        "<title>{{ this.heading|e }}</title>\n"
        "{{ this.header.render(**kwargs) }}\n</head>\n<body>\n"
        "{{ this.html.render(**kwargs) }}\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n</body>\n</html>\n"
    )

    def __init__(self, heading: str, lang: str, *, picture_hosts: tuple[str, ...] = ()) -> None:
        super().__init__(height=NOTEBOOK_HEIGHT)
        self.heading = heading
        self.lang = lang
        self.picture_hosts = picture_hosts

    def policy(self) -> str:
        """Return the content policy: nothing but what the file holds, and the tile host if any."""
        images = " ".join(("data:", "blob:", *self.picture_hosts))
        return (
            "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; "
            f"img-src {images}; connect-src 'none'; base-uri 'none'; form-action 'none'"
        )

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401
        """Return the whole file.

        Raises
        ------
        MachineError
            If a layer links to a script or style that is not in this package.
        """
        _number(self)
        self.header._children.clear()  # noqa: SLF001 (branca has no public way)
        for child in self._children.values():
            child.render(**kwargs)
        held = self.header._children  # noqa: SLF001
        for name, child in list(held.items()):
            if isinstance(child, JavascriptLink | CssLink):
                held[name] = _inlined(name, child)
        return str(self._template.render(this=self, kwargs=kwargs))


class Verbatim(Element):
    """Text that is rendered as it stands: no template is made of it, it may hold braces."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: Any) -> str:  # noqa: ANN401
        """Return the text."""
        return self.text


class OfflineMap(folium.Map):
    """A folium map that asks for Leaflet and nothing else."""

    default_js = [("leaflet", "leaflet.js")]  # noqa: RUF012 - folium's own way
    default_css = [("leaflet_css", "leaflet.css")]  # noqa: RUF012
    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }},
          {center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}});
        {{ this.get_name() }}.attributionControl.setPrefix(false);
        {% if this.credit %}
        {{ this.get_name() }}.attributionControl.addAttribution({{ this.credit|tojson }});
        {% endif %}
        {% endmacro %}
        """
    )
    credit = ""
    """Who drew the boundary, where the map must say so."""


class PlanningPage(MacroElement):
    """Everything around and on the map: data, modules and the call that starts them."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
        <style>{{ this.css }}</style>
        <script type="importmap">{{ this.imports }}</script>
        {% endmacro %}
        {% macro html(this, kwargs) %}
        <p class="sm-wait" id="schoolmap-wait">{{ this.wait|e }}</p>
        <script type="application/octet-stream" id="schoolmap-data">{{ this.data }}</script>
        <script type="application/octet-stream" id="schoolmap-arrays">{{ this.arrays }}</script>
        <script type="module">
        import { start } from {{ this.entry|tojson }};
        start(L, {{ this._parent.get_name() }});
        </script>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        (function () {
          var wait = document.getElementById("schoolmap-wait");
          var knows = window.HTMLScriptElement && HTMLScriptElement.supports;
          function missing() {
            if (!wait || wait.dataset.started) { return; }
            wait.dataset.old = "true";
            wait.textContent = {{ this.old|tojson }};
          }
          var young = window.DecompressionStream && Object.hasOwn;
          if (!young || (knows && !HTMLScriptElement.supports("importmap"))) {
            missing();
          } else if (!knows) {
            setTimeout(missing, 8000);
          }
        })();
        {% endmacro %}
        """
    )

    def __init__(self, view: MapView) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "page"
        index = [list(row) for row in view.arrays.index]
        whole = {**view.data, "start_language": view.language, "arrays": index}
        self.data = squeeze_json(whole)
        self.arrays = view.arrays.base64
        self.css = assets.page_css()
        self.entry = view.entry
        self.imports = json.dumps({"imports": assets.modules(view.entry)}, separators=(",", ":"))
        self.wait = "正在打开地图… Opening the map…"
        self.old = (
            "地图未能打开：请使用 Chrome、Edge 93 或更新版本的浏览器。"
            " The map did not open: please use Chrome or Edge 93 or newer."
        )


def make_map(view: MapView, *, tiles: str | None = None) -> folium.Map:
    """Return the view as a folium map in an offline figure; see `schoolmap.maps.make_map`."""
    hosts = () if tiles is None else (_tile_host(tiles),)
    figure = OfflineFigure(
        view.title, "zh-CN" if view.language == "zh" else "en", picture_hosts=hosts
    )
    west, south, east, north = _floats(view.data["bounds"])
    page_map = OfflineMap(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=10,
        tiles=None,
        zoom_control=False,
        zoom_snap=0.1,
    )
    page_map.credit = escape(str(view.data.get("credit", "")))
    # folium hands its own max_zoom and min_zoom to tiles only
    page_map.options |= {"max_zoom": MAX_ZOOM, "min_zoom": MIN_ZOOM}
    # folium puts every map in a figure of its own: this moves it to ours
    figure.add_child(page_map, name="map")
    if tiles is not None:
        host = urlsplit(tiles.replace("{s}.", "")).hostname or ""
        credit = "© OpenStreetMap" if host.endswith("openstreetmap.org") else host
        page_map.add_child(folium.TileLayer(tiles, attr=credit, name="tiles"))
    page_map.add_child(PlanningPage(view), name="page")
    return page_map


def _inlined(name: str, link: JavascriptLink | CssLink) -> Element:
    text = LOCAL.get(name)
    if text is None:
        zh = f"地图图层需要外部文件 {link.url}，离线页面不能包含它。"
        en = f"A layer needs {link.url}, which an offline page cannot hold."
        raise MachineError(zh, en)
    tag = "script" if isinstance(link, JavascriptLink) else "style"
    return Verbatim(f"<{tag}>{text()}</{tag}>")


def _number(root: Element) -> None:
    """Give every element below a figure a running number for its id: same map, same bytes."""
    waiting, count = [root], 0
    while waiting:
        element = waiting.pop()
        element._id = f"{count:04d}"  # noqa: SLF001
        count += 1
        waiting.extend(reversed(element._children.values()))  # noqa: SLF001


def _tile_host(tiles: str) -> str:
    """Return the host of a tile address as a content policy writes it."""
    pattern = r"https?://(\{s\}\.)?([A-Za-z0-9.-]+)(:\d+)?/[^\s\"'<>`\\;]*"
    match = re.fullmatch(pattern, tiles)
    if match is None or not all(part in tiles for part in ("{z}", "{x}", "{y}")):
        zh = "瓦片地址应形如 https://tile.example.org/{z}/{x}/{y}.png。"
        en = "A tile address looks like https://tile.example.org/{z}/{x}/{y}.png."
        raise UsageError(zh, en)
    scheme = tiles.split(":", 1)[0]
    return f"{scheme}://{'*.' if match[1] else ''}{match[2]}{match[3] or ''}"


def _floats(value: object) -> tuple[float, float, float, float]:
    west, south, east, north = (float(v) for v in value)  # type: ignore[attr-defined]
    return west, south, east, north
