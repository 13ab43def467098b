"""Names that somebody could write to do harm, or that are merely unlucky."""

from __future__ import annotations

import csv
import json
from pathlib import Path

NAMES: dict[str, str] = {
    "image": "<img src=x onerror=alert(1)>",
    "script": "</script><script>alert(1)</script>",
    "comment": "<!-- <script>",
    "cdata": "]]> & &amp; &#39;",
    "template literal": "`${alert(1)}`",
    "jinja": "{{7*7}} {% raw %} {#",
    "braces": "{} {0} {x} %s %(x)s",
    "formula": "=cmd|' /C calc'!A0",
    "sum": "@SUM(1)",
    "plus": "+1+1",
    "minus": "-1-1",
    "proto": "__proto__",
    "constructor": "constructor",
    "to string": "toString",
    "override": "a\u202egpj.exe",
    "isolate": "b\u2067cd",
    "arabic": "مدرسة القرية",
    "combining": "e" + "\u0301" * 40 + "z",
    "emoji": "家👨‍👩‍👧‍👦🏫",
    "rare": "𠮷田𡈽小学",
    "long": "长" * 200,
    "long latin": "x" * 200,
    "markup": "[red]red[/red] [/] [link=http://x]y[/link]",
    "clear screen": "c\x1b[2Jd",
    "link": "l\x1b]8;;http://x\x07m\x1b]8;;\x07",
    "bell": "n\x07\x7f\x9b31m",
    "mathtext": r"$\frac{1}{0}$ $",
    "backslash": "a\\b\\n",
    "quotes": "'\"“”«»",
    "path": "../../etc/passwd",
    "device": "CON",
    "pipe": "a|b,c;d\te",
    "percent": "100%25 %2e%2e",
    "excel escape": "_x000D_ _x0041_",
    "separator": "p\u2028q\u2029r",
    "url": "javascript:alert(1)",
    "empty looking": "\u3164",
    "wiki": "**b** _i_ # [x](y)",
}
"""By what each tries."""

IDS: tuple[str, ...] = (
    "S/1", "../S2", "S|3", 'S"4', "S'5", "S%6", "<S7>", "__proto__", "constructor",
    "toString", "CON",
    "NUL", "=S8", "S 9", "{S10}", "[S11]", "$S12$", "学校13", "S#14", "S?15", "S&16",
    "S;17", "S,18", "0",
    "-1", "+2", "@3", "a\\b", "hasOwnProperty", "null", "undefined", "NaN",
)  # fmt: skip
"""Ids that a program could mistake for something else."""

STUDY_NAME = "<b>县</b> ${}$ =1+1 [red]x[/red] {{7*7}}"
PLANS: tuple[str, ...] = (
    "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "$\\frac{1}{0}$ [red]x[/red]",
    "a\u202egpj \x1b[2J",
)
_SETTINGS = """[study]
name = "{name}"
[schools]
file = "schools.csv"
coordinates = "wgs84"
[villages]
file = "villages.csv"
coordinates = "wgs84"
[roads]
file = "roads.geojson"
coordinates = "wgs84"
"""


def school_ids() -> list[str]:
    """Return an id for each name."""
    return [*IDS, *(f"T{k}" for k in range(len(NAMES) - len(IDS)))]


def write_study(folder: Path) -> list[Path]:
    """Write a study in which every school, village, township and road has such a name.

    Returns the plans' files.
    """
    folder.mkdir(parents=True)
    names, ids = list(NAMES.values()), school_ids()
    schools: list[list[object]] = [
        ["学校标识码", "学校名称", "英文名称", "办学类型", "经度", "纬度", "乡镇", "在校生数", "床位数"]  # noqa: E501
    ]  # fmt: skip
    villages: list[list[object]] = [
        ["村庄代码", "村名", "行政村", "乡镇", "经度", "纬度", "小学生数", "初中生数", "城乡类型"]
    ]
    for k, (name, school) in enumerate(zip(names, ids, strict=True)):
        lon, lat = 111.5 + 0.01 * (k % 8), 36.2 + 0.01 * (k // 8)
        schools.append([school, name, name, "九年一贯制学校", lon, lat, name, 100 + k, 20])
        villages.append([school, name, name, name, lon + 0.005, lat + 0.003, 30, 12, "220"])
    for file, rows in (("schools", schools), ("villages", villages)):
        with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    (folder / "roads.geojson").write_text(json.dumps(_roads(names)), encoding="utf-8")
    settings = _SETTINGS.format(name=STUDY_NAME)
    (folder / "study.toml").write_text(settings, encoding="utf-8")
    return [_plan(folder.parent / f"plan {k}.json", k) for k in range(len(PLANS))]


def _roads(names: list[str]) -> dict[str, object]:
    rows = [[[111.5 + 0.01 * c, 36.2 + 0.01 * r] for c in range(9)] for r in range(7)]
    lines = [*rows, *([row[c] for row in rows] for c in range(9))]
    features = [
        {
            "type": "Feature",
            "properties": {"highway": "tertiary", "name": names[k]},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for k, line in enumerate(lines)
    ]
    return {"type": "FeatureCollection", "features": features}


def _plan(path: Path, k: int) -> Path:
    ids = school_ids()
    opened = {"op": "open", "school": f"N<{k}>", "name": list(NAMES.values())[k * 7], "lon": 111.52}
    changes = [
        {"op": "close", "school": ids[k]},
        {"op": "merge", "school": ids[k + 5], "into": ids[k + 6]},
        {**opened, "lat": 36.22, "grades": "1-6", "seats": 200, "beds": 0, "bus": False},
    ]
    document = {"format": "schoolmap-scenario", "version": 1, "name": PLANS[k], "changes": changes}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
