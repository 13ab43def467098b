"""The fields of a scenario's changes: how a value is read, and how the format is published."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields

from schoolmap.io.measures import plain, without_unseen
from schoolmap.model.grades import BAND_IDS, N_GRADE, parse_span
from schoolmap.model.scenario import CHANGES, Change, Place

MOST_PLACES = 100_000
"""More seats or beds than any school has: a slip of the hand."""

_ROAD_KEYS, _PLANE_KEYS = ("edge", "offset_mm"), ("x_mm", "y_mm")
_HALVES = re.compile("[\ud800-\udfff\x00]")
"""What JSON can write and no file, table or page can hold."""
_MOST_MM = 2**40
"""Beyond the circumference of the earth in millimetres, and exact in every number format."""

OPERATIONS: Mapping[str, type[Change]] = {change.op: change for change in CHANGES}
"""The changes by the name of their operation."""


class UnfitError(ValueError):
    """A value that its field cannot take; `code` and `words` say why in `SCENARIO_TEXTS`."""

    def __init__(self, *, code: str, **words: str) -> None:
        self.code = code
        self.words = words
        super().__init__(code)


@dataclass(frozen=True)
class Field:
    """A field of a change.

    Attributes
    ----------
    read
        Returns the value as the model takes it, or raises `UnfitError`.
    schema
        What JSON Schema says of it.
    zh, en
        What it is.
    example
        A value as it would be written.
    """

    read: Callable[[object], object]
    schema: Mapping[str, object]
    zh: str
    en: str
    example: str


def field_names(operation: type[Change]) -> dict[str, bool]:
    """Return the fields of an operation in order, with whether each must be given."""
    return {f.name: f.default is MISSING for f in fields(operation)}


_WANTED: Mapping[str, tuple[str, str, str]] = {
    "text": ("文字，要加引号", "a text in quotes", '"S012"'),
    "id": ("代码，不能为空", "an id, not an empty text", '"S012"'),
    "whole": ("整数，不加引号", "a whole number, without quotes", "240"),
    "number": ("数字，不加引号", "a number, without quotes", "111.5"),
    "yes": ("true 或 false", "true or false", "true"),
    "place": ("{ … }", "an object { … }", '{"edge": 12, "offset_mm": 3400}'),
    "rules": ("{ … }", "an object { … }", '{"walk_limit_s.lower_primary": 1500}'),
    "changes": ("列表 [ … ]", "a list [ … ]", '[{"op": "close", "school": "S012"}]'),
    "change": ("{ … }", "an object { … }", '{"op": "close", "school": "S012"}'),
}
"""What a value must be, in Chinese and English, with an example."""


def unfit_type(*, kind: str) -> UnfitError:
    """Return the error for a value of the wrong kind."""
    zh, en, example = _WANTED[kind]
    return UnfitError(code="field_type", wanted_zh=zh, wanted_en=en, example=example)


def read_text(value: object) -> str:
    """Return a text without needless blanks."""
    if not isinstance(value, str):
        raise unfit_type(kind="text")
    if _HALVES.search(value):
        raise UnfitError(code="text_broken")
    return without_unseen(" ".join(value.split()))


def read_id(value: object) -> str:
    """Return an id as the tables have it (full-width characters become ASCII)."""
    text = plain(read_text(value))
    if not text:
        raise unfit_type(kind="id")
    return text


def read_grades(value: object) -> str:
    """Return a span of grades as ``1-6``."""
    text = plain(read_text(value))
    try:
        first, last = parse_span(text)
    except ValueError:
        raise UnfitError(code="grades_bad") from None
    if last > N_GRADE:
        raise UnfitError(code="grades_bad")
    return str(first) if first == last else f"{first}-{last}"


def read_whole(value: object) -> int:
    """Return a whole number; 540.0 is one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise unfit_type(kind="whole")
    return value


def _read_count(value: object) -> int:
    number = read_whole(value)
    if not 0 <= number <= MOST_PLACES:
        raise UnfitError(code="count_out_of_range", most=str(MOST_PLACES))
    return number


