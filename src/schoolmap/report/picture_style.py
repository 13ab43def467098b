"""How pictures for paper look: lettering, colours, and bytes that do not change."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from schoolmap.errors import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 220
MM = 1 / 25.4
INK, MUTED, HAIR, GROUND = "#1a1a1a", "#6b7280", "#d4d8de", "#ffffff"
MODE_INK = {"walk": "#2e7d4f", "ride": "#2563a8", "board": "#7a4fa3", "unserved": "#b42318"}
RECEIVER_INK = ("#1f5f8b", "#8a5a00", "#46702c", "#7b3f73", "#9c4221", "#3d5a80")
"""By receiving school, in order; dark enough to letter with."""
BEFORE, AFTER = "#9aa3ad", "#1f5f8b"
CLOSED_INK = "#b42318"
CJK_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Heiti SC",
    "Noto Sans CJK JP",
    "Arial Unicode MS",
)
"""In the order in which they are taken."""
_LATIN = ("Liberation Sans", "Arial", "Helvetica", "DejaVu Sans")


@lru_cache(maxsize=1)
def chinese_font() -> str | None:
    """Return a font of this machine that letters Chinese; None where it has none."""
    from matplotlib import font_manager

    present = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((name for name in CJK_FONTS if name in present), None)


def legible(text: str, other: str) -> str:
    """Return a text where this machine can letter it, else another one (an id)."""
    return text if text.isascii() or chinese_font() is not None else other


def lettering(language: Language) -> Language:
    """Return the language of a picture's words: English where Chinese would be boxes."""
    return language if language == "en" or chinese_font() is not None else "en"


@contextmanager
def drawing() -> Iterator[None]:
    """Set matplotlib to the house's style while a picture is drawn, whatever the user has set."""
    import matplotlib as mpl
    from matplotlib import font_manager

    present = {entry.name for entry in font_manager.fontManager.ttflist}
    latin = [name for name in _LATIN if name in present]
    chinese = chinese_font()
    family = [chinese, *latin] if chinese else latin
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "font.family": family,
                "font.size": 8,
                "axes.edgecolor": HAIR,
                "axes.labelcolor": MUTED,
                "axes.linewidth": 0.6,
                "axes.unicode_minus": False,
                "xtick.color": MUTED,
                "ytick.color": MUTED,
                "xtick.labelsize": 7.5,
                "ytick.labelsize": 7.5,
                "text.color": INK,
                "figure.dpi": DPI,
                "savefig.dpi": DPI,
                "path.simplify": True,
            }
        )
        yield


def new_figure(width_mm: float, height_mm: float) -> Figure:
    """Return an empty figure that no window knows of."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_mm * MM, height_mm * MM), facecolor=GROUND)
    FigureCanvasAgg(figure)
    return figure


def png_of(figure: Figure) -> bytes:
    """Return a figure as PNG, without a word of when or by what it was made."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()
