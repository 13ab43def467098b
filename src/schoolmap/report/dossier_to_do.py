"""What must be settled and brought before a plan goes to approval."""

from __future__ import annotations

from itertools import groupby

from schoolmap.model.ruling_words import BAR
from schoolmap.model.wording import say as say_words
from schoolmap.report.dossier_content import Dossier, Step
from schoolmap.report.dossier_words import begin, count
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
    items += [
        say(
            f"先建后撤：{s.name}补足学位 {count(s.over_seats)} 个",
            f"{count(s.over_seats)} more seats at {s.name}, before others close",
        )
        for s in dossier.of_kind("receiving", "opened")
        if s.over_seats > 0
    ]
    broken = [n for n in dossier.notes if n.standing == "new" and n.severity == "violation"]
    items += [
        say(f"{n.subject}：{n.name}不达标", f"{n.subject}: {n.name} is not met") for n in broken
    ]
    rules = [r for r in dossier.rulings or () if r.verdict == "broken" and r.bar != "build_first"]
    for bar, members in groupby(rules, key=lambda r: r.bar):
        names = [r.name for r in members]
        chapter = say_words(BAR[bar], paper.language)
        items.append(
            say(
                f"{chapter}：不符合“{'”、“'.join(names)}”",
                f"{chapter}: broken: {'; '.join(names)}",
            )
        )
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
    wanting = [s for s in dossier.steps if s.standing == "to_supply"]
    items = []
    for phase, members in groupby(wanting, key=_phase):
        words = [s.words for s in members]
        items.append(say(f"{phase}：{'；'.join(words)}", f"{phase}: {'; '.join(words)}"))
    return [*items, *dossier.unknown]


def _phase(step: Step) -> str:
    return step.phase
