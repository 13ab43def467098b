"""Everything that touches a disk: reading a study, writing results."""

from schoolmap.io.reading import read_study

__all__ = ["read_study"]
