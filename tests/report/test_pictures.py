"""Pictures for paper: the same bytes again, no boxes for letters, frames that hold what matters."""

from __future__ import annotations

import struct
from dataclasses import replace

import numpy as np
import pytest
from tests.report.dossier_world import MERGE, Made, made, merger

from schoolmap.model.scenario import Close, SetBus
from schoolmap.report import picture_style
from schoolmap.report.dossier_pictures import Pictures, pictures_of
from schoolmap.report.picture_charts import Times, Trip, _counts, _wrapped
from schoolmap.report.picture_labels import _shared
from schoolmap.report.picture_scene import areas_of


def drawn(case: Made) -> Pictures:
    return pictures_of(areas_of(case.model, case.plan, case.dossier, case.shapes), case.dossier)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_pictures_are_as_wide_as_the_text_block() -> None:
    case = merger()
    pictures = drawn(case)
    ((name, area),) = pictures.areas
    assert name == "T"
    assert pictures.journeys is not None
    assert pictures.years is not None
    for png in (area, pictures.journeys, pictures.years):
        assert size(png)[0] == pytest.approx(156 / 25.4 * picture_style.DPI, abs=1)


def test_the_same_plan_gives_the_same_pictures() -> None:
    assert drawn(made(MERGE)) == drawn(made(MERGE))


def test_pictures_tell_nothing_of_when_and_by_what() -> None:
    pictures = drawn(merger())
    for _, png in pictures.areas:
        assert b"tEXt" not in png
        assert b"tIME" not in png


def test_a_user_s_own_style_changes_nothing() -> None:
    import matplotlib as mpl

    before = drawn(merger())
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "savefig.dpi": 33}):
        assert drawn(merger()) == before


def test_without_a_chinese_font_ids_and_english_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # a glyph that no font has is a warning, and warnings are errors
    monkeypatch.setattr(picture_style, "chinese_font", lambda: None)
    assert picture_style.lettering("zh") == "en"
    assert picture_style.legible("西河中心小学", "S1") == "S1"
    pictures = drawn(merger())
    assert size(pictures.areas[0][1])[1] > 0


def test_nothing_moves_nothing_is_drawn() -> None:
    case = made(SetBus("S0", bus=True))
    assert drawn(case) == Pictures(years=drawn(case).years)
    bare = replace(case, dossier=replace(case.dossier, years=None, schools=()))
    assert drawn(bare) == Pictures()


def test_the_frame_holds_every_village_and_school_that_the_plan_concerns() -> None:
    case = merger()
    (area,) = areas_of(case.model, case.plan, case.dossier, case.shapes)
    x0, y0, x1, y1 = area.box
    for x, y, _ in area.moving.tolist():
        assert x0 < x < x1
        assert y0 < y < y1
    assert {s.school_id for s in area.schools} == {"S0", "S1"}
    assert 0.5 < (y1 - y0) / (x1 - x0) < 1
    assert {(k.mode, k.pupils) for k in area.before} == {("walk", 6), ("walk", 15), ("walk", 24)}
    assert {k.mode for k in area.after} == {"ride", "walk"}


def test_links_end_at_the_school_of_their_side() -> None:
    case = merger()
    (area,) = areas_of(case.model, case.plan, case.dossier, case.shapes)
    at = case.model.sites.xy_mm / 1000.0
    assert {k.end for k in area.before} == {tuple(at[0].tolist())}
    assert {k.end for k in area.after} == {tuple(at[1].tolist())}


def test_who_loses_a_school_is_drawn_too() -> None:
    case = made(SetBus("S1", bus=False), Close("S0"))
    (area,) = areas_of(case.model, case.plan, case.dossier, case.shapes)
    assert "unserved" in {k.mode for k in area.after}
    assert size(drawn(case).areas[0][1])[1] > 0


def test_pupils_fall_into_classes_of_time_limits_included() -> None:
    side = ((600, 1), (601, 2), (1800, 4), (1801, 8), (4000, 16))
    assert _counts(side) == [1, 2, 4, 8, 0, 16]
    assert sum(_counts(Times(side, ()).before)) == 31


def test_labels_know_how_much_they_cover() -> None:
    assert _shared((0, 0, 2, 2), (1, 1, 3, 3)) == 1
    assert _shared((0, 0, 1, 1), (1, 0, 2, 1)) == 0


def test_long_names_take_two_lines() -> None:
    assert _wrapped("短名") == "短名"
    assert _wrapped("一个名字特别特别长的九年一贯制学校") == "一个名字特别特别长的九年\n一贯制学校"
    assert _wrapped("A very long name of a school indeed") == "A very long name of a\nschool indeed"


def test_a_trip_is_of_whole_pupils() -> None:
    trip = Trip(3, 1000, 5000)
    assert isinstance(trip.pupils, int)
    assert np.isfinite(trip.after_m)
