"""The planning map in headless Chromium, without a GPU: every figure beside its budget.

Pages are opened from disk, offline, each time in a new browser context. "Ready" is when the page
marks itself usable (``html[data-ready]``), by the page's own clock from the start of navigation.
An edit is "on screen" when it is evaluated, the panels are laid out and every canvas of the map is
turned into pixels (read back, so that nothing is left for later); the frame that shows it comes at
the browser's next refresh. Frames are those from the first motion of the map until the last of it
is drawn; the map is dragged and zoomed with the mouse.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import schoolmap as sm
from schoolmap.model.study import Study, Table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
STUDY = ROOT / "data" / "studies" / "yunling"
SIZE = {"width": 1440, "height": 900}
DRAGS = ((-300, 0), (0, -200), (300, 0), (0, 200), (-200, -150), (200, 150), (-320, 99), (320, -99))
WHEELS = (-300, -300, 300, 300)
ZOOMS = (0.0, 1.2, 2.6)
"""Zooms in which the map is moved: how much nearer than the whole county."""
EDITS = 24
MEDIAN = 0.5

READY = """() => new Promise((done) => {
  const look = () => document.documentElement.dataset.ready === "true"
    ? done(performance.now()) : setTimeout(look, 5);
  look();
})"""
DRAWN = """() => new Promise((done) => {
  let quiet = 0;
  const look = () => {
    quiet = document.querySelector(".sm-map").dataset.drawn === "true" ? quiet + 1 : 0;
    if (quiet > 3) done(); else requestAnimationFrame(look);
  };
  look();
})"""
TOOLS = """() => {
  const map = Object.entries(window).find(([name]) => name.startsWith("map_"))[1];
  const pixels = () => {
    document.body.getBoundingClientRect();
    for (const canvas of document.querySelectorAll(".sm-map canvas")) {
      if (canvas.width > 0) canvas.getContext("2d").getImageData(0, 0, 1, 1);
    }
  };
  /** Time of an edit, undone afterwards. */
  const edit = (changes) => {
    pixels();
    const start = performance.now();
    const refused = schoolmap.apply(changes);
    pixels();
    const shown = performance.now();
    if (refused.length) throw new Error(JSON.stringify(refused));
    schoolmap.undo();
    return shown - start;
  };
  window.bench = { map, edit };
}"""
OPEN_SCHOOLS = """() => {
  const { model } = schoolmap;
  return model.sites.ids.filter((_, i) => model.sites.status[i] === 0);
}"""
EVALUATE = """async (ids) => {
  const { evaluate } = await import("#kernel/evaluate");
  const times = [];
  for (const school of ids) {
    const scenario = { name: "", changes: [{ op: "close", school }], rules: {} };
    const start = performance.now();
    evaluate(schoolmap.model, scenario, []);
    times.push(performance.now() - start);
  }
  return times;
}"""
PLACES = """(n) => {
  const { map } = bench;
  const { x, y } = map.getSize();
  const shares = Array.from({ length: n }, (_, k) => [(k * 0.618) % 1, (k * 0.755) % 1]);
  return shares.map(([a, b]) => {
    const { lng, lat } = map.containerPointToLatLng([x * (0.4 + 0.5 * a), y * (0.3 + 0.5 * b)]);
    return [lng, lat];
  });
}"""
RECORD = """() => {
  const { map } = bench;
  const box = map.getContainer();
  const times = [];
  let [last, on, quiet, moving] = [0, true, 9, false];
  map.on("movestart zoomstart", () => { moving = true; }).on("moveend", () => { moving = false; });
  const frame = (now) => {
    quiet = moving || box.dataset.drawn !== "true" ? 0 : quiet + 1;
    if (last && quiet < 3) times.push(now - last);
    last = now;
    if (on) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  bench.stop = () => { on = false; return times; };
}"""


@dataclass(frozen=True)
class Figure:
    """One line of the table; `limit` as `value` is measured, None where there is no budget."""

    name: str
    values: Sequence[float]
    unit: str
    limit: float | None = None
    share: float = MEDIAN

    @property
    def value(self) -> float:
        """The median, or the value that the share of values does not pass."""
        if self.share == MEDIAN:
            return statistics.median(self.values)
        return sorted(self.values)[min(len(self.values) - 1, int(self.share * len(self.values)))]

    def line(self) -> str:
        """Return name, value, budget and spread."""
        n = len(self.values)
        kind = f"p{self.share * 100:.0f}" if self.share != MEDIAN else "median" if n > 1 else ""
        budget = mark = ""
        if self.limit is not None:
            budget = f"<= {self.limit:g}"
            mark = "ok" if self.value <= self.limit else "OVER"
        spread = f"{min(self.values):.1f} .. {max(self.values):.1f} of {n}" if n > 1 else ""
        what = f"{self.name:<44} {kind:<7}{self.value:>8.1f} {self.unit:<3}"
        return f"{what} {budget:>8} {mark:<5} {spread}"


def main() -> None:
    """Print the table."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=7, help="times that each page is opened")
    parser.add_argument("--only", choices=("yunling", "graph", "many"), help="one county only")
    arguments = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no Chromium: apt install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        print(f"Chromium {browser.version}, {SIZE['width']}x{SIZE['height']}, no GPU")
        for name, study, budgets in counties(arguments.only):
            page_file = write_page(study, Path(folder) / f"{name}.html")
            print(f"\n{describe(study)}")
            for figure in figures(browser, page_file, budgets, arguments.repeats):
                print("  " + figure.line(), flush=True)
        browser.close()


Budgets = dict[str, float]


def counties(only: str | None) -> Iterator[tuple[str, Study, Budgets]]:
    """Yield the counties to be measured, each with its budgets."""
    if only in {None, "yunling"}:
        yield (
            "yunling",
            sm.read_study(STUDY),
            {
                "size": 3.0,
                "ready": 1200,
                "evaluated": 8,
                "screen": 50,
                "school": 60,
                "frame": 50,
            },
        )
    if only in {None, "graph"}:
        from large_graph import large_study

        yield "graph", large_study(), {"ready": 2000}
    if only in {None, "many"}:
        yield "many", many_study(300, 3000), {}


def describe(study: Study) -> str:
    """Return the size of a county in words."""
    lines = 0 if study.roads is None else study.roads.indptr.size - 1
    places = f"{len(study.villages):,} villages x {len(study.schools):,} schools"
    return f"{places}, {lines:,} road lines"


def many_study(schools: int, villages: int, seed: int = 1) -> Study:
    """Return the simulated county with more places: rows repeated, some way off."""
    study = sm.read_study(STUDY)
    rng = np.random.default_rng(seed)
    return replace(
        study,
        schools=_repeated(study.schools, schools, "school_id", rng),
        villages=_repeated(study.villages, villages, "village_id", rng),
    )


def _repeated(table: Table, n: int, key: str, rng: np.random.Generator) -> Table:
    old = len(table)
    rows = np.arange(n) % old
    again = np.arange(n) >= old
    columns = {name: values[rows].copy() for name, values in table.columns.items()}
    names = [f"{v}-{i // old}" if i >= old else str(v) for i, v in enumerate(columns[key])]
    columns[key] = np.array(names, dtype=object)
    for name, far in (("lon", 0.012), ("lat", 0.010)):
        moved = np.asarray(columns[name], dtype=np.float64)
        moved[again] += rng.uniform(-far, far, int(again.sum()))
        columns[name] = moved
    return replace(table, columns=columns, rows=np.arange(2, n + 2, dtype=np.int64))


def write_page(study: Study, path: Path) -> Path:
    """Write the map of a study as `schoolmap run` does, and nothing else."""
    from schoolmap.maps import render_page
    from schoolmap.pipeline.outputs import shapes_of, view_of

    model = sm.prepare(study)
    view = view_of(study, model, [], shapes_of(study, model))
    path.write_text(render_page(view), encoding="utf-8")
    return path


def figures(browser: Browser, page_file: Path, budgets: Budgets, repeats: int) -> Iterator[Figure]:
    """Measure one page."""
    yield Figure("file", [page_file.stat().st_size / 1e6], "MB", budgets.get("size"))
    ready = []
    for _ in range(repeats):
        with opened(browser, page_file) as page:
            ready.append(float(page.evaluate(READY)))
    yield Figure("open to ready", ready, "ms", budgets.get("ready"))
    with opened(browser, page_file) as page:
        page.evaluate(READY)
        page.evaluate(DRAWN)
        page.evaluate(TOOLS)
        yield from edits(page, budgets)
        yield from motion(page, budgets)


@contextmanager
def opened(browser: Browser, page_file: Path) -> Iterator[Page]:
    """Open a page in a context of its own, offline."""
    context = browser.new_context(viewport=SIZE, offline=True, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(page_file.as_uri(), wait_until="commit")
    yield page
    context.close()


def edits(page: Page, budgets: Budgets) -> Iterator[Figure]:
    """Close schools, and open new ones, on an empty plan and on one that has begun."""
    schools = page.evaluate(OPEN_SCHOOLS)
    kept = schools[1:3]
    some = schools[:: max(1, len(schools) // EDITS)][:EDITS]
    page.evaluate(EVALUATE, some)
    yield Figure("edit evaluated", page.evaluate(EVALUATE, some), "ms", budgets.get("evaluated"))
    closed = [{"op": "close", "school": school} for school in some]
    # the first change of a plan turns the view: all of the map is drawn anew
    yield Figure("first edit of a plan on screen", played(page, closed), "ms")
    for key, view, school in (("c", "change", kept[0]), ("p", "plan", kept[1])):
        # a plan of its own: what was evaluated once is not evaluated again
        page.evaluate("(school) => void schoolmap.apply([{ op: 'close', school }])", school)
        page.keyboard.press(key)
        shown = played(page, closed)
        yield Figure(f"edit on screen, {view} view", shown, "ms", budgets.get("screen"))
        yield Figure(f"edit on screen, {view} view", shown, "ms", share=0.95)
    first, *rest = played(page, new_schools(page))
    yield Figure("new school on screen, the first", [first], "ms")
    yield Figure("new school on screen", rest, "ms", budgets.get("school"))


def played(page: Page, changes: Sequence[dict[str, Any]]) -> list[float]:
    """Make changes one by one, each undone; return the time of each to the screen."""
    shown = []
    for change in changes:
        page.evaluate(DRAWN)
        shown.append(float(page.evaluate("(change) => bench.edit([change])", change)))
    return shown


def new_schools(page: Page) -> list[dict[str, Any]]:
    """Return openings at places all over the county."""
    return [
        {"op": "open", "school": f"N{i}", "lon": lon, "lat": lat, "grades": "1-6"}
        for i, (lon, lat) in enumerate(page.evaluate(PLACES, EDITS))
    ]


def motion(page: Page, budgets: Budgets) -> Iterator[Figure]:
    """Drag and zoom the map."""
    start = float(page.evaluate("bench.map.getZoom()"))
    for nearer in ZOOMS:
        zoom = round(start + nearer, 1)
        page.evaluate("(z) => bench.map.setView(bench.map.getCenter(), z, {animate: false})", zoom)
        page.evaluate(DRAWN)
        for name, moves in (("pan", DRAGS), ("zoom", WHEELS)):
            page.mouse.move(900, 500)
            page.evaluate(RECORD)
            for move in moves:
                if isinstance(move, tuple):
                    drag(page, *move)
                else:
                    page.mouse.wheel(0, move)
                page.wait_for_timeout(400)
                page.evaluate(DRAWN)
            times = page.evaluate("bench.stop()")
            yield Figure(f"{name} at zoom {zoom:g}, frame", times, "ms", budgets.get("frame"), 0.95)


def drag(page: Page, dx: int, dy: int, steps: int = 12) -> None:
    """Drag the map with the mouse."""
    page.mouse.move(900, 500)
    page.mouse.down()
    for k in range(1, steps + 1):
        page.mouse.move(900 + dx * k / steps, 500 + dy * k / steps)
    page.mouse.up()


if __name__ == "__main__":
    main()
