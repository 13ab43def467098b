"""Names on a map, placed where they cover nothing that matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Frame = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the lower left corner of the axes."""

_SIZE_PT = 7.0
_PLACES = (
    (1, 0),
    (-1, 0),
    (0, 1),
    (0, -1),
    (1, 1),
    (1, -1),
    (-1, 1),
    (-1, -1),
)
"""Where a name may stand beside its symbol, the best first."""


class Placer:
    """Names of one map, placed one after the other."""

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        x0, x1 = axes.get_xlim()
        y0, y1 = axes.get_ylim()
        figure = axes.get_figure(root=True)
        size = (0.0, 0.0) if figure is None else figure.get_size_inches()
        place = axes.get_position()
        self._width, self._height = 72 * size[0] * place.width, 72 * size[1] * place.height
        self._origin = x0, y0
        self._scale = self._width / (x1 - x0), self._height / (y1 - y0)
        self._taken: list[Frame] = []

    def keep_clear(self, x: float, y: float, *, radius_pt: float) -> None:
        """Keep names off a symbol."""
        px, py = self._at(x, y)
        self._taken.append((px - radius_pt, py - radius_pt, px + radius_pt, py + radius_pt))

    def label(
        self,
        x: float,
        y: float,
        text: str,
        *,
        color: str,
        weight: str = "normal",
        most: float = 1.0,
    ) -> None:
        """Write a name beside a place, where it covers least; always inside the frame.

        It is left out where it would cover more than the share `most` of its own area.
        """
        from matplotlib import patheffects

        px, py = self._at(x, y)
        width = sum(_SIZE_PT if ord(c) > 0x2E7F else 0.56 * _SIZE_PT for c in text)
        frames = [_frame(px, py, width, across, up) for across, up in _PLACES]
        frames = [self._pushed_in(frame) for frame in frames]
        costs = [
            sum(_shared(frame, other) for other in self._taken) + 0.01 * k
            for k, frame in enumerate(frames)
        ]
        frame = frames[costs.index(min(costs))]
        if min(costs) > most * (frame[2] - frame[0]) * (frame[3] - frame[1]):
            return
        self._taken.append(frame)
        self._axes.annotate(
            text,
            (frame[0], (frame[1] + frame[3]) / 2),
            xycoords="axes points",
            fontsize=_SIZE_PT,
            va="center",
            ha="left",
            color=color,
            weight=weight,
            zorder=12,
            path_effects=[patheffects.withStroke(linewidth=2.0, foreground="white")],
        )

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self._origin[0]) * self._scale[0], (y - self._origin[1]) * self._scale[1]

    def _pushed_in(self, frame: Frame) -> Frame:
        left, low, right, top = frame
        dx = max(2 - left, 0) + min(self._width - 2 - right, 0)
        dy = max(2 - low, 0) + min(self._height - 2 - top, 0)
        return left + dx, low + dy, right + dx, top + dy


def _frame(x: float, y: float, width: float, across: int, up: int) -> Frame:
    gap, high = 5.0, 1.2 * _SIZE_PT
    left = {1: x + gap, -1: x - gap - width, 0: x - width / 2}[across]
    low = {1: y + gap - 1, -1: y - gap - high + 1, 0: y - high / 2}[up]
    return left, low, left + width, low + high


def _shared(a: Frame, b: Frame) -> float:
    """Return the area that two frames share."""
    across = min(a[2], b[2]) - max(a[0], b[0])
    up = min(a[3], b[3]) - max(a[1], b[1])
    return across * up if across > 0 and up > 0 else 0.0
