"""The map of the area that a plan concerns, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from schoolmap.errors import Language
from schoolmap.model.wording import MODE, Pair, look_up
from schoolmap.report.picture_labels import Placer
from schoolmap.report.picture_scene import Area, Link, Mark
from schoolmap.report.picture_style import (
    CLOSED_INK,
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

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

WIDTH_MM = 156.0
_GAP_MM, _TITLE_MM, _LEGEND_MM = 3.0, 6.0, 5.0
_FEW, _LITTLE = 16, 0.12
"""Schools up to which all are named; of more only those whose name covers little."""
_PER_ROW = {"zh": 9, "en": 7}
_EDGE_MM = 0.2
"""Of air beside the frames, so that their lines are whole."""
_BORDER, _OTHER = "#8d99a6", "#7d8793"
_ROAD = {0: ("#c9b48a", 1.5), 1: ("#cfcfcf", 0.8), 2: ("#e3e3e3", 0.5)}


def map_picture(area: Area, language: Language) -> bytes:
    """Return the map of an area: today on the left, under the plan on the right, as PNG."""
    with drawing():
        language = lettering(language)
        panel = (WIDTH_MM - _GAP_MM) / 2 - _EDGE_MM
        high = panel * (area.box[3] - area.box[1]) / (area.box[2] - area.box[0])
        handles = _handles(area, language)
        rows = -(-len(handles) // _PER_ROW[language])
        legend = _LEGEND_MM * rows + 1
        total = high + _TITLE_MM + legend
        figure = new_figure(WIDTH_MM, total)
        for k in range(2):
            left = _EDGE_MM + k * (panel + _GAP_MM)
            place = (left / WIDTH_MM, legend / total, panel / WIDTH_MM, high / total)
            _panel(figure.add_axes(place), area, language, after=k == 1)
        _legend(figure, handles, rows)
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
        fill = _hue(hue) if hue >= 0 else CLOSED_INK
        alpha = 0.30 if cell.moves and after else 0.16 if cell.moves else 0.10
        shapes = PolyCollection(
            cell.rings, facecolors=fill, alpha=alpha, edgecolors="none", zorder=1
        )
        axes.add_collection(shapes, autolim=False)
    for rank in (2, 1, 0):
        lines = [line for r, line in area.roads if r == rank]
        ink, width = _ROAD[rank]
        axes.add_collection(
            LineCollection(lines, colors=ink, linewidths=width, zorder=2), autolim=False
        )
    axes.add_collection(
        LineCollection(
            area.outlines, colors=_BORDER, linewidths=0.7, linestyles=(0, (4, 2)), zorder=3
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
    x0, y0, x1, y1 = area.box
    # the scale bar's corner
    for step in (0.05, 0.12, 0.19, 0.26):
        placer.keep_clear(x0 + (x1 - x0) * step, y0 + (y1 - y0) * 0.05, radius_pt=8)
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
        ink = _hue(school.hue) if school.hue >= 0 else INK
        if gone and not after:
            continue
        placer.label(
            school.x,
            school.y,
            legible(school.name, school.school_id),
            color=MUTED if gone else ink,
            weight="bold" if school.hue >= 0 else "normal",
            most=1.0 if len(shown) <= _FEW else _LITTLE,
        )


def _symbol(axes: Axes, school: Mark, *, after: bool) -> None:
    is_open = school.open_after if after else school.open_before
    if school.hue >= 0 and is_open:
        ink = _hue(school.hue)
        axes.scatter([school.x], [school.y], marker="s", s=46, c=ink, edgecolors="white", zorder=9)
    elif school.kind == "closed" and is_open:
        axes.scatter(
            [school.x], [school.y], marker="s", s=26, c=CLOSED_INK, edgecolors="white", zorder=8
        )
    elif school.kind == "closed":
        axes.scatter(
            [school.x], [school.y], marker="x", s=26, c=CLOSED_INK, linewidths=1.3, zorder=8
        )
    elif is_open:
        axes.scatter(
            [school.x],
            [school.y],
            marker="s",
            s=12,
            c=_OTHER,
            edgecolors="white",
            linewidths=0.5,
            zorder=7,
        )


def _scale_bar(axes: Axes, area: Area) -> None:
    from matplotlib.patheffects import withStroke

    x0, y0, x1, y1 = area.box
    wish = (x1 - x0) / 4
    step = max(s for s in (500, 1000, 2000, 5000, 10_000, 20_000, 50_000) if s <= max(wish, 500))
    left, low = x0 + (x1 - x0) * 0.03, y0 + (y1 - y0) * 0.04
    axes.plot(
        [left, left + step], [low, low], color=INK, linewidth=1.6, solid_capstyle="butt", zorder=11
    )
    axes.annotate(
        f"{step / 1000:g} km",
        (left + step, low),
        xytext=(3, 0),
        textcoords="offset points",
        fontsize=6.5,
        va="center",
        zorder=11,
        path_effects=[withStroke(linewidth=2, foreground="white")],
    )


def _handles(area: Area, language: Language) -> list[Line2D]:
    """Return the legend of an area: only what is drawn there."""
    from matplotlib.lines import Line2D

    zh = language == "zh"
    used = {link.mode for link in (*area.before, *area.after)}

    def symbol(marker: str, ink: str, words: Pair, **more: object) -> Line2D:
        style = {"marker": marker, "markersize": 5, "linestyle": "none", "color": ink, **more}
        return Line2D([], [], label=words[0] if zh else words[1], **style)  # type: ignore[arg-type]

    def line(ink: str, words: str, **more: object) -> Line2D:
        return Line2D([], [], color=ink, label=words, **more)  # type: ignore[arg-type]

    hues = sorted({s.hue for s in area.schools if s.hue >= 0})
    handles = [symbol("s", _hue(h), ("接收学校", "receiving school")) for h in hues[:1]]
    if any(s.kind == "closed" for s in area.schools):
        handles += [
            symbol("s", CLOSED_INK, ("拟撤并学校", "school to close"), markersize=4.2),
            symbol("x", CLOSED_INK, ("已撤并", "closed"), markersize=4.5, markeredgewidth=1.3),
        ]
    handles += [
        symbol("s", _OTHER, ("其他学校", "other school"), markersize=3),
        symbol(
            "o", "#ffffff", ("涉及的村", "village concerned"), markersize=4, markeredgecolor=INK
        ),
    ]
    dashed = {"linestyle": (0, (2, 1.5))}
    handles += [
        line(ink, look_up(MODE, m, language), linewidth=1.6, **(dashed if m == "unserved" else {}))
        for m, ink in MODE_INK.items()
        if m in used
    ]
    border = "乡镇界" if zh else "boundary"
    handles.append(line(_BORDER, border, linewidth=0.8, linestyle=(0, (4, 2))))
    return handles


def _legend(figure: Figure, handles: Sequence[Line2D], rows: int) -> None:
    figure.legend(
        handles=list(handles),
        loc="lower center",
        bbox_to_anchor=(0.5, 0.0),
        borderaxespad=0.2,
        ncols=-(-len(handles) // rows),
        frameon=False,
        fontsize=6.8,
        handletextpad=0.4,
        columnspacing=1.0,
        handlelength=1.6,
    )


def _hue(hue: int) -> str:
    return RECEIVER_INK[hue % len(RECEIVER_INK)]
