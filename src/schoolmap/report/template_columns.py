"""The columns of the workbook that a county fills in, with what is said about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schoolmap.errors import Language
from schoolmap.model.columns import TABLES, Column

Need = Literal["must", "should", "may"]
Sample = str | int | float | None


@dataclass(frozen=True)
class Field:
    """A column of the form.

    Attributes
    ----------
    column
        What it means to the reader.
    need
        ``must``: the table cannot be read without it; ``should``: much of the analysis rests on
        it; ``may``: used where it is there.
    group_zh, group_en
        Heading that it stands under in the instructions.
    zh, en
        How to fill it in.
    sample_zh, sample_en
        Cell of the example row.
    unit_zh
        Unit in the Chinese header, where people report in another than the table keeps.
    width
        Of the column, in characters.
    """

    column: Column
    need: Need
    group_zh: str
    group_en: str
    zh: str
    en: str
    sample_zh: Sample = None
    sample_en: Sample = None
    unit_zh: str = ""
    width: float = 11.0

    def header(self, language: Language) -> str:
        """Return the header: the contract's, with its unit, and a star where it must be filled."""
        name = self.column.zh if language == "zh" else self.column.name
        unit = self.unit_zh if language == "zh" else ""
        return f"{name}{f' ({unit})' if unit else ''}{'*' if self.need == 'must' else ''}"

    def said(self, language: Language) -> str:
        """Return how to fill it in."""
        return self.zh if language == "zh" else self.en

    def group(self, language: Language) -> str:
        """Return the heading that it stands under."""
        return self.group_zh if language == "zh" else self.group_en

    def sample(self, language: Language) -> Sample:
        """Return the example's cell."""
        return self.sample_zh if language == "zh" or self.sample_en is None else self.sample_en


EXAMPLE_ID = {"zh": "示例", "en": "EXAMPLE"}
"""Ids of the example rows begin so; the reader sets such rows aside."""

_BASIC, _PUPILS = ("基本情况", "Basics"), ("学生", "Pupils")
_BOARDING, _STAFF = ("寄宿与校车", "Boarding and bus"), ("教师", "Staff")
_HOUSE = ("校舍与设备", "Buildings and equipment")
_WHERE = ("位置", "Place")


def _field(
    table: str,
    name: str,
    need: Need,
    group: tuple[str, str],
    words: tuple[str, str],
    *,
    sample: tuple[Sample, Sample] = (None, None),
    unit: str = "",
    width: float = 11.0,
) -> Field:
    column = next(c for c in TABLES[table] if c.name == name)
    return Field(column, need, *group, *words, *sample, unit, width)


_LON_WORDS = (
    "十进制度，至少四位小数（约 10 米）。从哪种地图取的，要在 study.toml 的 coordinates 写明。",
    "Decimal degrees, four decimals or more. Say in study.toml which map they were taken from.",
)
_LAT_WORDS = ("十进制度，同上。", "Decimal degrees, as above.")
_TOWNSHIP_WORDS = (
    "先在“乡镇”表列出全县乡镇，这里就能下拉选择；两张表写法要一致。",
    "List the townships in their sheet first and choose here; the same spelling in both tables.",
)
_AREA_WORDS = (
    "按国家统计局城乡分类：写代码，或选 城区、镇区、乡村。",
    "Urban-rural class: a code, or one of urban, town, rural.",
)
_GRADES = ("g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g9")
_SCHOOL_GRADES = (18, 20, 19, 22, 21, 23, None, None, None)
_VILLAGE_GRADES = (3, 2, 4, 3, 5, 4, 4, 3, 5)


def _grade_fields(table: str, need: Need, samples: tuple[int | None, ...]) -> tuple[Field, ...]:
    first = (
        (
            "各年级在校生人数；不办的年级留空，没有学生写 0。",
            "Pupils of each grade; leave grades that are not taught empty, write 0 for none.",
        )
        if table == "schools"
        else (
            (
                "家在本村、应上该年级的学生人数，没有写 0。只有小学、初中总数时，"
                "把九列换成“小学生数”“初中生数”两列。"
            ),
            (
                "Pupils of the grade who live here, 0 for none. If only totals are known, "
                "replace the nine columns by pupils_primary and pupils_junior."
            ),
        )
    )
    return tuple(
        _field(table, name, need, _PUPILS, first, sample=(sample, sample), width=8.0)
        for name, sample in zip(_GRADES, samples, strict=True)
    )


