"""What ``schoolmap roads`` says of the roads that it wrote."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from schoolmap.cli.console import say, stderr, stdout
from schoolmap.errors import Language, Problem

if TYPE_CHECKING:
    from schoolmap.io.road_area import Area
    from schoolmap.model.study import RoadLines

_MOST_CLASSES = 12


@dataclass(frozen=True)
class Result:
    """Roads, whose they are, and what was found on the way.

    Attributes
    ----------
    roads, credit
        What was written.
    area
        What was downloaded; None for a file that was converted.
    problems
        What was found.
    tiles
        Tiles of the area, and those of them that an earlier run had fetched.
    """

    roads: RoadLines
    credit: str
    area: Area | None = None
    problems: tuple[Problem, ...] = ()
    tiles: tuple[int, int] = (0, 0)


def here(problem: Problem) -> Problem:
    """Return a problem with a repair that helps here: the file written has no tags to look at."""
    if problem.code != "osm_tracks":
        return problem
    return replace(
        problem,
        repair_zh="若校车可走，请在 OpenStreetMap 补 motor_vehicle=yes；"
        "若全县如此，请加 --tracks。",
        repair_en="Add motor_vehicle=yes in OpenStreetMap where buses use one; add --tracks where "
        "they use all.",
    )


def roads_document(out: Path, result: Result, language: Language) -> dict[str, object]:
    """Return what was written, for a program to read."""
    from schoolmap.cli.checking import problem_document

    kilometres = _kilometres(result.roads)
    return {
        "out": str(out),
        "area": None if result.area is None else result.area.name,
        "area_km2": None if result.area is None else round(result.area.km2, 3),
        "tiles": result.tiles[0],
        "tiles_kept": result.tiles[1],
        "lines": len(result.roads),
        "vertices": len(result.roads.lonlat),
        "length_km": round(sum(kilometres.values()), 3),
        "length_km_by_class": {name: round(km, 3) for name, km in kilometres.items()},
        "attribution": result.credit,
        "problems": [problem_document(here(p), language) for p in result.problems],
    }


def _kilometres(found: RoadLines) -> dict[str, float]:
    """Return kilometres by class, most first."""
    from schoolmap.io.road_checks import drawn_m

    total: Counter[str] = Counter()
    for name, metres in zip(found.highway, drawn_m(found).tolist(), strict=True):
        total[name] += metres / 1000.0
    return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


def show_roads(out: Path, result: Result, *, language: Language, quiet: bool) -> None:
    """Print what was written, whose data it is, and how to go on."""
    zh = language == "zh"
    if not quiet:
        _show_classes(result.roads, zh=zh)
    lines = f"{len(result.roads):,}"
    stdout().print(
        f"已写出 {out}：{lines} 条道路。" if zh else f"Wrote {out}: {lines} roads.",
        markup=False,
        soft_wrap=True,
    )
    if result.credit and not quiet:
        say(language, f"数据来源：{result.credit}", f"Data: {result.credit}")
    if not quiet:
        say(
            language,
            "在 study.toml 中写以下两行，以后不再需要联网：",
            "Write these two lines in study.toml; no internet is needed any more:",
        )
        stderr().print(f'[roads]\nfile = "{road_path(out)}"', markup=False, soft_wrap=True)


def road_path(out: Path) -> str:
    """Return how study.toml names the file: from its own folder, with slashes on all systems.

    It is the study that the file was written into, else the one that the command was given in;
    where neither is one, the path as it was given.
    """
    if (out.parent / "study.toml").is_file():
        return out.name
    here_is = out.parent.resolve() == Path.cwd()
    return out.name if here_is else out.as_posix()


def _show_classes(found: RoadLines, *, zh: bool) -> None:
    from rich.table import Table

    kilometres = _kilometres(found)
    table = Table(box=None, pad_edge=False)
    table.add_column("道路等级" if zh else "class")
    table.add_column("千米" if zh else "km", justify="right")
    for name, km in list(kilometres.items())[:_MOST_CLASSES]:
        table.add_row(name or ("（无等级）" if zh else "(no class)"), f"{km:,.1f}")
    rest = list(kilometres.values())[_MOST_CLASSES:]
    if rest:
        table.add_row("其他" if zh else "others", f"{sum(rest):,.1f}")
    table.add_row("合计" if zh else "all", f"{sum(kilometres.values()):,.1f}", style="bold")
    stderr().print(table)
