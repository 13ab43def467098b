"""Chains of edges followed from weld to weld, compiled; apart, for compiling takes a while."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def follow(partner):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Return chains of edges as entry ends, and where each chain begins among them.

    An entry end 2e means e walked from u to v, 2e + 1 from v to u. Chains with two ends come
    first, then rings; each keeps the node where its first edge starts.
    """
    n_edge = partner.size // 2
    entry, first = np.empty(n_edge, dtype=np.int64), np.empty(n_edge, dtype=np.int64)
    done = np.zeros(n_edge, dtype=np.bool_)
    filled = n_chain = 0
    for of_rings in (False, True):
        for edge in range(n_edge):
            at = 2 * edge
            if not of_rings and partner[at] >= 0:
                at += 1
            if done[edge] or (not of_rings and partner[at] >= 0):
                continue
            first[n_chain] = filled
            n_chain += 1
            while at >= 0 and not done[at // 2]:
                done[at // 2] = True
                entry[filled] = at
                filled += 1
                at = partner[at ^ 1]
    return entry, first[:n_chain]
