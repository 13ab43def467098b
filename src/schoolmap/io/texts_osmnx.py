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
