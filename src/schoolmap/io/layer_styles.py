"""What each layer of study.gpkg looks like in QGIS, and the words for its columns."""

from __future__ import annotations

from collections.abc import Iterable

from schoolmap.errors import Language
from schoolmap.io.qgis import (
    FILL,
    LINE,
    MARKER,
    Category,
    Group,
    Symbol,
    categorised,
    rgba,
    ruled,
    single,
)
from schoolmap.model.codes import SCHOOL_TYPES
from schoolmap.model.columns import ROADS, SCHOOLS, VILLAGES
from schoolmap.model.wording import (
    BAND,
    MODE,
    STAGE,
    STATUS,
    Pair,
    indicator_name,
    look_up,
    say,
    school_type_name,
)

TINTS = ("#8dd3c7", "#ffffb3", "#bebada", "#fb8072", "#80b1d3", "#fdb462", "#b3de69")
"""Fills of catchments; neighbours get different ones."""
MODE_COLOUR = {
    "walk": "#1a7f4b",
    "ride": "#1f6fb2",
    "board": "#7b4fa3",
    "unserved": "#c62828",
    "none": "#9aa0a6",
}
_KIND_SHAPE = {
    "211": ("square", "#24518a"),
    "218": ("diamond", "#3f8fc4"),
    "219": ("square", "#5b7fa8"),
    "311": ("triangle", "#b0451b"),
    "312": ("pentagon", "#8a3b7a"),
    "319": ("triangle", "#c97a53"),
    "341": ("triangle", "#8a2f12"),
    "345": ("pentagon", "#5f2a66"),
    "candidate": ("star", "#e0a100"),
    "closed": ("cross2", "#80868b"),
}
_ROAD_STYLE = (
    ("motorway", "#c0504d", "0.9"),
    ("trunk", "#d9822b", "0.8"),
    ("primary", "#e0a13a", "0.7"),
    ("secondary", "#b9a14c", "0.5"),
    ("tertiary", "#8d8d80", "0.4"),
    ("", "#b4b4ac", "0.2"),
)
_OTHER: Pair = ("其他道路", "other roads")
_NO_PUPILS: Pair = ("无学生", "no pupils")
_COLUMN: dict[str, Pair] = {
    "snap_m": ("距最近道路（米）", "distance to the road (m)"),
    "component": ("道路连通分量", "road component"),
    "e2sfca": ("学位可达性", "accessibility of seats"),
    "roll": ("在校生", "roll"),
    "load": ("分配学生", "load"),
    "over_seats": ("超学位", "over seats"),
    "riders": ("乘车学生", "riders"),
    "boarders_needed": ("需寄宿学生", "boarders needed"),
    "bed_gap": ("床位缺口", "beds missing"),
    "mean_length_m": ("平均路程（米）", "mean distance (m)"),
    "max_length_m": ("最远路程（米）", "longest distance (m)"),
    "school": ("学校", "school"),
    "length_m": ("路程（米）", "distance (m)"),
    "walk_s": ("步行（秒）", "walk (s)"),
    "ride_s": ("乘车（秒）", "ride (s)"),
    "mode": ("方式", "mode"),
    "value": ("实际", "value"),
    "shortfall": ("差额", "shortfall"),
    "school_id": ("学校标识码", "school id"),
    "band": ("学段", "band"),
    "villages": ("村庄数", "villages"),
    "pupils": ("学生数", "pupils"),
    "unserved": ("未安排", "unserved"),
    "tint": ("底色", "tint"),
    "kind": ("类别", "kind"),
    "name": ("名称", "name"),
    "code": ("代码", "code"),
}


def field_names(fields: Iterable[str], language: Language) -> dict[str, str]:
    """Return the words for columns: the contract's Chinese headers, else those made here."""
    return {field: field_name(field, language) for field in fields}


