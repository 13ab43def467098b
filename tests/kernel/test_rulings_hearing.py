"""Rules that only the bureau's papers can answer, and the checklist that is made of all rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.kernel.paper import CENTRE, CLOSE, DAY, county, pack_of, rulings, said

from schoolmap.kernel import evaluate
from schoolmap.kernel.admissibility import judged
from schoolmap.kernel.moves import moves_of
from schoolmap.kernel.procedure import procedure
from schoolmap.model.hearing import (
    Approval,
    Evidence,
    Hearing,
    Paper,
    Publicity,
    Session,
    Vote,
)
from schoolmap.model.ruling import STAGES_OF_PROCEDURE, Step
from schoolmap.model.ruling_words import evidence_words
from schoolmap.model.scenario import Change, Close, Scenario, SetBus

MINUTES = Paper(file="minutes.docx")
COUNTY = county(centre=replace(CENTRE, bus=True))


def votes(
    *counts: int, asked: int | None = None, body: str = "parents", school: str = "S0"
) -> Vote:
    return Vote(school, body, DAY, *counts, asked=asked, paper=MINUTES)


@pytest.mark.parametrize(
    ("vote", "expected"),
    [
        (votes(15, 15), ("kept", 0.5, "votes:15:15:0")),
        (votes(14, 16), ("broken", 16 / 30, "votes:14:16:0")),
        # abstentions are votes cast: 14 of 30 is not most
        (votes(10, 14, 6), ("kept", 14 / 30, "votes:10:14:6")),
        # S0 has 30 pupils, so 30 parents are asked: 14 votes show nothing
        (votes(14, 0), ("not_shown", 0, "few_voted:14:30")),
        (votes(14, 0, asked=28), ("kept", 0, "votes:14:0:0")),
        # but most of few against is enough to break it
        (votes(1, 2), ("broken", 2 / 3, "votes:1:2:0")),
        (votes(0, 0), ("to_supply", None, "no_votes:parents")),
    ],
)
def test_most_parents_object(vote: Vote, expected: object) -> None:
    (found,) = rulings(COUNTY, CLOSE, rule="parents", hearing=Hearing(votes=(vote,)))
    assert (found.verdict, found.value, found.detail) == expected
    assert (found.subject_id, found.limit, found.unit) == ("S0", 0.5, "share")


def test_delegates_vote_on_the_whole_plan_or_on_a_school() -> None:
    whole = votes(9, 11, body="delegates", school="")
    (found,) = rulings(COUNTY, CLOSE, rule="delegates", hearing=Hearing(votes=(whole,)))
    assert found.verdict == "broken"
    own = votes(11, 9, body="delegates")
    (found,) = rulings(COUNTY, CLOSE, rule="delegates", hearing=Hearing(votes=(whole, own)))
    assert (found.verdict, found.value) == ("kept", 9 / 20)
    (parents,) = rulings(COUNTY, CLOSE, rule="parents", hearing=Hearing(votes=(whole, own)))
    assert parents.verdict == "to_supply"


def test_the_latest_vote_counts_and_minutes_prove_it() -> None:
    early, late = votes(0, 30), replace(votes(30, 0), day=date(2026, 6, 1))
    (found,) = rulings(COUNTY, CLOSE, rule="parents", hearing=Hearing(votes=(late, early)))
    assert found.verdict == "kept"
    bare = replace(late, paper=Paper())
    (found,) = rulings(COUNTY, CLOSE, rule="parents", hearing=Hearing(votes=(bare,)))
    assert (found.verdict, found.detail) == ("to_supply", "no_minutes")


def test_each_school_that_closes_is_voted_on() -> None:
    found = rulings(COUNTY, CLOSE, Close("S1"), rule="parents")
    assert [r.subject_id for r in found] == ["S0", "S1"]


@pytest.mark.parametrize(
    ("end", "paper", "expected"),
    [
        (date(2026, 3, 30), MINUTES, ("kept", 30, "")),
        (date(2026, 3, 29), MINUTES, ("broken", 29, "")),
        (date(2026, 3, 30), Paper(), ("to_supply", 30, "no_paper")),
    ],
)
def test_days_of_publicity_count_both_ends(end: date, paper: Paper, expected: object) -> None:
    hearing = Hearing(publicity=Publicity(date(2026, 3, 1), end, paper=paper))
    (found,) = rulings(COUNTY, CLOSE, rule="publicity", hearing=hearing)
    assert (found.verdict, found.value, found.detail) == expected
    assert (found.limit, found.unit) == (30, "day")


def test_a_hearing_with_minutes() -> None:
    held = Session(DAY, paper=MINUTES)
    for session, expected in (
        (None, ("to_supply", "no_hearing")),
        (held, ("kept", "day:2026-05-01")),
        (replace(held, paper=Paper()), ("to_supply", "no_minutes")),
    ):
        hearing = Hearing(session=session)
        (found,) = rulings(COUNTY, CLOSE, rule="hearing", hearing=hearing)
        assert (found.verdict, found.detail) == expected


def test_a_province_may_ask_for_days_of_notice() -> None:
    pack = pack_of(COUNTY)
    days = replace(pack.figures["merger.publicity_days"], id="p.notice", value=10)
    rules = tuple(
        replace(rule, figure="p.notice") if rule.id == "hearing" else rule for rule in pack.rules
    )
    pack = replace(pack, rules=rules, figures={**pack.figures, "p.notice": days})
    for announced, expected in (
        (date(2026, 4, 21), ("kept", 10, "day:2026-05-01")),
        (date(2026, 4, 22), ("broken", 9, "announced_late")),
        (None, ("to_supply", None, "no_announcement")),
    ):
        hearing = Hearing(session=Session(DAY, announced, paper=MINUTES))
        (found,) = rulings(COUNTY, CLOSE, rule="hearing", hearing=hearing, pack=pack)
        assert (found.verdict, found.value, found.detail) == expected


def test_approval() -> None:
    day = date(2026, 6, 1)
    for approval, expected in (
        (None, ("to_supply", "not_submitted")),
        (Approval(submitted=day), ("to_supply", "only_submitted")),
        (Approval(day, day), ("to_supply", "no_paper")),
        (Approval(day, day, paper=MINUTES), ("kept", "day:2026-06-01")),
    ):
        hearing = Hearing(approval=approval)
        (found,) = rulings(COUNTY, CLOSE, rule="approval", hearing=hearing)
        assert (found.verdict, found.detail) == expected


def test_publicity_and_hearing_come_before_approval() -> None:
    public = Publicity(date(2026, 3, 1), date(2026, 3, 31))
    session = Session(date(2026, 4, 10))
    good = Approval(date(2026, 4, 20), date(2026, 5, 20))
    hearing = Hearing(publicity=public, session=session, approval=good)
    assert said(rulings(COUNTY, CLOSE, rule="order", hearing=hearing)) == [
        ("", "kept", None, None, "")
    ]
    early = replace(hearing, approval=Approval(date(2026, 3, 20), date(2026, 4, 5)))
    assert [r.detail for r in rulings(COUNTY, CLOSE, rule="order", hearing=early)] == [
        "submission_before_publicity",
        "submission_before_hearing",
        "approval_before_hearing",
    ]
    # a hearing during the publicity is no fault
    during = replace(hearing, session=Session(date(2026, 3, 20)))
    assert rulings(COUNTY, CLOSE, rule="order", hearing=during)[0].verdict == "kept"
    (found,) = rulings(COUNTY, CLOSE, rule="order", hearing=Hearing(publicity=public))
    assert (found.verdict, found.detail) == ("to_supply", "dates_missing")


def test_evidence_needs_a_paper() -> None:
    for evidence, verdict in (
        ((), "to_supply"),
        ((Evidence("traffic_safety", Paper()),), "to_supply"),
        ((Evidence("traffic_safety", MINUTES),), "kept"),
        ((Evidence("appraisal", MINUTES),), "to_supply"),
    ):
        hearing = Hearing(evidence=evidence)
        (found,) = rulings(COUNTY, CLOSE, rule="traffic_safety", hearing=hearing)
        assert found.verdict == verdict


# --- the checklist


def steps(*changes: Change, hearing: Hearing | None = None) -> dict[str, Step]:
    model, pack = COUNTY, pack_of(COUNTY)
    after = evaluate(model, Scenario("plan", changes))
    moves = moves_of(model, model, evaluate(model), after)
    found = judged(moves, pack=pack, hearing=hearing)
    listed = procedure(moves, found, pack=pack, hearing=hearing)
    order = [STAGES_OF_PROCEDURE.index(step.stage) for step in listed]
    assert order == sorted(order)
    assert len({step.id for step in listed}) == len(listed)
    return {step.id: step for step in listed}


def test_a_plan_that_closes_nothing_has_no_procedure() -> None:
    assert list(steps(SetBus("S1", bus=False))) == ["drafted"]


def test_every_rule_stands_in_one_step() -> None:
    found = steps(CLOSE)
    rules = [rule for step in found.values() for rule in step.rules]
    assert sorted(rules) == sorted(rule.id for rule in pack_of(COUNTY).rules)


def test_what_the_data_show_and_what_is_to_be_supplied() -> None:
    found = steps(CLOSE)
    assert found["drafted"].evidence == ("changes:1", "ending:S0", "receiving:S1")
    # the canteen, the seats of the bus are not known; 12 pupils of V0 cannot walk elsewhere
    assert (found["receiver"].state, found["keep"].state) == ("to_supply", "open")
    assert found["receiver"].evidence == ("kept:5:6", "not_shown:receiver_canteen")
    assert found["travel"].evidence == ("kept:5:6", "not_shown:bus_room")
    assert found["build_first"].state == "shown_by_data"
    papers = [s for s in found.values() if len(s.rules) == 1 and s.id not in {"build_first"}]
    assert {step.state for step in papers} == {"to_supply"}


def test_a_step_with_nothing_to_judge_says_so() -> None:
    # V0 and V1 have no way to S1: nobody is received
    model = county(centre=replace(CENTRE, span=(7, 9)))
    moves = moves_of(model, model, evaluate(model), evaluate(model, Scenario("plan", (CLOSE,))))
    pack = pack_of(model)
    found = {s.id: s for s in procedure(moves, judged(moves, pack=pack), pack=pack)}
    assert found["receiver"].state == "shown_by_data"
    assert found["receiver"].evidence == (
        "kept:6:6",
        "detail:nobody_received",
        "detail:no_more_boarders",
    )


def test_supplied_and_not_passed() -> None:
    hearing = Hearing(
        votes=(votes(10, 20),),
        session=Session(DAY, paper=Paper("minutes.docx", "县教听〔2026〕1号", "王某")),
        publicity=Publicity(date(2026, 3, 1), date(2026, 3, 10), paper=MINUTES),
        evidence=(Evidence("transition", MINUTES, DAY),),
    )
    found = steps(CLOSE, hearing=hearing)
    assert (found["parents"].state, found["hearing"].state) == ("open", "supplied")
    assert found["parents"].evidence == ("vote:S0:10:20:0", "file:minutes.docx")
    assert found["hearing"].evidence == (
        "day:2026-05-01",
        "by:王某",
        "file:minutes.docx",
        "reference:县教听〔2026〕1号",
    )
    assert found["publicity"].state == "open"
    assert found["publicity"].evidence[0] == "days:2026-03-01:2026-03-10"
    assert found["transition"].evidence == ("day:2026-05-01", "file:minutes.docx")


def test_a_vote_against_does_not_hide_who_is_still_to_be_asked() -> None:
    pack = pack_of(COUNTY)
    plan = Scenario("plan", (CLOSE, Close("S1")))
    moves = moves_of(COUNTY, COUNTY, evaluate(COUNTY), evaluate(COUNTY, plan))
    hearing = Hearing(votes=(votes(10, 20),))
    found = judged(moves, pack=pack, hearing=hearing)
    listed = {s.id: s for s in procedure(moves, found, pack=pack, hearing=hearing)}
    assert listed["parents"].state == "open"
    assert listed["parents"].evidence == (
        "vote:S0:10:20:0",
        "file:minutes.docx",
        "wanting:S1",
    )
    names = {"S1": "中心小学"}
    assert evidence_words("wanting:S1", pack, names, "zh") == "尚缺：中心小学"
