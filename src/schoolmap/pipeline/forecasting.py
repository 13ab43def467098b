"""A study and plans to the years ahead."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from schoolmap.errors import UsageError
from schoolmap.io.forecasts import CSV_FILE, JSON_FILE, write_forecast
from schoolmap.kernel.forecast import Demand, county_years, even_runs, forecast_pupils
from schoolmap.kernel.forecast_layouts import layout_years, years_of
from schoolmap.model.added import AddedSite
from schoolmap.model.codes import area_group
from schoolmap.model.forecast import (
    Forecast,
    children_of,
    fingerprint,
    forecast_rules,
    school_years,
)
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Scenario
from schoolmap.model.study import Study
from schoolmap.pipeline.placing import placed

FORECAST_FILES: tuple[str, ...] = (JSON_FILE, CSV_FILE)
"""What `publish_forecast` writes."""
Plan = tuple[Scenario, Sequence[AddedSite]]
"""A scenario and the schools that it opens where none is listed."""


def forecast(
    study: Study,
    model: LayoutModel,
    plans: Sequence[Scenario | Plan] = (),
    *,
    years: int | None = None,
) -> Forecast:
    """Return pupils and rolls of the years ahead, for today's layout and for plans.

    Parameters
    ----------
    study, model
        As read, and the model made of it.
    plans
        Scenarios; with the schools that they add, where they add any.
    years
        How many years ahead; the rule ``forecast.years`` unless given.

    Raises
    ------
    InputError
        If the parameters do not hang together.
    UsageError
        If a plan has a change that conflicts with the model or an earlier one.
    """
    rules = forecast_rules(study.standards, years=years)
    children = children_of(study.villages)
    area = np.array([area_group(int(c)) for c in model.villages.area_class], dtype=np.int64)
    demand = Demand(model.villages.pupils, children, area, _spread(study, model))
    expected, pupils = forecast_pupils(demand, rules)
    ahead = years_of(model, expected, pupils, tiny_pupils=rules.tiny_pupils)
    pairs = [plan if isinstance(plan, tuple) else (plan, ()) for plan in plans]
    return Forecast(
        name=model.name,
        years=school_years(model.year, rules.years),
        rules=rules,
        standards=study.standards,
        children=children,
        spread=demand.spread,
        unclassed=int((area < 0).sum()),
        pupils=pupils,
        county=county_years(pupils, last_grade=demand.last_grade),
        today=layout_years(ahead),
        plans=tuple(layout_years(ahead, scenario, added=added) for scenario, added in pairs),
        model_sha256=model.sha256,
        sha256=fingerprint(model.sha256, children, rules),
    )


def _spread(study: Study, model: LayoutModel) -> tuple[tuple[int, int], ...]:
    """Return the runs of grades whose pupils the villages table gives together."""
    if not any(problem.code == "pupils_spread" for problem in study.problems):
        return ()
    primary_last = max(b.last for b in model.rules.bands if b.stage == "primary")
    return even_runs(model.villages.pupils, primary_last=primary_last)


def publish_forecast(
    study: Study, model: LayoutModel, found: Forecast, out: str | Path
) -> tuple[Path, ...]:
    """Write a forecast into a folder, both files or none; return them.

    Raises
    ------
    MachineError
        If the folder cannot be written.
    UsageError
        If a result would take the place of a file that the study reads.
    """
    target = Path(out)
    inputs = {(study.folder / f.file).resolve() for f in study.inputs}
    taken = [name for name in FORECAST_FILES if (target / name).resolve() in inputs]
    if taken:
        raise UsageError(
            zh=f"输出文件夹 {target} 中的 {taken[0]} 是原始资料，请另选一个文件夹。",
            en=f"{taken[0]} in {target} is a table of the study; choose another folder.",
        )
    with placed(target, FORECAST_FILES) as aside:
        write_forecast(aside, model, found)
    return tuple(target / name for name in FORECAST_FILES)
