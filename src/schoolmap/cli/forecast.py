"""The years ahead, in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from schoolmap.cli.console import say, stdout
from schoolmap.errors import Language
from schoolmap.model.forecast import VARIANTS, Forecast, LayoutYears
from schoolmap.model.forecast_words import VARIANT
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.study import Study
from schoolmap.model.wording import look_up, one_language
from schoolmap.pipeline import RunLog, forecast, prepare, publish_forecast

_MIDDLE = VARIANTS.index("middle")
_SHOWN = 20
"""Schools named in the terminal; forecast.csv has them all."""


def run_forecast(
    study: Study, *, years: int | None, out: Path | None, log: RunLog
) -> tuple[LayoutModel, Forecast]:
    """Return a study's model and forecast; write the files where a folder is given."""
    model = prepare(study, log=log)
    with log.step("forecast"):
        found = forecast(study, model, years=years)
    if out is not None:
        for path in publish_forecast(study, model, found, out):
            say(study.settings.study.language, f"已写出 {path}", f"Wrote {path}")
    return model, found


def show_forecast(model: LayoutModel, found: Forecast, *, language: Language) -> None:
    """Print the county by year, the schools that cross a line, and what was assumed."""
    console = stdout()
    zh = language == "zh"
    lead = "今后各年学生数" if zh else "pupils of the years ahead"
    console.print(Text(f"{found.name}  {lead}", style="bold"))
    console.print(_county(found, zh=zh))
    small, tiny = model.rules.small_school_pupils, found.rules.tiny_pupils
    console.print(_counts(found.today, found.years, (small, tiny), zh=zh))
    crossing = _crossing(found)
    if crossing:
        console.print(_schools(found, crossing[:_SHOWN], (small, tiny), zh=zh))
    if len(crossing) > _SHOWN:
        more = len(crossing) - _SHOWN
        console.print(
            Text(
                f"另有 {more} 所学校，见 forecast.csv（--out）"
                if zh
                else f"{more} more schools: see forecast.csv (--out)",
                style="dim",
            )
        )
    for line in basis_lines(found, language=language):
        console.print(Text(f"· {line}", style="dim"))


def basis_lines(found: Forecast, *, language: Language) -> list[str]:
    """Return what the forecast rests on, in sentences."""
    zh = language == "zh"
    lines = [_known_words(found, zh=zh)]
    if found.trend_years:
        first = found.years[found.trend_years[0]]
        lines.append(
            f"{first}学年起部分入学人数没有资料，按出生趋势推算。"
            if zh
            else f"From {first} on, entrants that no table gives follow the trend of births."
        )
    lines += _parameter_words(found, zh=zh)
    if found.spread:
        runs = "、".join(f"{a}-{b}" for a, b in found.spread)
        lines.append(
            f"{runs} 年级学生数没有分年级，按各年级相等推算。"
            if zh
            else f"Pupils of grades {runs.replace('、', ', ')} are not given by grade: "
            "each is taken to have as many."
        )
    if found.unclassed:
        lines.append(
            f"{found.unclassed} 个村没有城乡类型，按不迁移计算。"
            if zh
            else f"{found.unclassed} villages have no area class: no migration is taken for them."
        )
    entry = found.standards["forecast.entry_age"]
    age, clause = found.rules.entry_age, one_language(entry.clause, language)
    lines.append(f"入学年龄 {age} 周岁：{clause}。" if zh else f"Age at entry {age}: {clause}.")
    return lines


def _parameter_words(found: Forecast, *, zh: bool) -> list[str]:
    """Return what was assumed of births and migration, and what the table says of births."""
    lines = []
    change = found.children.yearly_change
    assumed = [found.rules.variants[v] for v in VARIANTS]
    if change is not None:
        shown = " / ".join(_percent(a.births_change_share) for a in assumed)
        lines.append(
            f"出生数每年变化按 {shown}（低/中/高）；"
            f"资料中各年龄人数平均每小一岁 {_percent(change)}。"
            if zh
            else f"Births change by {shown} a year (low/middle/high); in the table each year of "
            f"age has {_percent(change)} against the one above it."
        )
    shown = " / ".join(_percent(a.migration_share[2]) for a in assumed)
    lines.append(
        f"乡村儿童每年净迁移按 {shown}；除入学年龄外，参数都是假设，"
        "可在 study.toml 的 [rules] 中改写。"
        if zh
        else f"Net migration of rural children is {shown} a year. All but the age at entry are "
        "assumptions: [rules] of study.toml overrides them."
    )
    return lines


