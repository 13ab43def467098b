"""What the command line's library says of a wrong call, in Chinese."""

from __future__ import annotations

import re
from typing import Any

_SAID: tuple[tuple[str, str], ...] = (
    (r"Missing argument '(.+)'\.", "缺少 {0}（{what}）。"),
    (r"Missing (?:option|parameter) '(.+)'\.", "缺少 {0}。"),
    (r"No such option:? '?([^\s']+)'?(?:.*\((?:Possible options|Did you mean):? (.+)\))?.*",
     "没有 {0} 这个选项。"),
    (r"No such command '(.+?)'.*?(?:Did you mean (.+)\?)?", "没有 {0} 这个命令。"),
    (r"Option '(.+)' requires an argument\.", "{0} 后面要写内容。"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)",
     "多出了：{0}。路径中有空格的，要加英文引号。"),
    (r"Invalid value for '(.+?)': (?:.*integer.*)", "{0} 应为整数。"),
    (r"Invalid value for '(.+?)': (?:.*(?:number|float).*)", "{0} 应为数字。"),
    (r"Invalid value for '(.+?)': .*is not one of (.+?)\.?", "{0} 只能是 {1}。"),
    (r"Invalid value for '(.+?)': (.+)", "{0} 的内容不对：{1}"),
)  # fmt: skip
"""Sentences of the library, and ours; what is not among them is shown as it is."""
_WHAT = {"STUDY": "含 study.toml 的文件夹"}
_ELSE = {"没有 {0} 这个选项。", "没有 {0} 这个命令。"}


def misuse_zh(said: str, usage: str, command: str) -> str:
    """Return what is wrong with a call, and how it is meant.

    Parameters
    ----------
    said
        The library's sentence.
    usage
        Its line of usage; empty where it gives none.
    command
        The command as called, ``schoolmap run``.
    """
    lines = [_translated(said.strip())]
    if usage:
        lines.append("用法：" + re.sub(r"^\s*Usage:\s*", "", usage).strip())
    lines.append(f"详见 {command or 'schoolmap'} --help。")
    return "\n".join(lines)


def told_zh(error: Any) -> str:  # noqa: ANN401 (of whichever click the library carries)
    """Return the same of an error that the library raised."""
    context = getattr(error, "ctx", None)
    usage = "" if context is None else context.get_usage()
    return misuse_zh(error.format_message(), usage, "" if context is None else context.command_path)


def _translated(said: str) -> str:
    for pattern, ours in _SAID:
        found = re.fullmatch(pattern, said, flags=re.DOTALL)
        if found is None:
            continue
        given = found.groups(default="")
        bare = given[0].strip("{}[]")
        text = ours.format(bare, *given[1:], what=_WHAT.get(bare, "必填"))
        near = given[1].replace("'", "") if len(given) > 1 and ours in _ELSE else ""
        return f"{text}是不是 {near}？" if near else text
    return said
