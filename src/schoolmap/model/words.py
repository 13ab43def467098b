"""Words for people, in Chinese and English, by the names that code uses."""

from __future__ import annotations

from schoolmap.model.codes import GROUP_EN
from schoolmap.model.evaluation import MET, NOT_MET, NOT_TESTED, UNJUDGED

Pair = tuple[str, str]

MODE: dict[str, Pair] = {
    "walk": ("步行", "on foot"),
    "ride": ("乘车", "by bus"),
    "board": ("寄宿", "boarding"),
    "unserved": ("未安排", "unserved"),
}
REASON: dict[str, Pair] = {
    "": ("", ""),
    "no_road_within_limit": ("附近没有道路", "no road within the limit"),
    "other_component": ("道路与学校不连通", "roads do not connect to a school"),
    "beyond_cutoff": ("超出搜索距离", "beyond the cut-off"),
    "no_site_for_grade": ("没有招收该年级的学校", "no school for the grade"),
    "band_may_not_board": ("该学段不得寄宿", "the band may not board"),
    "no_beds": (
        "没有乘车能到、又有床位的学校",
        "no school with beds that a vehicle can reach",
    ),
}
BAND: dict[str, Pair] = {
    "lower_primary": ("小学低年级", "lower primary"),
    "upper_primary": ("小学高年级", "upper primary"),
    "junior": ("初中", "junior"),
}
STAGE: dict[str, Pair] = {
    "primary": ("小学", "primary"),
    "junior": ("初中", "junior"),
    "through": ("一贯制学校", "through schools"),
}
SEVERITY: dict[str, Pair] = {
    "violation": ("不达标", "not met"),
    "warning": ("预警", "warning"),
    "note": ("提示", "note"),
}
SUBJECT: dict[str, Pair] = {
    "county": ("全县", "county"),
    "school": ("学校", "school"),
    "village": ("村庄", "village"),
    "township": ("乡镇", "township"),
}
STATUS: dict[str, Pair] = {
    "open": ("在办", "open"),
    "candidate": ("规划", "candidate"),
    "closed": ("停办", "closed"),
}
FORCE: dict[str, Pair] = {
    "binding": ("强制", "binding"),
    "guideline": ("指导", "guideline"),
    "assumption": ("假设", "assumption"),
}
VERIFIED: dict[str, Pair] = {
    "quoted": ("已核对原文", "quoted"),
    "secondary": ("转引", "secondary"),
    "memory": ("未核实（凭记忆）", "from memory, unverified"),
}
UNIT: dict[str, Pair] = {
    "": ("", ""),
    "pupil": ("人", "pupils"),
    "pupils": ("人", "pupils"),
    "person": ("人", "persons"),
    "school": ("所", "schools"),
    "village": ("个", "villages"),
    "class": ("班", "classes"),
    "seat": ("个", "seats"),
    "bed": ("张", "beds"),
    "room": ("间", "rooms"),
    "set": ("台", "sets"),
    "volume": ("册", "volumes"),
    "m": ("米", "m"),
    "m2": ("平方米", "m²"),
    "yuan": ("元", "yuan"),
    "s": ("秒", "s"),
    "min": ("分钟", "min"),
    "day": ("天", "days"),
    "km": ("公里", "km"),
    "share": ("", ""),
    "ratio": ("", ""),
    "grade": ("级", "grade"),
    "indicator": ("项", "indicators"),
    "100 pupils": ("百人", "100 pupils"),
    "boarder": ("寄宿生", "boarder"),
    "staff": ("教职工", "staff"),
    "pupil/seat": ("人/个", "pupils/seat"),
    "pupil/staff": ("人/教职工", "pupils/staff"),
    "pupil/teacher": ("人/教师", "pupils/teacher"),
    "bed/boarder": ("张/人", "beds/boarder"),
    "m2/boarder": ("平方米/人", "m²/boarder"),
    "seat/pupil": ("个/人", "seats/pupil"),
    "of 7": ("项（共7项）", "of 7"),
    "yes/no": ("", ""),
}
FIGURE: dict[str, Pair] = {
    "pupils": ("学生数", "pupils"),
    "schools_open": ("在办学校数", "schools open"),
    "mean_length_m": ("平均上学路程", "mean distance to school"),
    "median_length_m": ("上学路程中位数", "median distance to school"),
    "p90_length_m": ("上学路程第90百分位", "90th percentile of distance"),
    "max_length_m": ("最远上学路程", "longest distance to school"),
    "mean_walk_s": ("平均步行时间", "mean walking time"),
    "share_walk_limit": ("步行时限内学生比例", "pupils within the walking limit"),
    "pupils_walk": ("步行学生", "pupils on foot"),
    "pupils_ride": ("乘车学生", "pupils by bus"),
    "pupils_board": ("寄宿学生", "boarding pupils"),
    "pupils_unserved": ("未安排学生", "unserved pupils"),
    "board_need": ("需寄宿学生", "pupils who need to board"),
    "beds": ("床位", "beds"),
    "bed_gap": ("床位缺口", "beds missing"),
    "bed_gap_at_schools": ("其中：各校缺床位", "of these: at schools"),
    "bed_gap_nowhere": ("其中：没有学校可去", "of these: with no school to board at"),
    "schools_over_seats": ("超学位学校数", "schools over their seats"),
    "schools_under_100": ("不足100人学校数", "schools under 100 pupils"),
    "gini_length": ("上学路程基尼系数", "Gini of distance"),
    "schutz_length": ("上学路程舒茨系数", "Schutz index of distance"),
    "e2sfca_mean": ("学位可达性均值（E2SFCA）", "mean accessibility of seats (E2SFCA)"),
}
INDICATOR_ZH: dict[str, str] = {
    "teachers_above_degree": "每百名学生高于规定学历教师数",
    "backbone_teachers": "每百名学生县级以上骨干教师数",
    "pe_arts_teachers": "每百名学生体育、艺术专任教师数",
    "teaching_area_m2": "生均教学及辅助用房面积",
    "sports_area_m2": "生均体育运动场馆面积",
    "equipment_yuan": "生均教学仪器设备值",
    "multimedia_rooms": "每百名学生网络多媒体教室数",
    "computers": "生均计算机台数",
    "books": "生均图书册数",
    "teachers": "师生比",
    "senior_teachers": "生均中级及以上职称教师数",
}
VERDICT_2017: dict[int, Pair] = {
    MET: ("达标", "met"),
    NOT_MET: ("不达标", "not met"),
    UNJUDGED: ("缺数据，暂不能判断", "cannot be judged yet"),
    NOT_TESTED: ("不在评估范围", "not tested"),
}
"""What the 2017 method says of a school and stage."""
DETAIL: dict[str, Pair] = {
    "below_rest": ("未达标的指标低于规定比例", "one that is not met lies below the share asked"),
    "modelled_boarders": ("模型推算的寄宿学生", "boarders as modelled"),
    "load_against_roll": ("模型分配对上报在校生", "modelled load against reported roll"),
}
AREA_WORDS: dict[str, Pair] = {zh: (zh, en) for zh, en in GROUP_EN.items()}
MESSAGE: dict[str, Pair] = {
    "walk_limit_s": (
        "{detail}，{pupils} 名学生既不能步行、乘车也不能寄宿；步行单程 {found}，上限 {limit}",
        (
            "{detail}; {pupils} pupils can neither walk, ride nor board; one way on foot {found}, "
            "limit {limit}"
        ),
    ),
    "seats_full": ("在校生 {found}，学位 {limit}", "roll {found}, seats for {limit}"),
    "small_school_pupils": (
        "在校生 {found}，不足 {limit}，属小规模学校",
        "roll {found}, below {limit}: a small school",
    ),
    "beds_per_boarder": (
        "模型推算需寄宿学生 {pupils} 人，人均床位 {found}，应有 {limit}",
        (
            "{pupils} pupils need to board by the model (modelled, not reported): {found} each, "
            "{limit} asked"
        ),
    ),
    "dorm_area_m2": (
        "模型推算需寄宿学生 {pupils} 人，人均宿舍面积 {found}，应有 {limit}",
        (
            "{pupils} pupils need to board by the model (modelled, not reported): {found} of "
            "dormitory each, {limit} asked"
        ),
    ),
    "bus_seats": (
        "模型推算乘车学生 {found}，校车一趟可坐 {limit}；每天趟数未知，请核对",
        "modelled riders {found}, one trip of the bus takes {limit}; trips a day are not known",
    ),
    "min_indicators_met_2017": (
        "{detail}，七项指标达标 {found}，要求至少 {limit}，其余不低于标准的规定比例",
        "{detail}, {found} of the seven met, at least {limit} asked, the rest near enough",
    ),
    "calibration_share": (
        "模型分配 {found}，上报在校生 {limit}，相差较大，请核对学区或数据",
        "modelled load {found}, reported roll {limit}: far apart; check catchments or data",
    ),
    "cv_limit_2017": ("{detail}为 {found}，上限 {limit}", "{detail} is {found}, ceiling {limit}"),
    "cv_limit_2012": ("{detail}为 {found}，上限 {limit}", "{detail} is {found}, ceiling {limit}"),
    "cv_undefined": (
        "没有数据或合计为零，无法计算：{detail}",
        "no data, or nothing at all, so it cannot be made: {detail}",
    ),
}
"""By the first part of a rule's id; every other rule is said in the general form."""
