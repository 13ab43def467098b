"""What can be wrong with a scenario file, said in Chinese and in English, with its repair."""

from __future__ import annotations

from schoolmap.io.wording import Text, stop

SCENARIO_TEXTS: dict[str, Text] = {
    "scenario_missing": stop(
        "找不到这个方案文件。",
        "There is no such scenario file.",
        "请检查文件名和所在文件夹。",
        "Check its name and folder.",
    ),
    "scenario_too_large": stop(
        "文件有 {mb} MB，方案文件不会超过 {most} MB。",
        "The file has {mb} MB; no scenario has more than {most} MB.",
        "请确认选的是方案文件（在地图中用“导出方案”保存的那一个）。",
        "Make sure that it is a scenario, as the map's export saves it.",
    ),
    "scenario_not_json": stop(
        "不是 JSON 文件：{detail_zh}。",
        "This is not JSON: {detail_en}.",
        "请改正该处（文字加英文双引号，各项之间用英文逗号，末项之后不加），或在地图中重新导出。",
        "Correct it (texts in straight quotes, a comma between items and none after the last), or "
        "export it from the map again.",
    ),
    "scenario_not_object": stop(
        "内容不是一个方案：最外层应为 {{ … }}。",
        "This is not a scenario: the outermost brackets must be {{ … }}.",
        '请照 docs/scenarios.md 书写，以 {{"format": "schoolmap-scenario", …}} 开头。',
        'Write it as docs/scenarios.md shows: {{"format": "schoolmap-scenario", …}}.',
    ),
    "format_wrong": stop(
        "不是方案文件：format 应为 “{wanted}”。",
        "This is not a scenario file: format must be {wanted!r}.",
        "请选择方案文件；手写的方案请补上这一项。",
        "Choose a scenario file; in one written by hand, put this in.",
    ),
    "version_wrong": stop(
        "方案格式的版本不对，本程序读取版本 {wanted}。",
        "This version of the format is not known; this program reads version {wanted}.",
        "请更新 schoolmap；手写的方案请写 {wanted}。",
        "Update schoolmap; in a scenario written by hand, write {wanted}.",
    ),
    "key_twice": stop(
        "“{key}”写了两次，不知以哪一次为准。",
        "{key!r} is written twice: which one counts is not known.",
        "请只留一个。",
        "Leave one of them.",
    ),
    "field_unknown": stop(
        "不认识这一项。此处可用：{known}。",
        "This field is not known. Known here: {known}.",
        "{near_zh}",
        "{near_en}",
    ),
    "field_missing": stop(
        "缺少 {key}（{what_zh}）。",
        "{key} is missing ({what_en}).",
        '请补上，例如 "{key}": {example}。',
        'Add it, for example "{key}": {example}.',
    ),
    "text_broken": stop(
        "文字中有残缺的字符，任何文件都存不下。",
        "The text holds broken characters, which no file can keep.",
        "请重新输入这段文字（通常由复制粘贴或截断造成）。",
        "Type the text again; copying or cutting it short has broken it.",
    ),
    "field_type": stop(
        "应为{wanted_zh}。",
        "This must be {wanted_en}.",
        "请改写，例如 {example}。",
        "Write for example {example}.",
    ),
    "op_unknown": stop(
        "不认识这种变动。可用：{known}。",
        "This operation is not known. There are: {known}.",
        "{near_zh}",
        "{near_en}",
    ),
    "grades_bad": stop(
        "年级范围须在 1 至 9 年级之内，由低到高。",
        "Grades must run upwards within 1 to 9.",
        '请写作 "1-6" 这样的形式。',
        'Write them as "1-6".',
    ),
    "band_unknown": stop(
        "没有这个学段。可用：{known}。",
        "There is no such band. There are: {known}.",
        "lower_primary 是小学低年级，upper_primary 是小学高年级，junior 是初中。",
        "These are lower primary, upper primary and junior secondary.",
    ),
    "count_out_of_range": stop(
        "应在 0 到 {most} 之间。",
        "This must lie between 0 and {most}.",
        "请改正；没有就写 0。",
        "Correct it; write 0 for none.",
    ),
    "degrees_out_of_range": stop(
        "{what_zh}应在 {low} 到 {high} 度之间。",
        "The {what_en} must lie between {low} and {high} degrees.",
        "请写 WGS-84 经纬度（度），不是投影坐标（米）。",
        "Write WGS-84 degrees, not projected metres.",
    ),
    "lonlat_swapped": stop(
        "经度和纬度似乎写反了。",
        "Longitude and latitude seem to be exchanged.",
        "请对调：lon 是经度（我国约 73 到 135），lat 是纬度（约 18 到 54）。",
        "Exchange them: lon is the longitude, lat the latitude.",
    ),
    "place_mixed": stop(
        "at 要么写 edge 和 offset_mm（有道路的县），要么写 x_mm 和 y_mm（没有道路的县）。",
        "at holds either edge and offset_mm (where there are roads) or x_mm and y_mm (where not).",
        "at 由地图写出；手写的方案可以删去，程序按 lon、lat 找最近的道路。",
        "The map writes it. Without it the school stands on the road nearest to lon, lat.",
    ),
    "sha256_bad": stop(
        "不是模型指纹（64 位十六进制数）。",
        "This is no fingerprint of a model (64 hexadecimal digits).",
        '手写的方案可以写 ""，或删去这一项。',
        'In a scenario written by hand, write "" or leave it out.',
    ),
    "rule_not_tried": stop(
        "“{rule}”已进入模型，方案不能试改。",
        "{rule!r} is part of the model; a scenario cannot try another figure for it.",
        "请在 study.toml 的 [rules] 中修改后重新运行。方案可以试改：{known}。",
        "Set it in [rules] of study.toml and run again. A scenario may try: {known}.",
    ),
    "other_model": stop(
        "方案是在另一个模型上做的：方案记 {theirs}…，本次为 {mine}…。资料或标准已经改变。",
        "The scenario was made on another model: it says {theirs}…, this one is {mine}…. The data "
        "or the standards have changed.",
        "请用 schoolmap run {study} --out … 重新生成地图，在新地图中导入或重做该方案；"
        '确认方案仍然适用时，也可把文件中的 model_sha256 改为 ""。',
        "Build the map again with `schoolmap run {study} --out …` and redo the plan there; where "
        'it still applies, set model_sha256 to "" in the file.',
    ),
}
