"""The part of the dossier on the pupils whom the plan concerns."""

from __future__ import annotations

from collections.abc import Sequence

from schoolmap.model.evaluation import MODES
from schoolmap.model.wording import BAND, MODE, look_up
from schoolmap.report.dossier_content import Dossier, Movement
from schoolmap.report.dossier_pictures import Pictures
from schoolmap.report.dossier_totals import Totals, side_mean, totals_of
from schoolmap.report.dossier_words import (
    DASH,
    change,
    count,
    kilometres,
    listed,
    many,
    minutes,
)
from schoolmap.report.paper import FIGURE, TABLE, Paper
from schoolmap.report.paper_tables import Col, Row, Text, add_picture, add_table, flagged

_FARTHEST = 3
_NAMED = 8
_NEWLY = (
    ("改为乘车", "now ride"),
    ("改为寄宿", "now board"),
    ("失去可就读的学校", "lose the school that they can reach"),
)
_BY_SCHOOL = 12


def write_pupils(paper: Paper, dossier: Dossier, drawn: Pictures) -> None:
    """Write whom the plan concerns, where they go, and how their way to school changes."""
    say = paper.say
    paper.heading(say("对学生的影响", "The pupils concerned"))
    if not dossier.movements:
        text = say(
            "按村庄学生数推算，没有学生因方案改变就读学校或上学方式。",
            "No pupil of the villages changes school or way of travel.",
        )
        paper.paragraph(text)
        _left_out(paper, dossier)
        _maps(paper, drawn.areas)
        return
    totals = totals_of(dossier.movements, dossier.ways)
    paper.heading(say("总体情况", "All together"), 2)
    paper.paragraph(_all_together(paper, dossier, totals))
    _left_out(paper, dossier)
    _totals_table(paper, totals)
    paper.heading(say("学生去向", "Where pupils go"), 2)
    _by_school(paper, dossier)
    if drawn.journeys is not None:
        words = say("调整前后的上学路程和用时", "Distance and time before and after")
        add_picture(paper, drawn.journeys, words=words)
        caption = say("上学路程与用时，调整前后", "Distance and time to school, before and after")
        paper.caption(FIGURE, caption, above=False)
    _maps(paper, drawn.areas)
    paper.heading(say("受影响较大和得到改善的村", "Most affected, and better off"), 2)
    _extremes(paper, dossier)


def _maps(paper: Paper, maps: Sequence[tuple[str, bytes]]) -> None:
    say = paper.say
    if not maps:
        return
    for name, png in maps:
        words = say("涉及范围，调整前后", "The area before and after")
        add_picture(paper, png, words=words)
        caption = say(
            f"{name}学生去向（左为现状，右为方案）",
            f"{name}{': ' if name else ''}where pupils go, today and under the plan",
        )
        paper.caption(FIGURE, caption, above=False)
    note = say(
        "注：连线只表示去向，不是行走路线；着色为各校所服务村庄的大致范围，仅供示意。",
        "Lines show where pupils go, not the way they take; tints show roughly whose villages a "
        "school serves.",
    )
    paper.note(note)


def _all_together(paper: Paper, dossier: Dossier, totals: Totals) -> str:
    say, language = paper.say, paper.language
    lower = sum(m.pupils for m in dossier.movements if m.band == "lower_primary")
    news = ((totals.new_ride, 0), (totals.new_board, 1), (totals.new_unserved, 2))
    band = look_up(BAND, "lower_primary", language)
    who_zh = (
        f"按村庄学生数推算，方案涉及 {totals.villages} 个村、{totals.pupils} 名学生"
        f"（其中{band} {lower} 人）"
    )
    who_en = (
        f"By the villages' pupils the plan concerns {many(totals.pupils, 'pupil')} of "
        f"{many(totals.villages, 'village')} ({lower} of them in {band})"
    )
    parts_zh = [who_zh, *(f"{n} 人{_NEWLY[k][0]}" for n, k in news if n)]
    parts_en = [who_en, *(f"{n} {_NEWLY[k][1]}" for n, k in news if n)]
    first = say("；".join(parts_zh) + "。", "; ".join(parts_en) + ".")
    if not totals.compared:
        return first
    km = kilometres(totals.mean_before_m), kilometres(totals.mean_after_m)
    took = minutes(totals.mean_before_s), minutes(totals.mean_after_s)
    return first + say(
        f"单程路程平均由 {km[0]} 公里变为 {km[1]} 公里，单程用时平均由 {took[0]} 分钟变为 "
        f"{took[1]} 分钟；路程变远 {totals.farther} 人，变近 {totals.nearer} 人。",
        f" One way is {km[1]} km on average, after {km[0]} km, and takes {took[1]} minutes, after "
        f"{took[0]}; it gets longer for {totals.farther} pupils and shorter for {totals.nearer}.",
    )


