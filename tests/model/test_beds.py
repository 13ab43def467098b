"""What the missing beds are made of: by pencil on the drawn county."""

from __future__ import annotations

from dataclasses import replace

from tests.worlds import drawn

from schoolmap.kernel import evaluate
from schoolmap.model.beds import BedGap, bed_gap_of, bed_gap_text, bedless_text

NOW = evaluate(drawn())


def test_the_parts_of_the_drawn_county() -> None:
    # 12 boarders in the 10 beds of S2, and 36 who need to board and have no school to board at
    assert bed_gap_of(NOW) == BedGap(at_schools=2, nowhere=36)
    assert bed_gap_of(NOW).total == NOW.indicators["bed_gap"].value
    assert NOW.indicators["board_need"].value == 12 + 36


def test_the_sum_is_said_with_its_parts() -> None:
    gap = BedGap(at_schools=497, nowhere=551)
    assert bed_gap_text(gap, "zh") == "床位缺口 1,048 = 各校缺 497 + 没有学校可去的 551"
    english = "Bed gap 1,048 = 497 at schools + 551 with no school to board at"
    assert bed_gap_text(gap, "en") == english
    assert bedless_text(gap, "zh") == "其中 497 人没有床位"
    assert bedless_text(gap, "en") == "497 without a bed"


def test_nothing_is_said_where_nothing_is_missing() -> None:
    none = replace(NOW, schools=replace(NOW.schools, bed_gap=NOW.schools.bed_gap * 0))
    figure = replace(none.indicators["bed_gap"], value=0)
    gap = bed_gap_of(replace(none, indicators={**none.indicators, "bed_gap": figure}))
    assert (bed_gap_text(gap, "zh"), bedless_text(gap, "en")) == ("", "")
