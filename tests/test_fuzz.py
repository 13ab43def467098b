"""A slice of the fuzzer, the same cases every time: refused with reasons, or every row told."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.fuzz import draw, judge, lay_out, remembered_standards

SEEDS = (
    *range(1, 161),
    # one of each kind that once went wrong
    *(
        13,
        350,
        578,
        620,
        701,
        1654,
        3822,
        4884,
        5133,
        5491,
        10647,
        11976,
        12533,
        23957,
        25341,
        61351,
        61809,
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_whatever_is_damaged_is_told(tmp_path: Path, part: int) -> None:
    wrong = []
    with remembered_standards():
        for seed in SEEDS[part::4]:
            case = draw(seed)
            lay_out(case, tmp_path)
            outcome = judge(case, tmp_path)
            if outcome.failed:
                wrong.append(f"seed {seed} [{case.what}] {outcome.end}: {outcome.detail}")
    assert wrong == []