def _left_out(paper: Paper, dossier: Dossier) -> None:
    """Say who has no school on either side: the plan did not do it, but a hearing will ask."""
    if not dossier.left_out:
        return
    totals = totals_of(dossier.left_out)
    text = paper.say(
        f"另有 {totals.villages} 个村的 {totals.pupils} 名学生现状即无法步行、乘车或寄宿就读，"
        "方案未予解决。",
        f"Another {many(totals.pupils, 'pupil')} of {many(totals.villages, 'village')} can neither "
        "walk, ride nor board today, and the plan does not change that.",
    )
    paper.paragraph(text)


def _totals_table(paper: Paper, totals: Totals) -> None:
    say = paper.say
    paper.caption(TABLE, say("涉及学生的上学条件", "The way to school of the pupils concerned"))
    columns = (
        Col(say("项目", "Item"), 64, "left"),
        Col(say("现状", "Today"), 24),
        Col(say("方案", "Plan"), 24),
        Col(say("变化", "Change"), 24),
    )
    rows: list[Row] = []
    for mode in MODES:
        was, now = totals.modes_before[mode], totals.modes_after[mode]
        if was or now:
            label = say(
                f"{look_up(MODE, mode, 'zh')}（人）", f"{look_up(MODE, mode, 'en')}, pupils"
            )
            alarm = mode == "unserved" and now > was
            rows.append((label, count(was), flagged(count(now), alarm), change(was, now)))
    if totals.compared:
        rows += _journey_rows(paper, totals)
    rows += _week_rows(paper, totals)
    add_table(paper, columns, rows)
    note = say(
        "注：路程、用时均为单程；步行的按步行路线，乘车和寄宿的按行车路线。平均数只计前后都有学可上的学生。",
        "One way; of those who walk along the path on foot, of those who ride or board along the "
        "ride. Means are of pupils with a school on both sides.",
    )
    paper.note(note)


def _journey_rows(paper: Paper, totals: Totals) -> list[Row]:
    say = paper.say
    km = (totals.mean_before_m, totals.mean_after_m)
    took = (totals.mean_before_s, totals.mean_after_s)
    far = (totals.longest_before_m, totals.longest_after_m)
    slow = (totals.slowest_before_s, totals.slowest_after_s)

    def row(label: str, pair: tuple[float | None, float | None], unit: float) -> Row:
        was, now = (None if v is None else v / unit for v in pair)
        shown = kilometres if unit == 1000 else minutes
        return label, shown(pair[0]), shown(pair[1]), change(was, now, digits=1)

    return [
        row(say("平均单程路程（公里）", "mean distance, km"), km, 1000),
        row(say("平均单程用时（分钟）", "mean time, minutes"), took, 60),
        row(say("最远单程路程（公里）", "longest distance, km"), far, 1000),
        row(say("最长单程用时（分钟）", "longest time, minutes"), slow, 60),
    ]


