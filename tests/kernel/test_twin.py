"""The JavaScript kernel against the Python one, run now: the same numbers to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.twin_cases import draw_case
from tests.kernel.twin_node import Twin, compared, twin


@pytest.fixture(scope="module")
def node() -> Iterator[Twin]:
    with twin() as process:
        yield process


@settings(max_examples=300)
@given(r=st.randoms(use_true_random=False))
def test_drawn_counties_and_plans_come_out_alike(node: Twin, r: Random) -> None:
    for _, _, found in compared(node, draw_case(r)):
        assert not found
