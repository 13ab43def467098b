"""Texts of what `schoolmap check` doubts: numbers that contradict each other or what is likely."""

from __future__ import annotations

from schoolmap.io.wording import Text, doubt, remark

_SCHOOLS = {
    "grades_beyond_type": doubt(
        "{type_zh}的年级范围写成 {span}，一般不超出 {usual}。",
        "A {type_en} with grades {span}; such schools go no further than {usual} as a rule.",
        "请核对办学类型和年级范围；确实如此的，请改办学类型。",
        "Check type and grades; if the grades are right, the type is another.",
    ),
    "closed_with_pupils": doubt(
        "学校状态为停办，却有在校生 {pupils} 人；按停办计算，这些人数不计入在办学校。",
        "The school is closed but reports {pupils} pupils; it counts as closed.",
        "仍在办的请把状态改为“在办”；已停办的请清空在校生数。",
        "Set the status to open if it still teaches; else empty its pupils.",
    ),
    "candidate_with_pupils": doubt(
        "学校状态为规划，却有在校生 {pupils} 人；按规划点计算，不计入在办学校。",
        "The school is a candidate but reports {pupils} pupils; it counts as planned.",
        "已开办的请把状态改为“在办”；尚未开办的请清空在校生数。",
        "Set the status to open if it teaches already; else empty its pupils.",
    ),
    "pupils_without_classes": doubt(
        "有在校生 {pupils} 人，班级数却是 0。",
        "{pupils} pupils, but no class.",
        "请填实际班级数；没有数据请留空，不要填 0。",
        "Write the classes; leave the cell empty where they are not known, not 0.",
    ),
    "classes_without_pupils": doubt(
        "有 {classes} 个班，在校生却是 0。",
        "{classes} classes, but no pupil.",
        "请填实际在校生数；已无学生的请把班级数改为 0，或把状态改为“停办”。",
        "Write the pupils; if there are none, set the classes to 0 or the status to closed.",
    ),
    "roll_beyond_seats": doubt(
        "在校生 {pupils} 人，是学位数 {seats} 的 {ratio} 倍（超过 {limit} 倍多为填错）。",
        "{pupils} pupils are {ratio} times the {seats} seats; beyond {limit} it is a slip as a "
        "rule.",
        "请核对学位数和在校生数。",
        "Check seats and pupils.",
    ),
    "boarders_beyond_beds": doubt(
        "寄宿生 {boarders} 人，是床位数 {beds} 的 {ratio} 倍（超过 {limit} 倍多为填错）。",
        "{boarders} boarders are {ratio} times the {beds} beds; beyond {limit} it is a slip as a "
        "rule.",
        "请核对床位数和寄宿生数。",
        "Check beds and boarders.",
    ),
    "boarders_without_beds": doubt(
        "有寄宿生 {boarders} 人，床位数却是{beds_zh}：按没有床位计算，该校不能再安排寄宿。",
        "{boarders} boarders, but beds are {beds_en}: none are counted, so nobody can be sent to "
        "board there.",
        "请填实际床位数。",
        "Write the beds.",
    ),
    "bus_seats_implausible": doubt(
        "校车座位数 {seats} 不合理（一般 {low}—{high} 座）。",
        "{seats} bus seats are implausible (usually {low} to {high}).",
        "这一列填座位总数，不填车辆数；只知道有校车的填“是”。",
        "The column takes seats in all, not vehicles; write yes where only the bus is known.",
    ),
    "unit_slip_suspected": doubt(
        "“{what_zh}”{per_zh} {each} {unit_zh}，不合理（一般 {low}—{high}）；"
        "数值似乎差了 {factor} 倍：可能把{slip_zh}弄混了。",
        "{what_en}: {each} {unit_en} {per_en} is implausible (usually {low} to {high}); it seems "
        "to be off by a factor of {factor}: {slip_en} mistaken.",
        "请按表头的单位重填该数；整列都错的，只需改表头括号里的单位。",
        "Write it in the header's unit; if the whole column is off, correct the unit in the "
        "header's brackets.",
    ),
    "unit_slip_column": doubt(
        "“{what_zh}”整列 {count} 个数中有 {bad} 个不合理，中位数{per_zh} {each} {unit_zh}"
        "（一般 {low}—{high}）；整列似乎差了 {factor} 倍：可能把{slip_zh}弄混了。",
        "{what_en}: {bad} of {count} numbers are implausible, the median is {each} {unit_en} "
        "{per_en} (usually {low} to {high}); the column seems to be off by a factor of {factor}: "
        "{slip_en} mistaken.",
        "请在表头括号里写明数值实际使用的单位，例如“（万元）”“（亩）”。",
        "Write the unit that the numbers are in into the header's brackets.",
    ),
    "per_pupil_implausible": doubt(
        "“{what_zh}”{per_zh} {each} {unit_zh}，不合理（一般 {low}—{high}）。",
        "{what_en}: {each} {unit_en} {per_en} is implausible (usually {low} to {high}).",
        "请核对该数和在校生数；没有数据请留空，不要填 0 或 1。",
        "Check the number and the pupils; leave the cell empty where it is not known.",
    ),
    "number_implausible": doubt(
        "{pupils} 名学生多得不合理（一般不超过 {limit}）。",
        "{pupils} pupils are more than is plausible (at most {limit} as a rule).",
        "请核对是否多写了数位，或填成了全乡镇、全县的合计。",
        "Look for a digit too many, or the total of a township or the county.",
    ),
    "stages_disagree": doubt(
        "“{what_zh}”小学 {primary} 加初中 {junior} 与全校 {whole} 不一致。",
        "{what_en}: primary {primary} and junior {junior} do not make the school's {whole}.",
        "请核对；分学段的数优先使用。",
        "Check them; the numbers by stage are used first.",
    ),
    "same_school_twice": doubt(
        "“{name}”与第 {other_row} 行“{other}”相距 {metres} 米，校名相近、年级重叠，"
        "可能是同一所学校填了两次。",
        "{name!r} stands {metres} m from {other!r} (row {other_row}), with a like name and the "
        "same grades: perhaps one school twice.",
        "若是同一所学校，请删去一行；若是两所，请核对坐标。",
        "Remove one row if they are one school; else check the coordinates.",
    ),
    "school_name_twice": doubt(
        "“{name}”在同一乡镇还有第 {other_row} 行（代码 {other}），校名相同而代码不同。",
        "{name!r} stands in row {other_row} too (id {other}), in the same township: one name, "
        "two ids.",
        "若是同一所学校，请只留一行；若是两所，请在校名中加以区别。",
        "Keep one row if they are one school; else tell them apart by name.",
    ),
}

