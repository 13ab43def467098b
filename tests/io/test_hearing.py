"""hearing.toml: read whole, or every problem at once; paired with its plan and held against it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.kernel.paper import CLOSE, county, pack_of

from schoolmap.errors import InputError, Problem
from schoolmap.io.hearing import read_hearing
from schoolmap.io.hearing_checks import check_hearing, read_hearings
from schoolmap.model.hearing import Approval, Built, Evidence, Paper, Publicity, Session, Vote
from schoolmap.model.scenario import Scenario
from schoolmap.pipeline import compare

WHOLE = """
[hearing]
plan = "撤并方案一"
supplied_by = "县教育局 王某"

[publicity]
start = 2026-03-01
end = 2026-03-31
where = "县政府网站、各村公告栏"
reference = "县教公〔2026〕3号"

[session]
date = 2026-04-10
announced = 2026-03-25
file = "minutes.docx"

[approval]
submitted = 2026-04-20
approved = 2026-05-20
authority = "省人民政府"
reference = "某政函〔2026〕9号"

[[vote]]
school = "Ｓ０"
body = "parents"
date = 2026-04-02
for = 40
against = 12
abstained = 3
asked = 60
file = "minutes.docx"

[[built]]
school = "S1"
what = "beds"
count = 120
date = "2026-06-30"
reference = "验收单"

