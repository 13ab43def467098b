"""The page under hand and eye: second clicks, room for the legend, other paper, long names."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.maps.conftest import Opened
from tests.maps.synthetic import County

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

OpenPage = Callable[..., Opened]
Files = Callable[[County, str], Path]
LONG = "关于调整优化全县义务教育学校布局的第三号比较方案（征求意见稿）" * 4
CLOSE_SHORT = """() => {
  const dialog = document.createElement("dialog");
  const button = document.createElement("button");
  button.textContent = "x";
  button.style.cssText = "width: 200px; height: 100px";
  button.addEventListener("click", () => dialog.remove());
  dialog.append(button);
  document.querySelector(".schoolmap").append(dialog);
  dialog.showModal();
  const r = button.getBoundingClientRect();
  return [r.x + r.width / 2, r.y + r.height / 2];
}"""
VIEW = "document.querySelector('.leaflet-schoolmap-labels-pane canvas').toDataURL()"


@pytest.fixture
def opened(open_page: OpenPage, page_file: Files, small: County) -> Opened:
    return open_page(page_file(small, "small"))


def test_a_double_click_on_a_dialog_does_nothing_to_the_map_behind(opened: Opened) -> None:
    page = opened.page
    x, y = page.evaluate(CLOSE_SHORT)
    page.wait_for_timeout(300)
    before = page.evaluate(VIEW)
    page.mouse.dblclick(x, y)
    page.wait_for_timeout(600)
    assert page.locator("dialog").count() == 0
    assert page.evaluate(VIEW) == before
    page.mouse.dblclick(x, y)
    page.wait_for_timeout(600)
    assert page.evaluate(VIEW) != before, "on the map itself it zooms"


@pytest.mark.parametrize(("width", "roomy"), [(1399, False), (1400, True)])
def test_the_legend_is_open_where_there_is_room(
    open_page: OpenPage, page_file: Files, small: County, width: int, roomy: bool
) -> None:
    opened = open_page(page_file(small, "small"), width=width)
    assert opened.page.evaluate("document.querySelector('.legend').open") is roomy


@pytest.mark.parametrize("landscape", [True, False])
def test_on_larger_paper_the_sheet_is_larger(opened: Opened, landscape: bool) -> None:
    pdf = opened.page.pdf(format="A3", landscape=landscape, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [max(round(float(v)) for v in box) for box in boxes] == [1191], "one sheet"
    opened.page.set_viewport_size({"width": 1560, "height": 1100})
    opened.page.emulate_media(media="print")
    opened.page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    zoom = opened.page.locator(".sheet").evaluate("(one) => getComputedStyle(one).zoom")
    assert float(zoom) > 1.4
    assert not opened.page.locator(".sheet-scale").is_visible(), "one to so many is not true there"


def test_a_long_name_of_a_plan_leaves_the_county_its_own(opened: Opened) -> None:
    head = {"format": "schoolmap-scenario", "version": 1, "name": LONG}
    loaded = opened.page.evaluate("(plan) => schoolmap.load(plan).ok", {**head, "changes": []})
    assert loaded
    opened.page.locator('[data-key="view-plan"]').click()
    opened.page.emulate_media(media="print")
    opened.page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    cut = "(one) => one.scrollWidth > one.clientWidth"
    assert LONG in opened.page.locator(".sheet-head b").text_content()  # type: ignore[operator]
    assert opened.page.locator(".sheet-head b").evaluate(cut)
    # the county's own name is too long for any sheet here: it keeps its share
    sizes = "(one) => [one.scrollWidth, one.clientWidth, one.parentElement.clientWidth]"
    needs, has, all_of_it = opened.page.locator(".sheet-head h1").evaluate(sizes)
    assert has >= min(needs, 0.67 * all_of_it)
