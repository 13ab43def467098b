"""The table contracts: which columns a table has, under which names, in which unit.

Reading, checking, writing and the documents all take the columns from here.

``pupils`` (在校生数) of a school that also teaches grades 10 to 12 is ambiguous: county returns
mostly count the whole school. Here it means grades 1 to 9. Where ``g1`` to ``g9`` are given, they
win. Where only ``pupils`` and ``senior_pupils`` are given, the senior ones are taken off if they
are fewer (which is said); else ``pupils`` is kept, with a warning. ``classes`` (班级数) of such a
school may include senior classes, so that no seats are derived from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schoolmap.model.resources import RESOURCES

Kind = Literal[
    "id",  # text that identifies; numbers from Excel lose no digit
    "text",
    "count",  # whole number, 0 or more
    "amount",  # number, 0 or more, may have a fraction
    "degrees",
    "yes",  # 是 有 1 true yes; a number of seats also says yes
    "type",  # 办学类型
    "area_class",  # 城乡类型
    "grades",  # span such as 1-6
    "status",
    "owner",
    "oneway",
]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name
        English name: the one used in code and in files that we write.
    zh
        Chinese header.
    kind
        How its cells are read.
    unit
        Unit of the values; a header such as ``占地面积(亩)`` is converted to it. Empty: none.
    required
        Whether a table without it cannot be used.
    aliases
        Further headers that are understood.
    also
        Everyday headers that are understood only where no other header names the column: they
        may stand for something else beside it.
    """

    name: str
    zh: str
    kind: Kind
    unit: str = ""
    required: bool = False
    aliases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


GRADE_WORDS = (
    "一年级",
    "二年级",
    "三年级",
    "四年级",
    "五年级",
    "六年级",
    "七年级",
    "八年级",
    "九年级",
)
"""Chinese headers of the grades 1 to 9."""

_LAST_PRIMARY = 6
_STAGE_ZH = {"primary": "小学", "junior": "初中"}
_RESOURCE_ZH = {
    "staff": "教职工数",
    "teachers": "专任教师数",
    "teachers_above_degree": "高于规定学历教师数",
    "backbone_teachers": "县级以上骨干教师数",
    "pe_arts_teachers": "体育艺术专任教师数",
    "senior_teachers": "中级及以上职称教师数",
    "land_area_m2": "占地面积",
    "building_area_m2": "校舍建筑面积",
    "teaching_area_m2": "教学及辅助用房面积",
    "sports_area_m2": "体育运动场馆面积",
    "dorm_area_m2": "学生宿舍面积",
    "equipment_yuan": "教学仪器设备值",
    "multimedia_rooms": "网络多媒体教室数",
    "computers": "计算机台数",
    "books": "图书册数",
    "toilet_seats": "厕所蹲位数",
    "canteen_seats": "食堂座位数",
}

_RESOURCE_ALIASES: dict[str, tuple[str, ...]] = {
    "staff": ("教职工人数",),
    "teachers": ("专任教师人数",),
    "equipment_yuan": ("仪器设备值", "教学仪器设备资产值", "仪器设备总值"),
    "computers": ("计算机数",),
    "books": ("图书数", "图书册"),
}


def _grades() -> tuple[Column, ...]:
    return tuple(
        Column(
            f"g{i}",
            zh,
            "amount",
            "pupil",
            aliases=(f"{i}年级", f"grade {i}", f"grade{i}", *_primary_words(i, zh)),
        )
        for i, zh in enumerate(GRADE_WORDS, start=1)
    )


def _primary_words(grade: int, zh: str) -> tuple[str, ...]:
    """Return what grades 1 to 6 are called after their stage; 初一 depends on the system."""
    return (f"小{zh[0]}", f"小{zh}", f"小学{zh}") if grade <= _LAST_PRIMARY else ()


def _resources() -> tuple[Column, ...]:
    whole = [
        Column(
            r.name,
            _RESOURCE_ZH[r.name],
            "amount",
            r.unit,
            aliases=(r.zh, *_RESOURCE_ALIASES.get(r.name, ())),
        )
        for r in RESOURCES
    ]
    by_stage = [
        Column(f"{r.name}_{stage}", f"{_RESOURCE_ZH[r.name]}_{zh}", "amount", r.unit)
        for r in RESOURCES
        for stage, zh in _STAGE_ZH.items()
    ]
    return (*whole, *by_stage)


_LON = Column("lon", "经度", "degrees", aliases=("longitude", "lng", "x", "东经"))
_LAT = Column("lat", "纬度", "degrees", aliases=("latitude", "y", "北纬"))
_TOWNSHIP = Column(
    "township",
    "乡镇",
    "text",
    aliases=("乡镇街道", "所属乡镇", "所在乡镇", "乡镇名称", "乡(镇)", "镇", "town"),
)
_AREA_CLASS = Column(
    "area_class",
    "城乡类型",
    "area_class",
    aliases=("城乡分类", "城乡属性", "城乡类别", "城乡划分", "城乡"),
)

