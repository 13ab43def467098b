"""One file, offline, the same bytes each time; names never become markup."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from pathlib import Path

import folium
import pytest
from tests.maps.synthetic import HOSTILE, County

from schoolmap.errors import MachineError, UsageError
from schoolmap.maps import build_view, make_map, render_page
from schoolmap.maps.assets import MODULES, STATIC, for_script, modules

ROOT = Path(__file__).parents[2]
NAMESPACE = re.compile(r"https?://www\.w3\.org/")
MODULE_FILES = [path for folder in MODULES.values() for path in sorted(folder.glob("*.mjs"))]
ENTRIES = ("#maps/page", "#maps/public-page")
TILES = "https://{s}.tile.example.org/{z}/{x}/{y}.png"


@pytest.fixture(scope="module")
def html(small: County) -> str:
    return render_page(build_view(small.model, small.shapes))


def test_same_view_same_bytes(small: County, html: str) -> None:
    again = render_page(build_view(small.model, small.shapes))
    assert again == html


def test_a_second_rendering_of_one_map_is_the_same(small: County) -> None:
    figure = make_map(build_view(small.model, small.shapes)).get_root()
    assert figure.render() == figure.render()


def test_no_address_but_namespaces(html: str) -> None:
    found = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"'<>)]*", html)
    assert [a for a in found if not NAMESPACE.match(a)] == []


def test_no_address_in_modules_but_namespaces() -> None:
    for path in (*STATIC.iterdir(), *MODULE_FILES):
        found = re.findall(r"https?://\S+", path.read_text(encoding="utf-8"))
        assert [a for a in found if not NAMESPACE.match(a)] == [], path.name


def test_policy_forbids_the_network(html: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'")
    assert "connect-src 'none'" in policy[1]
    assert "http" not in policy[1]
    assert html.index("Content-Security-Policy") < html.index("<script")


def test_names_do_not_stand_in_the_markup(html: str) -> None:
    for name in HOSTILE:
        assert name not in html
    assert "window.hacked" not in html.split("<title>")[1].split("</title>")[1]
    assert "&lt;img src=x" in html, "the title is escaped"


def test_leaflet_comes_with_its_licence_and_nothing_else_comes(html: str) -> None:
    assert "BSD 2-Clause License" in html
    assert "Leaflet 1.9" in html
    for other in ("jquery", "bootstrap", "fontawesome", "sourceMappingURL"):
        assert other not in html.lower().replace("sourcemappingurl", "sourceMappingURL")


def test_a_layer_that_needs_the_network_fails_loudly(small: County) -> None:
    page_map = make_map(build_view(small.model, small.shapes))
    from folium.plugins import MarkerCluster

    page_map.add_child(MarkerCluster())
    with pytest.raises(MachineError, match="offline page cannot hold"):
        page_map.get_root().render()


def test_folium_itself_is_left_as_it_was() -> None:
    assert [name for name, _ in folium.Map.default_js][:2] == ["leaflet", "jquery"]


def test_tiles_only_when_asked(small: County) -> None:
    view = build_view(small.model, small.shapes)
    page = render_page(view, tiles=TILES)
    assert "img-src data: blob: https://*.tile.example.org;" in page
    assert "tile.example.org/{z}/{x}/{y}.png" in page
    assert "tile.example.org" not in render_page(view)


@pytest.mark.parametrize(
    "tiles",
    ["https://t.example.org/a.png", "javascript:{z}{x}{y}", 'https://e.org/{z}/{x}/{y}"><script>'],
)
def test_a_strange_tile_address_is_refused(small: County, tiles: str) -> None:
    with pytest.raises(UsageError):
        render_page(build_view(small.model, small.shapes), tiles=tiles)


def test_notebook_shows_the_same_map(small: County) -> None:
    page_map = make_map(build_view(small.model, small.shapes))
    assert isinstance(page_map, folium.Map)
    shown = page_map._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    assert "schoolmap-data" in shown


def test_script_cannot_be_ended_from_within() -> None:
    assert "</script" not in for_script("a</script>b</SCRIPT>").lower()


def test_no_markup_is_made_from_text() -> None:
    banned = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    )
    for path in MODULE_FILES:
        assert not banned.search(path.read_text(encoding="utf-8")), path.name


def test_the_ban_can_fail() -> None:
    assert re.search(r"innerHTML", "x.innerHTML = name")


def test_every_module_is_reached_and_short() -> None:
    reached = {name for entry in ENTRIES for name in modules(entry)}
    files = {f"{lead}{p.stem}" for lead, folder in MODULES.items() for p in folder.glob("*.mjs")}
    assert reached == files
    for path in MODULE_FILES:
        assert len(path.read_text(encoding="utf-8").splitlines()) < 400, path.name


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_import_is_in_the_page(entry: str) -> None:
    held = modules(entry)
    for name, address in held.items():
        text = base64.b64decode(address.partition(",")[2]).decode("utf-8")
        named = re.findall(r"""(?:from|import) ["'](#[\w/-]+)["']""", text)
        assert set(named) <= set(held), name


def test_the_public_page_has_no_kernel_to_evaluate_with() -> None:
    held = set(modules("#maps/public-page"))
    assert not {"#kernel/evaluate", "#kernel/model", "#network/routing", "#maps/session"} & held


def test_import_is_light() -> None:
    code = (
        "import sys, schoolmap.maps;"
        "print([m for m in ('folium', 'branca', 'shapely', 'geopandas') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"


def test_size_of_a_large_county(large: County) -> None:
    page = render_page(build_view(large.model, large.shapes))
    assert len(page.encode()) < 3_500_000
