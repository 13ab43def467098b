"""How pupils move between two layouts, and the rolls with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.evaluation import UNSERVED, Assignment
from schoolmap.model.grades import N_GRADE, STAGES
from schoolmap.model.layout import LayoutModel
from schoolmap.model.rules import Rules
from schoolmap.model.state import State

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_FAR = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Layout:
    """A layout and who goes where in it."""

    state: State
    assignment: Assignment
    load: IntArray


@dataclass(frozen=True)
class Moved:
    """Rolls after a change, and what moved.

    Attributes
    ----------
    roll
        By grade, shape (n_site, 9).
    between
        Roll moved from site A to another site B by stage, shape (n_site, n_site, 2).
    """

    roll: FloatArray
    between: FloatArray


def flows(
    model: LayoutModel, before: Assignment, after: Assignment, grade: int
) -> tuple[IntArray, IntArray]:
    """Return pupils of a grade (0 to 8) by their site before and after.

    Returns
    -------
    flow
        Shape (n_site, n_site): pupils served at A before and at B after.
    heads
        Shape (n_site,): pupils unserved before and served at B after.
    """
    n = len(model.sites)
    pupils = model.villages.pupils[:, grade]
    served_after = after.mode[:, grade] != UNSERVED
    served_before = before.mode[:, grade] != UNSERVED
    a, b = before.site[:, grade].astype(np.int64), after.site[:, grade].astype(np.int64)
    flow, heads = np.zeros((n, n), dtype=np.int64), np.zeros(n, dtype=np.int64)
    both = served_before & served_after
    np.add.at(flow, (a[both], b[both]), pupils[both])
    new = ~served_before & served_after
    np.add.at(heads, b[new], pupils[new])
    return flow, heads


def rolls_after(
    model: LayoutModel,
    roll: FloatArray,
    before: Layout,
    after: Layout,
    merged_into: IntArray,
) -> Moved:
    """Return the rolls after a change: moved by grade in proportion to the flows of load.

    ``after[B] = sum over A of (roll[A] * flow[A, B]) / load[A]``, in index order, plus the heads
    of pupils who were unserved; a school that nobody left or joined keeps its roll of the grade as
    it is. A school that serves a grade no more, and whose roll of it no load explains, gives it to
    its merge target, else to the nearest school that serves the grade (DESIGN §4).

    Parameters
    ----------
    model
        With the added schools.
    roll
        Before, shape (n_site, 9).
    before, after
        The two layouts.
    merged_into
        Last merge target of each site, -1 none.
    """
    result = roll.copy()
    between = np.zeros((len(model.sites), len(model.sites), len(STAGES)))
    stage_of = _stage_of_grades(model.rules)
    for g in range(N_GRADE):
        lost = _lost(before.state, after.state, g + 1)
        flow, heads = flows(model, before.assignment, after.assignment, g)
        load = before.load[:, g]
        shares = _shares(roll[:, g], flow, load, lost)
        moved = np.cumsum(shares, axis=0)[-1] + heads if shares.size else heads.astype(float)
        untouched = (flow.diagonal() == load) & (load == after.load[:, g]) & ~lost
        result[:, g] = np.where(untouched, roll[:, g], moved)
        between[:, :, stage_of[g]] += shares
        for a in np.flatnonzero(lost & (load == 0) & (roll[:, g] > 0)).tolist():
            target = heir(model, after.state, a, g + 1, int(merged_into[a]))
            if target >= 0:
                result[target, g] += roll[a, g]
                between[a, target, stage_of[g]] += roll[a, g]
    diagonal = np.arange(len(model.sites))
    between[diagonal, diagonal] = 0.0
    return Moved(result, between)


def _stage_of_grades(rules: Rules) -> list[int]:
    stages = [0] * N_GRADE
    for band in rules.bands:
        for grade in band.grades:
            stages[grade - 1] = STAGES.index(band.stage)
    return stages


def _lost(before: State, after: State, grade: int) -> BoolArray:
    """Return which sites serve a grade no more: closed, or of another span."""
    had = (before.first_grade <= grade) & (grade <= before.last_grade)
    has = (after.first_grade <= grade) & (grade <= after.last_grade)
    lost: BoolArray = before.is_open & (~after.is_open | (had & ~has))
    return lost


def _shares(roll: FloatArray, flow: IntArray, load: IntArray, lost: BoolArray) -> FloatArray:
    """Return the roll that goes from A to B, shape (n_site, n_site); what stays is on the diagonal.

    A roll that no load explains stays where the grade is still served.
    """
    loaded = load > 0
    share = (roll[:, None] * flow) / np.where(loaded, load, 1)[:, None]
    shares = np.where(loaded[:, None], share, 0.0)
    stays = np.flatnonzero(~loaded & ~lost)
    shares[stays, stays] = roll[stays]
    return shares


def heir(model: LayoutModel, after: State, site: int, grade: int, merged_into: int) -> int:
    """Return the site that takes over a roll without load; -1 where none serves the grade."""
    serves = after.serves(grade)
    if merged_into >= 0 and serves[merged_into]:
        return merged_into
    by_road = _seconds_from(model, site)
    usable = serves & (by_road < _FAR)
    if not usable.any():
        by_road = _straight(model, site)
        usable = serves & (by_road < _FAR)
    if not usable.any():
        return -1
    # argmin takes the first of equals, which is the lower index
    return int(np.argmin(np.where(usable, by_road, _FAR)))


def _seconds_from(model: LayoutModel, site: int) -> IntArray:
    """Return seconds on foot from a site to every site, `_FAR` where no road is known to lead."""
    seconds = np.full(len(model.sites), _FAR, dtype=np.int64)
    rows = model.between
    if rows is not None and site < rows.n_origin:
        mine = slice(int(rows.indptr[site]), int(rows.indptr[site + 1]))
        seconds[rows.destination[mine]] = rows.walk_ref_s[mine]
    return seconds


def _straight(model: LayoutModel, site: int) -> IntArray:
    """Return squared metres to every listed site; added ones stand on the road or nowhere."""
    metres = (model.sites.xy_mm + 500) // 1000
    d = metres - metres[site]
    squared: IntArray = d[:, 0] * d[:, 0] + d[:, 1] * d[:, 1]
    listed = len(model.sites) if model.between is None else model.between.n_origin
    return np.where(np.arange(squared.size) < listed, squared, _FAR)
