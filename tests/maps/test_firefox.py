"""The page in Debian's Firefox: opens from disk, plays a plan, gives Python's numbers."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.maps.bidi import FIREFOX, Tab, firefox
from tests.maps.synthetic import County

from schoolmap.kernel import evaluate, evaluation_document
from schoolmap.model.scenario import Close, Merge, Scenario, SetBus

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

WAIT_S = 20.0


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    """A tab of Firefox; where there is none, CI fails and a laptop skips."""
    if FIREFOX is None or find_spec("websockets") is None:
        if os.environ.get("CI"):
            pytest.fail("no Firefox: apt install firefox-esr")
        pytest.skip("no Firefox (apt install firefox-esr)")
    with firefox() as opened:
        yield opened


def ready(tab: Tab) -> None:
    end = time.monotonic() + WAIT_S
    while tab.evaluate("document.documentElement.dataset.ready") != "true":
        assert time.monotonic() < end, tab.log
        time.sleep(0.05)


def test_firefox_plays_a_plan_to_the_last_digit(
    tab: Tab, small: County, page_file: Callable[[County, str], Path]
) -> None:
    tab.open(page_file(small, "small").as_uri())
    ready(tab)
    assert tab.log == []
    ids = small.model.sites.ids
    changes = (SetBus(ids[0], bus=True), Merge(ids[1], ids[0]), Close(ids[2]))
    assert tab.evaluate(f"schoolmap.apply({json.dumps([_plain(c) for c in changes])})") == []
    found = tab.evaluate("schoolmap.evaluate()")
    scenario = Scenario(found["scenario"]["name"], changes, {}, small.model.sha256, "1")
    after = evaluate(small.model, scenario)
    wanted = evaluation_document(small.model, small.model, evaluate(small.model), after)
    assert _without_theil(found) == _without_theil(json.loads(json.dumps(wanted)))
    assert tab.evaluate("schoolmap.undo()") is True
    assert tab.evaluate("schoolmap.scenario()")["changes"] == []


def _plain(change: Close | Merge | SetBus) -> dict[str, object]:
    return {"op": change.op, **vars(change)}


def _without_theil(document: dict[str, object]) -> dict[str, object]:
    """The one figure that the page leaves out."""
    result = dict(document)
    for side in ("before", "after"):
        figures = result[side]
        assert isinstance(figures, dict)
        result[side] = {k: v for k, v in figures.items() if not k.startswith("theil.")}
    return result
