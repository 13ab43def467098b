"""Charts of a dossier: the way to school before and after, rolls through the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from schoolmap.errors import Language
from schoolmap.report.picture_style import (
    AFTER,
    BEFORE,
    CLOSED_INK,
    HAIR,
    INK,
    MUTED,
    drawing,
    legible,
    lettering,
    new_figure,
    png_of,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_MM = 156.0
_ROW_MM, _HEAD_MM, _FOOT_MM = 6.6, 8.0, 12.0
_MOST_ROWS = 14
_MINUTES = (10, 20, 30, 40, 60)
_LABEL_EM = 12
"""Chinese characters that a label has room for; of Latin ones about twice as many."""


@dataclass(frozen=True)
class Trip:
    """Pupils of one village and band with a journey on both sides, metres and seconds."""

    pupils: int
    before_m: int
    after_m: int


@dataclass(frozen=True)
class Leaving:
    """A school that pupils leave, and their journeys."""

    name: str
    school_id: str
    trips: tuple[Trip, ...]


@dataclass(frozen=True)
class Times:
    """Seconds and pupils, before and after; a journey that is not there has no entry."""

    before: tuple[tuple[int, int], ...]
    after: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Rolls:
    """Rolls of a school by year, shape (n_variant, n_year); `today` where it goes on as it is."""

    name: str
    school_id: str
    closes: bool
    seats: int | None
    plan: tuple[tuple[int, ...], ...] | None
    today: tuple[tuple[int, ...], ...] | None


def journeys_picture(leaving: Sequence[Leaving], times: Times, language: Language) -> bytes:
    """Return distances by school that pupils leave, and pupils by time to school, as PNG."""
    with drawing():
        language = lettering(language)
        some = leaving[:_MOST_ROWS]
        high = max(_HEAD_MM + _FOOT_MM + _ROW_MM * len(some), 46.0)
        figure = new_figure(WIDTH_MM, high)
        bottom, height = _FOOT_MM / high, 1 - (_FOOT_MM + _HEAD_MM) / high
        _dumbbells(figure.add_axes((0.21, bottom, 0.37, height)), some, language)
        _bars(figure.add_axes((0.655, bottom, 0.34, height)), times, language)
        return png_of(figure)


def _plain(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left", fontsize=8.5, pad=5)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)


def _dumbbells(axes: Axes, leaving: Sequence[Leaving], language: Language) -> None:
    zh = language == "zh"
    _plain(axes, "各村单程路程（公里）" if zh else "One way by village, km")
    for row, school in enumerate(leaving):
        y = len(leaving) - 1 - row
        axes.axhline(y, color=HAIR, linewidth=0.5, zorder=1)
        for trip in school.trips:
            size = 8 + 1.6 * min(trip.pupils, 25)
            before, after = trip.before_m / 1000, trip.after_m / 1000
            axes.plot([before, after], [y, y], color="#c9d6e3", linewidth=1.0, zorder=2)
            axes.scatter(
                [before], [y], s=size, c=BEFORE, edgecolors="white", linewidths=0.5, zorder=3
            )
            axes.scatter(
                [after], [y], s=size, c=AFTER, edgecolors="white", linewidths=0.5, zorder=4
            )
    names = [_wrapped(legible(s.name, s.school_id)) for s in reversed(leaving)]
    axes.set_yticks(range(len(leaving)), names)
    axes.tick_params(axis="y", labelcolor=INK, labelsize=7)
    axes.set_ylim(-0.6, len(leaving) - 0.4)
    axes.set_xlim(left=0)
    axes.grid(axis="x", color=HAIR, linewidth=0.4)
    axes.set_axisbelow(True)
    _key(axes, zh, -0.16 if len(leaving) < 5 else -0.13)


def _wrapped(name: str) -> str:
    """Break a name that is too long for its place into two lines."""
    room = _LABEL_EM if not name.isascii() else 2 * _LABEL_EM
    if len(name) <= room:
        return name
    if name.isascii():
        at = name.rfind(" ", 0, room + 1)
        return name if at < 0 else f"{name[:at]}\n{name[at + 1 :]}"
    return f"{name[:room]}\n{name[room:]}"


def _key(axes: Axes, zh: bool, y: float) -> None:  # noqa: FBT001
    from matplotlib.lines import Line2D

    def dot(ink: str, label: str) -> Line2D:
        return Line2D([], [], marker="o", markersize=4.5, linestyle="none", color=ink, label=label)

    axes.legend(
        handles=[dot(BEFORE, "现状" if zh else "today"), dot(AFTER, "方案" if zh else "plan")],
        loc="upper right",
        bbox_to_anchor=(1.0, y),
        ncols=2,
        frameon=False,
        fontsize=7,
        handletextpad=0.2,
        columnspacing=1.0,
    )


def _bars(axes: Axes, times: Times, language: Language) -> None:
    zh = language == "zh"
    _plain(axes, "学生数，按单程用时（分钟）" if zh else "Pupils by time one way, minutes")
    labels = [f"≤{_MINUTES[0]}", *(f"{a}–{b}" for a, b in pairwise(_MINUTES))]
    labels.append(f">{_MINUTES[-1]}")
    was, now = (_counts(side) for side in (times.before, times.after))
    top = max(*was, *now, 1)
    for k, (a, b) in enumerate(zip(was, now, strict=True)):
        for x, value, ink in ((k - 0.2, a, BEFORE), (k + 0.2, b, AFTER)):
            axes.bar(x, value, width=0.38, color=ink, zorder=2)
            if value:
                axes.text(x, value + top * 0.02, f"{value}", ha="center", fontsize=6.5, color=MUTED)
    axes.set_xticks(range(len(labels)), labels)
    axes.set_yticks([])
    axes.set_ylim(0, top * 1.15)
    half_hour = _MINUTES.index(30) + 0.5
    axes.axvline(half_hour, color=CLOSED_INK, linewidth=0.7, linestyle=(0, (3, 2)), zorder=1)
    words = "半小时" if zh else "half an hour"
    axes.text(half_hour + 0.08, top * 1.08, words, fontsize=6.5, color=CLOSED_INK)


def _counts(side: Sequence[tuple[int, int]]) -> list[int]:
    found = [0] * (len(_MINUTES) + 1)
    for seconds, pupils in side:
        found[sum(seconds > 60 * m for m in _MINUTES)] += pupils
    return found


def years_picture(rolls: Sequence[Rolls], years: Sequence[str], language: Language) -> bytes:
    """Return small multiples of rolls by year: a panel a school, all on their own scale, as PNG."""
    with drawing():
        language = lettering(language)
        columns = min(max(len(rolls), 2), 4)
        rows = -(-len(rolls) // columns)
        panel_mm, gap_mm = 22.0, 12.0
        high = rows * (panel_mm + gap_mm) + 6
        figure = new_figure(WIDTH_MM, high)
        width = (1 - 0.06 * columns) / columns
        for k, school in enumerate(rolls):
            row, column = divmod(k, columns)
            left = 0.05 + column * (width + 0.06)
            top = high - row * (panel_mm + gap_mm) - 8
            axes = figure.add_axes((left, (top - panel_mm) / high, width, panel_mm / high))
            _years_panel(axes, school, years)
        _years_key(figure, rolls, zh=language == "zh")
        return png_of(figure)


def _years_panel(axes: Axes, school: Rolls, years: Sequence[str]) -> None:
    from matplotlib.patheffects import withStroke

    _plain(axes, legible(school.name, school.school_id))
    axes.title.set_fontsize(7.5)
    axes.title.set_color(CLOSED_INK if school.closes else INK)
    x = list(range(len(years)))
    main = school.today if school.closes else school.plan
    ink = CLOSED_INK if school.closes else AFTER
    top = 1.0
    if main is not None:
        axes.fill_between(x, main[0], main[-1], color=ink, alpha=0.16, linewidth=0, zorder=2)
        axes.plot(x, main[1], color=ink, linewidth=1.4, zorder=4)
        axes.scatter([x[0], x[-1]], [main[1][0], main[1][-1]], s=9, c=ink, zorder=5)
        for at, side in ((0, "left"), (-1, "right")):
            axes.annotate(
                f"{main[1][at]}",
                (x[at], main[1][at]),
                xytext=(0, -9 if at == 0 and main[1][1] > main[1][0] else 4),
                textcoords="offset points",
                ha=side,
                fontsize=6.5,
                color=ink,
                zorder=6,
                path_effects=[withStroke(linewidth=1.6, foreground="white")],
            )
        top = max(max(line) for line in main)
    if not school.closes and school.today is not None:
        axes.plot(x, school.today[1], color=BEFORE, linewidth=1.0, linestyle=(0, (3, 2)), zorder=3)
        top = max(top, *school.today[1])
    if school.seats is not None and not school.closes:
        axes.axhline(school.seats, color="#b7791f", linewidth=0.8, zorder=1)
        top = max(top, school.seats)
    axes.set_ylim(0, top * 1.22)
    axes.set_xlim(-0.3, len(years) - 0.7)
    picked = sorted({0, len(years) // 2, len(years) - 1})
    axes.set_xticks(picked, [_short(years[k]) for k in picked])
    axes.tick_params(labelsize=6.5)
    axes.locator_params(axis="y", nbins=4)
    axes.grid(axis="y", color=HAIR, linewidth=0.4)


def _short(year: str) -> str:
    return year[:4] if year[:4].isdigit() else year


def _years_key(figure: Figure, rolls: Sequence[Rolls], *, zh: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    receives, closes = (any(r.closes == c for r in rolls) for c in (False, True))
    handles: list[Line2D | Patch] = []
    if receives:
        handles += [
            Line2D(
                [], [], color=AFTER, linewidth=1.4, label="方案（中）" if zh else "plan, middle"
            ),
            Line2D(
                [],
                [],
                color=BEFORE,
                linewidth=1.0,
                linestyle=(0, (3, 2)),
                label="现状布局（中）" if zh else "today's layout, middle",
            ),
            Line2D([], [], color="#b7791f", linewidth=0.8, label="学位" if zh else "seats"),
        ]
    if closes:
        words = "拟撤并学校若保留（中）" if zh else "school to close, if it stayed"
        handles.append(Line2D([], [], color=CLOSED_INK, linewidth=1.4, label=words))
    handles.append(
        Patch(color=MUTED, alpha=0.2, linewidth=0, label="低—高" if zh else "low to high")
    )
    figure.legend(
        handles=handles,
        loc="lower center",
        bbox_to_anchor=(0.5, 0.0),
        ncols=len(handles),
        frameon=False,
        fontsize=6.8,
        handletextpad=0.5,
        columnspacing=1.2,
    )