def _counted(
    name: str, group: tuple[str, str], words: tuple[str, str], sample: Sample = None, unit: str = ""
) -> Field:
    """Return a column of the schools' table that may be filled in."""
    need: Need = "should" if name in _SHOULD else "may"
    # in English the money is in the unit that the header's name says
    other = 315_000 if name == "equipment_yuan" else sample
    return _field("schools", name, need, group, words, sample=(sample, other), unit=unit)


_SCHOOL = ("河湾中心小学（示例行）", "Bend School (example row)")
_SHOULD = frozenset({"pupils", "classes", "seats", "boarders", "beds"})

SCHOOL_FIELDS: tuple[Field, ...] = (
    _field("schools", "school_id", "must", _BASIC, (
        "学校（机构）标识码，每所学校一个，不重复。本列为文本格式，前面的 0 不会丢。",
        "The school's code, one of its own each. The column is text, so that zeros stay.",
    ), sample=("示例", "EXAMPLE"), width=14.0),
    _field("schools", "name", "must", _BASIC, (
        "学校全称。", "The school's full name.",
    ), sample=_SCHOOL, width=30.0),
    _field("schools", "type", "must", _BASIC, (
        "从下拉列表选；写代码（如 211）也可以，见“代码”表。",
        "Choose from the list, or write the code (211), see the sheet of codes.",
    ), sample=("小学", "primary school"), width=15.0),
    _field("schools", "grades", "should", _BASIC, (
        "如 1-6；教学点写实际办到的年级，如 1-2。不填则按办学类型。本列为文本格式，不会变成日期。",
        ("Such as 1-6, for a teaching point what it has, 1-2. Empty: as its type has it. The "
         "column is text, so that it does not turn into a date."),
    ), sample=("1-6", "1-6"), width=10.0),
    _field("schools", "status", "should", _BASIC, (
        "在办、规划（拟建，可作候选校址）或停办；不填为在办。",
        "open, candidate (planned, a site to consider) or closed; empty is open.",
    ), sample=("在办", "open"), width=9.0),
    _field("schools", "township", "should", _BASIC, _TOWNSHIP_WORDS,
           sample=("河湾镇", "Bend"), width=13.0),
    _field("schools", "area_class", "should", _BASIC, _AREA_WORDS,
           sample=("乡村", "rural"), width=10.0),
    _field("schools", "owner", "may", _BASIC, (
        "公办或民办；不填为公办。", "public or private; empty is public.",
    ), sample=("公办", "public"), width=9.0),
    _field("schools", "lon", "must", _WHERE, _LON_WORDS, sample=(111.6723, None), width=13.0),
    _field("schools", "lat", "must", _WHERE, _LAT_WORDS, sample=(36.2534, None), width=13.0),
    _counted("pupils", _PUPILS, (
        "一至九年级在校生合计；填了各年级的，以各年级为准。",
        "All pupils of grades 1 to 9; the grades go first where they are filled in.",
    ), 123),
    *_grade_fields("schools", "should", _SCHOOL_GRADES),
    _counted("senior_pupils", _PUPILS, (
        "只有完全中学、十二年一贯制学校填。", "Only for schools that also have grades 10 to 12.",
    )),
    _counted("classes", _PUPILS, ("教学班数。", "Number of classes."), 6),
    _counted("seats", _PUPILS, (
        "学校最多能容纳多少学生；不填则按班级数和班额推算。",
        "How many pupils it can hold; empty: classes times the limit of a class.",
    ), 270),
    _counted("boarders", _BOARDING, ("现有寄宿生，没有写 0。", "Boarders now; 0 for none."), 24),
    _counted("boarders_girls", _BOARDING, ("其中女生人数。", "Of these, girls."), 11),
    _counted("beds", _BOARDING, (
        "宿舍床位数，没有宿舍写 0。决定学生能不能寄宿，请务必填写。",
        "Beds in dormitories, 0 where there are none. Decides who can board: please fill in.",
    ), 40),
    _counted("canteen_seats", _BOARDING, ("食堂能同时坐多少人。", "Seats in the canteen."), 120),
    _field("schools", "bus", "should", _BOARDING, (
        "有没有校车：选 是 或 否，也可以直接写校车座位总数。",
        "Whether there is a school bus: yes or no, or the number of its seats.",
    ), sample=("是", "yes"), width=9.0),
    _counted("staff", _STAFF, ("教职工总数。", "All staff."), 14),
    _counted("teachers", _STAFF, ("专任教师数。", "Teachers."), 12),
    _counted("teachers_above_degree", _STAFF, (
        "学历高于规定的专任教师（小学大专及以上，初中本科及以上）。",
        "Teachers whose degree is above the one required.",
    ), 11),
    _counted("backbone_teachers", _STAFF, (
        "县级以上骨干教师数。", "Backbone teachers of county level or above.",
    ), 2),
    _counted("pe_arts_teachers", _STAFF, (
        "体育、音乐、美术专任教师数。", "Teachers of sports, music and arts.",
    ), 2),
    _counted("senior_teachers", _STAFF, (
        "中级及以上职称教师数。", "Teachers of middle title or above.",
    ), 6),
    _counted("land_area_m2", _HOUSE, ("校园占地。", "Land."), 6400, "平方米"),
    _counted("building_area_m2", _HOUSE, (
        "校舍总建筑面积。", "Buildings, all floors.",
    ), 2100, "平方米"),
    _counted("teaching_area_m2", _HOUSE, (
        "教学及辅助用房面积。", "Teaching and auxiliary rooms.",
    ), 860, "平方米"),
    _counted("sports_area_m2", _HOUSE, (
        "运动场和体育馆面积。", "Sports grounds and halls.",
    ), 1800, "平方米"),
    _counted("dorm_area_m2", _HOUSE, (
        "学生宿舍使用面积。", "Dormitories, usable area.",
    ), 150, "平方米"),
    _counted("equipment_yuan", _HOUSE, (
        "教学仪器设备资产值；注意单位。", "Value of teaching equipment, in yuan.",
    ), 31.5, "万元"),
    _counted("multimedia_rooms", _HOUSE, (
        "网络多媒体教室间数。", "Classrooms with multimedia.",
    ), 6),
    _counted("computers", _HOUSE, ("学生用计算机台数。", "Computers for pupils."), 24),
    _counted("books", _HOUSE, ("图书册数。", "Books."), 2600),
    _counted("toilet_seats", _HOUSE, ("学生厕所蹲位数。", "Toilet seats for pupils."), 12),
)  # fmt: skip

