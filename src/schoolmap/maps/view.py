"""The view model: everything the page shows, as plain data. No markup, no words of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from schoolmap.errors import Language
from schoolmap.maps import shapes as geometry
from schoolmap.maps.encode import Packed, pack
from schoolmap.maps.shapes import drawn_classes
from schoolmap.maps.tables import findings, groups, length_bands, schools, standards, villages
from schoolmap.maps.vocabulary import per_pupils, words
from schoolmap.model.codes import AREA_CLASSES, AREA_GROUPS, SCHOOL_TYPES
from schoolmap.model.evaluation import MODES, REASONS, Evaluation
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import INDICATORS

if TYPE_CHECKING:
    from schoolmap.geography.cells import Shapes

FORMAT_VERSION = 1
SIMULATED_WORDS = ("模拟", "simulated")
EDGE_DEGREES = 0.01
"""Room left around the places of a county that has no outline."""


@dataclass(frozen=True)
class MapView:
    """What a page shows.

    Attributes
    ----------
    title
        Study's name.
    language
        Language that the page starts in.
    data
        Names, figures, rules and findings: plain JSON data.
    arrays
        Whole-number arrays: places, pupils, journeys, roads, cells, outlines.
    """

    title: str
    language: Language
    data: Mapping[str, object]
    arrays: Packed


def build_view(
    model: LayoutModel,
    evaluation: Evaluation,
    shapes: Shapes,
    *,
    language: Language | None = None,
    simulated: bool | None = None,
) -> MapView:
    """Return the view of an evaluated layout.

    Parameters
    ----------
    model
        County as the kernel sees it.
    evaluation
        Its evaluation; of the same model.
    shapes
        Outlines and village cells, in the CRS of the model's coordinates.
    language
        Language that the page starts in; the study's unless given.
    simulated
        Whether the page says that its data are made up; None: where the study's name says so.

    Raises
    ------
    ValueError
        If the evaluation is not of this model, or cells and villages differ in number.
    """
    sha256 = model.sha256
    _check(model, evaluation, shapes, sha256)
    places = townships(model, shapes)
    plain_v, alike_v, text_v = villages(model, evaluation, places)
    plain_s, alike_s, text_s = schools(model, evaluation, places)
    roads = geometry.road_arrays(model.graph, shapes.crs)
    cells = geometry.cell_arrays(shapes.cells, shapes.crs)
    outline = geometry.outline_arrays(shapes)
    plain = {**plain_v, **plain_s, "road_class": roads.pop("road_class")}
    plain |= {k: cells.pop(k) for k in ("ring_count",)} | {"road_count": roads.pop("road_count")}
    arrays = pack(plain, {**alike_v, **alike_s, **roads, **cells, **outline})
    data = {
        "format": "schoolmap-view",
        "version": FORMAT_VERSION,
        "study": _study(model, evaluation, sha256, simulated=simulated),
        "bounds": _bounds(model, outline),
        "lists": _lists(model, places, len(shapes.townships)),
        "bands": _bands(model),
        "standards": standards(model),
        "limits": _limits(model),
        "words": words(model, evaluation),
        "villages": text_v,
        "schools": text_s,
        "figures": groups({"": evaluation.indicators})[""],
        "by_band": groups(evaluation.by_band),
        "by_township": groups(evaluation.by_township),
        "by_area_class": groups(evaluation.by_area_class),
        "length_bands": length_bands(evaluation),
        "findings": findings(model, evaluation),
    }
    start: Language = language or ("en" if model.language == "en" else "zh")
    return MapView(title=model.name, language=start, data=data, arrays=arrays)


def townships(model: LayoutModel, shapes: Shapes) -> list[str]:
    """Return all township names: those with an outline first, then the others, sorted."""
    drawn = [name for name, _ in shapes.townships]
    others = set(model.villages.townships) | set(model.sites.townships)
    return drawn + sorted(others - set(drawn) - {""})


def _check(model: LayoutModel, evaluation: Evaluation, shapes: Shapes, sha256: str) -> None:
    if evaluation.model_sha256 != sha256:
        msg = "the evaluation belongs to another model"
        raise ValueError(msg)
    if len(shapes.cells) not in {0, len(model.villages)}:
        msg = f"{len(shapes.cells)} cells for {len(model.villages)} villages"
        raise ValueError(msg)


def _study(
    model: LayoutModel, evaluation: Evaluation, sha256: str, *, simulated: bool | None
) -> dict[str, object]:
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
        "sha256": sha256,
        "kernel": evaluation.kernel_version,
        "plan": evaluation.name,
        "roads": model.graph is not None and bool(model.graph.n_edge),
    }


def _lists(model: LayoutModel, places: list[str], drawn: int) -> dict[str, object]:
    return {
        "townships": places,
        "townships_drawn": drawn,
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


def _bounds(model: LayoutModel, outline: Mapping[str, geometry.IntArray]) -> list[float]:
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
