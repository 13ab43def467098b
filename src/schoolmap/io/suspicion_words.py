"""How a doubted coordinate system is put: which file is probably what, and what to write then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from schoolmap.geography.fit import Fit
from schoolmap.geography.readings import family

Change = tuple[str, str, str]
"""Section of study.toml, its file, and what the file may be."""

_NAMES = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "bd09": "BD-09"}
_FROM_ZH = {
    "wgs84": "由 GPS 测得或已转换为 WGS-84、CGCS2000",
    "gcj02": "取自高德、腾讯地图",
    "bd09": "取自百度地图",
}
_FROM_EN = {
    "wgs84": "come from GPS, or were converted to WGS-84 or CGCS2000",
    "gcj02": "come from Amap (Gaode) or Tencent maps",
    "bd09": "come from Baidu maps",
}
_WHAT = {
    "schools": ("学校表", "the table of schools"),
    "villages": ("村庄表", "the table of villages"),
    "schools+villages": ("学校表和村庄表", "the tables of schools and villages"),
    "roads": ("路网", "the roads"),
    "boundary": ("界线", "the boundary"),
}
_COUNTED = {"schools": ("所学校", "schools"), "villages": ("个村", "villages")}
_PLACES = ("个点", "places")


def doubt_words(
    fit: Fit, *options: Sequence[Change], declared: Mapping[str, str]
) -> dict[str, Any]:
    """Return the words for a doubt: its evidence, and what the files may be.

    Parameters
    ----------
    fit
        How well another reading fits.
    *options, declared
        As `option_words` takes them.
    """
    return {
        "count": fit.places,
        "before": f"{fit.before_m:.0f}",
        "after": f"{fit.after_m:.0f}",
        "near_before": f"{fit.near_before * 100:.0f}",
        "near_after": f"{fit.near_after * 100:.0f}",
        "control": f"{fit.control_m:.0f}",
        **option_words(*options, declared=declared),
    }


def counted_words(section: str) -> dict[str, Any]:
    """Return what the places of a section are counted as."""
    zh, en = _COUNTED.get(section, _PLACES)
    return {"unit_zh": zh, "unit_en": en}


def option_words(*options: Sequence[Change], declared: Mapping[str, str]) -> dict[str, Any]:
    """Return the words for what files may be, and for how to say so.

    Parameters
    ----------
    *options
        What may be, likeliest first: the files to read otherwise, each with its section of
        study.toml and what it would be.
    declared
        What each section says now.
    """
    first = options[0][0]
    single = len(options) == 1 and len(options[0]) == 1
    return {
        "table_zh": _WHAT[first[0]][0],
        "table_en": _WHAT[first[0]][1],
        "to": _NAMES[first[2]],
        "declared": declared[first[0]],
        "or_zh": _more_zh(options, declared),
        "or_en": _more_en(options, declared),
        "read_zh": f"按 {_NAMES[first[2]]} " if single else "那样",
        "read_en": f"as {_NAMES[first[2]]}" if single else "that way",
        "fix_zh": _fix_zh(options, declared),
        "fix_en": _fix_en(options, declared),
    }


def _more_zh(options: Sequence[Sequence[Change]], declared: Mapping[str, str]) -> str:
    """Return what else has to be otherwise, and what may be otherwise instead."""
    said = [
        "，而且".join(
            f"{_WHAT[s][0]}的坐标是 {_NAMES[to]}，不是 {declared[s]}" for s, _, to in parts
        )
        for parts in (options[0][1:], *options[1:])
        if parts
    ]
    joints = ["，而且" if len(options[0]) > 1 else "，或者", *["，或者"] * len(said)]
    return "".join(f"{joint}{text}" for joint, text in zip(joints, said, strict=False))


def _more_en(options: Sequence[Sequence[Change]], declared: Mapping[str, str]) -> str:
    said = [
        " and ".join(
            f"those of {_WHAT[s][1]} {_NAMES[to]}, not {declared[s]}" for s, _, to in parts
        )
        for parts in (options[0][1:], *options[1:])
        if parts
    ]
    joints = [", and " if len(options[0]) > 1 else ", or ", *[", or "] * len(said)]
    return "".join(f"{joint}{text}" for joint, text in zip(joints, said, strict=False))


def _fix_zh(options: Sequence[Sequence[Change]], declared: Mapping[str, str]) -> str:
    """Return what to write; each further way for when the one before is known to be right."""
    text = f"请把 {_writes_zh(options[0])}"
    for before, parts in pairwise(options):
        section = before[0][0]
        known = _FROM_ZH[family(declared[section])]
        text += f"；确知{_WHAT[section][0]}的坐标{known}的，改为把 {_writes_zh(parts)}"
    section = options[-1][0][0]
    known = _FROM_ZH[family(declared[section])]
    who = "" if len(options) == 1 else f"{_WHAT[section][0]}也"
    return f"{text}；确知{who}{known}的，不用改"


def _fix_en(options: Sequence[Sequence[Change]], declared: Mapping[str, str]) -> str:
    text = f"Write {_writes_en(options[0])}"
    for before, parts in pairwise(options):
        section = before[0][0]
        known = _FROM_EN[family(declared[section])]
        text += f"; if the coordinates of {_WHAT[section][1]} are known to {known}, instead write "
        text += _writes_en(parts)
    section = options[-1][0][0]
    known = _FROM_EN[family(declared[section])]
    who = "they" if len(options) == 1 else f"those of {_WHAT[section][1]}"
    return f"{text}. Leave it if {who} are known to {known}"


def _writes_zh(parts: Sequence[Change]) -> str:
    return "、".join(
        f'{"、".join(f"[{key}]" for key in section.split("+"))} 改为 coordinates = "{system}"'
        for section, _, system in parts
    )


def _writes_en(parts: Sequence[Change]) -> str:
    return " and ".join(
        f'coordinates = "{system}" in {", ".join(f"[{key}]" for key in section.split("+"))}'
        for section, _, system in parts
    )