def _week_rows(paper: Paper, totals: Totals) -> list[Row]:
    """Return pupil-kilometres of a week, and what they would be with daily or weekly travel."""
    say = paper.say
    was, now = totals.week_before_m, totals.week_after_m
    if was is None or now is None:
        return []
    label = say("每周上下学总路程（人公里）", "travel of a week, pupil-km")
    rows: list[Row] = [
        (label, count(was // 1000), count(now // 1000), change(was / 1000, now / 1000))
    ]
    if totals.modes_after["board"]:
        daily, weekly = totals.daily_after_m, totals.weekly_after_m
        every_day = say("　其中：若全部每日往返", "  if everybody went home daily")
        every_week = say("　其中：若全部每周往返", "  if everybody went home weekly")
        rows += [
            (every_day, DASH, count((daily or 0) // 1000), DASH),
            (every_week, DASH, count((weekly or 0) // 1000), DASH),
        ]
    return rows


def _by_school(paper: Paper, dossier: Dossier) -> None:
    say = paper.say
    groups: dict[tuple[str, str], list[Movement]] = {}
    for m in dossier.movements:
        target = m.after.school if m.after.mode != "unserved" else ""
        groups.setdefault((m.before.school or "", target), []).append(m)
    paper.caption(TABLE, say("学生去向与上学条件", "Where pupils go, and how far it is"))
    km, took = say("路程（公里）", "Distance, km"), say("用时（分钟）", "Time, min")
    today, plan = say("现状", "today"), say("方案", "plan")
    columns = (
        Col(say("原就读学校", "From"), 31, "left"),
        Col(say("方案就读学校", "To"), 31, "left"),
        Col(say("村", "Villages"), 11 if paper.language == "zh" else 14),
        Col(say("学生", "Pupils"), 11 if paper.language == "zh" else 13),
        Col(today, 12, group=km),
        Col(plan, 12, group=km),
        Col(today, 12, group=took),
        Col(plan, 12, group=took),
        Col(say("方案方式", "How"), 18),
    )
    shown = list(groups.items())[:_BY_SCHOOL]
    rows = [_group_row(paper, school, target, some) for (school, target), some in shown]
    add_table(paper, columns, rows, dense=True)
    text = say("注：路程、用时均为单程，按学生加权平均。", "One way, means over pupils.")
    left = len(groups) - len(shown)
    if left:
        text += say(
            f"其余 {left} 组见附件和 Excel。", f" {left} more are in the annex and in Excel."
        )
    paper.note(text)


def _group_row(paper: Paper, school: str, target: str, members: Sequence[Movement]) -> Row:
    """Return the row of pupils who leave one school for another one."""
    say, language = paper.say, paper.language
    totals = totals_of(members)
    was = [(m.before, m.pupils) for m in members]
    now = [(m.after, m.pupils) for m in members]
    modes = [m for m in MODES if totals.modes_after[m]]
    how = listed((look_up(MODE, m, language) for m in modes), language)
    return (
        school or say("（无）", "(none)"),
        target or Text(say("无", "none"), ink="alarm"),
        count(totals.villages),
        count(totals.pupils),
        kilometres(side_mean(was, "length_m")),
        kilometres(side_mean(now, "length_m")),
        minutes(side_mean(was, "seconds")),
        minutes(side_mean(now, "seconds")),
        flagged(how, "unserved" in modes),
    )


def _extremes(paper: Paper, dossier: Dossier) -> None:
    """Name the villages with the longest new ways, those that lose, and those that gain."""
    say = paper.say
    timed = [m for m in dossier.movements if (m.added_m or 0) > 0 and m.after.seconds is not None]
    worst = sorted(timed, key=lambda m: (-(m.after.length_m or 0), m.village_id))[:_FARTHEST]
    if worst:
        named = [
            say(
                f"{_village(m)}（{m.pupils} 人，{kilometres(m.before.length_m)} 公里变为 "
                f"{kilometres(m.after.length_m)} 公里，单程 {minutes(m.after.seconds)} 分钟）",
                f"{_village(m)} ({many(m.pupils, 'pupil')}, {kilometres(m.before.length_m)} km to "
                f"{kilometres(m.after.length_m)} km, {minutes(m.after.seconds)} minutes one way)",
            )
            for m in worst
        ]
        joined = say("、".join(named), "; ".join(named))
        paper.paragraph(
            say(f"调整后路程最远的是{joined}。", f"The longest ways under the plan: {joined}.")
        )
    lost = [m for m in dossier.movements if m.after.mode == "unserved"]
    if lost:
        names = _with_pupils(paper, lost)
        text = say(
            f"失去可就读学校的学生所在的村：{names}。", f"Villages that lose their school: {names}."
        )
        paper.paragraph(text)
    paper.paragraph(_winners(paper, dossier))


def _with_pupils(paper: Paper, movements: Sequence[Movement]) -> str:
    """Return villages with their pupils, each once."""
    heads: dict[str, int] = {}
    for m in movements:
        heads[_village(m)] = heads.get(_village(m), 0) + m.pupils
    each = (paper.say(f"{name}（{n} 人）", f"{name} ({n})") for name, n in heads.items())
    return listed(each, paper.language, most=_NAMED)


def _winners(paper: Paper, dossier: Dossier) -> str:
    """Say who is better off: a shorter way, a school where there was none, less time."""
    say = paper.say
    better = [m for m in dossier.movements if (m.added_m or 0) < 0 or _gains(m)]
    faster = [m for m in dossier.movements if (m.added_s or 0) < 0 and m not in better]
    parts: list[str] = []
    if better:
        parts.append(
            say(
                f"路程变近或由无学可上变为有学可上的有 {sum(m.pupils for m in better)} 名学生："
                f"{_with_pupils(paper, better)}。",
                "Better off, with a shorter way or a school where there was none: "
                f"{many(sum(m.pupils for m in better), 'pupil')} of {_with_pupils(paper, better)}.",
            )
        )
    else:
        parts.append(
            say(
                "没有学生路程变近，或由无学可上变为有学可上。",
                "Nobody gets a shorter way, or a school where there was none.",
            )
        )
    if faster:
        heads = sum(m.pupils for m in faster)
        parts.append(
            say(
                f"路程虽远而用时缩短的有 {heads} 名学生：{_with_pupils(paper, faster)}。",
                f"{many(heads, 'pupil')} go farther in less time: {_with_pupils(paper, faster)}.",
            )
        )
    ends = say("办学条件的变化见第三部分。", "What changes in the schools is in section 3.")
    return say("".join((*parts, ends)), " ".join((*parts, ends)))


def _gains(movement: Movement) -> bool:
    return movement.before.mode == "unserved" != movement.after.mode


def _village(movement: Movement) -> str:
    admin, name = movement.admin_village, movement.village
    return name if not admin or admin.removesuffix("村") == name else f"{admin}{name}"
