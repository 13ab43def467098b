"""Walks edges: graph, snapping, OD matrix. Whole millimetres and milliseconds throughout."""

from schoolmap.network.graph import build_graph, components
from schoolmap.network.matrix import od_matrix, od_of_snaps, od_straight
from schoolmap.network.snapping import snap
from schoolmap.network.split import SplitGraph, split

__all__ = [
    "SplitGraph",
    "build_graph",
    "components",
    "od_matrix",
    "od_of_snaps",
    "od_straight",
    "snap",
    "split",
]
