"""Everything that touches a disk: reading studies and scenarios, writing results."""

from schoolmap.io.reading import read_study
from schoolmap.io.scenarios import read_scenario, write_scenario

__all__ = ["read_scenario", "read_study", "write_scenario"]
