"""What each school of Yunling has: classes, beds, teachers, buildings, equipment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tools.simulation.siting import School

Row = dict[str, int | float | str | None]
Range = tuple[float, float]


@dataclass(frozen=True)
class Profile:
    """Ranges from which a kind of school draws its means (per pupil, per class or in all)."""

    class_size: float
    full: Range
    boarders: Range
    pupils_per_teacher: Range
    above_degree: Range
    backbone: Range
    pe_arts: Range
    senior: Range
    land: Range
    land_floor: float
    teaching: Range
    teaching_floor: float
    other_building: Range
    sports: Range
    sports_floor: float
    equipment: Range
    computers: Range
    books: Range


PROFILES: dict[str, Profile] = {
    "town": Profile(
        60,
        (1.06, 1.28),
        (0, 0),
        (18.5, 21),
        (0.90, 0.98),
        (0.08, 0.14),
        (0.085, 0.12),
        (0.52, 0.64),
        (8.5, 13),
        9000,
        (3.5, 4.7),
        2600,
        (0.9, 1.5),
        (3.6, 6.2),
        2400,
        (1700, 3000),
        (9, 14),
        (16, 24),
    ),
    "town_junior": Profile(
        57,
        (1.02, 1.20),
        (0.18, 0.34),
        (13.2, 15),
        (0.86, 0.94),
        (0.10, 0.16),
        (0.08, 0.11),
        (0.50, 0.62),
        (14, 21),
        16000,
        (4.7, 6.3),
        5200,
        (1.3, 2.1),
        (6.2, 9.6),
        6500,
        (2100, 3600),
        (11, 17),
        (26, 38),
    ),
    "seat": Profile(
        50,
        (0.86, 1.10),
        (0.14, 0.30),
        (15.5, 18.5),
        (0.80, 0.92),
        (0.05, 0.10),
        (0.055, 0.09),
        (0.46, 0.60),
        (17, 27),
        6500,
        (4.3, 6.2),
        1900,
        (1.0, 1.9),
        (6.0, 9.0),
        2600,
        (1500, 2600),
        (9, 15),
        (20, 30),
    ),
    "seat_junior": Profile(
        52,
        (0.80, 1.05),
        (0.52, 0.76),
        (11.8, 14),
        (0.78, 0.90),
        (0.05, 0.11),
        (0.06, 0.09),
        (0.45, 0.58),
        (23, 34),
        13000,
        (5.2, 7.4),
        3100,
        (1.4, 2.4),
        (8.4, 12.5),
        6000,
        (1900, 3100),
        (11, 17),
        (27, 40),
    ),
    "village": Profile(
        40,
        (0.30, 0.72),
        (0, 0),
        (11.5, 15.5),
        (0.58, 0.80),
        (0.0, 0.05),
        (0.0, 0.06),
        (0.38, 0.60),
        (24, 40),
        2600,
        (5.5, 8.5),
        640,
        (1.0, 2.2),
        (6.5, 11),
        900,
        (1300, 2900),
        (8, 17),
        (18, 34),
    ),
    "point": Profile(
        30,
        (0.22, 0.55),
        (0, 0),
        (6.5, 10.5),
        (0.30, 0.62),
        (0.0, 0.0),
        (0.0, 0.04),
        (0.40, 0.75),
        (36, 70),
        900,
        (8, 13),
        190,
        (1.5, 3.0),
        (8, 16),
        220,
        (900, 2600),
        (6, 18),
        (16, 40),
    ),
    "private": Profile(
        42,
        (0.72, 0.92),
        (0.30, 0.50),
        (14, 16.5),
        (0.72, 0.86),
        (0.01, 0.03),
        (0.07, 0.11),
        (0.12, 0.24),
        (12, 17),
        9000,
        (4.8, 6.6),
        2400,
        (1.8, 2.6),
        (5.5, 8),
        2400,
        (1800, 2900),
        (9, 13),
        (16, 24),
    ),
}
GAPS = (
    ("县级以上骨干教师数", 3),
    ("体育艺术专任教师数", 3),
    ("食堂座位数", 4),
    ("计算机台数", 2),
    ("教学仪器设备值（万元）", 2),
    ("厕所蹲位数", 3),
    ("学位数", 5),
)
BUS_SEATS = (19, 36, 36, 51)


def _between(rng: np.random.Generator, bounds: Range) -> float:
    return float(rng.uniform(*bounds))


def class_count(roll: np.ndarray, size: float) -> int:
    """One class at least for each grade with pupils."""
    return int(np.ceil(roll[roll > 0] / size).astype(np.int64).sum())


def resources(school: School, rng: np.random.Generator) -> Row:
    """Draw one school's resource columns; they agree with each other."""
    p = PROFILES[school.kind]
    roll = int(school.roll.sum())
    heads = roll + school.senior
    classes = class_count(school.roll, p.class_size)
    limit = 45 if school.grades[1] <= 6 else 50
    seats = max(round(roll / _between(rng, p.full) / limit), 1) * limit
    boarders = round(roll * _between(rng, p.boarders))
    teachers = max(
        round(heads / _between(rng, p.pupils_per_teacher)),
        int(np.ceil(classes * (1.25 if school.kind == "village" else 1.0))),
        1,
    )
    staff = teachers + (round(teachers * rng.uniform(0.03, 0.09)) if teachers > 6 else 0)
    teaching = round(
        max(heads * _between(rng, p.teaching), p.teaching_floor * rng.uniform(0.85, 1.5)), 1
    )
    dorm = round(boarders * rng.uniform(2.2, 3.9), 1)
    other = round(heads * _between(rng, p.other_building), 1)
    row: Row = {
        "班级数": classes,
        "学位数": seats,
        "寄宿生数": boarders,
        "女寄宿生数": round(boarders * rng.uniform(0.44, 0.53)),
        "床位数": int(np.ceil(boarders * rng.uniform(0.86, 1.22) / 4) * 4),
        "食堂座位数": round(heads * rng.uniform(0.3, 0.62)) if heads > 40 else 0,
        "教职工数": staff,
        "专任教师数": teachers,
    }
    row |= _teachers(p, teachers, rng)
    land = max(heads * _between(rng, p.land), p.land_floor * rng.uniform(0.85, 1.6))
    building = round(teaching + dorm + other, 1)
    row |= {
        "占地面积（平方米）": round(max(land, building * 0.7), 0),
        "校舍建筑面积（平方米）": building,
        "教学及辅助用房面积（平方米）": teaching,
        "体育运动场馆面积（平方米）": round(
            min(
                max(heads * _between(rng, p.sports), p.sports_floor * rng.uniform(0.7, 1.5)),
                land * 0.6,
            ),
            0,
        ),
        "学生宿舍面积（平方米）": dorm,
    }
    return row | _equipment(p, heads, classes + round(school.senior / 52), rng)


