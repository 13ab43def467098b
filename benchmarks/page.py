"""The map of the simulated county in headless Chromium: size of the file, time to ready.

Each open is a new browser context from disk with the network off; ready is when the page marks
itself usable (``html[data-ready]``), counted from navigation start by the page's own clock.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from schoolmap.cli.running import run

STUDY = Path(__file__).resolve().parents[1] / "data" / "studies" / "yunling"
READY = """() => new Promise(done => {
  const look = () => document.documentElement.dataset.ready === "true"
    ? done(performance.now()) : setTimeout(look, 5);
  look();
})"""


def main() -> None:
    """Print size and time to ready."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=7)
    repeats = parser.parse_args().repeats
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no Chromium: apt install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        if run(["run", str(STUDY), "--out", folder, "--quiet"]):
            sys.exit("the run failed")
        page_file = Path(folder) / "map.html"
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        ready_ms = []
        for _ in range(repeats):
            context = browser.new_context(
                viewport={"width": 1440, "height": 900}, offline=True, bypass_csp=True
            )
            page = context.new_page()
            page.goto(page_file.as_uri(), wait_until="commit")
            ready_ms.append(float(page.evaluate(READY)))
            context.close()
        browser.close()
        size_mb = page_file.stat().st_size / 1e6
    print(f"map.html {size_mb:.2f} MB; ready after {statistics.median(ready_ms):.0f} ms")
    print("  " + " ".join(f"{ms:.0f}" for ms in ready_ms))


if __name__ == "__main__":
    main()
