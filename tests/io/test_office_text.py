"""Text files as Excel and WPS save them: encodings, delimiters, quotes, cells too many or few."""

from __future__ import annotations

import codecs
from typing import Any

import pytest

from schoolmap.io.plaintext import decode, decode_lines

FOUR = [10, 10, 12, 3]


def raw(county: Any, name: str = "villages.csv") -> str:
    return (county.folder / name).read_text("utf-8")


def total(county: Any) -> list[int]:
    villages = county.read().villages
    return [
        int(sum(villages.columns[f"g{g}"][at] for g in range(1, 10))) for at in range(len(villages))
    ]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (b"", "gbk"),
        (b"", "gb18030"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_encodings(county: Any, mark: bytes, encoding: str) -> None:
    text = raw(county).replace("\n", "\r\n")
    (county.folder / "villages.csv").write_bytes(mark + text.encode(encoding))
    assert total(county) == FOUR
    assert county.read().villages.text("name") == ["上村", "下村", "河湾", "山头"]


def test_lines_of_two_encodings_are_each_read_in_their_own(county: Any) -> None:
    lines = raw(county).splitlines(keepends=True)
    for odd in ("utf-8", "gb18030"):
        main = "gb18030" if odd == "utf-8" else "utf-8"
        mixed = [line.encode(odd if at in (2, 4) else main) for at, line in enumerate(lines)]
        (county.folder / "villages.csv").write_bytes(b"".join(mixed))
        assert county.read().villages.text("name") == ["上村", "下村", "河湾", "山头"]
        problem = county.only("encoding_mixed")
        assert "第 3, 5 行" in problem.zh
        assert odd.upper() in problem.zh
        assert problem.action == "value_changed"


def test_a_file_of_gbk_is_never_called_mixed() -> None:
    """Every pair of common characters, as a line of GBK, is read as what it is."""
    text = "\n".join(
        f"{first}{second}村"
        for first in "联通云岭县城关镇河口乡"
        for second in "联通小学中心上下东西南北"
    )
    decoded = decode_lines(text.encode("gbk"))
    assert decoded.text == text
    assert decoded.odd_lines == ()
    assert decode(text.encode("gb18030")) == text


def test_garbled_characters_are_named(county: Any) -> None:
    county.text("villages.csv", raw(county).replace("下村", "锟斤拷村").replace("河湾", "河\ufffd"))
    problem = county.only("text_garbled")
    assert problem.row == 3
    assert "第 3, 4 行" in problem.zh
    assert total(county) == FOUR


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，", "|"])
@pytest.mark.parametrize("hint", [False, True])
def test_delimiters(county: Any, delimiter: str, hint: bool) -> None:
    text = raw(county).replace(",", delimiter)
    # a title full of commas must not decide
    title = "" if hint else "试验县，服务村，情况，统计，表，，，\n"
    county.text("villages.csv", (f"sep={delimiter}\n" if hint else title) + text)
    assert total(county) == FOUR
    assert county.read().villages.rows.tolist() == [3, 4, 5, 6]
    assert ("delimiter_odd" in county.codes()) == (delimiter in "，|")


def test_a_mark_without_partner_swallows_no_line_in_silence(county: Any) -> None:
    county.edit("villages.csv", "上村", '"上村')
    county.edit("villages.csv", "河湾", '河湾"')
    problem = county.only("quotes_unbalanced")
    assert (problem.row, problem.severity) == (2, "error")


def test_a_mark_that_is_never_closed(county: Any) -> None:
    county.edit("villages.csv", "V3,河湾", 'V3,"河湾')
    problem = county.only("quotes_unbalanced")
    assert problem.row == 4


def test_line_breaks_inside_quotes_keep_the_row_numbers(county: Any) -> None:
    county.edit("villages.csv", "上村", '"上\n村"')
    county.edit("villages.csv", "V4", '"V4\n"')
    villages = county.read().villages
    assert villages.text("name")[0] == "上村"
    assert villages.text("village_id") == ["V1", "V2", "V3", "V4"]
    assert villages.rows.tolist() == [2, 3, 4, 5]


def test_rows_with_too_many_and_too_few_cells(county: Any) -> None:
    county.edit("villages.csv", "6,4", "6,4,备注")
    county.edit("villages.csv", "12,0", "12")
    villages = county.read().villages
    assert villages.text("village_id") == ["V1", "V3", "V4"]
    assert county.only("row_too_long").row == 3
    assert county.only("rows_short").row == 4
    said = [p.zh for p in county.problems() if p.code == "rows_read"][-1]
    assert "共 4 行：使用 3 行，合计、说明等 0 行，未使用 1 行" in said


def test_cells_of_a_csv_that_excel_must_not_touch(county: Any) -> None:
    text = raw(county).replace("V1", '="00123"').replace("V2", "'00124").replace("V3", "00125\t")
    county.text("villages.csv", text.replace("V4", "00126.0"))
    assert county.read().villages.text("village_id") == ["00123", "00124", "00125", "00126"]
    problem = county.only("id_cleaned")
    assert problem.action == "value_changed"
    assert "3 个代码" in problem.zh
