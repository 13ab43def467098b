"""Rule packs: the national one is complete, others are laid over it, and say what is wrong."""

from __future__ import annotations

import re
import tomllib

import pytest

from schoolmap.model.ruling import BARS, KINDS, STAGES_OF_PROCEDURE
from schoolmap.standards import load, load_table
from schoolmap.standards.packs import NATIONAL, national_pack, parse_pack, rule_pack

PROVINCE = """
[[row]]
id = "sx.ride_s"
value = 2400
unit = "s"
comparison = "<="
name_zh = "乘车单程"
name_en = "one way by bus"
clause = "某省规定"
source = "某省教育厅网站 / the province's site"
force = "binding"
verified = "quoted"

[[rule]]
id = "sx_upper"
kind = "journey_time"
figure = "sx.ride_s"
bands = ["upper_primary"]
severity = "violation"
zh = "小学高年级乘车不超过40分钟"
en = "upper primary rides at most 40 minutes"
clause = "某省规定第三条"
source = "某省教育厅网站 / the province's site"
year = 2024
force = "binding"
verified = "quoted"

[[set_aside]]
rule = "only_small"
reason = "本省另有规定"
"""


def parsed(text: str) -> tuple[object, list[tuple[str, str]]]:
    pack, problems = parse_pack(tomllib.loads(text), name="province.toml")
    return pack, [(p.code, p.column) for p in problems]


def test_the_national_pack_is_whole() -> None:
    pack, problems = rule_pack(load([]))
    assert problems == ()
    # the national texts name no length of the way to school; provinces do
    assert {rule.kind for rule in pack.rules} == set(KINDS) - {"journey_length"}
    assert {rule.bar for rule in pack.rules} == set(BARS)
    for rule in pack.rules:
        assert rule.source.count(" / ") == 1
        assert not rule.note or rule.note.count(" / ") == 1
        assert not rule.zh.endswith("。")
        assert not rule.en.endswith(".")
        assert (rule.stage in STAGES_OF_PROCEDURE) == (rule.kind == "evidence")
        assert re.fullmatch(r"[a-z_]+", rule.id)
        # what nobody has read must not pass for quoted
        assert (
            rule.verified == "quoted"
            or "未见" in rule.source + rule.note
            or (rule.verified == "memory")
        )


def test_figures_of_its_own_are_rows_of_a_table() -> None:
    assert set(national_pack().rows) == set(load_table(NATIONAL))
    assert all(row.startswith("merger.") for row in national_pack().rows)


def test_a_province_adds_rules_and_sets_others_aside() -> None:
    file, problems = parse_pack(tomllib.loads(PROVINCE), name="province.toml")
    assert problems == ()
    pack, problems = rule_pack(load([]), [file])
    assert problems == ()
    assert pack.names == (NATIONAL, "province.toml")
    assert pack.rules[-1].id == "sx_upper"
    assert pack.rules[-1].pack == "province.toml"
    assert pack.rules[-1].bar == "travel"
    assert pack.figures["sx.ride_s"].number == 2400
    assert [(a.rule.id, a.pack, a.reason) for a in pack.set_aside] == [
        ("only_small", "province.toml", "本省另有规定")
    ]
    with pytest.raises(KeyError):
        pack.rule("only_small")


def test_a_rule_and_a_figure_of_the_same_name_take_the_place_of_the_earlier_one() -> None:
    text = PROVINCE.replace("sx_upper", "upper_primary_time").replace(
        "sx.ride_s", "merger.publicity_days"
    )
    file, _ = parse_pack(tomllib.loads(text), name="province.toml")
    pack, _ = rule_pack(load([]), [file])
    assert len(pack.rules) == len(national_pack().rules) - 1  # one was set aside
    assert pack.rule("upper_primary_time").pack == "province.toml"
    assert pack.figures["merger.publicity_days"].number == 2400


def test_what_a_study_sets_beats_every_pack() -> None:
    text = PROVINCE.replace("sx.ride_s", "walk_limit_s.upper_primary")
    file, _ = parse_pack(tomllib.loads(text), name="province.toml")
    assert rule_pack(load([]), [file])[0].figures["walk_limit_s.upper_primary"].table == (
        "province.toml"
    )
    own = load([], {"walk_limit_s.upper_primary": 2000})
    assert rule_pack(own, [file])[0].figures["walk_limit_s.upper_primary"].number == 2000


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("kind =", "kinds ="), {("pack_key_unknown", "[[rule]] 1 kinds")}),
        (('"journey_time"', '"journey"'), {("pack_not_a_choice", "[[rule]] 1 kind")}),
        (('["upper_primary"]', '["upper"]'), {("pack_not_a_choice", "[[rule]] 1 bands")}),
        (('bands = ["upper_primary"]\n', ""), {("pack_text_missing", "[[rule]] 1 bands")}),
        (('figure = "sx.ride_s"\n', ""), {("pack_text_missing", "[[rule]] 1 figure")}),
        (("value = 2400", 'value = "2400"'), {("pack_number_missing", "[[row]] 1 value")}),
        (("year = 2024", 'year = "2024"'), {("pack_number_missing", "[[rule]] 1 year")}),
        (("[[set_aside]]", "[set_aside]"), {("pack_not_tables", "set_aside")}),
        (("[[set_aside]]", "[[aside]]"), {("pack_key_unknown", "aside")}),
        (('zh = "小', 'body = "parents"\nzh = "小'), {("pack_key_idle", "[[rule]] 1 body")}),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    change: tuple[str, str], expected: set[tuple[str, str]]
) -> None:
    _, problems = parsed(PROVINCE.replace(*change))
    assert set(problems) >= expected


def test_every_problem_is_said_at_once() -> None:
    text = PROVINCE.replace('"journey_time"', '"journey"').replace("2400", "true")
    _, problems = parsed(text.replace('reason = "本省另有规定"', ""))
    assert len(problems) == 3


def test_what_does_not_fit_the_packs_before() -> None:
    text = PROVINCE.replace('"only_small"', '"only_smal"').replace(
        'figure = "sx.ride_s"', 'figure = "sx.rides"'
    )
    file, problems = parse_pack(tomllib.loads(text), name="province.toml")
    assert problems == ()
    _, problems = rule_pack(load([]), [file])
    assert {p.code for p in problems} == {"pack_nothing_to_set_aside", "pack_figure_unknown"}
    assert all("only_small" in p.repair_en or "sx.ride_s" in p.repair_en for p in problems)
