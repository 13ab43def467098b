"""What can be found in GraphML and in downloaded roads, with its repair."""

from __future__ import annotations

from schoolmap.io.wording import Text, aside, changed, doubt, remark, stop

_AGAIN_ZH = "请用 osmnx 的 save_graphml 重新导出，或改用 gpkg。"
_AGAIN_EN = "Export it again with osmnx's save_graphml, or use a gpkg."

GRAPHML: dict[str, Text] = {
    "graphml_broken": stop(
        "GraphML 文件不完整或已损坏（{detail}）。",
        "The GraphML file is not whole or damaged ({detail}).",
        "请检查文件是否复制完整。" + _AGAIN_ZH,
        "Check that it was copied whole. " + _AGAIN_EN,
    ),
    "graphml_entities": stop(
        "文件含有 DOCTYPE 声明，出于安全不予读取。",
        "The file declares a DOCTYPE; it is not read, to be safe.",
        "osmnx 写出的 GraphML 没有这一行。" + _AGAIN_ZH,
        "GraphML that osmnx writes has no such line. " + _AGAIN_EN,
    ),
    "graphml_none": stop(
        "这不是路网的 GraphML 文件。",
        "This is no GraphML of a road network.",
        "请检查是否选错了文件。" + _AGAIN_ZH,
        "Check whether the right file is named. " + _AGAIN_EN,
    ),
    "graphml_several": stop(
        "文件里不止一个图（graph）。",
        "The file holds more than one graph.",
        "请每个文件只存一个路网。" + _AGAIN_ZH,
        "Save one network a file. " + _AGAIN_EN,
    ),
    "graphml_settings_unused": doubt(
        "[roads] 中这些设置对 GraphML 文件不起作用：{names}。",
        "These settings of [roads] have no effect on a GraphML file: {names}.",
        "请删去；只有 coordinates 和 values = {{ highway = {{ … }} }} 可用。",
        "Remove them; only coordinates and values = {{ highway = {{ … }} }} are used.",
    ),
    "graphml_nodes_aside": aside(
        "有 {count} 个节点没有可用的 x、y 坐标（{nodes}），连接它们的道路未使用。",
        "{count} nodes have no usable x and y ({nodes}); the roads at them are not used.",
        "请补上坐标；若坐标是投影的，请检查图的 crs。",
        "Give them coordinates; if these are projected, check the graph's crs.",
    ),
    "graphml_edges_without_node": aside(
        "有 {count} 条边的端点不在文件中或没有坐标（第 {edges} 条），未使用。",
        "{count} edges end at a node that is not there or has no place (number {edges}); not used.",
        "请检查文件是否完整，或重新导出。",
        "Check that the file is whole, or export it again.",
    ),
    "graphml_edges_without_shape": aside(
        "有 {count} 条边的 geometry 无法读取（第 {edges} 条），未使用。",
        "The geometry of {count} edges cannot be read (number {edges}); they are not used.",
        "请改正为 LINESTRING；直线路段可以删去该项。",
        "Correct it to a LINESTRING; straight edges need none.",
    ),
    "graphml_merged": remark(
        "有 {count} 对往返的边沿同一条线，各作一条双向道路。",
        "{count} pairs of edges lead there and back along one line; each pair is one two-way road.",
    ),
    "graphml_number_unused": changed(
        "有 {count} 处不是可用的数值，按未填写处理。",
        "{count} values are no usable number; they count as not given.",
        "长度和车速须大于 0。",
        "Lengths and speeds are greater than 0.",
    ),
    "road_nodes_unused": doubt(
        "有 {count} 条道路的节点编号缺失或与其折点数不符（第 {rows} 条）；"
        "全部道路改为按位置相接（1 厘米以内）。",
        "The node ids of {count} roads are missing or do not fit their vertices (number {rows}); "
        "all roads are joined where they touch (within 1 cm) instead.",
        "在 QGIS 中改过道路后属正常；请检查立交处是否被误接，并可删去“{header}”列。",
        "That is normal once roads were edited in QGIS; check bridges for false joins, and remove "
        "the column {header!r}.",
    ),
}

DOWNLOAD: dict[str, Text] = {
    "study_without_boundary": stop(
        "study.toml 里没有 [boundary]。",
        "study.toml has no [boundary].",
        "请补上县界文件，或用 --boundary 直接指定边界文件。",
        "Add the county's boundary, or name a boundary file by --boundary.",
    ),
    "area_too_large": stop(
        "范围有 {km2} 平方千米，超过 {most} 平方千米；公共服务器不宜提供这么大的范围。",
        "The area has {km2} km2, more than {most}; the public servers are not meant for that.",
        "请缩小范围；或下载现成的 .osm.pbf 后用 schoolmap roads 转换；"
        "确有需要可用 --max-km2 放宽。",
        "Take a smaller area; or get an .osm.pbf extract and convert it by schoolmap roads; or "
        "raise --max-km2.",
    ),
    "place_not_found": stop(
        "没有找到这个地方。",
        "No such place was found.",
        "请写全称，例如“洪洞县, 临汾市, 山西省, 中国”；或改用 --boundary 或 --bbox。",
        "Write it in full, with its prefecture, province and country; or use --boundary or --bbox.",
    ),
    "place_without_area": stop(
        "找到了这个地方，但没有它的边界（只有一个点）。",
        "The place was found, but only as a point: it has no boundary.",
        "请改用 --boundary（县界文件）或 --bbox（四至）。",
        "Use --boundary with a boundary file, or --bbox.",
    ),
    "area_without_roads": stop(
        "这个范围里没有道路。",
        "There are no roads in this area.",
        "请检查范围是否写对（先经度，后纬度），以及 OpenStreetMap 在当地是否有道路。",
        "Check the area (longitude first), and whether OpenStreetMap has roads there.",
    ),
    "file_is_missing": stop(
        "找不到要转换的文件。",
        "The file to convert is not there.",
        "请检查文件名；若是地名，请不要带文件后缀。",
        "Check its name; if a place is meant, leave the ending out.",
    ),
}
"""What a download or a conversion can find."""
