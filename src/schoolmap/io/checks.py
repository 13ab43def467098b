"""Every check of a study, in one list: what it finds, what harm that does, how it is repaired."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from schoolmap.errors import Action, Language, Problem, Severity
from schoolmap.io.texts import TEXTS
from schoolmap.io.texts_doctor import DOCTOR
from schoolmap.io.texts_outside import OUTSIDE
from schoolmap.io.wording import Text

Group = Literal["stops", "lost", "distorts", "doubt", "note"]

GROUPS: Mapping[Group, tuple[str, str]] = {
    "stops": ("不能运行", "Cannot run"),
    "lost": ("有行或学生没有计入", "Rows or pupils that do not count"),
    "distorts": ("会使孩子们的数字失真", "Numbers about children may be wrong"),
    "doubt": ("存疑，请核对", "Doubtful, please check"),
    "note": ("说明，可以不管", "Notes, nothing needs doing"),
}
"""Groups of checks by the harm that is done, the most harmful first: Chinese, English."""

_HARM: dict[str, Group] = {
    **dict.fromkeys(
        (
            "pupils_stage_missing",
            "pupils_grades_missing",
            "not_connected",
            "other_component",
            "road_island",
            "no_open_school",
        ),
        "lost",
    ),
    **dict.fromkeys(
        (
            "blanks_below",
            "boarders_without_beds",
            "boundary_not_polygon",
            "bus_blank",
            "bus_column_empty",
            "bus_unknown",
            "candidate_with_pupils",
            "closed_with_pupils",
            "coordinates_swap_suspected",
            "datum_suspected",
            "designated_not_open",
            "designated_private",
            "designated_serves_none",
            "distances_estimated",
            "header_shadowed",
            "number_implausible",
            "osm_tracks",
            "place_far",
            "pupils_senior_exceed",
            "pupils_senior_unknown",
            "ride_speed_unused",
            "road_ends_apart",
            "road_length_short",
            "road_not_travelled",
            "rolls_against_villages",
            "same_school_twice",
            "school_in_other_township",
            "school_name_twice",
            "school_nobody_assigned",
            "tables_apart",
            "townships_mostly_other",
            "township_datum_suspected",
            "unit_slip_column",
            "unit_slip_suspected",
            "unit_unknown",
            "village_in_other_township",
            "village_number_implausible",
            "villages_at_one_point",
            "villages_mostly_without_pupils",
        ),
        "distorts",
    ),
}
"""Checks whose harm is another than action and severity say."""

_GAP = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True)
class Check:
    """A check of a study.

    Attributes
    ----------
    code
        Its stable name: ``code`` in problems.csv and in ``check --json``.
    group
        What harm it does.
    text
        Severity, what becomes of the row or value, message and repair in both languages.
    """

    code: str
    group: Group
    text: Text

    @property
    def severity(self) -> Severity:
        """``error`` stops a run; ``warning`` and ``note`` do not."""
        return self.text.severity

    def message(self, language: Language) -> str:
        """Return what is found, with dots where a study's own words and numbers stand."""
        return _dotted(self.text.zh if language == "zh" else self.text.en)

    def repair(self, language: Language) -> str:
        """Return what to do about it, likewise."""
        return _dotted(self.text.repair_zh if language == "zh" else self.text.repair_en)


def checks() -> dict[str, Check]:
    """Return every check by its code: groups in order of harm, codes by name within them."""
    texts = {**OUTSIDE, **TEXTS, **DOCTOR}
    order = list(GROUPS)
    found = [Check(code, harm(code, t.severity, t.action), t) for code, t in texts.items()]
    found.sort(key=lambda check: (order.index(check.group), check.code))
    return {check.code: check for check in found}


def harm(code: str, severity: Severity, action: Action) -> Group:
    """Return the group of a check, or of a problem where its severity is another."""
    if severity == "error":
        return "stops"
    if severity == "note":
        return "note"
    if code in _HARM:
        return _HARM[code]
    groups: dict[Action, Group] = {"row_set_aside": "lost", "value_changed": "distorts"}
    return groups.get(action, "doubt")


def group_of(problem: Problem) -> Group:
    """Return the group that a problem is shown in."""
    return harm(problem.code, problem.severity, problem.action)


def by_harm(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems with the most harmful first, as people read them; else in the order given."""
    order = list(GROUPS)
    return tuple(sorted(problems, key=lambda problem: order.index(group_of(problem))))


def _dotted(text: str) -> str:
    return _GAP.sub("…", text).replace("{{", "{").replace("}}", "}")
