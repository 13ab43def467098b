"""Chains of edges: what is followed is what networkx finds connected."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.network.following import follow
from schoolmap.network.runs import runs


@st.composite
def welds(draw: st.DrawFn) -> np.ndarray:
    """Ends of edges welded in pairs, never both ends of one edge: 2e and 2e + 1 are e's."""
    n_edge = draw(st.integers(1, 14))
    ends = draw(st.permutations(range(2 * n_edge)))
    partner = np.full(2 * n_edge, -1, dtype=np.int64)
    for a, b in zip(ends[0::2], ends[1::2], strict=True):
        if a // 2 != b // 2 and draw(st.booleans()):
            partner[a], partner[b] = b, a
    return partner


def followed(partner: np.ndarray) -> list[list[int]]:
    entry, first = follow(partner)
    return [chain.tolist() for chain in np.split(entry, first[1:])]


@given(welds())
def test_chains_are_the_connected_edges(partner: np.ndarray) -> None:
    graph = nx.Graph()
    graph.add_nodes_from(range(partner.size // 2))
    graph.add_edges_from((a // 2, int(b) // 2) for a, b in enumerate(partner) if b >= 0)
    theirs = {frozenset(piece) for piece in nx.connected_components(graph)}
    chains = followed(partner)
    assert {frozenset(e // 2 for e in chain) for chain in chains} == theirs
    assert sum(map(len, chains)) == partner.size // 2


@given(welds())
def test_a_chain_is_walked_from_weld_to_weld(partner: np.ndarray) -> None:
    for chain in followed(partner):
        for here, there in pairwise(chain):
            assert partner[here ^ 1] == there


@given(welds())
def test_the_order_is_that_of_the_edges(partner: np.ndarray) -> None:
    """Chains by the lower of their end edges, where they begin; then rings by their lowest."""
    chains = followed(partner)
    is_ring = [partner[chain[0]] >= 0 for chain in chains]
    assert is_ring == sorted(is_ring)
    starts = [chain[0] // 2 for chain in chains]
    for kind in (False, True):
        of_kind = [s for s, ring in zip(starts, is_ring, strict=True) if ring == kind]
        assert of_kind == sorted(of_kind)
    for chain, ring in zip(chains, is_ring, strict=True):
        if ring:
            assert chain[0] == 2 * min(e // 2 for e in chain)
        else:
            assert chain[0] // 2 <= chain[-1] // 2
            assert partner[chain[-1] ^ 1] == -1
            if len(chain) == 1:
                assert chain[0] % 2 == 0


@given(
    st.lists(
        st.tuples(st.integers(-50, 50), st.integers(1, 6), st.sampled_from([1, -1])), max_size=9
    )
)
def test_runs_are_ranges_end_to_end(spans: list[tuple[int, int, int]]) -> None:
    lead, size, step = np.array(spans, dtype=np.int64).reshape(-1, 3).T
    by_hand = [list(range(a, a + n * s, s)) for a, n, s in spans]
    assert runs(lead, size, step).tolist() == [i for run in by_hand for i in run]
    upward = [list(range(a, a + n)) for a, n, _ in spans]
    assert runs(lead, size).tolist() == [i for run in upward for i in run]