def _known_words(found: Forecast, *, zh: bool) -> str:
    ages = np.flatnonzero(found.children.known).tolist()
    if not ages:
        return (
            "村庄表没有 0—5 岁人数：一年级新生按今年一年级人数和出生趋势推算。"
            if zh
            else "The villages table gives no children of 0 to 5: entrants follow the trend of "
            "births from this year's grade 1."
        )
    totals = np.cumsum(found.children.count, axis=0)[-1]
    empty = found.children.empty
    if zh:
        shown = "、".join(f"{a} 岁 {totals[a]:,.0f}" for a in reversed(ages))
        rest = f"（{empty} 个空格按 0 计）" if empty else ""
        return f"入学人数取自村庄表的低龄人口：{shown}{rest}。"
    shown = ", ".join(f"{totals[a]:,.0f} aged {a}" for a in reversed(ages))
    rest = f" ({empty} empty cells count as nobody)" if empty else ""
    return f"Entrants come from the children of the villages table: {shown}{rest}."


def _percent(share: float) -> str:
    return f"{share * 100:+.1f}%" if share else "0%"


def _county(found: Forecast, *, zh: bool) -> Table:
    table = Table(box=SIMPLE_HEAD)
    table.add_column("学年" if zh else "Year")
    for variant in VARIANTS:
        name = look_up(VARIANT, variant, "zh" if zh else "en")
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("一年级新生", "毕业", "净离开") if zh else ("Entered", "Finished", "Left"):
        table.add_column(name, justify="right", style="dim")
    county = found.county
    for y, year in enumerate(found.years):
        cells = [f"{int(pupils[y]):,}" for pupils in county.pupils]
        cells[_MIDDLE] += _against(county.pupils[_MIDDLE], y)
        if y:
            moves = (county.entered, county.graduated, county.left)
            cells += [f"{int(m[_MIDDLE, y]):,}" for m in moves]
        table.add_row(year, *cells)
    return table


def _against(pupils: NDArray[np.int64], year: int) -> str:
    now, then = int(pupils[0]), int(pupils[year])
    return f" ({100 * (then - now) / now:+.0f}%)" if year and now else ""


def _counts(
    layout: LayoutYears, years: Sequence[str], limits: tuple[float, float], *, zh: bool
) -> Text:
    """Return how many schools are below a size, or above their seats: now and in the last year."""
    totals, mine = layout.totals, layout.is_open
    known = mine & (layout.seats != UNKNOWN)
    small, tiny = limits
    lines = (
        (f"不足 {small:g} 人" if zh else f"below {small:g}", (totals < small) & mine),
        (f"不足 {tiny:g} 人" if zh else f"below {tiny:g}", (totals < tiny) & mine),
        ("超过学位" if zh else "above their seats", (totals > layout.seats) & known),
    )
    text = Text()
    for name, is_so in lines:
        counts = is_so.sum(axis=2)
        last = " / ".join(str(int(c)) for c in counts[:, -1])
        lead = f"  {name}的学校 " if zh else f"  schools {name} "
        text.append(lead, style="dim")
        text.append(f"{int(counts[_MIDDLE, 0])} → {last}", style="bold")
        text.append(f"  ({years[0]} → {years[-1]})\n", style="dim")
    text.right_crop(1)
    return text


def _crossing(found: Forecast) -> list[int]:
    """Return schools that cross a line in the years ahead (middle variant), the soonest first."""
    layout = found.today
    firsts = np.stack([layout.first_small, layout.first_tiny, layout.first_over])[:, _MIDDLE]
    soonest = np.where(firsts > 0, firsts, np.iinfo(np.int64).max).min(axis=0)
    order = np.argsort(soonest, kind="stable").tolist()
    return [j for j in order if layout.is_open[j] and soonest[j] <= found.rules.years]


def _schools(
    found: Forecast, sites: Sequence[int], limits: tuple[float, float], *, zh: bool
) -> Table:
    layout = found.today
    small, tiny = limits
    table = Table(
        box=SIMPLE_HEAD,
        title="将要跨线的学校（中方案）" if zh else "Schools that cross a line (middle variant)",
        title_justify="left",
        title_style="bold",
    )
    table.add_column("学校" if zh else "School", overflow="fold")
    table.add_column(found.years[0], justify="right")
    table.add_column(found.years[-1], justify="right")
    for name in (
        (f"首次<{small:g}", f"首次<{tiny:g}", "首次超学位")
        if zh
        else (f"First <{small:g}", f"First <{tiny:g}", "First over seats")
    ):
        table.add_column(name, justify="right")
    firsts = (layout.first_small, layout.first_tiny, layout.first_over)
    for j in sites:
        rolls = layout.totals[_MIDDLE, :, j]
        when = [_when(int(f[_MIDDLE, j]), found.years, zh=zh) for f in firsts]
        table.add_row(Text(layout.site_names[j]), str(int(rolls[0])), str(int(rolls[-1])), *when)
    return table


def _when(first: int, years: Sequence[str], *, zh: bool) -> str:
    if first < 0:
        return "—"
    return ("现在" if zh else "now") if first == 0 else years[first]
