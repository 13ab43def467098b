"""Pictures of a dossier: the map of the area, journeys before and after, rolls through the years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from schoolmap.errors import Language
from schoolmap.report.picture_labels import Placer
from schoolmap.report.picture_scene import Area, Link, Mark
from schoolmap.report.picture_style import (
    CLOSED_INK,
    HAIR,
    INK,
    MODE_INK,
    MUTED,
    RECEIVER_INK,
    drawing,
    legible,
    lettering,
    new_figure,
    png_of,
)
from schoolmap.model.wording import MODE, look_up

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_MM = 156.0
_GAP_MM, _TITLE_MM, _LEGEND_MM = 3.0, 6.0, 11.0
_ROAD = {0: ("#c9b48a", 1.5), 1: ("#cfcfcf", 0.8), 2: ("#e3e3e3", 0.5)}


def map_picture(areas: Sequence[Area], language: Language) -> bytes:
    """Return the map: each area today on the left, under the plan on the right."""
    with drawing():
        language = lettering(language)
        panel = (WIDTH_MM - _GAP_MM) / 2
        heights = [panel * (a.box[3] - a.box[1]) / (a.box[2] - a.box[0]) for a in areas]
        total = sum(heights) + len(areas) * _TITLE_MM + _LEGEND_MM
        figure = new_figure(WIDTH_MM, total)
        top = total
        for area, height in zip(areas, heights, strict=True):
            top -= _TITLE_MM + height
            for k in range(2):
                left = k * (panel + _GAP_MM)
                place = (left / WIDTH_MM, top / total, panel / WIDTH_MM, height / total)
                axes = figure.add_axes(place)
                _panel(axes, area, language, after=k == 1)
        _legend(figure, areas, language, _LEGEND_MM / total)
        return png_of(figure)


def _panel(axes: Axes, area: Area, language: Language, *, after: bool) -> None:
    x0, y0, x1, y1 = area.box
    axes.set_xlim(x0, x1)
    axes.set_ylim(y0, y1)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color("#9aa3ad")
        spine.set_linewidth(0.6)
    axes.set_facecolor("#fbfaf7")
    _ground(axes, area, after=after)
    for link in area.after if after else area.before:
        _link(axes, link)
    _places(axes, area)
    _schools(axes, area, after=after)
    when = ("方案", "plan") if after else ("现状", "today")
    word = when[0] if language == "zh" else when[1]
    name = legible(area.name, "")
    colon = "：" if language == "zh" else ": "
    axes.set_title(f"{name}{colon if name else ''}{word}", loc="left", fontsize=8.5, pad=3)
    if not after:
        _scale_bar(axes, area)


def _ground(axes: Axes, area: Area, *, after: bool) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    for cell in area.cells:
        hue = cell.after if after else cell.before
        if hue < 0 and not cell.moves:
            continue
        fill = RECEIVER_INK[hue % len(RECEIVER_INK)] if hue >= 0 else CLOSED_INK
        alpha = 0.30 if cell.moves and after else 0.16 if cell.moves else 0.10
        shapes = PolyCollection(cell.rings, facecolors=fill, alpha=alpha, edgecolors="none", zorder=1)
        axes.add_collection(shapes, autolim=False)
    for rank in (2, 1, 0):
        lines = [line for r, line in area.roads if r == rank]
        ink, width = _ROAD[rank]
        axes.add_collection(
            LineCollection(lines, colors=ink, linewidths=width, zorder=2), autolim=False
        )
    axes.add_collection(
        LineCollection(
            area.outlines, colors="#8d99a6", linewidths=0.7, linestyles=(0, (4, 2)), zorder=3
        ),
        autolim=False,
    )


def _link(axes: Axes, link: Link) -> None:
    ink = MODE_INK[link.mode]
    width = 0.7 + 0.12 * min(link.pupils, 15)
    style = (0, (2, 1.5)) if link.mode == "unserved" else "solid"
    axes.plot(
        [link.start[0], link.end[0]],
        [link.start[1], link.end[1]],
        color=ink,
        linewidth=width,
        linestyle=style,
        alpha=0.75,
        solid_capstyle="round",
        zorder=4,
    )


def _places(axes: Axes, area: Area) -> None:
    for dots, ink, edge, level in (
        (area.villages, "#c2c8cf", "none", 5),
        (area.moving, "#ffffff", INK, 6),
    ):
        if len(dots):
            size = 2.0 + 0.35 * np.minimum(dots[:, 2], 60)
            axes.scatter(
                dots[:, 0], dots[:, 1], s=size, c=ink, edgecolors=edge, linewidths=0.6, zorder=level
            )


def _schools(axes: Axes, area: Area, *, after: bool) -> None:
    placer = Placer(axes)
    shown = [s for s in area.schools if (s.open_after if after else s.open_before) or s.kind]
    for school in shown:
        _symbol(axes, school, after=after)
        placer.keep_clear(school.x, school.y, radius_pt=4.5)
    for dots in (area.moving,):
        for x, y, _ in dots.tolist():
            placer.keep_clear(x, y, radius_pt=1.5)
    for school in sorted(shown, key=lambda s: (s.hue < 0, s.kind is None, s.school_id)):
        if school.kind is None or school.kind == "changed":
            continue
        gone = not (school.open_after if after else school.open_before)
        ink = RECEIVER_INK[school.hue % len(RECEIVER_INK)] if school.hue >= 0 else INK
        if gone and not after:
            continue
        placer.label(
            school.x,
            school.y,
            legible(school.name, school.school_id),
            color=MUTED if gone else ink,
            weight="bold" if school.hue >= 0 else "normal",
        )


def _symbol(axes: Axes, school: Mark, *, after: bool) -> None:
    is_open = school.open_after if after else school.open_before
    if school.hue >= 0 and is_open:
        ink = RECEIVER_INK[school.hue % len(RECEIVER_INK)]
        axes.scatter([school.x], [school.y], marker="s", s=46, c=ink, edgecolors="white", zorder=9)
    elif school.kind == "closed" and is_open:
        axes.scatter(
            [school.x], [school.y], marker="s", s=26, c=CLOSED_INK, edgecolors="white", zorder=8
        )
    elif school.kind == "closed":
        axes.scatter([school.x], [school.y], marker="x", s=26, c=CLOSED_INK, linewidths=1.3, zorder=8)
    elif is_open:
        axes.scatter(
            [school.x], [school.y], marker="s", s=12, c="#7d8793", edgecolors="white", linewidths=0.5, zorder=7
        )


def _scale_bar(axes: Axes, area: Area) -> None:
    x0, y0, x1, y1 = area.box
    wish = (x1 - x0) / 4
    step = max(s for s in (500, 1000, 2000, 5000, 10_000, 20_000, 50_000) if s <= max(wish, 500))
    left, low = x0 + (x1 - x0) * 0.03, y0 + (y1 - y0) * 0.04
    axes.plot([left, left + step], [low, low], color=INK, linewidth=1.6, solid_capstyle="butt", zorder=11)
    axes.annotate(
        f"{step / 1000:g} km",
        (left + step, low),
        xytext=(3, 0),
        textcoords="offset points",
        fontsize=6.5,
        va="center",
        zorder=11,
    )


def _legend(figure: Figure, areas: Sequence[Area], language: Language, height: float) -> None:
    from matplotlib.lines import Line2D

    zh = language == "zh"
    modes = [m for m in MODE_INK if any(k.mode == m for a in areas for k in (*a.before, *a.after))]

    def symbol(marker: str, ink: str, label: str, **more: object) -> Line2D:
        style = {"marker": marker, "markersize": 5, "linestyle": "none", "color": ink, **more}
        return Line2D([], [], label=label, **style)  # type: ignore[arg-type]

    handles = [
        symbol("s", RECEIVER_INK[0], "接收学校" if zh else "receiving school"),
        symbol("s", CLOSED_INK, "拟撤并学校" if zh else "school to close", markersize=4.2),
        symbol("x", CLOSED_INK, "已撤并" if zh else "closed", markeredgewidth=1.3, markersize=4.5),
        symbol("s", "#7d8793", "其他学校" if zh else "other school", markersize=3),
        symbol("o", "#ffffff", "涉及的村" if zh else "village concerned", markeredgecolor=INK, markersize=4),
        *(
            Line2D([], [], color=MODE_INK[m], linewidth=1.6, label=look_up(MODE, m, language))
            for m in modes
        ),
        Line2D([], [], color="#8d99a6", linewidth=0.8, linestyle=(0, (4, 2)), label="乡镇界" if zh else "township"),
    ]
    figure.legend(
        handles=handles,
        loc="lower center",
        bbox_to_anchor=(0.5, 0.0),
        ncols=len(handles) if len(handles) <= 9 else 5,
        frameon=False,
        fontsize=6.8,
        handletextpad=0.4,
        columnspacing=1.0,
        handlelength=1.4,
    )


__all__ = ["HAIR", "MUTED", "map_picture"]
