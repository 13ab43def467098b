"""dossier.docx: what a hearing needs of a plan, laid out as official papers are."""

from __future__ import annotations

from pathlib import Path

from schoolmap.report.dossier_ahead import write_costs, write_years
from schoolmap.report.dossier_annex import write_sources, write_villages
from schoolmap.report.dossier_content import Dossier, Head
from schoolmap.report.dossier_front import title_of, write_summary, write_title
from schoolmap.report.dossier_pictures import Pictures
from schoolmap.report.dossier_plan import write_plan
from schoolmap.report.dossier_pupils import write_pupils
from schoolmap.report.dossier_rules import write_rules
from schoolmap.report.dossier_schools import write_equity, write_receivers
from schoolmap.report.dossier_to_do import write_to_do
from schoolmap.report.paper import open_paper, save_paper

DIGITS = 12
"""Digits of the model's fingerprint that stand on every page."""


def write_dossier(path: Path, dossier: Dossier, pictures: Pictures | None = None) -> Path:
    """Write the dossier of a plan as a Word document.

    Parameters
    ----------
    path
        File to write; replaced where it exists.
    dossier
        What it says.
    pictures
        Map and charts.

    Returns
    -------
    Path
        `path`.
    """
    drawn = pictures or Pictures()
    head = dossier.head
    paper = open_paper(head.language, title=title_of(dossier), footer=footer_of(head))
    write_summary(paper, dossier)
    write_title(paper, dossier)
    write_plan(paper, dossier)
    write_pupils(paper, dossier, drawn)
    write_receivers(paper, dossier)
    write_rules(paper, dossier)
    write_equity(paper, dossier)
    write_years(paper, dossier, drawn.years)
    write_costs(paper, dossier)
    write_to_do(paper, dossier)
    number = 1
    if dossier.movements or dossier.left_out:
        write_villages(paper, dossier, number)
        number += 1
    write_sources(paper, dossier, number)
    save_paper(paper, path)
    return path


def footer_of(head: Head) -> str:
    """Return where the figures come from, as it stands on every page."""
    digits = head.sha256[:DIGITS]
    if head.language == "zh":
        return f"方案：{head.plan}　模型 {digits}　内核 {head.kernel_version}"
    return f"Plan: {head.plan}   model {digits}   kernel {head.kernel_version}"
