"""差异系数 of both editions, Theil, the town-village gap: who counts, and what comes out."""

from __future__ import annotations

import math

import pytest
from tests.worlds import CLOSED, Site, make_model

from schoolmap.kernel import coefficient_of_variation, evaluate, theil
from schoolmap.model.evaluation import Figure
from schoolmap.model.resources import INDICATORS, indicators_of

EIGHT = [i.name for i in indicators_of("2012")]
SEVEN = [i.name for i in indicators_of("2017")]


def school(pupils: float, books: float, **kind: object) -> Site:
    """A school with the same amount of everything."""
    return Site(roll=pupils, has={i.name: books for i in INDICATORS}, **kind)  # type: ignore[arg-type]


def figures(*sites: Site, **rules: object) -> dict[str, Figure]:
    return dict(evaluate(make_model([], sites, {}, **rules)).indicators)


def value(name: str, *sites: Site, **rules: object) -> float | None:
    found = figures(*sites, **rules)[name].value
    return None if found is None else float(found)


# two schools of 10 and 30 pupils with 1 and 3 a head: sqrt(0.75) / 2.5 (see test_measures)
PAIR = (school(10, 10), school(30, 90))
PAIR_CV = math.sqrt(0.75) / 2.5
POINT = {"type_code": 218, "span": (1, 3)}


def test_the_indicators_are_those_of_the_papers() -> None:
    assert len(EIGHT) == 8
    assert len(SEVEN) == 7
    assert set(EIGHT) == {
        "teaching_area_m2",
        "sports_area_m2",
        "equipment_yuan",
        "computers",
        "books",
        "teachers",
        "teachers_above_degree",
        "senior_teachers",
    }
    assert set(SEVEN) == {
        "teachers_above_degree",
        "backbone_teachers",
        "pe_arts_teachers",
        "multimedia_rooms",
        "teaching_area_m2",
        "sports_area_m2",
        "equipment_yuan",
    }


def test_five_schools_of_the_papers() -> None:
    students, books = [45, 37, 89, 76, 55], [279, 137, 935, 160, 402]
    sites = [Site(roll=n, has={"books": b}) for n, b in zip(students, books, strict=True)]
    assert value("cv_2012.books.primary", *sites) == pytest.approx(0.5152566, abs=5e-8)


def test_every_figure_is_there_for_both_stages() -> None:
    found = figures(*PAIR)
    for stage in ("primary", "junior"):
        expected = None if stage == "junior" else pytest.approx(PAIR_CV)
        for name in EIGHT:
            assert found[f"cv_2012.{name}.{stage}"].value == expected
        for name in SEVEN:
            assert found[f"cv_2017.{name}.{stage}"].value == expected
        assert found[f"cv_2012.mean.{stage}"].value == expected
        for name in {*EIGHT, *SEVEN}:
            assert {f"theil.{name}.{stage}{p}" for p in ("", ".between", ".within")} < found.keys()
            assert f"gap_urban_rural.{name}.{stage}" in found
    assert "cv_2017.books.primary" not in found
    assert "cv_2012.backbone_teachers.primary" not in found


def test_the_mean_of_2012_needs_all_eight() -> None:
    without = {n: 1.0 for n in EIGHT if n != "books"}
    sites = (Site(roll=10, has=without), Site(roll=20, has=without))
    assert value("cv_2012.mean.primary", *sites) is None
    assert value("cv_2012.computers.primary", *sites) is not None


def test_a_school_without_a_value_leaves_the_indicator() -> None:
    assert value("cv_2012.books.primary", *PAIR, Site(roll=500)) == pytest.approx(PAIR_CV)
    # a zero stays
    assert value("cv_2012.books.primary", *PAIR, school(500, 0)) != pytest.approx(PAIR_CV)


def test_a_school_without_pupils_leaves_it() -> None:
    assert value("cv_2012.books.primary", *PAIR, school(0, 500)) == pytest.approx(PAIR_CV)


def test_a_closed_school_does_not_count() -> None:
    closed = school(500, 1, status=CLOSED)
    assert value("cv_2012.books.primary", *PAIR, closed) == pytest.approx(PAIR_CV)


