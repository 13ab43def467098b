"""The list of checks: whole, in both languages, each brought about by a test, and on its page."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.io.test_problems import CASES as READING
from tests.pipeline.small import small_study
from tests.pipeline.test_doctor import CASES as DOUBTING
from tests.standards.test_packs import PROVINCE

from schoolmap.errors import InputError, Problem
from schoolmap.geography.crs import choose_crs
from schoolmap.io.checks import GROUPS, checks, group_of, harm
from schoolmap.io.checks_page import checks_markdown
from schoolmap.io.packs import packs_of
from schoolmap.io.texts import TEXTS
from schoolmap.io.texts_doctor import DOCTOR
from schoolmap.io.texts_outside import OUTSIDE
from schoolmap.network.split import part_ms
from schoolmap.pipeline import prepare, with_standing
from schoolmap.standards import load
from schoolmap.standards.packs import parse_pack

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "schoolmap"
CHECKS = checks()

ROOMS = (
    "pipeline/standing.py",
    "pipeline/prepare.py",
    "network/split.py",
    "geography/crs.py",
    "geography/datum.py",
    "standards/loading.py",
    "standards/overriding.py",
    "standards/pack_problems.py",
    "io/packs.py",
)
"""Where problems of a study are worded besides the texts of reading."""


def _refused(call: Callable[[], object]) -> Iterable[Problem]:
    with pytest.raises(InputError) as caught:
        call()
    return caught.value.problems


def _no_open_school() -> Iterable[Problem]:
    study = small_study(school_columns={"status": np.array([2, 2], dtype=np.int8)})
    return with_standing(study, prepare(study)).problems


def _twice() -> Iterable[Problem]:
    row = tomllib.loads(PROVINCE)["row"][0]
    return parse_pack({"row": [row, row]}, name="county.toml")[1]


def _too_long() -> Iterable[Problem]:
    long_mm, at_mm, time_ms = (np.array([n]) for n in (10**9, 5 * 10**8, 10**9))
    return _refused(lambda: part_ms(time_ms, at_mm, long_mm))


HERE: dict[str, Callable[[], Iterable[Problem]]] = {
    "no_open_school": _no_open_school,
    "crs_no_points": lambda: _refused(lambda: choose_crs([], None)),
    "pack_unreadable": lambda: packs_of(Path(), ["gone.toml"], load([]))[1],
    "pack_id_twice": _twice,
    "road_too_long": _too_long,
}


@cache
def named_by_tests() -> frozenset[str]:
    """Return the words in quotes, and the names of arguments, of all other tests."""
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("*.py"):
        if path.name != Path(__file__).name:
            found.update(re.findall(r"[a-z][a-z0-9_]+", path.read_text(encoding="utf-8")))
    return frozenset(found)


def test_the_list_has_every_text() -> None:
    assert set(CHECKS) == {*TEXTS, *DOCTOR, *OUTSIDE}
    assert len(CHECKS) == len(TEXTS) + len(DOCTOR) + len(set(OUTSIDE) - set(TEXTS))


def test_the_list_has_what_other_rooms_find() -> None:
    found: set[str] = set()
    for name in ROOMS:
        for node in ast.walk(ast.parse((SOURCE / name).read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            given = [word.value for word in node.keywords if word.arg == "code"]
            if isinstance(node.func, ast.Attribute) and node.func.attr == "_add":
                given.append(node.args[0])
            for value in given:
                # a choice of two is written as one expression
                found |= {n.value for n in ast.walk(value) if isinstance(n, ast.Constant)}
    assert found
    assert found <= set(CHECKS)


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_a_check_is_complete(code: str) -> None:
    check = CHECKS[code]
    assert re.fullmatch(r"[a-z][a-z0-9_]+", code)
    assert check.group in GROUPS
    assert re.search("[\u4e00-\u9fff]", check.message("zh"))
    assert not re.search("[\u4e00-\u9fff]{4}", check.message("en"))
    assert bool(check.repair("zh")) == bool(check.repair("en"))
    if check.severity != "note":
        assert check.repair("zh")
    assert (check.group == "stops") == (check.severity == "error")
    assert (check.group == "note") == (check.severity == "note")
    assert "{" not in check.message("zh").replace("{ ", "")


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_a_check_is_brought_about_by_a_test(code: str) -> None:
    if code in HERE:
        assert code in {problem.code for problem in HERE[code]()}
    elif code not in READING and code not in DOUBTING:
        # those two lists are gone through where they stand; others have a test of their own
        assert code in named_by_tests(), code


def test_a_problem_is_shown_by_the_harm_it_does() -> None:
    assert harm("no_such_code", "warning", "row_set_aside") == "lost"
    assert harm("no_such_code", "warning", "value_changed") == "distorts"
    assert harm("no_such_code", "warning", "kept") == "doubt"
    assert harm("not_connected", "warning", "kept") == "lost"
    problem = Problem("outside_boundary", "note", "a.csv", "", "", "", "")
    assert group_of(problem) == "note"


def test_the_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == checks_markdown(), "run tools/make_checks.py"