def field_name(field: str, language: Language) -> str:
    """Return the words for one column of the tables that `run` writes."""
    contract = {c.name: c.zh for c in (*ROADS, *VILLAGES, *SCHOOLS)}
    if field in _COLUMN and field not in contract:
        return say(_COLUMN[field], language)
    if field in contract:
        return contract[field] if language == "zh" else field
    head, *rest = field.split(".")
    if len(rest) == 2 and head in _COLUMN:
        words = [indicator_name(rest[0], language), look_up(STAGE, rest[1], language)]
        return f"{'·'.join(words)} {say(_COLUMN[head], language)}"
    for band, words_of_band in BAND.items():
        head = field.removesuffix(f"_{band}")
        if head != field and head in _COLUMN:
            return f"{say(words_of_band, language)} {say(_COLUMN[head], language)}"
    return field


def layer_style(layer: str, aliases: dict[str, str], language: Language) -> str:
    """Return the QML of a layer of study.gpkg.

    Parameters
    ----------
    layer
        ``schools``, ``villages``, ``catchments``, ``roads`` or ``boundary``.
    aliases
        Words for its columns.

    Raises
    ------
    KeyError
        If there is no such layer.
    """
    makers = {
        "schools": _schools,
        "villages": _villages,
        "catchments": _catchments,
        "roads": _roads,
        "boundary": _boundary,
    }
    return makers[layer](aliases, language)


def _marker(
    shape: str, colour: str, size: str, *, expressions: tuple[tuple[str, str], ...] = ()
) -> Symbol:
    properties = {
        "name": shape,
        "color": rgba(colour),
        "outline_color": rgba("#ffffff"),
        "outline_style": "solid",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
        "size": size,
        "size_unit": "MM",
    }
    if shape == "cross2":
        # a cross is drawn by its outline alone
        properties |= {"outline_color": rgba(colour), "outline_width": "0.5"}
    return Symbol(MARKER, properties, expressions)


def _line(colour: str, width: str) -> Symbol:
    return Symbol(
        LINE,
        {
            "line_color": rgba(colour),
            "line_style": "solid",
            "line_width": width,
            "line_width_unit": "MM",
            "capstyle": "round",
            "joinstyle": "round",
        },
    )


def _fill(colour: str, alpha: int, outline: str, width: str, *, style: str = "solid") -> Symbol:
    return Symbol(
        FILL,
        {
            "color": rgba(colour, alpha),
            "style": style,
            "outline_color": rgba(outline),
            "outline_style": "solid",
            "outline_width": width,
            "outline_width_unit": "MM",
            "joinstyle": "round",
        },
    )


def _schools(aliases: dict[str, str], language: Language) -> str:
    kinds = [str(code) for code in SCHOOL_TYPES] + ["candidate", "closed"]
    categories = [
        Category(
            kind,
            look_up(STATUS, kind, language)
            if kind in STATUS
            else school_type_name(int(kind), language),
            _marker(*_KIND_SHAPE[kind], "3.4"),
        )
        for kind in kinds
    ]
    return categorised("kind", categories, aliases=aliases, label="name")


def _villages(aliases: dict[str, str], language: Language) -> str:
    # area grows with the pupils, within what can be seen and told apart
    size = '1 + 0.32 * sqrt(min("pupils", 150))'
    words = {**MODE, "none": _NO_PUPILS}
    categories = [
        Category(
            mode,
            look_up(words, mode, language),
            _marker("circle", colour, "1.8", expressions=(("size", size),)),
        )
        for mode, colour in MODE_COLOUR.items()
    ]
    return categorised("mode", categories, aliases=aliases)


def _catchments(aliases: dict[str, str], language: Language) -> str:
    rules = tuple(
        Category(str(k), "", _fill(colour, 110, "#6b7280", "0.2")) for k, colour in enumerate(TINTS)
    )
    groups = [
        Group(say(words, language), f"\"band\" = '{band}'", rules, shown=k == 0)
        for k, (band, words) in enumerate(BAND.items())
    ]
    return ruled("tint", groups, aliases=aliases)


def _roads(aliases: dict[str, str], language: Language) -> str:
    categories = [
        Category(value, value or say(_OTHER, language), _line(colour, width))
        for value, colour, width in _ROAD_STYLE
    ]
    return categorised("highway", categories, aliases=aliases)


def _boundary(aliases: dict[str, str], language: Language) -> str:
    del language  # it has no legend
    outline = _fill("#ffffff", 0, "#4b5563", "0.6", style="no")
    return single(outline, aliases=aliases, label="name")
