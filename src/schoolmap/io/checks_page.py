"""The page of all checks, docs/checks.md, made from their list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schoolmap.errors import ACTION_TEXT
from schoolmap.io.checks import GROUPS, Check, Group, checks

_HEAD = """\
# 检查项 / Checks

<!-- 由 tools/make_checks.py 生成，请勿手改 / made by tools/make_checks.py, not by hand -->

`schoolmap check STUDY` 读取全部资料、接上路网，按危害从大到小列出问题与修正办法，不作任何改动。
资料不能运行时退出码为 1。
`schoolmap check STUDY` reads everything, joins it to the roads and lists problems with their
repair, the most harmful first. It changes nothing. Exit code 1 where the study cannot run.

| 选项 / option | 作用 / what it does |
|---|---|
{options}

合理范围（生均值、学生占人口比例等）在标准表 `cn-plausible` 中，均为假定，可在 `[rules]` 中改写，
例如 `"plausible.school_road_m" = 500`。它们只用于提示，不进入计算。
Limits of the plausible are rows of the table `cn-plausible`, all of them assumptions; `[rules]`
may set them. They only raise questions and enter no figure.

正文中的“…”是资料里的数字和名称。 / Dots stand for a study's own numbers and names.
"""
_OPTIONS = (
    ("`--quick`", "不查路网", "leave the network out"),
    ("`--all`", "每处都列出，不只举三例", "every place, not three examples of each check"),
    (
        "`--list`、`--explain CODE`",
        "列出全部检查项，或说明一项",
        "list every check, or explain one",
    ),
    ("`--json`", "供程序读取，见文末", "for programs, see the end"),
    (
        "`--fix DIR`",
        "另存一份修正了格式的资料，见 [fixing.md](fixing.md)",
        "write a copy whose form is repaired",
    ),
)

_SCHEMA = """\
## `--json`

一个对象；以后的版本只会增加键。 / One object; later versions only add keys.

| 键 / key | 内容 / what it holds |
|---|---|
{keys}

`action` 是 / is one of: {actions}.

`--list --json` 给出本页的列表 / prints this page as a list: `code`, `severity`, `group`, `action`,
`message`, `repair`.
"""
_KEYS = (
    ("`format`, `version`", '`"schoolmap-check"`, `1`', "later versions only add keys"),
    ("`study`", "资料名称；读不出时为空", "its name; empty where the study cannot be read"),
    ("`can_run`", "能否运行", "whether `run` would run"),
    ("`network`", "是否查了路网", "whether the network was looked at"),
    (
        "`used`",
        "用上的行数 `schools`、`villages` 和学生数 `pupils`；不能运行时为 null",
        "rows and pupils used; null where the study cannot run",
    ),
    (
        "`set_aside`",
        "未使用的行数，及这些行里能读出的学生数；键同上",
        "rows set aside and the pupils that can be read in them; keys as above",
    ),
    (
        "`pupils_off_network`",
        "已用学生中，所在村没有接上主路网的人数；未查为 null",
        "pupils used whose village does not join the main network; null where not looked at",
    ),
    ("`severities`", "`error`、`warning`、`note` 各几处", "how many of each"),
    (
        "`groups`",
        "`stops`、`lost`、`distorts`、`doubt`、`note` 各几处",
        "how many of each group above",
    ),
    (
        "`problems`",
        (
            "每处一个对象：`code`、`severity`、`group`、`file`、`sheet`（工作簿有几个工作表"
            "时的表名）、`row`（表格行号或 null）、"
            "`column`、`value`、`action`、`message`、`repair`"
        ),
        "an object for each place",
    ),
)


def checks_markdown() -> str:
    """Return docs/checks.md."""
    known = list(checks().values())
    sections = (
        "\n".join(_section(group, [c for c in known if c.group == group])) for group in GROUPS
    )
    actions = ", ".join(f"`{code}` {zh} / {en}" for code, (zh, en) in ACTION_TEXT.items())
    head = _HEAD.format(options=_table(_OPTIONS))
    return "\n".join([head, *sections, _SCHEMA.format(keys=_table(_KEYS), actions=actions)])


def _table(rows: Sequence[tuple[str, str, str]]) -> str:
    return "\n".join(f"| {name} | {zh} / {en} |" for name, zh, en in rows)


def _section(group: Group, members: list[Check]) -> Iterator[str]:
    zh, en = GROUPS[group]
    yield f"## {zh} / {en} (`{group}`, {len(members)})\n"
    for check in members:
        done_zh, done_en = ACTION_TEXT[check.text.action]
        yield f"### `{check.code}`\n"
        yield f"{check.message('zh')}（{done_zh}）"
        if check.repair("zh"):
            yield f"→ {check.repair('zh')}"
        yield f"\n{check.message('en')} ({done_en})"
        if check.repair("en"):
            yield f"→ {check.repair('en')}"
        yield ""
