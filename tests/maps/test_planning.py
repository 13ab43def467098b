"""Planning with mouse and keys: what is chosen is shown, done when accepted, undone at once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.maps.conftest import Opened
from tests.maps.synthetic import County, county
from tests.maps.test_browser import CLICK_AT

from schoolmap.io.scenarios import read_scenario
from schoolmap.kernel import evaluate
from schoolmap.model.scenario import Close, Scenario

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

WAIT_S = 10.0
OpenPage = Callable[..., Opened]
Files = Callable[[County, str], Path]


@pytest.fixture(scope="session")
def plain() -> County:
    """6 schools and 30 villages, without roads."""
    return county(6, 30, estimated=True)


@pytest.fixture
def opened(open_page: OpenPage, page_file: Files, plain: County) -> Opened:
    return open_page(page_file(plain, "plain"))


def changes(opened: Opened) -> list[dict[str, object]]:
    found: list[dict[str, object]] = opened.page.evaluate("schoolmap.scenario().changes")
    return found


def until(opened: Opened, expression: str) -> None:
    """Wait until an expression holds; the page's policy forbids playwright's own way."""
    end = time.monotonic() + WAIT_S
    while not opened.page.evaluate(expression):
        assert time.monotonic() < end, expression
        opened.page.wait_for_timeout(50)


def click(opened: Opened, lonlat: list[float]) -> None:
    x, y = opened.page.evaluate(CLICK_AT, lonlat)
    opened.page.mouse.move(x, y)
    opened.page.mouse.click(x, y)


def accept(opened: Opened) -> None:
    opened.page.locator("dialog[open] .dialog-foot button").last.click()


def test_a_click_closes_a_school_when_it_is_accepted(opened: Opened, plain: County) -> None:
    sites = plain.model.sites
    opened.page.locator(".legend summary").click()
    opened.page.locator('[data-tool="close"]').click()
    click(opened, sites.lonlat[1].tolist())
    assert changes(opened) == [], "nothing is done before it is accepted"
    assert opened.page.locator("dialog[open] .effects li").count() > 0
    accept(opened)
    assert changes(opened) == [{"op": "close", "school": sites.ids[1]}]
    assert opened.page.locator('[data-key="view-change"]').get_attribute("aria-pressed") == "true"
    opened.page.keyboard.press("Control+z")
    assert changes(opened) == []
    assert opened.page.locator('[data-key="view-today"]').get_attribute("aria-pressed") == "true"
    opened.page.keyboard.press("Control+y")
    assert len(changes(opened)) == 1
    assert opened.console == []


def test_a_merger_takes_two_clicks(opened: Opened, plain: County) -> None:
    sites = plain.model.sites
    opened.page.locator(".legend summary").click()
    opened.page.keyboard.press("3")
    click(opened, sites.lonlat[0].tolist())
    click(opened, sites.lonlat[1].tolist())
    accept(opened)
    assert changes(opened) == [{"op": "merge", "school": sites.ids[0], "into": sites.ids[1]}]


def test_a_school_is_opened_where_the_map_is_clicked(opened: Opened, plain: County) -> None:
    villages = plain.model.villages
    gap = villages.xy_mm[:, None].astype(float) - plain.model.sites.xy_mm[None].astype(float)
    far = int((gap**2).sum(axis=2).min(axis=1).argmax())
    opened.page.locator(".legend summary").click()
    opened.page.locator('[data-tool="open"]').click()
    click(opened, villages.lonlat[far].tolist())
    accept(opened)
    [change] = changes(opened)
    assert change["op"] == "open"
    assert change["school"] == "N1"
    assert set(change["at"]) == {"x_mm", "y_mm"}  # type: ignore[call-overload]
    assert opened.page.evaluate("schoolmap.select('N1')") is True
    assert opened.page.locator(".card").is_visible()
    # what is selected goes when the school goes
    opened.page.evaluate("schoolmap.undo()")
    assert opened.page.locator(".card").is_hidden()
    assert opened.console == []


def test_escape_steps_back_one_at_a_time(opened: Opened, plain: County) -> None:
    page = opened.page
    page.evaluate("(id) => schoolmap.select(id)", plain.model.sites.ids[0])
    page.keyboard.press("Escape")
    assert page.locator(".card").is_hidden()
    page.keyboard.press("2")
    assert page.locator('[data-tool="close"]').get_attribute("aria-pressed") == "true"
    page.keyboard.press("Escape")
    assert page.locator('[data-tool="select"]').get_attribute("aria-pressed") == "true"


def test_a_plan_goes_out_as_a_file_and_comes_back(
    opened: Opened, plain: County, open_page: OpenPage, page_file: Files, tmp_path: Path
) -> None:
    school = plain.model.sites.ids[1]
    opened.page.evaluate("(id) => schoolmap.apply([{op: 'close', school: id}])", school)
    with opened.page.expect_download() as got:
        opened.page.locator('[data-key="top-export_plan"]').click()
    file = tmp_path / got.value.suggested_filename
    got.value.save_as(file)
    scenario = read_scenario(file)
    assert scenario.changes == (Close(school),)
    assert scenario.model_sha256 == plain.model.sha256
    other = open_page(page_file(plain, "plain"))
    with other.page.expect_file_chooser() as chooser:
        other.page.locator('[data-key="top-import_plan"]').click()
    chooser.value.set_files(file)
    until(other, "schoolmap.scenario().changes.length === 1")
    assert other.page.evaluate("schoolmap.scenario()") == opened.page.evaluate(
        "schoolmap.scenario()"
    )


def test_another_models_plan_is_refused_with_the_command(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    head = {"format": "schoolmap-scenario", "version": 1, "changes": []}
    file.write_text(json.dumps({**head, "model_sha256": "ab" * 32}), encoding="utf-8")
    with opened.page.expect_file_chooser() as chooser:
        opened.page.locator('[data-key="top-import_plan"]').click()
    chooser.value.set_files(file)
    told = opened.page.locator("dialog[open]")
    told.wait_for()
    assert "schoolmap run" in told.inner_text()
    assert "schoolmap assess" in told.inner_text()


def test_what_was_left_is_offered_when_the_page_opens_again(opened: Opened, plain: County) -> None:
    page, school = opened.page, plain.model.sites.ids[2]
    page.evaluate("(id) => schoolmap.apply([{op: 'close', school: id}])", school)
    until(opened, "Object.keys(localStorage).some((k) => k.startsWith('schoolmap:'))")
    page.reload()
    page.locator("html[data-ready=true]").wait_for()
    assert changes(opened) == []
    page.locator('[data-key="restore"]').click()
    assert changes(opened) == [{"op": "close", "school": school}]


def test_tried_limits_change_what_today_says(opened: Opened, plain: County) -> None:
    tried = {"walk_limit_s.lower_primary": 600}
    assert opened.page.evaluate("(rules) => schoolmap.setRules(rules)", tried) == []
    before = opened.page.evaluate("schoolmap.evaluate().before.share_walk_limit.value")
    wanted = evaluate(plain.model, Scenario("today", rules=tried)).indicators
    assert before == wanted["share_walk_limit"].value
    wrong = opened.page.evaluate("schoolmap.setRules({'walk_limit_s.lower_primary': 3})")
    assert [w["code"] for w in wrong] == ["unsuitable_rule_value"]


def test_undo_is_instant(opened: Opened, plain: County) -> None:
    for school in plain.model.sites.ids[:4]:
        opened.page.evaluate(
            "(id) => schoolmap.apply([{op: 'set_seats', school: id, seats: 5}])", school
        )
    same = opened.page.evaluate(
        """() => {
          const before = schoolmap.evaluate();
          schoolmap.undo(); schoolmap.undo(); schoolmap.redo(); schoolmap.redo();
          return JSON.stringify(before) === JSON.stringify(schoolmap.evaluate());
        }"""
    )
    assert same is True
