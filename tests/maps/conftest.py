"""Made-up counties, their pages, and a browser to open them in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.maps.synthetic import County, county

from schoolmap.maps import build_view, render_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WAIT_MS = 20_000


@pytest.fixture(scope="session")
def small() -> County:
    """3 schools, 8 villages, hostile names."""
    return county(3, 8)


@pytest.fixture(scope="session")
def large() -> County:
    """300 schools, 3,000 villages."""
    return county(300, 3000)


@pytest.fixture(scope="session")
def page_file(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[County, str], Path]:
    """Write the page of a county and return its file."""
    folder = tmp_path_factory.mktemp("pages")

    def write(world: County, name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            view = build_view(world.model, world.shapes)
            path.write_text(render_page(view), encoding="utf-8")
        return path

    return write


HELD = "document.activeElement.dataset.key ?? document.activeElement.className"


def held(page: Page, wanted: str) -> str:
    """Return what holds the keyboard; a dialog that closes gives it back a moment later."""
    found = ""
    for _ in range(60):
        found = page.evaluate(HELD)
        if found == wanted:
            break
        page.wait_for_timeout(50)
    return found


@dataclass
class Opened:
    """A page in the browser, and what it said and asked for."""

    page: Page
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        """Return the text of the first element that fits."""
        return self.page.locator(selector).first.inner_text()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; the test is skipped where there is none, and fails on CI."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        _missing("no Chromium: apt install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed")
    with ExitStack() as stack:
        try:
            play = stack.enter_context(sync_playwright())
            found = play.chromium.launch(
                executable_path=path, args=["--no-sandbox", "--disable-gpu"]
            )
        except Exception as error:
            _missing(f"Chromium cannot be driven: {error}")
        yield found
        found.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Open a file offline and wait until it can be used."""
    contexts = []

    def open_file(
        path: Path, *, width: int = 1440, height: int = 900, phone: bool = False
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            offline=True,
            reduced_motion="reduce",
            is_mobile=phone,
            has_touch=phone,
        )
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.on("console", lambda message: opened.console.append(message.text))
        opened.page.on("pageerror", lambda error: opened.console.append(str(error)))
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.goto(path.as_uri())
        opened.page.locator("html[data-ready=true]").wait_for(timeout=WAIT_MS)
        return opened

    yield open_file
    for context in contexts:
        context.close()


def _missing(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
