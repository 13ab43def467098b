"""Pairs of two years in words."""

from __future__ import annotations

from collections.abc import Iterable

from schoolmap.errors import Language
from schoolmap.model.succession import Evidence, How

HOW_WORDS: dict[How, tuple[str, str]] = {
    "code": ("代码、名称都相同", "same code and name"),
    "code_renamed": ("代码相同，名称相近", "same code, name alike"),
    "name_in_township": ("同乡镇同名，代码变了", "same name in the township, new code"),
    "name_in_successor": ("乡镇调整，名称相同", "same name in what the township became"),
    "decided": ("已由人工认定", "decided"),
    "merged": ("已认定并入", "decided: merged into"),
    "split": ("已认定拆分", "decided: split into"),
    "doubtful": ("疑似，待认定", "doubtful, to be decided"),
    "merged_guess": ("可能并入，待认定", "perhaps merged, to be decided"),
    "gone": ("新表中没有", "not in the new table"),
    "new": ("旧表中没有", "not in the old table"),
}

_EVIDENCE: dict[str, tuple[str, str]] = {
    "same_code_and_name": ("代码、名称相同", "same code and name"),
    "written_differently": ("名称写法不同", "the name is written in another way"),
    "same_code": ("代码相同", "same code"),
    "names_unlike": (
        "名称完全不同：改名，还是代码给了别的村？",
        "names unlike: renamed, or the code given to another?",
    ),
    "same_name": ("名称相同", "same name"),
    "same_name_other_kind": (
        "名称相同，村委会与社区不同（村改居？）",
        "same name, but village and community",
    ),
    "same_name_twice": (
        "同名不止一个（旧 {old} 个，新 {new} 个）",
        "the name stands more than once (old {old}, new {new})",
    ),
    "apart": ("相距 {km} 千米", "{km} km apart"),
    "like_sound": ("名称同音不同字", "names sound alike"),
    "like_order": ("名称字序不同", "same characters in another order"),
    "like_longer": ("名称多（少）一两个字", "one name has a character or two more"),
    "like_one_character": ("名称差一个字", "names differ in one character"),
    "name_elsewhere": ("同名，但在{township}", "same name, but in {township}"),
    "township_by_name": ("{old}改为{new}", "{old} became {new}"),
    "township_by_villages": (
        "{old} {total} 个村中有 {shared} 个的名称在{new}",
        "{shared} of {total} village names of {old} are in {new}",
    ),
    "township_gone": (
        "{township}在新表中没有，也看不出并入哪里",
        "{township} is not in the new table, nor is its heir known",
    ),
    "no_name": ("本乡镇没有同名或相近的", "no name alike in the township"),
    "near": ("本乡镇最近的，相距 {km} 千米", "nearest in the township, {km} km"),
    "perhaps_split": ("也可能拆分，还有 {codes}", "perhaps split: also {codes}"),
    "taken": ("该村已有对应的旧村，可能是并入", "another became it already: perhaps merged"),
    "no_old": ("旧表没有可对应的", "nothing in the old table"),
    "decided": ("人工认定", "decided by a person"),
    "also_into": ("与 {codes} 一起并入", "merged together with {codes}"),
    "refused": ("人工认定不是", "a person refused the suggestion"),
}


def evidence_words(evidence: Iterable[Evidence], language: Language) -> str:
    """Return evidence as one line."""
    parts = [_EVIDENCE[e.code][0 if language == "zh" else 1].format(**e.words) for e in evidence]
    return ("；" if language == "zh" else "; ").join(parts)


def how_words(how: How, language: Language) -> str:
    """Return what joins a pair, in words."""
    return HOW_WORDS[how][0 if language == "zh" else 1]
