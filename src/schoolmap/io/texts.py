"""What can be found in a study, said in Chinese and in English, with its repair."""

from __future__ import annotations

from schoolmap.io.texts_coordinates import COORDINATE_TEXTS
from schoolmap.io.texts_limits import LIMITS
from schoolmap.io.texts_osm import OSM
from schoolmap.io.texts_osmnx import GRAPHML
from schoolmap.io.texts_places import DESIGNATIONS, LINES, PUPILS
from schoolmap.io.texts_postgis import DATABASES
from schoolmap.io.texts_tables import TABLES
from schoolmap.io.texts_template import TEMPLATE
from schoolmap.io.texts_terrain import TERRAIN
from schoolmap.io.texts_townships import TOWNSHIPS
from schoolmap.io.wording import Text, aside, changed, doubt, note, remark, stop

_SETTINGS = {
    "study_missing": stop(
        "找不到 study.toml。",
        "There is no study.toml.",
        "请指定含 study.toml 的文件夹；新建请用 schoolmap init 文件夹名。",
        "Name a folder with a study.toml; schoolmap init FOLDER makes a new one.",
    ),
    "study_is_table": stop(
        "这是一个表格文件。",
        "This is a table.",
        "请给出含 study.toml 的文件夹；还没有的话：schoolmap init 新文件夹，再在其中的 study.toml "
        "写上这个文件名。",
        "Name the folder with study.toml; where there is none yet, schoolmap init FOLDER makes it: "
        "write the name of this file in its study.toml.",
    ),
    "study_unreadable": stop(
        "study.toml 无法读取：{zh}。",
        "study.toml cannot be read: {en}.",
        "请用记事本改正后重新运行。一节的名称（如 [roads]）单独占一行，文字加英文引号，"
        "路径用正斜杠 /。",
        "Correct it and run again. A section such as [roads] has a line of its own; texts stand in "
        "straight quotes, paths with /.",
    ),
    "key_missing": stop(
        "缺少必填项 {key}。",
        "The key {key} is missing.",
        "请在 study.toml 中补上。",
        "Add it to study.toml.",
    ),
    "key_unknown": stop(
        "不认识的设置项。此处可用：{known}。",
        "This key is not known. Known here: {known}.",
        "请改正拼写或删去。",
        "Correct its spelling or remove it.",
    ),
    "keys_more": stop(
        "另有 {count} 个设置项也有同样的问题，没有逐个列出。",
        "{count} more keys are at fault in the same way and are not listed.",
        "请检查是否选错了文件；改好上面列出的再运行一次。",
        "See whether it is the right file; mend what is listed and run again.",
    ),
    "key_bad": stop(
        "取值不对：{detail_zh}。",
        "The value is not right: {detail_en}.",
        "请按说明改正。",
        "Correct it.",
    ),
    "source_unsupported": stop(
        "此版本还不能读取 {what}。",
        "This version cannot read {what} yet.",
        "{how_zh}",
        "{how_en}",
    ),
}

