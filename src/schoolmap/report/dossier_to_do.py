"""What must be settled and brought before a plan goes to approval."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from schoolmap.model.ruling_words import BAR, WANTING
from schoolmap.model.wording import say as say_words
from schoolmap.report.dossier_content import Dossier, Ruling, Step
from schoolmap.report.dossier_words import begin, count, listed
from schoolmap.report.paper import Paper


def write_to_do(paper: Paper, dossier: Dossier) -> None:
    """Write what is to be settled, then what is to be brought."""
    say = paper.say
    paper.heading(say("报批前须完成的事项", "What must be done before approval"))
    settle = to_settle(paper, dossier)
    paper.heading(say("须先解决的问题", "To be settled"), 2)
    if not settle:
        text = say(
            "现有数据未显示须先解决的问题。", "The data show nothing that must be settled first."
        )
        paper.paragraph(text)
    for number, item in enumerate(settle, 1):
        paper.paragraph(say(f"{number}．{item}。", f"{number}. {begin(item)}."))
    paper.heading(say("须补充的材料", "To be supplied"), 2)
    bring = to_bring(paper, dossier)
    lead = say("下列事项须有材料表明：", "Papers must show the following:")
    none = say("各环节材料均已提供。", "Every paper has been brought.")
    paragraph = paper.paragraph(lead if bring else none)
    paragraph.paragraph_format.keep_with_next = bool(bring)
    for number, item in enumerate(bring, 1):
        paper.paragraph(say(f"{number}．{item}。", f"{number}. {begin(item)}."))


def to_settle(paper: Paper, dossier: Dossier) -> list[str]:
    """Return what stands against the plan, a phrase each, the gravest first."""
    say = paper.say
    items: list[str] = []
    lost = sum(m.pupils for m in dossier.movements if m.after.mode == "unserved")
    if lost:
        items.append(
            say(
                f"为失去就读学校的 {lost} 名学生落实校车、寄宿，或保留教学点",
                f"a bus, a bed or a school that stays for the {lost} pupils who lose theirs",
            )
        )
    rules = [r for r in dossier.rulings or () if r.verdict == "broken"]
    # what people object to weighs more than anything that money can mend
    items += _by_bar(paper, [r for r in rules if r.bar == "consent"])
    over = [s for s in dossier.of_kind("receiving", "opened") if s.over_seats > 0]
    if over:
        each_zh = [f"{s.name}补足学位 {count(s.over_seats)} 个" for s in over]
        each_en = [f"{count(s.over_seats)} more seats at {s.name}" for s in over]
        items.append(
            say(
                f"先建后撤：{listed(each_zh, 'zh', most=4)}",
                f"{listed(each_en, 'en', most=4)}, before others close",
            )
        )
    items += _violations(paper, dossier)
    said = {"consent", "build_first"} if over else {"consent"}
    return [*items, *_by_bar(paper, [r for r in rules if r.bar not in said])]


def _violations(paper: Paper, dossier: Dossier) -> list[str]:
    """Return the standards that the plan breaks, each with who breaks it."""
    by_rule: dict[str, list[str]] = {}
    for n in dossier.notes:
        if n.standing == "new" and n.severity == "violation":
            by_rule.setdefault(n.name, []).append(n.subject)
    names = {
        rule: listed(dict.fromkeys(who), paper.language, most=4) for rule, who in by_rule.items()
    }
    return [
        paper.say(f"{who}：{rule}不达标", f"{who}: {rule} is not met")
        for rule, who in names.items()
    ]


def _by_bar(paper: Paper, rules: Sequence[Ruling]) -> list[str]:
    """Return rules that are broken, those of a bar in one phrase."""
    items: list[str] = []
    for bar, members in groupby(rules, key=lambda r: r.bar):
        names = [r.name for r in members]
        chapter = say_words(BAR[bar], paper.language)
        zh = f"{chapter}：不符合“{'”、“'.join(names)}”"
        items.append(paper.say(zh, f"{chapter}: broken: {'; '.join(names)}"))
    return items


def to_bring(paper: Paper, dossier: Dossier) -> list[str]:
    """Return the papers that are lacking, by stage of the procedure."""
    say = paper.say
    if dossier.steps is None:
        return [
            say(
                "公示、听证的日期、范围和记录，家长和代表的表决结果",
                "dates, places and minutes of publicity and hearing, and the votes of parents and "
                "delegates",
            ),
            *dossier.unknown,
        ]
    items = []
    for phase, members in groupby(filter(_lacks, dossier.steps), key=_phase):
        words = [_lacking(s, paper) for s in members]
        items.append(say(f"{phase}：{'；'.join(words)}", f"{phase}: {'; '.join(words)}"))
    # a rule whose step fails for another reason still wants its paper
    steps = {s.words for s in dossier.steps if _lacks(s)}
    rules = [r.name for r in dossier.rulings or () if r.verdict == "to_supply"]
    rest = [name for name in rules if name not in steps]
    if rest:
        items.append(say(f"另须说明：{'；'.join(rest)}", f"to be shown besides: {'; '.join(rest)}"))
    return [*items, *dossier.unknown]


def _lacks(step: Step) -> bool:
    """Say whether something must be brought for a step, be it that another part of it fails."""
    return step.standing == "to_supply" or (step.standing == "open" and _wants(step))


def _wants(step: Step) -> bool:
    return any(word.split("{")[0] in step.evidence for word in WANTING)


def _lacking(step: Step, paper: Paper) -> str:
    if step.standing == "to_supply" and not _wants(step):
        return step.words
    return paper.say(f"{step.words}（{step.evidence}）", f"{step.words} ({step.evidence})")


def _phase(step: Step) -> str:
    return step.phase
