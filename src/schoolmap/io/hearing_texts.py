"""What can be wrong with hearing.toml, said in Chinese and in English, with its repair."""

from __future__ import annotations

from schoolmap.io.wording import Text, doubt, stop

HEARING_TEXTS: dict[str, Text] = {
    "hearing_missing": stop(
        "找不到这个听证材料文件。",
        "There is no such file.",
        "请检查文件名和所在文件夹；写法见 docs/hearing.md。",
        "Check its name and folder; docs/hearing.md shows how to write it.",
    ),
    "hearing_unreadable": stop(
        "不能读取：{zh}。",
        "It cannot be read: {en}.",
        "请照 docs/hearing.md 的例子改正该处。",
        "Correct it after the example in docs/hearing.md.",
    ),
    "hearing_key_unknown": stop(
        "不认识这一项。此处可用：{known}。",
        "This key is not known. Known here: {known}.",
        "请改正写法或删去。",
        "Correct it or leave it out.",
    ),
    "hearing_key_missing": stop(
        "缺少 {key}。",
        "{key} is missing.",
        "请补上，例如 {key} = {example}。",
        "Put it in, for example {key} = {example}.",
    ),
    "hearing_section_shape": stop(
        "这一节应写作 {wanted}。",
        "This section must be written {wanted}.",
        "见 docs/hearing.md。",
        "See docs/hearing.md.",
    ),
    "hearing_text": stop(
        "应为文字，要加引号。",
        "This must be a text in quotes.",
        '例如 "{example}"。',
        'For example "{example}".',
    ),
    "hearing_date": stop(
        "应为日期。",
        "This must be a date.",
        "写作 2026-03-01，不加引号。",
        "Write 2026-03-01, without quotes.",
    ),
    "hearing_count": stop(
        "应为不小于 0 的整数。",
        "This must be a whole number, 0 or more.",
        "不加引号，例如 40。",
        "Without quotes, for example 40.",
    ),
    "hearing_choice": stop(
        "只能是 {known}。",
        "This must be one of: {known}.",
        "请改正。",
        "Correct it.",
    ),
    "hearing_ends_first": stop(
        "{later}（{second}）早于 {earlier}（{first}）。",
        "{later} ({second}) is before {earlier} ({first}).",
        "请核对日期。",
        "Check the dates.",
    ),
    "hearing_more_votes": stop(
        "票数合计 {counted}，多于应参加的 {asked} 人。",
        "{counted} votes were counted, but only {asked} were asked.",
        "请核对票数。",
        "Check the votes.",
    ),
    "hearing_no_votes": stop(
        "一票也没有。",
        "Not one vote was cast.",
        "尚未表决的学校不写这一节。",
        "Leave the section out for a school where nobody has voted yet.",
    ),
    "hearing_file_missing": stop(
        "找不到材料文件“{name}”。",
        "The file {name!r} is not there.",
        "请把文件放在 {toml} 所在的文件夹；存放在别处的文件用 reference 写明文号。",
        "Put it beside {toml}; give the number of a document kept elsewhere as reference.",
    ),
    "hearing_file_empty": stop(
        "材料文件“{name}”是空的（0 字节），不能作为依据。",
        "The file {name!r} is empty (0 bytes): it proves nothing.",
        "请放入完整的文件；还没有材料的，不写这一节。",
        "Put the whole file there; leave the section out where there is no paper yet.",
    ),
    "hearing_no_paper": doubt(
        "没有写明材料（file 或 reference），不能作为依据。",
        "No paper is named (file or reference): it proves nothing.",
        "请补上文件名或文号。",
        "Name the file or the number of the document.",
    ),
    "hearing_school_unknown": stop(
        "没有代码为“{school}”的学校。",
        "There is no school {school!r}.",
        "请核对学校标识码。{near_zh}",
        "Check the id. {near_en}",
    ),
    "hearing_school_stays": doubt(
        "方案“{plan}”不撤并学校“{school}”，这些票没有用到。",
        "The plan {plan!r} does not close {school!r}: these votes are not used.",
        "请核对学校和方案。",
        "Check the school and the plan.",
    ),
    "hearing_evidence_unknown": stop(
        "没有规则要求名为“{name}”的材料。",
        "No rule asks for a paper called {name!r}.",
        "可用的名称：{known}。",
        "Known names: {known}.",
    ),
    "hearing_other_plan": stop(
        "材料写明属于方案“{plan}”，这里没有这个方案。",
        "This belongs to the plan {plan!r}, which is not among those here.",
        "plan 应为方案文件名（不带后缀）或方案名称：{known}。",
        "plan must be the name of a scenario, or of its file without the ending: {known}.",
    ),
    "hearing_plan_open": stop(
        "有几个方案，材料没有写明属于哪一个。",
        "There are several plans, and this does not say which it belongs to.",
        '请在 [hearing] 中写 plan = "方案文件名"：{known}。',
        'Write plan = "…" in [hearing]: {known}.',
    ),
    "hearing_plan_twice": stop(
        "方案“{plan}”已有另一份材料 {other}。",
        "The plan {plan!r} has another such file already: {other}.",
        "请合并为一份。",
        "Make one file of them.",
    ),
}