_VILLAGES = {
    "villages_without_pupils": remark(
        "{count} 个村没有一至九年级学生（第 {rows} 行）。",
        "{count} villages have no pupil in grades 1 to 9 (rows {rows}).",
        "确实没有的不必改；未统计的请补上。",
        "Leave them if that is so; fill in what was not counted.",
    ),
    "villages_mostly_without_pupils": doubt(
        "{total} 个村中有 {count} 个没有一至九年级学生（第 {rows} 行）：学生数可能没有填全。",
        "{count} of {total} villages have no pupil in grades 1 to 9 (rows {rows}): the pupils may "
        "not be filled in.",
        "请补全学生数；没有统计的村请留空，不要填 0。",
        "Fill in the pupils; leave cells empty where nobody counted, not 0.",
    ),
    "villages_at_one_point": doubt(
        "{count} 个村的坐标完全相同（{places}）：{names}；到校距离因此也相同。",
        "{count} villages have the very same coordinates ({places}): {names}; their journeys are "
        "the same too.",
        "请换成各村自己的坐标；用乡镇政府所在地代替的，偏远村的距离会算短。",
        "Give each its own place; where a township's seat stands for them, far villages look near.",
    ),
    "pupils_beyond_population": doubt(
        "学生 {pupils} 人，占人口 {population} 的 {share}%，超过 {limit}%。",
        "{pupils} pupils are {share} % of {population} people, more than {limit} %.",
        "请核对人口和学生数是否填反、填错行，或人口只填了户数。",
        "Check whether the two were exchanged, or households were counted instead of people.",
    ),
    "pupils_without_population": doubt(
        "人口为 0，却有学生 {pupils} 人。",
        "No inhabitants, but {pupils} pupils.",
        "请填实际人口；没有数据请留空，不要填 0。",
        "Write the population; leave the cell empty where it is not known, not 0.",
    ),
    "village_number_implausible": doubt(
        "{pupils} 名学生多得不合理（一个村一般不超过 {limit}）。",
        "{pupils} pupils are more than a village has (at most {limit} as a rule).",
        "请核对是否多写了数位，或填成了全乡镇的合计。",
        "Look for a digit too many, or the total of a township.",
    ),
    "cohort_jump": doubt(
        "全县 {younger_zh} {younger} 人，{older_zh} {older} 人，相差 {ratio} 倍："
        "可能有漏填或统计口径不同。",
        "{younger} children of {younger_en}, {older} of {older_en}: {ratio} times; something may "
        "be missing or counted in another way.",
        "请核对这两列是否填全、是否同一口径（户籍或常住）。",
        "Check that both columns are whole and count the same people.",
    ),
    "township_spelled_twice": doubt(
        "乡镇名“{rare}”（{rare_count} 行）与“{usual}”（{usual_count} 行）似乎是同一个，"
        "分乡镇统计时会分成两个。",
        "The township {rare!r} ({rare_count} rows) seems to be {usual!r} ({usual_count} rows); "
        "figures by township count them as two.",
        "请统一写法。",
        "Write it in one way.",
    ),
}

