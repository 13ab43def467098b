"""What the rules say of plans, in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.text import Text

from schoolmap.cli.console import show_problems, stdout
from schoolmap.errors import InputError, Language, Problem
from schoolmap.io import read_study
from schoolmap.io.hearing_checks import check_hearing, read_hearings
from schoolmap.io.hearing_form import hearing_form
from schoolmap.io.packs import read_packs
from schoolmap.io.scenarios import read_scenario
from schoolmap.model.comparison import Comparison
from schoolmap.model.ruling import VERDICTS, PackRule, StepState, Verdict
from schoolmap.model.ruling_words import (
    PLAN,
    STAGE_OF_PROCEDURE,
    STATE,
    VERDICT,
    rule_words,
    ruling_subject,
    ruling_text,
    step_words,
)
from schoolmap.model.study import Study
from schoolmap.model.wording import one_language, say
from schoolmap.pipeline import (
    JudgedPlan,
    Origin,
    RunLog,
    ScenarioFile,
    compare,
    judge_all,
    prepare,
)

_MOST = 12
_WEIGHT = {"violation": "bold red", "warning": "yellow", "note": "cyan"}
_STYLE = {"broken": "bold red", "not_shown": "yellow", "to_supply": "cyan", "kept": "green"}

_MARK = {"shown_by_data": "✓", "supplied": "✓", "to_supply": "○", "open": "✗"}
_STATE_STYLE = {"shown_by_data": "green", "supplied": "green", "to_supply": "cyan", "open": "red"}


def judged_plans(
    study: Study, comparison: Comparison, files: Sequence[ScenarioFile], hearings: Sequence[Path]
) -> tuple[tuple[JudgedPlan, ...], tuple[ScenarioFile, ...]]:
    """Return the plans, held to the rules and to what was brought for them; and their files.

    Parameters
    ----------
    study
        Names the packs.
    comparison
        Today and the plans.
    files
        The plans' files, in the same order.
    hearings
        Files of votes, dates and papers.

    Raises
    ------
    InputError
        With every problem of the packs and of what was brought.
    """
    pack = read_packs(study)
    names = [(file.folder, file.scenario.name) for file in files]
    brought, doubts = read_hearings(hearings, names)
    problems: list[Problem] = list(doubts)
    for plan, hearing in zip(comparison.plans, brought, strict=True):
        if hearing is not None:
            problems += check_hearing(hearing, plan, pack)
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    if problems:
        show_problems(problems, language=study.settings.study.language)
    first, *others = files
    read = (replace(first, papers=tuple(hearings)), *others)
    return judge_all(comparison, pack, brought), read


def hearing_form_of(study: Path, scenario: Path, *, log: RunLog) -> tuple[str, Language]:
    """Return a hearing.toml to fill in for a plan, and the study's language.

    Parameters
    ----------
    study
        Its folder.
    scenario
        The plan's file.
    log
        Where durations and progress go.
    """
    with log.step("read"):
        loaded = read_study(study)
        plan = read_scenario(scenario)
    model = prepare(loaded, log=log)
    origin = Origin(scenario.name, str(study))
    comparison = compare(model, [plan], origins=[origin])
    (said,) = judge_all(comparison, read_packs(loaded))
    ids = [e.partition(":") for step in said.judgement.steps for e in step.evidence]
    names = dict(zip(model.sites.ids, model.sites.names, strict=True))
    ending = {school: names.get(school, school) for head, _, school in ids if head == "ending"}
    text = hearing_form(plan, said.judgement, ending, plan=scenario.stem)
    return text, loaded.settings.study.language


def show_judged(judged: Sequence[JudgedPlan], *, language: Language) -> None:
    """Print what the rules say of each plan: what is broken, what is lacking, what to supply."""
    console, colon = stdout(), "：" if language == "zh" else ": "
    for said in judged:
        judgement = said.judgement
        console.print(Text(f"\n{said.plan.name}  ", style="bold cyan"), end="")
        console.print(_count(said, language))
        for rule in judgement.pack.rules:
            if judgement.verdict(rule.id) == "broken":
                console.print(_broken(said, rule, language))
        lacking: tuple[Verdict, ...] = ("not_shown", "to_supply")
        for verdict in lacking:
            rules = [
                rule
                for rule in judgement.pack.rules
                if any(r.verdict == verdict and r.new for r in judgement.by_rule[rule.id])
            ]
            if rules:
                line = Text(f"    {say(VERDICT[verdict], language)}{colon}", style=_STYLE[verdict])
                joint = "、" if language == "zh" else "; "
                line.append(
                    joint.join(_lacking(said, r, verdict, language) for r in rules), style="default"
                )
                console.print(line)
        console.print(_procedure(said, language))


def _lacking(said: JudgedPlan, rule: PackRule, verdict: Verdict, language: Language) -> str:
    """Return a rule that something is lacking for; for whom, where it is not lacking for all."""
    rulings = said.judgement.by_rule[rule.id]
    mine = [r for r in rulings if r.verdict == verdict and r.new]
    words = rule_words(rule, language)
    if len(mine) == len(rulings):
        return words
    names = list(dict.fromkeys(ruling_subject(r, said.plan.seen, language) for r in mine))
    shown = ("、" if language == "zh" else ", ").join(names)
    return f"{words}（{shown}）" if language == "zh" else f"{words} ({shown})"


def _broken(said: JudgedPlan, rule: PackRule, language: Language) -> Text:
    """Return a rule that is not kept: who breaks it, and what was found where it is worst."""
    judgement = said.judgement
    found = [r for r in judgement.by_rule[rule.id] if r.verdict == "broken" and r.new]
    found.sort(key=lambda r: (-r.pupils, -(r.value or 0)))
    seen = said.plan.seen
    names = [ruling_subject(r, seen, language) for r in found]
    names = list(dict.fromkeys(names))
    shown = ("、" if language == "zh" else ", ").join(names[:_MOST])
    if len(names) > _MOST:
        shown += say((f"等 {len(names)} 处", f" and {len(names) - _MOST} more"), language)
    text = Text(f"    ✗ {rule_words(rule, language)}", style=_WEIGHT[rule.severity])
    text.append(f"  {shown}", style="default")
    told = ruling_text(found[0], judgement.pack, language)
    if len(found) > 1:
        pupils = sum(r.pupils for r in found)
        first = say(("其中", "of them"), language)
        many = say((f"{len(found)} 处", f"{len(found)} cases"), language)
        total = say((f"共 {pupils:,} 人", f"{pupils:,} pupils"), language) if pupils else many
        told = say(
            (f"{total}，{first}{names[0]}：{told}", f"{total}; {first} {names[0]}: {told}"),
            language,
        )
    text.append(f"  {told}", style="default")
    text.append(_clause(rule, language), style="dim")
    return text


def _count(said: JudgedPlan, language: Language) -> Text:
    """Return how many rules have which verdict."""
    judgement = said.judgement
    verdicts = [judgement.verdict(rule.id) for rule in judgement.pack.rules]
    styles = {"barred": "bold red", "not_yet": "cyan", "doubtful": "yellow", "clear": "green"}
    text = Text(say(PLAN[judgement.standing], language), style=styles[judgement.standing])
    count = (f"  规则 {len(verdicts)} 条：", f"  {len(verdicts)} rules: ")
    text.append(say(count, language), style="default")
    for verdict in reversed(VERDICTS):
        n = verdicts.count(verdict)
        if n:
            text.append(f"{say(VERDICT[verdict], language)} {n}  ", style=_STYLE[verdict])
    return text


def _clause(rule: PackRule, language: Language) -> str:
    clause = one_language(rule.clause, language)
    return f"〔{clause}〕" if language == "zh" else f" [{clause}]"


def _procedure(said: JudgedPlan, language: Language) -> Text:
    """Return the checklist, one line for each stage."""
    text = Text("  " + say(("程序：", "procedure:"), language), style="dim")
    for stage, words in STAGE_OF_PROCEDURE.items():
        steps = [step for step in said.judgement.steps if step.stage == stage]
        if not steps:
            continue
        text.append(f"\n    {say(words, language)}  ", style="bold")
        for step in steps:
            text.append(
                f"{_MARK[step.state]} {step_words(step, language)}  ",
                style=_STATE_STYLE[step.state],
            )
    told: tuple[StepState, ...] = ("shown_by_data", "to_supply", "open")
    legend = "  ".join(f"{_MARK[state]} {say(STATE[state], language)}" for state in told)
    text.append(f"\n    {legend}", style="dim")
    return text
