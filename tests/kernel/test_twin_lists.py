"""Lists that stand in both kernels are the same list."""

from __future__ import annotations

import re
from pathlib import Path

from schoolmap.model.scenario import TRIED_RULES

RULES = Path(__file__).resolve().parents[2] / "src" / "schoolmap" / "kernel" / "rules.mjs"


def test_both_kernels_let_the_same_rules_be_tried() -> None:
    block = re.search(r"TRIED_RULES = \[(.*?)\]", RULES.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    assert tuple(re.findall(r'"([^"]+)"', block[1])) == TRIED_RULES
