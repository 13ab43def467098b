"""What the rules say of a plan: rule packs as data, rulings, and the steps of the procedure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from schoolmap.model.evaluation import FindingSeverity, SubjectType
from schoolmap.model.rules import Force, Standard, Verified

Verdict = Literal["kept", "to_supply", "not_shown", "broken"]
VERDICTS: tuple[Verdict, ...] = ("kept", "to_supply", "not_shown", "broken")
"""From good to bad. ``to_supply``: a paper that the bureau must bring; ``not_shown``: the data
lack what it takes to tell."""

Bar = Literal["travel", "receiver", "keep", "build_first", "consent", "procedure"]
BARS: tuple[Bar, ...] = ("travel", "receiver", "keep", "build_first", "consent", "procedure")
"""Chapters that rules belong to, in the order in which they are read."""

BODIES: tuple[str, ...] = ("parents", "delegates")
"""Who votes: the parents of a school's pupils, the delegates of the hearing."""

STAGES_OF_PROCEDURE: tuple[str, ...] = (
    "drafting",
    "appraisal",
    "publicity",
    "hearing",
    "approval",
    "carrying_out",
)
"""制定, 论证, 公示, 听证, 报批, and what follows the approval."""


@dataclass(frozen=True)
class Kind:
    """A sort of rule that the kernel can judge.

    Attributes
    ----------
    bar
        Chapter.
    figure
        Whether a rule of this kind needs a figure: ``must``, ``may`` or ``none``.
    options
        Keys that a rule of this kind may have besides; those with a star must be there.
    zh, en
        What it judges.
    """

    bar: Bar
    figure: Literal["must", "may", "none"]
    options: tuple[str, ...]
    zh: str
    en: str


KINDS: Mapping[str, Kind] = {
    "journey_time": Kind(
        "travel", "must", ("bands*",), "上学路上的时间", "time of the way to school"
    ),
    "journey_length": Kind(
        "travel", "must", ("bands*",), "走读路程", "length of the daily way to school"
    ),
    "must_not_board": Kind("travel", "none", ("bands*",), "不得寄宿", "pupils must not board"),
    "way_lost": Kind(
        "travel", "none", ("bands",), "不得无学可上", "nobody loses the way to school"
    ),
    "bus_seats": Kind("travel", "must", (), "校车座位", "seats of school buses"),
    "receiver_seats": Kind("receiver", "must", (), "并入学校的学位", "seats of receiving schools"),
    "receiver_class_size": Kind(
        "receiver", "must", (), "并入学校的班额", "class size of receiving schools"
    ),
    "receiver_school_size": Kind(
        "receiver", "must", (), "并入学校的规模", "size of receiving schools"
    ),
    "receiver_beds": Kind("receiver", "must", (), "并入学校的床位", "beds of receiving schools"),
    "receiver_dorm_area": Kind(
        "receiver", "must", (), "并入学校的宿舍面积", "dormitories of receiving schools"
    ),
    "receiver_canteen": Kind(
        "receiver", "must", (), "并入学校的食堂", "canteens of receiving schools"
    ),
    "only_small": Kind("keep", "must", (), "只撤并小规模学校", "only small schools are merged"),
    "remote_point": Kind("keep", "must", (), "偏远教学点", "remote teaching points"),
    "only_in_reach": Kind(
        "keep", "none", ("bands",), "步行可达的唯一学校", "the only school within a walk"
    ),
    "no_alternative": Kind(
        "keep", "none", ("bands",), "别无学校可走读", "no other school to go to daily"
    ),
    "township_school": Kind(
        "keep", "none", ("bands*",), "乡镇保有学校", "the township keeps a school"
    ),
    "built_first": Kind("build_first", "none", (), "先建后撤", "built before anything is closed"),
    "votes_against": Kind("consent", "must", ("body*",), "多数人反对", "most object"),
    "publicity_days": Kind("procedure", "must", (), "公示天数", "days of publicity"),
    "hearing_held": Kind("procedure", "may", (), "举行听证会", "a hearing is held"),
    "approved": Kind("procedure", "none", (), "报批", "approval"),
    "dates_in_order": Kind("procedure", "none", (), "程序先后", "order of the steps"),
    "evidence": Kind(
        "procedure", "none", ("evidence*", "stage*"), "须提供的材料", "a paper to bring"
    ),
}
"""The closed list of kinds; `schoolmap.kernel.admissibility` judges each."""


@dataclass(frozen=True, kw_only=True)
class PackRule:
    """One rule of a pack.

    Attributes
    ----------
    id
        Its name; a later pack's rule of the same name takes its place.
    kind
        One of `KINDS`.
    bar
        Chapter that it is read in; the kind's own unless the pack says another.
    severity
        How a breach weighs.
    zh, en
        What it demands, as one sentence without a full stop.
    clause, source, year, force, verified, note
        As in a standards row; they are those of the demand, the figure has its own.
    figure
        Id of the standards row that it is held against (or the first part of several rows'); empty
        where it needs none.
    bands
        Bands that it is about; empty: all.
    body
        Who votes, of `BODIES`.
    evidence
        Name under which hearing.toml supplies the paper.
    stage
        Step of the procedure that the paper belongs to.
    pack
        Pack (file) that it comes from.
    """

    id: str
    kind: str
    bar: Bar
    severity: FindingSeverity
    zh: str
    en: str
    clause: str
    source: str
    force: Force
    verified: Verified
    year: int | None = None
    note: str = ""
    figure: str = ""
    bands: tuple[str, ...] = ()
    body: str = ""
    evidence: str = ""
    stage: str = ""
    pack: str = ""


