"""The page in a browser: opens from disk without a network, shows what the evaluation says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.maps.conftest import Opened, held
from tests.maps.synthetic import HOSTILE, County

from schoolmap.kernel import evaluate
from schoolmap.model.resources import RESOURCE_INDEX
from schoolmap.units import show_number

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

Open = Callable[..., Opened]
Files = Callable[[County, str], Path]

CLICK_AT = """([lon, lat]) => {
  const map = Object.entries(window).find(([k]) => k.startsWith("map_"))[1];
  const p = map.latLngToContainerPoint([lat, lon]);
  const frame = map.getContainer().getBoundingClientRect();
  return [frame.left + p.x, frame.top + p.y];
}"""
"""Where a place of the map stands in the window."""


@pytest.fixture
def opened(open_page: Open, page_file: Files, small: County) -> Opened:
    return open_page(page_file(small, "small"))


def test_opens_offline_and_in_silence(opened: Opened, page_file: Files, small: County) -> None:
    opened.page.locator(".tile").first.wait_for()
    assert opened.console == []
    own = page_file(small, "small").as_uri()
    others = [u for u in opened.requests if u != own and not u.startswith(("data:", "blob:"))]
    assert others == []


def test_figures_are_the_evaluations(opened: Opened, small: County) -> None:
    figures = small.evaluation.indicators
    assert show_number(figures["pupils"].value or 0) in opened.text(".panel h3 .total")
    counts = opened.page.locator(".stack").first.locator("b").all_inner_texts()
    modes = ("walk", "ride", "board", "unserved")
    assert counts == [show_number(figures[f"pupils_{m}"].value or 0) for m in modes]
    assert sum(int(c.replace(",", "")) for c in counts) == figures["pupils"].value
    tile = opened.text('[data-figure="schools_under_100"] b')
    assert tile == show_number(figures["schools_under_100"].value or 0)
    share = (figures["share_walk_limit"].value or 0) * 100
    assert opened.text('[data-figure="share_walk_limit"] b') == f"{show_number(share, digits=1)}%"


def test_distances_cover_every_pupil(opened: Opened, small: County) -> None:
    counts = opened.page.locator(".stack").nth(1).locator("b").all_inner_texts()
    total = sum(int(c.replace(",", "")) for c in counts)
    assert total == small.evaluation.indicators["pupils"].value


def test_a_click_on_a_village_opens_its_card(opened: Opened, small: County) -> None:
    villages = small.model.villages
    # the village that stands farthest from all schools cannot be mistaken for one
    gap = villages.xy_mm[:, None].astype(float) - small.model.sites.xy_mm[None].astype(float)
    far = int((gap**2).sum(axis=2).min(axis=1).argmax())
    opened.page.locator(".legend summary").click()
    x, y = opened.page.evaluate(CLICK_AT, villages.lonlat[far].tolist())
    opened.page.mouse.move(x, y)
    assert villages.names[far][:10] in opened.text(".tip")
    opened.page.mouse.click(x, y)
    assert opened.text(".card h2") == villages.names[far]
    pupils = int(villages.pupils[far].sum())
    assert opened.text(".card .facts dd") == show_number(pupils)
    opened.page.keyboard.press("Escape")
    assert opened.page.locator(".card").is_hidden()


def test_a_school_card_holds_roll_load_and_findings(opened: Opened, small: County) -> None:
    model, figures = small.model, small.evaluation.schools
    opened.page.evaluate("(id) => window.schoolmap.select(id)", model.sites.ids[0])
    assert opened.text(".card h2") == model.sites.names[0]
    roll = float(figures.roll[0].cumsum()[-1])
    assert opened.text('.card [data-figure="roll"]') == show_number(roll)
    assert show_number(int(figures.load[0].sum())) in opened.text(".card .lines")
    assert opened.page.locator(".card .resources").count() == 2, "a nine-year school: two stages"
    assert opened.page.locator(".card .sources li").count() > 0


def test_hostile_names_run_nothing(opened: Opened, small: County) -> None:
    for kind in (small.model.villages, small.model.sites):
        for name, place in zip(kind.names, kind.ids, strict=True):
            opened.page.evaluate("(id) => window.schoolmap.select(id)", place)
            assert opened.text(".card h2").split() == name.split()
    for tab in ("schools", "findings", "about"):
        opened.page.locator(f"[data-tab={tab}]").click()
    opened.page.locator(".search input").fill(HOSTILE[0][:6])
    opened.page.locator(".results li").first.wait_for()
    assert opened.page.evaluate("window.hacked") is None
    assert opened.page.locator("img").count() == 0
    assert opened.console == []


def test_language_switches_and_back(opened: Opened) -> None:
    assert opened.text("[data-tab=overview]") == "总览"
    opened.page.locator(".language").click()
    assert opened.text("[data-tab=overview]") == "Overview"
    assert opened.page.locator("html").get_attribute("lang") == "en"
    assert "Walking time" in opened.text(".legend")
    opened.page.locator(".language").click()
    assert opened.text("[data-tab=overview]") == "总览"


def test_search_by_keyboard(opened: Opened, small: County) -> None:
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(small.model.villages.ids[5])
    opened.page.keyboard.press("Enter")
    assert opened.text(".card .card-kind code") == small.model.villages.ids[5]


def test_schools_sort_and_lead_to_their_card(opened: Opened, small: County) -> None:
    opened.page.locator("[data-tab=schools]").click()
    roll = small.evaluation.schools.roll.sum(axis=1)
    first = opened.page.locator("table.schools tbody tr").first
    assert first.get_attribute("data-school") == small.model.sites.ids[int(roll.argmax())]
    opened.page.locator('[data-sort="roll"]').click()
    first = opened.page.locator("table.schools tbody tr").first
    assert first.get_attribute("data-school") == small.model.sites.ids[int(roll.argmin())]
    first.locator(".name").click()
    assert opened.text(".card h2") == small.model.sites.names[int(roll.argmin())]


def test_findings_cite_their_rule_and_lead_to_their_subject(opened: Opened, small: County) -> None:
    opened.page.locator("[data-tab=findings]").click()
    rules = {f.rule for f in small.evaluation.findings}
    shown = opened.page.locator("details.rule").evaluate_all(
        "(all) => all.map((one) => one.dataset.rule)"
    )
    assert set(shown) == rules
    walk = opened.page.locator('details.rule[data-rule="walk_limit_s.lower_primary"]')
    walk.evaluate("(one) => { one.open = true; }")
    assert "国办发〔2018〕27号" in walk.inner_text()
    walk.locator("button.finding").first.click()
    assert opened.page.locator(".card").is_visible()


def test_what_is_from_memory_says_so(opened: Opened) -> None:
    opened.page.locator("[data-tab=findings]").click()
    cv = opened.page.locator('details.rule[data-rule="cv_limit_2017.primary"]')
    cv.evaluate("(one) => { one.open = true; }")
    assert "强制；未核实（凭记忆）" in cv.inner_text()


def test_layers_bands_and_measures_redraw_without_a_word(opened: Opened) -> None:
    opened.page.locator('[data-key="menu-layers"]').click()
    for box in opened.page.locator("[data-layer]").all():
        box.click()
    for button in opened.page.locator(".toolbar .segmented button").all():
        button.click()
    for picker in opened.page.locator(".picker select").all():
        for value in picker.locator("option").evaluate_all("(all) => all.map((o) => o.value)"):
            picker.select_option(value)
    opened.page.locator(".zoom button").first.click()
    assert opened.console == []


def test_a_phone_has_a_sheet_and_a_card(open_page: Open, page_file: Files, small: County) -> None:
    opened = open_page(page_file(small, "small"), width=390, height=844, phone=True)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390
    opened.page.evaluate("(id) => window.schoolmap.select(id)", small.model.villages.ids[0])
    card = opened.page.locator(".card").bounding_box()
    assert card is not None
    assert card["width"] == 390
    assert opened.console == []


def test_prints_one_sheet(opened: Opened) -> None:
    data = opened.page.pdf(prefer_css_page_size=True, print_background=True)
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") == 1
    assert len(data) > 20_000, "the map is on it"
    opened.page.emulate_media(media="print")
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    foot = opened.page.locator(".printed-foot")
    assert foot.is_visible()
    assert "未经审图" in foot.inner_text()


def test_a_large_county_opens(open_page: Open, page_file: Files, large: County) -> None:
    opened = open_page(page_file(large, "large"))
    assert opened.console == []


def test_distances_are_the_evaluations(opened: Opened, small: County) -> None:
    counts = opened.page.locator(".stack").nth(1).locator("b").all_inner_texts()
    assert counts == [show_number(b.pupils) for b in small.evaluation.length_bands]
    labels = opened.page.locator(".stack").nth(1).locator(".stack-label").all_inner_texts()
    assert labels[0] == "≤ 1 公里"
    assert labels[-2:] == ["> 10 公里", "无可行路线"]


def test_the_card_judges_as_the_kernel(open_page: Open, page_file: Files, small: County) -> None:
    # 4.5 m2 a pupil are asked of a primary school: a hundredth of a square metre is missing
    sites = small.model.sites
    roll, resources = sites.roll.copy(), sites.resources.copy()
    roll[1] = 700
    resources[1, RESOURCE_INDEX["teaching_area_m2"]] = 315_000 - 1
    model = replace(small.model, sites=replace(sites, roll=roll, resources=resources))
    world = replace(small, model=model, evaluation=evaluate(model))
    opened = open_page(page_file(world, "judged"))
    opened.page.evaluate("(id) => window.schoolmap.select(id)", sites.ids[1])
    row = opened.page.locator('.card [data-stage="primary"] tbody tr', has_text="教学及辅助用房")
    assert "✓" not in row.inner_text()
    assert "▼" in row.inner_text()


def test_words_are_those_of_the_workbook(opened: Opened) -> None:
    opened.page.locator("[data-tab=findings]").click()
    assert opened.text("details.rule.violation .badge") == "不达标"
    assert opened.text(".toolbar button") == "小学低年级 1–3"


def test_the_keyboard_stays_where_it_is(opened: Opened) -> None:
    page = opened.page
    for key in ("band-1", "group-township", "sort-load", "language"):
        if key.startswith("sort"):
            page.locator("[data-tab=schools]").click()
        page.locator(f'[data-key="{key}"]').focus()
        page.keyboard.press("Enter")
        assert held(page, key) == key
    picker = page.locator('[data-key="pick-villages"]')
    picker.focus()
    picker.select_option("distance")
    assert held(page, "pick-villages") == "pick-villages"


def test_arrow_keys_turn_the_tabs(opened: Opened) -> None:
    page = opened.page
    page.locator("[data-tab=overview]").focus()
    page.keyboard.press("ArrowRight")
    assert held(page, "tab-plan") == "tab-plan"
    assert page.locator("[role=tabpanel]").get_attribute("aria-labelledby") == "sm-tab-plan"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    assert held(page, "tab-about") == "tab-about"
    assert page.locator('[role=tab][tabindex="0"]').count() == 1


@pytest.mark.parametrize("leave", ["Escape", "close"])
def test_a_card_takes_the_focus_and_gives_it_back(opened: Opened, leave: str) -> None:
    page = opened.page
    page.locator("[data-tab=schools]").click()
    name = page.locator("table.schools .name").first
    key = name.get_attribute("data-key")
    name.focus()
    page.keyboard.press("Enter")
    assert held(page, "card") == "card"
    if leave == "Escape":
        page.keyboard.press("Escape")
    else:
        page.keyboard.press("Tab")
        assert held(page, "close") == "close"
        page.keyboard.press("Enter")
    assert page.locator(".card").is_hidden()
    assert held(page, key) == key


def test_nothing_is_announced_at_every_move_of_the_mouse(opened: Opened) -> None:
    live = opened.page.locator("[role=status], [aria-live]")
    assert opened.page.locator(".tip").get_attribute("aria-hidden") == "true"
    before = live.all_inner_texts()
    for x in range(500, 1300, 40):
        opened.page.mouse.move(x, 450)
    assert live.all_inner_texts() == before


def test_a_failure_shows_its_message(browser: Browser, page_file: Files, small: County) -> None:
    whole = page_file(small, "small")
    text = re.sub(
        r'(id="schoolmap-arrays">)[^<]+',
        r"\1H4sIAAAAAAAC/wMAAAAAAAAAAAA=",
        whole.read_text("utf-8"),
    )
    broken = whole.with_name("broken.html")
    broken.write_text(text, encoding="utf-8")
    page = browser.new_page()
    page.goto(broken.as_uri())
    alert = page.locator("[role=alert]")
    alert.wait_for()
    assert "arrays and their index do not agree" in alert.inner_text()
    assert "Chrome" not in alert.inner_text()
    page.close()


@pytest.mark.parametrize("missing", ["window.DecompressionStream", "Object.hasOwn"])
def test_an_old_browser_is_told_so(
    browser: Browser, page_file: Files, small: County, missing: str
) -> None:
    page = browser.new_page()
    page.add_init_script(f"delete {missing}")
    page.goto(page_file(small, "small").as_uri())
    page.wait_for_timeout(300)
    assert "Chrome、Edge 93" in page.locator("#schoolmap-wait").inner_text()
    page.close()
