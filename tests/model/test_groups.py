"""When figures by group are left out."""

from __future__ import annotations

import pytest

from schoolmap.model.evaluation import Figure
from schoolmap.model.groups import mostly_blank


@pytest.mark.parametrize(
    ("pupils", "blank"),
    [
        ({"马鞍镇": 87, "": 5370}, True),
        ({"马鞍镇": 50, "": 50}, False),  # half is not more than half
        ({"马鞍镇": 49, "": 50}, True),
        ({"马鞍镇": 87}, False),
        ({"": 10, "urban": 0, "town": 0, "rural": 0}, True),
        ({"": 0}, False),
        ({}, False),
    ],
)
def test_more_than_half_without_a_group(pupils: dict[str, int], blank: bool) -> None:
    cut = {group: {"pupils": Figure(n, "pupil")} for group, n in pupils.items()}
    assert mostly_blank(cut) is blank
