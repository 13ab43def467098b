"""Plans drawn at random over a real county, and the same plan played in Python and in a page.

What is drawn is what a planner might try, and more: every operation, schools opened at candidates
and anywhere on the road, tried rules. Changes that conflict are drawn now and then; page and Python
must refuse the same ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any

from schoolmap.geography.crs import unproject
from schoolmap.io.comparing import plan_document
from schoolmap.io.scenario_parsing import parse_scenario
from schoolmap.kernel import conflicts
from schoolmap.model.codes import STATUS_OPEN
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import FORMAT, VERSION, Place, Scenario
from schoolmap.network.opening import point_of
from schoolmap.network.snapping import usable_edges
from schoolmap.pipeline import compare

if TYPE_CHECKING:
    from playwright.sync_api import Page

Plain = dict[str, Any]

SPANS = ("1-6", "1-3", "1-2", "1-4", "7-9", "1-9", "4-9", "5-6")
RULES: Mapping[str, tuple[float | bool, ...]] = {
    "walk_limit_s.lower_primary": (900, 1500, 2400),
    "walk_limit_s.junior": (1800, 3600),
    "ride_limit_s.upper_primary": (1200, 3000),
    "walk_speed_m_s.upper_primary": (0.9, 1.3),
    "may_board.lower_primary": (True,),
    "may_board.junior": (False,),
    "assign_private": (True,),
    "small_school_pupils": (60, 150),
    "cv_limit_2017.primary": (0.3,),
    "threshold.equipment_yuan.primary": (3000,),
    "scope_teaching_points.2017": (False,),
}

PLAY = """({changes, rules}) => {
  const refused = [];
  for (const change of changes) {
    const conflicts = schoolmap.apply([change]);
    const accepted = schoolmap.scenario().changes.length;
    if (conflicts.length > 0) refused.push([accepted, change, conflicts[0].code]);
  }
  return {scenario: schoolmap.scenario(), refused, evaluation: schoolmap.evaluate()};
}"""
UNDO_ALL = "() => { while (schoolmap.undo()) ; }"


class Draw:
    """Draws changes for a county."""

    def __init__(self, model: LayoutModel, seed: int) -> None:
        self.model = model
        self.r = Random(seed)  # noqa: S311 - drawn, not secret
        self.is_open = dict(zip(model.sites.ids, model.sites.status == STATUS_OPEN, strict=True))
        self.count = 0
        self.edges = self._edges()

    def _edges(self) -> list[int]:
        graph = self.model.graph
        if graph is None:
            return []
        usable = usable_edges(graph, "walk") & usable_edges(graph, "ride")
        return list(usable.nonzero()[0].tolist())

    def changes(self, length: int) -> Iterator[Plain]:
        """Give changes, one after the other, as a scenario file holds them."""
        makers = (self.close, self.merge, self.open, self.open_new, self.span, self.seats)
        makers += (self.beds, self.bus, self.designate, self.merge)
        for _ in range(length):
            yield self.r.choice(makers)()

    def school(self, *, is_open: bool | None) -> str:
        """Give a school that is open, or closed; now and then any."""
        fitting = [k for k, v in self.is_open.items() if is_open is None or v == is_open]
        return self.r.choice(fitting if fitting and self.r.random() < 0.95 else list(self.is_open))

    def close(self) -> Plain:
        school = self.school(is_open=True)
        self.is_open[school] = False
        return {"op": "close", "school": school}

    def merge(self) -> Plain:
        school, into = self.school(is_open=True), self.school(is_open=True)
        if school != into:
            self.is_open[school] = False
        return {"op": "merge", "school": school, "into": into}

    def open(self) -> Plain:
        school = self.school(is_open=False)
        self.is_open[school] = True
        more = {"seats": self.r.randrange(50, 900), "beds": self.r.randrange(0, 200)}
        kept = {k: v for k, v in more.items() if self.r.random() < 0.5}
        return {"op": "open", "school": school, **kept}

    def open_new(self) -> Plain:
        graph = self.model.graph
        if graph is None or not self.edges:
            return self.open()
        self.count += 1
        edge = self.r.choice(self.edges)
        offset = self.r.choice((0, int(graph.length_mm[edge])))
        if self.r.random() < 0.8:
            offset = self.r.randint(0, int(graph.length_mm[edge]))
        lonlat = unproject(point_of(graph, Place(edge, offset)).reshape(1, 2), self.model.crs)[0]
        school = f"N{self.count}"
        self.is_open[school] = True
        return {
            "op": "open",
            "school": school,
            "name": f"新建{self.count}",
            "lon": round(float(lonlat[0]), 6),
            "lat": round(float(lonlat[1]), 6),
            "grades": self.r.choice(SPANS),
            "seats": self.r.randrange(0, 900),
            "beds": self.r.choice((0, 0, 60, 200)),
            "bus": self.r.random() < 0.5,
            "at": {"edge": edge, "offset_mm": offset},
        }

    def span(self) -> Plain:
        return {
            "op": "set_grades",
            "school": self.school(is_open=None),
            "grades": self.r.choice(SPANS),
        }

    def seats(self) -> Plain:
        return {
            "op": "set_seats",
            "school": self.school(is_open=None),
            "seats": self.r.randrange(0, 900),
        }

    def beds(self) -> Plain:
        return {
            "op": "set_beds",
            "school": self.school(is_open=None),
            "beds": self.r.randrange(0, 300),
        }

    def bus(self) -> Plain:
        return {
            "op": "set_bus",
            "school": self.school(is_open=None),
            "bus": self.r.random() < 0.6,
        }

    def designate(self) -> Plain:
        return {
            "op": "designate",
            "village": self.r.choice(self.model.villages.ids),
            "band": self.r.choice([b.id for b in self.model.rules.bands]),
            "school": self.school(is_open=True),
        }

    def rules(self) -> dict[str, float | bool]:
        """Give a few figures to try; most plans try none."""
        if self.r.random() < 0.6:
            return {}
        tried = self.r.sample(sorted(set(RULES) & set(self.model.standards)), self.r.randint(1, 3))
        return {rule: self.r.choice(RULES[rule]) for rule in tried}


@dataclass(frozen=True)
class Played:
    """A plan that was played: what the page says of it, and what Python does."""

    found: Plain
    wanted: Plain
    changes: list[Plain]
    refused: int


def play(page: Page, model: LayoutModel, seed: int) -> Played:
    """Play a random plan in a page that has no changes, and in Python."""
    draw = Draw(model, seed)
    changes = list(draw.changes(draw.r.choice((1, 2, 3, 5, 8, 12))))
    page.evaluate("(rules) => schoolmap.setRules(rules)", draw.rules())
    found: Plain = page.evaluate(PLAY, {"changes": changes})
    page.evaluate(UNDO_ALL)
    scenario = parse_scenario(found["scenario"])
    _refused_alike(model, scenario, found["refused"])
    plan = compare(model, [scenario]).plans[0]
    wanted: Plain = json.loads(json.dumps(plan_document(model, plan)))
    return Played(
        without_theil(found["evaluation"]),
        without_theil(wanted),
        found["scenario"]["changes"],
        len(found["refused"]),
    )


def _refused_alike(model: LayoutModel, scenario: Scenario, refused: list[Any]) -> None:
    """Check that Python refuses what the page refused, for the same reason."""
    for accepted, change, code in refused:
        one = parse_scenario({"format": FORMAT, "version": VERSION, "changes": [change]}).changes
        tried = replace(scenario, changes=scenario.changes[:accepted] + one)
        assert [c.code for c in conflicts(model, tried)][:1] == [code], change


def without_theil(document: Plain) -> Plain:
    """Return a document without the one figure that the page leaves out."""
    result = dict(document)
    for side in ("before", "after"):
        figures = result[side]
        result[side] = {k: v for k, v in figures.items() if not k.startswith("theil.")}
    return result
