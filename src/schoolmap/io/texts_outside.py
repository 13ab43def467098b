"""What other rooms find in a study, as the list of checks tells it.

The problems themselves are worded where they are found; here is what each of them is about.
"""

from __future__ import annotations

from schoolmap.io.wording import Text, doubt, stop

_PACK = ("请按 docs/hearing.md 的写法改正该处。", "Correct it as docs/hearing.md shows.")

OUTSIDE: dict[str, Text] = {
    "distances_estimated": doubt(
        "没有道路数据：所有距离都是直线距离乘以绕行系数的估计值。",
        "There are no roads: all distances are straight lines times the detour factor.",
        "取得道路数据后，在 study.toml 中加入 [roads]。",
        "Add [roads] to study.toml when there is road data.",
    ),
    "no_open_school": doubt(
        "没有一所在办学校：所有学生都无处就学。",
        "No school is open: every pupil is unserved.",
        "请检查“状态”列。",
        "Check the column status.",
    ),
    "not_connected": doubt(
        "村庄或学校离最近的道路太远，视为未接入道路。",
        "A village or school is too far from the nearest road: not connected.",
        "请检查坐标，或补上缺少的道路。",
        "Check the coordinates, or add the road that is missing.",
    ),
    "other_component": doubt(
        "村庄或学校所在的道路与全县主路网不连通。",
        "A village or school stands on a road that does not join the main network.",
        "请检查坐标，或补上缺少的道路。",
        "Check the coordinates, or add the road that is missing.",
    ),
    "roads_apart": stop(
        "没有一个村庄（或学校）在道路附近：道路与它们不在同一处。",
        "No village, or no school, is near a road: they lie apart.",
        "请检查道路、村庄和学校各自声明的坐标系 (coordinates)。",
        "Check the coordinates declared for roads, villages and schools.",
    ),
    "no_roads": stop(
        "道路文件中没有一条有长度的线。",
        "The road file has no line of any length.",
        "请检查图层和坐标系；若全县没有道路数据，请删去 study.toml 的 [roads]。",
        "Check layer and CRS; where a county has no road data, remove [roads].",
    ),
    "road_too_long": stop(
        "有一段道路太长而中间没有路口，不能精确切分。",
        "A road without a junction is too long to be cut exactly.",
        "请在道路图层中把它分成几段。",
        "Split it into several lines in the road layer.",
    ),
    "crs_not_metric": stop(
        "量算用的坐标系必须是以米为单位的投影坐标系。",
        "The CRS to measure in must be a projected one, in metres.",
        "请删去 crs（自动选用 UTM 分带），或写例如 EPSG:32649、EPSG:4547。",
        "Leave crs out (the UTM zone is then used), or write one such as EPSG:32649.",
    ),
    "crs_no_points": stop(
        "没有可用的坐标，无法选定投影坐标系。",
        "There is no usable coordinate to choose a projected CRS by.",
        "请检查学校表和村庄表的经纬度。",
        "Check longitude and latitude of the schools and villages.",
    ),
    "crs_outside": stop(
        "有坐标不在该投影坐标系的范围内。",
        "Some coordinates cannot be shown in this CRS.",
        "请检查 crs 与各表的坐标系声明。",
        "Check crs and the coordinates declared for each table.",
    ),
    "crs_stretched": stop(
        "该坐标系在本县量出的长度差 …%：多半是别的分带或别的地区的。",
        "Lengths measured in this CRS are … % off in this county: it is probably another zone's, "
        "or another country's.",
        "请删去 crs（自动选用 UTM 分带），或改为本县所在的分带。",
        "Leave crs out (the UTM zone is then used), or name the zone of this county.",
    ),
    "unknown_standards_table": stop(
        "[study] standards 中的标准表不存在。",
        "There is no such standards table ([study] standards).",
        "请改正名称；schoolmap standards 列出可用的。",
        "Correct its name; schoolmap standards lists them.",
    ),
    "unknown_rule": stop(
        "[rules] 中有不认识的规则。",
        "[rules] names a rule that is not known.",
        "请改正编号；schoolmap standards 列出可用的。",
        "Correct its id; schoolmap standards lists them.",
    ),
    "unsuitable_rule_value": stop(
        "[rules] 中的数值不合该规则的类型或范围。",
        "A figure of [rules] is not of the rule's kind or range.",
        "请按提示改正数值和单位。",
        "Correct figure and unit.",
    ),
    "bands_do_not_cover_grades": stop(
        "三个学段（grades.*）须依次覆盖 1 至 9 年级，不重不漏。",
        "The three bands (grades.*) must cover grades 1 to 9 in order, each once.",
        "六三学制为 1-3、4-6、7-9；五四学制为 1-3、4-5、6-9。",
        "Six-three systems: 1-3, 4-6, 7-9; five-four systems: 1-3, 4-5, 6-9.",
    ),
    "access_steps_unsuitable": stop(
        "access_step_s 须递增，access_weight 须不增，且两者个数相同。",
        "access_step_s must rise, access_weight must not rise, and both have as many items.",
        "请一起改。",
        "Set both together.",
    ),
    "pack_unreadable": stop(
        "[pack] files 中的规则文件不能读取。",
        "A rule pack of [pack] files cannot be read.",
        *_PACK,
    ),
    "pack_key_unknown": stop(
        "规则文件中有不认识的内容。", "A rule pack has a key that means nothing.", *_PACK
    ),
    "pack_not_tables": stop(
        "规则文件中的一节应写作 [[名称]]。",
        "A section of a rule pack must be written [[name]].",
        *_PACK,
    ),
    "pack_id_twice": stop(
        "规则文件中有编号出现两次。", "An id stands twice in a rule pack.", *_PACK
    ),
    **{
        code: stop(zh, en, *_PACK)
        for code, zh, en in (
            ("pack_text_missing", "规则文件中缺少一项文字。", "A rule pack lacks a text."),
            ("pack_number_missing", "规则文件中有一项应为数字。", "A rule pack lacks a number."),
            (
                "pack_not_a_choice",
                "规则文件中有一项不是可用的词。",
                "A rule pack has a word that is none of those allowed.",
            ),
            (
                "pack_key_idle",
                "规则文件中有一项是该类规则不用的。",
                "A rule pack gives a key that the kind of rule does not read.",
            ),
            (
                "pack_figure_unknown",
                "规则所用的数字没有。",
                "A rule reads a figure that is not there.",
            ),
            (
                "pack_nothing_to_set_aside",
                "要停用的规则不存在。",
                "A rule that is to be set aside is not there.",
            ),
        )
    },
}
