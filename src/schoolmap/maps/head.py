"""What every page says of its county: study, names, rules, words. No markup."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from schoolmap.kernel import KERNEL_VERSION
from schoolmap.maps import shapes as geometry
from schoolmap.maps.shapes import IntArray, drawn_classes
from schoolmap.maps.tables import standards
from schoolmap.maps.vocabulary import per_pupils, words
from schoolmap.model.codes import AREA_CLASSES, AREA_GROUPS, SCHOOL_TYPES
from schoolmap.model.evaluation import MODES, REASONS
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import INDICATORS
from schoolmap.model.terrain import slope_words

if TYPE_CHECKING:
    from schoolmap.geography.cells import Shapes
    from schoolmap.geography.hillshade import Relief

SIMULATED_WORDS = ("模拟", "simulated")
EDGE_DEGREES = 0.01
"""Room left around the places of a county that has no outline."""


def page_head(
    model: LayoutModel,
    shapes: Shapes,
    outline: Mapping[str, IntArray],
    *,
    simulated: bool | None,
    aside: tuple[str, str] | None = None,
) -> dict[str, object]:
    """Return what a page holds beside figures and places, as plain JSON data.

    Parameters
    ----------
    model
        County as the kernel sees it.
    shapes
        Outlines and village cells.
    outline
        What `outline_arrays` makes of them.
    simulated
        Whether the data are made up; None: where the study's name says so.
    aside
        What is said of villages that are not counted, Chinese and English; None: nothing.

    Raises
    ------
    ValueError
        If cells and villages differ in number.
    """
    if len(shapes.cells) not in {0, len(model.villages)}:
        msg = f"{len(shapes.cells)} cells for {len(model.villages)} villages"
        raise ValueError(msg)
    return {
        "study": {
            **_study(model, simulated=simulated),
            **({} if aside is None else {"aside": list(aside)}),
        },
        "bounds": _bounds(model, outline),
        **relief_data(shapes.relief),
        "lists": _lists(model, shapes),
        "bands": _bands(model),
        "standards": standards(model),
        "limits": _limits(model),
        "words": words(model),
        **({"credit": shapes.credit} if shapes.credit else {}),
    }


def shape_arrays(
    model: LayoutModel, shapes: Shapes, outline: Mapping[str, IntArray]
) -> tuple[dict[str, IntArray], dict[str, IntArray]]:
    """Return the arrays of roads, cells and outlines: to write plain, and as differences."""
    roads = geometry.road_arrays(model.graph, shapes.crs)
    cells = geometry.cell_arrays(shapes.cells, shapes.crs)
    plain = {"ring_count": cells.pop("ring_count")}
    plain |= {name: roads.pop(name) for name in ("road_class", "road_count")}
    return plain, {**roads, **cells, **outline}


def townships(model: LayoutModel, shapes: Shapes) -> list[str]:
    """Return all township names: those with an outline first, then the others, sorted."""
    drawn = [name for name, _ in shapes.townships]
    others = set(model.villages.townships) | set(model.sites.townships)
    return drawn + sorted(others - set(drawn) - {""})


def _study(model: LayoutModel, *, simulated: bool | None) -> dict[str, object]:
    detour = model.standards.get("detour_factor")
    if simulated is None:
        simulated = any(word in model.name.lower() for word in SIMULATED_WORDS)
    return {
        "name": model.name,
        "year": model.year,
        "language": model.language,
        "simulated": simulated,
        "estimated": model.estimated,
        "detour": detour.value if detour and model.estimated else None,
        "slope": None if model.estimated else list(slope_words(model.slope)),
        "sha256": model.sha256,
        "kernel": KERNEL_VERSION,
        "roads": model.graph is not None and bool(model.graph.n_edge),
    }


def relief_data(relief: Relief | None) -> dict[str, object]:
    """Return the picture of the land for the page; nothing where there is none."""
    if relief is None:
        return {}
    src = "data:image/png;base64," + base64.b64encode(relief.png).decode("ascii")
    return {"relief": {"src": src, "plane": list(relief.plane)}}


def _lists(model: LayoutModel, shapes: Shapes) -> dict[str, object]:
    return {
        "townships": townships(model, shapes),
        "townships_drawn": len(shapes.townships),
        "road_classes": [] if model.graph is None else list(drawn_classes(model.graph)[0]),
        "modes": list(MODES),
        "reasons": list(REASONS),
        "area_groups": list(AREA_GROUPS),
        "area_classes": {str(c): [a.zh, a.group] for c, a in AREA_CLASSES.items()},
        "types": {str(c): [t.zh, t.en] for c, t in SCHOOL_TYPES.items()},
        "indicators": [
            {
                "name": i.name,
                "per": i.per,
                "zh": i.resource.zh,
                "en": i.resource.en,
                "unit": i.resource.unit,
                "unit_per": f"{i.resource.unit}/{per_pupils(i.per)}",
                "editions": list(i.editions),
            }
            for i in INDICATORS
        ],
    }


def _bands(model: LayoutModel) -> list[dict[str, object]]:
    return [
        {
            "id": b.id,
            "first": b.first,
            "last": b.last,
            "stage": b.stage,
            "walk_speed_m_s": b.walk_speed_m_s,
            "walk_limit_s": b.walk_limit_s,
            "ride_limit_s": b.ride_limit_s,
            "may_board": b.may_board,
        }
        for b in model.rules.bands
    ]


def _limits(model: LayoutModel) -> dict[str, object]:
    """Return the figures that cards hold values against; clauses are in ``standards``."""
    rules = model.rules
    return {
        "small": rules.small_school_pupils,
        "thresholds": {f"{i}.{s}": v for (i, s), v in rules.thresholds.items()},
        "cv": {f"{e}.{s}": v for (e, s), v in rules.cv_limits.items()},
        "length_m": list(rules.length_classes_m),
    }


def _bounds(model: LayoutModel, outline: Mapping[str, IntArray]) -> list[float]:
    """Return west, south, east, north of the county: its outline, else its places."""
    if outline["outline_x"].size:
        x, y = outline["outline_x"], outline["outline_y"]
        edges = np.array([x.min(), y.min(), x.max(), y.max()]) / geometry.PER_DEGREE
        return [float(v) for v in edges]
    both = np.vstack([model.villages.lonlat, model.sites.lonlat])
    if not len(both):
        return [73.0, 18.0, 135.0, 54.0]
    low, high = both.min(axis=0) - EDGE_DEGREES, both.max(axis=0) + EDGE_DEGREES
    return [float(low[0]), float(low[1]), float(high[0]), float(high[1])]