SCHOOLS: tuple[Column, ...] = (
    Column(
        "school_id",
        "学校标识码",
        "id",
        required=True,
        aliases=("学校代码", "学校(机构)标识码", "标识码", "学校编码", "学校编号"),
    ),
    Column(
        "name",
        "名称",
        "text",
        required=True,
        aliases=("学校名称", "学校", "校名", "school_name"),
        also=("单位名称", "机构名称"),
    ),
    Column("name_en", "英文名称", "text", aliases=("学校英文名称",)),
    Column(
        "type",
        "办学类型",
        "type",
        required=True,
        aliases=("学校类型", "学校办学类型", "学校类别", "办学类别"),
    ),
    Column("grades", "年级范围", "grades", aliases=("年级",)),
    Column("status", "状态", "status", aliases=("办学状态",)),
    Column("lon", "经度", "degrees", required=True, aliases=_LON.aliases),
    Column("lat", "纬度", "degrees", required=True, aliases=_LAT.aliases),
    _TOWNSHIP,
    _AREA_CLASS,
    Column("owner", "举办者", "owner", aliases=("办别", "举办者性质", "办学性质", "办学体制")),
    Column(
        "pupils",
        "在校生数",
        "amount",
        "pupil",
        aliases=(
            "在校学生数",
            "学生数",
            "在校生",
            "在校学生",
            "学生总数",
            "学生合计",
            "在校生总数",
        ),
        also=("学生人数", "在校学生人数", "在校生人数"),
    ),
    *_grades(),
    Column("senior_pupils", "高中生数", "amount", "pupil", aliases=("高中在校生数",)),
    Column("classes", "班级数", "count", "class", aliases=("班数", "教学班数", "教学班", "班级")),
    Column("seats", "学位数", "count", "seat", aliases=("学位",)),
    Column(
        "boarders",
        "寄宿生数",
        "count",
        "pupil",
        aliases=("寄宿生",),
        also=("住校生", "住校生数", "住宿生", "住宿生数", "其中住校生", "其中住宿生", "其中寄宿生"),
    ),
    Column(
        "boarders_girls",
        "女寄宿生数",
        "count",
        "pupil",
        aliases=("女寄宿生",),
        also=("女住校生", "女住校生数", "女住宿生", "女住宿生数"),
    ),
    Column("beds", "床位数", "count", "bed", aliases=("床位", "寄宿床位数")),
    Column("bus", "校车", "yes", aliases=("是否有校车", "有无校车")),
    *_resources(),
)

VILLAGES: tuple[Column, ...] = (
    Column(
        "village_id",
        "村庄代码",
        "id",
        required=True,
        aliases=("村代码", "自然村代码", "村编码", "村庄编码", "自然村编码", "settlement_id"),
        also=("行政区划代码", "统计用区划代码", "区划代码"),
    ),
    Column(
        "name",
        "村名",
        "text",
        required=True,
        aliases=("名称", "自然村", "自然村名称", "村庄名称", "村庄"),
        also=("自然寨", "自然寨名称", "村寨", "村寨名称", "屯名", "村组"),
    ),
    Column(
        "admin_village",
        "行政村",
        "text",
        aliases=("所属行政村", "行政村名称", "村委会"),
        also=("村(居)委会", "村居委会", "村居", "村(居)", "村委会名称"),
    ),
    _TOWNSHIP,
    _AREA_CLASS,
    Column("lon", "经度", "degrees", required=True, aliases=_LON.aliases),
    Column("lat", "纬度", "degrees", required=True, aliases=_LAT.aliases),
    Column(
        "population",
        "人口",
        "amount",
        "person",
        aliases=("人口数", "户籍人口", "常住人口", "总人口", "总人口数", "人口总数"),
    ),
    *_grades(),
    Column(
        "pupils_primary",
        "小学生数",
        "amount",
        "pupil",
        aliases=("小学在校生数", "小学生", "小学生人数", "小学人数"),
    ),
    Column(
        "pupils_junior",
        "初中生数",
        "amount",
        "pupil",
        aliases=("初中在校生数", "初中生", "初中生人数", "初中人数"),
    ),
    Column(
        "pupils",
        "学生数",
        "amount",
        "pupil",
        aliases=("在校生数", "学生人数", "学生合计", "学生总数", "在校学生数"),
    ),
    *(Column(f"age{i}", f"{i}岁", "amount", "person", aliases=(f"{i}周岁",)) for i in range(6)),
    Column("school_primary", "学区小学", "id", aliases=("划片小学",)),
    Column("school_junior", "学区初中", "id", aliases=("划片初中",)),
)

ROADS: tuple[Column, ...] = (
    Column("highway", "道路等级", "text", aliases=("class", "等级", "road_class", "fclass")),
    Column("oneway", "单行", "oneway", aliases=("单行道", "单向")),
    Column("speed_kmh", "限速", "amount", "km/h", aliases=("maxspeed", "车速", "速度")),
    Column("length_m", "长度", "amount", "m", aliases=("length", "里程")),
    Column("name", "名称", "text", aliases=("道路名称", "路名")),
    Column("walked", "可步行", "yes"),
    Column("ridden", "可通车", "yes"),
    Column("bridge", "桥梁", "text"),
    Column("tunnel", "隧道", "text"),
    Column("node_ids", "节点编号", "text"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "schools": SCHOOLS,
    "villages": VILLAGES,
    "roads": ROADS,
}
