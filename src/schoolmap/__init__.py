"""schoolmap: school layout and catchment analysis for county education bureaus.

    import schoolmap as sm
    study = sm.read_study("data/studies/yunling")
    model = sm.prepare(study)
    now = sm.assess(model)
    plan = sm.assess(model, sm.read_scenario("plan.json"))
    sm.publish(study, model, [now, plan], "out")

Names are loaded when first used, so that ``import schoolmap`` stays fast.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schoolmap.errors import InputError, MachineError, SchoolmapError, UsageError
    from schoolmap.io import read_scenario, read_study, write_scenario
    from schoolmap.io.osmnx_graph import from_osmnx, to_osmnx
    from schoolmap.pipeline import assess, compare, forecast, prepare, publish, show

__version__ = "0.1.0"

__all__ = [
    "InputError",
    "MachineError",
    "SchoolmapError",
    "UsageError",
    "assess",
    "compare",
    "forecast",
    "from_osmnx",
    "prepare",
    "publish",
    "read_scenario",
    "read_study",
    "show",
    "to_osmnx",
    "write_scenario",
]

_HOME = {
    "InputError": "schoolmap.errors",
    "MachineError": "schoolmap.errors",
    "SchoolmapError": "schoolmap.errors",
    "UsageError": "schoolmap.errors",
    "assess": "schoolmap.pipeline",
    "compare": "schoolmap.pipeline",
    "forecast": "schoolmap.pipeline",
    "from_osmnx": "schoolmap.io.osmnx_graph",
    "prepare": "schoolmap.pipeline",
    "publish": "schoolmap.pipeline",
    "read_scenario": "schoolmap.io",
    "read_study": "schoolmap.io",
    "show": "schoolmap.pipeline",
    "to_osmnx": "schoolmap.io.osmnx_graph",
    "write_scenario": "schoolmap.io",
}


def __getattr__(name: str) -> object:
    """Load a public name from its room when it is first asked for."""
    home = _HOME.get(name)
    if home is None:
        msg = f"module 'schoolmap' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted([*globals(), *__all__])
