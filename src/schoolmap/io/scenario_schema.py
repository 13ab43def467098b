"""The scenario format as JSON Schema, made of the same fields that are read."""

from __future__ import annotations

from schoolmap.io.scenario_fields import FIELDS, OPERATIONS, field_names
from schoolmap.model.scenario import FORMAT, TRIED_RULES, VERSION, Change

_TITLES = {
    "close": "撤销学校 / close a school",
    "merge": "并入另一所学校 / merge a school into another",
    "open": "开办或恢复学校，或新建 / open a listed school, or a new one",
    "set_grades": "改变年级范围 / change the grades",
    "set_seats": "改变学位数 / change the seats",
    "set_beds": "改变床位数 / change the beds",
    "set_bus": "配或撤校车 / give or take a bus",
    "designate": "划定一个村某学段的学校 / designate a school to a band of a village",
}


def scenario_schema() -> dict[str, object]:
    """Return the JSON Schema (2020-12) of a scenario file.

    It says what a file may look like. What needs a model, such as whether a school is listed or
    already closed, is checked when the scenario is evaluated.
    """
    rules = "|".join(TRIED_RULES)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "schoolmap 方案 / schoolmap scenario",
        "type": "object",
        "properties": {
            "$schema": {"type": "string"},
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "name": {"type": "string", "description": "方案名称 / name of the plan"},
            "model_sha256": {
                "type": "string",
                "pattern": "^([0-9a-f]{64})?$",
                "description": "所依据的模型，手写可空 / model it was made on; empty by hand",
            },
            "kernel_version": {"type": "string"},
            "rules": {
                "type": "object",
                "description": "试用的标准 / figures that the plan was tried with",
                "patternProperties": {f"^({rules})(\\..+)?$": {"type": ["number", "boolean"]}},
                "additionalProperties": False,
            },
            "changes": {
                "type": "array",
                "description": "依次执行 / applied in order",
                "items": {"oneOf": [_operation(op, kind) for op, kind in OPERATIONS.items()]},
            },
        },
        "required": ["format", "version", "changes"],
        "additionalProperties": False,
    }


def _operation(op: str, kind: type[Change]) -> dict[str, object]:
    names = field_names(kind)
    schema: dict[str, object] = {
        "title": _TITLES[op],
        "type": "object",
        "properties": {
            "op": {"const": op},
            **{
                name: {
                    **FIELDS[name].schema,
                    "description": f"{FIELDS[name].zh} / {FIELDS[name].en}",
                }
                for name in names
            },
        },
        "required": ["op", *(name for name, required in names.items() if required)],
        "additionalProperties": False,
    }
    if "lon" in names:
        schema["dependentRequired"] = {"lon": ["lat"], "lat": ["lon"], "at": ["lon", "lat"]}
    return schema