_FILES = {
    "file_missing": stop(
        "找不到文件。",
        "The file is not there.",
        "请检查 study.toml 中的文件名，路径相对于 study.toml 所在文件夹。",
        "Check its name in study.toml; paths are relative to the folder of study.toml.",
    ),
    "file_kind_unknown": stop(
        "不认识的文件类型。",
        "This kind of file is not known.",
        "请另存为 {kinds} 之一。",
        "Save it as one of {kinds}.",
    ),
    "file_unreadable": stop(
        "文件无法读取：{detail}",
        "The file cannot be read: {detail}",
        "请确认文件完整、未加密、未被改名，必要时重新导出。",
        "Make sure that it is whole, not encrypted and not renamed; else export it again.",
    ),
    "file_empty": stop(
        "文件里没有数据行。",
        "The file has no rows of data.",
        "请填入数据，或检查是否选错了文件或工作表。",
        "Fill it in, or check whether the right file and sheet are named.",
    ),
    "sheet_missing": stop(
        "没有这个工作表。现有：{known}。",
        "There is no such sheet. There are: {known}.",
        "请改正 study.toml 中的 sheet。",
        "Correct sheet in study.toml.",
    ),
    "sheet_chosen": remark(
        "文件有多个工作表，读取了“{chosen}”；其余：{others}。",
        "The workbook has several sheets; {chosen!r} was read, not {others}.",
        "要读别的工作表，请在 study.toml 写 sheet。",
        "Name another one by sheet in study.toml.",
    ),
    "layer_missing": stop(
        "没有这个图层。现有：{known}。",
        "There is no such layer. There are: {known}.",
        "请改正 study.toml 中的 layer。",
        "Correct layer in study.toml.",
    ),
    "layer_chosen": remark(
        "文件有多个图层，读取了“{chosen}”；其余：{others}。",
        "The file has several layers; {chosen!r} was read, not {others}.",
        "要读别的图层，请在 study.toml 写 layer。",
        "Name another one by layer in study.toml.",
    ),
    "encoding_unknown": stop(
        "不认识的文字编码名。",
        "This text encoding is not known.",
        "请写 utf-8 或 gb18030，或删去 encoding 让程序识别。",
        "Write utf-8 or gb18030, or leave encoding out to have it detected.",
    ),
    "encoding_undecodable": stop(
        "文字编码无法识别（试过 {tried}）。",
        "The text encoding was not recognised (tried {tried}).",
        "请另存为 UTF-8 编码的 CSV。",
        "Save the file as CSV in UTF-8.",
    ),
    "header_row": remark(
        "第 {at} 行被当作表头，之前的行没有使用。",
        "Row {at} was taken as the header; the rows above it were not used.",
        "若不对，请把表头放在第一行。",
        "If that is wrong, put the header in the first row.",
    ),
    "row_too_long": aside(
        "该行单元格比表头多。",
        "The row has more cells than the header.",
        "请检查该行是否有未加引号的逗号。",
        "Look for a comma without quotes in this row.",
    ),
    "geometry_missing": stop(
        "文件里没有{what_zh}图形。",
        "The file holds no {what_en}.",
        "请从 GIS 软件导出带图形的 gpkg、geojson、shp 或 parquet。",
        "Export it with its geometry as gpkg, geojson, shp or parquet.",
    ),
}

_HEADERS = {
    "column_missing": stop(
        "缺少必需的列“{zh}”（{name}）。{left_zh}",
        "The required column {name} ({zh}) is missing.{left_en}",
        '请补上该列；若有但名称不同，请在 study.toml 写 columns = {{ {name} = "文件中的列名" }}。'
        "各列的写法见 docs/columns.md。",
        'Add it; if it has another header, write columns = {{ {name} = "header in the file" }}. '
        "docs/columns.md lists the names of all columns.",
    ),
    "mapped_column_unknown": stop(
        "study.toml 的 {key} 里，{name} 不是本表的列名。",
        "{name} in {key} of study.toml is not a column of this table.",
        "请改用：{known}。也可写中文列名，要加引号。各列的写法见 docs/columns.md。",
        "Use one of: {known}; or a Chinese name, in quotes. docs/columns.md lists them.",
    ),
    "mapped_column_twice": stop(
        "study.toml 的 {key} 被指定了两次（第二次写作“{name}”）。",
        "The column {key} is named twice in study.toml, the second time as {name!r}.",
        "请只留一个。",
        "Keep one of them.",
    ),
    "mapped_header_missing": stop(
        "study.toml 指定的列“{header}”在文件里没有。",
        "The header {header!r} that study.toml names is not in the file.",
        "文件中的列：{known}。",
        "The file has: {known}.",
    ),
    "header_twice": stop(
        "“{first}”和“{second}”都是“{zh}”（{name}）。",
        "{first!r} and {second!r} both mean {name}.",
        '请删去一列，或在 study.toml 写 columns = {{ {name} = "{first}" }}。',
        'Remove one, or write columns = {{ {name} = "{first}" }} in study.toml.',
    ),
    "header_shadowed": doubt(
        "“{second}”也可以是“{zh}”（{name}），用的是“{first}”。",
        "{second!r} may also mean {name}; {first!r} was used.",
        '若不对，请在 study.toml 写 columns = {{ {name} = "{second}" }}。',
        'If that is wrong, write columns = {{ {name} = "{second}" }} in study.toml.',
    ),
    "headers_unused": remark(
        "没有使用的列：{headers}。",
        "Columns that were not used: {headers}.",
        "若其中有需要的列，请在 study.toml 的 columns 中指明（写法见 docs/columns.md）。",
        "If one of them is wanted, name it in columns of study.toml (see docs/columns.md).",
    ),
    "unit_converted": note(
        "单位由“{unit}”换算为“{into_zh}”。",
        "Converted from {unit} to {into}.",
    ),
    "unit_mismatch": stop(
        "单位“{unit}”不能换算为“{into_zh}”。",
        "The unit {unit!r} cannot be converted to {into}.",
        "请改正表头括号里的单位。",
        "Correct the unit in the header's brackets.",
    ),
    "unit_unknown": doubt(
        "表头括号里的“{unit}”不是认识的单位，数值按“{into_zh}”读取。",
        "{unit!r} in the header is not a known unit; the numbers were read as {into}.",
        "若单位不同，请改正表头。",
        "If the unit is another, correct the header.",
    ),
}

