"""Example rows: never counted, never silent."""

from __future__ import annotations

import pytest
from tests.io.conftest import County

from schoolmap.io.examples import is_example


@pytest.mark.parametrize("cell", ["示例", "示例1", " EXAMPLE", "example-2", "ＥＸＡＭＰＬＥ"])
def test_marks(cell: str) -> None:
    assert is_example(cell)


@pytest.mark.parametrize("cell", [None, "", "S1", 1001, "河湾示例村", float("nan")])
def test_no_marks(cell: object) -> None:
    assert not is_example(cell)


def test_an_example_row_is_told_and_not_counted(county: County) -> None:
    county.edit("villages.csv", r"V1,", "示例,上村,111.61,36.21,700,300\nV1,")
    study = county.read()
    assert study.villages.text("village_id") == ["V1", "V2", "V3", "V4"]
    told = [p for p in study.problems if p.code == "example_row"]
    assert [(p.row, p.value, p.action) for p in told] == [(2, "示例", "row_set_aside")]
    # 700 pupils of 上村 may be real: somebody wrote over the example and left its id
    assert told[0].severity == "warning"


def test_an_example_that_nobody_touched_is_a_note(county: County) -> None:
    county.edit("villages.csv", r"V1,", "示例,上河湾（示例行）,111.61,36.21,7,3\nV1,")
    told = [p for p in county.read().problems if p.code == "example_row"]
    assert [p.severity for p in told] == ["note"]
