"""The graph that a search walks: edges cut where places join them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import InputError, Problem
from schoolmap.model.graph import NO_WAY, Network, RoadGraph, Snaps
from schoolmap.network.snapping import Mode, mode_times
from schoolmap.units import MM_PER_M

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class SplitGraph:
    """Directed graph of one mode, in CSR form, with the places' joins as nodes.

    Attributes
    ----------
    indptr, head
        Arcs of node i are ``indptr[i]:indptr[i + 1]``; each leads to ``head``.
    cost_ms, length_mm
        Time and length of each arc, int64.
    join_indptr, join_node
        Nodes where place p joins: ``join_node[join_indptr[p]:join_indptr[p + 1]]``.
    leg_ms, leg_mm
        Off-road leg of each place; meaningless where it joins no node.
    """

    indptr: IntArray
    head: IntArray
    cost_ms: IntArray
    length_mm: IntArray
    join_indptr: IntArray
    join_node: IntArray
    leg_ms: IntArray
    leg_mm: IntArray

    @property
    def n_node(self) -> int:
        """Number of nodes, the joins among them."""
        return int(self.indptr.size - 1)


def split(network: Network, snaps: Snaps, *, mode: Mode, reverse: bool) -> SplitGraph:
    """Return the search graph of a mode with every join as a node.

    Parameters
    ----------
    network
        Graph and off-road speed.
    snaps
        Ledger of the places, for the same mode.
    mode
        ``walk`` or ``ride``.
    reverse
        True: arcs are turned round, so that a search from a school gives journeys to it.

    Returns
    -------
    SplitGraph
        The time of a part of an edge is ``floor(time x offset / length + 0.5)`` counted from the
        end where the direction starts, so the parts of an edge sum to the edge.
    """
    graph = network.graph
    cut, join_node = _cuts(graph, snaps)
    tail, head, length = _chain(cut)
    uv, vu = _times(graph, cut, mode)
    open_uv, open_vu = uv != NO_WAY, vu != NO_WAY
    sources = np.concatenate((tail[open_uv], head[open_vu]))
    targets = np.concatenate((head[open_uv], tail[open_vu]))
    cost = np.concatenate((uv[open_uv], vu[open_vu]))
    lengths = np.concatenate((length[open_uv], length[open_vu]))
    if reverse:
        sources, targets = targets, sources
    order = np.argsort(sources, kind="stable")
    n_node = graph.n_node + cut.n_new
    leg_ms = np.floor(snaps.leg_mm / network.off_road_speed_m_s + 0.5).astype(np.int64)
    return SplitGraph(
        indptr=np.searchsorted(sources[order], np.arange(n_node + 1)).astype(np.int64),
        head=targets[order],
        cost_ms=cost[order],
        length_mm=lengths[order],
        join_indptr=snaps.indptr,
        join_node=join_node,
        leg_ms=leg_ms,
        leg_mm=snaps.leg_mm,
    )


@dataclass(frozen=True)
class _Cuts:
    """Every edge's stations in order: its u, the cuts within it, its v.

    `edge`, `offset_mm` and `node` have one row per station; `n_new` counts the new nodes.
    """

    edge: IntArray
    offset_mm: IntArray
    node: IntArray
    n_new: int


def _cuts(graph: RoadGraph, snaps: Snaps) -> tuple[_Cuts, IntArray]:
    inside = (snaps.offset_mm > 0) & (snaps.offset_mm < graph.length_mm[snaps.edge])
    at_u = snaps.offset_mm <= 0
    join_node = np.where(at_u, graph.u[snaps.edge], graph.v[snaps.edge])
    pairs = np.column_stack((snaps.edge[inside], snaps.offset_mm[inside]))
    unique, inverse = np.unique(pairs, axis=0, return_inverse=True)
    join_node[inside] = graph.n_node + inverse.reshape(-1)

    every = np.arange(graph.n_edge)
    edge = np.concatenate((every, unique[:, 0], every))
    offset = np.concatenate((np.zeros(graph.n_edge, np.int64), unique[:, 1], graph.length_mm))
    node = np.concatenate((graph.u, graph.n_node + np.arange(len(unique)), graph.v))
    rank = np.repeat(np.arange(3), (graph.n_edge, len(unique), graph.n_edge))
    order = np.lexsort((offset, rank, edge))
    cuts = _Cuts(edge=edge[order], offset_mm=offset[order], node=node[order], n_new=len(unique))
    return cuts, join_node


def _chain(cut: _Cuts) -> tuple[IntArray, IntArray, IntArray]:
    inner = cut.edge[1:] == cut.edge[:-1]
    length = (cut.offset_mm[1:] - cut.offset_mm[:-1])[inner]
    return cut.node[:-1][inner], cut.node[1:][inner], length


def _times(graph: RoadGraph, cut: _Cuts, mode: Mode) -> tuple[IntArray, IntArray]:
    """Return the time of each part in both directions; `NO_WAY` where an edge is barred."""
    inner = cut.edge[1:] == cut.edge[:-1]
    edge = cut.edge[:-1][inner]
    total = graph.length_mm[cut.edge]
    parts = []
    for time, offset in zip(
        mode_times(graph, mode), (cut.offset_mm, total - cut.offset_mm), strict=True
    ):
        so_far = part_ms(time[cut.edge], offset, total)
        step = np.abs(so_far[1:] - so_far[:-1])[inner]
        parts.append(np.where(time[edge] == NO_WAY, NO_WAY, step))
    return parts[0], parts[1]


def part_ms(time_ms: IntArray, offset_mm: IntArray, length_mm: IntArray) -> IntArray:
    """Return the time over the first `offset_mm` of edges, whole milliseconds, half up.

    The product stays below 2**53 for cut edges up to 60 km, so the page gets the same number; the
    ends of an edge need none.

    Raises
    ------
    InputError
        If an edge is so long that the page could not get the same number.
    """
    inside = (offset_mm > 0) & (offset_mm < length_mm)
    product = np.where(inside, time_ms * offset_mm, 0)
    if product.size and int(product.max()) >= 2**53:
        raise InputError([_too_long(int(length_mm[np.argmax(product)]))])
    part = np.floor(product / np.where(length_mm > 0, length_mm, 1) + 0.5).astype(np.int64)
    return np.where(inside | (offset_mm <= 0), part, time_ms)


def _too_long(length_mm: int) -> Problem:
    km = length_mm // (1000 * MM_PER_M)
    return Problem(
        code="road_too_long",
        severity="error",
        file="",
        zh=f"一段 {km} 公里长、中间没有路口的道路太长，不能精确切分。",
        en=f"A road of {km} km without a junction is too long to be cut exactly.",
        repair_zh="请在道路图层中把它分成几段。",
        repair_en="Split it into several lines in the road layer.",
        action="stopped",
    )
