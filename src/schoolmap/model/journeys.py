"""How an assignment reads for people: a journey per village and band, runs of grades that share it.

Tables, workbook and map all take their rows from here, so that they say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.evaluation import MODES, REASONS, UNSERVED, Assignment, Evaluation
from schoolmap.model.grades import N_GRADE, GradeBand
from schoolmap.model.layout import LayoutModel
from schoolmap.model.od import NO_RIDE


@dataclass(frozen=True)
class Journey:
    """The way of pupils to their school; None where there is no figure.

    Attributes
    ----------
    site
        Site index; -1 where no site can be named.
    mode, reason
        Words of `MODES` and `REASONS`; reason is empty where the pupils are served.
    length_m, walk_s
        Of the walking path; `walk_s` at the band's walking speed.
    ride_s, ride_length_m
        Of the ride.
    """

    site: int
    mode: str
    reason: str
    length_m: int | None
    walk_s: int | None
    ride_s: int | None
    ride_length_m: int | None


@dataclass(frozen=True)
class Run:
    """Consecutive grades of a village that share band, site, mode and reason, and have pupils.

    Attributes
    ----------
    village
        Row of the village.
    band
        Index of the band.
    first, last
        Grades, both within the run.
    pupils
        Pupils of the run, at least 1.
    """

    village: int
    band: int
    first: int
    last: int
    pupils: int
    journey: Journey

    @property
    def grades(self) -> str:
        """The grades as a span: ``1-3``, or ``2``."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def walk_seconds(walk_ref_s: NDArray[np.integer], band: GradeBand) -> NDArray[np.int64]:
    """Return the band's walking times of reference walking times, whole seconds, half up."""
    seconds = np.asarray(walk_ref_s, dtype=np.float64)
    return np.floor(seconds / band.walk_speed_m_s + 0.5).astype(np.int64)


def journey(model: LayoutModel, assignment: Assignment, village: int, grade: int) -> Journey:
    """Return the journey of a village's pupils of one grade (1 to 9)."""
    at = (village, grade - 1)
    row = int(assignment.row[at])
    length = walk = ride = ride_length = None
    if row >= 0:
        od = model.od
        band = next(b for b in model.rules.bands if b.first <= grade <= b.last)
        length = int(od.length_m[row])
        walk = int(walk_seconds(od.walk_ref_s[row : row + 1], band)[0])
        if od.ride_s[row] != NO_RIDE:
            ride, ride_length = int(od.ride_s[row]), int(od.ride_length_m[row])
    return Journey(
        site=int(assignment.site[at]),
        mode=MODES[int(assignment.mode[at])],
        reason=REASONS[int(assignment.reason[at])],
        length_m=length,
        walk_s=walk,
        ride_s=ride,
        ride_length_m=ride_length,
    )


def runs(model: LayoutModel, evaluation: Evaluation) -> list[Run]:
    """Return the runs of grades of every village, by village, then grade.

    The pupils of all runs add up to the pupils of all villages in the bands' grades. A grade
    without pupils belongs to the run around it; a run without pupils is left out.
    """
    assignment = evaluation.assignment
    found: list[Run] = []
    for village, pupils in enumerate(model.villages.pupils.tolist()):
        site, mode = assignment.site[village].tolist(), assignment.mode[village].tolist()
        reason = assignment.reason[village].tolist()
        for index, band in enumerate(model.rules.bands):
            keyed = [((site[g - 1], mode[g - 1], reason[g - 1]), g) for g in band.grades]
            for _, members in groupby(keyed, key=itemgetter(0)):
                grades = [g for _, g in members]
                total = sum(pupils[grades[0] - 1 : grades[-1]])
                if total > 0:
                    way = journey(model, assignment, village, grades[0])
                    found.append(Run(village, index, grades[0], grades[-1], total, way))
    return found


def band_grades(model: LayoutModel, evaluation: Evaluation) -> NDArray[np.int64]:
    """Return the grade that stands for each village and band, shape (n_village, n_band).

    Where a band's grades go to different schools, the journey of the most pupils stands for the
    band (ties: the one with the lower grade); where there are no pupils, its first grade does.
    """
    site = evaluation.assignment.site.astype(np.int64)
    mode = evaluation.assignment.mode.astype(np.int64)
    key = site * len(MODES) + mode
    pupils = model.villages.pupils
    chosen = np.zeros((len(model.villages), len(model.rules.bands)), dtype=np.int64)
    for index, band in enumerate(model.rules.bands):
        span = slice(band.first - 1, min(band.last, N_GRADE))
        same = key[:, span, None] == key[:, None, span]
        shared = (same * pupils[:, None, span]).sum(axis=2)
        # argmax takes the first of equals, which is the lower grade
        chosen[:, index] = band.first + np.argmax(shared, axis=1)
    return chosen


def band_sites(model: LayoutModel, evaluation: Evaluation) -> NDArray[np.int32]:
    """Return the school that serves each village by band, shape (n_village, n_band); -1 none.

    The school of the band's journey (see `band_grades`); a village whose pupils are unserved
    belongs to no school's catchment.
    """
    grades = band_grades(model, evaluation) - 1
    site = np.take_along_axis(evaluation.assignment.site, grades, axis=1)
    mode = np.take_along_axis(evaluation.assignment.mode, grades, axis=1)
    return np.where(mode == UNSERVED, -1, site).astype(np.int32)