@pytest.mark.parametrize(
    ("edition", "extra", "counted"),
    [
        ("2012", school(60, 1, **POINT), False),
        ("2012", school(60, 1, private=True), False),
        ("2017", school(49.5, 1, **POINT), False),
        ("2017", school(50, 1, **POINT), True),
        ("2017", school(60, 1, private=True), True),
        # DESIGN §4: a teaching point is a site whose span is 1-2, 1-3 or 1-4, whatever its code
        ("2012", school(60, 1, span=(1, 4)), False),
        ("2012", school(60, 1, span=(1, 2)), False),
        ("2017", school(40, 1, span=(1, 3)), False),
        ("2012", school(60, 1, span=(1, 5)), True),
        ("2017", school(40, 1, span=(1, 5)), True),
    ],
)
def test_who_counts(edition: str, extra: Site, *, counted: bool) -> None:
    # of teaching_area_m2, which both editions cover
    name = f"cv_{edition}.teaching_area_m2.primary"
    found = value(name, *PAIR, extra)
    pupils = [10, 30, extra.roll]
    if counted:
        assert found == pytest.approx(coefficient_of_variation([10, 90, 1], pupils))
    else:
        assert found == pytest.approx(PAIR_CV)


@pytest.mark.parametrize(
    ("rule", "setting", "extra"),
    [
        ("scope_private.2012", True, school(60, 1, private=True)),
        ("scope_teaching_points.2012", True, school(60, 1, **POINT)),
        ("scope_private.2017", False, school(60, 1, private=True)),
        ("scope_teaching_points.2017", False, school(60, 1, **POINT)),
        ("scope_teaching_point_min.2017", 61, school(60, 1, **POINT)),
        ("scope_teaching_point_min.2017", 10, school(40, 1, **POINT)),
    ],
)
def test_the_scope_is_a_rule(rule: str, setting: object, extra: Site) -> None:
    name = f"cv_{rule[-4:]}.teaching_area_m2.primary"
    assert value(name, *PAIR, extra) != value(name, *PAIR, extra, **{rule: setting})


def test_a_through_school_counts_in_each_stage() -> None:
    # 100 primary, 100 junior, 2100 books: 1000 and 1100
    grades = (20.0, 20.0, 20.0, 20.0, 20.0, 0.0, 50.0, 50.0, 0.0)
    through = Site((1, 9), grades=grades, has={"books": 2100})
    other = Site(roll=100, has={"books": 3000})
    junior = Site((7, 9), roll=100, has={"books": 100})
    found = figures(through, other, junior)
    assert found["cv_2012.books.primary"].value == pytest.approx(
        coefficient_of_variation([1000, 3000], [100, 100])
    )
    assert found["cv_2012.books.junior"].value == pytest.approx(
        coefficient_of_variation([1100, 100], [100, 100])
    )


# --- Theil and the gap


TOWNS = (
    school(100, 500, area=111),
    school(100, 300, area=122),
    school(50, 100, area=220),
    school(150, 250, area=210),
)


def test_the_gap_is_town_over_village() -> None:
    # 城区 and 镇区: 800 / 200 = 4; 乡村: 350 / 200 = 1.75
    assert value("gap_urban_rural.books.primary", *TOWNS) == pytest.approx(4 / 1.75)
    # an unknown class is left out
    assert value("gap_urban_rural.books.primary", *TOWNS, school(9, 999, area=0)) == pytest.approx(
        4 / 1.75
    )


@pytest.mark.parametrize("areas", [(111, 111), (220, 220), (0, 0)])
def test_without_town_or_village_there_is_no_gap(areas: tuple[int, int]) -> None:
    sites = [school(10, 10, area=a) for a in areas]
    assert value("gap_urban_rural.books.primary", *sites) is None


def test_without_anything_in_the_villages_there_is_no_gap() -> None:
    sites = (school(10, 10, area=111), school(10, 0, area=220))
    assert value("gap_urban_rural.books.primary", *sites) is None


def test_theil_is_over_the_three_groups() -> None:
    expected = theil([5, 3, 2, 250 / 150], [100, 100, 50, 150], [0, 1, 2, 2])
    assert expected is not None
    found = figures(*TOWNS, school(9, 999, area=0))
    names = ("theil.books.primary", "theil.books.primary.between", "theil.books.primary.within")
    assert [found[n].value for n in names] == pytest.approx(list(expected))
    assert found["theil.books.junior"].value is None


def test_theil_takes_the_2017_scope_where_an_indicator_is_among_the_seven() -> None:
    # FORMATS, fine print: private schools count in 2017 and not in 2012
    private = school(100, 5000, area=111, private=True)
    for name, differs in (("books", False), ("teachers_above_degree", True)):
        for figure in (f"theil.{name}.primary", f"gap_urban_rural.{name}.primary"):
            assert (value(figure, *TOWNS) != value(figure, *TOWNS, private)) == differs