[[evidence]]
name = "traffic_safety"
date = 2026-02-01
file = "minutes.docx"
by = "县交警大队"
"""


def write(folder: Path, text: str, *, name: str = "hearing.toml") -> Path:
    (folder / "minutes.docx").write_bytes(b"x")
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(folder: Path, text: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_hearing(write(folder, text))
    return list(caught.value.problems)


def test_everything_is_read(tmp_path: Path) -> None:
    hearing, doubts = read_hearing(write(tmp_path, WHOLE))
    assert doubts == ()
    minutes = Paper(file="minutes.docx")
    assert hearing.plan == "撤并方案一"
    assert hearing.supplied_by == "县教育局 王某"
    assert hearing.publicity == Publicity(
        date(2026, 3, 1),
        date(2026, 3, 31),
        "县政府网站、各村公告栏",
        Paper(reference="县教公〔2026〕3号"),
    )
    assert hearing.publicity.days == 31
    assert hearing.session == Session(date(2026, 4, 10), date(2026, 3, 25), paper=minutes)
    assert hearing.session.notice_days == 16
    assert hearing.approval == Approval(
        date(2026, 4, 20),
        date(2026, 5, 20),
        "省人民政府",
        Paper(reference="某政函〔2026〕9号"),
    )
    # full-width letters of an id become plain ones, as in the tables
    assert hearing.votes == (Vote("S0", "parents", date(2026, 4, 2), 40, 12, 3, 60, minutes),)
    assert hearing.built == (
        Built("S1", "beds", 120, date(2026, 6, 30), Paper(reference="验收单")),
    )
    paper = Paper("minutes.docx", by="县交警大队")
    assert hearing.evidence == (Evidence("traffic_safety", paper, date(2026, 2, 1)),)


def test_an_empty_file_brings_nothing(tmp_path: Path) -> None:
    hearing, doubts = read_hearing(write(tmp_path, ""))
    assert (hearing.votes, hearing.session, doubts) == ((), None, ())


def test_as_editors_of_windows_save_it(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    for encoding in ("utf-8-sig", "gb18030"):
        path.write_bytes(WHOLE.encode(encoding))
        assert read_hearing(path)[0].plan == "撤并方案一"


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (("[publicity]", "[public]"), "hearing_key_unknown", "public"),
        (("where =", "place ="), "hearing_key_unknown", "[publicity] place"),
        (("end = 2026-03-31\n", ""), "hearing_key_missing", "[publicity] end"),
        (("end = 2026-03-31", 'end = "31 March"'), "hearing_date", "[publicity] end"),
        (("end = 2026-03-31", "end = 2026-02-28"), "hearing_ends_first", "[publicity] end"),
        (("announced = 2026-03-25", "announced = 2026-04-11"), "hearing_ends_first", None),
        (('body = "parents"', 'body = "pupils"'), "hearing_choice", "[[vote]] 1 body"),
        (("for = 40", "for = -1"), "hearing_count", "[[vote]] 1 for"),
        (("for = 40", "for = true"), "hearing_count", "[[vote]] 1 for"),
        (("asked = 60", "asked = 54"), "hearing_more_votes", "[[vote]] 1 asked"),
        (("[[vote]]", "[vote]"), "hearing_section_shape", "[[vote]] 1"),
        (("[session]", "[[session]]"), "hearing_section_shape", "[session]"),
        (('what = "beds"', 'what = "bed"'), "hearing_choice", "[[built]] 1 what"),
        (('by = "县交警大队"', "by = 7"), "hearing_text", "[[evidence]] 1 by"),
        (('"minutes.docx"\nby', '"lost.docx"\nby'), "hearing_file_missing", None),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, change: tuple[str, str], code: str, place: str | None
) -> None:
    assert change[0] in WHOLE
    found = problems_of(tmp_path, WHOLE.replace(*change))
    assert code in {p.code for p in found}
    assert place is None or place in {p.column for p in found if p.code == code}
    for problem in found:
        assert problem.file == "hearing.toml"
        assert problem.zh
        assert problem.repair_en
        assert "{" not in problem.zh + problem.en + problem.repair_zh + problem.repair_en


def test_every_problem_is_said_at_once(tmp_path: Path) -> None:
    text = WHOLE.replace("for = 40", "for = -1").replace("end = 2026-03-31", "end = 3")
    found = problems_of(tmp_path, text.replace('what = "beds"', ""))
    assert {p.code for p in found} == {"hearing_count", "hearing_date", "hearing_key_missing"}


def test_no_file_and_no_toml(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_hearing(tmp_path / "none.toml")
    assert [p.code for p in caught.value.problems] == ["hearing_missing"]
    assert [p.code for p in problems_of(tmp_path, "[hearing")] == ["hearing_unreadable"]


def test_nobody_voted(tmp_path: Path) -> None:
    text = WHOLE.replace("for = 40", "for = 0").replace("against = 12", "against = 0")
    found = problems_of(tmp_path, text.replace("abstained = 3\n", ""))
    assert [p.code for p in found] == ["hearing_no_votes"]


def test_without_a_paper_it_is_doubted(tmp_path: Path) -> None:
    _, doubts = read_hearing(write(tmp_path, WHOLE.replace('reference = "验收单"\n', "")))
    assert [(p.code, p.column, p.severity) for p in doubts] == [
        ("hearing_no_paper", "[[built]] 1", "warning")
    ]


# --- which plan it belongs to


def test_files_are_paired_with_plans_by_file_or_by_name(tmp_path: Path) -> None:
    one = write(tmp_path, WHOLE.replace("撤并方案一", "a"), name="1.toml")
    two = write(tmp_path, WHOLE.replace("撤并方案一", "方案乙"), name="2.toml")
    brought, _ = read_hearings([two, one], [("a", "方案甲"), ("b", "方案乙"), ("c", "方案丙")])
    assert [h and h.plan for h in brought] == ["a", "方案乙", None]


def test_one_plan_needs_no_name(tmp_path: Path) -> None:
    bare = write(tmp_path, WHOLE.replace('plan = "撤并方案一"\n', ""))
    assert read_hearings([bare], [("a", "甲")])[0][0] is not None
    with pytest.raises(InputError) as caught:
        read_hearings([bare], [("a", "甲"), ("b", "乙")])
    assert [p.code for p in caught.value.problems] == ["hearing_plan_open"]


def test_a_plan_that_is_not_there_or_has_two_files(tmp_path: Path) -> None:
    one, two = (write(tmp_path, WHOLE, name=f"{n}.toml") for n in (1, 2))
    with pytest.raises(InputError) as caught:
        read_hearings([one, two], [("a", "甲")])
    assert [p.code for p in caught.value.problems] == ["hearing_other_plan"] * 2
    with pytest.raises(InputError) as caught:
        read_hearings([one, two], [("a", "撤并方案一")])
    assert [p.code for p in caught.value.problems] == ["hearing_plan_twice"]


def test_held_against_the_plan(tmp_path: Path) -> None:
    model = county()
    plan = compare(model, [Scenario("撤并方案一", (CLOSE,))]).plans[0]
    fits, _ = read_hearing(write(tmp_path, WHOLE))
    assert check_hearing(fits, plan, pack_of(model)) == ()
    text = WHOLE.replace("Ｓ０", "S1").replace("traffic_safety", "trafic")
    odd, _ = read_hearing(
        write(tmp_path, text.replace('school = "S1"\nwhat', 'school = "S9"\nwhat'))
    )
    found = {p.code: p for p in check_hearing(odd, plan, pack_of(model))}
    assert {code: p.severity for code, p in found.items()} == {
        "hearing_school_stays": "warning",
        "hearing_school_unknown": "error",
        "hearing_evidence_unknown": "error",
    }
    assert {p.file for p in found.values()} == {"hearing.toml"}
    assert "traffic_safety" in found["hearing_evidence_unknown"].repair_en


def test_an_empty_file_proves_nothing(tmp_path: Path) -> None:
    hearing = write(tmp_path, WHOLE)
    (tmp_path / "minutes.docx").write_bytes(b"")
    with pytest.raises(InputError) as caught:
        read_hearing(hearing)
    assert {p.code for p in caught.value.problems} == {"hearing_file_empty"}


def test_messages_name_the_file_that_was_read(tmp_path: Path) -> None:
    model = county()
    plan = compare(model, [Scenario("撤并方案一", (CLOSE,))]).plans[0]
    odd, _ = read_hearing(
        write(tmp_path, WHOLE.replace("traffic_safety", "trafic"), name="六校.toml")
    )
    (problem,) = check_hearing(odd, plan, pack_of(model))
    assert (problem.file, problem.severity) == ("六校.toml", "error")
