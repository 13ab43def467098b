"""Papers of plans: which there are, where they go, what they are made of."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.report.dossier_world import MERGE, made, merger

import schoolmap as sm
from schoolmap.model.scenario import Change, Scenario, SetBus, SetGrades
from schoolmap.pipeline import publish_comparison, read_scenarios
from schoolmap.pipeline.dossiers import Papers, paper_names, write_papers


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (MERGE, ("dossier.docx", "dossier.xlsx", "postings.docx")),
        (SetGrades("S0", "1-3"), ("dossier.docx", "dossier.xlsx", "postings.docx")),
        (SetBus("S0", bus=True), ("dossier.docx", "dossier.xlsx")),
    ],
)
def test_pages_to_post_where_a_school_gives_something_up(
    tmp_path: Path, change: Change, names: tuple[str, ...]
) -> None:
    case = made(change)
    assert paper_names(case.judged) == names
    told: list[tuple[int, int]] = []
    papers = Papers(case.study, case.model, case.shapes)
    write_papers([tmp_path], papers, [case.judged], tell=lambda k, n: told.append((k, n)))
    assert {p.name for p in tmp_path.iterdir()} == set(names)
    assert told == [(1, 1)]


def test_plans_that_nobody_has_judged_are_held_to_the_study_s_packs(tmp_path: Path) -> None:
    case = merger()
    file = sm.write_scenario(Scenario("one", (MERGE,)), tmp_path / "one.json")
    plans = read_scenarios([file])
    comparison = sm.compare(case.model, [p.scenario for p in plans])
    out = tmp_path / "out"
    publish_comparison(case.study, comparison, plans, out)
    book = openpyxl.load_workbook(out / "one" / "dossier.xlsx")
    verdicts = [row[2].value for row in book["规定与程序"].iter_rows(min_row=5)]
    assert "符合" in verdicts
    assert "待提供材料" in verdicts


def test_without_documents_there_are_none(tmp_path: Path) -> None:
    case = merger()
    file = sm.write_scenario(Scenario("one", (MERGE,)), tmp_path / "one.json")
    plans = read_scenarios([file])
    comparison = sm.compare(case.model, [p.scenario for p in plans])
    written = publish_comparison(case.study, comparison, plans, tmp_path / "o", documents=False)
    assert {p.name for p in written} == {
        "map.html",
        "comparison.json",
        "run.json",
        "evaluation.json",
    }
