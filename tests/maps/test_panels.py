"""Panels, cards and dialogs: what a plan does is told in full, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.maps.conftest import Opened, held
from tests.maps.synthetic import County, county

from schoolmap.maps import build_view, render_page
from schoolmap.model.beds import bed_gap_of, bed_gap_text, bedless_text

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

OpenPage = Callable[..., Opened]
Files = Callable[[County, str], Path]
APPLY = "(changes) => schoolmap.apply(changes)"
SELECT = "(id) => schoolmap.select(id)"


@pytest.fixture(scope="session")
def towns() -> County:
    """8 schools and 40 villages, without roads."""
    return county(8, 40, seed=11, estimated=True)


@pytest.fixture
def opened(open_page: OpenPage, page_file: Files, towns: County) -> Opened:
    return open_page(page_file(towns, "towns"))


def busiest(towns: County) -> str:
    """Return the school to which most pupils are sent."""
    load = towns.evaluation.schools.load.sum(axis=1)
    return towns.model.sites.ids[int(load.argmax())]


def said(opened: Opened) -> str:
    return opened.page.locator("[role=status]").text_content() or ""


def test_a_school_is_closed_by_keyboard_alone(opened: Opened, towns: County) -> None:
    page, school = opened.page, busiest(towns)
    page.keyboard.press("/")
    page.keyboard.type(school)
    page.keyboard.press("Enter")
    assert held(page, "card") == "card"
    for _ in range(2):
        page.keyboard.press("Tab")
    assert held(page, "do-do_close") == "do-do_close"
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    assert dialog.locator(".effect").count() > 0
    # the keyboard stays inside
    for _ in range(6):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement.closest('dialog') !== null")
        assert inside or page.evaluate("document.activeElement === document.body")
    page.keyboard.press("Escape")
    assert held(page, "do-do_close") == "do-do_close", (
        "nothing is done, the keyboard is where it was"
    )
    assert page.evaluate("schoolmap.scenario().changes") == []
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.evaluate("schoolmap.scenario().changes") == [{"op": "close", "school": school}]
    assert held(page, "card") == "card", "the button is gone, its card goes on"
    assert "撤并" in said(opened)
    page.keyboard.press("Control+z")
    assert "已撤回" in said(opened)
    assert opened.console == []


def test_the_impact_lists_exactly_who_changes(opened: Opened, towns: County) -> None:
    page = opened.page
    page.evaluate(APPLY, [{"op": "close", "school": busiest(towns)}])
    page.locator("[data-tab=impact]").click()
    document = page.evaluate("schoolmap.evaluate()")
    moved = {row["village_id"] for row in document["villages"]}
    while page.locator(".villages + .more:visible").count():
        page.locator(".villages + .more:visible").first.click()
    keys = page.locator(".villages .village-row").evaluate_all(
        "(all) => all.map((one) => one.dataset.key)"
    )
    shown = {key.removeprefix("impact-") for key in keys if key.startswith("impact-")}
    assert shown == moved
    pupils = sum(row["pupils"] for row in document["villages"])
    count = opened.text('[data-figure="plan-moved"] b')
    lost = opened.text('[data-figure="plan-unserved"] b')
    assert int(count.replace(",", "")) + int(lost.replace(",", "")) <= pupils
    assert int(lost.replace(",", "")) == sum(
        row["pupils"]
        for row in document["villages"]
        if row["after"]["mode"] == "unserved" and row["before"]["mode"] != "unserved"
    )


def test_findings_are_new_solved_or_as_before(opened: Opened, towns: County) -> None:
    page = opened.page
    today = page.evaluate("schoolmap.evaluate().findings.length")
    page.evaluate(APPLY, [{"op": "close", "school": busiest(towns)}])
    page.locator("[data-tab=findings]").click()

    def count(part: str) -> int:
        text = page.locator(f"details.{part} > summary .total").inner_text()
        return int(text.rsplit("/", 1)[-1].replace(",", ""))

    after = page.evaluate("schoolmap.evaluate().findings.length")
    assert count("findings_new") + count("findings_kept") == after
    gone = count("findings_solved") + count("findings_closed")
    assert gone + count("findings_kept") == today
    own = {f.rule for f in towns.evaluation.findings if f.subject_id == busiest(towns)}
    closed = page.locator("details.findings_closed details.rule").evaluate_all(
        "(all) => all.map((one) => one.dataset.rule)"
    )
    assert set(closed) == own, "what the school fell short of is gone with it, not solved"


def test_plans_stand_beside_today_in_one_table(opened: Opened, towns: County) -> None:
    page = opened.page
    page.evaluate(APPLY, [{"op": "close", "school": busiest(towns)}])
    page.locator("[data-tab=plan]").click()
    page.locator('[data-key="plan-copy_plan"]').click()
    page.evaluate(APPLY, [{"op": "set_bus", "school": towns.model.sites.ids[0], "bus": True}])
    head = page.locator(".compare-plans table.compare thead th").all_inner_texts()
    assert head == ["现状", "方案1", "方案1（副本）"]
    row = page.locator(".compare-plans table.compare tbody tr").filter(has_text="未安排学生")
    now, one, two = (text.split("\n")[0] for text in row.locator("td").all_inner_texts())
    document = page.evaluate("schoolmap.evaluate()")
    assert int(now) == document["before"]["pupils_unserved"]["value"]
    assert int(two) == document["after"]["pupils_unserved"]["value"]
    page.locator(".compare-plans table.compare thead button").first.click()
    document = page.evaluate("schoolmap.evaluate()")
    assert int(one) == document["after"]["pupils_unserved"]["value"]
    assert page.locator(".plan-menu .plan-name").first.inner_text() == "方案1"


def test_plans_are_named_and_removed(opened: Opened) -> None:
    page = opened.page
    page.locator("[data-tab=plan]").click()
    page.locator('[data-key="plan-rename_plan"]').click()
    page.keyboard.type("<b>撤并方案</b>")
    page.keyboard.press("Enter")
    assert page.locator(".plan-head h2").inner_text() == "<b>撤并方案</b>"
    assert held(page, "plan-rename_plan") == "plan-rename_plan"
    page.locator('[data-key="plan-new_plan"]').click()
    assert page.evaluate("schoolmap.scenario().name") == "方案2"
    page.locator('[data-key="plan-remove_plan"]').click()
    assert page.evaluate("schoolmap.scenario().name") == "<b>撤并方案</b>"


def test_a_plan_that_says_something_is_not_removed_unasked(opened: Opened, towns: County) -> None:
    page = opened.page
    page.evaluate(APPLY, [{"op": "close", "school": busiest(towns)}])
    page.locator("[data-tab=plan]").click()
    page.locator('[data-key="plan-remove_plan"]').click()
    page.locator("dialog[open]").wait_for()
    page.keyboard.press("Escape")
    assert len(page.evaluate("schoolmap.scenario().changes")) == 1
    page.locator('[data-key="plan-remove_plan"]').click()
    page.locator("dialog[open] .button.grave").click()
    assert page.evaluate("schoolmap.scenario().changes") == []


def test_a_limit_is_tried_refused_and_reset(opened: Opened) -> None:
    page = opened.page
    page.locator("[data-tab=rules]").click()
    field = page.locator('[data-key="rule-walk_limit_s.lower_primary"]')
    field.fill("20")
    page.keyboard.press("Tab")
    page.locator(".band-rules td.tried").wait_for()
    assert page.evaluate("schoolmap.scenario().rules") == {"walk_limit_s.lower_primary": 1200}
    assert held(page, "rule-walk_limit_s.upper_primary") == "rule-walk_limit_s.upper_primary", (
        "the keyboard went on"
    )
    field.fill("0")
    page.keyboard.press("Enter")
    page.locator(".panel [role=alert]:visible").first.wait_for()
    assert page.evaluate("schoolmap.scenario().rules") == {"walk_limit_s.lower_primary": 1200}
    page.locator('[data-key="reset-walk_limit_s.lower_primary"]').click()
    assert page.evaluate("schoolmap.scenario().rules") == {}


def test_tried_rules_are_named_where_today_is(opened: Opened, towns: County) -> None:
    page = opened.page
    page.evaluate(APPLY, [{"op": "close", "school": busiest(towns)}])
    page.evaluate("(rules) => schoolmap.setRules(rules)", {"walk_limit_s.lower_primary": 600})
    assert page.locator('[data-key="view-today"]').inner_text() == "现状（试改规则）"
    page.locator("[data-tab=plan]").click()
    head = page.locator(".compare-plans table.compare thead th").first
    assert head.inner_text() == "现状（本县规则）"
    page.evaluate("schoolmap.setRules({})")
    assert page.locator('[data-key="view-today"]').inner_text() == "现状"
    assert head.inner_text() == "现状"


def test_a_merger_shows_what_each_target_would_mean(opened: Opened, towns: County) -> None:
    page, school = opened.page, busiest(towns)
    page.evaluate(SELECT, school)
    page.locator('[data-key="do-do_merge"]').click()
    targets = page.locator("dialog[open] .target")
    assert targets.count() >= 2
    first = page.locator("dialog[open] .effects").inner_text()
    targets.nth(1).click()
    assert page.locator("dialog[open] .effects").inner_text() != first
    into = targets.nth(1).locator("input").get_attribute("value")
    page.locator("dialog[open] .dialog-foot button").last.click()
    change = {"op": "merge", "school": school, "into": towns.model.sites.ids[int(into or -1)]}
    assert page.evaluate("schoolmap.scenario().changes") == [change]
    assert page.locator(".card .flows").count() > 0, "the card says where its pupils go"


def test_a_village_is_assigned_from_its_card(opened: Opened, towns: County) -> None:
    page = opened.page
    pupils = towns.model.villages.pupils.sum(axis=1)
    village = towns.model.villages.ids[int(pupils.argmax())]
    page.evaluate(SELECT, village)
    page.locator(".card .others summary").first.click()
    page.locator(".card .others .button").first.click()
    page.locator("dialog[open] .dialog-foot button").last.click()
    [change] = page.evaluate("schoolmap.scenario().changes")
    assert (change["op"], change["village"]) == ("designate", village)
    assert page.locator(".card .others").first.get_attribute("open") is not None, "it stays open"


def test_enter_in_a_field_accepts_once(opened: Opened, towns: County) -> None:
    page, school = opened.page, busiest(towns)
    page.evaluate(SELECT, school)
    page.locator('[data-key="do-do_seats"]').click()
    page.keyboard.type("77")
    page.keyboard.press("Enter")
    assert page.locator("dialog[open]").count() == 0
    [change] = page.evaluate("schoolmap.scenario().changes")
    assert change["op"] == "set_seats"
    assert str(change["seats"]).endswith("77")
    assert held(page, "do-do_seats") == "do-do_seats"


def test_removing_a_change_keeps_the_keyboard_in_the_list(opened: Opened, towns: County) -> None:
    page, ids = opened.page, towns.model.sites.ids
    page.evaluate(APPLY, [{"op": "set_seats", "school": s, "seats": 7} for s in ids[:3]])
    page.locator("[data-tab=plan]").click()
    page.locator('[data-key="remove-1"]').focus()
    page.keyboard.press("Enter")
    assert held(page, "remove-1") == "remove-1"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(".changes li").count() == 1
    assert page.evaluate("document.activeElement !== document.body")


def test_menus_close_with_escape_and_each_other(opened: Opened) -> None:
    page = opened.page
    page.locator('[data-key="menu-plans"]').click()
    page.locator('[data-key="menu-compare"]').click()
    assert page.locator("details.menu[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert held(page, "menu-compare") == "menu-compare"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_nothing_is_wider_than_the_screen(
    open_page: OpenPage, page_file: Files, towns: County, language: str, size: tuple[int, int]
) -> None:
    width, height = size
    file = page_file(towns, "towns")
    opened = open_page(file, width=width, height=height, phone=width < 760)
    page = opened.page
    if language == "en":
        page.locator(".language").click()
    page.evaluate(APPLY, [{"op": "close", "school": busiest(towns)}])
    for tab in ("overview", "plan", "impact", "schools", "findings", "rules", "about"):
        page.locator(f"[data-tab={tab}]").click()
        side = page.locator(".panel-scroll")
        assert side.evaluate("(one) => one.scrollWidth <= one.clientWidth"), tab
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    bar = page.locator(".top").evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert bar, "the bar above fits"
    assert opened.console == []


def test_missing_beds_are_said_as_the_tables_say_them(opened: Opened, towns: County) -> None:
    gap = bed_gap_of(towns.evaluation)
    assert gap.total, "a county that misses no bed shows nothing"
    assert bed_gap_text(gap, "zh") in opened.text('[data-figure="board_need"] small')
    if gap.at_schools:
        assert bedless_text(gap, "zh") in opened.text(".stack-key")


def test_villages_that_are_not_counted_are_said_below_the_pupils(
    open_page: OpenPage, towns: County, tmp_path: Path
) -> None:
    words = ("另有 2 个村 <b>20</b> 人未计入", "2 villages with 20 pupils are not counted")
    path = tmp_path / "aside.html"
    view = build_view(towns.model, towns.shapes, aside=words)
    path.write_text(render_page(view), encoding="utf-8")
    assert open_page(path).text(".aside-note") == words[0]
    open_view = build_view(towns.model, towns.shapes, public=True, aside=words)
    assert "aside" not in dict(open_view.data["study"])  # type: ignore[call-overload]
