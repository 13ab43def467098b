"""The published forward formula from WGS-84 to GCJ-02, the coordinates of Chinese web maps."""

from __future__ import annotations

import numpy as np
from tools.simulation.terrain import Floats

SEMI_MAJOR_M = 6378245.0
ECCENTRICITY_2 = 0.00669342162296594323


def _shift(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Evaluate the two polynomials with sines, in metres, of degrees from 105 E, 35 N."""
    root = np.sqrt(np.abs(x))
    short = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + short
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + short
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    return north, east


def to_gcj02(lonlat: Floats, *, digits: int = 6) -> Floats:
    """Turn WGS-84 longitude and latitude (n, 2) into GCJ-02."""
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    north, east = _shift(lon - 105.0, lat - 35.0)
    phi = np.deg2rad(lat)
    sine = np.sin(phi)
    bulge = 1.0 - ECCENTRICITY_2 * sine * sine
    root = np.sqrt(bulge)
    meridian = SEMI_MAJOR_M * (1.0 - ECCENTRICITY_2) / (bulge * root) * np.pi / 180.0
    parallel = SEMI_MAJOR_M / root * np.cos(phi) * np.pi / 180.0
    moved = np.column_stack([lon + east / parallel, lat + north / meridian])
    return np.asarray(np.round(moved, digits), dtype=np.float64)
