"""Words of the lines of costs, in Chinese and English: what each is, and how it is made."""

from __future__ import annotations

from schoolmap.model.words import Pair

PERIOD: dict[str, Pair] = {"year": ("每年", "a year"), "once": ("一次性", "once")}
LINE: dict[str, Pair] = {
    "staff": ("教职工（核定岗位）", "staff (posts by the rules)"),
    "operating_fund.primary": ("小学公用经费", "operating fund, primary"),
    "operating_fund.junior": ("初中公用经费", "operating fund, junior"),
    "boarder_fund": ("寄宿生公用经费加补", "extra operating fund of boarders"),
    "rides": ("走读生校车", "school bus of day pupils"),
    "boarder_rides": ("寄宿生周末接送", "weekly rides of boarders"),
    "boarder_support.primary": ("小学寄宿生生活补助", "allowances of boarders, primary"),
    "boarder_support.junior": ("初中寄宿生生活补助", "allowances of boarders, junior"),
    "carers": ("生活教师", "carers of boarders"),
    "seats_added": ("方案新增学位", "seats that the plan adds"),
    "beds_added": ("方案新增床位", "beds that the plan adds"),
    "seats_lacking": ("方案尚缺学位", "seats that the plan still lacks"),
    "beds_lacking": ("方案尚缺床位", "beds that the plan still lacks"),
    "released_buildings": ("腾出校舍", "buildings released"),
}
FORMULA: dict[str, Pair] = {
    "staff": (
        "各校各学段取“学生数÷师生比”与“班级数×每班岗位”的较大者，合计×每岗年支出",
        (
            "by school and stage the larger of pupils / staff ratio and classes x posts a class, "
            "added up, x yuan a post"
        ),
    ),
    "operating_fund.primary": (
        "小学生数（城区以外只有小学年级、不足下限的学校按下限计）×生均公用经费",
        (
            "primary pupils (schools of primary grades alone outside urban areas: at least the "
            "floor) x yuan a pupil"
        ),
    ),
    "operating_fund.junior": ("初中生数×生均公用经费", "junior pupils x yuan a pupil"),
    "boarder_fund": ("寄宿生数×加补标准", "boarders x yuan a boarder"),
    "rides": (
        "乘车学生×单程公里×每周上下学次数×每学年周数×每人公里支出",
        "riders x km one way x ways a week x weeks a year x yuan a pupil-km",
    ),
    "boarder_rides": (
        "寄宿生×单程公里×每周往返次数×每学年周数×每人公里支出",
        "boarders x km one way x ways a week x weeks a year x yuan a pupil-km",
    ),
    "boarder_support.primary": (
        "小学寄宿生数×享受比例×补助标准",
        "primary boarders x share who get it x yuan a boarder",
    ),
    "boarder_support.junior": (
        "初中寄宿生数×享受比例×补助标准",
        "junior boarders x share who get it x yuan a boarder",
    ),
    "carers": (
        "各校寄宿生数÷每名生活教师照管人数（进为整数），合计×年支出",
        "by school boarders / boarders a carer, rounded up, added up, x yuan a carer",
    ),
    "seats_added": ("学位数×每学位面积×每平方米支出", "seats x m2 a seat x yuan a m2"),
    "beds_added": ("床位数×每床面积×每平方米支出", "beds x m2 a bed x yuan a m2"),
    "seats_lacking": (
        "各校超过学位的学生比现状多出的人数，合计×每学位面积×每平方米支出",
        "by school pupils above the seats beyond those of today, added up, x m2 a seat x yuan a m2",
    ),
    "beds_lacking": (
        "各校床位缺口比现状多出的张数，合计×每床面积×每平方米支出",
        "by school beds missing beyond those of today, added up, x m2 a bed x yuan a m2",
    ),
    "released_buildings": (
        "关闭学校的校舍建筑面积×每平方米价值，作为收入",
        "building area of closed schools x value a m2, as an income",
    ),
}
NOTES: tuple[Pair, ...] = (
    (
        "只计公办学校；乘车和寄宿人数为模型分配结果，不是填报数。",
        "Public schools only; riders and boarders are those of the model, not as reported.",
    ),
    (
        "教职工按岗位规则核算：岗位减少不等于支出减少，人员随学生流动，缺编时才能少聘。",
        (
            "Staff are posts by the rules: fewer posts do not save money by themselves. People go "
            "with the pupils; the county saves when it fills fewer posts."
        ),
    ),
    (
        "低、中、高是三套一致的价格；合计的两端取各项各自的一端，范围偏宽。",
        (
            "Low, middle and high are three consistent sets of prices; the ends of a total take "
            "each line at its own end, which is wide."
        ),
    ),
    (
        "方案使学生无学可上时，教职工和公用经费会随之减少；这不是节约，人数见“离开学籍的学生”。",
        (
            "Where a plan leaves pupils without a school, staff and running costs fall with them; "
            "that is no saving: see the pupils who leave the rolls."
        ),
    ),
    (
        "家庭的支出（接送、食宿、陪读）没有计入。",
        "What families pay (rides, food, lodgings near the school) is not in it.",
    ),
)
