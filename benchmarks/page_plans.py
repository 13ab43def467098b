"""Random plans played in the real page against `schoolmap assess`: equality to the last bit.

    python benchmarks/page_plans.py [--study yunling] [--plans 200] [--first 0]

Every operation is drawn: closures, mergers, candidates opened, schools opened anywhere on the road
(the page routes them, Python replays the place), spans, seats, beds, buses, designations, and
limits to try. What the page refuses, Python must refuse for the same reason. Theil, which the page
leaves out, is not compared.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import schoolmap as sm
from schoolmap.maps import build_view, render_page
from schoolmap.pipeline.outputs import shapes_of

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.maps.random_plans import play  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

READY_MS = 30_000


@contextmanager
def opened(file: Path) -> Iterator[Page]:
    """Give a page in a headless Chromium, offline."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play_wright:
        browser = play_wright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_context(offline=True).new_page()
        page.goto(file.as_uri())
        page.locator("html[data-ready=true]").wait_for(timeout=READY_MS)
        yield page
        browser.close()


def main() -> int:
    """Play the plans; return 1 where page and Python differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--study", default="yunling")
    parser.add_argument("--plans", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="seed of the first plan")
    chosen = parser.parse_args()
    study = sm.read_study(ROOT / "data" / "studies" / chosen.study)
    model = sm.prepare(study)
    start = time.perf_counter()
    different = changes = opened_new = refused = 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "map.html"
        file.write_text(render_page(build_view(model, shapes_of(study, model))), encoding="utf-8")
        with opened(file) as page:
            for seed in range(chosen.first, chosen.first + chosen.plans):
                played = play(page, model, seed)
                changes += len(played.changes)
                opened_new += sum("lon" in change for change in played.changes)
                refused += played.refused
                if played.found != played.wanted:
                    different += 1
                    print(f"seed {seed} differs: {played.changes}", file=sys.stderr)
    seconds = time.perf_counter() - start
    print(
        f"{chosen.study}: {chosen.plans} plans of {changes} changes ({opened_new} schools opened "
        f"on the road), {refused} refused by both, {different} differ; {seconds:.0f} s"
    )
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
