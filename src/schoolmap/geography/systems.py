"""Names of coordinate systems as people in Chinese counties write them.

A name is either understood for certain or refused with what to do; nothing is guessed. Zones of
CGCS2000: with the zone's number before the easting (37 500 000 m) EPSG 4491-4501 (6-degree zones
13-23) and 4513-4533 (3-degree zones 25-45); without it (500 000 m), by the central meridian,
EPSG 4502-4512 (75-135 E, every 6 degrees) and 4534-4554 (75-135 E, every 3 degrees).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Refusal = Literal["old", "baidu_metres", "local", "zone_incomplete"]

_DEFINITION = re.compile(r"[\[{]|\+(?:proj|init)=")
"""WKT, PROJJSON or PROJ: it says what it means, whatever it calls itself."""
_NOISE = re.compile(r"[\s_\-./·()（）]+")
_ENDINGS = re.compile(
    r"(?:大地|地理|投影|平面)?(?:坐标系统?|坐标|地图|经纬度|基准|coordinates?|maps?|degrees)$"
)
_SAME: dict[str, str] = {
    **dict.fromkeys(
        ("wgs84", "wgs1984", "gps", "gcswgs1984", "世界大地", "wgs", "世界", "ogc:crs84", "crs84"),
        "wgs84",
    ),
    **dict.fromkeys(("epsg:4326", "4326", "谷歌地球", "googleearth"), "wgs84"),
    **dict.fromkeys(
        (
            "cgcs2000", "cgcs", "国家2000", "2000国家", "大地2000", "国家大地2000",
            "2000国家大地", "国家大地坐标系2000", "中国2000", "天地图", "china2000", "epsg:4490",
            "4490", "gcschinageodeticcoordinatesystem2000",
        ),
        "cgcs2000",
    ),
    **dict.fromkeys(
        (
            "gcj02", "gcj2", "gcj", "火星", "国测局", "高德", "腾讯", "amap", "tencent", "gaode",
            "国测局02", "soso", "qq",
        ),
        "gcj02",
    ),
    **dict.fromkeys(("bd09", "bd9", "bd09ll", "百度", "baidu", "百度09"), "bd09"),
}  # fmt: skip
_OLD = re.compile(
    r"(?:西安|xian|xi'an|国家|北京|beijing|新北京|bj|xa)(?:19)?(?:54|80)|(?:19)?(?:80西安|54北京|80国家)"
)
_OLD_DATUMS = ("Xian 1980", "Beijing 1954", "New Beijing")
_BAIDU_METRES = re.compile(r"bd09mc|百度墨卡托|百度米制|bd09mercator")
_LOCAL = re.compile(r"地方|独立|城市坐标|local")
_ZONED = re.compile(r"cgcs2000|国家2000|2000国家|大地2000|中国2000|chinageodetic")
_MERIDIAN = re.compile(r"(?:cm|中央(?:子午线|经线))(?:为|=|:)?(\d{2,3})|(\d{2,3})(?:e|°e|度)?中央")
_ZONE = re.compile(r"zone:?(\d{1,2})|第?(\d{1,2})(?:号)?带|带号(?:为|=|:)?(\d{1,2})")
_WIDTH = re.compile(r"([36三六])(?:度|°|degree|deg)(?:分?带|gk|gauss|zone|cm|中央)?")


def spelled(declared: str) -> str:
    """Return a system's name as the program knows it, or `declared` stripped where it is unknown.

    Parameters
    ----------
    declared
        As in study.toml: ``WGS-84``, ``国家2000``, ``火星坐标系``, ``百度地图``, ``EPSG:4525``,
        ``CGCS2000 3度带 37带``, ``CGCS2000_3_Degree_GK_CM_111E``.

    Returns
    -------
    ``wgs84``, ``cgcs2000``, ``gcj02``, ``bd09``, or ``EPSG:n`` for a zone of CGCS2000. A definition
    (WKT, PROJJSON, PROJ) is never taken by its name: a county's own meridian may bear a usual one.
    """
    if _DEFINITION.search(declared):
        return declared.strip()
    key = _key(declared)
    for form in (key, _ENDINGS.sub("", key), _ENDINGS.sub("", _ENDINGS.sub("", key))):
        if form in _SAME:
            return _SAME[form]
    zone = _zone(key)
    return declared.strip() if zone is None else f"EPSG:{zone}"


def refusal(declared: str) -> Refusal | None:
    """Return why a name that is understood cannot be read as it is; None where it is unknown.

    Returns
    -------
    ``old`` for 北京54 and 西安80, ``baidu_metres`` for Baidu's Mercator, ``local`` for a county's
    own system, ``zone_incomplete`` for a zone of CGCS2000 whose number or meridian is
    missing or wrong.
    """
    if _DEFINITION.search(declared):
        return None
    key = _key(declared)
    if _BAIDU_METRES.search(key):
        return "baidu_metres"
    if _OLD.search(key):
        return "old"
    if _LOCAL.search(key):
        return "local"
    known = spelled(declared)
    unknown = known == declared.strip() and known not in _SAME.values()
    return "zone_incomplete" if unknown and _ZONED.search(key) else None


def is_old_datum(declared: str) -> bool:
    """Return whether a CRS stands on Beijing 1954 or Xian 1980, for which no public shift is good.

    PROJ then moves by nothing at all, or by the parameters of one basin.
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        datum = CRS.from_user_input(declared).geodetic_crs
    except CRSError:
        return False
    return datum is not None and any(name in datum.name for name in _OLD_DATUMS)


def _key(declared: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", declared).lower())


def _zone(key: str) -> int | None:
    """Return the EPSG code of a zone of CGCS2000 given by number or meridian."""
    if _ZONED.search(key) is None:
        return None
    rest = _ZONED.sub("", key, count=1)
    width = _WIDTH.search(rest)
    degrees = 0 if width is None else {"3": 3, "三": 3, "6": 6, "六": 6}[width[1]]
    rest = rest if width is None else rest.replace(width[0], " ", 1)
    meridian, zone = _MERIDIAN.search(rest), _ZONE.search(rest)
    if meridian is not None:
        return _by_meridian(int(meridian[1] or meridian[2]), degrees or 3)
    return None if zone is None else _by_number(int(zone[1] or zone[2] or zone[3]), degrees)


def _by_meridian(meridian: int, degrees: int) -> int | None:
    step = meridian - 75
    if not 0 <= step <= 60 or step % degrees:
        return None
    return (4534 if degrees == 3 else 4502) + step // degrees


def _by_number(zone: int, degrees: int) -> int | None:
    # numbers of the two kinds do not overlap: 25-45 are 3-degree zones, 13-23 are 6-degree ones
    if degrees in (0, 3) and 25 <= zone <= 45:
        return 4513 + zone - 25
    if degrees in (0, 6) and 13 <= zone <= 23:
        return 4491 + zone - 13
    return None
