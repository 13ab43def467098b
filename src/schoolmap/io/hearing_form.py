"""A hearing.toml to fill in, with the schools and papers that a plan asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from schoolmap.errors import MachineError
from schoolmap.io.whole import cannot_write, write_whole
from schoolmap.model.ruling import BODIES, Judgement
from schoolmap.model.ruling_words import BODY
from schoolmap.model.scenario import Scenario

_HEAD = """\
# 撤并方案的听证等材料；写法见 docs/hearing.md。有了材料的一节去掉行首的 # 并填写，没有的不用管。
# What is brought for a plan; docs/hearing.md says how. Take the # off sections that you fill in.
# 每一节用 file（同一文件夹中的文件）或 reference（文号）写明依据。
# Each names its paper: file (in this folder) or reference (number of a document).

[hearing]
plan = {plan}
supplied_by = ""

# [publicity]                   # 公示 / publicity
# start = 2026-01-01
# end = 2026-01-31
# where = ""
# reference = ""

# [session]                     # 听证会 / hearing
# date = 2026-01-01
# announced = 2026-01-01
# where = ""
# file = ""

# [approval]                    # 报批 / approval
# submitted = 2026-01-01
# approved = 2026-01-01
# authority = ""
# reference = ""
"""


def hearing_form(
    scenario: Scenario, judgement: Judgement, ending: Mapping[str, str], *, plan: str
) -> str:
    """Return a hearing.toml to fill in.

    Parameters
    ----------
    scenario
        The plan.
    judgement
        Says what is to be supplied.
    ending
        Names of the schools that close or give up grades, by id.
    plan
        Name of its file, without ending.
    """
    parts = [_HEAD.format(plan=_quoted(plan or scenario.name))]
    parts += _votes(ending)
    parts += _built(judgement)
    parts += _evidence(judgement)
    return "\n".join(parts)


def write_hearing_form(text: str, path: Path) -> Path:
    """Write a form; never over a file that is there.

    Raises
    ------
    MachineError
        If there is such a file, or it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text, over=False)
    except FileExistsError as error:
        zh, en = f"{path} 已存在，没有改动。", f"{path} is there already and was left as it is."
        raise MachineError(zh, en) from error
    except OSError as error:
        raise cannot_write(path, error) from error
    return path


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _comment(text: str) -> str:
    return " ".join(text.split())


def _votes(ending: Mapping[str, str]) -> Iterator[str]:
    for school, name in ending.items():
        for body in BODIES:
            zh, en = BODY[body]
            yield (
                f"# [[vote]]                      # {_comment(name)}：{zh} / {en}\n"
                f"# school = {_quoted(school)}\n"
                f'# body = "{body}"\n'
                "# date = 2026-01-01\n"
                "# for = 0\n"
                "# against = 0\n"
                "# abstained = 0\n"
                "# asked = 0\n"
                '# file = ""\n'
            )


def _built(judgement: Judgement) -> Iterator[str]:
    """Give a section for each thing that is to be shown to have been built."""
    whats = {"seats": "seats", "beds": "beds", "bus": "bus_seats", "school_opens": "school"}
    for ruling in judgement.rulings:
        kind = judgement.pack.rule(ruling.rule).kind
        if kind == "built_first" and ruling.verdict == "to_supply":
            yield (
                "# [[built]]                     # 先建后撤 / built first\n"
                f"# school = {_quoted(ruling.subject_id)}\n"
                f'# what = "{whats[ruling.detail]}"\n'
                f"# count = {ruling.limit or 0}\n"
                "# date = 2026-01-01\n"
                '# reference = ""\n'
            )


def _evidence(judgement: Judgement) -> Iterator[str]:
    for rule in judgement.pack.rules:
        if rule.kind == "evidence" and judgement.verdict(rule.id) != "kept":
            yield (
                f"# [[evidence]]                  # {rule.zh} / {rule.en}\n"
                f"# name = {_quoted(rule.evidence)}\n"
                "# date = 2026-01-01\n"
                '# file = ""\n'
            )
