"""Rulings on what the bureau brings: votes, publicity, hearing, approval, papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from schoolmap.kernel.rolls import roll_totals
from schoolmap.kernel.rulings import COUNTY, Case, ruling, untouched, whole
from schoolmap.model.hearing import Vote
from schoolmap.model.ruling import PackRule, Ruling, Verdict

TURNOUT = "merger.turnout_share"


def votes_against(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge the votes of a body on each school that ends.

    Broken where the share against, of the votes cast, is above the figure; not shown where too few
    of those asked have voted. A vote of delegates on the whole plan stands for each of its schools.
    The latest vote counts.
    """
    moves = case.moves
    roll = roll_totals(moves.roll_before)
    for j in moves.ending:
        school = case.school(j)
        vote = _vote(case, rule.body, school[1])
        if vote is None or not vote.counted:
            yield ruling(
                rule,
                school,
                "to_supply",
                limit=case.number(rule),
                unit="share",
                detail=f"no_votes:{rule.body}",
            )
            continue
        share = vote.against / vote.counted
        asked = _asked(vote, rule.body, float(roll[j]))
        verdict: Verdict = "broken" if share > case.number(rule) else "kept"
        detail = f"votes:{vote.in_favour}:{vote.against}:{vote.abstained}"
        if verdict == "kept" and _too_few(case, vote, asked):
            verdict, detail = "not_shown", f"few_voted:{vote.counted}:{whole(asked or 0)}"
        elif verdict == "kept" and not vote.paper:
            verdict, detail = "to_supply", "no_minutes"
        yield ruling(
            rule,
            school,
            verdict,
            value=share,
            limit=case.number(rule),
            unit="share",
            detail=detail,
        )
    if not moves.ending:
        yield untouched(rule, "no_closure")


def _vote(case: Case, body: str, school: str) -> Vote | None:
    """Return the latest vote on a school; one on the whole plan where the school has none."""
    mine = [v for v in case.hearing.votes if v.body == body and v.school == school]
    mine = mine or [v for v in case.hearing.votes if v.body == body and not v.school]
    return max(mine, key=lambda v: v.day, default=None)


def _asked(vote: Vote, body: str, roll: float) -> float | None:
    """Return who could vote: as said, else one parent for each pupil of the school."""
    if vote.asked is not None:
        return float(vote.asked)
    return roll if body == "parents" and vote.school else None


def _too_few(case: Case, vote: Vote, asked: float | None) -> bool:
    if not asked or TURNOUT not in case.pack.figures:
        return False
    return vote.counted / asked < case.pack.figures[TURNOUT].number


def publicity_days(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge how many days the plan was public."""
    if not case.moves.ending:
        yield untouched(rule, "no_closure")
        return
    limit, public = whole(case.number(rule)), case.hearing.publicity
    if public is None:
        yield ruling(rule, COUNTY, "to_supply", limit=limit, unit="day", detail="no_publicity")
        return
    verdict: Verdict = "broken" if public.days < limit else "kept"
    detail = ""
    if verdict == "kept" and not public.paper:
        verdict, detail = "to_supply", "no_paper"
    yield ruling(rule, COUNTY, verdict, value=public.days, limit=limit, unit="day", detail=detail)


def hearing_held(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge whether a hearing was held, with minutes; announced early enough where asked."""
    if not case.moves.ending:
        yield untouched(rule, "no_closure")
        return
    session = case.hearing.session
    if session is None:
        yield ruling(rule, COUNTY, "to_supply", detail="no_hearing")
        return
    limit = whole(case.number(rule)) if rule.figure else None
    verdict: Verdict = "kept"
    detail = f"day:{session.day.isoformat()}"
    if limit is not None:
        if session.notice_days is None:
            verdict, detail = "to_supply", "no_announcement"
        elif session.notice_days < limit:
            verdict, detail = "broken", "announced_late"
    if verdict == "kept" and not session.paper:
        verdict, detail = "to_supply", "no_minutes"
    days = session.notice_days if limit is not None else None
    yield ruling(
        rule, COUNTY, verdict, value=days, limit=limit, unit="day" if limit else "", detail=detail
    )


def approved(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge whether the plan was submitted and approved."""
    if not case.moves.ending:
        yield untouched(rule, "no_closure")
        return
    approval = case.hearing.approval
    if approval is None or approval.approved is None:
        submitted = approval is not None and approval.submitted is not None
        yield ruling(
            rule, COUNTY, "to_supply", detail="only_submitted" if submitted else "not_submitted"
        )
        return
    yield ruling(
        rule,
        COUNTY,
        "kept" if approval.paper else "to_supply",
        detail=f"day:{approval.approved.isoformat()}" if approval.paper else "no_paper",
    )


def dates_in_order(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge whether publicity and hearing come before the plan is submitted and approved."""
    if not case.moves.ending:
        yield untouched(rule, "no_closure")
        return
    steps = _dates(case)
    early = [
        f"{later}_before_{earlier}"
        for i, (earlier, first) in enumerate(steps)
        for later, second in steps[i + 1 :]
        if second < first and {earlier, later} != {"publicity", "hearing"}
    ]
    if early:
        for detail in early:
            yield ruling(rule, COUNTY, "broken", detail=detail)
    else:
        complete = len(steps) >= len(("publicity", "hearing", "submission", "approval"))
        yield ruling(
            rule,
            COUNTY,
            "kept" if complete else "to_supply",
            detail="" if complete else "dates_missing",
        )


def _dates(case: Case) -> list[tuple[str, date]]:
    """Return the days of the steps that are known, in the order in which they must come."""
    hearing = case.hearing
    approval = hearing.approval
    steps = [
        ("publicity", hearing.publicity.end if hearing.publicity else None),
        ("hearing", hearing.session.day if hearing.session else None),
        ("submission", approval.submitted if approval else None),
        ("approval", approval.approved if approval else None),
    ]
    return [(name, day) for name, day in steps if day is not None]


def evidence(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge whether a paper was brought; what it says is for people to read."""
    if not case.moves.ending:
        yield untouched(rule, "no_closure")
        return
    brought = case.hearing.paper(rule.evidence)
    if brought is None:
        yield ruling(rule, COUNTY, "to_supply", detail="no_paper")
    else:
        yield ruling(rule, COUNTY, "kept", detail="supplied")
