"""What people write instead of TOML is told by the line, in their own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolmap.errors import InputError
from schoolmap.io.settings import read_settings
from schoolmap.io.toml import parse_toml
from schoolmap.io.toml_mistakes import TomlMistake, why

HEAD = '[study]\nname = "三乡镇"\n'
CASES = [
    ('[roads] file = "roads.gpkg"', "第 3 行：[roads] 要单独占一行，file = … 写在下一行"),
    ("year = “2026”", '第 3 行用了中文引号，请改成英文引号 "'),
    ("year = ‘2026’", '第 3 行用了中文引号，请改成英文引号 "'),
    ('year = "2026”', '第 3 行用了中文引号，请改成英文引号 "'),
    ('year ＝ "2026"', "第 3 行用了中文（全角）的 ＝ ，请改成英文（半角）的 ="),
    ('year： "2026"', "第 3 行用了中文（全角）的 ： ，请改成英文（半角）的 ="),
    ('［roads］\nfile = "r.gpkg"', "第 3 行用了中文（全角）的 ［ ，请改成英文（半角）的 ["),
    ('year: "2026"', "第 3 行：year 后面要写 = ，不是冒号"),
    ('学年 = "2026"', '第 3 行：中文的名称要加英文引号，写成 "学年"'),
    ('[villages.columns]\n村 名 = "name"', '第 4 行：中文的名称要加英文引号，写成 "村 名"'),
    ('[roads]\nfile = "D:\\学校\\r.gpkg"', "第 4 行：路径中的反斜杠 \\ 请改成正斜杠 /"),
    ("[roads]\nfile = roads.gpkg", '第 4 行：文字要加英文引号，写成 file = "roads.gpkg"'),
    ("simulated = 是", '第 3 行：文字要加英文引号，写成 simulated = "是"'),
    ('year = "2026', '第 3 行少了一个英文引号 "'),
    ("year =", "第 3 行：year = 后面没有内容；不填的请删去这一行"),
    ("[study]", "第 3 行与前面重复：同一节、同一项只能写一次"),
    ('name = "又一个"', "第 3 行与前面重复：同一节、同一项只能写一次"),
    ("year", "第 3 行缺少 = ：应写成 名称 = 内容"),
    ('year = "2026" language = "zh"', "第 3 行一行写了两项，请分成两行"),
    ("year = [", "第 3 行或它前面有引号、括号没有写完"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), CASES)
def test_a_usual_mistake_is_told_by_its_line(line: str, said: str) -> None:
    with pytest.raises(TomlMistake) as caught:
        parse_toml(f"{HEAD}{line}\n".encode())
    assert caught.value.zh.startswith(said)
    # the line itself stands there, and English has no Chinese words of ours
    assert line.split("\n")[-1 if said[2] == "4" else 0].strip() in caught.value.zh
    assert caught.value.en.startswith(f"line {said[2]}")


def test_all_lines_with_the_same_mistake_are_named_at_once() -> None:
    text = '[study]\nname = “a”\nyear = “b”\nlanguage = "zh"\n[roads]\nfile = “c”\n'
    with pytest.raises(TomlMistake) as caught:
        parse_toml(text.encode())
    assert caught.value.zh.startswith("第 2、3、6 行用了中文引号")


def test_marks_within_a_text_are_no_mistake() -> None:
    line = 'name = "“三乡”：一［二］"\nyear = “2026”\n'
    with pytest.raises(TomlMistake) as caught:
        parse_toml(f"[study]\n{line}".encode())
    assert caught.value.zh.startswith("第 3 行用了中文引号")


def test_a_file_that_is_no_text_is_called_so() -> None:
    with pytest.raises(UnicodeDecodeError) as caught:
        parse_toml(b"PK\x03\x04\xff\xff\xff")
    assert "codec" not in "".join(why(caught.value))


def test_study_toml_says_it_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "study.toml"
    file.write_text(f'{HEAD}[roads] file = "roads.gpkg"\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_settings(file)
    (problem,) = caught.value.problems
    assert "第 3 行：[roads] 要单独占一行" in problem.zh
    assert "line 3: [roads] stands on a line of its own, file = … on the next" in problem.en
