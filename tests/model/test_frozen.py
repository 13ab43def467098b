"""What a model holds cannot be changed behind its fingerprint."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from tests.worlds import drawn, network_of, road

from schoolmap.model.graph import Snaps


def test_arrays_cannot_be_written_to() -> None:
    model = drawn()
    snaps = Snaps(*(np.zeros(2, dtype=np.int64) for _ in fields(Snaps)))  # type: ignore[arg-type]
    graph = network_of([road((0, 0), (100, 0))]).graph
    for part in (model.villages, model.sites, model.od, graph, snaps):
        arrays = [getattr(part, f.name) for f in fields(part)]
        arrays = [a for a in arrays if isinstance(a, np.ndarray)]
        assert arrays
        for array in arrays:
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0


def test_who_made_an_array_may_go_on_with_it() -> None:
    beds = np.array([1, 2, 3])
    sites = replace(drawn().sites, beds=beds)
    beds = beds * 2
    assert sites.beds.tolist() == [1, 2, 3]


def test_the_fingerprint_is_made_once_and_follows_a_change() -> None:
    model = drawn()
    assert model.sha256 is model.sha256
    assert model.sha256 == drawn().sha256
    other = replace(model, sites=replace(model.sites, beds=model.sites.beds + 1))
    assert other.sha256 != model.sha256
