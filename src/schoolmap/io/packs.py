"""Rule packs of a study: the national one, with the files that study.toml names laid over it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from schoolmap.errors import InputError, Problem
from schoolmap.io.toml import read_toml
from schoolmap.io.toml_mistakes import why
from schoolmap.model.rules import Standard
from schoolmap.model.ruling import RulePack
from schoolmap.model.study import Study
from schoolmap.standards.packs import PackFile, parse_pack, rule_pack


def read_packs(study: Study) -> RulePack:
    """Return the rules that plans of a study are held to.

    Parameters
    ----------
    study
        ``[pack] files`` names the packs, in the order in which they are laid over each other.

    Raises
    ------
    InputError
        With every problem of every file.
    """
    pack, problems = packs_of(study.folder, study.settings.pack.files, study.standards)
    if problems:
        raise InputError(problems)
    return pack


def packs_of(
    folder: Path, names: Sequence[str], standards: Mapping[str, Standard]
) -> tuple[RulePack, tuple[Problem, ...]]:
    """Return the national pack with files laid over it, and everything that is wrong with them.

    Parameters
    ----------
    folder, names
        Where the files are, in the order in which they are laid over each other.
    standards
        The study's figures.
    """
    files: list[PackFile] = []
    problems: list[Problem] = []
    for name in names:
        found, flaws = _read(folder, name)
        problems += flaws
        if found is not None:
            files.append(found)
    pack, unfit = rule_pack(standards, files)
    # what does not fit together is only known where each file could be read
    return pack, tuple(problems) or unfit


def _read(folder: Path, name: str) -> tuple[PackFile | None, tuple[Problem, ...]]:
    path = folder / name
    try:
        document = read_toml(path)
    except OSError:
        return None, (_unreadable(name, "文件不存在或无法读取", "it is missing or unreadable"),)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return None, (_unreadable(name, *why(error)),)
    return parse_pack(document, name=name)


def _unreadable(name: str, zh: str, en: str) -> Problem:
    return Problem(
        code="pack_unreadable",
        severity="error",
        file=name,
        zh=f"[pack] files 中的规则文件不能用：{zh}。",
        en=f"the rule pack of [pack] files cannot be used: {en}.",
        repair_zh="请检查文件名；写法见 docs/hearing.md。",
        repair_en="check its name; docs/hearing.md shows how to write it.",
        action="stopped",
    )