@dataclass(frozen=True)
class SetAside:
    """A rule that a later pack does not hold plans to, and why."""

    rule: PackRule
    pack: str
    reason: str


@dataclass(frozen=True)
class RulePack:
    """Rules that plans are held to.

    Attributes
    ----------
    rules
        In the order in which they are read.
    figures
        Standards rows by id that rules are held against: the county's own, and the packs'.
    set_aside
        Rules of an earlier pack that a later one sets aside.
    names
        Packs, in the order in which they were laid over each other.
    """

    rules: tuple[PackRule, ...]
    figures: Mapping[str, Standard]
    set_aside: tuple[SetAside, ...] = ()
    names: tuple[str, ...] = ()

    def rule(self, name: str) -> PackRule:
        """Return a rule by its id.

        Raises
        ------
        KeyError
            If there is none.
        """
        for rule in self.rules:
            if rule.id == name:
                return rule
        raise KeyError(name)


@dataclass(frozen=True)
class Ruling:
    """What a rule says of one village, school, township, or of the plan.

    Attributes
    ----------
    rule
        Id of the `PackRule`.
    subject_type, subject_id
        Who it is about; the county's id is empty.
    verdict
        ``kept``, ``to_supply``, ``not_shown`` or ``broken``.
    severity
        The rule's; ``note`` where today is as it is and the plan makes nothing worse.
    value, limit, unit
        What was found against what is asked; `value` None where it cannot be made.
    pupils
        Pupils concerned, 0 where the ruling counts none.
    detail
        Codes joined by colons that say more: band, reason, what is lacking.
    new
        False where the same stands today and the plan does not make it worse.
    """

    rule: str
    subject_type: SubjectType
    subject_id: str
    verdict: Verdict
    severity: FindingSeverity
    value: float | int | None = None
    limit: float | int | None = None
    unit: str = ""
    pupils: int = 0
    detail: str = ""
    new: bool = True


def worst(rulings: Iterable[Ruling]) -> Verdict:
    """Return the worst verdict among rulings; ``kept`` where there are none."""
    found = [VERDICTS.index(ruling.verdict) for ruling in rulings if ruling.new]
    return VERDICTS[max(found, default=0)]


PlanStanding = Literal["barred", "not_yet", "doubtful", "clear"]
"""``barred``: a rule that weighs as a violation is broken. ``not_yet``: none is, but data or papers
are lacking. ``doubtful``: complete, but rules of less weight are broken. ``clear``: all kept."""

StepState = Literal["shown_by_data", "supplied", "to_supply", "open"]
"""``open``: what is shown or supplied does not satisfy the rule."""


@dataclass(frozen=True)
class Step:
    """One line of the checklist of the procedure.

    Attributes
    ----------
    id
        Stable name.
    stage
        One of `STAGES_OF_PROCEDURE`.
    zh, en
        What is to be done, or shown.
    state
        How it stands.
    evidence
        What shows it: figures of the evaluation, a file or document number of hearing.toml.
    rules
        Ids of the rules that it answers to.
    """

    id: str
    stage: str
    zh: str
    en: str
    state: StepState
    evidence: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """A plan, held to a pack.

    Attributes
    ----------
    pack
        The rules.
    rulings
        In the order of the rules.
    steps
        The checklist.
    """

    pack: RulePack
    rulings: tuple[Ruling, ...]
    steps: tuple[Step, ...]
    by_rule: Mapping[str, tuple[Ruling, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Sort the rulings by rule."""
        by_rule: dict[str, list[Ruling]] = {rule.id: [] for rule in self.pack.rules}
        for ruling in self.rulings:
            by_rule[ruling.rule].append(ruling)
        object.__setattr__(self, "by_rule", {k: tuple(v) for k, v in by_rule.items()})

    def verdict(self, rule: str) -> Verdict:
        """Return the worst verdict on a rule."""
        return worst(self.by_rule[rule])

    @property
    def standing(self) -> PlanStanding:
        """How the plan stands as a whole; rules that weigh as a note do not count."""
        verdicts = [(r.severity, self.verdict(r.id)) for r in self.pack.rules]
        if ("violation", "broken") in verdicts:
            return "barred"
        counted = {verdict for severity, verdict in verdicts if severity != "note"}
        if counted & {"to_supply", "not_shown"}:
            return "not_yet"
        return "doubtful" if "broken" in counted else "clear"

    @property
    def broken(self) -> tuple[Ruling, ...]:
        """Rulings of rules that the plan breaks."""
        return tuple(r for r in self.rulings if r.verdict == "broken" and r.new)