_TOGETHER = {
    "rolls_against_villages": doubt(
        "{stage_zh}：在办学校在校生合计 {rolls} 人，村庄学生合计 {pupils} 人，"
        "前者是后者的 {ratio} 倍（一般 {low}—{high}）。",
        "{stage_en}: open schools report {rolls} pupils, the villages {pupils}: {ratio} times "
        "(usually {low} to {high}).",
        "请核对两表是否同一学年、是否覆盖同一范围（有无漏村、漏校，是否含外县学生）。",
        "Check that both tables are of one year and one area, and that no village or school is "
        "missing.",
    ),
    "school_outside_boundary": doubt(
        "学校在县界之外约 {off_zh}，参与本县的就学安排。",
        "The school lies about {off_en} beyond the county's boundary and takes part in the "
        "assignment.",
        "邻县学校请保留；本县学校请核对坐标和坐标系。",
        "Leave it if it is a neighbour's; else check its coordinates.",
    ),
}

_NETWORK = {
    "school_nobody_assigned": doubt(
        "学校在办，报有 {pupils} 人，但按就近和学区规则没有一个村到这里上学。",
        "The school is open with {pupils} pupils, but by nearness and designation no village goes "
        "there.",
        "请核对坐标、年级范围和道路；若招收指定村，请在村庄表填学区学校。",
        "Check its place, grades and roads; name it as the designated school of its villages.",
    ),
    "school_far_from_road": doubt(
        "学校离最近的道路 {metres} 米，超过 {limit} 米。",
        "The school is {metres} m from the nearest road, more than {limit} m.",
        "请核对学校坐标，或补上通往学校的道路。",
        "Check its coordinates, or add the road that leads to it.",
    ),
    "road_island": doubt(
        "有 {villages} 个村（{pupils} 名学生）、{schools} 所学校所在的道路与主路网不通：{names}。"
        "最近的缺口 {metres} 米，在 {end} 与 {to} 之间。",
        "{villages} villages ({pupils} pupils) and {schools} schools stand on roads that do not "
        "join the main network: {names}. The nearest gap is {metres} m, between {end} and {to}.",
        "请在 GIS 软件中到该处补上缺少的路段或桥；确实不通的不必改，这些学生将列为无法到校。",
        "Add the missing road or bridge there in a GIS; if there is none, the pupils stay without "
        "a journey.",
    ),
    "ride_far_round": doubt(
        "{count} 个村（{pupils} 名不能步行的学生）乘车到校要绕远路：乘车路程超过步行的 {ratio} 倍，"
        "且多 {longer} 千米以上（第 {rows} 行）。例如“{village}”到“{school}”步行 {walk} 千米，"
        "乘车 {ride} 千米。",
        "{count} villages ({pupils} pupils who cannot walk) ride a long way round to school: over "
        "{ratio} times the walk and over {longer} km longer (rows {rows}). {village!r} for one "
        "walks {walk} km to {school!r} and rides {ride} km.",
        "多半是缺一段通车的路，或有一条校车可走的机耕路没有标明通车，请在该处补上；"
        "确实只有小路相通的，不用改。",
        "A road for vehicles is probably missing there, or a track that buses can use is not "
        "marked so: add it. Leave it where there is only a path.",
    ),
    "border_nearer_than_school": remark(
        "{count} 个村（{pupils} 名小学生）步行超过时限，离县界却不到离校距离的一半"
        "（第 {rows} 行）：邻县可能有更近的学校，本表没有，无从得知。",
        "{count} villages ({pupils} primary pupils) walk longer than the limit but lie less than "
        "half as far from the border as from their school (rows {rows}): a neighbour's school may "
        "be nearer; none is in the table, so nobody can tell.",
        "若允许跨县就读，请把邻县学校加入学校表。",
        "Add the neighbours' schools to the table if pupils may go there.",
    ),
}

DOCTOR: dict[str, Text] = {**_SCHOOLS, **_VILLAGES, **_TOGETHER, **_NETWORK}
