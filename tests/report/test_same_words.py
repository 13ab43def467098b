"""Findings, inspection sheet and workbook: one judgement, in the same words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from tests.report.synthetic import World, world

from schoolmap.errors import Language
from schoolmap.kernel import evaluate
from schoolmap.kernel.inspection import facts_of, inspect_school
from schoolmap.model.evaluation import NOT_TESTED, Finding
from schoolmap.model.grades import STAGES
from schoolmap.model.resources import RESOURCES
from schoolmap.model.wording import (
    STAGE,
    VERDICT_2017,
    against,
    finding_text,
    quantity,
    say,
    status_words,
    unit_name,
)
from schoolmap.report.inspection_view import sheet_of, verdict_of
from schoolmap.report.workbook import write_workbook
from schoolmap.standards import load

ROWS = load([], {"class_limit.primary": 40})


def county(language: Language = "zh") -> World:
    """The made-up county with resources about as large as asked, a few unknown."""
    plain = world(40, 12, language=language)
    rng = np.random.default_rng(6)
    sites = plain.model.sites
    pupils = 180
    have = np.array([6, 6, 6, 4, 4, 4, 40, 20, 5, 9, 3, 2200, 3, 0.1, 20, 0.1, 0.5]) * pupils
    scale = np.array([r.scale for r in RESOURCES])
    amount = have * scale * rng.choice([0.3, 1.0, 2.0, 4.0], (len(sites), len(RESOURCES)))
    known = rng.random(amount.shape) < np.where(np.arange(len(sites)) % 3 == 0, 0.8, 1)[:, None]
    resources = np.where(known, amount, -1).astype(np.int64)
    model = replace(plain.model, sites=replace(sites, resources=resources))
    return replace(plain, model=model, evaluation=evaluate(model))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_workbook_inspection_and_findings_agree(tmp_path: Path, language: Language) -> None:
    drawn = county(language)
    model, now = drawn.model, drawn.evaluation
    path = write_workbook(tmp_path / "study.xlsx", drawn.study, model, now)
    sheet = openpyxl.load_workbook(path)["资源与差距" if language == "zh" else "Resources"]
    head = 4 + len(STAGES) + 2
    lines = {(sheet.cell(r, 1).value, sheet.cell(r, 3).value): r for r in range(head, 60)}
    failed = {
        (f.subject_id, f.detail.split(":")[0])
        for f in now.findings
        if f.rule == "min_indicators_met_2017"
    }
    seen = set()
    for j in np.flatnonzero(now.is_open).tolist():
        facts = facts_of(model, now, j)
        rows = inspect_school(facts, model.standards)
        words = {
            line.name
            for group in sheet_of(facts, rows, language=language).groups
            for line in group.lines
            if line.verdict == "not_tested"
        }
        for row in (r for r in rows if r.item == "min_indicators_met_2017"):
            assert row.stage is not None
            k = STAGES.index(row.stage)
            name = model.sites.names[j] if language == "zh" else model.sites.names_en[j]
            at = lines[name, say(STAGE[row.stage], language)]
            verdict = int(now.schools.verdict_2017[j, k])
            seen.add(verdict)
            assert sheet.cell(at, 7).value == say(VERDICT_2017[verdict], language)
            assert sheet.cell(at, 5).value == (row.value if row.tested else None)
            assert ((model.sites.ids[j], row.stage) in failed) == (row.met is False)
            assert (verdict_of(row) == "not_tested") == (verdict == NOT_TESTED) == bool(words)
    assert seen == set(VERDICT_2017)


def test_a_school_out_of_scope_is_not_coloured(tmp_path: Path) -> None:
    drawn = county()
    path = write_workbook(tmp_path / "study.xlsx", drawn.study, drawn.model, drawn.evaluation)
    sheet = openpyxl.load_workbook(path)["资源与差距"]
    rules = [r.formula[0] for rules in sheet.conditional_formatting for r in rules.rules]
    coloured = [r for r in rules if r.startswith("AND(N(")]
    assert len(coloured) == 7
    assert all('<>"不在评估范围"' in r for r in coloured)


def test_a_value_beyond_its_limit_never_reads_like_it() -> None:
    finding = Finding("cv_limit_2017.primary", "violation", "county", "", 0.5004, 0.5, "ratio")
    text = finding_text(replace(finding, detail="cv_2017.books.primary"), ROWS, "zh")
    assert text.endswith("为 0.5004，上限 0.500")
    assert against(0.5, 0.5, "ratio", "zh") == quantity(0.5, "ratio", "zh") == "0.500"
    assert against(10_049.0, 10_000.0, "m", "en") == "10,049 m"
    assert against(0.85004, 0.85, "share", "en") == "85.004%"
    assert against(0.44999, 0.45, "ratio", "zh") == "0.44999"
    assert against(None, 1, "ratio", "zh") == "—"
    assert against(45.001, 45, "pupil/class", "zh") == "45.001 人/班"


def test_a_figure_of_the_study_s_own_says_whose() -> None:
    assert status_words(ROWS["class_limit.primary"], "zh") == "假设；县里自定"
    assert status_words(ROWS["class_limit.primary"], "en") == "assumption; set by the study"
    assert status_words(ROWS["seats_full"], "zh") == "假设；本工具自定"


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("pupil/class", "人/班", "pupils/class"),
        ("pupil/seat", "人/个", "pupils/seat"),
        ("bed/boarder", "张/人", "beds/boarder"),
        ("seat/pupil", "个/人", "seats/pupil"),
        ("m2/pupil", "平方米/人", "m²/pupil"),
        ("person/100 pupils", "人/百人", "persons/100 pupils"),
    ],
)
def test_units(unit: str, zh: str, en: str) -> None:
    assert (unit_name(unit, "zh"), unit_name(unit, "en")) == (zh, en)
