"""Walks edges: graph, snapping, OD matrix. Whole millimetres and milliseconds throughout."""

from schoolmap.network.graph import build_graph, components
from schoolmap.network.matrix import od_and_between, od_matrix, od_of_snaps
from schoolmap.network.opening import added_site, nearest_place
from schoolmap.network.snapping import snap
from schoolmap.network.split import SplitGraph, split
from schoolmap.network.straight import od_straight

__all__ = [
    "SplitGraph",
    "added_site",
    "build_graph",
    "components",
    "nearest_place",
    "od_and_between",
    "od_matrix",
    "od_of_snaps",
    "od_straight",
    "snap",
    "split",
]
