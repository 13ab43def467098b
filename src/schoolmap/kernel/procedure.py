"""The checklist of a closure: 制定, 论证, 公示, 听证, 报批, and how each step stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from schoolmap.kernel.moves import Moves
from schoolmap.kernel.rulings import NOTHING_TO_JUDGE
from schoolmap.model.hearing import Hearing, Paper
from schoolmap.model.ruling import (
    STAGES_OF_PROCEDURE,
    VERDICTS,
    Bar,
    PackRule,
    RulePack,
    Ruling,
    Step,
    StepState,
    Verdict,
    worst,
)

_STAGE_OF_KIND: Mapping[str, str] = {
    "publicity_days": "publicity",
    "hearing_held": "hearing",
    "votes_against": "hearing",
    "approved": "approval",
    "dates_in_order": "approval",
}
"""Where a rule that the hearing's papers answer stands; evidence says its own stage."""

_OF_DATA: Mapping[Bar, tuple[str, str, str]] = {
    "travel": ("appraisal", "上下学路程和方式符合规定", "the ways to school are as they must be"),
    "receiver": (
        "appraisal",
        "并入学校学位、班额、规模、住宿、就餐够用",
        "receiving schools have the seats, classes, beds and meals",
    ),
    "keep": ("appraisal", "没有撤并应当保留的学校", "no school closes that is to be kept"),
    "build_first": ("appraisal", "先建后撤", "what is needed stands before a school closes"),
}
"""Steps that the data answer: stage and words, by the bar of their rules."""

_STATE: Mapping[Verdict, StepState] = {
    "kept": "shown_by_data",
    "to_supply": "to_supply",
    "not_shown": "to_supply",
    "broken": "open",
}


def procedure(
    moves: Moves,
    rulings: Sequence[Ruling],
    *,
    pack: RulePack,
    hearing: Hearing | None = None,
) -> tuple[Step, ...]:
    """Return the steps of the procedure, in order, each with how it stands and what shows it.

    A step that the data answer is `open` where one of its rules is broken and ``to_supply`` where
    the data lack something. A plan under which no school closes has only the first step.

    Parameters
    ----------
    moves
        Today and the plan side by side.
    rulings
        What the rules say of it, as `schoolmap.kernel.admissibility.judged` returns them.
    pack
        The rules.
    hearing
        What the bureau brings.
    """
    hearing = hearing or Hearing()
    steps = [_drafted(moves)]
    if moves.ending:
        by_rule: dict[str, list[Ruling]] = {rule.id: [] for rule in pack.rules}
        for ruling in rulings:
            by_rule[ruling.rule].append(ruling)
        steps += _of_data(pack, by_rule)
        steps += _of_papers(pack, by_rule, hearing)
    order = STAGES_OF_PROCEDURE.index
    return tuple(sorted(steps, key=lambda step: order(step.stage)))


def _drafted(moves: Moves) -> Step:
    ids = moves.seen.sites.ids
    evidence = [f"changes:{len(moves.after.scenario.changes)}"]
    evidence += [f"ending:{ids[j]}" for j in moves.ending]
    evidence += [f"receiving:{ids[j]}" for j in moves.receiving]
    return Step(
        "drafted",
        "drafting",
        "方案写明撤并学校、并入学校和学生去向",
        "the plan names the schools that close and receive, and where every pupil goes",
        "shown_by_data",
        tuple(evidence),
    )


def _by_papers(rule: PackRule) -> bool:
    return rule.kind == "evidence" or rule.kind in _STAGE_OF_KIND


def _of_data(pack: RulePack, by_rule: Mapping[str, Sequence[Ruling]]) -> Iterator[Step]:
    for bar, (stage, zh, en) in _OF_DATA.items():
        rules = [rule.id for rule in pack.rules if rule.bar == bar and not _by_papers(rule)]
        if not rules:
            continue
        verdicts = {name: worst(by_rule[name]) for name in rules}
        kept = sum(v == "kept" for v in verdicts.values())
        bad = [n for n, v in verdicts.items() if v != "kept"]
        found = max(verdicts.values(), key=VERDICTS.index)
        details = [ruling.detail for name in rules for ruling in by_rule[name]]
        # a step that is passed only because there is nothing to judge says so
        idle = details if all(detail in NOTHING_TO_JUDGE for detail in details) else []
        evidence = [f"kept:{kept}:{len(rules)}", *(f"{verdicts[n]}:{n}" for n in bad)]
        evidence += [f"detail:{detail}" for detail in dict.fromkeys(idle)]
        yield Step(bar, stage, zh, en, _STATE[found], tuple(evidence), tuple(rules))


def _of_papers(
    pack: RulePack, by_rule: Mapping[str, Sequence[Ruling]], hearing: Hearing
) -> Iterator[Step]:
    for rule in pack.rules:
        if not _by_papers(rule):
            continue
        verdict = worst(by_rule[rule.id])
        state: StepState = "supplied" if verdict == "kept" else _STATE[verdict]
        stage = rule.stage or _STAGE_OF_KIND[rule.kind]
        shown = (*_papers(rule, hearing), *_wanting(by_rule[rule.id]))
        yield Step(rule.id, stage, rule.zh, rule.en, state, shown, (rule.id,))


def _wanting(rulings: Sequence[Ruling]) -> Iterator[str]:
    """Give the schools that something is still to be supplied for, where others have it."""
    wanting = [r for r in rulings if r.verdict == "to_supply" and r.subject_type == "school"]
    if len(wanting) < len(rulings):
        yield from (f"wanting:{r.subject_id}" for r in wanting)


def _papers(rule: PackRule, hearing: Hearing) -> Iterator[str]:
    """Give what hearing.toml names for a rule: days, files, document numbers."""
    brought = hearing.paper(rule.evidence)
    public, session, approval = hearing.publicity, hearing.session, hearing.approval
    match rule.kind:
        case "evidence" if brought is not None:
            yield from _on(brought.day, brought.paper)
        case "publicity_days" if public is not None:
            yield f"days:{public.start.isoformat()}:{public.end.isoformat()}"
            yield from _named(public.paper)
        case "hearing_held" if session is not None:
            yield from _on(session.day, session.paper)
        case "votes_against":
            yield from _votes(rule.body, hearing)
        case "approved" if approval is not None:
            yield from _on(approval.submitted, Paper(), word="submitted")
            yield from _on(approval.approved, approval.paper, word="approved")


def _votes(body: str, hearing: Hearing) -> Iterator[str]:
    for vote in hearing.votes:
        if vote.body == body:
            yield f"vote:{vote.school}:{vote.in_favour}:{vote.against}:{vote.abstained}"
            yield from _named(vote.paper)


def _on(day: date | None, paper: Paper, *, word: str = "day") -> Iterator[str]:
    if day is not None:
        yield f"{word}:{day.isoformat()}"
    yield from _named(paper)


def _named(paper: Paper) -> Iterator[str]:
    if paper.by:
        yield f"by:{paper.by}"
    if paper.file:
        yield f"file:{paper.file}"
    if paper.reference:
        yield f"reference:{paper.reference}"
