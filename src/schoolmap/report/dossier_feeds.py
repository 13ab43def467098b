"""Rulings, procedure and hearing, turned into what a dossier says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schoolmap.errors import Language
from schoolmap.model.hearing import Hearing
from schoolmap.model.layout import LayoutModel
from schoolmap.model.ruling import VERDICTS, Judgement, RulePack, Ruling
from schoolmap.model.ruling import Step as StepOf
from schoolmap.model.ruling_words import (
    STAGE_OF_PROCEDURE,
    evidence_words,
    rule_words,
    ruling_subject,
    ruling_text,
    step_words,
)
from schoolmap.model.wording import FORCE, VERIFIED, look_up, one_language, say
from schoolmap.report.dossier_content import Occasions, Step
from schoolmap.report.dossier_content import Ruling as RulingRow

_SHOWN = 2
"""Villages or schools that a rule names."""


def rulings_of(
    judgement: Judgement, seen: LayoutModel, language: Language
) -> tuple[RulingRow, ...]:
    """Return each rule that the data or votes decide, with the worst that it says.

    Papers of the procedure are left to the checklist.

    Parameters
    ----------
    judgement
        The plan, held to a pack.
    seen
        The county as the plan sees it, for names.
    language
        Of the document.
    """
    found: list[RulingRow] = []
    for rule in judgement.pack.rules:
        if rule.bar == "procedure" or rule.kind == "evidence":
            continue
        status = (look_up(FORCE, rule.force, language), look_up(VERIFIED, rule.verified, language))
        found.append(
            RulingRow(
                bar=rule.bar,
                name=rule_words(rule, language),
                verdict=judgement.verdict(rule.id),
                severity=rule.severity,
                found=_found(judgement, rule.id, seen, language),
                clause=one_language(rule.clause, language),
                status=say(("；", "; "), language).join(status),
            )
        )
    return tuple(found)


def _found(judgement: Judgement, rule: str, seen: LayoutModel, language: Language) -> str:
    """Return what the worst of a rule's rulings say, those with the most pupils first."""
    every = judgement.by_rule[rule]
    mine = [r for r in every if r.new] or list(every)
    worst = judgement.verdict(rule)
    some = sorted((r for r in mine if r.verdict == worst), key=lambda r: -r.pupils)
    texts = {r: ruling_text(r, judgement.pack, language) for r in some}
    same = set(texts.values())
    if len(some) > 1 and len(same) == 1:
        # what is said of each is the same: once is enough
        return say((f"{len(some)} 处均为：", f"each of {len(some)}: "), language) + same.pop()
    shown = [_of_subject(r, text, seen, language) for r, text in list(texts.items())[:_SHOWN]]
    left = len(some) - len(shown)
    more = say((f"等 {len(some)} 处", f"; {left} more"), language) if left > 0 else ""
    return say(("；", "; "), language).join(shown) + more


def _of_subject(ruling: Ruling, text: str, seen: LayoutModel, language: Language) -> str:
    if ruling.subject_type == "county":
        return text
    who = ruling_subject(ruling, seen, language)
    return say((f"{who}{text}", f"{who}: {text}"), language)


def steps_of(
    steps: Sequence[StepOf], pack: RulePack, names: Mapping[str, str], language: Language
) -> tuple[Step, ...]:
    """Return the checklist in words.

    Parameters
    ----------
    steps
        As `schoolmap.kernel.procedure` returns them.
    pack
        The rules that they answer to.
    names
        Names of schools by id.
    language
        Of the document.
    """
    return tuple(
        Step(
            phase=say(STAGE_OF_PROCEDURE[step.stage], language),
            words=step_words(step, language),
            standing=step.state,
            evidence=_evidence(step, pack, names, language),
        )
        for step in steps
    )


def _evidence(step: StepOf, pack: RulePack, names: Mapping[str, str], language: Language) -> str:
    """Return what shows a step; schools and single rules are said elsewhere."""
    elsewhere = ("ending", "receiving", *VERDICTS[1:])
    shown = [e for e in step.evidence if e.partition(":")[0] not in elsewhere]
    words = [evidence_words(e, pack, names, language) for e in shown]
    return say(("；", "; "), language).join(words)


def occasions_of(hearing: Hearing, language: Language) -> Occasions | None:
    """Return when people can read the plan and speak on it; None where nothing is given."""
    public, session = hearing.publicity, hearing.session
    if public is None and session is None:
        return None
    days = place = ""
    if public is not None:
        to = say(("至", "to"), language)
        days = _at(f"{public.start} {to} {public.end}", public.where, language)
    if session is not None:
        place = _at(f"{session.day}", session.where, language)
    return Occasions(publicity=days, hearing=place)


def _at(day: str, where: str, language: Language) -> str:
    return say((f"{day}（{where}）", f"{day} ({where})"), language) if where else day
