"""The mistakes that people make in TOML, told by the line: what stands there, what should stand.

A parser says where it could not go on ("Invalid value at line 9, column 8"), which helps nobody who
has never seen TOML. The line itself shows what was meant.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable

Said = tuple[str, str]
"""What is wrong: Chinese, English; ``{n}`` stands for the lines."""

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_QUOTES = "“”‘’„«»「」＂＇"
_WIDE = {
    "＝": "=",
    "：": "=",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "，": ",",
    "．": ".",
    "＃": "#",
    "｛": "{",
    "｝": "}",
}
_SECTION = re.compile(r"^\s*(\[\[?[^\[\]]+\]\]?)\s*([^\s#=][^=#]*?)\s*=")
_BARE_KEY = re.compile(
    r"^\s*(?:\[+\s*)?(?:[A-Za-z0-9_-]+\s*\.\s*)*"
    r"([^\s\"'=\[\]#.]*[^\x00-\x7f][^\"'=\[\]#.]*?)\s*[.=\]]"
)
_COLON = re.compile(r"^\s*([A-Za-z0-9_.-]+)\s*:")
_VALUE = re.compile(r"^\s*([^=#\[\]]+?)\s*=\s*([^\s\"'\[{#][^#]*?)\s*(?:#.*)?$")
_BARE_VALUE = re.compile(r"true|false|[+-]?(?:\d[\d_.:eETtZ+-]*|inf|nan)")
_EMPTY = re.compile(r"^\s*([^=#\[\]]+?)\s*=\s*(?:#.*)?$")
_SHOWN = 60
_MOST_LINES = 8


class TomlMistake(tomllib.TOMLDecodeError):
    """A file that is not TOML, and why in both languages.

    Attributes
    ----------
    zh, en
        What is wrong and where, to be read by somebody who does not know TOML.
    """

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = en
        super().__init__(en)


def why(error: Exception) -> Said:
    """Return what a file that could not be read suffers from: Chinese, English."""
    if isinstance(error, TomlMistake):
        return error.zh, error.en
    if isinstance(error, UnicodeDecodeError):
        return (
            "它不是文本文件（或不是 UTF-8、GB18030 编码）。请用记事本打开，另存为 UTF-8",
            "it is no text in UTF-8 or GB18030; save it as UTF-8 in a text editor",
        )
    return str(error), str(error)


def mistake(text: str, error: tomllib.TOMLDecodeError) -> TomlMistake:
    """Return what is wrong with a text that the parser refused.

    Parameters
    ----------
    text
        The whole document.
    error
        What the parser says; it names line and column, or the end of the document.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    found = _PLACE.search(str(error))
    last = max((at for at, line in enumerate(lines) if line.strip()), default=0)
    at = min(int(found[1]) - 1, len(lines) - 1) if found else last
    line = lines[at]
    for judge in _JUDGES:
        said = judge(line)
        if said is not None:
            same = [n + 1 for n, other in enumerate(lines) if n >= at and judge(other) == said]
            return _told(said, same or [at + 1], line)
    return _told(_parser_said(str(error), line), [at + 1], line)


def _told(said: Said, numbers: list[int], line: str) -> TomlMistake:
    shown = line.strip()
    shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
    more = "…" if len(numbers) > _MOST_LINES else ""
    listed = [str(number) for number in numbers[:_MOST_LINES]]
    zh = f"第 {'、'.join(listed)}{more} 行{said[0]}"
    en = f"line {', '.join(listed)}{more}: {said[1]}"
    return TomlMistake(f"{zh}（{shown}）" if shown else zh, f"{en} ({shown})" if shown else en)


def _outside(line: str) -> str:
    """Return a line without its texts in straight quotes, and without its comment."""
    return _TEXTS.sub("", line).split("#", 1)[0]


def _one_line(line: str) -> Said | None:
    found = _SECTION.match(line)
    if found is None:
        return None
    section, key = found[1], found[2]
    return (
        f"：{section} 要单独占一行，{key} = … 写在下一行",
        f"{section} stands on a line of its own, {key} = … on the next",
    )


def _quotes(line: str) -> Said | None:
    if not any(mark in _QUOTES for mark in _outside(line)):
        return None
    return '用了中文引号，请改成英文引号 "', 'curly quotes: write straight ones, "'


def _wide(line: str) -> Said | None:
    marks = [mark for mark in _WIDE if mark in _outside(line)]
    if not marks:
        return None
    mark, meant = marks[0], _WIDE[marks[0]]
    return (
        f"用了中文（全角）的 {mark} ，请改成英文（半角）的 {meant}",
        f"full-width {mark} : write {meant}",
    )


def _colon(line: str) -> Said | None:
    found = _COLON.match(line)
    if found is None:
        return None
    return f"：{found[1]} 后面要写 = ，不是冒号", f"write = after {found[1]}, not a colon"


def _backslash(line: str) -> Said | None:
    if not any("\\" in text for text in re.findall(r'"(?:[^"\\]|\\.)*"?', line)):
        return None
    return (
        "：路径中的反斜杠 \\ 请改成正斜杠 /",
        "write / instead of \\ in paths",
    )


def _bare_key(line: str) -> Said | None:
    found = _BARE_KEY.match(line)
    if found is None:
        return None
    key = found[1].strip()
    return f'：中文的名称要加英文引号，写成 "{key}"', f'put the name in quotes: "{key}"'


def _bare_value(line: str) -> Said | None:
    found = _VALUE.match(line)
    if found is None or _BARE_VALUE.fullmatch(found[2]) or '"' in found[2]:
        return None
    key, value = found[1], found[2].strip("'")
    return (
        f'：文字要加英文引号，写成 {key} = "{value}"',
        f'put the text in quotes: {key} = "{value}"',
    )


def _half_quoted(line: str) -> Said | None:
    if _outside(line).count('"') + _outside(line).count("'") != 1:
        return None
    return '少了一个英文引号 "', 'a quote " is missing'


def _no_value(line: str) -> Said | None:
    found = _EMPTY.match(line)
    if found is None:
        return None
    return (
        f"：{found[1]} = 后面没有内容；不填的请删去这一行",
        f"nothing follows {found[1]} =; remove the line if it stays empty",
    )


_JUDGES: tuple[Callable[[str], Said | None], ...] = (
    _one_line,
    _quotes,
    _wide,
    _colon,
    _backslash,
    _bare_key,
    _half_quoted,
    _no_value,
    _bare_value,
)


def _parser_said(said: str, line: str) -> Said:
    """Return what the parser says of a line that shows none of the usual mistakes."""
    if "Cannot declare" in said or "Cannot overwrite" in said or "Duplicate" in said:
        return (
            "与前面重复：同一节、同一项只能写一次",
            "is a repetition: a section, and each key in it, is written once",
        )
    if "Expected '=' after a key" in said:
        return "缺少 = ：应写成 名称 = 内容", "there is no =: write name = value"
    if re.search(r"=[^=]*\s[A-Za-z0-9_-]+\s*=", _outside(line)):
        return "一行写了两项，请分成两行", "two things on one line: put them on two"
    if "Unclosed" in said or "Unterminated" in said or "(at end of document)" in said:
        return "或它前面有引号、括号没有写完", "or one before it leaves a quote or bracket open"
    bare = _PLACE.sub("", said).strip()
    return f"不合 TOML 的写法（{bare}）", f"this is not TOML: {bare}"
