"""Damage to settings and plans: values, keys and changes that nobody planned."""

from __future__ import annotations

import copy
import json
import re
from random import Random
from typing import Any

from benchmarks.fuzz_damage import HOSTILE, damage_bytes

TOML_VALUES = (
    '""', '" "', "0", "-1", "1", "1e308", "1e400", "inf", "nan", "9" * 30, "9" * 5000,
    "true", "[]", "{}",
    "[1]", '["x"]', "{a=1}", "{a={b={c={d=1}}}}", "[" * 3000 + "]" * 3000,
    "2026-01-01", "07:00:00",
    '"EPSG:4326"', '"EPSG:999999"', '"EPSG:32649"', '"gcj02"', '"bd09"',
    '"+proj=longlat"', '"{"', '"[="',
    '"utf-16"', '"rot13"', '"hex"', '"zlib"', '"idna"', '"undefined"', '"../x"', '"."',
    '".."', '"/"',
    '"a\\u0000b"', '"con"', '"schools.xlsx"', '"villages.csv"', '"roads.geojson"',
    '"x.shp"', '"x.pbf"',
    '"mysql://x"', '"cn-layout"', '["cn-layout"]', '["cn-layout", "cn-layout"]',
    '"1-3"', '"1-9"',
    '"7-9"', '"en"', "50", "0.001", "500", "'''\n'''", '"{x}"', '"[red]"',
    '"\\U0001F600"', "0x10", "-0.0",
)  # fmt: skip
TOML_LINES = (
    '[rules]\n"walk_limit_s.lower_primary" = {v}', '[rules]\n"grades.junior" = {v}',
    '[rules]\n"grades.lower_primary" = {v}', '[rules]\n"ride_speed_km_h.default" = {v}',
    '[rules]\n"ride_speed_km_h.{n}" = {v}', '[rules]\n"walk_speed_m_s.junior" = {v}',
    '[rules]\n"detour_factor" = {v}', '[rules]\n"{n}" = {v}', "[rules]\n{n}.b.c = {v}",
    "[pack]\nfiles = {v}",
    '[rules]\n"class_limit.primary" = {v}', '[rules]\n"threshold.computers.primary" = {v}',
    '[rules]\n"off_road_speed_m_s" = {v}', '[rules]\n"forecast.years" = {v}',
    '[rules]\n"assign_private" = {v}',
    "[terrain]\nfile = {v}", "[{n}]", "{n} = {v}", "[[schools]]",
    "[schools.columns]\nname = {v}",
    "[schools.values.type]\n{n} = {v}", "[villages.values.area_class]\n{n} = {v}",
    "[roads.values.highway]\n{n} = {v}", "[villages.columns]\n{n} = {v}", "[study]",
    "\x00", "'''", "=",
)  # fmt: skip
NAMES = ("x", '"学校"', '""', '"__proto__"', '"{x}"', "g1", "name", "type", '"a.b"', "k" * 3000)


def damage_toml(text: str, rng: Random) -> str:
    """Return settings with values, keys and sections that are missing, doubled or absurd."""
    lines = text.splitlines()
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        at = rng.randrange(len(lines) + 1) if lines else 0
        how = rng.randrange(8)
        line = lines[at] if at < len(lines) else ""
        key = re.match(r"\s*([\w\".]+)\s*=", line)
        if how < 4 and key is not None:
            lines[at] = f"{key[1]} = {rng.choice(TOML_VALUES)}"
        elif how == 4 and at < len(lines):
            del lines[at]
        elif how == 5:
            lines.insert(at, line)
        elif how == 6 and key is not None:
            lines[at] = line.replace(key[1], rng.choice(NAMES), 1)
        else:
            new = rng.choice(TOML_LINES).replace("{v}", rng.choice(TOML_VALUES))
            lines.insert(rng.choice((at, len(lines))), new.replace("{n}", rng.choice(NAMES)))
    return "\n".join(lines) + "\n"


JSON_VALUES: tuple[object, ...] = (
    *HOSTILE, [], {}, [[]], {"a": 1}, [1, 2], "S1", "2114900101", "2114900102", "2114900103",
    "14102420620001", "lower_primary", "junior", "1-6", "7-9", "\ud800", "x\udfff",
    240, 1.0, 1500,
)  # fmt: skip
OPS = ("close", "merge", "open", "set_grades", "set_seats", "set_beds", "set_bus", "designate", "x")
FIELDS = (
    "school", "into", "village", "band", "grades", "seats", "beds", "bus", "lon",
    "lat", "name", "at", "op",
)  # fmt: skip


def damage_scenario(document: dict[str, Any], rng: Random) -> bytes:
    """Return a plan as the bytes of its file, with changes and values that nobody planned."""
    made = copy.deepcopy(document)
    changes = made["changes"]
    for _ in range(rng.choice((1, 1, 2, 4, 10))):
        how = rng.randrange(7)
        change = rng.choice(changes) if changes else {}
        if how < 2 and isinstance(change, dict) and change:
            change[rng.choice([*change, *FIELDS])] = _value(rng)
        elif how == 2:
            made[rng.choice([*made, "x"])] = _value(rng)
            changes = made["changes"] if isinstance(made.get("changes"), list) else []
        elif how == 3:
            fields = rng.sample(FIELDS, rng.randrange(len(FIELDS)))
            drawn = {field: _value(rng) for field in fields}
            changes.insert(rng.randrange(len(changes) + 1), {"op": rng.choice(OPS), **drawn})
        elif how == 4:
            changes.append(_likely(rng))
        elif how == 5 and isinstance(made.get("rules"), dict):
            rule = rng.choice(
                ("walk_limit_s.junior", "ride_limit_s.junior", "may_board.junior", "x")
            )
            made["rules"][rule] = _value(rng)
        elif changes:
            del changes[rng.randrange(len(changes))]
    text = json.dumps(made, ensure_ascii=rng.random() < 0.7)
    raw = text.encode("utf-8", errors="replace")
    return damage_bytes(raw, rng) if rng.random() < 0.2 else raw


def _value(rng: Random) -> object:
    """Return a value of its own: one that is shared would carry one case's damage to the next."""
    return copy.deepcopy(rng.choice(JSON_VALUES))


def _likely(rng: Random) -> dict[str, object]:
    """Return a change that could well be right."""
    school = rng.choice(("2114900101", "2114900102", "2114900103", "N1", "N2"))
    other = rng.choice(("2114900101", "2114900102", "2114900103", "N1"))
    place = {"lon": 111.5 + rng.random() / 10, "lat": 36.2 + rng.random() / 10}
    bare: tuple[dict[str, object], ...] = (
        {"op": "close", "school": school},
        {"op": "merge", "school": school, "into": other},
        {"op": "open", "school": school, "name": rng.choice(HOSTILE), **place,
        "grades": "1-6", "seats": 90},
        {"op": "set_grades", "school": school, "grades": rng.choice(("1-3", "1-9",
        "7-9", "4"))},
        {"op": "set_seats", "school": school, "seats": rng.choice((0, 1, 10**6, 10**9, 2**53))},
        {"op": "set_beds", "school": school, "beds": rng.choice((0, 7, 10**9))},
        {"op": "designate", "village": "14102420620001", "band": "junior", "school": school},
    )  # fmt: skip
    return rng.choice(bare)