_CELLS = {
    "number_unreadable": changed(
        "不是数字或大得不合理，按缺失处理。",
        "Not a number, or one beyond reason; taken as missing.",
        "请填数字；没有数据请留空。",
        "Write a number; leave the cell empty where there is none.",
    ),
    "number_negative": changed(
        "不能为负数，按缺失处理。",
        "Must not be negative; taken as missing.",
        "请改正该数。",
        "Correct the number.",
    ),
    "number_not_whole": changed(
        "应为整数，已四舍五入。",
        "Must be a whole number; it was rounded.",
        "请改正该数。",
        "Correct the number.",
    ),
    "id_empty": aside(
        "代码为空。",
        "The id is empty.",
        "请填写代码。",
        "Fill in the id.",
    ),
    "id_digits_lost": aside(
        "代码被写成科学记数法或超过 15 位的数值，数位已丢失。",
        "The id was written in scientific notation or as a number of over 15 digits: digits are "
        "lost.",
        "请先把该列设为“文本”格式，再重新填写完整代码。",
        "Format the column as text, then enter the full ids again.",
    ),
    "id_twice": aside(
        "代码与第 {other} 行重复{names_zh}；保留了第 {other} 行。",
        "The id was already used in row {other}{names_en}, which is kept.",
        "请给每行不同的代码；若是同一条录了两遍，删去一行。",
        "Give every row an id of its own, or remove the duplicate.",
    ),
    "name_empty": changed(
        "名称为空，暂用代码代替。",
        "The name is empty; the id is used instead.",
        "请填写名称。",
        "Fill in the name.",
    ),
    "type_unknown": aside(
        "办学类型为空或不认识。",
        "The school type is empty or not known.",
        "请填 {known}；或在 study.toml 用 values 对应。幼儿园、高中等不在义务教育范围内。",
        "Write one of {known}, or translate it by values in study.toml. "
        "Kindergartens, senior schools and the like are not part of compulsory education.",
    ),
    "word_unknown": changed(
        "不认识的取值，按{default_zh}处理。",
        "The value is not known; taken as {default_en}.",
        "请填 {known}；或在 study.toml 用 values 对应。",
        "Write one of {known}, or translate it by values in study.toml.",
    ),
    "grades_unreadable": changed(
        "年级范围看不懂，按办学类型的默认范围处理。",
        "Not a span of grades; the usual one of the school's type is used.",
        "请写成 1-6 这样的形式。",
        "Write it like 1-6.",
    ),
    "grades_from_date": note(
        "有 {count} 处年级范围被表格软件变成了日期，已还原（首例：{before} → {after}）。",
        "A spreadsheet had turned {count} spans of grades into dates; they were restored "
        "(first: {before} is {after}).",
        "请把该列设为“文本”格式。",
        "Format the column as text.",
    ),
    "grades_cut": remark(
        "有 {count} 所学校的年级范围超出九年级，只看到九年级为止。",
        "{count} schools go beyond grade 9; only grades up to 9 are looked at.",
    ),
    "grades_outside": aside(
        "年级范围不在一至九年级之内。",
        "The school serves none of the grades 1 to 9.",
        "若办有义务教育年级，请改正年级范围；否则删去该行。",
        "If it teaches some of them, correct the span; else remove the row.",
    ),
}

