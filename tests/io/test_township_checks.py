"""Villages against the polygons of their townships, in every pair of systems."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.io.coordinate_cases import declare, in_townships


def doubts(county: Any) -> list[Any]:
    return [p for p in county.problems() if p.code == "township_datum_suspected"]


@pytest.mark.parametrize("truth", ["wgs84", "gcj02", "bd09"])
@pytest.mark.parametrize("said", ["wgs84", "gcj02", "bd09"])
def test_a_shift_carries_villages_over_their_edges(county: Any, truth: str, said: str) -> None:
    in_townships(county, truth)
    declare(county, said)
    found = doubts(county)
    assert len(found) == (truth != said)
    for problem in found:
        assert f'coordinates = "{truth}" in [villages]' in problem.repair_en
        assert "是 100.0%" in problem.zh
        assert problem.action == "kept"


def test_the_boundary_may_be_the_wrong_one_too(county: Any) -> None:
    """Villages are WGS-84 declared GCJ-02: had the townships been GCJ-02, all would fit too."""
    in_townships(county, "wgs84")
    declare(county, "gcj02")
    (problem,) = doubts(county)
    assert 'coordinates = "gcj02" in [boundary]' in problem.repair_en


def test_few_villages_and_unknown_townships_say_nothing(county: Any) -> None:
    in_townships(county, "bd09", count=29)
    assert not doubts(county)
    in_townships(county, "bd09")
    text = (county.folder / "villages.csv").read_text("utf-8")
    county.text("villages.csv", text.replace(",乡", ",镇"))
    assert not doubts(county)


def test_townships_that_are_filled_in_at_random_say_nothing(county: Any) -> None:
    in_townships(county, "wgs84")
    lines = (county.folder / "villages.csv").read_text("utf-8").splitlines()
    rng = np.random.default_rng(2)
    rows = [line.split(",") for line in lines[1:]]
    for row in rows:
        row[2] = f"乡{rng.integers(64)}"
    county.text("villages.csv", "\n".join([lines[0], *(",".join(row) for row in rows)]) + "\n")
    assert not doubts(county)