def read_number(value: object) -> float:
    """Return a number that is one: neither text nor yes or no, and finite."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise unfit_type(kind="number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise unfit_type(kind="number")
    return number


def _degrees(high: float, zh: str, en: str) -> Callable[[object], float]:
    def read(value: object) -> float:
        number = read_number(value)
        if not -high <= number <= high:
            words = {"what_zh": zh, "what_en": en, "low": f"{-high:g}", "high": f"{high:g}"}
            raise UnfitError(code="degrees_out_of_range", **words)
        return number

    return read


def read_yes(value: object) -> bool:
    """Return yes or no."""
    if not isinstance(value, bool):
        raise unfit_type(kind="yes")
    return value


def _read_band(value: object) -> str:
    text = read_id(value)
    if text not in BAND_IDS:
        raise UnfitError(code="band_unknown", known=", ".join(BAND_IDS))
    return text


def _read_place(value: object) -> Place:
    if not isinstance(value, Mapping):
        raise unfit_type(kind="place")
    if set(value) not in ({*_ROAD_KEYS}, {*_PLANE_KEYS}):
        raise UnfitError(code="place_mixed")
    numbers = {str(key): read_whole(item) for key, item in value.items()}
    on_road = set(numbers) == {*_ROAD_KEYS}
    low = 0 if on_road else -_MOST_MM
    if not all(low <= number <= _MOST_MM for number in numbers.values()):
        raise UnfitError(code="place_mixed")
    return Place(**numbers)


_ID: Mapping[str, object] = {"type": "string", "minLength": 1}
_COUNT: Mapping[str, object] = {"type": "integer", "minimum": 0, "maximum": MOST_PLACES}


def _degrees_schema(high: int) -> dict[str, object]:
    return {"type": "number", "minimum": -high, "maximum": high}


def _keys_schema(keys: tuple[str, str], low: int) -> dict[str, object]:
    number = {"type": "integer", "minimum": low, "maximum": _MOST_MM}
    return {
        "type": "object",
        "properties": dict.fromkeys(keys, number),
        "required": list(keys),
        "additionalProperties": False,
    }


FIELDS: Mapping[str, Field] = {
    "school": Field(read_id, _ID, "学校标识码", "school id", '"S012"'),
    "into": Field(read_id, _ID, "并入的学校标识码", "id of the school merged into", '"S002"'),
    "name": Field(
        read_text, {"type": "string"}, "新学校的名称", "a new school's name", '"新建小学"'
    ),
    "lon": Field(
        _degrees(180, "经度", "longitude"),
        _degrees_schema(180),
        "经度，WGS-84",
        "longitude, WGS-84",
        "111.5",
    ),
    "lat": Field(
        _degrees(90, "纬度", "latitude"),
        _degrees_schema(90),
        "纬度，WGS-84",
        "latitude, WGS-84",
        "36.2",
    ),
    "grades": Field(
        read_grades,
        {"type": "string", "pattern": "^[1-9](-[1-9])?$"},
        "年级范围",
        "span of grades",
        '"1-6"',
    ),
    "seats": Field(_read_count, _COUNT, "学位数", "seats", "240"),
    "beds": Field(_read_count, _COUNT, "床位数", "beds", "60"),
    "bus": Field(read_yes, {"type": "boolean"}, "是否有校车", "whether it runs a bus", "true"),
    "at": Field(
        _read_place,
        {"oneOf": [_keys_schema(_ROAD_KEYS, 0), _keys_schema(_PLANE_KEYS, -_MOST_MM)]},
        "准确位置，由地图写出",
        "where exactly it stands, written by the map",
        '{"edge": 12, "offset_mm": 3400}',
    ),
    "village": Field(read_id, _ID, "村庄代码", "village id", '"V0042"'),
    "band": Field(
        _read_band, {"type": "string", "enum": list(BAND_IDS)}, "学段", "band", '"lower_primary"'
    ),
}
"""The fields by name; a name means the same in every operation."""
