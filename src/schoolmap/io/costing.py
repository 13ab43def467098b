"""Costs and travel of a plan as documents, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.burden import BurdenChange
from schoolmap.model.cost_words import FORMULA, LINE, NOTES
from schoolmap.model.costs import Amount, CostLine, Costs
from schoolmap.model.evaluation import MODES
from schoolmap.model.forecast import VARIANTS
from schoolmap.model.layout import LayoutModel

Plain = dict[str, object]
IntArray = NDArray[np.int64]


def cost_document(found: Costs) -> Plain:
    """Return the costs of a plan: lines with quantities, prices' ids and formula, and totals."""
    released = found.released
    return {
        "name": found.name,
        "variants": list(VARIANTS),
        "lines": [_line(line) for line in found.lines],
        "totals": {
            period: dict(zip(("least", "middle", "most"), found.total(period), strict=True))
            for period in ("year", "once")
        },
        "released": {
            "schools": released.schools,
            "building_area_m2": released.building_area_m2,
            "land_area_m2": released.land_area_m2,
            "unknown_buildings": released.unknown_buildings,
            "unknown_land": released.unknown_land,
        },
        "left_rolls": found.left_rolls,
        "notes": [{"zh": zh, "en": en} for zh, en in NOTES],
    }


def travel_document(model: LayoutModel, change: BurdenChange) -> Plain:
    """Return the travel of a week before and after: the county, bands, and villages that change.

    Distances are in pupil-kilometres a week; ``all_daily`` and ``all_weekly`` say what they would
    be if everybody went home every day, or only at the week's end.
    """
    trips = change.before.trips
    bands = model.rules.bands
    return {
        "ways_a_week": {"day_pupil": trips.daily, "boarder": trips.weekly},
        "county": _travel(change, None, None),
        "by_band": {band.id: _travel(change, None, k) for k, band in enumerate(bands)},
        "villages": [
            {"village_id": model.villages.ids[i], "band": bands[k].id, **_travel(change, i, k)}
            for i, k in _changed(change)
        ],
    }


def _line(line: CostLine) -> Plain:
    (name_zh, name_en), (formula_zh, formula_en) = LINE[line.id], FORMULA[line.id]
    return {
        "id": line.id,
        "period": line.period,
        "name_zh": name_zh,
        "name_en": name_en,
        "unit": line.unit,
        "formula_zh": formula_zh,
        "formula_en": formula_en,
        "rules": list(line.rules),
        "today": _amount(line.today),
        "plan": _amount(line.plan),
        "change_yuan": list(line.change),
        "bounds_yuan": dict(zip(("least", "middle", "most"), line.bounds, strict=True)),
        "schools_without_figure": line.unknown,
    }


def _amount(amount: Amount) -> Plain:
    return {"quantity": list(amount.quantity), "yuan": list(amount.yuan)}


def _changed(change: BurdenChange) -> Iterator[tuple[int, int]]:
    """Yield villages and bands whose pupils change mode, school or way."""
    stay = np.trace(change.moves, axis1=2, axis2=3)
    moved = change.moves.sum(axis=(2, 3)) - stay
    differs = moved + change.other_school + change.longer + change.shorter
    villages, bands = np.nonzero(differs)
    yield from zip(villages.tolist(), bands.tolist(), strict=True)


def _travel(change: BurdenChange, village: int | None, band: int | None) -> Plain:
    rows = slice(None) if village is None else slice(village, village + 1)
    columns = slice(None) if band is None else slice(band, band + 1)

    def total(values: IntArray) -> int:
        return int(values[rows, columns].sum())

    def week(which: Sequence[IntArray]) -> Plain:
        names = ("pupil_km", "pupil_km_all_daily", "pupil_km_all_weekly")
        return {name: total(v) / 1000 for name, v in zip(names, which, strict=True)}

    def side(pupils: IntArray, which: Sequence[IntArray]) -> Plain:
        modes = {m: total(pupils[:, :, k]) for k, m in enumerate(MODES)}
        return {"pupils": modes, **week(which)}

    before, after = change.before, change.after
    return {
        "before": side(before.pupils, (before.as_assigned, before.all_daily, before.all_weekly)),
        "after": side(after.pupils, (after.as_assigned, after.all_daily, after.all_weekly)),
        "newly_riding": total(change.newly_riding),
        "newly_boarding": total(change.newly_boarding),
        "newly_unserved": total(change.newly_unserved),
        "other_school": total(change.other_school),
        "longer": total(change.longer),
        "shorter": total(change.shorter),
    }
