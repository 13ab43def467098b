"""Texts of what is found about coordinates: doubted datums, odd cells, places far off."""

from __future__ import annotations

from schoolmap.io.wording import Text, doubt

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

COORDINATE_TEXTS: dict[str, Text] = {**SUSPICIONS}
