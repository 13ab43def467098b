"""What a school has, and the indicators that are made of it.

Stored as whole numbers: `scale` times the unit (money in fen, areas in 0.01 m2, counts as they
are); -1 where a school reported nothing, which is never the same as zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Edition = Literal["2012", "2017"]
EDITIONS: tuple[Edition, ...] = ("2012", "2017")


@dataclass(frozen=True)
class Resource:
    """A resource column of the schools table.

    Attributes
    ----------
    name
        Column of the schools table.
    scale
        Stored integer = `scale` x value.
    movable
        Whether it follows the pupils when a school closes (staff, equipment, books, computers).
    """

    name: str
    zh: str
    en: str
    unit: str
    scale: int
    movable: bool


RESOURCES: tuple[Resource, ...] = (
    Resource("staff", "教职工", "staff", "person", 1, movable=True),
    Resource("teachers", "专任教师", "teachers", "person", 1, movable=True),
    Resource(
        "teachers_above_degree",
        "高于规定学历教师",
        "teachers above the required degree",
        "person",
        1,
        movable=True,
    ),
    Resource(
        "backbone_teachers",
        "县级以上骨干教师",
        "backbone teachers",
        "person",
        1,
        movable=True,
    ),
    Resource(
        "pe_arts_teachers",
        "体育、艺术专任教师",
        "PE and arts teachers",
        "person",
        1,
        movable=True,
    ),
    Resource(
        "senior_teachers",
        "中级及以上职称教师",
        "teachers of middle title or above",
        "person",
        1,
        movable=True,
    ),
    Resource("land_area_m2", "占地面积", "land", "m2", 100, movable=False),
    Resource("building_area_m2", "校舍建筑面积", "buildings", "m2", 100, movable=False),
    Resource(
        "teaching_area_m2",
        "教学及辅助用房面积",
        "teaching and auxiliary rooms",
        "m2",
        100,
        movable=False,
    ),
    Resource(
        "sports_area_m2",
        "体育运动场馆面积",
        "sports grounds and halls",
        "m2",
        100,
        movable=False,
    ),
    Resource("dorm_area_m2", "学生宿舍面积", "dormitories", "m2", 100, movable=False),
    Resource("equipment_yuan", "教学仪器设备值", "teaching equipment", "yuan", 100, movable=True),
    Resource(
        "multimedia_rooms",
        "网络多媒体教室",
        "multimedia classrooms",
        "room",
        1,
        movable=False,
    ),
    Resource("computers", "计算机", "computers", "set", 1, movable=True),
    Resource("books", "图书", "books", "volume", 1, movable=True),
    Resource("toilet_seats", "厕所蹲位", "toilet seats", "seat", 1, movable=False),
    Resource("canteen_seats", "食堂座位", "canteen seats", "seat", 1, movable=False),
)
RESOURCE_INDEX: dict[str, int] = {r.name: i for i, r in enumerate(RESOURCES)}


@dataclass(frozen=True)
class Indicator:
    """A resource per pupil, as an official method measures it.

    Attributes
    ----------
    name
        Column of the schools table that it is made of.
    per
        Pupils in the denominator: 1 or 100.
    editions
        Methods whose 差异系数 covers it.
    """

    name: str
    per: int
    editions: tuple[Edition, ...]

    @property
    def resource(self) -> Resource:
        """Resource that the indicator is made of."""
        return RESOURCES[RESOURCE_INDEX[self.name]]


INDICATORS: tuple[Indicator, ...] = (
    Indicator("teachers_above_degree", 100, ("2012", "2017")),
    Indicator("backbone_teachers", 100, ("2017",)),
    Indicator("pe_arts_teachers", 100, ("2017",)),
    Indicator("teaching_area_m2", 1, ("2012", "2017")),
    Indicator("sports_area_m2", 1, ("2012", "2017")),
    Indicator("equipment_yuan", 1, ("2012", "2017")),
    Indicator("multimedia_rooms", 100, ("2017",)),
    Indicator("computers", 1, ("2012",)),
    Indicator("books", 1, ("2012",)),
    Indicator("teachers", 1, ("2012",)),
    Indicator("senior_teachers", 1, ("2012",)),
)
INDICATOR_INDEX: dict[str, int] = {i.name: k for k, i in enumerate(INDICATORS)}


def indicators_of(edition: Edition) -> tuple[Indicator, ...]:
    """Return the indicators whose 差异系数 an edition tests, in table order."""
    return tuple(i for i in INDICATORS if edition in i.editions)
