"""The map as it is drawn: while it moves, two layouts beside each other, and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.maps.conftest import Opened
from tests.maps.synthetic import County

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

Open = Callable[..., Opened]
Files = Callable[[County, str], Path]

MAP = 'Object.entries(window).find(([name]) => name.startsWith("map_"))[1]'
CANVAS = (
    """(part) => document.querySelector(`.leaflet-schoolmap-${part}-pane canvas`).toDataURL()"""
)
INK = """() => {
  const canvas = document.querySelector(".sheet-map");
  const { width: w, height: h } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, w, h);
  const ground = [data[0], data[1], data[2]];
  const box = [w, h, 0, 0];
  for (let y = 0; y < h; y += 3) for (let x = 0; x < w; x += 3) {
    const at = (y * w + x) * 4;
    if (ground.every((v, k) => Math.abs(v - data[at + k]) < 8)) continue;
    box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
  }
  return [(box[2] - box[0]) / w, (box[3] - box[1]) / h];
}"""


def drawn(opened: Opened) -> None:
    """Wait until nothing is left to draw."""
    opened.page.wait_for_timeout(50)
    opened.page.locator(".sm-map[data-drawn=true]").wait_for()


def close_one(opened: Opened, school: str) -> None:
    """Close a school in the plan."""
    refused = opened.page.evaluate("(school) => schoolmap.apply([{ op: 'close', school }])", school)
    assert refused == []


@pytest.fixture
def opened(open_page: Open, page_file: Files, small: County) -> Opened:
    return open_page(page_file(small, "small"))


@pytest.mark.parametrize("part", ["ground", "roads", "places"])
def test_a_map_that_was_moved_is_drawn_as_one_that_was_not(
    open_page: Open, page_file: Files, small: County, part: str
) -> None:
    steps = ((40, 0), (0, -60), (-180, 24), (3, 5), (260, 121))
    moved, still = (open_page(page_file(small, "small")) for _ in range(2))
    drawn(moved)
    for step in steps:
        moved.page.evaluate(f"(by) => void {MAP}.panBy(by, {{ animate: false }})", list(step))
        drawn(moved)
    whole = [sum(step[i] for step in steps) for i in (0, 1)]
    still.page.evaluate(f"(by) => void {MAP}.panBy(by, {{ animate: false }})", whole)
    still.page.evaluate(f"() => void {MAP}.setZoom({MAP}.getZoom() + 1, {{ animate: false }})")
    still.page.evaluate(f"() => void {MAP}.setZoom({MAP}.getZoom() - 1, {{ animate: false }})")
    drawn(still)
    assert moved.page.evaluate(CANVAS, part) == still.page.evaluate(CANVAS, part)


def test_views_of_a_plan_are_drawn_without_a_word(opened: Opened, small: County) -> None:
    close_one(opened, small.model.sites.ids[0])
    seen = set()
    for key in ("t", "p", "c"):
        opened.page.keyboard.press(key)
        drawn(opened)
        seen.add(opened.page.evaluate(CANVAS, "places"))
    assert len(seen) == 3, "today, the plan and its changes are three pictures"
    assert opened.console == []


def test_the_divider_is_moved_by_mouse_and_keys(opened: Opened, small: County) -> None:
    page = opened.page
    close_one(opened, small.model.sites.ids[0])
    compare(opened, "swipe")
    divider = page.locator("[role=separator]")
    assert divider.get_attribute("aria-valuenow") == "50"
    divider.focus()
    for key, now in (("ArrowRight", "52"), ("PageDown", "42"), ("End", "97"), ("Home", "3")):
        page.keyboard.press(key)
        assert divider.get_attribute("aria-valuenow") == now
    box = divider.bounding_box()
    stage = page.locator(".stage").bounding_box()
    assert box is not None
    assert stage is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] * 0.75, box["y"] + 300, steps=4)
    page.mouse.up()
    assert divider.get_attribute("aria-valuenow") == "75"
    assert page.locator(".compare-name").count() == 2
    compare(opened, "off")
    assert divider.count() == 0
    assert opened.console == []


def test_two_halves_show_the_same_place(opened: Opened, small: County) -> None:
    close_one(opened, small.model.sites.ids[0])
    compare(opened, "split")
    drawn(opened)
    first, second = (opened.page.locator(name).bounding_box() for name in (".sm-map", ".sm-second"))
    assert first is not None
    assert second is not None
    assert (first["width"], first["height"]) == (second["width"], second["height"])
    opened.page.evaluate(f"() => void {MAP}.panBy([137, -55], {{ animate: false }})")
    drawn(opened)
    opened.page.wait_for_timeout(300)
    # roads do not differ between the layouts
    left = opened.page.evaluate(
        "document.querySelector('.sm-second .leaflet-schoolmap-roads-left-pane canvas').toDataURL()"
    )
    assert left == opened.page.evaluate(CANVAS, "roads")
    compare(opened, "off")
    assert opened.page.locator(".sm-second").count() == 0
    assert opened.console == []


def compare(opened: Opened, how: str) -> None:
    """Choose how two layouts are compared, as a reader does."""
    page = opened.page
    if not page.locator(f'[data-key="compare-{how}"]').is_visible():
        page.locator('[data-menu="compare"] summary').click()
    page.locator(f'[data-key="compare-{how}"]').click()
    page.keyboard.press("Escape")


def test_the_map_fills_the_sheet(opened: Opened) -> None:
    opened.page.emulate_media(media="print")
    opened.page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    width, height = opened.page.evaluate(INK)
    assert max(width, height) > 0.93, "to the edge one way, whole the other"
    sheet = opened.page.locator(".sheet").bounding_box()
    canvas = opened.page.locator(".sheet-map").bounding_box()
    assert sheet is not None
    assert canvas is not None
    share = canvas["width"] * canvas["height"] / (sheet["width"] * sheet["height"])
    assert share > 0.6
    words = opened.page.locator(".sheet").inner_text()
    for wanted in ("学校布局图", "现状", "审图号", "比例尺约 1 :", "制图日期", "主要指标"):
        assert wanted in words
    opened.page.evaluate("() => void window.dispatchEvent(new Event('afterprint'))")
    assert opened.page.locator(".sheet").count() == 0


@pytest.mark.parametrize(("paper", "points"), [("A4", {595, 842}), ("A3", {842, 1191})])
def test_paper_is_what_was_chosen(opened: Opened, paper: str, points: set[int]) -> None:
    key = opened.page.locator(f'[data-key="paper-{paper}"]')
    if not key.is_visible():
        opened.page.locator('[data-menu="print"] summary').click()
    key.click()
    pdf = opened.page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == 1, "one sheet"
    assert {round(float(v)) for v in boxes[0]} == points
