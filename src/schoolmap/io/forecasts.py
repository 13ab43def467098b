"""A forecast as files: forecast.json for programs, forecast.csv for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.writing import Cell, Rows, csv_text, json_text
from schoolmap.kernel.forecast_rolls import whole_rows
from schoolmap.model.evaluation import MODES
from schoolmap.model.forecast import VARIANTS, Breach, Forecast, LayoutYears
from schoolmap.model.forecast_words import METHOD
from schoolmap.model.grades import GRADES
from schoolmap.model.layout import UNKNOWN, LayoutModel

FORMAT, VERSION = "schoolmap-forecast", 1
JSON_FILE, CSV_FILE = "forecast.json", "forecast.csv"
HEADERS = (
    "subject_type", "subject_id", "name", "plan", "variant", "year", "pupils",
    *(f"g{grade}" for grade in GRADES), "seats",
)  # fmt: skip

Plain = dict[str, object]
IntArray = NDArray[np.int64]


def forecast_rows(model: LayoutModel, forecast: Forecast) -> Rows:
    """Return pupils of villages, then rolls of schools by layout: a row a variant and year.

    Rolls are whole pupils: a school's total half up, its grades by largest remainder.
    """
    cells = [*_village_cells(model, forecast)]
    for layout in (forecast.today, *forecast.plans):
        cells += _school_cells(forecast, layout)
    return Rows(HEADERS, tuple(cells))


def forecast_document(forecast: Forecast) -> Plain:
    """Return a forecast ready for JSON: parameters, the county, layouts and their schools."""
    children = forecast.children
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": forecast.name,
        "model_sha256": forecast.model_sha256,
        "sha256": forecast.sha256,
        "years": list(forecast.years),
        "variants": list(VARIANTS),
        "basis": {
            "ages": {
                str(age): float(np.cumsum(children.count[:, age])[-1])
                for age in np.flatnonzero(children.known).tolist()
            },
            "empty_cells": children.empty,
            "yearly_change": children.yearly_change,
            "entrants_by_trend": [forecast.years[y] for y in forecast.trend_years],
            "spread_grades": [f"{first}-{last}" for first, last in forecast.spread],
            "villages_without_area_class": forecast.unclassed,
        },
        "assumptions": [
            _assumption(rule, forecast) for rule in forecast.standards if is_parameter(rule)
        ],
        "method": [{"zh": zh, "en": en} for zh, en in METHOD],
        "county": {variant: _county(forecast, v) for v, variant in enumerate(VARIANTS)},
        "layouts": [_layout(forecast, one) for one in (forecast.today, *forecast.plans)],
    }


def is_parameter(rule: str) -> bool:
    """Return whether a standards row is a parameter of forecasts."""
    return rule.partition(".")[0] in {"forecast", "forecast_tiny_pupils"}


def write_forecast(folder: Path, model: LayoutModel, forecast: Forecast) -> None:
    """Write forecast.json and forecast.csv into a folder that exists.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    texts = {
        JSON_FILE: json_text(forecast_document(forecast)),
        CSV_FILE: csv_text(forecast_rows(model, forecast)),
    }
    for name, text in texts.items():
        # as bytes: line ends must not depend on the system
        (folder / name).write_bytes(text.encode("utf-8"))


def _village_cells(model: LayoutModel, forecast: Forecast) -> Iterator[tuple[Cell, ...]]:
    villages = model.villages
    totals = forecast.pupils.sum(axis=3)
    for i, (village, name) in enumerate(zip(villages.ids, villages.names, strict=True)):
        for v, variant in enumerate(VARIANTS):
            for y, year in enumerate(forecast.years):
                by_grade = forecast.pupils[v, y, i].tolist()
                total = int(totals[v, y, i])
                yield "village", village, name, None, variant, year, total, *by_grade, None


def _school_cells(forecast: Forecast, layout: LayoutYears) -> Iterator[tuple[Cell, ...]]:
    whole = whole_rolls(layout)
    seats = [None if s == UNKNOWN else s for s in layout.seats.tolist()]
    for j in np.flatnonzero(layout.is_open).tolist():
        school, name = layout.site_ids[j], layout.site_names[j]
        for v, variant in enumerate(VARIANTS):
            for y, year in enumerate(forecast.years):
                by_grade = whole[v, y, j].tolist()
                total = int(layout.totals[v, y, j])
                lead = ("school", school, name, layout.name, variant, year, total)
                yield *lead, *by_grade, seats[j]


def whole_rolls(layout: LayoutYears) -> IntArray:
    """Return rolls by grade as whole pupils that add up to `LayoutYears.totals`."""
    shape = layout.roll.shape
    return whole_rows(layout.roll.reshape(-1, shape[-1])).astype(np.int64).reshape(shape)


def _assumption(rule: str, forecast: Forecast) -> Plain:
    row = forecast.standards[rule]
    return {
        "id": rule,
        "value": list(row.value) if isinstance(row.value, tuple) else row.value,
        "unit": row.unit,
        "clause": row.clause,
        "source": row.source,
        "force": row.force,
        "verified": row.verified,
        "note": row.note,
    }


def _county(forecast: Forecast, variant: int) -> list[Plain]:
    county = forecast.county
    parts: Mapping[str, IntArray] = {
        "pupils": county.pupils,
        "before": county.before,
        "entered": county.entered,
        "graduated": county.graduated,
        "left": county.left,
    }
    by_grade = forecast.pupils[variant].sum(axis=1)
    return [
        {
            "year": year,
            **{name: int(values[variant, y]) for name, values in parts.items()},
            "grades": by_grade[y].tolist(),
        }
        for y, year in enumerate(forecast.years)
    ]


def _layout(forecast: Forecast, layout: LayoutYears) -> Plain:
    years = forecast.years
    modes = {
        variant: [
            {"year": year, **dict(zip(MODES, layout.modes[v, y].tolist(), strict=True))}
            for y, year in enumerate(years)
        ]
        for v, variant in enumerate(VARIANTS)
    }
    holds = {
        variant: [year for y, year in enumerate(years) if layout.holds[v, y]]
        for v, variant in enumerate(VARIANTS)
    }
    return {
        "name": layout.name,
        "modes": modes,
        "years_hold": None if layout.scenario is None else holds,
        "breaches": [_breach(forecast, breach) for breach in layout.breaches],
        "schools": [_school(forecast, layout, j) for j in np.flatnonzero(layout.is_open).tolist()],
    }


def _breach(forecast: Forecast, breach: Breach) -> Plain:
    finding = breach.finding
    return {
        "variant": VARIANTS[breach.variant],
        "year": forecast.years[breach.year],
        "rule": finding.rule,
        "subject_type": finding.subject_type,
        "subject_id": finding.subject_id,
        "value": finding.value,
        "limit": finding.limit,
        "unit": finding.unit,
        "detail": finding.detail,
        "pupils": finding.pupils,
    }


def _school(forecast: Forecast, layout: LayoutYears, site: int) -> Plain:
    seats = int(layout.seats[site])

    def first(found: IntArray) -> Plain:
        indices = found[:, site].tolist()
        return {
            variant: forecast.years[y] if y >= 0 else None
            for variant, y in zip(VARIANTS, indices, strict=True)
        }

    return {
        "school_id": layout.site_ids[site],
        "name": layout.site_names[site],
        "seats": None if seats == UNKNOWN else seats,
        "roll": {v: layout.totals[k, :, site].tolist() for k, v in enumerate(VARIANTS)},
        "first_small": first(layout.first_small),
        "first_very_small": first(layout.first_tiny),
        "first_over_seats": first(layout.first_over),
    }
