"""Contraction of the nodes that stand between exactly two like edges."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.graph import NO_WAY
from schoolmap.network.runs import runs

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

_ALIKE_MM = 10.0
"""Two rows of one road differ by less: vertices nearer than this are one."""
_LIKE_SCALE = 1e-3
"""Pieces whose declared lengths stretch the drawn ones alike, to one in a thousand, are alike."""


@dataclass(frozen=True)
class Pieces:
    """Edges before they are ordered; nodes are any whole numbers.

    Attributes are those of `RoadGraph`; `speed_key` is
    the same for edges of one declared speed. `length_scale` is the declared over the drawn length
    of the line (1 where none is declared): places are put on an edge by its drawn length.
    """

    u: IntArray
    v: IntArray
    length_mm: IntArray
    walk_uv_ms: IntArray
    walk_vu_ms: IntArray
    ride_uv_ms: IntArray
    ride_vu_ms: IntArray
    road_class: NDArray[np.int16]
    speed_key: IntArray
    length_scale: FloatArray
    classes: tuple[str, ...]
    line_xy: NDArray[np.float64]
    line_indptr: IntArray


def contract(pieces: Pieces) -> Pieces:
    """Return the pieces with every chain of like edges made one edge.

    A node is contracted where exactly two different edges end, of one class, declared speed and
    length scale, that walkers and vehicles can go through in the same directions. Lengths and
    times are summed as they are, so no journey changes. A ring without a junction keeps one node.
    The end of a road that goes out and back as two one-way edges stays a node: as one edge, a
    place beside it would join one of the two directions only.

    Parameters
    ----------
    pieces
        Edges cut at every shared vertex.
    """
    partner = _partners(pieces)
    if not (partner >= 0).any():
        return pieces
    from schoolmap.network.following import follow

    entry, first = follow(partner)
    return _merge(pieces, entry, first)


def _partners(pieces: Pieces) -> IntArray:
    """Return for each edge end (2e at u, 2e + 1 at v) the end it is welded to, or -1."""
    n_edge = pieces.u.size
    node = np.empty(2 * n_edge, dtype=np.int64)
    node[0::2], node[1::2] = pieces.u, pieces.v
    order = np.argsort(node, kind="stable")
    sorted_node = node[order]
    starts = np.flatnonzero(np.concatenate(([True], sorted_node[1:] != sorted_node[:-1])))
    counts = np.diff(np.concatenate((starts, [node.size])))
    two = starts[counts == 2]
    a, b = order[two], order[two + 1]
    edge_a, edge_b = a // 2, b // 2
    scale_a, scale_b = pieces.length_scale[edge_a], pieces.length_scale[edge_b]
    one_way = (pieces.ride_uv_ms[edge_a] == NO_WAY) != (pieces.ride_vu_ms[edge_a] == NO_WAY)
    # alike as drawn: out and back over the same ground, and not a loop around a block
    drawn_mm = pieces.length_mm / np.where(pieces.length_scale > 0, pieces.length_scale, 1.0)
    over = np.abs(drawn_mm[edge_a] - drawn_mm[edge_b]) <= _ALIKE_MM
    out_and_back = one_way & over & (node[a ^ 1] == node[b ^ 1])
    like = (
        (edge_a != edge_b)
        & ~out_and_back
        & (pieces.road_class[edge_a] == pieces.road_class[edge_b])
        & (pieces.speed_key[edge_a] == pieces.speed_key[edge_b])
        & (np.abs(scale_a - scale_b) <= _LIKE_SCALE * np.maximum(scale_a, scale_b))
        & ((pieces.walk_uv_ms[edge_a] == NO_WAY) == (pieces.walk_uv_ms[edge_b] == NO_WAY))
        # in at a must mean out at b, and the other way round
        & (_open(pieces, a, leaving=False) == _open(pieces, b, leaving=True))
        & (_open(pieces, a, leaving=True) == _open(pieces, b, leaving=False))
    )
    partner = np.full(2 * n_edge, -1, dtype=np.int64)
    partner[a[like]], partner[b[like]] = b[like], a[like]
    return partner


def _open(pieces: Pieces, end: IntArray, *, leaving: bool) -> NDArray[np.bool_]:
    """Return whether vehicles may leave the node (or enter it) through an edge end."""
    edge, at_u = end // 2, end % 2 == 0
    uv_open, vu_open = pieces.ride_uv_ms[edge] != NO_WAY, pieces.ride_vu_ms[edge] != NO_WAY
    way_out: NDArray[np.bool_] = np.where(at_u, uv_open, vu_open)
    way_in: NDArray[np.bool_] = np.where(at_u, vu_open, uv_open)
    return way_out if leaving else way_in


def _merge(pieces: Pieces, entry: IntArray, first: IntArray) -> Pieces:
    last = np.append(first[1:], entry.size) - 1
    edge, forward = entry // 2, entry % 2 == 0
    head, tail = edge[first], edge[last]

    def add(values: IntArray) -> IntArray:
        total: IntArray = np.add.reduceat(values, first)
        return np.where(values[first] == NO_WAY, NO_WAY, total)

    line_xy, line_indptr = _join_lines(pieces, edge, forward, first)

    def turned(uv: IntArray, vu: IntArray) -> tuple[IntArray, IntArray]:
        """Return the sums along each chain and against it."""
        along, against = (
            np.where(forward, uv[edge], vu[edge]),
            np.where(forward, vu[edge], uv[edge]),
        )
        return add(along), add(against)

    walk_uv, walk_vu = turned(pieces.walk_uv_ms, pieces.walk_vu_ms)
    ride_uv, ride_vu = turned(pieces.ride_uv_ms, pieces.ride_vu_ms)
    return replace(
        pieces,
        u=np.where(forward[first], pieces.u[head], pieces.v[head]),
        v=np.where(forward[last], pieces.v[tail], pieces.u[tail]),
        length_mm=add(pieces.length_mm[edge]),
        walk_uv_ms=walk_uv,
        walk_vu_ms=walk_vu,
        ride_uv_ms=ride_uv,
        ride_vu_ms=ride_vu,
        road_class=pieces.road_class[head],
        speed_key=pieces.speed_key[head],
        length_scale=pieces.length_scale[head],
        line_xy=line_xy,
        line_indptr=line_indptr,
    )


def _join_lines(
    pieces: Pieces, edge: IntArray, forward: NDArray[np.bool_], first: IntArray
) -> tuple[NDArray[np.float64], IntArray]:
    """Join polylines in the order walked; the vertex where two meet is kept once."""
    start, stop = pieces.line_indptr[edge], pieces.line_indptr[edge + 1]
    goes_on = np.ones(edge.size, dtype=np.int64)
    goes_on[first] = 0
    step = np.where(forward, 1, -1)
    lead = np.where(forward, start, stop - 1) + step * goes_on
    size = stop - start - goes_on
    begin = np.concatenate(([0], np.cumsum(size)))
    bounds = np.concatenate((begin[:-1][first], [begin[-1]]))
    return pieces.line_xy[runs(lead, size, step)], bounds.astype(np.int64)
