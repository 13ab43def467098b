"""Words of forecasts, in Chinese and English: variants, and how the numbers are made."""

from __future__ import annotations

from schoolmap.model.words import Pair

VARIANT: dict[str, Pair] = {
    "low": ("低方案", "low"),
    "middle": ("中方案", "middle"),
    "high": ("高方案", "high"),
}
METHOD: tuple[Pair, ...] = (
    (
        "按同龄组逐年升级：今年某年级的学生，减去净迁出和未升级的，就是明年上一年级的学生。",
        (
            "Cohorts move up: who is in a grade this year is in the next grade next year, less "
            "those who leave on balance or are not promoted."
        ),
    ),
    (
        (
            "一年级新生取自各村低龄人口，到入学年龄时入学；没有资料的同龄组，"
            "由最近的较大同龄组按出生趋势推算，并按各村现有低龄人口分摊到村。"
        ),
        (
            "Entrants are the children of each village who reach the age at entry. A cohort that "
            "no table gives follows the trend of births from the nearest older one, and villages "
            "share it as they share the children who are known."
        ),
    ),
    (
        "低、中、高三个方案的参数都是假设，除非标准表注明出处；它们是可能的范围，不是概率区间。",
        (
            "The parameters of the three variants are assumed unless the table of standards names "
            "a source; they are what may come, not an interval of known probability."
        ),
    ),
    (
        "各村人数取整：全县各年级的合计与期望人数相差很小，但一个村某年级的 1 人之差没有意义。",
        (
            "Villages have whole pupils: the county's grades are close to what is expected, but a "
            "difference of one pupil in a village and grade means nothing."
        ),
    ),
    (
        (
            "学校规模以今年在校生为起点：同一学段内，在校生随同龄组升级，"
            "并随模型分配的学生在学校之间流动；各学段起始年级，"
            "按该校这一学段今年在校生与模型分配人数之比招收；"
            "超出模型分配的在校生，随全县未到分配学校就读的学生增减。"
        ),
        (
            "Rolls start from those of this year. Within a stage pupils move up with their cohort, "
            "and between schools as those do whom the model sends; into the first grade of a stage "
            "a school takes the part of its load that its roll of that band makes today; what a "
            "roll has beyond its load changes with the pupils who are not where the model sends "
            "them."
        ),
    ),
    (
        (
            "方案按每一年当年实施来看，与现状布局在同一年、同一人口方案下比较；"
            "没有带来新的不达标项的年份，方案成立。道路、教师、校舍和床位都按今年计。"
        ),
        (
            "A plan is looked at as if carried out in each year, against today's layout in the "
            "same year and variant; it holds in the years in which it brings no new violation. "
            "Roads, staff, buildings and beds are those of this year."
        ),
    ),
)