VILLAGE_FIELDS: tuple[Field, ...] = (
    _field("villages", "village_id", "must", _BASIC, (
        "统计用区划代码或自编编号，每村一个，不重复。本列为文本格式，前面的 0 不会丢。",
        "The village's code or a number of your own, one each. The column is text.",
    ), sample=("示例", "EXAMPLE"), width=16.0),
    _field("villages", "name", "must", _BASIC, (
        "自然村或居民点名称；学生分布不清楚的，可以用行政村。",
        "Settlement; the administrative village where nothing finer is known.",
    ), sample=("上河湾（示例行）", "Upper Bend (example row)"), width=26.0),
    _field("villages", "admin_village", "may", _BASIC, (
        "所属行政村（村委会）。", "Village committee that it belongs to.",
    ), sample=("河湾村", "Bend village"), width=15.0),
    _field("villages", "township", "should", _BASIC, _TOWNSHIP_WORDS,
           sample=("河湾镇", "Bend"), width=13.0),
    _field("villages", "area_class", "may", _BASIC, _AREA_WORDS,
           sample=("乡村", "rural"), width=10.0),
    _field("villages", "lon", "must", _WHERE, (
        "村口或居民集中处，不要用村界中心。" + _LON_WORDS[0],
        "Where people live, not the middle of its land. " + _LON_WORDS[1],
    ), sample=(111.6688, None), width=13.0),
    _field("villages", "lat", "must", _WHERE, _LAT_WORDS, sample=(36.2602, None), width=13.0),
    _field("villages", "population", "may", _PUPILS, (
        "常住或户籍人口。", "People.",
    ), sample=(412, None), width=9.0),
    *_grade_fields("villages", "must", _VILLAGE_GRADES),
    *(
        _field("villages", f"age{year}", "may", ("学龄前儿童", "Children below school age"), (
            "该周岁儿童数，用于预测今后各年入学人数。",
            "Children of this age, for the forecast of the years ahead.",
        ), sample=(2, None), width=7.0)
        for year in range(6)
    ),
    _field("villages", "school_primary", "may", ("学区", "School district"), (
        "划片小学的学校标识码；没有划片留空，按最近的学校算。",
        "School that the village is assigned to; empty: the nearest.",
    ), width=14.0),
    _field("villages", "school_junior", "may", ("学区", "School district"), (
        "划片初中的学校标识码；没有划片留空。", "The same for grades 7 to 9.",
    ), width=14.0),
)  # fmt: skip
