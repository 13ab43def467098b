"""Texts of what is found about pupils, designated schools, roads and the boundary."""

from __future__ import annotations

from schoolmap.io.wording import Text, aside, changed, doubt, note, remark, stop

PUPILS: dict[str, Text] = {
    "pupils_column_missing": stop(
        "没有学生数列。",
        "There is no column of pupils.",
        "请给出 一年级…九年级（g1…g9），或 小学生数 和 初中生数，或 学生数。",
        "Give g1 to g9, or pupils_primary and pupils_junior, or pupils.",
    ),
    "pupils_stage_missing": doubt(
        "只有{has_zh}，没有{lacks_zh}：{lacks_zh}按 0 计，本研究不覆盖该学段。",
        "There is {has} only, no {lacks}: that stage counts zero pupils and is not covered.",
        "若要覆盖，请补上{lacks_zh}列。",
        "Add the column {lacks} to cover it.",
    ),
    "pupils_grades_missing": doubt(
        "没有这些年级的列：{lacks}；按 0 计，本研究不覆盖这些年级。",
        "There are no columns for {lacks}: these grades count zero pupils and are not covered.",
        "若要覆盖，请补上这些列。",
        "Add the columns to cover them.",
    ),
    "pupils_unreadable": aside(
        "学生数不能用：{why_zh}。",
        "The number of pupils cannot be used: {why_en}.",
        "请填准确的人数；确实没有学生请填 0。",
        "Write the exact number; 0 if there are none.",
    ),
    "pupils_missing": aside(
        "没有填写学生数。",
        "The number of pupils is not given.",
        "请填写；确实没有学生请填 0。",
        "Fill it in; write 0 if there are none.",
    ),
    "pupils_empty_zero": note(
        "有 {count} 个空单元格按 0 计（同一行其他学生数已填写）。",
        "{count} empty cells count as 0, because other numbers of the same row are given.",
        "若并非 0，请填写。",
        "Fill them in if they are not 0.",
    ),
    "pupils_rounded": note(
        "人数不能有小数，有 {count} 个已按最大余数法取整：{cases_zh}；{total_zh}。",
        "{count} fractions were made whole by largest remainder: {cases_en}; {total_en}.",
        "请核对这几个数。",
        "Check these numbers.",
    ),
    "pupils_spread": note(
        "学生数平均分到 {grades} 年级，余数归低年级。",
        "Pupils were spread evenly over grades {grades}, the remainder to the lower ones.",
        "若有分年级人数，请填一年级…九年级。",
        "Give g1 to g9 if pupils by grade are known.",
    ),
    "pupils_disagree": changed(
        "分年级合计 {by_grade} 与总数 {total} 不一致，以分年级为准。{hint_zh}",
        "The grades make {by_grade}, the total says {total}; the grades are used.{hint_en}",
        "请核对。",
        "Check the numbers.",
    ),
    "pupils_include_senior": note(
        "有 {count} 所学校的在校生数含高中生，义务教育学段只取分年级合计。",
        "The pupils of {count} schools include senior pupils; only those of grades 1-9 are used.",
    ),
    "pupils_senior_taken_off": note(
        "有 {count} 所学校只有在校生数和高中生数：视为全校人数，已减去高中生（第 {rows} 行）。",
        "{count} schools give pupils and senior pupils but no grades: the senior pupils were taken "
        "off (rows {rows}).",
        "若在校生数不含高中生，请填一年级…九年级。",
        "If the pupils do not include them, give g1 to g9.",
    ),
    "pupils_senior_exceed": doubt(
        "高中生数 {senior} 不少于在校生数 {pupils}：在校生数视为不含高中生，未作扣减。",
        "Senior pupils {senior} are not fewer than pupils {pupils}: the pupils were taken as "
        "those of grades 1-9 only.",
        "请核对，或填一年级…九年级。",
        "Check the numbers, or give g1 to g9.",
    ),
    "pupils_senior_unknown": doubt(
        "有 {count} 所完全中学、十二年一贯制学校没有高中生数，在校生数和班级数可能含高中"
        "（第 {rows} 行），仍按义务教育学段计。",
        "{count} schools that also teach grades 10-12 give no senior pupils: their pupils and "
        "classes may include senior ones (rows {rows}); they count as those of grades 1-9.",
        "请补上高中生数，或填一年级…九年级。",
        "Give senior_pupils, or g1 to g9.",
    ),
    "seats_unknown_senior": remark(
        "有 {count} 所学校有高中生，班级数可能含高中班，未据此推算学位数（第 {rows} 行）。",
        "{count} schools have senior pupils, so their classes may include senior ones: no seats "
        "were derived from them (rows {rows}).",
        "请填义务教育学段的学位数。",
        "Give the seats of grades 1-9.",
    ),
    "beds_unknown": remark(
        "没有床位数：按没有床位计算，因此无人能寄宿，床位缺口包括所有需寄宿的学生。",
        "Beds are not known: none are counted, so nobody can board, and the beds missing include "
        "everyone who needs to.",
        "若有寄宿条件，请加上“床位数”列。",
        "Add the column beds if there are any.",
    ),
    "bus_unknown": doubt(
        "学校表没有“校车”列：按没有校车计算，因此乘车 0 人。",
        "The table of schools has no column bus: none are counted, so nobody rides.",
        "若有校车，请加上“校车”列，逐校填“是”或“否”。",
        "If there are any, add the column bus and fill in yes or no for each school.",
    ),
    "bus_column_empty": doubt(
        "“{header}”列全部空着，按没有校车计算：因此乘车 0 人。",
        "The column {header} is empty from top to bottom: no buses are counted, so nobody rides.",
        "请逐校填“是”或“否”。",
        "Fill in yes or no for each school.",
    ),
    "bus_blank": doubt(
        "有 {count} 所学校的“{header}”空着（第 {rows} 行），按没有校车计算。",
        "{header} is empty for {count} schools (rows {rows}): they count as without a bus.",
        "请逐校填“是”或“否”；确实没有校车的填“否”。",
        "Fill in yes or no for each of them; no where there is none.",
    ),
    "count_fraction": note(
        "有 {count} 个数不是整数（第 {rows} 行）：表中保留原数，计算时四舍五入。",
        "{count} numbers are not whole (rows {rows}): kept in the table, rounded half up in the "
        "calculation.",
        "若不应如此，请改正。",
        "Correct them if they should be whole.",
    ),
    "pupils_outside_grades": doubt(
        "{name}：年级范围按 {span} 计（{source_zh}），但{filled_zh}。",
        "{name}: its grades are {span} ({source_en}), but {filled_en}.",
        "若确有这些学生，请在“年级范围”列写 {needed}（没有这一列就加上）；若填错了，请改人数。",
        "If these pupils are there, write {needed} in the column grades (add it if there is none); "
        "otherwise correct the numbers.",
    ),
    "grades_assumed_short": doubt(
        "有 {count} 所学校没有写年级范围，按办学类型推定，但推定的高年级没有学生：{cases_zh}。",
        "{count} schools have no span of grades; it was assumed from their type, but its upper "
        "grades have no pupils: {cases_en}.",
        "若不办这些年级，请在“年级范围”列（没有就加上）写实有的年级，如 {example}；"
        "若只是今年没有学生，照推定的写上即可。",
        "If these grades are not taught, write the span in the column grades (add it if there is "
        "none), for example {example}; if they only have no pupils this year, write the span as "
        "assumed.",
    ),
    "part_exceeds_whole": doubt(
        "“{part}” {less} 大于“{whole}” {more}。",
        "{part} {less} is more than {whole} {more}.",
        "请核对。",
        "Check the numbers.",
    ),
}