def _teachers(p: Profile, teachers: int, rng: np.random.Generator) -> Row:
    return {
        "高于规定学历教师数": round(teachers * _between(rng, p.above_degree)),
        "县级以上骨干教师数": round(teachers * _between(rng, p.backbone)),
        "体育艺术专任教师数": round(teachers * _between(rng, p.pe_arts)),
        "中级及以上职称教师数": round(teachers * _between(rng, p.senior)),
    }


def _equipment(p: Profile, heads: int, classes: int, rng: np.random.Generator) -> Row:
    return {
        "教学仪器设备值（万元）": round(heads * _between(rng, p.equipment) / 10000, 2),
        "网络多媒体教室数": max(round(classes * rng.uniform(0.72, 1.12)), 1),
        "计算机台数": max(round(heads * _between(rng, p.computers) / 100), 2),
        "图书册数": round(heads * _between(rng, p.books)),
        "厕所蹲位数": max(round(heads / rng.uniform(20, 38)), 2),
    }


def leave_gaps(rows: list[Row], rng: np.random.Generator) -> None:
    """Empty a handful of cells, as real returns have them."""
    open_ = [r for r in rows if r["状态"] == "在办"]
    for column, count in GAPS:
        for k in sorted(rng.choice(len(open_), size=count, replace=False).tolist()):
            open_[k][column] = None
