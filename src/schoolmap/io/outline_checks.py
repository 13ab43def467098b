"""Whether a boundary file fits a published line of the same county better in another datum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import shapely

from schoolmap.geography.fit import compare_moves
from schoolmap.geography.outlines import outline_lines, outline_spots, overlap
from schoolmap.geography.readings import family, other_readings, reread
from schoolmap.io.china import REFERENCE, county_shape, is_installed, package_of
from schoolmap.io.ledger import Ledger
from schoolmap.io.suspicion_words import doubt_words
from schoolmap.model.study import BoundaryPart, SourceSection

if TYPE_CHECKING:
    from shapely import Geometry

_SAME_COUNTY = 0.5
"""Outlines that overlap less are not of one county: the code is wrong, or the county changed."""


def doubt_outline(
    boundary: Sequence[BoundaryPart], settings: SourceSection, ledger: Ledger
) -> None:
    """Report a boundary file that fits the published line of its county clearly better elsewise.

    Needs the ``china`` extra and a six-digit code of the county in the file (``adcode``, ``gb``);
    says nothing without.

    Parameters
    ----------
    boundary
        As read, in WGS-84.
    settings
        Says how it was declared.
    ledger
        Takes ``boundary_datum_suspected``.
    """
    code = county_code(boundary)
    if code is None or package_of(settings.file) is not None or not is_installed(REFERENCE):
        return
    published = county_shape(REFERENCE, code)
    if published is None:
        return
    name, line = published
    county = shapely.union_all(shapely.from_wkb([part.wkb for part in boundary]))
    overlapped = overlap(county, line)
    if overlapped < _SAME_COUNTY:
        return
    declared = family(settings.coordinates)
    spots = outline_spots(county)
    readings = other_readings(spots, declared, "wgs84", second_known=True)
    fit = compare_moves(outline_lines(line), spots, [reading.lonlat for reading in readings])
    if fit is None or not fit.is_clear:
        return
    system = readings[fit.move].pairs[0][0]
    ledger.add(
        "boundary_datum_suspected",
        file="study.toml",
        column="boundary.coordinates",
        value=settings.coordinates or "wgs84",
        **doubt_words(
            fit,
            [("boundary", settings.file, system)],
            declared={"boundary": settings.coordinates or "wgs84"},
        ),
        name=name,
        source_zh=REFERENCE.source_zh,
        source_en=REFERENCE.source_en,
        overlap_before=f"{overlapped * 100:.1f}",
        overlap_after=f"{overlap(_reread(county, declared, system), line) * 100:.1f}",
    )


def county_code(boundary: Sequence[BoundaryPart]) -> str | None:
    """Return the six digits that all parts' codes begin with; None where they have none."""
    codes = set()
    for part in boundary:
        digits = part.code.removeprefix("156") if len(part.code) == 9 else part.code
        codes.add(digits[:6] if len(digits) >= 6 and digits.isdigit() else "")
    code = codes.pop() if len(codes) == 1 else ""
    return code or None


def _reread(shape: Geometry, declared: str, system: str) -> Geometry:
    moved = shapely.transform(shape, lambda lonlat: reread(lonlat, declared, system))
    return shapely.make_valid(moved)
