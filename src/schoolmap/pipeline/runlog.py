"""What a run did and how long it took: the one thing that differs between two runs."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version

Listener = Callable[[str, int, int], None]
"""Told of a step: its name, how much is done, how much there is (0 = not known)."""

_LIBRARIES = ("geopandas", "numba", "numpy", "pandas", "pyproj", "scipy", "shapely")


@dataclass
class RunLog:
    """Durations of the steps of a run, told to a listener as they go.

    Attributes
    ----------
    listener
        Called when a step starts, moves on and ends.
    durations_s
        Seconds by step.
    """

    listener: Listener | None = None
    durations_s: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[int, int], None]]:
        """Time a step; yields a function to say how far it is."""
        start = time.perf_counter()
        self.tell(name, 0, 0)
        yield lambda done, total: self.tell(name, done, total)
        self.durations_s[name] = round(time.perf_counter() - start, 3)
        self.tell(name, 1, 1)

    def tell(self, name: str, done: int, total: int) -> None:
        """Pass on how far a step is."""
        if self.listener is not None:
            self.listener(name, done, total)

    def document(self, parameters: Mapping[str, object]) -> dict[str, object]:
        """Return what run.json says besides the fingerprints."""
        return {
            "schoolmap": version("schoolmap"),
            "python": platform.python_version(),
            "platform": platform.system(),
            "libraries": {name: version(name) for name in _LIBRARIES},
            "parameters": dict(parameters),
            "durations_s": dict(self.durations_s),
            "peak_memory_mb": peak_memory_mb(),
        }


def peak_memory_mb() -> int | None:
    """Return the most memory that the process has held; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10))
