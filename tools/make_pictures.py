"""Make the pictures of the README from the bundled simulated studies.

Needs playwright (extra ``test``) and a Chromium: ``python tools/make_pictures.py``.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from schoolmap.cli.running import run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"


@dataclass(frozen=True)
class Shot:
    """A picture: its file, what is selected, language, window size in pixels, a tab to open.

    `plan` applies the first bundled plan of the county and shows what it changes.
    """

    file: str
    language: str = "zh"
    select: str = ""
    size: tuple[int, int] = (1440, 900)
    plan: bool = False
    tab: str = ""


SHOTS = (
    Shot("county-zh.jpg"),
    Shot("county-en.jpg", language="en"),
    Shot("village-zh.jpg", select="52099820420104"),
    Shot("school-zh.jpg", select="2152801113"),
    Shot("phone-zh.jpg", size=(390, 844)),
    Shot("change-zh.jpg", plan=True, tab="impact"),
    Shot("change-en.jpg", language="en", plan=True, tab="impact"),
)
PLAN = ROOT / "data" / "studies" / "yunling" / "scenarios" / "six-into-two.json"


def render(browser: Browser, page_file: Path, shot: Shot) -> None:
    """Open the map, offline, and take one picture of it."""
    width, height = shot.size
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.locator("html[data-ready=true]").wait_for(state="attached")
    if shot.plan:
        changes = json.loads(PLAN.read_text(encoding="utf-8"))["changes"]
        page.evaluate("(changes) => window.schoolmap.apply(changes)", changes)
    if shot.tab:
        page.locator(f"[data-tab={shot.tab}]").click()
    if shot.select:
        page.evaluate("(id) => window.schoolmap.select(id)", shot.select)
    page.wait_for_timeout(600)  # the map glides to what is selected
    page.screenshot(path=PICTURES / shot.file, type="jpeg", quality=86)
    context.close()


def main() -> None:
    """Run the county in both languages and take every picture."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no Chromium: apt install chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        maps = {}
        for language in ("zh", "en"):
            out = Path(folder) / language
            code = run(["demo", "--out", str(out), "--lang", language, "--quiet"])
            if code:
                sys.exit(code)
            maps[language] = out / "map.html"
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for shot in SHOTS:
            render(browser, maps[shot.language], shot)
        browser.close()


if __name__ == "__main__":
    main()