DESIGNATIONS: dict[str, Text] = {
    "designated_unknown": changed(
        "有 {count} 个村指定的学校不在学校表中（首例第 {row_first} 行），已忽略该指定。",
        "{count} villages name a school that is not among the schools used (first in row "
        "{row_first}); the designation was dropped.",
        "请改为学校表中的学校标识码。",
        "Write the id of a school of the schools table.",
    ),
    "designated_by_name": note(
        "有 {count} 处以校名指定学区学校，已换成学校标识码（首例：{name} → {id}）。",
        "{count} designated schools were given by name and replaced by their ids "
        "(first: {name} is {id}).",
        "建议直接填写学校标识码。",
        "Ids are safer than names.",
    ),
    "designated_serves_none": doubt(
        "有 {count} 个村指定的学校不办{stage_zh}年级（首例第 {row_first} 行），将按就近原则处理。",
        "{count} villages name a school that serves no {stage} grade (first in row {row_first}); "
        "the nearest rule applies to them.",
        "请核对学区学校或该校的年级范围。",
        "Check the designation or the school's grades.",
    ),
    "designated_private": doubt(
        "有 {count} 个村指定的是民办学校（首例第 {row_first} 行）；"
        "民办学校不参与分配，将按就近原则处理。",
        "{count} villages name a private school (first in row {row_first}); private schools take "
        "no part in the assignment, so the nearest rule applies to them.",
        "若民办学校应参与分配，请在 [rules] 中设 assign_private = true。",
        "If private schools should take part, set assign_private = true in [rules].",
    ),
    "designated_not_open": doubt(
        "有 {count} 个村指定的学校不是在办学校（首例第 {row_first} 行），将按就近原则处理。",
        "{count} villages name a school that is not open (first in row {row_first}); "
        "the nearest rule applies to them.",
        "请核对学区学校或该校的状态。",
        "Check the designation or the school's status.",
    ),
}

