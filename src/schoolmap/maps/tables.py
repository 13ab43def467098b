"""Villages, schools and rules as the page shows them beside the model that it evaluates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from schoolmap.maps.shapes import IntArray, whole_degrees
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.wording import status_words
from schoolmap.units import MM_PER_M

Arrays = dict[str, IntArray]
Texts = dict[str, list[str]]


def village_arrays(model: LayoutModel, places: Sequence[str]) -> tuple[Arrays, Arrays]:
    """Return the villages' arrays to write plain, and those to write as differences.

    Parameters
    ----------
    model
        The county.
    places
        Names of the townships.
    """
    v = model.villages
    point = whole_degrees(v.lonlat)
    plain = {"v_population": v.population, "v_snap_m": _metres(v.snap_mm)}
    alike = {
        "v_x": point[:, 0],
        "v_y": point[:, 1],
        "v_township": _index(v.townships, places),
    }
    return plain, alike


def village_texts(model: LayoutModel) -> Texts:
    """Return the villages' names; their ids are the model's."""
    v = model.villages
    return {"name": list(v.names), "admin": list(v.admin_villages)}


def school_arrays(model: LayoutModel, places: Sequence[str]) -> tuple[Arrays, Arrays]:
    """Return the schools' arrays, as `village_arrays` does."""
    s = model.sites
    point = whole_degrees(s.lonlat)
    plain = {"s_boarders": s.boarders, "s_snap_m": _metres(s.snap_mm)}
    alike = {
        "s_x": point[:, 0],
        "s_y": point[:, 1],
        "s_township": _index(s.townships, places),
    }
    return plain, alike


def school_texts(model: LayoutModel) -> dict[str, object]:
    """Return the schools' English names and reported rolls; names and ids are the model's."""
    return {"name_en": list(model.sites.names_en), "roll_reported": reported_rolls(model)}


def reported_rolls(model: LayoutModel) -> list[float | None]:
    """Return what each school reports, grades added where only these were given; None: nothing."""
    s = model.sites
    by_grade = np.cumsum(s.roll_by_grade, axis=1)[:, -1]
    graded = np.where(s.roll_by_grade[:, 0] == UNKNOWN, UNKNOWN, by_grade)
    rolls = np.where(s.roll == UNKNOWN, graded, s.roll).tolist()
    return [None if roll == UNKNOWN else roll for roll in rolls]


def standards(model: LayoutModel) -> dict[str, dict[str, object]]:
    """Return the rows in force by id; web addresses lose their scheme, so nothing links out."""
    return {
        key: {
            "value": list(s.value) if isinstance(s.value, tuple) else s.value,
            "unit": s.unit,
            "comparison": s.comparison,
            "zh": s.name_zh,
            "en": s.name_en,
            "clause": s.clause,
            "source": _bare(s.source),
            "year": s.year,
            "status": [status_words(s, "zh"), status_words(s, "en")],
            "unsure": s.force == "assumption" or s.verified == "memory",
            "force": s.force,
            "note": _bare(s.note),
            "table": s.table,
        }
        for key, s in sorted(model.standards.items())
    }


def _metres(millimetres: IntArray) -> IntArray:
    """Return whole metres, half up; below zero stays -1."""
    return np.where(millimetres < 0, -1, (millimetres + MM_PER_M // 2) // MM_PER_M)


def _index(names: Sequence[str], places: Sequence[str]) -> IntArray:
    known = {name: i for i, name in reversed(list(enumerate(places)))}
    return np.array([known.get(name, -1) for name in names], dtype=np.int64)


def _bare(text: str) -> str:
    return text.replace("https://", "").replace("http://", "")
