"""Scenario files: what is wrong is said at once and in place; what is written reads back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.make_schema import SCHEMA, schema_text

from schoolmap.errors import InputError, MachineError, Problem
from schoolmap.io import read_scenario, write_scenario
from schoolmap.io.scenario_fields import FIELDS, OPERATIONS, field_names
from schoolmap.io.scenario_parsing import parse_scenario
from schoolmap.io.scenario_texts import SCENARIO_TEXTS
from schoolmap.io.scenarios import MOST_MB
from schoolmap.model.grades import BAND_IDS
from schoolmap.model.scenario import (
    CHANGES,
    Close,
    Designate,
    Merge,
    Open,
    Place,
    Scenario,
    SetBeds,
    SetBus,
    SetGrades,
    SetSeats,
)

# the example of the format, with every operation
EXAMPLE = Scenario(
    name="撤并方案一",
    model_sha256="ab" * 32,
    kernel_version="1",
    rules={"walk_limit_s.lower_primary": 1500, "may_board.lower_primary": True},
    changes=(
        Close("S012"),
        Merge("S013", "S002"),
        Open(
            "N1", name="新建小学", lon=111.5, lat=36.2, grades="1-6", seats=240, beds=0, bus=False
        ),
        Open("N2", lon=111.5, lat=36.2, grades="1", at=Place(edge=12, offset_mm=3400)),
        Open("S012"),
        SetGrades("S020", "1-3"),
        SetSeats("S002", 540),
        SetBeds("S002", 120),
        SetBus("S002", bus=True),
        Designate("V0042", "lower_primary", "S002"),
    ),
)

HEAD: dict[str, Any] = {"format": "schoolmap-scenario", "version": 1}


def document(*changes: Any, **head: Any) -> dict[str, Any]:
    return {**HEAD, "changes": list(changes), **head}


def problems_of(content: Any, tmp_path: Path) -> tuple[Problem, ...]:
    file = tmp_path / "plan.json"
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_scenario(file)
    return caught.value.problems


# --- reading and writing


def test_what_is_written_reads_back_the_same(tmp_path: Path) -> None:
    file = write_scenario(EXAMPLE, tmp_path / "plan.json")
    assert read_scenario(file) == EXAMPLE
    raw = file.read_bytes()
    assert raw.endswith(b"}\n")
    assert b"\r" not in raw
    assert "新建小学".encode() in raw
    write_scenario(read_scenario(file), tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == raw


def test_the_file_has_a_line_for_each_change_and_its_keys_in_order(tmp_path: Path) -> None:
    lines = write_scenario(EXAMPLE, tmp_path / "plan.json").read_text(encoding="utf-8").split("\n")
    assert '    {"op": "merge", "school": "S013", "into": "S002"},' in lines
    keys = list(json.loads("\n".join(lines)))
    first = ["format", "version", "name", "model_sha256", "kernel_version", "rules", "changes"]
    assert keys == first
    rules = json.loads("\n".join(lines))["rules"]
    assert list(rules) == sorted(rules)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_as_editors_save_them(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(json.dumps(document(name="方案一"), ensure_ascii=False).encode(encoding))
    assert read_scenario(file) == Scenario("方案一")


def test_a_plan_without_a_name_takes_that_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "方案二.json").write_text(json.dumps(document()), encoding="utf-8")
    assert read_scenario(tmp_path / "方案二.json").name == "方案二"


def test_what_people_write_by_hand_is_understood() -> None:
    read = parse_scenario(
        document(
            {"op": "close", "school": " Ｓ０１２ "},
            {"op": "set_grades", "school": "S1", "grades": "１－３年级"},
            {"op": "set_seats", "school": "S1", "seats": 540.0},
            {"op": "open", "school": "S2", "name": "", "lon": None, "lat": None, "grades": ""},
            **{"rules": {"walk_limit_s.junior": 1800.0}, "$schema": "scenario.schema.json"},
        )
    )
    assert read.changes == (Close("S012"), SetGrades("S1", "1-3"), SetSeats("S1", 540), Open("S2"))
    assert read.rules == {"walk_limit_s.junior": 1800}
    assert parse_scenario(document()).changes == ()


IDS = st.text("ABCN0123456789校村", min_size=1, max_size=8)
COUNTS = st.integers(0, 100_000)
SPANS = st.tuples(st.integers(1, 9), st.integers(1, 9)).map(sorted)
GRADES = SPANS.map(lambda s: str(s[0]) if s[0] == s[1] else f"{s[0]}-{s[1]}")
PLACES = st.one_of(
    st.builds(Place, edge=st.integers(0, 2**31), offset_mm=st.integers(0, 2**31)),
    st.builds(Place, x_mm=st.integers(-(2**39), 2**39), y_mm=st.integers(-(2**39), 2**39)),
)
NEW = st.builds(
    Open,
    school=IDS,
    name=IDS,
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    grades=GRADES,
    seats=st.none() | COUNTS,
    beds=st.none() | COUNTS,
    bus=st.none() | st.booleans(),
    at=st.none() | PLACES,
)
LISTED = st.builds(Open, school=IDS, grades=GRADES | st.just(""), seats=st.none() | COUNTS)
CHANGE = st.one_of(
    st.builds(Close, IDS),
    st.builds(Merge, IDS, IDS),
    NEW,
    LISTED,
    st.builds(SetGrades, IDS, GRADES),
    st.builds(SetSeats, IDS, COUNTS),
    st.builds(SetBeds, IDS, COUNTS),
    st.builds(SetBus, IDS, st.booleans()),
    st.builds(Designate, IDS, st.sampled_from(BAND_IDS), IDS),
)
RULES = st.dictionaries(
    st.sampled_from(["walk_limit_s.junior", "ride_limit_s.lower_primary"]),
    st.integers(60, 86_400),
)
SCENARIO = st.builds(
    Scenario,
    name=IDS,
    changes=st.lists(CHANGE, max_size=12).map(tuple),
    rules=RULES,
    model_sha256=st.sampled_from(["", "0f" * 32]),
    kernel_version=st.sampled_from(["", "1"]),
)


@given(SCENARIO)
def test_any_scenario_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, scenario: Scenario
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.json"
    assert read_scenario(write_scenario(scenario, file)) == scenario


def test_every_operation_and_every_field_is_in_the_draws() -> None:
    assert {type(c) for c in EXAMPLE.changes} == set(CHANGES)
    assert set(FIELDS) == {name for kind in OPERATIONS.values() for name in field_names(kind)}


def test_what_could_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    for scenario in (
        Scenario("x", (SetSeats("S1", -1),)),
        Scenario("x", (Close(""),)),
        Scenario("x", rules={"walk_limit_s.nobody": 5}),
        Scenario("x", model_sha256="?"),
    ):
        with pytest.raises(InputError):
            write_scenario(scenario, file)
    assert not file.exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="Cannot write"):
        write_scenario(EXAMPLE, tmp_path / "nowhere" / "plan.json")


# --- what can be wrong

CLOSE = {"op": "close", "school": "S1"}
OPEN = {"op": "open", "school": "N1", "grades": "1-6"}

# code, content, number of the change, field
WRONG: list[tuple[str, Any, int | None, str]] = [
    ("scenario_not_json", '{"format": ', None, ""),
    ("scenario_not_json", '{"format": "schoolmap-scenario", "version": NaN}', None, ""),
    ("scenario_not_json", "[" * 200_000, None, ""),
    ("scenario_not_json", "", None, ""),
    ("text_broken", json.dumps(document(name="\ud800")), None, "name"),
    ("scenario_not_object", "[]", None, ""),
    ("scenario_not_object", "null", None, ""),
    ("format_wrong", {"changes": []}, None, "format"),
    ("format_wrong", document(format="schoolmap-view"), None, "format"),
    ("version_wrong", document(version=2), None, "version"),
    ("version_wrong", document(version=True), None, "version"),
    ("version_wrong", {"format": "schoolmap-scenario", "changes": []}, None, "version"),
    ("field_missing", dict(HEAD), None, "changes"),
    ("field_type", document(changes={}), None, "changes"),
    ("field_type", document(name=7), None, "name"),
    ("field_type", document(rules=[1]), None, "rules"),
    ("field_unknown", document(rulse={}), None, "rulse"),
    ("sha256_bad", document(model_sha256="abc"), None, "model_sha256"),
    ("key_twice", ('{"format": "schoolmap-scenario", "version": 1, "name": "a", "name": "b", '
     '"changes": []}'), None, "name"),
    ("key_twice", ('{"format": "schoolmap-scenario", "version": 1, "changes": '
     '[{"op": "close", "school": "S1", "school": "S2"}]}'), 1, "school"),
    ("field_type", document(CLOSE, "close S1"), 2, ""),
    ("field_missing", document({"school": "S1"}), 1, "op"),
    ("op_unknown", document(CLOSE, {"op": "clos", "school": "S1"}), 2, "op"),
    ("op_unknown", document({"op": ["close"], "school": "S1"}), 1, "op"),
    ("field_missing", document({"op": "close"}), 1, "school"),
    ("field_missing", document({"op": "merge", "school": "S1", "into": None}), 1, "into"),
    ("field_unknown", document({"op": "close", "school": "S1", "int": "S2"}), 1, "int"),
    ("field_type", document({"op": "close", "school": 12}), 1, "school"),
    ("field_type", document({"op": "close", "school": "  "}), 1, "school"),
    ("field_type", document({"op": "set_bus", "school": "S1", "bus": "yes"}), 1, "bus"),
    ("field_type", document({"op": "set_bus", "school": "S1", "bus": 1}), 1, "bus"),
    ("field_type", document({"op": "set_seats", "school": "S1", "seats": "540"}), 1, "seats"),
    ("field_type", document({"op": "set_seats", "school": "S1", "seats": 1.5}), 1, "seats"),
    ("field_type", document({"op": "set_beds", "school": "S1", "beds": True}), 1, "beds"),
    ("count_out_of_range", document({"op": "set_seats", "school": "S1", "seats": -1}), 1, "seats"),
    ("count_out_of_range", document({"op": "set_beds", "school": "S1", "beds": 10**9}), 1, "beds"),
    ("grades_bad", document({"op": "set_grades", "school": "S1", "grades": "6-1"}), 1, "grades"),
    ("grades_bad", document({"op": "set_grades", "school": "S1", "grades": "0-3"}), 1, "grades"),
    ("grades_bad", document({"op": "set_grades", "school": "S1", "grades": "7-12"}), 1, "grades"),
    ("field_type", document({"op": "set_grades", "school": "S1", "grades": 6}), 1, "grades"),
    ("band_unknown", document({"op": "designate", "village": "V1", "band": "primary",
                               "school": "S1"}), 1, "band"),
    ("field_type", document({**OPEN, "lon": "111.5", "lat": 36.2}), 1, "lon"),
    ("degrees_out_of_range", document({**OPEN, "lon": 511000.0, "lat": 36.2}), 1, "lon"),
    ("degrees_out_of_range", document({**OPEN, "lon": 111.5, "lat": 4e6}), 1, "lat"),
    ("field_type", (f'{{"format": "schoolmap-scenario", "version": 1, "changes": [{{"op": "open", '
     f'"school": "N1", "lon": 1e999, "lat": {"9" * 400}}}]}}'), 1, "lon"),
    ("lonlat_swapped", document({**OPEN, "lon": 36.2, "lat": 111.5}), 1, "lon, lat"),
    ("field_missing", document({**OPEN, "lon": 111.5}), 1, "lat"),
    ("field_missing", document({**OPEN, "at": {"edge": 1, "offset_mm": 2}}), 1, "lon"),
    ("place_mixed", document({**OPEN, "lon": 1, "lat": 1, "at": {"edge": 1, "x_mm": 2}}), 1, "at"),
    ("place_mixed", document({**OPEN, "lon": 1, "lat": 1,
                              "at": {"edge": -1, "offset_mm": 2}}), 1, "at"),
    ("field_type", document({**OPEN, "lon": 1, "lat": 1, "at": [1, 2]}), 1, "at"),
    ("rule_not_tried", document(rules={"class_limit.primary": 40}), None, "rules"),
    ("rule_not_tried", document(rules={"ride_speed_km_h.my_track": 40}), None, "rules"),
    ("unknown_rule", document(rules={"walk_limit_s.nobody": 40}), None, ""),
    ("unknown_rule", document(rules={"nonsense": 40}), None, ""),
    ("unsuitable_rule_value", document(rules={"walk_limit_s.junior": 30}), None, ""),
    ("unsuitable_rule_value", document(rules={"may_board.junior": 1}), None, ""),
    ("field_type", document(rules={"walk_limit_s.junior": "1800"}), None, "walk_limit_s.junior"),
    ("field_type", document(rules={"walk_limit_s": {"junior": 1800}}), None, "walk_limit_s"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "content", "change", "field"), WRONG)
def test_what_is_wrong_is_said_where_it_stands(
    tmp_path: Path, code: str, content: Any, change: int | None, field: str
) -> None:
    found = [p for p in problems_of(content, tmp_path) if p.code == code]
    assert [(p.change, p.column) for p in found][:1] == [(change, field)]
    for problem in found:
        assert problem.file == "plan.json"
        assert (problem.severity, problem.action) == ("error", "stopped")
        said = (problem.zh, problem.en, problem.repair_zh, problem.repair_en)
        assert all(said)
        assert not any(re.search(r"\{\w+\}|None", text) for text in said)


def test_every_text_has_a_case() -> None:
    elsewhere = {"scenario_missing", "scenario_too_large", "other_model"}
    assert set(SCENARIO_TEXTS) - elsewhere == {c for c, *_ in WRONG} - {
        "unknown_rule",
        "unsuitable_rule_value",
    }


@pytest.mark.parametrize("code", sorted(SCENARIO_TEXTS))
def test_each_language_is_itself(code: str) -> None:
    text = SCENARIO_TEXTS[code]
    assert re.search("[\u4e00-\u9fff]", text.zh)
    assert not re.search("[\u4e00-\u9fff]", text.en + text.repair_en)


def test_everything_is_reported_at_once(tmp_path: Path) -> None:
    found = problems_of(
        document(
            {"op": "clsoe", "school": "S1"},
            {"op": "merge", "school": "S1"},
            {"op": "open", "school": "N1", "lon": 36.2, "lat": 111.5, "seats": -4, "colour": 1},
            version=9,
            rules={"walk_limit_s.junior": 1, "detour_factor": 2},
            model_sha256="zz",
        ),
        tmp_path,
    )
    assert sorted((p.code, p.change or 0) for p in found) == [
        ("count_out_of_range", 3),
        ("field_missing", 2),
        ("field_unknown", 3),
        ("lonlat_swapped", 3),
        ("op_unknown", 1),
        ("rule_not_tried", 0),
        ("sha256_bad", 0),
        ("unsuitable_rule_value", 0),
        ("version_wrong", 0),
    ]


def test_a_problem_is_placed_as_people_count() -> None:
    with pytest.raises(InputError) as caught:
        parse_scenario(document(CLOSE, CLOSE, CLOSE, {"op": "close"}), file="plan.json")
    (problem,) = caught.value.problems
    assert problem.place("zh") == "plan.json，第 4 项，“school”"
    assert problem.place("en") == "plan.json, change 4, 'school'"


@pytest.mark.parametrize(
    ("written", "meant"),
    [({"op": "clsoe", "school": "S1"}, "close"), ({"op": "close", "scool": "S1"}, "school")],
)
def test_a_slip_of_the_pen_is_guessed(written: dict[str, str], meant: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_scenario(document(written))
    assert f"Is {meant} meant?" in caught.value.problems[0].repair_en
    assert f"是否应为 {meant}？" in caught.value.problems[0].repair_zh


def test_files_that_are_not_scenarios(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.json", tmp_path):
        with pytest.raises(InputError) as caught:
            read_scenario(path)
        assert [p.code for p in caught.value.problems] == ["scenario_missing"]
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (MOST_MB * 2**20 + 1))
    with pytest.raises(InputError) as caught:
        read_scenario(large)
    assert [p.code for p in caught.value.problems] == ["scenario_too_large"]
    (tmp_path / "binary.json").write_bytes(bytes(range(256)))
    with pytest.raises(InputError) as caught:
        read_scenario(tmp_path / "binary.json")
    assert [p.code for p in caught.value.problems] == ["scenario_not_json"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["op", "school", "changes", "at", *FIELDS]), inner)
        ),
        max_leaves=20,
    )
)
def test_whatever_a_change_holds_is_read_or_told(content: Any) -> None:
    for given_document in (document(content), document(changes=content), content):
        try:
            parse_scenario(given_document)
        except InputError as error:
            assert error.problems  # noqa: PT017


# --- what is published


def test_the_example_of_the_documentation_has_every_operation() -> None:
    text = (SCHEMA.parent / "scenarios.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, flags=re.DOTALL)
    read = parse_scenario(json.loads(example))
    assert {type(change) for change in read.changes} == set(CHANGES)
    assert all(f"`{name}`" in text for name in (*OPERATIONS, *BAND_IDS))


def test_the_published_schema_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


def test_the_schema_says_what_the_reader_does() -> None:
    schema = json.loads(schema_text())
    operations = schema["properties"]["changes"]["items"]["oneOf"]
    by_op = {item["properties"]["op"]["const"]: item for item in operations}
    assert set(by_op) == set(OPERATIONS)
    for op, item in by_op.items():
        names = field_names(OPERATIONS[op])
        assert set(item["properties"]) == {"op", *names}
        assert set(item["required"]) == {"op", *(n for n, required in names.items() if required)}
        assert item["additionalProperties"] is False
    tried = re.compile(next(iter(schema["properties"]["rules"]["patternProperties"])))
    assert tried.search("walk_limit_s.lower_primary")
    assert tried.search("assign_private")
    assert not tried.search("class_limit.primary")
    assert not tried.search("my_walk_limit_s.junior")
