"""A scenario's changes, said to people: one phrase each, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from schoolmap.errors import Language
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import (
    Change,
    Close,
    Designate,
    Merge,
    Open,
    Scenario,
    SetBeds,
    SetBus,
    SetGrades,
    SetSeats,
)
from schoolmap.model.words import BAND, Pair


def scenario_names(model: LayoutModel, scenario: Scenario, language: Language) -> dict[str, str]:
    """Return the names of schools and villages by id, the schools that a scenario adds included.

    Parameters
    ----------
    model
        The county, without added schools.
    scenario
        Its `open` changes name schools that are not listed.
    language
        Schools go by their English name in English, where they have one.
    """
    sites = model.sites
    names = dict(zip(model.villages.ids, model.villages.names, strict=True))
    english = zip(sites.names_en, sites.names, strict=True)
    own = [en or zh for en, zh in english] if language == "en" else sites.names
    names.update(zip(sites.ids, own, strict=True))
    for change in scenario.changes:
        if isinstance(change, Open) and change.name:
            names.setdefault(change.school, change.name)
    return names


def change_words(change: Change, names: Mapping[str, str], language: Language) -> str:
    """Return what a change does as a phrase: ``把 S013 河湾小学 并入 S002 中心小学``.

    Parameters
    ----------
    change
        One change of a scenario.
    names
        Names by id, as `scenario_names` gives them; an id without a name stands for itself.
    language
        ``zh`` or ``en``.
    """
    zh, en = _phrase(change, names)
    return zh if language == "zh" else en


def called(subject: str, names: Mapping[str, str]) -> str:
    """Return an id with its name, where it has another one."""
    name = names.get(subject, "")
    return f"{subject} {name}" if name and name != subject else subject


def _phrase(change: Change, names: Mapping[str, str]) -> Pair:
    school = called(change.school, names)
    match change:
        case Close():
            return f"撤销 {school}", f"close {school}"
        case Merge(into=into):
            target = called(into, names)
            return f"把 {school} 并入 {target}", f"merge {school} into {target}"
        case Open():
            zh, en = _opening(change)
            return f"开办 {school}{zh}", f"open {school}{en}"
        case Designate(village=village, band=band):
            who = called(village, names)
            zh, en = BAND.get(band, (band, band))
            return f"把 {who} 的{zh}划归 {school}", f"designate {school} to {en} of {who}"
        case _:
            return _setting(change, school)


def _setting(change: SetGrades | SetSeats | SetBeds | SetBus, school: str) -> Pair:
    match change:
        case SetGrades(grades=grades):
            return f"把 {school} 改办 {grades} 年级", f"set the grades of {school} to {grades}"
        case SetSeats(seats=seats):
            return f"把 {school} 的学位改为 {seats}", f"set the seats of {school} to {seats}"
        case SetBeds(beds=beds):
            return f"把 {school} 的床位改为 {beds}", f"set the beds of {school} to {beds}"
        case SetBus(bus=True):
            return f"给 {school} 配校车", f"give {school} a bus"
        case SetBus():
            return f"撤下 {school} 的校车", f"take the bus from {school}"


def _opening(change: Open) -> Pair:
    """Return what an opened school is given, in brackets; nothing where it is as listed."""
    zh, en = [], []
    if change.grades:
        zh.append(f"{change.grades} 年级")
        en.append(f"grades {change.grades}")
    if change.seats is not None:
        zh.append(f"{change.seats} 个学位")
        en.append(f"{change.seats} seats")
    if change.beds:
        zh.append(f"{change.beds} 张床位")
        en.append(f"{change.beds} beds")
    if change.bus:
        zh.append("有校车")
        en.append("with a bus")
    if not zh:
        return "", ""
    return f"（{'，'.join(zh)}）", f" ({', '.join(en)})"
