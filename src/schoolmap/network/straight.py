"""Journeys of a county without road data: straight lines times a detour factor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.od import ODMatrix
from schoolmap.network.matrix import Journeys, sorted_rows
from schoolmap.units import MM_PER_M, MS_PER_S, half_up

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """What turns a straight line into a journey.

    Attributes
    ----------
    cutoff_m
        Journeys that take longer than ``cutoff_m`` seconds on foot (1.0 m/s) are left out.
    detour_factor
        Estimated road length over straight length.
    ride_speed_km_h
        Speed of the school bus.
    """

    cutoff_m: float
    detour_factor: float
    ride_speed_km_h: float


def od_straight(
    origins: FloatArray,
    destinations: FloatArray,
    *,
    cutoff_m: float,
    detour_factor: float,
    ride_speed_km_h: float,
) -> ODMatrix:
    """Return journeys estimated as straight lines times a detour factor.

    Only for a county without road data; every output that uses it must say so.

    Parameters
    ----------
    origins, destinations
        Shape (n, 2), metres.
    cutoff_m, detour_factor, ride_speed_km_h
        As in `Estimate`.
    """
    estimate = Estimate(cutoff_m, detour_factor, ride_speed_km_h)
    start, end = (np.floor(xy * MM_PER_M + 0.5).astype(np.int64) for xy in (origins, destinations))
    return sorted_rows([straight_to(start, xy, estimate) for xy in end], len(start))


def straight_to(origins_mm: IntArray, place_mm: IntArray, estimate: Estimate) -> Journeys:
    """Return the estimated journeys to one place.

    The page does the same in the same order, so that both get the same numbers.

    Parameters
    ----------
    origins_mm
        Shape (n, 2), projected millimetres.
    place_mm
        Shape (2,).
    estimate
        How a straight line is turned into a journey.
    """
    delta = (origins_mm - place_mm).astype(np.float64)
    dx, dy = delta[:, 0], delta[:, 1]
    length = np.floor(np.sqrt(dx * dx + dy * dy) * estimate.detour_factor + 0.5)
    near = np.flatnonzero(length <= half_up(estimate.cutoff_m * MS_PER_S))
    length_mm = length[near].astype(np.int64)
    # mm / (km/h) x 3.6 = ms
    ride_ms = np.floor(length_mm * 3.6 / estimate.ride_speed_km_h + 0.5).astype(np.int64)
    return Journeys(near, length_mm, length_mm, ride_ms, length_mm)
