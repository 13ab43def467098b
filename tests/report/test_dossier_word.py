"""dossier.docx: its parts in order, the content's numbers in its tables, the same bytes again."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from tests.report.dossier_world import JUNIOR, LOWER, MERGE, PUPILS, UPPER, Made, bare, made, merger

from schoolmap.errors import Language
from schoolmap.model.hearing import Hearing, Paper, Publicity, Session
from schoolmap.model.scenario import Change, Close, SetBus
from schoolmap.report.dossier_content import Dossier
from schoolmap.report.dossier_pictures import pictures_of
from schoolmap.report.dossier_word import write_dossier
from schoolmap.report.picture_scene import areas_of
from schoolmap.report.posting import BLANK, write_postings

HEADINGS = {
    "zh": [
        "调整方案",
        "对学生的影响",
        "接收学校的承载条件",
        "是否符合规定",
        "对全县均衡程度的影响",
        "今后各年",
        "经费测算",
        "报批前须完成的事项",
    ],
    "en": [
        "The plan",
        "The pupils concerned",
        "What the receiving schools can hold",
        "Whether it is allowed",
        "Equity over the county",
        "The years ahead",
        "What it costs",
        "What must be done before approval",
    ],
}


def written(tmp_path: Path, dossier: Dossier, case: Made | None = None) -> Document:
    pictures = None
    if case is not None:
        pictures = pictures_of(areas_of(case.model, case.plan, dossier, case.shapes), dossier)
    return docx.Document(str(write_dossier(tmp_path / "dossier.docx", dossier, pictures)))


def texts(document: Document) -> list[str]:
    """Every paragraph and cell, merged cells once."""
    body = document.element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def rows(document: Document, caption: str) -> list[list[str]]:
    """The rows of the table under a caption."""
    at = next(k for k, p in enumerate(document.paragraphs) if caption in p.text)
    below = document.paragraphs[at]._p.getnext()
    table = next(t for t in document.tables if t._tbl is below)
    return [[cell.text for cell in row.cells] for row in table.rows]


# --- structure


@pytest.mark.parametrize("language", ["zh", "en"])
def test_parts_stand_in_order(tmp_path: Path, language: Language) -> None:
    case = merger(language)
    document = written(tmp_path, case.dossier, case)
    found = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert found == HEADINGS[language]
    annexes = [p.text for p in document.paragraphs if p.style.name == "Annex"]
    assert annexes == (["附件 1", "附件 2"] if language == "zh" else ["Annex 1", "Annex 2"])


def test_headings_are_numbered_as_official_papers_are(tmp_path: Path) -> None:
    document = written(tmp_path, merger().dossier)
    numbering = document.part.numbering_part.element
    levels = {
        level.get(qn("w:ilvl")): (
            level.find(qn("w:numFmt")).get(qn("w:val")),
            level.find(qn("w:lvlText")).get(qn("w:val")),
            level.find(qn("w:pStyle")).get(qn("w:val")),
        )
        for level in numbering.iter(qn("w:lvl"))
        if level.getparent().get(qn("w:abstractNumId")) == "90"
    }
    assert levels == {
        "0": ("chineseCountingThousand", "%1、", "Heading1"),
        "1": ("chineseCountingThousand", "（%2）", "Heading2"),
        "2": ("decimal", "%3．", "Heading3"),
    }
    for k, style in enumerate(("Heading 1", "Heading 2", "Heading 3")):
        properties = document.styles[style].element.pPr
        assert properties.numPr.numId.val == 90
        assert properties.find(qn("w:outlineLvl")).get(qn("w:val")) == str(k)


def test_fonts_are_those_of_official_papers_with_stand_ins(tmp_path: Path) -> None:
    document = written(tmp_path, merger().dossier)
    faces = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Body Text", "Heading 1", "Heading 2")
    }
    assert faces == {
        "Title": "方正小标宋简体",
        "Body Text": "仿宋",
        "Heading 1": "黑体",
        "Heading 2": "楷体",
    }
    with zipfile.ZipFile(tmp_path / "dossier.docx") as package:
        fonts = package.read("word/fontTable.xml").decode()
    for name in faces.values():
        assert re.search(rf'w:name="{name}"><w:altName w:val="[^"]+"', fonts)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_carries_the_fingerprint_the_plan_and_its_number(
    tmp_path: Path, language: Language
) -> None:
    case = merger(language)
    section = written(tmp_path, case.dossier).sections[0]
    for footer in (section.footer, section.even_page_footer):
        text = footer.paragraphs[0].text
        assert case.model.sha256[:12] in text
        assert case.plan.after.kernel_version in text
        assert case.plan.name in text
        fields = [f.get(qn("w:instr")) for f in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE"]


def test_tables_repeat_their_headers_and_break_no_row(tmp_path: Path) -> None:
    document = written(tmp_path, merger().dossier)
    ruled = [t for t in document.tables if t._tbl.tblPr.find(qn("w:tblBorders")) is not None]
    with_header = [t for t in ruled if t.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None]
    # but for the box that the head of the bureau writes into
    assert len(with_header) == len(ruled) - 1
    for table in ruled[:-1]:
        for row in table.rows:
            assert row._tr.find(f".//{qn('w:cantSplit')}") is not None


def test_captions_count_by_fields(tmp_path: Path) -> None:
    case = merger()
    document = written(tmp_path, case.dossier, case)
    captions = [p for p in document.paragraphs if p.style.name == "Caption"]
    for kind in ("表", "图"):
        mine = [p for p in captions if p.text.startswith(kind)]
        numbers = [
            re.match(rf"{kind} (\d+)　", "".join(t.text for t in p._p.iter(qn("w:t"))))
            for p in mine
        ]
        assert [int(n[1]) for n in numbers if n] == list(range(1, len(mine) + 1))
        assert all(
            f.get(qn("w:instr")).startswith(f"SEQ {kind}")
            for p in mine
            for f in p._p.iter(qn("w:fldSimple"))
        )


def test_pictures_are_described(tmp_path: Path) -> None:
    case = merger()
    document = written(tmp_path, case.dossier, case)
    assert len(document.inline_shapes) == 3  # one area, journeys, years
    for shape in document.inline_shapes:
        assert shape._inline.docPr.get("descr")
        assert shape.width.mm == pytest.approx(156, abs=0.1)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("full", [True, False])
def test_nothing_is_left_to_fill_in_or_half_made(
    tmp_path: Path, language: Language, full: bool
) -> None:
    dossier = merger(language).dossier
    document = written(tmp_path, dossier if full else bare(dossier))
    whole = "\n".join(texts(document))
    for bad in ("None", "nan", "{", "}", "TODO", "XXX", "＿", "lower_primary", "to_supply", "\0"):
        assert bad not in whole
    assert "  （" not in whole


def test_english_says_nothing_in_chinese_but_clauses(tmp_path: Path) -> None:
    document = written(tmp_path, merger("en").dossier)
    chinese = re.compile(r"[\u4e00-\u9fff]")
    cited = re.compile(r"〔\d{4}〕|《[^》]*》|国办发|教督|晋教基|教体艺|教育部办公厅|教育部、")
    for text in texts(document):
        if chinese.search(text):
            assert cited.search(text), text


# --- content


def test_totals_stand_in_their_table(tmp_path: Path) -> None:
    table = rows(written(tmp_path, merger().dossier), "涉及学生的上学条件")
    by_label = {row[0]: row[1:] for row in table[1:]}
    riders = PUPILS + LOWER + UPPER
    assert by_label["步行（人）"] == [str(2 * PUPILS), str(JUNIOR), f"-{2 * PUPILS - JUNIOR}"]
    assert by_label["乘车（人）"] == ["0", str(riders), f"+{riders}"]
    assert by_label["平均单程路程（公里）"] == ["1.0", "4.0", "+3.0"]
    assert by_label["最远单程路程（公里）"] == ["1.0", "5.0", "+4.0"]
    assert by_label["每周上下学总路程（人公里）"] == ["900", "3,600", "+2,700"]


def test_villages_stand_in_the_annex(tmp_path: Path) -> None:
    document = written(tmp_path, merger().dossier)
    table = document.tables[-2]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    heading = f"东坡教学点 → 西河中心小学（{2 * PUPILS} 人）"
    assert cells[2] == [heading] * len(cells[2])
    expected = ["village 1", "1-3", str(LOWER), "步行→乘车", "1.0", "3.0", "+2.0"]
    assert [*expected, "16.7", "6.0", "-10.7"] in cells


def test_the_summary_fits_what_the_report_says(tmp_path: Path) -> None:
    document = written(tmp_path, merger().dossier)
    cards = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    shown = dict(zip(cards[1], cards[0], strict=True))
    assert shown["撤并学校（所）"] == "1"
    assert shown["涉及学生（人）"] == str(2 * PUPILS)
    assert shown["平均单程（公里）"] == "1.0 → 4.0"
    assert shown["失去就读学校（人）"] == "0"


@pytest.mark.parametrize(
    ("changes", "standing", "words"),
    [
        # papers of the procedure are lacking
        ((MERGE,), "not_yet", "材料或数据尚未齐全，方案尚不能报批"),
        # pupils lose their school, which no paper mends
        ((SetBus("S1", bus=False), Close("S0")), "barred", "按现有数据，方案有规定不允许之处"),
    ],
)
def test_the_summary_judges_as_the_rules_do(
    tmp_path: Path, changes: tuple[Change, ...], standing: str, words: str
) -> None:
    case = made(*changes)
    assert case.judged.judgement.standing == standing
    document = written(tmp_path, case.dossier)
    judgement = next(p.text for p in document.paragraphs if p.style.name == "Judgement")
    assert judgement.startswith(words)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("撤并规则尚未对照", "No pack of rules has been held"),
        ("尚未提供制定、论证、公示、听证、报批", "Nothing is known of drafting"),
        ("未作学生预测", "No forecast has been made"),
        ("未作经费测算", "No costs have been made"),
        ("公示、听证的日期、范围和记录", "ates, places and minutes of publicity"),
    ],
)
def test_what_is_missing_is_said_in_one_line(tmp_path: Path, zh: str, en: str) -> None:
    for language, words in (("zh", zh), ("en", en)):
        document = written(tmp_path, bare(merger(language).dossier))  # type: ignore[arg-type]
        # in its section, besides what the summary says
        assert sum(words in p.text for p in document.paragraphs) == 1
        assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == HEADINGS[
            language
        ]


def test_a_plan_that_closes_nothing_has_a_dossier_too(tmp_path: Path) -> None:
    case = made(SetBus("S0", bus=True), name="只配校车")
    document = written(tmp_path, case.dossier, case)
    whole = "\n".join(texts(document))
    assert "给东坡教学点配校车" in whole
    assert "没有学生因方案改变就读学校或上学方式" in whole


def test_simulated_data_are_marked(tmp_path: Path) -> None:
    dossier = merger().dossier
    assert "模拟数据" not in "\n".join(texts(written(tmp_path, dossier)))
    marked = replace(dossier, head=replace(dossier.head, simulated=True, estimated=True))
    whole = "\n".join(texts(written(tmp_path, marked)))
    assert "不得引用" in whole
    assert "没有道路数据" in whole


# --- pages to post


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_for_the_school_that_closes(tmp_path: Path, language: Language) -> None:
    case = merger(language)
    document = docx.Document(str(write_postings(tmp_path / "p.docx", case.dossier)))
    titles = [p.text for p in document.paragraphs if p.style.name == "Posting Title"]
    assert titles == [{"zh": "公　　示", "en": "Notice"}[language]]
    (table,) = document.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows][2:]
    # the bands of a village that go alike share a row, with the time of the slowest
    how = {"zh": ("步行", "乘车", "步行"), "en": ("on foot", "by bus", "on foot")}[language]
    school = case.dossier.schools[1].name
    assert cells == [
        ["village 0", "1-9", how[0], "1.0", "16.7", school, how[1], "5.0", "10.0"],
        ["village 1", "1-6", how[0], "1.0", "16.7", school, how[1], "3.0", "6.0"],
        ["village 1", "7-9", how[0], "1.0", "13.3", school, how[2], "3.0", "40.0"],
    ]


def test_a_page_to_post_counts_no_pupils_of_a_village(tmp_path: Path) -> None:
    document = docx.Document(str(write_postings(tmp_path / "p.docx", merger().dossier)))
    whole = "\n".join(texts(document))
    for pupils in (PUPILS, LOWER, UPPER, JUNIOR):
        assert f"{pupils} 人" not in whole.replace(f"在校生 {2 * PUPILS} 人", "")
    assert "不得强行撤并" in whole


def test_days_that_are_known_are_printed_others_left_to_the_pen(tmp_path: Path) -> None:
    open_page = docx.Document(str(write_postings(tmp_path / "p.docx", merger().dossier)))
    assert f"公示时间：{BLANK}" in "\n".join(texts(open_page))
    minutes = Paper(reference="〔2026〕1号")
    hearing = Hearing(
        publicity=Publicity(date(2026, 3, 1), date(2026, 4, 1), "村委会", minutes),
        session=Session(date(2026, 4, 10), None, "乡政府", minutes),
    )
    case = made(MERGE, hearing=hearing)
    page = docx.Document(str(write_postings(tmp_path / "q.docx", case.dossier)))
    whole = "\n".join(texts(page))
    assert "公示时间：2026-03-01 至 2026-04-01（村委会）" in whole
    assert "听证会时间、地点：2026-04-10（乡政府）" in whole


# --- the same bytes


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_plan_gives_the_same_bytes(tmp_path: Path, language: Language) -> None:
    files = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        case = made(MERGE, language=language)
        pictures = pictures_of(
            areas_of(case.model, case.plan, case.dossier, case.shapes), case.dossier
        )
        files.append(
            (
                write_dossier(tmp_path / name / "d.docx", case.dossier, pictures).read_bytes(),
                write_postings(tmp_path / name / "p.docx", case.dossier).read_bytes(),
            )
        )
    assert files[0] == files[1]


def test_no_clock_is_in_the_package(tmp_path: Path) -> None:
    write_dossier(tmp_path / "d.docx", merger().dossier)
    with zipfile.ZipFile(tmp_path / "d.docx") as package:
        assert {i.date_time for i in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(str(tmp_path / "d.docx")).core_properties
    assert properties.created is not None
    assert properties.created.year == 2000
    assert properties.author == properties.last_modified_by == ""
