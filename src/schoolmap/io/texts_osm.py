"""Texts of what is found in OpenStreetMap files."""

from __future__ import annotations

from schoolmap.io.wording import Text, changed, doubt, remark, stop


def _left_out(zh: str, en: str, repair_zh: str = "", repair_en: str = "") -> Text:
    """Return a note: ways that no extract is without are not used."""
    return Text("note", "row_set_aside", zh, en, repair_zh, repair_en)


OSM: dict[str, Text] = {
    "osm_not_osm": stop(
        "不是 OpenStreetMap 文件{looks_zh}。",
        "This is not an OpenStreetMap file{looks_en}.",
        "请重新下载 .osm.pbf 或 .osm（下载页面不是数据文件）；若是其他格式，请用它原来的扩展名。",
        "Download the .osm.pbf or .osm again (a download page is not the data); give a file of "
        "another kind its own ending.",
    ),
    "osm_entities": stop(
        "文件里有 DOCTYPE 或实体声明；OpenStreetMap 数据从不带这些，为安全起见不读取。",
        "The file declares a DOCTYPE or entities; OpenStreetMap data never do, so it is not read.",
        "请从可靠来源重新下载。",
        "Download it again from a source that you trust.",
    ),
    "osm_coordinates": stop(
        "OpenStreetMap 数据只有 WGS-84 坐标，不能声明为其他坐标系。",
        "OpenStreetMap data are in WGS-84 and cannot be declared as anything else.",
        '请在 [roads] 删去 coordinates，或写 coordinates = "wgs84"。',
        'Remove coordinates from [roads], or write coordinates = "wgs84".',
    ),
    "osm_settings_unused": doubt(
        "[roads] 中这些设置对 OpenStreetMap 文件不起作用：{names}。",
        "These settings of [roads] have no effect on an OpenStreetMap file: {names}.",
        "请删去；只有 values = {{ highway = {{ … }} }} 可用。",
        "Remove them; only values = {{ highway = {{ … }} }} is used.",
    ),
    "osm_no_roads": stop(
        "文件里没有一条可用的道路（带 highway 标签、节点齐全的 way）。",
        "The file has not one usable road (a way with a highway tag whose nodes are there).",
        "请检查是否下载了道路数据、范围是否正确；只有 way 而没有节点的文件请连同节点一起下载。",
        "Check that roads were downloaded, and for the right area; a file that has ways without "
        "their nodes must be downloaded with them.",
    ),
    "osm_kept": remark(
        "读取道路 {count} 条：步行可走 {walked} 条，校车可走 {ridden} 条，单行 {oneway} 条，"
        "桥梁和隧道 {bridges} 条，有限速 {limited} 条，有路名 {named} 条；等级：{classes}。",
        "{count} road lines were read: {walked} for walkers, {ridden} for school buses, {oneway} "
        "one-way, {bridges} on bridges or in tunnels, {limited} with a speed limit, {named} with a "
        "name; classes: {classes}.",
    ),
    "osm_not_travelled": _left_out(
        "{count} 条路尚未建成、已废弃或不是通行的路（{classes}；首例 way {first}），未使用。",
        "{count} ways are not built yet, abandoned or no road to travel ({classes}; the first is "
        "way {first}) and were left out.",
        "若已通车，请在 OpenStreetMap 改正，或在 [roads] 写 values = {{ highway = {{ … }} }}。",
        "If they are open, correct them in OpenStreetMap, or translate their class by values = "
        "{{ highway = {{ … }} }} in [roads].",
    ),
    "osm_area": _left_out(
        "{count} 条路是面（area=yes；首例 way {first}），不是线，未使用。",
        "{count} ways are areas (area=yes; the first is way {first}), not lines, and were left "
        "out.",
    ),
    "osm_ferry": _left_out(
        "{count} 条渡船航线（首例 way {first}）不是道路，未使用；靠渡船上学的村会显示为不通。",
        "{count} ferry routes (the first is way {first}) are not roads and were left out; villages "
        "that go to school by ferry will show as not connected.",
    ),
    "osm_closed": _left_out(
        "{count} 条路行人和校车都不能走（如 access=private；首例 way {first}），未使用。",
        "{count} ways are open neither to walkers nor to school buses (access=private or the "
        "like; the first is way {first}) and were left out.",
        "若学生可以通行，请在 OpenStreetMap 补 foot=yes，或在 QGIS 中导出为 gpkg 后修改。",
        "If pupils may use them, add foot=yes in OpenStreetMap, or export to a gpkg in QGIS and "
        "change it there.",
    ),
    "osm_short": _left_out(
        "{count} 条路不足两个不同的节点（首例 way {first}），未使用。",
        "{count} ways have fewer than two different nodes (the first is way {first}) and were "
        "left out.",
    ),
    "osm_twice": _left_out(
        "{count} 条路在文件里重复出现（首例 way {first}），只用第一次出现的。",
        "{count} ways occur more than once in the file (the first is way {first}); the first one "
        "of each was used.",
    ),
    "osm_cut": Text(
        "warning",
        "value_changed",
        "{count} 条路缺 {missing} 个节点（在下载范围之外，或坐标不可信；首例 way {first}），"
        "在缺失处断开，其中 {lost} 条完全无法使用。",
        "{count} ways lack {missing} nodes (outside the extract, or in impossible places; the "
        "first is way {first}); they were cut there, and {lost} of them cannot be used at all.",
        "若断在县内或邻近地区，请下载范围大一些、节点完整的数据。",
        "If that is inside the county or near it, download a larger extract with complete ways.",
    ),
    "osm_tracks": doubt(
        "{count} 条机耕路（track；首例 way {first}）没有标明机动车可走，只供步行。",
        "{count} tracks (the first is way {first}) do not say that vehicles may use them; they "
        "are for walkers only.",
        "若校车可走，请在 OpenStreetMap 补 motor_vehicle=yes；若全县如此，可在 [roads] 写 "
        'values = {{ highway = {{ track = "unclassified" }} }}。',
        "Where school buses can, add motor_vehicle=yes in OpenStreetMap; if that holds all over "
        'the county, write values = {{ highway = {{ track = "unclassified" }} }} in [roads].',
    ),
    "osm_no_walkers": remark(
        "{count} 条通车的路标明行人不能走（如 foot=no；首例 way {first}），步行路网在那里断开。",
        "{count} roads for vehicles are closed to walkers (foot=no or the like; the first is way "
        "{first}); the walkers' network is parted there.",
        "若有村庄因此显示不连通而学生实际走这条路，请在 OpenStreetMap 改正，或在 QGIS 中导出为 "
        "gpkg 后修改。",
        "If villages show as not connected though pupils do walk there, correct the road in "
        "OpenStreetMap, or export to a gpkg in QGIS and change it there.",
    ),
    "osm_in_turns": remark(
        "{count} 条路的单行方向会变（reversible、alternating；首例 way {first}），按双向可走处理。",
        "{count} ways change their one direction (reversible, alternating; the first is way "
        "{first}); they are taken as open both ways.",
    ),
    "osm_speed_zone": remark(
        "{count} 条路的限速只写了类别（如 CN:urban；首例 way {first}），按道路等级的车速计。",
        "{count} ways name the kind of their limit only (such as CN:urban; the first is way "
        "{first}); the speed of their class is used.",
    ),
    "osm_value_unread": changed(
        "有 {count} 条路的 {key} 看不懂（{values}；首例 way {first}），按没有该标签处理。",
        "{key} cannot be read on {count} ways ({values}; the first is way {first}); they are taken "
        "as ways without it.",
        "可在 OpenStreetMap 改正。",
        "It can be corrected in OpenStreetMap.",
    ),
    "osm_nodes_apart": doubt(
        "{count} 处路端与另一条路在同一点，却是两个不同的节点，因而不相通：{shown}。",
        "{count} ends of ways lie on the very place of another way but are a node of their own, "
        "so they do not join: {shown}.",
        "若实际相通，请在 OpenStreetMap 把两个节点合并。",
        "Where they do join, merge the two nodes in OpenStreetMap.",
    ),
}
