"""Texts of what is found about townships, and about coordinates that stand in one cell."""

from __future__ import annotations

from schoolmap.io.wording import Text, doubt, note, stop

TOWNSHIPS: dict[str, Text] = {
    "village_in_other_township": doubt(
        "“{name}”写的是{own}，坐标却在{other}境内，离本乡镇界线约 {km} 千米；"
        "它到学校的距离可能全错。",
        "{name!r} is written under {own}, but its coordinates lie in {other}, about {km} km from "
        "its own township; all its distances to schools may be wrong.",
        "请核对坐标或乡镇。",
        "Check the coordinates or the township.",
    ),
    "school_in_other_township": doubt(
        "“{name}”写的是{own}，坐标却在{other}境内，离本乡镇界线约 {km} 千米；"
        "各村到它的距离可能全错。",
        "{name!r} is written under {own}, but its coordinates lie in {other}, about {km} km from "
        "its own township; all distances to it may be wrong.",
        "请核对坐标或乡镇。",
        "Check the coordinates or the township.",
    ),
    "townships_mostly_other": doubt(
        "能对上乡镇界线的 {total} 处中，有 {count} 处的坐标都在别的乡镇境内"
        "（例如“{name}”写的是{own}，坐标却在{other}境内）：多半不是个别笔误，"
        "而是乡镇名称张冠李戴，或者坐标声明有误。",
        "Of {total} places whose township has a polygon, {count} lie in another one (for instance "
        "{name!r}, written under {own}, lies in {other}): hardly single slips, but names of "
        "townships exchanged or coordinates declared wrongly.",
        "请核对表中的乡镇、界线文件中的名称，以及 study.toml 中的 coordinates。",
        "Check the townships of the table, the names in the boundary file, and coordinates in "
        "study.toml.",
    ),
    "coordinates_parted": note(
        "经度和纬度写在一格里，已拆成两列，共 {count} 格"
        "（首例：{before} → 经度 {lon}，纬度 {lat}）。",
        "Longitude and latitude stand in one cell and were taken apart in {count} cells (the "
        "first: {before} is longitude {lon}, latitude {lat}).",
    ),
    "coordinates_in_one_cell": stop(
        "经度和纬度写在一格里，有 {count} 格不能有把握地拆开（第 {rows} 行）。",
        "Longitude and latitude stand in one cell; {count} cells cannot be taken apart for sure "
        "(rows {rows}).",
        "请用 Excel 或 WPS 的“分列”拆成“经度”“纬度”两列。",
        "Split them into the columns lon and lat (Text to Columns in a spreadsheet).",
    ),
}
