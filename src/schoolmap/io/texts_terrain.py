"""Texts of what is found about the terrain."""

from __future__ import annotations

from schoolmap.io.wording import Text, changed, doubt, note, remark, stop

TERRAIN: dict[str, Text] = {
    "terrain_without_roads": doubt(
        "有 [terrain] 而没有 [roads]：没有道路可算坡度，地形没有使用。",
        "There is [terrain] but no [roads]: no road has a slope, the terrain was not used.",
        "请加入 [roads]，或删去 [terrain]。",
        "Add [roads], or remove [terrain].",
    ),
    "terrain_needs_rasterio": stop(
        "读取 GeoTIFF 地形需要附加组件 rasterio，本机没有安装。",
        "Terrain as GeoTIFF needs the extra package rasterio, which is not installed.",
        '请安装附加组件 terrain：pip install "schoolmap[terrain]"；不便安装时可改用 .hgt 高程文件，'
        "或删去 [terrain]（按平路计算）。",
        'Install the extra terrain: pip install "schoolmap[terrain]"; or name .hgt tiles, which '
        "need nothing more; or remove [terrain] (roads are then level).",
    ),
    "terrain_kind_unknown": stop(
        "不认识的地形文件类型。",
        "This kind of terrain file is not known.",
        "请给 GeoTIFF（.tif）、SRTM 高程（.hgt 或 .hgt.zip），或装有 .hgt 的文件夹。",
        "Name a GeoTIFF (.tif), SRTM heights (.hgt or .hgt.zip), or a folder of .hgt tiles.",
    ),
    "terrain_tiles_none": stop(
        "其中没有 .hgt 或 .hgt.zip 文件。",
        "There is no .hgt or .hgt.zip file in it.",
        "请检查文件夹名或通配符，路径相对于 study.toml 所在文件夹。",
        "Check the folder or pattern; paths are relative to the folder of study.toml.",
    ),
    "hgt_name": stop(
        "文件名没有写明图幅位置。",
        "The name does not say where the tile lies.",
        "请恢复原来的文件名，例如 N36E111.hgt（西南角北纬 36 度、东经 111 度）。",
        "Give it its own name back, such as N36E111.hgt (corner at 36 north, 111 east).",
    ),
    "hgt_size": stop(
        "文件有 {size} 字节，不是 SRTM 高程：应为 {fine}（1 角秒）或 {coarse}（3 角秒）字节。",
        "It has {size} bytes, so it is no SRTM tile: {fine} (1 second) or {coarse} (3 seconds).",
        "文件不完整或不是 .hgt，请重新下载。",
        "It is not whole, or no .hgt at all: download it again.",
    ),
    "hgt_mixed": stop(
        "1 角秒和 3 角秒的图幅混在一起。",
        "Tiles of 1 and of 3 seconds are mixed.",
        "请统一用一种。",
        "Keep to one of them.",
    ),
    "terrain_crs_missing": stop(
        "地形文件没有坐标系。",
        "The terrain file does not say its coordinate system.",
        '请在 [terrain] 写 coordinates = "EPSG:编号"，或在 QGIS 中指定坐标系后另存。',
        'Write coordinates = "EPSG:number" in [terrain], or save it with a system (QGIS).',
    ),
    "terrain_crs_shifted": stop(
        "地形不能用 gcj02 或 bd09：高程数据没有这样的坐标系。",
        "Terrain cannot be in gcj02 or bd09: heights come in no such system.",
        '请写 wgs84、cgcs2000 或 "EPSG:编号"；已被偏移过的栅格请改用原始数据。',
        'Write wgs84, cgcs2000 or "EPSG:number"; take the original of a grid that was shifted.',
    ),
    "terrain_crs_bad": stop(
        "地形的坐标系与坐标对不上：格网范围 {box}，而坐标系为 {crs}。",
        "The terrain's coordinate system and its coordinates do not fit: {box} in {crs}.",
        '请在 [terrain] 用 coordinates = "EPSG:编号" 写明正确的坐标系。',
        'Write the right one as coordinates = "EPSG:number" in [terrain].',
    ),
    "terrain_elsewhere": stop(
        "地形与道路不在同一处：地形范围 {terrain}，道路范围 {roads}（东经、北纬，度）。",
        "Terrain and roads lie apart: the terrain covers {terrain}, the roads {roads} (longitude, "
        "latitude).",
        "请换成本县的高程文件，或检查地形和道路的坐标系。",
        "Name this county's heights, or check the coordinate systems of both.",
    ),
    "terrain_picture": stop(
        "这是一张图片（{bands} 个颜色波段），不是高程。",
        "This is a picture ({bands} bands of colour), not heights.",
        "请给单波段的高程栅格（单位：米），不要用晕渲图或卫星影像。",
        "Name a grid of heights in metres with one band, not a shaded map or an image.",
    ),
    "terrain_bands": doubt(
        "有 {bands} 个波段，只读取了第 1 个。",
        "There are {bands} bands; only the first was read.",
        "若高程不在第 1 波段，请单独导出。",
        "Export the band of heights alone if it is another.",
    ),
    "terrain_too_large": stop(
        "道路范围内有 {cells} 格，太大，不能读取（最多 {most}）。",
        "The roads' part has {cells} cells, too many to read (at most {most}).",
        "请先重采样到 10—30 米一格，并裁剪到本县范围。",
        "Resample it to 10-30 m a cell and clip it to the county.",
    ),
    "terrain_coarsened": note(
        "格网很细，每 {times}×{times} 格取平均读取，约 {cell} 米一格。",
        "The grid is fine: {times} x {times} cells were averaged into one of about {cell} m.",
    ),
    "terrain_feet": note(
        "高程单位为英尺，已换算为米。",
        "Heights in feet were converted to metres.",
    ),
    "terrain_absurd": changed(
        "有 {count} 格高程不合理（例如 {example}），按没有高程处理。",
        "{count} cells have impossible heights (such as {example}); taken as having none.",
        "可能是没有标明的无数据值；请在栅格中设定 nodata。",
        "Most likely a no-data value that is not declared: set nodata in the grid.",
    ),
    "terrain_empty": stop(
        "道路所在范围内没有一格有高程。",
        "Not one cell about the roads has a height.",
        "请检查文件是否为本县高程、是否完整。",
        "Check whether the file is this county's, and whole.",
    ),
    "terrain_constant": doubt(
        "道路所在范围内高程全是 {height} 米：等于没有地形。",
        "Every height about the roads is {height} m: as good as no terrain.",
        "请检查文件是否为高程。",
        "Check whether the file holds heights.",
    ),
    "terrain_steep": doubt(
        "道路所在范围的地面坡度中位数为 {slope}%，陡得不合理。",
        "The land about the roads has a median slope of {slope}%, too steep to be true.",
        "高程的单位可能不是米（英尺、厘米），或坐标系不对，请检查。",
        "The heights may not be in metres (feet, centimetres), or the system is wrong: check.",
    ),
    "terrain_voids": remark(
        "道路所在范围有 {void} 格没有高程，其中 {filled} 格由周围高程填补（薄膜内插）。",
        "{void} cells about the roads have no height; {filled} were filled from around them (as a "
        "membrane over the hole).",
        "可换用无空洞的高程数据。",
        "Heights without voids would do better.",
    ),
}
