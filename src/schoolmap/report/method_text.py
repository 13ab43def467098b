"""What a reader must know of how the figures are made, in a few sentences."""

from __future__ import annotations

from schoolmap.model.terrain import SlopeUse, slope_words

METHOD: tuple[tuple[str, str], ...] = (
    (
        ("路程沿道路计算：村庄和学校先接到最近的道路，再求步行时间最短的路径；接入路段计入路程。"),
        (
            "Distances follow the roads: places join the nearest road, the legs count, and "
            "the path is the one of least walking time."
        ),
    ),
    (
        (
            "就学方式：划定学区的按学区；其余先步行到最近的学校，超过步行时限则乘校车，再超过"
            "则可寄宿的学段寄宿，都不可行的记为未安排。"
        ),
        (
            "Mode: a designated school first; else on foot to the nearest, else by school "
            "bus, else boarding where the band may, else unserved."
        ),
    ),
    (
        (
            "床位缺口分两部分：各校寄宿学生超过床位的人数（按校计算，再相加，一所学校空着的床位不能"
            "补另一所），加上需要寄宿但没有可去的寄宿学校的学生；学校表只合计前一部分。"
        ),
        (
            "The bed gap has two parts: boarders beyond the beds of each school, added up (a bed "
            "left over at one school does not help another), and pupils who need to board and "
            "have no school to board at; the schools' sheet adds up the first alone."
        ),
    ),
    (
        (
            "路程和时间都是单程；基准步行时间超过搜索范围（study.toml 的 cutoff_km，按每秒 1 米）"
            "的村校之间不计路程，按不可达处理。"
        ),
        (
            "Distances and times are one way; a village and school farther apart than the "
            "cut-off (cutoff_km of study.toml, at 1 m/s of the reference walker) have no "
            "journey."
        ),
    ),
    (
        (
            "学位可达性用增强型两步移动搜索法（E2SFCA）：先把每校学位按步行时间分级加权分给可达的"
            "学生，再把每村可达各校的份额相加；约等于每名学生可及的学位数。"
        ),
        (
            "Seats in reach are by E2SFCA (enhanced two-step floating catchment area): seats are "
            "shared among the pupils in reach, weighted by steps of walking time, and added up "
            "for each village: about the seats in reach of a pupil."
        ),
    ),
    (
        (
            "优质均衡（2017）按校按学段判断：七项指标至少达标规定项数，其余不低于标准的规定比例；"
            "缺数据而可能改变结论的暂不判断，不在评估范围的学校不判断。"
        ),
        (
            "2017 method, by school and stage: of seven indicators so many must be met and the "
            "rest must not lie below a share of the threshold; where unknown values could change "
            "the answer it is not given, and schools out of scope are not tested."
        ),
    ),
    (
        (
            "分配学生是模型分给学校的学生，在校生是学校上报的学生；未上报时两者相同。学位、班"
            "额、规模与办学条件按在校生计算。"
        ),
        (
            "Load is what the model sends to a school, roll what the school reports (its load "
            "where it reports nothing). Seats, sizes and resources use the roll."
        ),
    ),
    (
        (
            "差异系数以学生数加权、按总体标准差计算；一贯制学校分学段分别计入；没有数据的学校"
            "不参与该项指标，不按零计算。"
        ),
        (
            "The CV is pupil-weighted, in population form; a through school counts in each "
            "stage; a school without a value leaves that indicator and is never zero."
        ),
    ),
    (
        "差额是达到标准尚缺的实物量（平方米、元、人等），按在校生计算。",
        (
            "A shortfall is what is missing to the threshold, in the resource's own unit, at "
            "the present roll."
        ),
    ),
    (
        (
            "同一村庄同一学段各年级去向不同时，村庄表列出学生最多的去向；逐年级的去向见 "
            "assignment.csv。"
        ),
        (
            "Where the grades of a band go to different schools, the village sheet shows the "
            "journey of the most pupils; assignment.csv has every grade."
        ),
    ),
)


def slope_text(use: SlopeUse | None) -> tuple[str, str]:
    """Return how slope is counted, in a few sentences."""
    zh, en = slope_words(use)
    if use is None:
        return f"{zh}；山区实际用时可能更长。", f"{en}; in hills they take longer."
    return (
        (
            f"{zh}。步行时间按上学方向（村到校）逐段计算：上坡和陡下坡变慢，缓下坡略快，平路为每秒 "
            "1 米；放学上坡的用时可能更长。乘车时间不计坡度，道路以外的接入路段按固定步速。"
        ),
        (
            f"{en}. Walks are timed piece by piece on the way to school: slower uphill and steeply "
            "downhill, a little faster down a gentle slope, 1 m/s on the level; the way home may "
            "take longer. Rides do not count slope, and the legs off the road have their own speed."
        ),
    )
