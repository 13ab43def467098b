"""Reading the standards tables, and laying a study's own figures over them."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources

from schoolmap.errors import InputError, Problem, UsageError
from schoolmap.model.rules import Standard
from schoolmap.standards.overriding import lay_over

BASE_TABLES: tuple[str, ...] = (
    "cn-layout",
    "cn-basic-2012",
    "cn-quality-2017",
    "cn-forecast",
    "cn-costs",
    "cn-merger",
    "cn-plausible",
)
"""Always loaded, before the tables that a study names: together they hold every row that
`schoolmap.model.rules.rules_of`, the forecast, the costs, the rules of mergers and the checks
read."""


def table_names() -> tuple[str, ...]:
    """Return the names of the standards tables, sorted."""
    folder = resources.files("schoolmap.standards") / "tables"
    return tuple(
        sorted(
            item.name.removesuffix(".toml")
            for item in folder.iterdir()
            if item.name.endswith(".toml")
        )
    )


def load_table(name: str) -> dict[str, Standard]:
    """Return the rows of one standards table by id, in file order.

    Parameters
    ----------
    name
        Name of the table, for example ``cn-layout``.

    Raises
    ------
    UsageError
        If there is no such table.
    """
    names = table_names()
    if name not in names:
        zh = f"没有名为“{name}”的标准表；可用的有：{'、'.join(names)}。"
        en = f"there is no standards table {name!r}; there are: {', '.join(names)}."
        raise UsageError(zh, en)
    path = resources.files("schoolmap.standards") / "tables" / f"{name}.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["row"]
    return {row["id"]: _standard(row, table=name) for row in rows}


def load(
    tables: Sequence[str],
    overrides: Mapping[str, object] | None = None,
    *,
    file: str = "study.toml",
) -> dict[str, Standard]:
    """Return the standards in force, by id.

    The base tables (`BASE_TABLES`) are always loaded first, so that every figure that the kernel
    reads is there even if a study names fewer; the named tables follow in their order. Where two
    tables have the same id the later one wins, and `overrides` win over every table.

    Parameters
    ----------
    tables
        Names of standards tables, as in ``[study] standards``.
    overrides
        Figures by id, as in ``[rules]``; see `override`.
    file
        File that both come from, for messages.

    Raises
    ------
    InputError
        If a table or an id is unknown, or a figure is not of the row's kind or not plausible;
        holds every such problem.
    """
    names = table_names()
    unknown = [name for name in tables if name not in names]
    rows: dict[str, Standard] = {}
    for name in (*BASE_TABLES, *tables):
        if name in names:
            rows.update(load_table(name))
    result, problems = lay_over(
        rows, overrides or {}, file=file, elsewhere=lambda: _table_of_row(rows)
    )
    problems = [*(_unknown_table(name, names, file) for name in unknown), *problems]
    if problems:
        raise InputError(problems)
    return result


def override(
    standards: Mapping[str, Standard],
    overrides: Mapping[str, object],
    *,
    file: str = "study.toml",
) -> dict[str, Standard]:
    """Return `standards` with a study's (or a scenario's) own figures in place of theirs.

    A figure must be of the row's kind and plausible in the row's unit; after all changes the three
    bands must cover grades 1 to 9 without gap or overlap. A changed row becomes an assumption of
    table ``study``, its original figure and clause are kept in clause and note; a figure that is
    equal to the row's leaves the row as it is. ``ride_speed_km_h.<class>`` and
    ``threshold.<schools column>.<stage>`` may name rows that no table has.

    Parameters
    ----------
    standards
        Rows by id; not changed.
    overrides
        Figures by id; nested mappings (an unquoted dot in TOML makes them) are understood.
    file
        File that the figures come from, for messages and notes.

    Raises
    ------
    InputError
        If an id is unknown or a figure is not acceptable; holds every such problem.
    """
    result, problems = lay_over(
        standards, overrides, file=file, elsewhere=lambda: _table_of_row(standards)
    )
    if problems:
        raise InputError(problems)
    return result


def _standard(row: Mapping[str, object], *, table: str) -> Standard:
    fields = {"year": None, **row, "table": table}
    if isinstance(fields["value"], list):
        fields["value"] = tuple(fields["value"])
    return Standard(**fields)  # type: ignore[arg-type]  # the tables are ours, and tested


def _table_of_row(loaded: Mapping[str, Standard]) -> dict[str, str]:
    """Return the table of each id that is not loaded, so that a message can name it."""
    return {rule: name for name in table_names() for rule in load_table(name) if rule not in loaded}


def _unknown_table(name: str, names: Sequence[str], file: str) -> Problem:
    near = difflib.get_close_matches(name, names, n=2, cutoff=0.5) or list(names)
    return Problem(
        code="unknown_standards_table",
        severity="error",
        file=file,
        value=name,
        zh=f"[study] standards 中的标准表“{name}”不存在。",
        en=f"there is no standards table {name!r} ([study] standards).",
        repair_zh=f"可用的相近名称：{'、'.join(near)}。",
        repair_en=f"nearest names: {', '.join(near)}.",
        action="stopped",
    )