_COORDINATES = {
    "coordinates_undeclared": stop(
        "没有声明坐标系。",
        "The coordinate system is not declared.",
        '请在 study.toml 的 [{section}] 写 coordinates = "wgs84"、"cgcs2000"、"gcj02"（高德、腾讯）'
        '、"bd09"（百度）或 "EPSG:编号"。',
        'Write coordinates = "wgs84", "cgcs2000", "gcj02", "bd09" or "EPSG:number" in [{section}].',
    ),
    "coordinates_unknown": stop(
        "坐标系不认识。",
        "The coordinate system is not known.",
        "请写 wgs84、cgcs2000、gcj02、bd09 或 EPSG:编号。",
        "Write wgs84, cgcs2000, gcj02, bd09 or EPSG:number.",
    ),
    "coordinates_missing": aside(
        "没有坐标。",
        "There are no coordinates.",
        "请填写经度和纬度。",
        "Fill in longitude and latitude.",
    ),
    "coordinates_zero": aside(
        "坐标为 0，不是实际位置。",
        "The coordinates are 0: no place.",
        "请填写实测的经度和纬度。",
        "Fill in longitude and latitude.",
    ),
    "coordinates_unreadable": aside(
        "坐标看不懂。",
        "The coordinate cannot be read.",
        "请写成十进制度，例如 111.6723。",
        "Write decimal degrees, such as 111.6723.",
    ),
    "coordinates_out_of_range": aside(
        "坐标超出范围。",
        "The coordinates are out of range.",
        "请检查经纬度，以及 study.toml 声明的坐标系。",
        "Check them, and the coordinates declared in study.toml.",
    ),
    "coordinates_swapped": aside(
        "纬度超过 90 度，经纬度似乎写反了。",
        "The latitude is beyond 90 degrees: longitude and latitude seem to be swapped.",
        "请对调经度和纬度。",
        "Exchange longitude and latitude.",
    ),
    "coordinates_swap_suspected": doubt(
        "离其他各点很远，对调经纬度后则在附近：似乎写反了。",
        "Far from the others, but near them if longitude and latitude are exchanged.",
        "请检查经纬度。",
        "Check longitude and latitude.",
    ),
    "place_far": doubt(
        "离其他各点约 {km} 千米，坐标可能有误。",
        "About {km} km from the others: the coordinates may be wrong.",
        "请检查坐标。",
        "Check the coordinates.",
    ),
    "tables_apart": doubt(
        "村庄与学校相距约 {km} 千米，坐标系声明可能有误。",
        "Villages and schools are about {km} km apart: a declared coordinate system may be wrong.",
        "请检查两个表的 coordinates。",
        "Check coordinates of both tables.",
    ),
    "outside_boundary": remark(
        "{count} 个点（共 {total} 个）在边界之外，最远的：{shown_zh}。",
        "{count} of {total} points lie outside the boundary; the farthest: {shown_en}.",
        "若不应如此，请检查坐标和 coordinates 声明。",
        "If that should not be, check the coordinates and how they are declared.",
    ),
    "geometry_not_point": note(
        "{count} 个要素不是点，用其内部一点代表。",
        "{count} features are not points; a point inside each stands for it.",
    ),
    "rows_none": stop(
        "没有一行可用。",
        "Not one row can be used.",
        "请先改正上面列出的问题。",
        "Repair what is listed for this file.",
    ),
}

TEXTS: dict[str, Text] = {
    **LIMITS,
    **_SETTINGS,
    **_FILES,
    **_HEADERS,
    **_CELLS,
    **_COORDINATES,
    **PUPILS,
    **DESIGNATIONS,
    **LINES,
    **DATABASES,
    **OSM,
    **TERRAIN,
    **TOWNSHIPS,
    **GRAPHML,
    **COORDINATE_TEXTS,
    **TABLES,
    **TEMPLATE,
}
