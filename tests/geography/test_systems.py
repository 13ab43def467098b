"""How counties spell coordinate systems, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import CRS

from schoolmap.geography.datum import to_wgs84
from schoolmap.geography.systems import is_old_datum, refusal, spelled


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ("WGS-84", "wgs84"),
        ("wgs 1984", "wgs84"),
        ("GPS坐标", "wgs84"),
        ("CGCS 2000", "cgcs2000"),
        ("国家2000", "cgcs2000"),
        ("2000国家大地坐标系", "cgcs2000"),
        ("EPSG:4490", "cgcs2000"),
        ("天地图", "cgcs2000"),
        ("火星坐标系", "gcj02"),
        ("ＧＣＪ－０２", "gcj02"),
        ("高德地图", "gcj02"),
        ("腾讯", "gcj02"),
        ("百度坐标", "bd09"),
        ("BD-09ll", "bd09"),
        ("百度", "bd09"),
    ],
)
def test_spellings_are_understood(declared: str, name: str) -> None:
    assert spelled(declared) == name
    assert refusal(declared) is None


@pytest.mark.parametrize("name", ["wgs84", "cgcs2000", "gcj02", "bd09"])
def test_the_names_that_messages_ask_for_are_understood(name: str) -> None:
    for declared in (name, name.upper(), f" {name} "):
        assert spelled(declared) == name
        assert refusal(declared) is None


@pytest.mark.parametrize("code", [4490, 4546, 4525, 4610, 2383])
def test_a_definition_is_taken_as_it_stands(code: int) -> None:
    """As layers carry it where no code fits; the datum may be doubted, its words are not."""
    crs = CRS(code)
    for text in (crs.to_wkt("WKT1_ESRI"), crs.to_wkt(), crs.to_json()):
        assert spelled(text) == text
        assert refusal(text) is None


def test_a_meridian_of_the_county_s_own_under_the_usual_name_is_kept() -> None:
    usual = CRS(4546).to_wkt("WKT1_ESRI")
    own = usual.replace('"Central_Meridian",111.0', '"Central_Meridian",111.5')
    assert own != usual
    # half a degree at the equator
    assert to_wgs84([500_000.0], [0.0], own) == pytest.approx(np.array([[111.5, 0.0]]), abs=1e-9)


@pytest.mark.parametrize(
    ("declared", "meridian", "false_easting"),
    [
        ("CGCS2000 3度带 37带", 111, 37_500_000),
        ("国家2000 三度带第37带", 111, 37_500_000),
        ("CGCS2000_3_Degree_GK_Zone_25", 75, 25_500_000),
        ("CGCS2000 / 3-degree Gauss-Kruger zone 45", 135, 45_500_000),
        ("CGCS2000 / 3-degree Gauss-Kruger CM 111E", 111, 500_000),
        ("CGCS2000_3_Degree_GK_CM_75E", 75, 500_000),
        ("CGCS2000 中央经线135", 135, 500_000),
        ("CGCS2000 六度带 19带", 111, 19_500_000),
        ("CGCS2000 / Gauss-Kruger zone 13", 75, 13_500_000),
        ("CGCS2000 6度带 中央经线117", 117, 500_000),
    ],
)
def test_zones_are_the_register_s(declared: str, meridian: int, false_easting: int) -> None:
    """What the EPSG register says of the code: its datum, central meridian and false easting."""
    crs = CRS.from_user_input(spelled(declared))
    values = {p.name: p.value for p in crs.coordinate_operation.params}
    assert crs.geodetic_crs.to_epsg() == 4490
    assert values["Longitude of natural origin"] == meridian
    assert values["False easting"] == false_easting


@pytest.mark.parametrize(
    ("declared", "why"),
    [
        ("西安80", "old"),
        ("1980西安坐标系", "old"),
        ("北京54坐标系", "old"),
        ("Beijing 1954", "old"),
        ("Xian80", "old"),
        ("百度墨卡托", "baidu_metres"),
        ("BD09MC", "baidu_metres"),
        ("本县独立坐标系", "local"),
        ("CGCS2000 3度带", "zone_incomplete"),
        ("CGCS2000 3度带 19带", "zone_incomplete"),
        ("CGCS2000 中央经线112", "zone_incomplete"),
        ("mars", None),
        ("EPSG:4547", None),
    ],
)
def test_what_is_refused_says_why(declared: str, why: str | None) -> None:
    assert refusal(declared) == why
    assert spelled(declared) == declared


def test_codes_on_old_datums_are_known() -> None:
    assert all(is_old_datum(f"EPSG:{code}") for code in (4610, 2361, 4214, 2437, 4555))
    assert not any(is_old_datum(f"EPSG:{code}") for code in (4525, 4490, 32649, 3857, 7855))
