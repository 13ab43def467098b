"""What was brought to a hearing: paired with its plan, and held against it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from schoolmap.errors import InputError, Problem
from schoolmap.io.hearing import read_hearing
from schoolmap.io.hearing_texts import HEARING_TEXTS
from schoolmap.io.ledger import Ledger
from schoolmap.model.comparison import Plan
from schoolmap.model.hearing import Hearing
from schoolmap.model.ruling import RulePack
from schoolmap.model.state import State


def read_hearings(
    paths: Sequence[Path], plans: Sequence[tuple[str, str]]
) -> tuple[tuple[Hearing | None, ...], tuple[Problem, ...]]:
    """Return what was brought for each plan, and what is doubtful in it.

    Parameters
    ----------
    paths
        Files as docs/hearing.md has them; each says which plan it belongs to, unless there is only
        one plan.
    plans
        File name without ending, and name, of each plan.

    Raises
    ------
    InputError
        With every problem of every file.
    """
    found: dict[int, tuple[Path, Hearing]] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            hearing, doubts = read_hearing(path)
        except InputError as error:
            problems += error.problems
            continue
        problems += doubts
        ledger = Ledger(HEARING_TEXTS)
        at = _plan_of(hearing, path, plans, ledger)
        if at is not None and at in found:
            plan, other = plans[at][0], found[at][0]
            ledger.add("hearing_plan_twice", file=path.name, plan=plan, other=other.name)
        elif at is not None:
            found[at] = path, hearing
        problems += ledger.problems
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    brought = tuple(found[i][1] if i in found else None for i in range(len(plans)))
    return brought, tuple(problems)


def _plan_of(
    hearing: Hearing, path: Path, plans: Sequence[tuple[str, str]], ledger: Ledger
) -> int | None:
    """Return the number of the plan that something was brought for."""
    known = ", ".join(stem for stem, _ in plans)
    if not hearing.plan:
        if len(plans) == 1:
            return 0
        ledger.add("hearing_plan_open", file=path.name, column="[hearing] plan", known=known)
        return None
    for i, names in enumerate(plans):
        if hearing.plan in names or Path(hearing.plan).stem == names[0]:
            return i
    ledger.add(
        "hearing_other_plan",
        file=path.name,
        column="[hearing] plan",
        value=hearing.plan,
        plan=hearing.plan,
        known=known,
    )
    return None


def check_hearing(
    hearing: Hearing, plan: Plan, pack: RulePack, *, file: str = ""
) -> tuple[Problem, ...]:
    """Return what does not fit together: schools that are not there or stay, unasked papers.

    Parameters
    ----------
    hearing
        What was brought.
    plan
        The plan that it was brought for.
    pack
        Says which papers are asked for.
    file
        For messages; the file that it was read from unless given.
    """
    file = file or hearing.file or "hearing.toml"
    ledger = Ledger(HEARING_TEXTS)
    for number, vote in enumerate(hearing.votes, start=1):
        column = f"[[vote]] {number} school"
        if vote.school and _listed(vote.school, plan, ledger, file, column):
            _ends(vote.school, plan, ledger, file, column)
    for number, built in enumerate(hearing.built, start=1):
        _listed(built.school, plan, ledger, file, f"[[built]] {number} school")
    known = sorted({rule.evidence for rule in pack.rules if rule.evidence})
    for number, brought in enumerate(hearing.evidence, start=1):
        if brought.name not in known:
            ledger.add(
                "hearing_evidence_unknown",
                file=file,
                column=f"[[evidence]] {number} name",
                value=brought.name,
                name=brought.name,
                known=", ".join(known),
            )
    return ledger.problems


def _listed(school: str, plan: Plan, ledger: Ledger, file: str, column: str) -> bool:
    """Return whether a school is known; report it where it is not."""
    ids = plan.seen.sites.ids
    if school in ids:
        return True
    near = difflib.get_close_matches(school, ids, n=3)
    ledger.add(
        "hearing_school_unknown",
        file=file,
        column=column,
        value=school,
        school=school,
        near_zh=f"相近的有：{'、'.join(near)}。" if near else "",
        near_en=f"Close to it: {', '.join(near)}." if near else "",
    )
    return False


def _ends(school: str, plan: Plan, ledger: Ledger, file: str, column: str) -> None:
    """Report votes on a school that the plan leaves as it is."""
    j = plan.seen.sites.ids.index(school)
    before, after = plan.before.state, plan.after.state
    was = j < before.is_open.size and bool(before.is_open[j])
    stays = was and bool(after.is_open[j]) and _span(before, j) == _span(after, j)
    if stays or not was:
        ledger.add(
            "hearing_school_stays",
            file=file,
            column=column,
            value=school,
            school=school,
            plan=plan.name,
        )


def _span(state: State, site: int) -> tuple[int, int]:
    return int(state.first_grade[site]), int(state.last_grade[site])