LINES: dict[str, Text] = {
    "road_set_aside": note(
        "{count} 个要素不是可用的线（空、非线或坐标无效，首例为第 {first} 个），未使用。",
        "{count} features are not usable lines (empty, other shapes or bad coordinates; the first "
        "is number {first}) and were left out.",
        "请在 GIS 软件中检查这些要素。",
        "Look at them in a GIS.",
    ),
    "road_parts_aside": aside(
        "有 {count} 个由多段线组成的要素，其中一些线段的坐标无效（首例为第 {first} 个），"
        "这些线段未使用，其余线段照常使用。",
        "{count} features of several lines have some with bad coordinates (the first is number "
        "{first}); those lines were left out, the others are used.",
        "请在 GIS 软件中检查这些要素；若填有长度，会按剩下的线段分摊，请一并核对。",
        "Look at them in a GIS; where a length is given, the lines that are left share it, so "
        "check that too.",
    ),
    "road_value_unreadable": changed(
        "有 {count} 条线的该值看不懂，按{default_zh}处理。",
        "The value stands on {count} lines and cannot be read; taken as {default_en}.",
        "请改正，或在 study.toml 用 values 对应。",
        "Correct it, or translate it by values in study.toml.",
    ),
    "road_class_words": note(
        "道路等级按常用对应换算：{pairs}。",
        "Road classes were translated: {pairs}.",
        "若要改变，请在 study.toml 的 [roads] 写 values = {{ highway = {{ … }} }}。",
        "Write values = {{ highway = {{ … }} }} in [roads] of study.toml to change it.",
    ),
    "road_not_travelled": aside(
        "{count} 条线尚未建成、已废弃或不供通行（{classes}，首例为第 {first} 个要素），未使用。",
        "{count} lines are not built yet, abandoned or not for travel ({classes}; the first is "
        "number {first}) and were left out.",
        "若已通车，请改正道路等级，或在 [roads] 写 values = {{ highway = {{ … }} }} 对应。",
        "If they are open, correct their class, or write values = {{ highway = {{ … }} }} in "
        "[roads].",
    ),
    "road_class_default_speed": remark(
        "以下等级没有自己的校车车速，按默认 {speed} 公里/小时计（等级、条数）：{classes_zh}。",
        "These classes have no riding speed of their own; the default of {speed} km/h is taken "
        "(class, lines): {classes_en}.",
        '可在 [rules] 写 "ride_speed_km_h.等级" = 数值，或在 [roads] 用 values 对应。',
        'Write "ride_speed_km_h.<class>" = number in [rules], or translate classes by values in '
        "[roads].",
    ),
    "ride_speed_unused": doubt(
        "没有一条线的等级是“{word}”，标准表也没有此项：这个车速不起作用。道路等级有：{classes}。",
        "No line is of class {word!r} and no table has it: this speed has no effect. "
        "Classes of the lines: {classes}.",
        "请改正等级名；县道等中文等级已换算，请用换算后的名称。",
        "Correct the class; Chinese classes are translated, write what they became.",
    ),
    "road_length_unit": stop(
        "声明的长度约为图上长度的 {ratio} 倍（{count} 条线的中位数），单位似乎不对。",
        "The declared lengths are about {ratio} times the drawn ones (median of {count} lines): "
        "the unit seems to be wrong.",
        "请在表头写明单位，例如 长度(公里)；或删去该列，按图上长度计算。",
        "Write the unit in the header, such as length_m (km); or drop the column: drawn lengths "
        "are used then.",
    ),
    "road_length_short": doubt(
        "{count} 条线声明的长度不到图上长度的 95%（要素 {rows}），仍按声明的长度计算。",
        "{count} lines are declared shorter than 95 % of their drawn length (features {rows}); "
        "the declared lengths are used.",
        "请核对长度和图形。",
        "Check their lengths and shapes.",
    ),
    "road_ends_apart": doubt(
        "{count} 个路端离另一条路不到 {reach} 米，却没有共用顶点，因而不相通：要素 {shown}。",
        "{count} ends of lines lie within {reach} m of another line but share no vertex with it, "
        "so they do not join: features {shown}.",
        "若实际相通，请在 GIS 软件中把路端吸附到另一条线上，并在该处加顶点。",
        "Where they do join, snap the end to the other line in a GIS and add a vertex there.",
    ),
    "roads_none": stop(
        "没有一条可用的道路线。",
        "There is not one usable road line.",
        "请检查文件和图层；若没有道路数据，请删去 [roads]。",
        "Check file and layer; leave [roads] out if there is no road data.",
    ),
    "boundary_not_polygon": Text(
        "warning",
        "row_set_aside",
        "{count} 个要素不是多边形，未使用。",
        "{count} features are not polygons and were left out.",
        "边界文件只放县界或乡镇界多边形。",
        "Keep only the polygons of the county or its townships in this file.",
    ),
    "boundary_repaired": note(
        "{count} 个多边形有自相交等错误，已修复：{names}。",
        "{count} polygons crossed themselves or the like and were repaired: {names}.",
        "若形状不对，请在 GIS 软件中修正。",
        "Correct them in a GIS if their shapes are wrong.",
    ),
    "boundary_none": stop(
        "没有一个可用的边界多边形。",
        "There is not one usable polygon.",
        "请检查文件和图层，或删去 [boundary]。",
        "Check file and layer, or leave [boundary] out.",
    ),
}
